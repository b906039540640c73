"""Reading rules, calendars and clocks.

Rules and days are append-only, so the highest id is a stamp: what was read under it may
be kept in the process, and an edit shows at once in every process.
"""

from datetime import date, time
from functools import lru_cache
from typing import Any

from django.db.models import Max, QuerySet

from kipthoi.core.calendar import Calendar
from kipthoi.core.workflow import KindClock
from kipthoi.deadlines.models import CalendarDay, CalendarYear, Clock, DeadlineRule
from kipthoi.units.models import Unit


class NoRule(LookupError):
    """No rule in force sets this clock: the table of limits has a gap."""


def calendar_for(unit: Unit) -> Calendar:
    """Return the working calendar of a unit: its week, its body's hours, days off."""
    body = unit.body_unit.body
    week = unit.week or body.week
    hours = tuple((start, end) for start, end in body.hours)
    return _calendar(_stamp(), week, hours, tuple(_scopes(unit)))


def _scopes(unit: Unit) -> list[str]:
    return ["all", *sorted({unit.body_unit.slug, unit.slug})]


def _stamp() -> tuple[int, int]:
    days = CalendarDay.objects.aggregate(top=Max("id"))["top"] or 0
    years = CalendarYear.objects.filter(confirmed=True).count()
    return days, years


@lru_cache(maxsize=64)
def _calendar(
    stamp: tuple[int, int],
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
    top = DeadlineRule.objects.aggregate(top=Max("id"))["top"] or 0
    for rule in _rules(top).get((name, matter, variant), []):
        begins = rule.valid_from is None or rule.valid_from <= on
        lasts = rule.valid_to is None or on <= rule.valid_to
        if begins and lasts:
            return rule
    raise NoRule(f"{name} {matter} {variant} {on}")


@lru_cache(maxsize=4)
def _rules(top: int) -> dict[tuple[str, str, str], list[DeadlineRule]]:
    found: dict[tuple[str, str, str], list[DeadlineRule]] = {}
    for rule in DeadlineRule.objects.order_by("-version", "-id"):
        key = (rule.clock, rule.matter, rule.variant)
        found.setdefault(key, []).append(rule)
    return found


def extension_rule(rule: DeadlineRule, *, on: date) -> DeadlineRule | None:
    """Return the rule by which a limit may be extended, if there is one in force."""
    top = DeadlineRule.objects.aggregate(top=Max("id"))["top"] or 0
    for rules in _rules(top).values():
        for candidate in rules:
            if candidate.extension_of == rule.slug and (
                candidate.valid_to is None or on <= candidate.valid_to
            ):
                return candidate
    return None


def running_clocks(subject: str) -> list[Clock]:
    """Return the clocks that run for a subject, the nearest first."""
    return list(
        Clock.objects.select_related("rule")
        .filter(subject=subject, stopped_on__isnull=True)
        .order_by("due_on", "id")
    )


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
