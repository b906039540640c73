"""What the page of a case shows, as far as the viewer may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kipthoi.cases.models import (
    Answer,
    Case,
    Contest,
    Draft,
    HandOver,
    Message,
    Rating,
    Withholding,
)
from kipthoi.cases.queries.visible import access
from kipthoi.core.viewer import Officer, Viewer
from kipthoi.files.models import File
from kipthoi.files.queries import file_under, files_of, files_under
from kipthoi.journal.models import Event
from kipthoi.journal.registry import EVENTS
from kipthoi.people.models import Person
from kipthoi.people.roles import CHAIR, OFFICER
from kipthoi.publications.queries import of_origin
from kipthoi.sources.queries import citations


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in a case, with its files."""

    message: Message
    files: list[File]


def conversation(case: Case, *, viewer: Viewer) -> list[Said]:
    """Return what was said, oldest first, as far as the viewer may see it.

    The asker never sees inside notes; a former unit sees only what it wrote itself.
    """
    messages = case.messages.select_related("person", "unit").order_by("at", "id")
    if isinstance(viewer, Officer):
        if access(case, viewer=viewer) == "former":
            messages = messages.filter(unit__in=viewer.units(OFFICER))
    else:
        messages = messages.exclude(side=Message.NOTE)
    found = list(messages)
    files = files_of([message.ref for message in found])
    return [Said(message, files.get(message.ref, [])) for message in found]


def said_files(case: Case) -> list[File]:
    """Return the files that came with the first words."""
    return files_of([case.ref]).get(case.ref, [])


def files_of_answers(given: list[Answer]) -> dict[str, list[File]]:
    """Return the files of the proofs of these answers, by the answer's reference."""
    return files_of([answer.ref for answer in given])


def file_for_holder(case: Case, public_id: str) -> File | None:
    """Return a file that the asker may have: what was said openly, and proofs.

    Never what hangs on an inside note. A proof that answers several joined cases lies
    with one of them; its citation opens it for all.
    """
    file = file_under(case.ref, public_id)
    answers_of = [answer.ref for answer in case.answers.all()]
    if file is not None and file.role != "published":
        said = case.messages.exclude(side=Message.NOTE)
        open_to = {case.ref, *answers_of, *(message.ref for message in said)}
        if file.ref in open_to:
            return file
    proofs = [c.version.file for c in citations(*answers_of) if c.version.file]
    return next((f for f in proofs if f.public_id == public_id), None)


def voices(case: Case) -> list[File]:
    """Return the recordings of a case that are still there, oldest first."""
    return [file for file in files_under(case.ref) if file.kind == "voice"]


def answers(case: Case) -> list[Answer]:
    """Return the answers of a case, oldest first."""
    return list(case.answers.select_related("person", "unit").order_by("round"))


def contests(case: Case) -> list[Contest]:
    """Return each time the asker asked for a review."""
    return list(case.contests.select_related("reviewer").order_by("level"))


def last_rating(case: Case) -> Rating | None:
    """Return the newest rating of the asker, or None."""
    return case.ratings.order_by("-round").first()


def draft(case: Case, officer: Officer, form: str) -> dict[str, str]:
    """Return what an officer has begun to write in a form, or nothing."""
    kept = Draft.objects.filter(case=case, person=officer.person, form=form).first()
    return kept.fields if kept else {}


def joined(case: Case) -> list[Case]:
    """Return the cases that were joined to this one."""
    return list(case.joined.order_by("id"))


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a case after a page was drawn, and by whom."""

    number: int
    label: str
    by: str
    at: datetime


def last_number(case: Case) -> int:
    """Return the number of the newest event of a case: what a form says it has seen."""
    newest = Event.objects.filter(stream=case.ref).order_by("-id").first()
    return newest.pk if newest else 0


# What the asker does on their own page changes nothing in what an officer writes.
_QUIET = frozenset({"case.rated", "case.receipt_kept", "case.locked"})


def happened_since(case: Case, seen: int, *, viewer: Officer) -> list[Happened]:
    """Return what others did to a case after event `seen`, oldest first."""
    events = (
        Event.objects.filter(stream=case.ref, pk__gt=seen)
        .exclude(actor=viewer.ref)
        .exclude(name__in=_QUIET)
        .order_by("id")
    )
    return [Happened(e.pk, EVENTS[e.name].label, e.actor, e.at) for e in events]


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of the people among these references, `person:7` each."""
    keys = {int(a.removeprefix("person:")) for a in actors if a.startswith("person:")}
    return {
        person.ref: person.addressed for person in Person.objects.filter(pk__in=keys)
    }


def reviewer(case: Case) -> Person | None:
    """Return who was given a contested case to read anew, or None."""
    contest = case.contests.select_related("reviewer").filter(outcome="").first()
    return contest.reviewer if contest else None


def is_published(case: Case) -> bool:
    """Tell whether an answer made of this case can be read by everybody."""
    made = of_origin(case.ref)
    return made is not None and made.state == "issued"


def withholding(case: Case) -> Withholding | None:
    """Return the wish to withhold a case, with who had it, or None."""
    return Withholding.objects.select_related("asked_by").filter(case=case).first()


def hand_overs(case: Case) -> list[HandOver]:
    """Return where a case came from inside the house, oldest first."""
    return list(
        case.hand_overs.select_related("from_unit", "to_unit", "person").order_by("id")
    )


def is_chair(officer: Officer, case: Case) -> bool:
    """Tell whether an officer is chair over the unit of a case."""
    return officer.may(CHAIR, case.unit_id)


def copyable(case: Case) -> list[File]:
    """Return the photos and papers of a case that may be published as cleaned copies.

    Never a recording: a voice can be recognised.
    """
    return [
        file for file in files_under(case.ref) if file.kind in ("photo", "document")
    ]
