"""What the holder of the key does: reply, judge, contest, withdraw, forget."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kipthoi.cases import queries, rules
from kipthoi.cases.actions.answers import ASK_AGAIN_DAYS
from kipthoi.cases.actions.steps import SETTLE_HOURS, lock, once, say, stop, tell, today
from kipthoi.cases.events import (
    AGREED,
    CONSENT_CHANGED,
    CONTACT_ERASED,
    CONTESTED,
    LOCKED,
    MESSAGE_SENT,
    RATED,
    RECEIPT_KEPT,
    REPLIED,
    WITHDRAWN,
)
from kipthoi.cases.models import Case, Contest, Identity, Message, Rating
from kipthoi.core.viewer import Actor
from kipthoi.deadlines.actions import start_clock
from kipthoi.deadlines.queries import calendar_for, find_rule
from kipthoi.journal.action import action
from kipthoi.journal.record import record, spend

CONTEST_REASONS = ("not_what_i_asked", "facts_or_law", "promise_not_kept", "other")


@action
def write_back(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    text: str,
    token: bytes,
    files: Sequence[Any] = (),
) -> Case:
    """Send a message from the asker; where we were waiting for it, it is the reply.

    Raises NotAllowed, Replayed.
    """
    case = lock(case)
    rules.allow_holder(case, by)
    spend(token, case.ref)
    say(case, Message.ASKER, text, files)
    if case.kind.can("reply", case.state):
        step = case.kind.step("reply", case.state)
        tell(case, REPLIED, content={"text": text}, to=step.to)
    else:
        record(MESSAGE_SENT, case.ref, content={"side": Message.ASKER, "text": text})
    return case


@action
def agree(*, by: Actor, now: datetime, case: Case) -> Case:
    """Say that the matter is solved: the asker's word. Raises WrongStep, NotAllowed."""
    case = lock(case)
    step = rules.allow(case, "agree", by)
    tell(case, AGREED, content={}, to=step.to)
    return case


@action
def contest(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    reason: str,
    text: str = "",
    files: Sequence[Any] = (),
    token: bytes = b"",
) -> Contest:
    """Ask that another person read the matter anew: once a level, inside the bar.

    The second time it goes to the superior. Its own clock starts. Raises WrongStep,
    NotAllowed, TooLate, Replayed.
    """
    case = lock(case)
    rules.allow_holder(case, by)
    once(case, token)
    step = rules.allow(case, "contest", by)
    rules.in_time(case, today=today())
    stop(case, "bar", outcome="contested")
    case.n_contested += 1
    made = Contest.objects.create(
        case=case,
        level=case.n_contested,
        reason=reason,
        text=text,
        at=now,
        reviewer=queries.reviewer_for(case, today=today()),
    )
    if text or files:
        say(case, Message.ASKER, text, files)
    rule = find_rule("contest", "any", on=today())
    start_clock(case.ref, "contest", rule, calendar_for(case.unit), since=today())
    case.ask_again_on = None
    tell(case, CONTESTED, content={"reason": reason, "text": text}, to=step.to)
    return made


@action
def withdraw(*, by: Actor, now: datetime, case: Case) -> Case:
    """Withdraw a matter that is still running. Raises WrongStep, NotAllowed."""
    case = lock(case)
    step = rules.allow(case, "withdraw", by)
    stop(case, "first_answer", *SETTLE_HOURS, outcome="withdrawn")
    tell(case, WITHDRAWN, content={}, to=step.to)
    return case


@action
def rate(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    solved: bool | None,
    clear: bool | None,
    token: bytes = b"",
) -> Rating:
    """Rate how it went; both questions may be skipped. Asked again after four weeks.

    Raises NotAllowed, Replayed.
    """
    case = lock(case)
    rules.allow_holder(case, by)
    once(case, token)
    asked_before = case.ratings.count()
    made = Rating.objects.create(
        case=case, round=asked_before, solved=solved, clear=clear, at=now
    )
    again = today() + timedelta(days=ASK_AGAIN_DAYS) if asked_before == 0 else None
    case.ask_again_on = again
    case.save(update_fields=["ask_again_on"])
    record(RATED, case.ref, content={"solved": solved, "clear": clear})
    return made


@action
def change_consent(*, by: Actor, now: datetime, case: Case, may_publish: bool) -> Case:
    """Allow or forbid that a rewritten answer is published. Raises NotAllowed."""
    case = lock(case)
    rules.allow_holder(case, by)
    case.may_publish = may_publish
    case.save(update_fields=["may_publish"])
    record(CONSENT_CHANGED, case.ref, content={"publish": may_publish})
    return case


@action
def erase_contact(*, by: Actor, now: datetime, case: Case) -> Case:
    """Erase name and contact for good; the matter goes on. Raises NotAllowed."""
    case = lock(case)
    rules.allow_holder(case, by)
    Identity.objects.filter(case=case).delete()
    case.named = case.may_contact = False
    case.save(update_fields=["named", "may_contact"])
    record(CONTACT_ERASED, case.ref, content={})
    return case


@action
def keep_receipt(*, by: Actor, now: datetime, case: Case) -> Case:
    """Say that the code is kept: it is never shown again. Raises NotAllowed."""
    case = lock(case)
    rules.allow_holder(case, by)
    case.receipt_kept_at = now
    case.save(update_fields=["receipt_kept_at"])
    record(RECEIPT_KEPT, case.ref, content={})
    return case


@action
def lock_case(*, by: Actor, now: datetime, case: Case) -> Case:
    """Lock the case on every device where it stands open. Raises NotAllowed."""
    case = lock(case)
    rules.allow_holder(case, by)
    case.epoch += 1
    case.save(update_fields=["epoch"])
    record(LOCKED, case.ref, content={})
    return case
