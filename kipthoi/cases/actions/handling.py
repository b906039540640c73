"""What an officer does with a matter before the answer: take it up, ask, write."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kipthoi.cases import rules
from kipthoi.cases.actions.intake import entry_of
from kipthoi.cases.actions.steps import (
    SETTLE_HOURS,
    knock,
    lock,
    once,
    owe,
    say,
    stop,
    tell,
    today,
)
from kipthoi.cases.events import (
    ACCEPTED,
    ASKED,
    ASSIGNED,
    MESSAGE_SENT,
    NOTED,
    TRANSCRIBED,
)
from kipthoi.cases.models import Case, Message
from kipthoi.core.viewer import Actor, Officer
from kipthoi.core.workflow import Kind, KindClock
from kipthoi.deadlines.actions import start_clock, stop_clock
from kipthoi.deadlines.queries import calendar_for, rule_for, running_clock
from kipthoi.files.actions import write_down
from kipthoi.files.models import File
from kipthoi.journal.action import action, step
from kipthoi.journal.record import record, spend
from kipthoi.people.models import Person
from kipthoi.search.actions import reindex
from kipthoi.units.models import Topic


@action
def accept(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    kind: Kind,
    title: str,
    topic: Topic | None = None,
    assignee: Person | None = None,
    token: bytes = b"",
) -> Case:
    """Take a matter up as a kind. The promised date stands and may only come nearer.

    Raises WrongStep, NotAllowed (also when the assignee does not read the case),
    Replayed.
    """
    case = lock(case)
    once(case, token)
    move = rules.allow(case, "accept", by)
    if not kind.accepts_as:
        raise rules.WrongStep("accept", kind.id)
    if assignee is not None:
        rules.able_to_take(case, assignee, today=today())
    case.kind_id, case.topic, case.title = kind.id, topic, title
    take_up(case, to=move.to)
    assign(case, assignee or _myself(case, by))
    find_anew(case)
    return case


@step
def take_up(case: Case, *, to: str) -> None:
    """Start the clocks of the kind that a case now has, and record that it is one."""
    for clock in case.kind.clocks:
        _start_or_bring_nearer(case, clock)
    content = {
        "kind": case.kind_id,
        "topic": case.topic.slug if case.topic else "",
        "title": case.title,
    }
    tell(case, ACCEPTED, content=content, to=to)


def find_anew(case: Case) -> None:
    """Enter the case into the index as it is now, with what voices were heard to say."""
    words = case.messages.filter(side=Message.TRANSCRIPT).values_list("text", flat=True)
    reindex(entry_of(case), case.text, case.place, case.code, *words)


def _start_or_bring_nearer(case: Case, clock: KindClock) -> None:
    rule = rule_for(clock, on=case.received_on)
    running = running_clock(case.ref, clock.name)
    if running is not None and running.rule_id == rule.pk:
        return
    calendar = calendar_for(case.unit)
    new = start_clock(case.ref, clock.name, rule, calendar, since=case.received_on)
    if running is not None:
        kept, left = (new, running) if new.due_on < running.due_on else (running, new)
        stop_clock(left, "nearer" if kept is new else "stands")


def _myself(case: Case, by: Actor) -> Person | None:
    if case.assignee_id or not isinstance(by, Officer):
        return case.assignee
    return Person.objects.get(pk=by.person)


def assign(case: Case, person: Person | None) -> None:
    """Give the case to a person, if it is not theirs already (inside an act)."""
    if person is None or case.assignee_id == person.pk:
        return
    case.assignee = person
    case.save(update_fields=["assignee"])
    record(ASSIGNED, case.ref, content={"person": person.ref})


@action
def give(*, by: Actor, now: datetime, case: Case, person: Person) -> Case:
    """Give a case to another officer who reads it. Raises NotAllowed."""
    case = lock(case)
    rules.allow_reading(case, by)
    rules.able_to_take(case, person, today=today())
    assign(case, person)
    return case


@action
def ask(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    text: str,
    files: Sequence[Any] = (),
    token: bytes = b"",
) -> Case:
    """Ask the asker for what is missing; the clock goes on.

    Raises WrongStep, NotAllowed, Replayed.
    """
    case = lock(case)
    once(case, token)
    move = rules.allow(case, "ask", by)
    say(case, Message.OFFICER, text, files)
    stop(case, "first_word", outcome="said")
    tell(case, ASKED, content={"text": text}, to=move.to)
    knock(case)
    return case


@action
def message(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    text: str,
    token: bytes,
    plan: bool = False,
    files: Sequence[Any] = (),
) -> Case:
    """Write to the asker without asking; on an urgent matter `plan` says what we do.

    Raises NotAllowed, Replayed.
    """
    case = lock(case)
    rules.allow_reading(case, by)
    spend(token, case.ref)
    say(case, Message.OFFICER, text, files)
    stop(case, *(SETTLE_HOURS if plan else ("first_word",)), outcome="said")
    refresh(case)
    record(MESSAGE_SENT, case.ref, content={"side": Message.OFFICER, "text": text})
    knock(case)
    return case


def refresh(case: Case) -> None:
    """Write the nearest day owed after clocks changed without a public event."""
    owe(case)
    case.save(update_fields=["due_on", "due_at", "changed_at"])


@action
def note(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    text: str,
    token: bytes,
    files: Sequence[Any] = (),
) -> Case:
    """Add an inside note that the asker does not see. Raises NotAllowed, Replayed."""
    case = lock(case)
    rules.allow_reading(case, by)
    spend(token, case.ref)
    say(case, Message.NOTE, text, files)
    record(NOTED, case.ref, content={"text": text})
    return case


@action
def transcribe(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    text: str,
    file: File | None = None,
    token: bytes = b"",
) -> Case:
    """Write down what a voice message says, so that it can be read and found.

    `file` is the recording, if it is one of the case's. Raises NotAllowed, Replayed.
    """
    case = lock(case)
    rules.allow_reading(case, by)
    once(case, token)
    if file is not None:
        write_down(file, text)
    say(case, Message.TRANSCRIPT, text)
    find_anew(case)
    record(TRANSCRIBED, case.ref, content={"text": text})
    return case
