"""Publishing a rewritten answer: one writes, another reads, a chair may hide it."""

from datetime import datetime

from kipthoi.cases import rules
from kipthoi.cases.actions.steps import knock, lock, once, tell
from kipthoi.cases.events import (
    PUBLISHED,
    READING_ASKED,
    READING_RETURNED,
    UNPUBLISHED,
)
from kipthoi.cases.models import Case
from kipthoi.core.viewer import Actor
from kipthoi.journal.action import action
from kipthoi.journal.record import record
from kipthoi.publications.actions import Text, ask_reading, decide, draft, hide, issue
from kipthoi.publications.models import Publication, Reading
from kipthoi.publications.queries import is_waiting, of_origin


@action
def publish(
    *, by: Actor, now: datetime, case: Case, text: Text, token: bytes = b""
) -> Reading:
    """Write the public text of an answer and ask a second person to read it.

    Raises NotAllowed, WrongStep (not answered, or a text waits for its reader already),
    NoConsent (the asker has not agreed), Replayed.
    """
    case = lock(case)
    rules.allow_reading(case, by)
    once(case, token)
    case.kind.step("publish", case.state)
    if not case.may_publish:
        raise rules.NoConsent
    before = of_origin(case.ref)
    if before is not None and is_waiting(before):
        raise rules.WrongStep("publish", "reading")
    version = draft(
        text=text,
        unit=case.unit,
        topic=case.topic,
        place=case.place,
        origin=case.ref,
        publication=before,
    )
    reading = ask_reading(version)
    record(
        READING_ASKED,
        case.ref,
        content={"publication": version.publication.ref},
        mentions=[version.publication.ref],
    )
    return reading


@action
def approve(*, by: Actor, now: datetime, reading: Reading, case: Case) -> Publication:
    """Pass a text as its second reader: it is published in the same act.

    Raises NotAllowed, SamePerson (the writer is no second reader), WrongStep,
    NoConsent (the asker has changed their mind meanwhile).
    """
    case = lock(case)
    reading = _to_decide(reading, by, case)
    case.kind.step("publish", case.state)
    if not case.may_publish:
        raise rules.NoConsent
    decide(reading, passed=True, words="")
    publication = issue(reading.version)
    tell(
        case,
        PUBLISHED,
        content={"publication": publication.ref},
        mentions=[publication.ref],
    )
    knock(case)
    return publication


def _to_decide(reading: Reading, by: Actor, case: Case) -> Reading:
    reading = Reading.objects.select_related(
        "version__publication__unit__body_unit"
    ).get(pk=reading.pk)
    if reading.decided_at is not None:
        raise rules.WrongStep("approve", "decided")
    rules.another_person(by, [reading.asked_by_id, reading.version.written_by_id])
    rules.allow_second_reading(by, reading.version.publication.unit)
    if reading.version.publication.origin != case.ref:
        raise rules.NotAllowed
    return reading


@action
def send_back(
    *, by: Actor, now: datetime, reading: Reading, case: Case, words: str
) -> Reading:
    """Return a text to its writer, with words. Raises as `approve` does."""
    case = lock(case)
    reading = _to_decide(reading, by, case)
    decide(reading, passed=False, words=words)
    record(
        READING_RETURNED,
        case.ref,
        content={"text": words},
        mentions=[reading.version.publication.ref],
    )
    return reading


@action
def unpublish(
    *,
    by: Actor,
    now: datetime,
    case: Case,
    publication: Publication,
    reason: str,
    token: bytes = b"",
) -> Publication:
    """Hide a published answer with a reason that its page shows.

    Raises NotAllowed, WrongStep, Replayed.
    """
    case = lock(case)
    once(case, token)
    rules.allow(case, "unpublish", by)
    shown = Publication.objects.select_related("unit__body_unit").filter(
        pk=publication.pk, origin=case.ref, state="issued"
    )
    if not shown:
        raise rules.WrongStep("unpublish", publication.state)
    publication = shown[0]
    hide(publication, reason)
    tell(
        case,
        UNPUBLISHED,
        content={"reason": reason},
        mentions=[publication.ref],
    )
    return publication
