"""Reading sources: the public list, what may be cited, and what a page cites."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from kipthoi.core.viewer import Officer, Viewer
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


def citing(source: Source) -> list[str]:
    """Return the references of everything that rests on any version of a source."""
    return list(
        Citation.objects.filter(version__source=source)
        .order_by("id")
        .values_list("ref", flat=True)
        .distinct()
    )
