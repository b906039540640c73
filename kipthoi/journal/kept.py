"""What was read of subjects that seldom change, kept while the journal has no news.

Units, terms of office, rules and days off are read for every matter and change a few
times a year. Every change of state is exactly one event, so the newest event of these
streams tells whether what this process has read still holds.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections

from kipthoi.journal.action import opened_or_none

Function = TypeVar("Function", bound=Callable[..., Any])

SLOW = ("calendar:", "person:", "rule:", "unit:")

# What clears each cache that goes by a stamp.
FORGETTING: list[Callable[[], None]] = []


def stamp(*prefixes: str) -> tuple[int, ...] | None:
    """Return the ids of the newest events of the streams that begin so (one of SLOW).

    None where nothing may be kept: inside an act that has changed such a subject
    itself (it may yet be rolled back, and its ids be given again), and where the
    engine's collation keeps an index from answering. An open act asks once: nobody
    else's change is seen inside its transaction.
    """
    act = opened_or_none()
    if act is not None and act.newest:
        newest = act.newest
    else:
        engine = connections[DEFAULT_DB_ALIAS]
        if engine.vendor != "sqlite" or (act is not None and act.slow):
            return None
        newest = _newest(engine)
        if act is not None:
            act.newest = newest
    return tuple(newest[SLOW.index(prefix)] for prefix in prefixes)


def kept(*prefixes: str, most: int = 64) -> Callable[[Function], Function]:
    """Keep what a reading function returned for its arguments, while no event is newer.

    What it returns is shared by threads: nobody may change it. Not for what depends on
    an instant that is not among the arguments.
    """

    def make(read: Function) -> Function:
        @lru_cache(maxsize=most)
        def look(_stamp: tuple[int, ...], *args: Any) -> Any:
            return read(*args)

        @wraps(read)
        def get(*args: Any) -> Any:
            at = stamp(*prefixes)
            return read(*args) if at is None else look(at, *args)

        FORGETTING.append(look.cache_clear)
        return cast(Function, get)

    return make


def forget_kept() -> None:
    """Forget all that is kept, for tests: a rolled-back event gives its id again."""
    for forget in FORGETTING:
        forget()


def _newest(engine: Any) -> tuple[int, ...]:
    with engine.cursor() as cursor:
        cursor.execute(_NEWEST)
        return tuple(found or 0 for found in cursor.fetchone())


def _after(prefix: str) -> str:
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


_NEWEST = "SELECT " + ", ".join(
    # Constants of this file, not what anybody typed.
    "(SELECT MAX(id) FROM kipthoi_event"  # nosec B608
    f" WHERE stream >= '{prefix}' AND stream < '{_after(prefix)}')"
    for prefix in SLOW
)
