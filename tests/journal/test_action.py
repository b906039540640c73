"""The one door for writing: its contract, and each trap it was built against."""

import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kipthoi.core.viewer import Clockwork, Public
from kipthoi.journal import action as door
from kipthoi.journal.action import (
    Busy,
    Nested,
    NoAction,
    Torn,
    Unlogged,
    action,
    chore,
    step,
)
from kipthoi.journal.models import Event, Once
from kipthoi.journal.record import Replayed, record, spend
from kipthoi.journal.registry import PRIVATE, EventType
from kipthoi.outbox.models import Letter

NOW = datetime(2026, 11, 25, 1, tzinfo=UTC)
HAPPENED = EventType("test.happened", "Happened", PRIVATE)
CALL = {"by": Clockwork(), "now": NOW}


def letter(about: str = "test:1") -> Letter:
    return Letter.objects.create(about=about, made_at=NOW)


@action
def write(*, by, now, about="test:1"):
    """Write a row and its event."""
    row = letter(about)
    record(HAPPENED, about, content={})
    return row.pk


@action
def write_and_fail(*, by, now):
    """Write a row and its event, then fail."""
    letter()
    record(HAPPENED, "test:1", content={})
    raise ValueError("no")


@action
def forget_the_event(*, by, now):
    """Write a row and say nothing of it."""
    letter()


@action
def only_read(*, by, now):
    """Read and change nothing."""
    return Letter.objects.count()


@action
def call_another(*, by, now):
    """Call an action inside an action."""
    write(by=by, now=now)


@step
def write_step(about):
    """Write a row and its event as a part of an act."""
    letter(about)
    record(HAPPENED, about, content={})


@action
def write_twice(*, by, now):
    """Compose one act of two steps."""
    write_step("test:1")
    write_step("test:2")


@action
def swallow_a_clash(*, by, now):
    """Catch a database error, as nobody should."""
    Once.objects.create(token=b"t", ref="a", at=now)
    record(HAPPENED, "test:1", content={})
    with suppress(IntegrityError):
        Once.objects.create(token=b"t", ref="b", at=now)
    return "a receipt"


@chore(tables=("kipthoi_letter",))
def sweep(*, now):
    """Write to the table that is listed."""
    letter()


@chore(tables=("kipthoi_once",))
def stray(*, now):
    """Write to a table that is not listed."""
    letter()


@pytest.mark.django_db
def test_action_writes_rows_and_event_together():
    write(**CALL)

    assert [e.name for e in Event.objects.filter(stream="test:1")] == ["test.happened"]
    assert Letter.objects.filter(about="test:1").count() == 1


@pytest.mark.django_db
def test_action_that_fails_leaves_nothing():
    with pytest.raises(ValueError, match="no"):
        write_and_fail(**CALL)

    assert not Letter.objects.filter(about="test:1").exists()
    assert not Event.objects.filter(stream="test:1").exists()


@pytest.mark.django_db
def test_event_that_cannot_be_written_undoes_the_rows(journal_refuses):
    with pytest.raises(DatabaseError, match="the journal refuses"):
        write(**CALL)

    assert not Letter.objects.filter(about="test:1").exists()


@pytest.mark.django_db
def test_change_without_event_is_refused():
    with pytest.raises(Unlogged, match="kipthoi_letter"):
        forget_the_event(**CALL)

    assert not Letter.objects.filter(about="test:1").exists()


@pytest.mark.django_db
def test_action_that_only_reads_needs_no_event():
    assert only_read(**CALL) == Letter.objects.count()


@pytest.mark.django_db
def test_action_inside_an_action_is_refused():
    with pytest.raises(Nested):
        call_another(**CALL)


@pytest.mark.django_db(transaction=True)
def test_action_inside_an_open_transaction_is_refused():
    with transaction.atomic(), pytest.raises(Nested):
        write(**CALL)


@pytest.mark.django_db
def test_steps_compose_into_one_act():
    write_twice(**CALL)

    events = Event.objects.filter(name="test.happened").order_by("id")
    assert [event.stream for event in events] == ["test:1", "test:2"]


@pytest.mark.django_db
def test_step_and_record_outside_an_action_are_refused():
    with pytest.raises(NoAction):
        write_step("test:1")
    with pytest.raises(NoAction):
        record(HAPPENED, "test:1", content={})
    with pytest.raises(NoAction):
        write.step(**CALL)


@pytest.mark.django_db(transaction=True)
def test_caught_database_error_gives_no_false_receipt():
    with pytest.raises((Torn, DatabaseError)):
        swallow_a_clash(**CALL)

    assert not Once.objects.filter(token=b"t").exists()
    assert not Event.objects.filter(stream="test:1").exists()


@pytest.mark.django_db
def test_chore_writes_its_tables_without_event():
    sweep(now=NOW)

    assert Letter.objects.filter(about="test:1").count() == 1


@pytest.mark.django_db
def test_chore_that_leaves_its_tables_is_refused():
    with pytest.raises(Unlogged, match="kipthoi_letter"):
        stray(now=NOW)

    assert not Letter.objects.filter(about="test:1").exists()


def test_action_without_by_and_now_is_refused_at_import():
    with pytest.raises(TypeError, match="by"):

        @action
        def careless(row):
            """Do something."""


@pytest.mark.django_db
def test_once_token_is_spent_once():
    @action
    def pay(*, by, now, token):
        """Spend a token."""
        spend(token, "test:9")
        record(HAPPENED, "test:9", content={})

    pay(**CALL, token=b"1" * 16)
    with pytest.raises(Replayed) as told:
        pay(**CALL, token=b"1" * 16)

    assert told.value.ref == "test:9"
    assert Event.objects.filter(stream="test:9").count() == 1


@pytest.mark.django_db(transaction=True)
def test_busy_database_writes_nothing_and_says_so(monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's writers do not take turns")
    monkeypatch.setattr(door, "PATIENCE", 0.05)
    held, free = threading.Event(), threading.Event()

    def hold():
        with door.turn():
            held.set()
            free.wait(5)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    with pytest.raises(Busy):
        write(**CALL)
    free.set()
    holder.join()

    assert not Letter.objects.filter(about="test:1").exists()


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_at_once_each_write_once():
    def work(n):
        write(by=Public(), now=NOW, about=f"test:{n}")
        connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Event.objects.filter(stream__startswith="test:").count() == 16


@pytest.mark.django_db(transaction=True)
def test_synchronous_is_full_and_the_journal_is_ahead():
    if connection.vendor != "sqlite":
        pytest.skip("a setting of SQLite")
    with connection.cursor() as cursor:
        levels = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "journal_mode", "foreign_keys")
        ]

    assert levels == [2, "wal", 1]
