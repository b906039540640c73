"""The one door for writing, and the only file that knows about transactions.

An act of a person is one `@action`: one transaction, at least one event. What two acts
share is a `@step`, which runs only inside an open action. A write that is nobody's act
(a session, a mark that mail has left) is a `@chore`: the same turn, no event, listed
tables only. The contract and its traps are in docs/adr/0003.
"""

import functools
import inspect
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    IntegrityError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from kipthoi.core.viewer import Actor, Clockwork, Officer

Function = TypeVar("Function", bound=Callable[..., Any])

PATIENCE = 10.0
WAITING_ROOM = 24  # below the server's threads, or readers starve behind a slow action


class Busy(Exception):
    """The database stayed busy: nothing was written, the same call may be tried again."""


class Nested(Exception):
    """An action was called inside an action or inside an open transaction."""


class Unlogged(Exception):
    """An action changed rows and recorded no event, or a chore left its tables."""


class Torn(Exception):
    """The transaction broke under the action: it would have been a false receipt."""


class NoAction(Exception):
    """A step or `record` was called outside an open action."""


class Turn:
    """A lock that writers of one process take in turn, with patience and a limit.

    SQLite's waiting writers poll, unfairly; waiting here is fair and ends after
    PATIENCE seconds with Busy. It is re-entrant within a thread.
    """

    def __init__(self, lock: Any = None, waiting: int = WAITING_ROOM) -> None:
        """Take what is held in turn (default: a lock), and how many may be here."""
        self._lock = lock or threading.RLock()
        self._places = threading.BoundedSemaphore(waiting)

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Wait for the turn and hold it. Raises Busy."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._lock.acquire(timeout=PATIENCE):
                raise Busy
            try:
                yield
            finally:
                self._lock.release()
        finally:
            self._places.release()


_turn = Turn()


@contextmanager
def turn() -> Iterator[None]:
    """Take the writers' turn where the engine has one writer; elsewhere do nothing."""
    if connection.vendor == "sqlite":
        with _turn():
            yield
    else:
        yield


@dataclass
class Opened:
    """What is known of the action that is running in this thread."""

    name: str
    by: Actor
    now: datetime
    events: int = 0
    touched: set[str] = field(default_factory=set)
    allowed: frozenset[str] | None = None  # the tables of a chore
    newest: tuple[int, ...] = ()  # journal/kept.py: asked once in an act
    slow: bool = False  # this act changed what is kept


class _Here(threading.local):
    opened: Opened | None = None


_here = _Here()


def opened() -> Opened:
    """Return the action that is running in this thread. Raises NoAction."""
    if _here.opened is None:
        raise NoAction
    return _here.opened


def opened_or_none() -> Opened | None:
    """Return the action that is running in this thread, or None."""
    return _here.opened


def acting_officer() -> Officer:
    """Return the officer who acts. Raises TypeError where it is not one."""
    by = opened().by
    if not isinstance(by, Officer):
        raise TypeError(f"{opened().name} is an officer's act")
    return by


def action(body: Function) -> Function:
    """Make a function one act: it owns the transaction, `by` and `now`.

    The function takes `by` and `now` as keywords. The outermost call opens the
    transaction; a call inside another raises Nested before it waits. The body touches
    the database only and may be run twice. Raises Busy, Unlogged, Torn.
    """
    _demand(body, "by", "now")

    @functools.wraps(body)
    def act(*args: Any, by: Actor, now: datetime, **kwargs: Any) -> Any:
        _refuse_nesting(body.__name__)
        call = functools.partial(body, *args, by=by, now=now, **kwargs)
        return _run(call, lambda: Opened(body.__name__, by, now))

    act.is_action = True  # type: ignore[attr-defined]
    act.step = step(body)  # type: ignore[attr-defined]
    return cast(Function, act)


def step(body: Function) -> Function:
    """Make a function a part of acts: it runs only inside an open action."""

    @functools.wraps(body)
    def part(*args: Any, **kwargs: Any) -> Any:
        if opened().allowed is not None:
            raise NoAction
        return body(*args, **kwargs)

    part.is_step = True  # type: ignore[attr-defined]
    return cast(Function, part)


def chore(*, tables: tuple[str, ...]) -> Callable[[Function], Function]:
    """Make a function a write that is nobody's act: no event, only the listed tables."""
    allowed = frozenset(tables)

    def make(body: Function) -> Function:
        _demand(body, "now")

        @functools.wraps(body)
        def do(*args: Any, now: datetime, **kwargs: Any) -> Any:
            _refuse_nesting(body.__name__)
            call = functools.partial(body, *args, now=now, **kwargs)
            return _run(
                call,
                lambda: Opened(body.__name__, Clockwork(), now, allowed=allowed),
            )

        do.is_chore = True  # type: ignore[attr-defined]
        return cast(Function, do)

    return make


def _demand(body: Callable[..., Any], *names: str) -> None:
    parameters = inspect.signature(body).parameters
    for name in names:
        if name not in parameters or parameters[name].kind is not (
            inspect.Parameter.KEYWORD_ONLY
        ):
            raise TypeError(f"{body.__qualname__} takes {name} as a keyword")


def _refuse_nesting(name: str) -> None:
    blocks = connection.atomic_blocks
    in_test = bool(blocks) and getattr(blocks[-1], "_from_testcase", False)
    if _here.opened is not None or (blocks and not in_test):
        raise Nested(name)


def _run(call: Callable[[], Any], begin: Callable[[], Opened]) -> Any:
    """Run the body once, and a second time if the engine asks for it.

    A unique row that another act has just written is such a case, where writers do not
    take turns: the second time the body reads it, and finds that it is a replay.
    """
    with turn():
        try:
            return _once(call, begin())
        except (OperationalError, IntegrityError) as error:
            if _is_full(error):
                raise Busy from None
            if not _worth_a_second_try(error):
                raise
        try:
            return _once(call, begin())
        except OperationalError as error:
            if _worth_a_second_try(error):
                raise Busy from None
            raise


# Serialization failure, deadlock, lock not available; unique violation (PostgreSQL).
_AGAIN = {"40001", "40P01", "55P03", "23505"}


def _worth_a_second_try(error: DatabaseError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _AGAIN or "locked" in str(error)


def _is_full(error: DatabaseError) -> bool:
    """Tell whether there is no room to write: nothing was, and it may pass."""
    return "disk is full" in str(error) or getattr(
        error.__cause__, "sqlstate", None
    ) in {"53100"}


def _once(call: Callable[[], Any], opened_now: Opened) -> Any:
    engine: Any = connections[DEFAULT_DB_ALIAS]  # the proxy costs at each attribute
    _here.opened = opened_now
    try:
        with transaction.atomic(durable=True), engine.execute_wrapper(_watch):
            result = call()
            _check_whole(engine, opened_now)
        return result
    finally:
        _here.opened = None


def _check_whole(engine: Any, done: Opened) -> None:
    """Raise unless the transaction is still the one we opened and says what it did."""
    if engine.needs_rollback:
        raise Torn(done.name)
    if engine.vendor == "sqlite" and not engine.connection.in_transaction:
        raise Torn(done.name)
    if done.allowed is None and done.touched and not done.events:
        raise Unlogged(f"{done.name}: {', '.join(sorted(done.touched))}")


_WRITE = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)',
    re.IGNORECASE,
)


def _watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Note every table that is written, and hold a chore to its list."""
    written = _WRITE.match(sql)
    if written:
        now = opened()
        table = written.group(1)
        if now.allowed is not None and table not in now.allowed:
            raise Unlogged(f"{now.name}: {table}")
        now.touched.add(table)
    return execute(sql, params, many, context)
