"""Marks of what is committed: another one for every event, in every process."""

import threading

import pytest
from django.db import connection, transaction

from kipthoi.journal.models import Event
from kipthoi.publications.marks import changed_for_everybody, mark
from tests.house import NOW, TODAY

postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def happen(stream="unit:che") -> Event:
    return Event.objects.create(
        name="unit.changed", stream=stream, on=TODAY, at=NOW, actor="clockwork"
    )


@pytest.mark.django_db(transaction=True)
def test_mark_stays_while_nothing_happens_and_moves_with_an_event():
    first = mark()
    assert first is not None
    assert mark() == first

    happen()

    assert mark() not in (None, first)


@postgresql
@pytest.mark.django_db(transaction=True)
def test_event_numbered_early_and_committed_late_moves_the_mark():
    numbered, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            happen()
            numbered.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    numbered.wait(10)
    newer = happen()
    before = mark()
    may_commit.set()
    thread.join()

    assert Event.objects.latest("pk").pk == newer.pk
    assert mark() != before


@postgresql
def test_own_open_transaction_has_no_mark(db):
    assert mark() is None


@pytest.mark.parametrize(
    ("stream", "changed"),
    [
        ("case:7K3M9Q2F", False),
        ("publication:1", True),
        ("unit:che", True),
        ("person:1", True),
        ("source:1", True),
        ("calendar:all", True),
        ("", True),
    ],
)
def test_only_what_happens_to_matters_leaves_what_is_published(db, stream, changed):
    before = happen("case:22222222").pk
    happen("case:22222222")
    after = happen(stream).pk

    assert changed_for_everybody(before, after) is changed
    assert changed_for_everybody(after, after) is False


@pytest.mark.parametrize(("since", "until"), [(2, 1), ("1:1:", "1:2:"), (1, "1:1:")])
def test_what_nobody_can_tell_changes_everything(db, since, until):
    assert changed_for_everybody(since, until) is True
