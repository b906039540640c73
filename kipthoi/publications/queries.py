"""Reading what is published, and what waits for a second reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from kipthoi.core.localtime import local_day
from kipthoi.core.viewer import Officer
from kipthoi.files.models import File
from kipthoi.files.queries import file_under, files_under
from kipthoi.journal.statements import Select
from kipthoi.people.queries import holders
from kipthoi.people.roles import SECOND_READER
from kipthoi.publications.models import Publication, Reading, Version
from kipthoi.units.models import Topic, Unit
from kipthoi.units.queries import all_units


def issued() -> QuerySet[Publication]:
    """Return everything published and not hidden, newest first."""
    return (
        Publication.objects.filter(state="issued")
        .select_related("current", "unit__body_unit", "topic")
        .order_by("-issued_on", "-id")
    )


def newest(n: int) -> list[Publication]:
    """Return the newest published things."""
    return _newest(n)()


@cache
def _newest(n: int) -> Select[Publication]:
    return Select(lambda: issued()[:n])


def topics_answered(limit: int = 12) -> list[Topic]:
    """Return the topics that published answers have, most answers first."""
    # Bodies keep lists of their own; the same word stands once.
    once: dict[str, Topic] = {}
    for topic in _topics():
        once.setdefault(topic.slug, topic)
    return list(once.values())[:limit]


_topics = Select(
    lambda: (
        Topic.objects.filter(publication__state="issued")
        .annotate(n=Count("publication"))
        .order_by("-n", "id")
    )
)


def units_answering() -> list[Unit]:
    """Return the units that have published answers, in the order of the tree."""
    keys = set(
        Publication.objects.filter(state="issued").values_list("unit", flat=True)
    )
    return [unit for unit in all_units() if unit.pk in keys]


def by_numbers(numbers: Iterable[int]) -> dict[int, Publication]:
    """Return the published things with these numbers, in one query."""
    return {found.pk: found for found in issued().filter(pk__in=list(numbers))}


def by_versions(keys: Iterable[int]) -> dict[int, Publication]:
    """Return the published things whose current version is one of these."""
    found = issued().filter(current__in=list(keys))
    return {each.current_id: each for each in found if each.current_id is not None}


def page(
    *,
    after: tuple[date, int] | None,
    topic: str = "",
    unit: str = "",
    size: int = 20,
) -> list[Publication]:
    """Return one page of published answers by keyset; one more than `size` if more."""
    if not (topic or unit or after):
        return newest(size + 1)
    found = issued()
    if topic:
        found = found.filter(topic__slug=topic)
    if unit:
        found = found.filter(unit__slug=unit)
    if after is not None:
        on, pk = after
        found = found.filter(Q(issued_on__lt=on) | Q(issued_on=on, pk__lt=pk))
    return list(found[: size + 1])


def get_public(number: int) -> Publication:
    """Return a published or hidden publication by its number. Raises Http404."""
    found = _public.one(number)
    if found is None:
        raise Http404
    return found


_public = Select(
    lambda number: Publication.objects.filter(
        state__in=("issued", "hidden"), pk=number
    ).select_related("current__written_by", "unit__body_unit__body", "topic"),
    -1,
)


def reader_of(version: Version) -> Reading | None:
    """Return the reading that passed a version, with the reader."""
    return _passing.one(version.pk)


_passing = Select(
    lambda version: (
        Reading.objects.select_related("reader")
        .filter(version=version, passed=True)
        .order_by("-pk")[:1]
    ),
    -1,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version that everybody could read, and since which day."""

    version: Version
    on: date


def history(publication: Publication) -> list[Edition]:
    """Return the versions that were published, newest first."""
    return [
        Edition(reading.version, local_day(reading.decided_at))
        for reading in _passed(publication.pk)
        if reading.decided_at is not None
    ]


_passed = Select(
    lambda publication: (
        Reading.objects.filter(version__publication=publication, passed=True)
        .select_related("version")
        .order_by("-version__n")
    ),
    -1,
)


def attachments(version: Version) -> list[File]:
    """Return the cleaned copies that are published with a version."""
    return files_under(version.ref)


def attachment(version: Version, public_id: str) -> File | None:
    """Return one of the published copies of a version, or None."""
    return file_under(version.ref, public_id)


def of_origin(origin: str) -> Publication | None:
    """Return the publication made of a case, whatever its state, or None."""
    return (
        Publication.objects.filter(origin=origin)
        .select_related("current", "unit__body_unit")
        .order_by("-id")
        .first()
    )


def newest_version(publication: Publication) -> Version:
    """Return the version written last, read or not."""
    return publication.versions.order_by("-n")[0]


def last_reading(publication: Publication) -> Reading | None:
    """Return the reading asked for last, with its reader, or None."""
    return (
        Reading.objects.filter(version__publication=publication)
        .select_related("version", "asked_by", "reader")
        .order_by("-id")
        .first()
    )


def is_waiting(publication: Publication) -> bool:
    """Tell whether a version waits for its second reader."""
    waiting = Reading.objects.filter(
        version__publication=publication, decided_at__isnull=True
    )
    return waiting.exists()


def readings_waiting(officer: Officer, *, today: date) -> list[Reading]:
    """Return the texts this officer may read as the second person, oldest first.

    Those of lower bodies only where they have no second person today (DESIGN 2.6).
    """
    waiting = (
        Reading.objects.filter(decided_at__isnull=True)
        .exclude(asked_by=officer.person)
        .exclude(version__written_by=officer.person)
        .select_related("version__publication__unit", "asked_by")
        .order_by("asked_at", "id")
    )
    mine = officer.units(SECOND_READER)
    own = waiting.filter(version__publication__unit__in=mine)
    below = [
        reading
        for reading in waiting.exclude(version__publication__unit__in=mine)
        if mine & set(reading.version.publication.unit.ancestry)
        and not _others(reading, today=today)
    ]
    return sorted([*own, *below], key=lambda reading: (reading.asked_at, reading.pk))


def may_read(officer: Officer, reading: Reading, *, today: date) -> bool:
    """Tell whether an officer is a second reader of this text: never its writer."""
    unit = reading.version.publication.unit
    if officer.person in (reading.asked_by_id, reading.version.written_by_id):
        return False
    mine = officer.units(SECOND_READER)
    if unit.pk in mine:
        return True
    return bool(mine & set(unit.ancestry)) and not _others(reading, today=today)


def _others(reading: Reading, *, today: date) -> bool:
    """Tell whether the body itself has a second person for a text."""
    writers = {reading.asked_by_id, reading.version.written_by_id}
    people = holders(SECOND_READER, reading.version.publication.unit, today=today)
    return any(person.pk not in writers for person in people)


def get_reading(pk: int) -> Reading:
    """Return a reading with its text. Raises Http404."""
    found = (
        Reading.objects.select_related(
            "version__publication__unit__body_unit",
            "version__publication__topic",
            "version__written_by",
            "asked_by",
            "reader",
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found
