"""Matters that go elsewhere: to another unit, to the same matter, out, into private."""

from datetime import datetime

from kipthoi.cases import queries, rules
from kipthoi.cases.actions.handling import assign, find_anew, take_up
from kipthoi.cases.actions.steps import (
    SETTLE_HOURS,
    knock,
    lock,
    once,
    stop,
    tell,
    today,
)
from kipthoi.cases.events import (
    CLOSED,
    HANDED_OVER,
    JOINED,
    WITHHELD,
    WITHHOLDING_ASKED,
)
from kipthoi.cases.models import Case, HandOver, Withholding
from kipthoi.core.viewer import Actor
from kipthoi.deadlines.actions import start_clock
from kipthoi.deadlines.queries import calendar_for, find_rule
from kipthoi.journal.action import action, opened, step
from kipthoi.journal.record import record
from kipthoi.people.models import Person
from kipthoi.units.models import Unit

CLOSE_REASONS = ("not_ours", "no_matter", "asked_no_reply", "settled_elsewhere", "spam")


@action
def hand_over(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    to: Unit,
    reason: str,
    token: bytes = b"",
) -> Case:
    """Hand a matter over inside the house; the clock goes on, the asker is told.

    The old unit still reads what it wrote. Raises WrongStep, NotAllowed, NobodyThere
    (the unit has nobody who could take it), PassedOver (the asker went over it) and
    Replayed.
    """
    case = lock(case)
    once(case, token)
    rules.allow(case, "hand_over", by)
    to = Unit.objects.select_related("body_unit__body").get(pk=to.pk)
    person = queries.taker(case, to, today=today())
    pass_on(case, to, person, reason=reason)
    return case


@step
def pass_on(case: Case, to: Unit, person: Person, *, reason: str) -> None:
    """Lay a case at another unit, with a person there; the asker is told."""
    act = opened()
    HandOver.objects.create(
        case=case,
        from_unit=case.unit,
        to_unit=to,
        person_id=getattr(act.by, "person", None),
        reason=reason,
        at=act.now,
    )
    case.unit, case.assignee = to, None
    content = {"to": to.slug, "unit": to.name, "reason": reason}
    tell(case, HANDED_OVER, content=content, mentions=[to.ref])
    assign(case, person)
    find_anew(case)
    knock(case)


@action
def join(*, by: Actor, now: datetime, case: Case, to: Case, token: bytes = b"") -> Case:
    """Join a matter with the same one: one answer reaches all, each keeps its clock.

    Raises WrongStep, NotAllowed, OtherMatter (itself, ended, or joined already) and
    Replayed.
    """
    case, to = lock(case), lock(to)
    once(case, token)
    rules.allow(case, "join", by)
    rules.allow_reading(to, by)
    to = lock(to.joined_to) if to.joined_to else to
    rules.joinable(case, to)
    if case.state == "received":
        case.kind_id, case.topic = to.kind_id, to.topic
        take_up(case, to="open")
    case.joined_to = to
    tell(case, JOINED, content={"to": to.code}, mentions=[to.ref])
    return case


@action
def close(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    reason: str,
    text: str,
    token: bytes = b"",
) -> Case:
    """Close a matter without an answer, with a reason code that the asker reads.

    The asker can contest it. Raises WrongStep, NotAllowed, Replayed.
    """
    case = lock(case)
    once(case, token)
    move = rules.allow(case, "close", by)
    stop(case, "first_answer", *SETTLE_HOURS, outcome="closed")
    _start_bar(case)
    case.answered_on = today()
    content = {"reason": reason, "text": text}
    tell(case, CLOSED, content=content, to=move.to)
    knock(case)
    return case


def _start_bar(case: Case) -> None:
    rule = find_rule("bar", "any", "contest", on=today())
    start_clock(case.ref, "bar", rule, calendar_for(case.unit), since=today())


@action
def ask_withholding(
    *, by: Actor, now: datetime, case: Case, text: str, token: bytes = b""
) -> Withholding:
    """Ask that a matter be handled in private; a chair who is another person decides.

    Any officer of the case may ask: a body with one chair has two persons that way.
    Raises WrongStep, NotAllowed, Replayed.
    """
    case = lock(case)
    officer = rules.allow_reading(case, by)
    once(case, token)
    case.kind.step("withhold", case.state)
    wish, _made = Withholding.objects.update_or_create(
        case=case,
        defaults={"asked_by_id": officer.person, "words": text, "asked_at": now},
    )
    record(WITHHOLDING_ASKED, case.ref, content={"text": text})
    return wish


@action
def withhold(*, by: Actor, now: datetime, case: Case, token: bytes = b"") -> Case:
    """Handle a matter in private: two persons after acceptance; a late case stays late.

    Raises WrongStep (also when nobody asked for it), NotAllowed, SamePerson (the one
    who asked may not decide), Replayed.
    """
    case = lock(case)
    once(case, token)
    move = rules.allow(case, "withhold", by)
    wish = Withholding.objects.filter(case=case).first()
    if wish is None:
        raise rules.WrongStep("withhold", "unasked")
    rules.another_person(by, [wish.asked_by_id])
    stop(case, "first_answer", "contest", *SETTLE_HOURS, outcome="withheld")
    tell(case, WITHHELD, content={"reason": "private"}, to=move.to)
    knock(case)
    return case
