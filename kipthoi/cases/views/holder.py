"""The pages of whoever holds a key: they read, write, judge, contest and lock."""

from contextlib import suppress
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.http import HttpResponseRedirect as SeeOther
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from kipthoi.cases import cookies, queries, rules
from kipthoi.cases.actions import asking
from kipthoi.cases.forms.holder import ContestForm, RateForm, WriteBack
from kipthoi.cases.forms.parcel import Parcel, tidy
from kipthoi.cases.receipt import RECEIPT
from kipthoi.cases.views import told
from kipthoi.cases.views.receipts import waiting_shown
from kipthoi.cases.views.session import SESSION, holders_only
from kipthoi.cases.views.speech import switched
from kipthoi.core.viewer import Holder
from kipthoi.core.workflow import WrongStep
from kipthoi.deadlines.queries import clocks
from kipthoi.files.send import NotHere, send
from kipthoi.journal.queries import spent_for
from kipthoi.journal.record import Replayed
from kipthoi.units.words import called

both = require_http_methods(["GET", "HEAD", "POST"])


# --- The page of one's case -----------------------------------------------------------


def _back() -> HttpResponse:
    return SeeOther(reverse("cases:my_case"), status=303)


def parcel_of(request: HttpRequest, prefix: str = "") -> Parcel:
    """Return the parcel of a form, or the one that a locked page kept (`kept_`)."""
    given = QueryDict(mutable=True)
    for name in ("token", "waiting", "had"):
        given.setlist(name, request.POST.getlist(prefix + name))
    return Parcel(given, now=timezone.now())


@require_safe
@holders_only
def my_case(request: HttpRequest, case: Any) -> HttpResponse:
    """Show the case to whoever holds its key: state, days, answer, words, what next."""
    return case_page(request, case)


def case_page(
    request: HttpRequest, case: Any, *, written: Any = None, status: int = 200
) -> HttpResponse:
    """Return the page of a case to who holds its key, with words `written` already."""
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
    parcel = parcel_of(request)
    form = _taken_in(request, parcel, WriteBack)
    if switched(request) or "remove" in request.POST:
        return case_page(request, case, written=_unjudged(request, parcel, WriteBack))
    if spent_for(parcel.token) == case.ref:
        return _back()
    if not form.is_valid():
        return case_page(request, case, written=form, status=422)
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
    parcel.receive(request)
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
    return SeeOther(reverse("cases:rate"), status=303)


@both
@holders_only
def contest(request: HttpRequest, case: Any) -> HttpResponse:
    """Ask why an answer is not right yet, and have a different person read it anew."""
    parcel = parcel_of(request)
    if request.method != "POST":
        return contest_page(request, case, ContestForm(parcel=parcel))
    form = _taken_in(request, parcel, ContestForm)
    if switched(request) or "remove" in request.POST:
        form = _unjudged(request, parcel, ContestForm)
        return contest_page(request, case, form)
    if spent_for(parcel.token) == case.ref:
        return _back()
    if not form.is_valid():
        return contest_page(request, case, form, status=422)
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
        return contest_page(request, case, form, status=422)
    return _back()


def contest_page(
    request: HttpRequest, case: Any, form: Any, *, status: int = 200
) -> HttpResponse:
    """Return the page on which a review is asked for, and by when it can be."""
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
    parcel = parcel_of(request)
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
