"""The asker sends: four short pages, a receipt shown once, a quick way out."""

import base64
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as SeeOther
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import (
    get_language,
    gettext_noop,
)
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from kipthoi.cases import cookies, queries
from kipthoi.cases.actions.asking import keep_receipt as keep
from kipthoi.cases.actions.intake import Matter, open_case
from kipthoi.cases.forms.parcel import Parcel, read_token
from kipthoi.cases.forms.sending import Sending
from kipthoi.cases.receipt import (
    RECEIPT,
    SHOWN_FOR,
    key_to_show,
    picture,
    qr_svg,
    style,
)
from kipthoi.cases.views import receipts
from kipthoi.cases.views.receipts import waiting_shown
from kipthoi.cases.views.speech import switched
from kipthoi.core.viewer import Holder, Public
from kipthoi.files.refusals import Refused
from kipthoi.files.send import disposition
from kipthoi.journal.links import links
from kipthoi.journal.record import Replayed
from kipthoi.search.queries import similar
from kipthoi.units.words import called

RECEIPT_SECONDS = 12 * 60 * 60
# Each page: its template, its place among four, what it asks.
PAGES = {
    "what": ("cases/send_what.html", 1, gettext_noop("What happened")),
    "where": ("cases/send_where.html", 2, gettext_noop("Where")),
    "who": ("cases/send_who.html", 3, gettext_noop("Name")),
    "reach": ("cases/send_reach.html", 3, gettext_noop("Name")),
    "check": ("cases/send_check.html", 4, gettext_noop("Read over and send")),
}
both = require_http_methods(["GET", "HEAD", "POST"])


@both
def send_what(request: HttpRequest) -> HttpResponse:
    """Ask what happened: typed, spoken, or shown in photos and papers."""
    return _step(request, "what")


@both
def send_where(request: HttpRequest) -> HttpResponse:
    """Ask which place it is about, and show who will therefore read it."""
    return _step(request, "where")


@both
def send_who(request: HttpRequest) -> HttpResponse:
    """Ask for a name or none, and say honestly how anonymous this is."""
    return _step(request, "reach" if request.POST.get("page") == "reach" else "who")


@both
def send_check(request: HttpRequest) -> HttpResponse:
    """Show everything once more, ask for consents apart, and take it in."""
    return _step(request, "check")


def _step(request: HttpRequest, step: str) -> HttpResponse:
    """Turn one page: forward, back, into another language, or to what is changed."""
    if request.method != "POST" and step != "what":
        return redirect("cases:send_what")
    sending = Sending(request.POST, now=timezone.now(), today=timezone.localdate())
    if request.method != "POST":
        return _page(request, sending, step, fresh=True)
    if step not in sending.steps:
        return _page(request, sending, "who", fresh=True)
    if step == "what":
        sending.receive(request)
    if switched(request):
        return _page(request, sending, step, fresh=not sending.problems)
    if "remove" in request.POST:
        return _page(request, sending, step, fresh=True)
    if "begin" in request.POST:
        return _page(request, sending, "what", fresh=True)
    if "back" in request.POST:
        before = max(0, sending.steps.index(step) - 1)
        return _page(request, sending, sending.steps[before], fresh=True)
    if request.POST.get("change") in PAGES:
        sending.data["review"] = "1"
        return _page(request, sending, request.POST["change"], fresh=True)
    if "go_over" in request.POST:
        sending.data["over"] = "on"
        return _page(request, sending, "check", fresh=True)
    if step == "check":
        return _send(request, sending)
    form = sending.form(step)
    if not form.is_valid():
        return _again(request, sending, step, form)
    following = _following(sending, step)
    return _page(request, sending, following, fresh=True)


def _following(sending: Sending, step: str) -> str:
    """Return the page after `step`; after a change, the first that is not whole."""
    after = sending.steps[sending.steps.index(step) + 1]
    if sending.data["review"] and after != "reach":
        return sending.first_open() or "check"
    return after


def _page(
    request: HttpRequest,
    sending: Sending,
    step: str,
    *,
    fresh: bool,
    form: Any = None,
    status: int = 200,
) -> HttpResponse:
    """Show a page of the form; `fresh` shows what was typed without judging it."""
    template, place, name = PAGES[step]
    form = form or sending.form(step, fresh=fresh)
    if fresh:
        form.initial = dict(sending.data)
    context = {
        "form": form,
        "n": place,
        "name": name,
        "carried": sending.carried(form),
        "files": waiting_shown(sending.files, can_remove=step == "what"),
        "sending": sending,
        **_more(sending, step),
    }
    return render(request, template, context, status=status)


def _again(
    request: HttpRequest, sending: Sending, step: str, form: Any
) -> HttpResponse:
    """Show a page whose answers lack something, every word and file still there."""
    done = queries.case_by_token(sending.token)
    if done is not None:
        return _to_receipt(sending.token)
    return _page(request, sending, step, fresh=False, form=form, status=422)


def _more(sending: Sending, step: str) -> dict[str, Any]:
    """Return what a page shows besides its form."""
    if step == "where":
        hits = similar(sending.data["text"], audience="public")
        found = links([hit.ref for hit in hits], Public())
        return {"answers": list(found.values())}
    if step == "check":
        return receipts.read_over(sending)
    return {}


def _send(request: HttpRequest, sending: Sending) -> HttpResponse:
    """Take the matter in, once, however often it is posted; then to the receipt."""
    lacking = "" if sending.sealed else sending.first_open(judged="check")
    if lacking:
        return _again(request, sending, lacking, sending.form(lacking))
    try:
        _open(sending)
    except Refused as refusal:
        sending.problems = [refusal]
        return _again(request, sending, "what", sending.form("what"))
    except Replayed:
        pass  # it was sent before, or the other press of the same button was faster
    return _to_receipt(sending.token)


def _open(sending: Sending) -> None:
    language, recipient = get_language() or "vi", sending.recipient

    def act(stored: Any) -> Any:
        return open_case(
            by=Public(),
            now=sending.now,
            token=sending.token,
            matter=Matter(**sending.matter, language=language, files=stored),
            asker=sending.asker,
            unit=recipient.unit,
            passed_over=recipient.passed_over,
        )

    sending.deliver(act, no_author=sending.without_authors)


def _to_receipt(token: bytes) -> HttpResponse:
    response = SeeOther(reverse("cases:receipt"), status=303)
    value = base64.urlsafe_b64encode(token).decode()
    cookies.write(response, RECEIPT, value, max_age=RECEIPT_SECONDS)
    return response


@both
def answered_already(request: HttpRequest) -> HttpResponse:
    """End gladly: an earlier answer was enough, and nothing is kept."""
    if request.method == "POST":
        Parcel(request.POST, now=timezone.now()).let_go()
        return SeeOther(reverse("cases:answered_already"), status=303)
    return render(request, "cases/answered_already.html")


# --- The receipt ----------------------------------------------------------------------


def _mine(request: HttpRequest) -> tuple[Any, bytes]:
    """Return the case of this browser's receipt and its token. Raises Http404."""
    typed = cookies.read(request, RECEIPT, max_age=RECEIPT_SECONDS)
    token = read_token(typed) if isinstance(typed, str) else None
    case = queries.case_by_token(token) if token else None
    if token is None or case is None:
        raise Http404
    return case, token


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt with its key, until it is kept or half an hour has gone."""
    try:
        case, token = _mine(request)
    except Http404:
        return redirect("cases:come_back")
    now = timezone.now()
    key = key_to_show(case, token, now=now)
    if not key:
        return render(request, "cases/receipt_kept.html", {"case": case})
    told = receipts.told(request, case, key, now=now)
    context = {
        "case": case,
        "slip": {**told, "qr": qr_svg(told["address"])},
        "minutes": int(SHOWN_FOR.total_seconds() // 60),
        "letterhead": called(case.unit.body_unit.body),
    }
    return render(request, "cases/receipt.html", context)


def _sheet(request: HttpRequest) -> Any:
    """Return the receipt as a sheet while its key is shown. Raises Http404."""
    case, token = _mine(request)
    now = timezone.now()
    key = key_to_show(case, token, now=now)
    if not key:
        raise Http404
    return receipts.sheet(request, case, key, now=now)


@require_safe
def receipt_file(request: HttpRequest) -> HttpResponse:
    """Give the receipt as one HTML file that stands alone."""
    sheet = _sheet(request)
    context = {"sheet": sheet, "qr": qr_svg(sheet.address), "style": style()}
    response = render(request, "cases/receipt_file.html", context)
    response["Content-Disposition"] = disposition(
        f"{sheet.name}.html", as_download=True
    )
    return response


@require_safe
def receipt_picture(request: HttpRequest) -> HttpResponse:
    """Give the receipt as a picture for the phone's album."""
    sheet = _sheet(request)
    response = HttpResponse(picture(sheet), content_type="image/png")
    response["Content-Disposition"] = disposition(f"{sheet.name}.png", as_download=True)
    return response


@require_POST
def keep_receipt(request: HttpRequest) -> HttpResponse:
    """Note that the code is kept; it is not shown again."""
    case, _token = _mine(request)
    if case.receipt_kept_at is None:
        keep(by=Holder(case.code), now=timezone.now(), case=case)
    return SeeOther(reverse("cases:receipt"), status=303)


@both
def leave(request: HttpRequest) -> HttpResponse:
    """Leave quickly: every cookie goes, and a blank page without a name comes."""
    response = render(request, "cases/leave.html")
    for name in request.COOKIES:
        response.delete_cookie(name, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
