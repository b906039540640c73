"""How the machine stands, for the page about the system: disk, folders, engine."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

TIGHT = 1_000_000_000  # bytes free below which the page asks for room
MOST_FILES = 200_000  # counted; a folder with more says "more than"


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of the house: what lies in it and how much that is."""

    name: str
    size: int
    more: bool


@dataclass(frozen=True, slots=True)
class Disk:
    """Room on the disk of the data folder, in bytes."""

    free: int
    whole: int

    @property
    def free_gb(self) -> float:
        """Return the free room in gigabytes."""
        return self.free / 1e9

    @property
    def whole_gb(self) -> float:
        """Return the size of the disk in gigabytes."""
        return self.whole / 1e9

    @property
    def tight(self) -> bool:
        """Tell whether somebody should make room soon."""
        return self.free < TIGHT or self.free * 20 < self.whole


def disk() -> Disk:
    """Return how much room the disk of the data folder has."""
    usage = shutil.disk_usage(settings.DATA)
    return Disk(usage.free, usage.total)


def engine() -> str:
    """Return the database engine with its version, as "SQLite 3.46"."""
    if connection.vendor == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    major = connection.pg_version // 10_000
    return f"PostgreSQL {major}"


def folder(name: str) -> Folder:
    """Return the size of one folder below the data folder ("" is the database)."""
    root = Path(settings.DATA)
    if not name:
        paths = root.glob("kipthoi.sqlite3*")
        return Folder(name, sum(_size(path) for path in paths), False)
    size = count = 0
    for path in (root / name).rglob("*"):
        if count == MOST_FILES:
            return Folder(name, size, True)
        size, count = size + _size(path), count + 1
    return Folder(name, size, False)


def _size(path: Path) -> int:
    """Return the bytes of a file; nothing for one that went away meanwhile."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0
