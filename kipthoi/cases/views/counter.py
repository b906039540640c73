"""The counter desk: keying in for somebody, the slip they take home, a new code."""

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as SeeOther
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from kipthoi.cases import cookies, queries
from kipthoi.cases.actions.counter import hand_slip
from kipthoi.cases.actions.intake import Asker, Matter, open_case
from kipthoi.cases.actions.names import renew_key as renew
from kipthoi.cases.forms.counter import (
    AskSupportForm,
    KeyInForm,
    RenewKeyForm,
    home_unit,
)
from kipthoi.cases.forms.parcel import Parcel, read_token
from kipthoi.cases.receipt import SHOWN_FOR, key_to_show, qr_svg
from kipthoi.cases.recipients import recipients
from kipthoi.cases.views import receipts
from kipthoi.cases.views.receipts import waiting_shown
from kipthoi.cases.views.stepping import step_page
from kipthoi.core.kinds import SUPPORT
from kipthoi.files.refusals import Refused
from kipthoi.journal.guard import officers_only
from kipthoi.journal.record import Replayed
from kipthoi.people.roles import OFFICER
from kipthoi.units.words import called

SLIP = "kt_slip"
SECONDS = int(SHOWN_FOR.total_seconds())
both = require_http_methods(["GET", "HEAD", "POST"])


def _parcel(request: HttpRequest) -> Parcel:
    """Return what the form carries; files that came along wait from now on."""
    parcel = Parcel(request.POST, now=timezone.now())
    parcel.receive(request)
    return parcel


@officers_only(OFFICER)
@both
def key_in(request: HttpRequest) -> HttpResponse:
    """Take in a paper, a call, a visit or a message for somebody; then the slip."""
    officer = request.officer
    parcel, today = _parcel(request), timezone.localdate()
    about = {"parcel": parcel, "officer": officer, "today": today}
    if request.method != "POST":
        return _key_in_page(request, KeyInForm(**about), parcel)
    form = KeyInForm(request.POST, **about)
    if "remove" in request.POST:
        fresh = KeyInForm(initial=request.POST.dict(), **about)
        return _key_in_page(request, fresh, parcel)
    done = queries.case_by_token(parcel.token)
    if done is None and not form.is_valid():
        return _key_in_page(request, form, parcel, status=422)
    try:
        case = done or _take_in(officer, form, parcel)
    except Refused as refusal:
        parcel.problems = [refusal]
        again = KeyInForm(request.POST, **about)
        again.is_valid()
        return _key_in_page(request, again, parcel, status=422)
    except Replayed:
        case = queries.case_by_token(parcel.token)
    return _to_slip(case, parcel.token)


def _take_in(officer: Any, form: Any, parcel: Parcel) -> Any:
    to = form.recipient
    return parcel.deliver(
        lambda stored: open_case(
            by=officer,
            now=timezone.now(),
            token=parcel.token,
            matter=form.matter(stored, get_language() or "vi"),
            asker=form.asker(),
            unit=to.unit,
            passed_over=to.passed_over,
            door=form.cleaned_data["door"],
        )
    )


def _key_in_page(
    request: HttpRequest, form: Any, parcel: Parcel, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "hidden": parcel.hidden,
        "files": waiting_shown(parcel.files, can_remove=True),
    }
    return render(request, "cases/key_in.html", context, status=status)


# --- The slip -------------------------------------------------------------------------


def _to_slip(case: Any, token: bytes) -> HttpResponse:
    """Go to the slip; the cookie that opens it holds the token and ends by itself."""
    response = SeeOther(reverse("cases:slip"), status=303)
    typed = base64.urlsafe_b64encode(token).decode()
    cookies.write(response, SLIP, [case.code, typed], max_age=SECONDS)
    return response


def _on_slip(request: HttpRequest) -> tuple[Any, bytes] | None:
    found = cookies.read(request, SLIP, max_age=SECONDS)
    if not isinstance(found, list) or len(found) != 2:
        return None
    token = read_token(str(found[1]))
    case = queries.case_by_token(token) if token else None
    return (case, token) if case is not None and token is not None else None


@officers_only(OFFICER)
@both
def slip(request: HttpRequest) -> HttpResponse:
    """Show the slip once, to be printed and handed over; then never again."""
    officer = request.officer
    found = _on_slip(request)
    if found is None:
        return render(request, "cases/slip_over.html", {"case": None})
    case, token = found
    if request.method == "POST":
        hand_slip(by=officer, now=timezone.now(), case=case)
        return SeeOther(reverse("cases:slip"), status=303)
    # The half hour is the cookie's: a code may be renewed long after the receipt.
    key = key_to_show(case, token, now=case.received_at)
    if not key:
        response = render(request, "cases/slip_over.html", {"case": case})
        cookies.clear(response, SLIP)
        return response
    told = receipts.told(request, case, key, now=timezone.now())
    context = {
        "case": case,
        "slip": {**told, "qr": qr_svg(told["address"])},
        "minutes": SECONDS // 60,
        "message": case.door == "message",
        "unit": called(case.unit),
    }
    return render(request, "cases/slip.html", context)


@officers_only()
@both
def renew_key(request: HttpRequest, code: str) -> HttpResponse:
    """Give somebody with a name, recognised at the counter, a new code and slip."""
    officer = request.officer
    case = queries.get_case(code, viewer=officer)
    if not case.named:
        status = 409 if request.method == "POST" else 200
        return render(request, "cases/renew_key_no.html", {"case": case}, status=status)
    given: dict[str, bytes] = {}

    def act(form: Any, stored: Any, common: Any) -> Any:
        given["token"] = common["token"]
        return renew(**common)

    def done(case: Any, made: Any) -> HttpResponse:
        return _to_slip(made, given["token"])

    return step_page(request, code, "renew_key", RenewKeyForm, act, done=done)


# --- Asking above ---------------------------------------------------------------------


@officers_only(OFFICER)
@both
def ask_support(request: HttpRequest) -> HttpResponse:
    """Ask the superior unit for guidance: a matter that begins inside the house."""
    officer = request.officer
    home = home_unit(officer, recipients(timezone.localdate()))
    if home is None or home.parent is None:
        return render(request, "cases/ask_support_no.html", {"unit": called(home)})
    parcel = _parcel(request)
    form = AskSupportForm(parcel=parcel)
    status = 200
    if request.method == "POST":
        form = AskSupportForm(request.POST, parcel=parcel)
        done = queries.case_by_token(parcel.token)
        if "remove" in request.POST:
            form = AskSupportForm(initial=request.POST.dict(), parcel=parcel)
        elif done is not None or form.is_valid():
            case = done or _ask_above(officer, form, parcel, home.parent)
            return _to_slip(case, parcel.token)
        else:
            status = 422
    context = {
        "form": form,
        "hidden": parcel.hidden,
        "files": waiting_shown(parcel.files, can_remove=True),
        "above": called(home.parent),
    }
    return render(request, "cases/ask_support.html", context, status=status)


def _ask_above(officer: Any, form: Any, parcel: Parcel, above: Any) -> Any:
    text = form.cleaned_data["text"]
    try:
        return parcel.deliver(
            lambda stored: open_case(
                by=officer,
                now=timezone.now(),
                token=parcel.token,
                matter=Matter(text=text, language=get_language() or "vi", files=stored),
                asker=Asker(name=officer.name),
                unit=above,
                door="inside",
                kind=SUPPORT,
            )
        )
    except Replayed:
        return queries.case_by_token(parcel.token)
