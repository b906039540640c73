"""What an officer does with a matter before the answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kipthoi.cases import queries, rules
from kipthoi.cases.actions.intake import entry_of
from kipthoi.cases.actions.steps import knock, lock, once, owe, say, stop, tell, today
from kipthoi.cases.events import (
    ACCEPTED,
    ASKED,
    ASSIGNED,
    CLOSED,
    EXTENDED,
    HANDED_OVER,
    IDENTITY_OPENED,
    JOINED,
    KEY_RENEWED,
    MESSAGE_SENT,
    NOTED,
    TRANSCRIBED,
    URGENT,
    WITHHELD,
    WITHHOLDING_ASKED,
)
from kipthoi.cases.models import Case, HandOver, Identity, Message, Withholding
from kipthoi.core.keys import derive_key, digest_key, digest_token
from kipthoi.core.viewer import Actor, Officer
from kipthoi.core.workflow import Kind, KindClock
from kipthoi.deadlines.actions import start_clock, stop_clock
from kipthoi.deadlines.queries import (
    calendar_for,
    extension_rule,
    find_rule,
    rule_for,
    running_clock,
)
from kipthoi.files.actions import write_down
from kipthoi.files.models import File
from kipthoi.journal.action import action
from kipthoi.journal.record import record, spend
from kipthoi.journal.secrets import secret
from kipthoi.people.models import Person
from kipthoi.search.actions import reindex
from kipthoi.units.models import Topic, Unit

CLOSE_REASONS = ("not_ours", "no_matter", "asked_no_reply", "settled_elsewhere", "spam")
EXTEND_REASONS = ("figures", "site_visit", "other_unit", "many_people", "other")
SETTLE_HOURS = ("first_word", "plan")


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
    step = rules.allow(case, "accept", by)
    if not kind.accepts_as:
        raise rules.WrongStep("accept", kind.id)
    if assignee is not None:
        rules.able_to_take(case, assignee, today=today())
    case.kind_id, case.topic, case.title = kind.id, topic, title
    for clock in kind.clocks:
        _start_or_bring_nearer(case, clock)
    content = {
        "kind": kind.id,
        "topic": topic.slug if topic else "",
        "title": title,
    }
    tell(case, ACCEPTED, content=content, to=step.to)
    assign(case, assignee or _myself(case, by))
    find_anew(case)
    return case


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
    step = rules.allow(case, "ask", by)
    say(case, Message.OFFICER, text, files)
    stop(case, "first_word", outcome="said")
    tell(case, ASKED, content={"text": text}, to=step.to)
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
    HandOver.objects.create(
        case=case,
        from_unit=case.unit,
        to_unit=to,
        person_id=getattr(by, "person", None),
        reason=reason,
        at=now,
    )
    case.unit, case.assignee = to, None
    content = {"to": to.slug, "reason": reason}
    tell(case, HANDED_OVER, content=content, mentions=[to.ref])
    assign(case, person)
    find_anew(case)
    knock(case)
    return case


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
    start_clock(
        case.ref, clock.name, rule, calendar, since=clock.due_on, extends=clock
    )
    case.n_extended += 1
    tell(case, EXTENDED, content={"reason": reason, "text": text})
    knock(case)
    return case


def first_rule(clock: Any) -> Any:
    """Return the rule under which a clock first ran, before any extension."""
    while clock.extends is not None:
        clock = clock.extends
    return clock.rule


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


@action
def join(
    *, by: Actor, now: datetime, case: Case, to: Case, token: bytes = b""
) -> Case:
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
        for clock in case.kind.clocks:
            _start_or_bring_nearer(case, clock)
        content = {
            "kind": case.kind_id,
            "topic": case.topic.slug if case.topic else "",
            "title": case.title,
        }
        tell(case, ACCEPTED, content=content, to="open")
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
    step = rules.allow(case, "close", by)
    stop(case, "first_answer", *SETTLE_HOURS, outcome="closed")
    _start_bar(case)
    case.answered_on = today()
    content = {"reason": reason, "text": text}
    tell(case, CLOSED, content=content, to=step.to)
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
    step = rules.allow(case, "withhold", by)
    wish = Withholding.objects.filter(case=case).first()
    if wish is None:
        raise rules.WrongStep("withhold", "unasked")
    rules.another_person(by, [wish.asked_by_id])
    stop(case, "first_answer", "contest", *SETTLE_HOURS, outcome="withheld")
    tell(case, WITHHELD, content={"reason": "private"}, to=step.to)
    knock(case)
    return case


@action
def open_identity(
    *, by: Actor, now: datetime, case: Case, reason: str, token: bytes = b""
) -> Identity:
    """Look at the asker's name: the asker sees that, by whom and why it was opened.

    Raises NotAllowed, NotNamed (they gave no name, or had it erased), Replayed.
    """
    case = lock(case)
    rules.allow_reading(case, by)
    once(case, token)
    if not case.named:
        raise rules.NotNamed
    record(IDENTITY_OPENED, case.ref, content={"reason": reason})
    return Identity.objects.get(case=case)


@action
def renew_key(*, by: Actor, now: datetime, case: Case, token: bytes) -> Case:
    """Give somebody who was recognised at the counter a new key; the old one dies.

    Only for a case with a name. Raises NotAllowed, NotNamed, Replayed.
    """
    case = lock(case)
    rules.allow_reading(case, by)
    if not case.named:
        raise rules.NotNamed
    spend(token, case.ref)
    outside = secret("key.secret")
    case.token, case.key_counter = digest_token(token), 0
    while True:
        key = digest_key(outside, derive_key(outside, token, case.key_counter))
        if not Case.objects.filter(key=key).exists():
            break
        case.key_counter += 1
    case.key, case.receipt_kept_at = key, None
    case.epoch += 1
    case.save(
        update_fields=["token", "key", "key_counter", "epoch", "receipt_kept_at"]
    )
    record(KEY_RENEWED, case.ref, content={})
    return case
