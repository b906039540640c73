"""Answering, and reading an answer anew when it was contested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kipthoi.cases import rules
from kipthoi.cases.actions.steps import (
    SETTLE_HOURS,
    knock,
    lock,
    once,
    stop,
    tell,
    today,
)
from kipthoi.cases.events import ANSWERED, REVISED, UPHELD
from kipthoi.cases.models import Answer, Case, Draft
from kipthoi.cases.phrases import refuse_empty
from kipthoi.core.viewer import Actor
from kipthoi.deadlines.actions import start_clock
from kipthoi.deadlines.queries import calendar_for, find_rule
from kipthoi.files.actions import keep
from kipthoi.journal.action import action, opened
from kipthoi.journal.registry import EventType
from kipthoi.sources.actions import Cited, Document, cite, freeze

ASK_AGAIN_DAYS = 28


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer as it is sent: the fields its kind declares, sources, and proofs.

    A proof is a document of this case only (minutes, a photo of the mended thing): a
    description, with files or without. It becomes a private source, so that "cites a
    source" stays one rule.
    """

    fields: Mapping[str, str]
    cited: Sequence[Cited] = field(default=())
    proof: str = ""
    proof_files: Sequence[Any] = field(default=())

    @property
    def has_source(self) -> bool:
        """Tell whether anything is cited that stands behind the answer."""
        return bool(self.cited or self.proof or self.proof_files)


@action
def answer(
    *, by: Actor, now: datetime, case: Case, text: AnswerText, token: bytes = b""
) -> Answer:
    """Send an officer's answer and stop the clock of the first answer.

    One answer reaches every joined case, one event each. Raises NotAllowed (not this
    officer's case), WrongStep (case not open), NoSource (nothing is cited), EmptyPhrase
    (a field is empty or a general phrase), Replayed.
    """
    case = lock(case)
    once(case, token)
    step = rules.allow(case, "answer", by)
    _refuse_hollow(case, text)
    sent = _write(case, by, text, ANSWERED, step.to)
    cited = _sources(sent, text)
    for other in case.joined.filter(state__in=sorted(step.start)):
        copy = _write(lock(other), by, text, ANSWERED, step.to)
        cite(copy.ref, cited)
    return sent


def _refuse_hollow(case: Case, text: AnswerText) -> None:
    refuse_empty(text.fields, case.kind.answer_fields)
    if not text.has_source:
        raise rules.NoSource


def _write(
    case: Case,
    by: Any,
    text: AnswerText,
    event: EventType,
    to: str,
    upheld: bool = False,
) -> Answer:
    stop(case, "first_answer", "contest", *SETTLE_HOURS, outcome="answered")
    round_ = case.answers.count()
    sent = Answer.objects.create(
        case=case,
        round=round_,
        person_id=by.person,
        unit=case.unit,
        fields=dict(text.fields),
        upheld=upheld,
        at=opened().now,
        on=today(),
    )
    if case.answered_on is None:
        case.answered_on = today()
    _let_contest(case)
    case.ask_again_on = today() + timedelta(days=ASK_AGAIN_DAYS)
    content = {
        "fields": dict(text.fields),
        "sources": [each.version.sha256 for each in text.cited],
    }
    tell(case, event, content=content, to=to)
    Draft.objects.filter(case=case, person_id=by.person).delete()
    knock(case)
    return sent


def _let_contest(case: Case) -> None:
    """Start the time in which the asker may contest: once a level, two levels."""
    if case.n_contested >= 2:
        return
    rule = find_rule("bar", "any", "contest", on=today())
    start_clock(case.ref, "bar", rule, calendar_for(case.unit), since=today())


def _sources(sent: Answer, text: AnswerText) -> list[Cited]:
    cited = list(text.cited)
    if text.proof or text.proof_files:
        files = keep(text.proof_files, ref=sent.ref, role="proof", under=sent.case.ref)
        document = Document(kind="proof", title=text.proof[:200] or "…", public=False)
        proof = freeze(document, sent.unit, file=files[0] if files else None)
        cited.append(Cited(proof))
    cite(sent.ref, cited)
    return cited


@action
def uphold(
    *, by: Actor, now: datetime, case: Case, text: AnswerText, token: bytes = b""
) -> Answer:
    """Keep a contested answer, with reasons, after a different person read it anew.

    Raises NotAllowed, SamePerson, WrongStep, EmptyPhrase, Replayed.
    """
    return _review(by, now, case, text, "uphold", token)


@action
def revise(
    *, by: Actor, now: datetime, case: Case, text: AnswerText, token: bytes = b""
) -> Answer:
    """Answer a contested matter anew. Raises as `answer` and `uphold` do."""
    return _review(by, now, case, text, "revise", token)


def _review(
    by: Any, now: datetime, case: Case, text: AnswerText, name: str, token: bytes
) -> Answer:
    case = lock(case)
    once(case, token)
    step = rules.allow(case, name, by)
    rules.another_person(by, case.answers.values_list("person", flat=True))
    upheld = name == "uphold"
    if upheld:
        refuse_empty(text.fields, ("why",))
    else:
        _refuse_hollow(case, text)
    contest = case.contests.get(outcome="")
    contest.outcome, contest.decided_at = ("upheld" if upheld else "revised"), now
    contest.reviewer_id = by.person
    contest.save(update_fields=["outcome", "decided_at", "reviewer"])
    event = UPHELD if upheld else REVISED
    sent = _write(case, by, text, event, step.to, upheld=upheld)
    _sources(sent, text)
    return sent
