"""Reading rules, calendars and clocks.

What was read of rules and days is kept under a stamp, and an edit shows at once in
every process: the journal's where it has one, else their highest id, since both tables
are append-only.
"""

from collections.abc import Callable
from datetime import date, time
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kipthoi.core.calendar import Calendar
from kipthoi.core.workflow import KindClock
from kipthoi.deadlines.models import CalendarDay, CalendarYear, Clock, DeadlineRule
from kipthoi.journal.kept import FORGETTING, stamp
from kipthoi.journal.statements import Select
from kipthoi.units.models import Unit
from kipthoi.units.queries import find_unit


class NoRule(LookupError):
    """No rule in force sets this clock: the table of limits has a gap."""


def calendar_for(unit: Unit) -> Calendar:
    """Return the working calendar of a unit: its week, its body's hours, days off."""
    return calendars()(unit)


def calendars() -> Callable[[Unit], Calendar]:
    """Return a look-up of units' calendars that asks once whether they changed."""
    at = _stamp()

    def of(unit: Unit) -> Calendar:
        body = unit.home.body
        hours = tuple((start, end) for start, end in body.hours)
        return _calendar(at, unit.week or body.week, hours, tuple(_scopes(unit)))

    return of


def calendar_of(scope: str) -> Calendar:
    """Return the calendar of a unit by its slug; "all" is the house's own week."""
    unit = find_unit(scope) if scope != "all" else None
    if unit is not None:
        return calendar_for(unit)
    return _calendar(_stamp(), "mon-fri", (), ("all",))


def _scopes(unit: Unit) -> list[str]:
    return ["all", *sorted({unit.home.slug, unit.slug})]


def _stamp() -> tuple[int, ...]:
    at = stamp("calendar:")
    if at is not None:
        return at
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT MAX(id) FROM kipthoi_calendarday),"
            " (SELECT COUNT(*) FROM kipthoi_calendaryear WHERE confirmed)"
        )
        days, years = cursor.fetchone()
    return days or 0, years


@lru_cache(maxsize=64)
def _calendar(
    at: tuple[int, ...],
    week: str,
    hours: tuple[tuple[str, str], ...],
    scopes: tuple[str, ...],
) -> Calendar:
    days: dict[date, str] = {}
    names: dict[date, str] = {}
    names_en: dict[date, str] = {}
    # The order of scopes is from general to special; within one, the last row wins.
    for scope in scopes:
        for row in CalendarDay.objects.filter(scope=scope).order_by("id"):
            days.pop(row.day, None)
            if not row.undone:
                days[row.day] = row.kind
                names[row.day], names_en[row.day] = row.name, row.name_en
    years = dict(CalendarYear.objects.values_list("year", "confirmed"))
    known = sorted(years) or [1]
    more: dict[str, Any] = {}
    if hours:
        more["hours"] = tuple(
            (time.fromisoformat(start), time.fromisoformat(end)) for start, end in hours
        )
    return Calendar(
        known_from=date(known[0], 1, 1),
        known_to=date(known[-1], 12, 31),
        days=days,
        week=week,
        names=_said(names, days),
        names_en=_said(names_en, days),
        provisional=frozenset(year for year, sure in years.items() if not sure),
        **more,
    )


def _said(names: dict[date, str], days: dict[date, str]) -> dict[date, str]:
    return {day: name for day, name in names.items() if name and day in days}


def rule_for(clock: KindClock, *, on: date) -> DeadlineRule:
    """Return the rule in force on a day for a kind's clock. Raises NoRule."""
    return find_rule(clock.name, clock.matter, clock.variant, on=on)


def find_rule(name: str, matter: str, variant: str = "", *, on: date) -> DeadlineRule:
    """Return the newest rule in force on a day. Raises NoRule."""
    for rule in _rules(*_top()).get((name, matter, variant), []):
        begins = rule.valid_from is None or rule.valid_from <= on
        lasts = rule.valid_to is None or on <= rule.valid_to
        if begins and lasts:
            return rule
    raise NoRule(f"{name} {matter} {variant} {on}")


def _top() -> tuple[int, ...]:
    at = stamp("rule:")
    if at is not None:
        return at
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM kipthoi_deadlinerule")
        return (0, cursor.fetchone()[0] or 0)


@lru_cache(maxsize=4)
def _rules(*at: int) -> dict[tuple[str, str, str], list[DeadlineRule]]:
    found: dict[tuple[str, str, str], list[DeadlineRule]] = {}
    for rule in DeadlineRule.objects.order_by("-version", "-id"):
        key = (rule.clock, rule.matter, rule.variant)
        found.setdefault(key, []).append(rule)
    return found


FORGETTING.extend([_calendar.cache_clear, _rules.cache_clear])


def first_rule(clock: Clock) -> DeadlineRule:
    """Return the rule under which a clock first ran, before any extension."""
    while clock.extends is not None:
        clock = clock.extends
    return clock.rule


def extension_rule(rule: DeadlineRule, *, on: date) -> DeadlineRule | None:
    """Return the rule by which a limit may be extended, if there is one in force."""
    for rules in _rules(*_top()).values():
        for candidate in rules:
            begins = candidate.valid_from is None or candidate.valid_from <= on
            lasts = candidate.valid_to is None or on <= candidate.valid_to
            if candidate.extension_of == rule.slug and begins and lasts:
                return candidate
    return None


_running = Select(
    lambda subject: (
        Clock.objects.select_related("rule")
        .filter(subject=subject, stopped_on__isnull=True)
        .order_by("due_on", "id")
    ),
    "subject",
)


def running_clocks(subject: str) -> list[Clock]:
    """Return the clocks that run for a subject, the nearest first."""
    return _running(subject)


def clocks(subject: str) -> list[Clock]:
    """Return every clock that ran or runs for a subject, in the order they started."""
    return list(
        Clock.objects.select_related("rule", "extends")
        .filter(subject=subject)
        .order_by("id")
    )


def running_clock(subject: str, name: str) -> Clock | None:
    """Return the running clock of this name, or None."""
    return next((c for c in running_clocks(subject) if c.name == name), None)


def leaf_clocks(running: list[Clock]) -> dict[str, dict[str, str]]:
    """Return what a leaf says of running clocks of sense `due`: dates only."""
    return {
        clock.name: {
            "due": clock.due_on.isoformat(),
            "rule": clock.rule.rule_id,
            "from": clock.started_on.isoformat(),
        }
        for clock in running
        if clock.rule.sense == "due"
    }


def rules() -> QuerySet[DeadlineRule]:
    """Return every rule row in the order of matter, for the page of limits."""
    return DeadlineRule.objects.order_by("matter", "clock", "variant", "-version")


def get_rule(pk: int) -> DeadlineRule | None:
    """Return one rule row, or None."""
    return DeadlineRule.objects.filter(pk=pk).first()


def days_of(year: int) -> QuerySet[CalendarDay]:
    """Return the calendar rows of a year in the order of entry."""
    return CalendarDay.objects.filter(day__year=year).order_by("day", "id")


def years() -> list[CalendarYear]:
    """Return the years of which the calendar says something."""
    return list(CalendarYear.objects.order_by("year"))


def days_said(year: int, scope: str) -> list[CalendarDay]:
    """Return the rows of a year that hold for a scope now, in the order of days.

    A later row for the same day and scope replaces an earlier one; what was undone is
    left out. Rows of every scope that the calendar of `scope` reads.
    """
    unit = find_unit(scope) if scope != "all" else None
    scopes = _scopes(unit) if unit is not None else ["all"]
    newest: dict[tuple[date, str], CalendarDay] = {}
    for row in days_of(year):
        if row.scope in scopes:
            newest[row.day, row.scope] = row
    return [row for row in newest.values() if not row.undone]


def day_said(day: date, scope: str) -> CalendarDay | None:
    """Return the newest row for this day and scope, or None."""
    return CalendarDay.objects.filter(day=day, scope=scope).order_by("-id").first()


def is_confirmed(year: int) -> bool | None:
    """Tell whether a year's days off are decreed; None where nothing is entered."""
    row = CalendarYear.objects.filter(year=year).first()
    return row.confirmed if row else None


def running_over(first: date, last: date) -> int:
    """Return how many matters have a clock that runs across any of these days."""
    clocks = Clock.objects.filter(
        stopped_on__isnull=True, started_on__lte=last, due_on__gte=first
    )
    return clocks.values("subject").distinct().count()


def running_under(rule: DeadlineRule) -> int:
    """Return how many matters run under any version of a limit."""
    clocks = Clock.objects.filter(stopped_on__isnull=True, rule__slug=rule.slug)
    return clocks.values("subject").distinct().count()
