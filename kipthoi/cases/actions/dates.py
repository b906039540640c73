"""Dates moved by an officer: more days for an answer, hours for an urgent matter."""

from datetime import datetime

from kipthoi.cases import rules
from kipthoi.cases.actions.steps import SETTLE_HOURS, knock, lock, once, tell, today
from kipthoi.cases.events import EXTENDED, URGENT
from kipthoi.cases.models import Case
from kipthoi.core.viewer import Actor
from kipthoi.deadlines.actions import start_clock, stop_clock
from kipthoi.deadlines.queries import (
    calendar_for,
    extension_rule,
    find_rule,
    first_rule,
    running_clock,
)
from kipthoi.journal.action import action

EXTEND_REASONS = ("figures", "site_visit", "other_unit", "many_people", "other")


@action
def extend(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    reason: str,
    text: str,
    token: bytes = b"",
) -> Case:
    """Ask the asker for more days, once as the rule allows, with a reason they read.

    The first promise stays visible and lateness is told against both. Raises WrongStep,
    NotAllowed, NoMoreExtensions, Replayed.
    """
    case = lock(case)
    once(case, token)
    rules.allow(case, "extend", by)
    clock = running_clock(case.ref, "first_answer")
    if clock is None:
        raise rules.WrongStep("extend", case.state)
    rule = extension_rule(first_rule(clock), on=today())
    rule = rules.still_extendable(case, rule)
    stop_clock(clock, "extended")
    calendar = calendar_for(case.unit)
    start_clock(case.ref, clock.name, rule, calendar, since=clock.due_on, extends=clock)
    case.n_extended += 1
    tell(case, EXTENDED, content={"reason": reason, "text": text})
    knock(case)
    return case


@action
def mark_urgent(
    *, by: Actor, now: datetime, case: Case, text: str, token: bytes = b""
) -> Case:
    """Mark a matter urgent: first word in 4, plan in 8 working hours.

    Raises WrongStep, NotAllowed, Replayed.
    """
    case = lock(case)
    once(case, token)
    rules.allow(case, "mark_urgent", by)
    if case.urgent:
        raise rules.WrongStep("mark_urgent", "urgent")
    case.urgent = True
    calendar = calendar_for(case.unit)
    for name in SETTLE_HOURS:
        rule = find_rule(name, "any", "urgent", on=today())
        start_clock(case.ref, name, rule, calendar)
    tell(case, URGENT, content={"text": text})
    return case
