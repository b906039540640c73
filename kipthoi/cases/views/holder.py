"""The asker comes back with the key: reads, writes, judges, contests, locks."""

from contextlib import suppress
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from kipthoi.cases import cookies, queries, rules
from kipthoi.cases.actions import asking
from kipthoi.cases.forms.holder import ComeBack, ContestForm, RateForm, WriteBack
from kipthoi.cases.forms.parcel import Parcel, tidy
from kipthoi.cases.pauses import NOTE_SECONDS, Visitor, crowd, read_note
from kipthoi.cases.receipt import RECEIPT
from kipthoi.cases.views import told
from kipthoi.cases.views.receipts import waiting_shown
from kipthoi.cases.views.session import SESSION, hold, holders_only
from kipthoi.cases.views.speech import switched
from kipthoi.cases.words import called
from kipthoi.core.viewer import Holder
from kipthoi.core.workflow import WrongStep
from kipthoi.deadlines.queries import clocks
from kipthoi.files.send import NotHere, send
from kipthoi.journal.queries import spent_for
from kipthoi.journal.record import Replayed

NOTE = "kt_wait"
# Words that a locked page gives back once the key was entered again.
KEPT = ("kept_page", "kept_text", "kept_reason", "kept_token", "kept_waiting")
both = require_http_methods(["GET", "HEAD", "POST"])


# --- Opening --------------------------------------------------------------------------


@both
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the key and open the case that it opens."""
    if request.method != "POST":
        return _ask_key(request, ComeBack())
    now = timezone.now()
    form = ComeBack(request.POST)
    visitor = read_note(cookies.read(request, NOTE, max_age=NOTE_SECONDS), now)
    if not form.is_valid():
        return _ask_key(request, form, status=422)
    left = visitor.left(now, crowd.pause(now))
    if left:
        return _wait(request, form, visitor, left)
    case = queries.case_by_key(form.cleaned_data["key"])
    if case is None:
        crowd.add(now)
        form.opens_nothing()
        page = _ask_key(request, form, status=422)
        return _noted(page, visitor.after_wrong(now))
    return _open(request, case)


def _ask_key(
    request: HttpRequest, form: ComeBack, *, status: int = 200, **more: Any
) -> HttpResponse:
    kept = [(name, request.POST.get(name, "")) for name in KEPT]
    context = {
        "form": form,
        "kept": [(name, value) for name, value in kept if value],
        "nav": "come_back",
        **more,
    }
    return render(request, "cases/come_back.html", context, status=status)


def _wait(
    request: HttpRequest, form: ComeBack, visitor: Visitor, left: int
) -> HttpResponse:
    """Ask for a little patience: nobody is locked out, and no thread sleeps."""
    kept = [(name, request.POST[name]) for name in KEPT if request.POST.get(name)]
    context = {"form": form, "seconds": left, "kept": kept}
    page = render(request, "cases/wait.html", context, status=429)
    page["Retry-After"] = str(left)
    return _noted(page, visitor)


def _noted(page: HttpResponse, visitor: Visitor) -> HttpResponse:
    cookies.write(page, NOTE, visitor.as_note(), max_age=NOTE_SECONDS)
    return page


def _open(request: HttpRequest, case: Any) -> HttpResponse:
    """Open the case; words that a locked page had kept stand in their form again."""
    page = request.POST.get("kept_page")
    if page == "contest":
        response = _contest_page(request, case, _kept_contest(request))
    elif page == "write_back":
        response = _page(request, case, written=_kept_words(request))
    else:
        response = redirect("cases:my_case")
        response.status_code = 303
    hold(response, case)
    cookies.clear(response, NOTE)
    return response


def _parcel(request: HttpRequest, prefix: str = "") -> Parcel:
    """Return the parcel of a form, or the one that a locked page kept (`kept_`)."""
    given = QueryDict(mutable=True)
    for name in ("token", "waiting", "had"):
        given.setlist(name, request.POST.getlist(prefix + name))
    return Parcel(given, now=timezone.now())


def _kept_words(request: HttpRequest) -> WriteBack:
    parcel = _parcel(request, "kept_")
    return WriteBack(
        parcel=parcel, initial={"text": tidy(request.POST.get("kept_text", ""))}
    )


def _kept_contest(request: HttpRequest) -> ContestForm:
    said = {
        "text": tidy(request.POST.get("kept_text", "")),
        "reason": request.POST.get("kept_reason", ""),
    }
    return ContestForm(parcel=_parcel(request, "kept_"), initial=said)


# --- The page of one's case -----------------------------------------------------------


def _back() -> HttpResponse:
    response = redirect("cases:my_case")
    response.status_code = 303
    return response


@require_safe
@holders_only
def my_case(request: HttpRequest, case: Any) -> HttpResponse:
    """Show the case to whoever holds its key: state, days, answer, words, what next."""
    return _page(request, case)


def _page(
    request: HttpRequest, case: Any, *, written: Any = None, status: int = 200
) -> HttpResponse:
    form = written or WriteBack(parcel=Parcel(request.GET, now=timezone.now()))
    now, today = timezone.now(), timezone.localdate()
    context = {
        **told.my_case(case, today=today, now=now),
        "form": form,
        "hidden": form.parcel.hidden,
        "waits": waiting_shown(form.parcel.files, can_remove=True),
        "nav": "come_back",
    }
    return render(request, "cases/my_case.html", context, status=status)


@require_POST
@holders_only
def write_back(request: HttpRequest, case: Any) -> HttpResponse:
    """Send a message, or the reply we wait for, with photos, voice and papers."""
    parcel = _parcel(request)
    form = _taken_in(request, parcel, WriteBack)
    if switched(request) or "remove" in request.POST:
        return _page(request, case, written=_unjudged(request, parcel, WriteBack))
    if spent_for(parcel.token) == case.ref:
        return _back()
    if not form.is_valid():
        return _page(request, case, written=form, status=422)
    _deliver(
        parcel,
        lambda stored: asking.write_back(
            by=Holder(case.code),
            now=parcel.now,
            case=case,
            text=form.cleaned_data["text"],
            token=parcel.token,
            files=stored,
        ),
    )
    return _back()


def _taken_in(request: HttpRequest, parcel: Parcel, form: Any) -> Any:
    """Return the form with its uploads looked at, and one file taken out if wished."""
    uploads = [*request.FILES.getlist("voice"), *request.FILES.getlist("files")]
    if uploads:
        parcel.take_in(uploads, vouched=bool(request.POST.get("not_secret")))
    if "remove" in request.POST:
        parcel.take_out(request.POST["remove"])
    data = request.POST.copy()
    data["text"] = tidy(data.get("text", ""))
    return form(data, parcel=parcel)


def _unjudged(request: HttpRequest, parcel: Parcel, form: Any) -> Any:
    typed = {"text": tidy(request.POST.get("text", ""))}
    return form(
        parcel=parcel, initial={**typed, "reason": request.POST.get("reason", "")}
    )


def _deliver(parcel: Parcel, act: Any) -> None:
    try:
        parcel.deliver(act)
    except Replayed:
        parcel.let_go()


@require_POST
@holders_only
def agree(request: HttpRequest, case: Any) -> HttpResponse:
    """Say that the matter is solved, then ask for two taps."""
    if case.state != "agreed":
        asking.agree(by=Holder(case.code), now=timezone.now(), case=case)
    response = redirect("cases:rate")
    response.status_code = 303
    return response


@both
@holders_only
def contest(request: HttpRequest, case: Any) -> HttpResponse:
    """Ask why an answer is not right yet, and have a different person read it anew."""
    parcel = _parcel(request)
    if request.method != "POST":
        return _contest_page(request, case, ContestForm(parcel=parcel))
    form = _taken_in(request, parcel, ContestForm)
    if switched(request) or "remove" in request.POST:
        form = _unjudged(request, parcel, ContestForm)
        return _contest_page(request, case, form)
    if spent_for(parcel.token) == case.ref:
        return _back()
    if not form.is_valid():
        return _contest_page(request, case, form, status=422)
    try:
        _deliver(
            parcel,
            lambda stored: asking.contest(
                by=Holder(case.code),
                now=parcel.now,
                case=case,
                reason=form.cleaned_data["reason"],
                text=form.cleaned_data["text"],
                files=stored,
                token=parcel.token,
            ),
        )
    except rules.TooLate as error:
        form.add_error(None, told.last_day_words(error.on))
        return _contest_page(request, case, form, status=422)
    return _back()


def _contest_page(
    request: HttpRequest, case: Any, form: Any, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    running = clocks(case.ref)
    last = told.bar(case, running, today=today)
    bars = [clock.due_on for clock in running if clock.name == "bar"]
    context = {
        "case": case,
        "form": form,
        "hidden": form.parcel.hidden,
        "waits": waiting_shown(form.parcel.files, can_remove=True),
        "until": last,
        "judge": told.judge(case, running, today=today),
        "too_late": "" if last else told.last_day_words(_past(bars, today)),
        "nav": "come_back",
    }
    return render(request, "cases/contest.html", context, status=status)


def _past(bars: list[Any], today: Any) -> Any:
    return bars[-1] if bars and bars[-1] < today else None


@both
@holders_only
def rate(request: HttpRequest, case: Any) -> HttpResponse:
    """Ask two questions that may both be skipped; ask again after four weeks."""
    parcel = _parcel(request)
    form = RateForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {
            "case": case,
            "form": form,
            "hidden": parcel.hidden,
            "nav": "come_back",
        }
        status = 422 if form.is_bound else 200
        return render(request, "cases/rate.html", context, status=status)
    if "skip" not in request.POST:
        with suppress(Replayed):  # the same two taps, sent twice
            asking.rate(
                by=Holder(case.code),
                now=parcel.now,
                case=case,
                solved=form.said("solved"),
                clear=form.said("clear"),
                token=parcel.token,
            )
    return _back()


@both
@holders_only
def withdraw(request: HttpRequest, case: Any) -> HttpResponse:
    """Ask once more, then withdraw a matter that still runs."""
    if request.method != "POST":
        context = {"case": case, "can": case.kind.can("withdraw", case.state)}
        return render(request, "cases/withdraw.html", context)
    try:
        asking.withdraw(by=Holder(case.code), now=timezone.now(), case=case)
    except WrongStep:
        if case.state != "closed":
            raise
    return _back()


@require_POST
@holders_only
def change_consent(request: HttpRequest, case: Any) -> HttpResponse:
    """Allow or forbid that a rewritten answer is published."""
    wish = request.POST.get("may_publish") == "yes"
    if wish != case.may_publish:
        asking.change_consent(
            by=Holder(case.code), now=timezone.now(), case=case, may_publish=wish
        )
    return _back()


@both
@holders_only
def erase_contact(request: HttpRequest, case: Any) -> HttpResponse:
    """Ask once more, then erase name and contact for good."""
    if request.method != "POST":
        return render(request, "cases/erase_contact.html", {"case": case})
    if case.named:
        asking.erase_contact(by=Holder(case.code), now=timezone.now(), case=case)
    return _back()


@require_POST
@holders_only
def lock_case(request: HttpRequest, case: Any) -> HttpResponse:
    """Lock the case on every device where it stands open."""
    asking.lock_case(by=Holder(case.code), now=timezone.now(), case=case)
    context = {"unit": called(case.unit)}
    response = render(request, "cases/locked.html", context)
    cookies.clear(response, SESSION, RECEIPT)
    return response


@require_safe
@holders_only
def holder_file(request: HttpRequest, case: Any, public_id: str) -> HttpResponseBase:
    """Send a file of one's own case, or a proof of its answer."""
    file = queries.file_for_holder(case, public_id)
    if file is None:
        raise Http404
    try:
        return send(request, file, as_download="tai" in request.GET)
    except NotHere:
        raise Http404 from None
