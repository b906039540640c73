"""Steps that other rooms' acts compose: keep files, write a voice down, let files go.

The bytes are on the disk before the act (`store`); a step only writes rows. An act that
fails leaves bytes without a row: `discard` removes them at once, the sweep after a day.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kipthoi.files import disk, names
from kipthoi.files.models import File
from kipthoi.files.prepared import Prepared
from kipthoi.files.queries import MATTER_WALL_MB, room_left
from kipthoi.files.refusals import TooMuch
from kipthoi.journal.action import opened, step


@dataclass(frozen=True, slots=True)
class Stored:
    """A prepared file whose bytes are on the disk and belong to nothing yet."""

    path: str
    sha256: str
    size: int
    file: Prepared


def store(files: Iterable[Prepared]) -> list[Stored]:
    """Write files to the disk, before the act that binds them. Raises OSError.

    If one cannot be written, those before it are removed again.
    """
    stored: list[Stored] = []
    try:
        for file in files:
            path = disk.new_path()
            disk.write(disk.KEPT, file.data, path)
            digest = hashlib.sha256(file.data).hexdigest()
            stored.append(Stored(path, digest, file.size, file))
    except OSError:
        discard(stored)
        raise
    return stored


def discard(stored: Iterable[Stored]) -> None:
    """Remove bytes that no act has bound (the act failed, or was a replay)."""
    disk.remove(disk.KEPT, (one.path for one in stored))


@step
def keep(
    stored: Sequence[Stored], *, ref: str, role: str, under: str = ""
) -> list[File]:
    """Bind stored files to a thing, in their order; return the rows.

    `under` is what is counted and erased together (a case); it is `ref` unless said.
    Files of the role `published` are copies and not counted. Raises TooMuch past 60 MB.
    """
    under = under or ref
    if role != "published" and sum(one.size for one in stored) > room_left(under):
        raise TooMuch(stored[-1].file.name, wall=MATTER_WALL_MB)
    before = File.objects.filter(under=under).count()
    return File.objects.bulk_create(
        _row(one, n, ref, under, role) for n, one in enumerate(stored, before + 1)
    )


@step
def write_down(file: File, transcript: str) -> None:
    """Keep the words of a voice message beside it."""
    File.objects.filter(pk=file.pk, gone_on=None).update(transcript=transcript)


@step
def let_go(files: Iterable[File], *, reason: str, today: date) -> list[str]:
    """Let files go: the rows stay without name, hash and words, to be counted.

    Returns the paths; the caller hands them to `shred` after the act, or else the sweep
    removes the bytes within a day.
    """
    keys = [file.pk for file in files]
    rows = File.objects.filter(pk__in=keys, gone_on=None)
    paths = list(rows.values_list("path", flat=True))
    rows.update(
        path="", sha256="", name="", transcript="", gone_on=today, gone_reason=reason
    )
    return paths


def shred(paths: Iterable[str]) -> None:
    """Remove the bytes of files that an act has let go."""
    disk.remove(disk.KEPT, paths)


def _row(one: Stored, n: int, ref: str, under: str, role: str) -> File:
    file = one.file
    return File(
        public_id=secrets.token_urlsafe(16),
        ref=ref,
        under=under,
        role=role,
        order=n,
        kind=file.kind,
        mime=file.type.mime,
        size=one.size,
        sha256=one.sha256,
        name=file.name,
        neutral_name=names.neutral(file.kind, n, file.type.suffix),
        seconds=file.seconds,
        cleaned=file.cleaned,
        names_author=file.names_author,
        has_words=file.has_words,
        path=one.path,
        created_at=opened().now,
    )
