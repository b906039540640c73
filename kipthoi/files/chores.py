"""What is swept: forms that were never sent, bytes that no row knows."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from kipthoi.files import disk, queries, waiting

ORPHAN_AFTER = timedelta(days=1)
BATCH = 200


def sweep(now: datetime) -> tuple[int, int]:
    """Let go what waited past its time and bytes that belong to nothing.

    Returns how many waiting files and how many orphans went. Bytes younger than a day
    are left: an act may be about to bind them. Reads first; only rows are written in a
    transaction. May be run by several at once, and again.
    """
    expired = waiting.forget_expired(now)
    orphans = _orphans(disk.KEPT, now, queries.bound_paths)
    orphans += _orphans(disk.WAITING, now, queries.waiting_paths)
    return expired, orphans


def _orphans(
    folder: str, now: datetime, known: Callable[[Iterable[str]], set[str]]
) -> int:
    removed = 0
    for batch in _batches(disk.older_than(folder, now - ORPHAN_AFTER)):
        orphans = set(batch) - known(batch)
        for path in orphans:
            disk.remove_unfinished(folder, path)
        removed += len(orphans)
    return removed


def _batches(paths: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(paths, BATCH)):
        yield batch
