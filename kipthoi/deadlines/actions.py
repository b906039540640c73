"""Setting rules and days, and starting, extending and stopping clocks."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from kipthoi.core.calendar import Calendar
from kipthoi.core.deadlines import due_on
from kipthoi.core.explain import Due, parts
from kipthoi.core.localtime import instant, local, local_day
from kipthoi.core.viewer import Actor
from kipthoi.deadlines import rules
from kipthoi.deadlines.events import CALENDAR_DAY, CALENDAR_YEAR, RULE_SET
from kipthoi.deadlines.models import CalendarDay, CalendarYear, Clock, DeadlineRule
from kipthoi.journal.action import action, opened, step
from kipthoi.journal.record import record
from kipthoi.journal.statements import insert


@dataclass(frozen=True, slots=True)
class Limit:
    """What a rule row says, before it has a version."""

    slug: str
    matter: str
    clock: str
    number: str
    unit: str
    sense: str
    starts_at: str
    owed_by: str
    law: str
    label: str
    variant: str = ""
    max_extensions: int | None = None
    extension_of: str = ""
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    label_en: str = ""
    source: str = ""
    verified: str = "own"
    note: str = ""


@action
def set_rule(*, by: Actor, now: datetime, limit: Limit, body: str) -> DeadlineRule:
    """Set a limit as a new row; what is running keeps its date.

    `body` is the slug of the body whose log line it is. Raises NotAllowed, BadNumber
    and Overlap (two versions would be in force from the same day).
    """
    rules.allow_limits(by)
    rules.sensible(limit.number, limit.unit)
    return _set_rule(limit, body)


@action
def seed_limits(
    *,
    by: Actor,
    now: datetime,
    body: str,
    limits: list[Limit],
    days: list["Day"],
    years: dict[int, bool],
) -> None:
    """Enter the rules and days that the product ships with, once, at set-up."""
    rules.allow_limits(by)
    for limit in limits:
        _set_rule(limit, body)
    for year, confirmed in years.items():
        _confirm_year(year, confirmed, "kipthoi/deadlines/seed/days.tsv", body)
    for day in days:
        _set_day(day, body)


def _set_rule(limit: Limit, body: str) -> DeadlineRule:
    before = DeadlineRule.objects.filter(slug=limit.slug).order_by("-version").first()
    rules.no_overlap(before, limit.valid_from)
    row = DeadlineRule.objects.create(
        version=before.version + 1 if before else 1,
        **{name: getattr(limit, name) for name in limit.__slots__},
    )
    record(
        RULE_SET,
        row.ref,
        content={"law": row.law, "article": row.article, "source": row.source},
        leaf={"b": body, "p": _open(row)},
    )
    return row


def _open(row: DeadlineRule) -> dict[str, Any]:
    return {
        "matter": row.matter,
        "clock": row.clock,
        "variant": row.variant,
        "number": row.number,
        "unit": row.unit,
        "sense": row.sense,
        "starts_at": row.starts_at,
        "owed_by": row.owed_by,
        "max": -1 if row.max_extensions is None else row.max_extensions,
        "extends": row.extension_of,
        "from": row.valid_from.isoformat() if row.valid_from else "",
        "to": row.valid_to.isoformat() if row.valid_to else "",
    }


@dataclass(frozen=True, slots=True)
class Day:
    """One day that is not what its weekday says."""

    day: date
    kind: str
    source: str
    scope: str = "all"
    name: str = ""
    name_en: str = ""
    confirmed: bool = True
    undone: bool = False


@action
def set_day(*, by: Actor, now: datetime, day: Day, body: str) -> CalendarDay:
    """Enter a day off or a make-up day. Raises NotAllowed and SameDay."""
    rules.allow_calendar(by, day.scope)
    rules.not_already(day.day, day.kind, day.scope, day.undone)
    return _set_day(day, body)


def _set_day(day: Day, body: str) -> CalendarDay:
    row = CalendarDay.objects.create(
        **{name: getattr(day, name) for name in day.__slots__}
    )
    known = CalendarYear.objects.filter(year=day.day.year).exists()
    if not known:
        CalendarYear.objects.create(year=day.day.year, confirmed=False)
    record(
        CALENDAR_DAY,
        f"calendar:{day.day.year}",
        content={"name": day.name, "source": day.source},
        leaf={
            "b": body,
            "p": {
                "day": day.day.isoformat(),
                "as": "" if day.undone else day.kind,
                "scope": day.scope,
            },
        },
    )
    return row


@action
def confirm_year(
    *, by: Actor, now: datetime, year: int, source: str, body: str
) -> None:
    """Say that a year's days off are decreed and entered.

    Raises NotAllowed and YearConfirmed.
    """
    rules.allow_calendar(by, "all")
    rules.not_confirmed(year)
    _confirm_year(year, True, source, body)


def _confirm_year(year: int, confirmed: bool, source: str, body: str) -> None:
    CalendarYear.objects.update_or_create(
        year=year, defaults={"confirmed": confirmed, "source": source}
    )
    record(
        CALENDAR_YEAR,
        f"calendar:{year}",
        content={"source": source},
        leaf={"b": body, "p": {"year": year, "confirmed": confirmed}},
    )


@step
def start_clock(
    subject: str,
    name: str,
    rule: DeadlineRule,
    calendar: Calendar,
    *,
    since: date | datetime | None = None,
    extends: Clock | None = None,
) -> Clock:
    """Start a clock for a subject; its dates are computed once and stored.

    `since` is the day the rule counts from (default: the day of the act); an aware
    instant for rules in hours.
    """
    start = since if since is not None else opened().now
    hours = rule.unit in ("hours", "working_hours")
    if isinstance(start, datetime):
        wall: date | datetime = local(start) if hours else local_day(start)
    else:
        wall = start
    due, why = _end(
        wall, rule.number, rule.unit, rule.sense, rule.law, rule.article, calendar
    )
    clock = Clock(
        subject=subject,
        name=name,
        rule=rule,
        provisional=due.provisional,
        calendar=calendar.version,
        why=why,
        extends=extends,
    )
    _dates(clock, wall, due.nominal, due.due)
    insert(clock)
    return clock


@lru_cache(maxsize=256)
def _end(
    wall: date,
    number: str,
    unit: str,
    sense: str,
    law: str,
    article: str,
    calendar: Calendar,
) -> tuple[Due, tuple[dict[str, Any], ...]]:
    """Return the end of a limit and why: the same for all who come on one day."""
    n = number if unit == "date" else int(number)
    due = due_on(wall, n, unit, calendar, sense)
    return due, parts(due, law=law, article=article)


def _dates(clock: Clock, wall: Any, nominal: Any, due: Any) -> None:
    if isinstance(due, datetime):
        clock.started_at, clock.due_at = instant(wall), instant(due)
        clock.started_on, clock.due_on = wall.date(), due.date()
        clock.nominal_on = nominal.date()
    else:
        clock.started_on, clock.nominal_on, clock.due_on = wall, nominal, due


@step
def stop_clock(clock: Clock, outcome: str) -> Clock:
    """Stop a running clock on the day of the act, with what stopped it."""
    clock.stopped_on = local_day(opened().now)
    clock.outcome = outcome
    clock.save(update_fields=["stopped_on", "outcome"])
    return clock
