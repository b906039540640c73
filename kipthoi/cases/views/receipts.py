"""What the pages of sending show: what was typed, and the receipt in words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kipthoi.cases import queries
from kipthoi.cases.forms.sending import Sending
from kipthoi.cases.forms.sending_pages import reader_in_words
from kipthoi.cases.receipt import Sheet
from kipthoi.cases.recipients import UNSURE, NothingAbove, Recipient, Recipients
from kipthoi.cases.views.clocks import clock_cards
from kipthoi.cases.views.shown import KINDS_OF_FILES
from kipthoi.core.explain import render
from kipthoi.core.localtime import local_day
from kipthoi.deadlines.queries import clocks, find_rule
from kipthoi.people.queries import title_of
from kipthoi.templatetags.kt import weekday_day
from kipthoi.templatetags.kt import when as hour_day
from kipthoi.units.words import called

FIRST_WORDS = 180


def waiting_shown(files: Iterable[Any], *, can_remove: bool) -> list[dict[str, Any]]:
    """Return waiting files as `web/_files.html` shows them."""
    return [
        {
            "name": file.name,
            "size": file.size,
            "kind": KINDS_OF_FILES[file.kind],
            "seconds": file.seconds,
            "note": _("It may name who made it") if file.names_author else "",
            "remove": str(file.n) if can_remove else "",
        }
        for file in files
    ]


def read_over(sending: Sending) -> dict[str, Any]:
    """Return what the last page shows again before it is sent."""
    known, recipient = sending.recipients, sending.recipient
    reach = sending.form("reach")
    reach.is_valid()
    own = reach.cleaned_data if sending.named else {}
    return {
        "text": sending.data["text"].strip(),
        "unsure": sending.data["unit"] == UNSURE,
        "unit": called(known.find(sending.data["unit"])),
        "topic": called(sending.topic) if sending.topic else "",
        "place": sending.data["place"],
        "reader": reader_in_words(recipient.reader) if recipient else "",
        "goes_to": called(recipient.unit) if recipient else "",
        "passed_over": called(recipient.passed_over) if recipient else "",
        "could_pass": _could_pass(known, recipient) if recipient else "",
        "own": own,
    }


def _could_pass(known: Recipients, recipient: Recipient) -> str:
    """Return the level that one tap would go over, or nothing."""
    if recipient.passed_over is not None:
        return ""
    try:
        return called(known.send_to(recipient.unit, over=True).passed_over)
    except NothingAbove:
        return ""


def told(request: HttpRequest, case: Any, key: str, *, now: datetime) -> dict[str, Any]:
    """Return the receipt's key, number, clock and facts in the page's language."""
    today = local_day(now)
    running = [
        clock
        for clock in clocks(case.ref)
        if clock.name == "first_answer" and clock.outcome not in ("nearer", "stands")
    ]
    promise = running[0]
    card = clock_cards(case, running[:1], today=today, now=now)[0]
    return {
        "key": key,
        "code": case.code,
        "clock": {**card, "lines": card["lines"][:1]},
        "facts": facts(case, promise, today=today),
        "promise": promise,
        "address": address(request, key),
    }


def address(request: HttpRequest, key: str) -> str:
    """Return the address of the QR code; the key stands only behind the `#`."""
    base = settings.ORIGIN or f"{request.scheme}://{request.get_host()}"
    return f"{base}{reverse('cases:come_back')}#{key}"


def in_charge(case: Any, *, today: date) -> str:
    """Return who reads a case: name and office, or the office alone."""
    if case.assignee is None:
        return _("Nobody is named yet; %(unit)s reads it.") % {
            "unit": called(case.unit)
        }
    office = title_of(case.assignee.pk, today=today)
    body = case.unit.home.body
    if body.role_only:
        return ", ".join(filter(None, (office, called(case.unit))))
    return ", ".join(filter(None, (case.assignee.addressed, office)))


def facts(case: Any, promise: Any, *, today: date) -> list[dict[str, str]]:
    """Return the rows of a receipt: who, what, why that day, and what if not."""
    rows = [
        {
            "term": _("Who reads it"),
            "value": in_charge(case, today=today),
            "note": _passed(case),
        },
        {
            "term": _("You said"),
            "value": f"“{_first_words(case)}”",
            "note": _with(case),
        },
        {
            "term": _("Why this day"),
            "value": render(promise.why, get_language() or "vi") or _law(promise.rule),
        },
        {
            "term": _("If we are late"),
            "value": _(
                "The page of your case number says “late”, for everybody to see."
            ),
            "note": _late_call(case),
        },
        {"term": _("If the answer is not right"), "value": _contest_words(today)},
    ]
    return rows


def _passed(case: Any) -> str:
    if case.passed_over is None:
        return ""
    return _("%(unit)s does not see it.") % {"unit": called(case.passed_over)}


def _first_words(case: Any) -> str:
    text = " ".join(case.text.split()) or case.title
    return text if len(text) <= FIRST_WORDS else text[:FIRST_WORDS].rstrip() + "…"


def _with(case: Any) -> str:
    named = _("With a name, kept closed.") if case.named else _("No name given.")
    files = queries.said_files(case)
    if not files:
        return named
    names = ", ".join(file.name for file in files if file.gone_on is None)
    count = ngettext("%(n)s file", "%(n)s files", len(files)) % {"n": len(files)}
    return f"{named} {count}: {names}"


def _law(rule: Any) -> str:
    return " ".join(filter(None, (rule.article, rule.law)))


def _late_call(case: Any) -> str:
    phone = case.unit.home.body.phone
    return _("You may also call %(phone)s.") % {"phone": phone} if phone else ""


def _contest_words(today: date) -> str:
    bar = find_rule("bar", "any", "contest", on=today)
    review = find_rule("contest", "any", on=today)
    return _(
        "A different person reads it from the start. Ask for it within %(bar)s days of"
        " the answer; it takes %(review)s working days at most."
    ) % {"bar": bar.number, "review": review.number}


def sheet(request: HttpRequest, case: Any, key: str, *, now: datetime) -> Sheet:
    """Return the receipt as words for a file or a picture."""
    all_told = told(request, case, key, now=now)
    body = case.unit.home.body
    promised = {
        "term": _("You will have an answer by the end of"),
        "value": weekday_day(case.promised_on),
    }
    opens = address(request, "").rstrip("#")
    return Sheet(
        body=called(body),
        title=_("We have received it, %(when)s") % {"when": hour_day(case.received_at)},
        key_title=_("Your secret code, keep it private"),
        key=key,
        key_warning=_("Whoever holds it can read the answer."),
        code_title=_("Case number, may be said aloud"),
        code=case.code,
        facts=[promised, *all_told["facts"]],
        address=all_told["address"],
        lines=[
            _("Open your case again: %(address)s") % {"address": opens},
            *([f"{called(body)}: {body.phone}"] if body.phone else []),
        ],
    )
