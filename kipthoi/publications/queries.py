"""Reading what is published, and what waits for a second reader."""

from django.db.models import Q, QuerySet
from django.http import Http404

from kipthoi.core.viewer import Officer
from kipthoi.people.roles import SECOND_READER
from kipthoi.publications.models import Publication, Reading, Version


def issued() -> QuerySet[Publication]:
    """Return everything published and not hidden, newest first."""
    return (
        Publication.objects.filter(state="issued")
        .select_related("current", "unit__body_unit", "topic")
        .order_by("-issued_on", "-id")
    )


def newest(n: int) -> list[Publication]:
    """Return the newest published things."""
    return list(issued()[:n])


def page(
    *, after: tuple[str, int] | None, topic: str = "", size: int = 20
) -> list[Publication]:
    """Return one page of published answers by keyset; one more than `size` if more."""
    found = issued()
    if topic:
        found = found.filter(topic__slug=topic)
    if after is not None:
        on, pk = after
        found = found.filter(Q(issued_on__lt=on) | Q(issued_on=on, pk__lt=pk))
    return list(found[: size + 1])


def get_public(number: int) -> Publication:
    """Return a published or hidden publication by its number. Raises Http404."""
    found = (
        Publication.objects.filter(state__in=("issued", "hidden"), pk=number)
        .select_related(
            "current__written_by", "unit__body_unit__body", "topic"
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def reader_of(version: Version) -> Reading | None:
    """Return the reading that passed a version, with the reader."""
    return (
        version.readings.select_related("reader").filter(passed=True).last()
    )


def history(publication: Publication) -> list[Version]:
    """Return the versions that were published, newest first."""
    return list(
        publication.versions.filter(readings__passed=True).distinct().order_by("-n")
    )


def of_origin(origin: str) -> Publication | None:
    """Return the publication made of a case, whatever its state, or None."""
    return (
        Publication.objects.filter(origin=origin)
        .select_related("current", "unit__body_unit")
        .order_by("-id")
        .first()
    )


def readings_waiting(officer: Officer) -> list[Reading]:
    """Return the texts this officer may read as the second person, oldest first."""
    return list(
        Reading.objects.filter(
            decided_at__isnull=True,
            version__publication__unit__in=officer.units(SECOND_READER),
        )
        .exclude(asked_by=officer.person)
        .exclude(version__written_by=officer.person)
        .select_related("version__publication__unit", "asked_by")
        .order_by("asked_at")
    )


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
