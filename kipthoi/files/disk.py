"""Bytes on the disk: written before the act that binds them, gone after it if unbound.

Names on the disk are random and tell nothing; folders are 0700, files 0600. A file is
whole or not there: it is written beside its place, synced and renamed.
"""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

KEPT = "files"
WAITING = "waiting"

_PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")


def new_path() -> str:
    """Return a random path that nothing lies at yet."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def write(folder: str, data: bytes, path: str) -> None:
    """Write bytes to a new place of a folder, whole or not at all.

    Synced before it returns, with the folders that lead to it. Raises OSError.
    """
    place = where(folder, path)
    for made in (_root(folder), place.parent):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    try:
        _write_synced(part, data)
        part.rename(place)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    for folder_path in (place.parent, place.parent.parent):
        _sync_folder(folder_path)


def where(folder: str, path: str) -> Path:
    """Return the place of a file. Raises ValueError for what is no path of ours."""
    if not _PATH.fullmatch(path):
        raise ValueError("not a path of a kept file")
    return _root(folder) / path


def remove(folder: str, paths: Iterable[str]) -> None:
    """Remove files; those that are gone already are no error."""
    for path in paths:
        where(folder, path).unlink(missing_ok=True)


def older_than(folder: str, moment: datetime) -> Iterator[str]:
    """Yield the paths of files written before a moment, unfinished ones too."""
    for place in _root(folder).glob("??/*"):
        try:
            if place.stat().st_mtime < moment.timestamp():
                yield str(place.relative_to(_root(folder)))
        except FileNotFoundError:
            continue  # somebody else swept it


def remove_unfinished(folder: str, path: str) -> None:
    """Remove what `older_than` has found, a half-written file too."""
    (_root(folder) / path).unlink(missing_ok=True)


def _root(folder: str) -> Path:
    return Path(settings.DATA) / folder


def _write_synced(place: Path, data: bytes) -> None:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
