"""The rows of an officer's list: due, matter, unit and asker, next step.

What rows have in common (a day, a state, a unit) is put into words once a page.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kipthoi.cases.queries import Listed
from kipthoi.cases.views.shown import badge_of, lateness
from kipthoi.cases.words import NEXT
from kipthoi.core.keys import grouped_code
from kipthoi.deadlines.queries import calendars
from kipthoi.templatetags.kt import badge, day
from kipthoi.templatetags.kt import when as hour_day
from kipthoi.units.words import called

_SOME = "0000-0000"
_ASKER = (gettext_noop("No name"), gettext_noop("With a name"))
_ROW = (
    '<tr role="row"><td role="cell">{}{}</td>'
    '<td role="cell"><a href="{}">{}</a>'
    '<small>{}{} · <span class="mono">{}</span></small></td>'
    '<td role="cell">{}<small>{}{}</small></td>'
    '<td role="cell">{}</td></tr>\n'
)


def rows_of(
    cases: Iterable[Listed],
    *,
    units: Mapping[int, Any],
    today: date,
    now: datetime,
    begun: set[int],
) -> list[SafeString]:
    """Return the rows of the table in `cases/_rows.html`, everything escaped."""
    base = reverse("cases:case", args=[_SOME])
    badge, due, following = _badges(units, today, now), cache(_owed), cache(_following)
    word, name = cache(lambda words: escape(_(words))), cache(escape)
    unit_name = {pk: escape(called(unit)) for pk, unit in units.items()}
    urgent = format_html("<b>{}</b> · ", _("Urgent"))
    rows = []
    for case in cases:
        # A number is made of digits and capitals; all else is escaped.
        code, stands = grouped_code(case.code), lateness(case, today=today, now=now)
        row = _ROW.format(
            badge(case, stands),
            due(case.due_on, case.due_at),
            base.replace(_SOME, code),
            escape(case.title),
            urgent if case.urgent else "",
            word(case.kind.label),
            code,
            unit_name[case.unit_id],
            word(_ASKER[case.named]),
            f" · {name(case.who)}" if case.who else "",
            following(case.state, case.pk in begun, case.due_at is not None, stands),
        )
        rows.append(SafeString(row))  # nosec B703 B308
    return rows


def _badges(
    units: Mapping[int, Any], today: date, now: datetime
) -> Callable[[Listed, str], SafeString]:
    """Return a look-up of badges that draws each of them once."""
    calendar_of = calendars()
    calendar = cache(lambda unit: calendar_of(units[unit]))
    made: dict[tuple[Any, ...], SafeString] = {}

    def draw(case: Listed, stands: str) -> SafeString:
        key = case.unit_id, case.state, case.due_on, stands
        if key not in made:
            of = calendar(case.unit_id)
            told = badge_of(case, today=today, now=now, calendar=of)
            made[key] = badge(told["tone"], told["icon"], told["text"])
        return made[key]

    return draw


def _owed(on: date | None, at: datetime | None) -> str:
    when = hour_day(at) if at is not None else day(on)
    if not when:
        return ""
    return format_html("<small>{}</small>", _("Due %(when)s") % {"when": when})


def _following(*about: Any) -> SafeString:
    return escape(next_words(*about))


def next_words(state: str, begun: bool, urgent: bool, stands: str) -> str:
    """Return the next step of a case in a few words."""
    if urgent:
        return _("Urgent: write to the asker")
    if state == "open" and begun:
        return _("Send the answer you have begun")
    if state == "open" and stands == "late":
        return _("Answer, and say why it is late")
    return _(NEXT[state])
