"""Every read of files. Who may see one is decided by the room that owns it."""

from collections.abc import Iterable

from django.db.models import Sum

from kipthoi.files.models import File, WaitingFile

MATTER_WALL = 60 * 1024 * 1024  # bytes of all files of one matter
MATTER_WALL_MB = 60


def files_of(refs: Iterable[str]) -> dict[str, list[File]]:
    """Return the files of many things in one query, gone ones too, in their order.

    A thing without files has an empty list.
    """
    found: dict[str, list[File]] = {ref: [] for ref in refs}
    rows = File.objects.filter(ref__in=list(found))
    for file in rows.order_by("role", "order", "pk"):
        found[file.ref].append(file)
    return found


def files_under(under: str) -> list[File]:
    """Return all files of one matter that are still there, in the order they came."""
    return list(File.objects.filter(under=under, gone_on=None).order_by("order", "pk"))


def file_under(under: str, public_id: str) -> File | None:
    """Return a file by its public id if it belongs to the matter, else None."""
    if not public_id.isprintable():  # PostgreSQL takes no NUL
        return None
    return File.objects.filter(under=under, public_id=public_id).first()


def room_left(under: str) -> int:
    """Return how many bytes of files a matter may still take.

    Published copies are not counted: they are ours, not the asker's.
    """
    kept = File.objects.filter(under=under, gone_on=None).exclude(role="published")
    return max(0, MATTER_WALL - (kept.aggregate(n=Sum("size"))["n"] or 0))


def bound_paths(paths: Iterable[str]) -> set[str]:
    """Return those of the paths that a kept file still lies at."""
    return set(File.objects.filter(path__in=list(paths)).values_list("path", flat=True))


def waiting_paths(paths: Iterable[str]) -> set[str]:
    """Return those of the paths that a waiting file still lies at."""
    return set(
        WaitingFile.objects.filter(path__in=list(paths)).values_list("path", flat=True)
    )
