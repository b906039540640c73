"""The dates that a step would set, told before it is done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from kipthoi.cases.models import (
    Case,
)
from kipthoi.core.deadlines import due_on
from kipthoi.core.localtime import instant, local, local_day
from kipthoi.core.workflow import Kind
from kipthoi.deadlines.models import DeadlineRule
from kipthoi.deadlines.queries import (
    calendar_for,
    extension_rule,
    find_rule,
    first_rule,
    rule_for,
    running_clock,
)


def promise_as(case: Case, kind: Kind) -> date:
    """Return the day promised if a case is taken up as `kind`: it only comes nearer."""
    clock = kind.clock("first_answer")
    running_now = running_clock(case.ref, "first_answer")
    stands = running_now.due_on if running_now else case.promised_on
    if clock is None:
        return stands
    rule = rule_for(clock, on=case.received_on)
    due = due_on(
        case.received_on,
        int(rule.number),
        rule.unit,
        calendar_for(case.unit),
        rule.sense,
    )
    return min(stands, due.due)


@dataclass(frozen=True, slots=True)
class Extension:
    """What asking for more days would do: from when to when, and how often it may be."""

    before: date
    after: date
    used: int
    allowed: int
    rule: DeadlineRule


def extension(case: Case, *, today: date) -> Extension | None:
    """Return what an extension would do now, or None if no rule allows one at all."""
    clock = running_clock(case.ref, "first_answer")
    if clock is None:
        return None
    rule = extension_rule(first_rule(clock), on=today)
    if rule is None:
        return None
    due = due_on(
        clock.due_on, int(rule.number), rule.unit, calendar_for(case.unit), rule.sense
    )
    allowed = rule.max_extensions or 1
    return Extension(clock.due_on, due.due, case.n_extended, allowed, rule)


def urgent_times(case: Case, *, now: datetime) -> dict[str, datetime]:
    """Return by when an urgent matter has its first word and its plan (instants)."""
    calendar = calendar_for(case.unit)
    times = {}
    for name in ("first_word", "plan"):
        rule = find_rule(name, "any", "urgent", on=local_day(now))
        due = due_on(local(now), int(rule.number), rule.unit, calendar, rule.sense)
        times[name] = instant(cast(datetime, due.due))  # hours: an instant
    return times
