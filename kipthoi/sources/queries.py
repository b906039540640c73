"""Reading sources: the public list, what may be cited, and what a page cites."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from kipthoi.core.vietnamese import words
from kipthoi.core.viewer import Officer, Public, Viewer
from kipthoi.sources.models import Citation, Source, SourceVersion


def visible(viewer: Viewer) -> QuerySet[Source]:
    """Return the sources that a viewer may know of: public ones, and an officer's own."""
    if isinstance(viewer, Officer):
        mine = Q(public=True) | Q(unit__in=viewer.units())
        return Source.objects.filter(mine).order_by("title")
    return Source.objects.filter(public=True).order_by("title")


def get_source(pk: int, *, viewer: Viewer) -> Source:
    """Return a source the viewer may see. Raises Http404."""
    source = visible(viewer).filter(pk=pk).first()
    if source is None:
        raise Http404
    return source


def versions(source: Source) -> QuerySet[SourceVersion]:
    """Return the frozen versions of a source, newest first."""
    return source.versions.select_related("file").order_by("-n")


def citable(viewer: Viewer, *, on: date) -> QuerySet[SourceVersion]:
    """Return the source versions in force on a day that a viewer may cite."""
    return (
        SourceVersion.objects.select_related("source")
        .filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            source__in=visible(viewer),
        )
        .exclude(source__kind="proof")
        .order_by("source__title", "-n")
    )


def citations(*refs: str) -> list[Citation]:
    """Return what these pages rest on, in the order cited."""
    return list(
        Citation.objects.select_related("version__source", "version__file")
        .filter(ref__in=refs)
        .order_by("ref", "position", "id")
    )


def citing(source: Source, *, most: int = 200) -> list[str]:
    """Return the references of what rests on any version of a source, newest first."""
    refs = (
        Citation.objects.filter(version__source=source)
        .order_by("-id")
        .values_list("ref", flat=True)
    )
    return list(dict.fromkeys(refs[:most]))


def page(viewer: Viewer, *, after: int | None, size: int = 30) -> list[Source]:
    """Return one page of the sources a viewer may know of; one more if there is more.

    `after` is the number of the last source of the page before; unknown: from the top.
    """
    found = visible(viewer).exclude(kind="proof").order_by("title", "id")
    last = Source.objects.filter(pk=after).first() if after is not None else None
    if last is not None:
        found = found.filter(
            Q(title__gt=last.title) | Q(title=last.title, pk__gt=last.pk)
        )
    return list(found.prefetch_related("versions")[: size + 1])


def newest(source: Source) -> SourceVersion | None:
    """Return the version of a source that was frozen last, from what was prefetched."""
    return max(source.versions.all(), key=lambda version: version.n, default=None)


def named(asked: Sequence[str], *, limit: int = 3) -> list[Source]:
    """Return the public sources in whose name most of the folded words stand.

    At least half of the words must be there; the best fit comes first.
    """
    wanted = set(asked)
    if not wanted:
        return []
    scored = []
    for source in visible(Public()).exclude(kind="proof").prefetch_related("versions"):
        there = set(words(f"{source.title} {source.number}"))
        n = len(wanted & there)
        if n * 2 >= len(wanted):
            scored.append((n, source))
    scored.sort(key=lambda pair: -pair[0])
    return [source for _n, source in scored[:limit]]


def ending(viewer: Viewer, *, on: date, days: int = 60) -> list[SourceVersion]:
    """Return the versions that stop being in force within some days."""
    return list(
        SourceVersion.objects.select_related("source")
        .filter(
            source__in=visible(viewer),
            valid_to__gte=on,
            valid_to__lte=on + timedelta(days=days),
        )
        .order_by("valid_to", "id")[:20]
    )
