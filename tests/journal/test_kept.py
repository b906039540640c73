"""What is kept while the journal has no news, and when it is read anew."""

from datetime import date

import pytest
from django.db import connection

from kipthoi.core.viewer import Clockwork
from kipthoi.journal.action import action, chore
from kipthoi.journal.kept import kept, stamp
from kipthoi.journal.record import record
from kipthoi.journal.registry import PRIVATE, EventType
from tests.house import NOW

CHANGED = EventType("unit.test_changed", "Changed", PRIVATE)
NOTED = EventType("case.test_noted", "Noted", PRIVATE)

pytestmark = pytest.mark.django_db


@pytest.fixture
def read():
    """Return a kept function that counts how often it really reads."""
    calls = []

    @kept("unit:")
    def look(what):
        calls.append(what)
        return len(calls)

    look.calls = calls
    return look


@action
def change(stream, event=CHANGED, look=None, fail=False, *, by, now):
    """Record one event, look on both sides of it, and fail if asked."""
    before = look("x") if look else None
    record(event, stream, content={})
    after = look("x") if look else None
    if fail:
        raise LookupError
    return before, after


def on_sqlite() -> bool:
    return connection.vendor == "sqlite"


def test_is_read_once_while_nothing_happens(read):
    first, second = read("x"), read("x")

    assert (first == second) is on_sqlite()
    assert read.calls == (["x"] if on_sqlite() else ["x", "x"])


def test_is_read_anew_after_an_event_of_its_streams(read):
    read("x")
    change("unit:che", by=Clockwork(), now=NOW)

    assert read("x") == 2


def test_an_event_of_another_stream_changes_nothing(read):
    read("x")
    change("case:AAAAAAAA", NOTED, by=Clockwork(), now=NOW)

    assert read("x") == (1 if on_sqlite() else 2)


def test_each_argument_is_kept_apart(read):
    assert read("x") != read("y")


def test_what_an_act_changes_itself_is_not_kept(read):
    before, after = change("unit:che", look=read, by=Clockwork(), now=NOW)

    assert (before, after) == (1, 2)
    assert read("x") == 3


def test_what_was_rolled_back_was_not_kept(read):
    with pytest.raises(LookupError):
        change("unit:che", look=read, fail=True, by=Clockwork(), now=NOW)
    seen = len(read.calls)
    change("unit:che", by=Clockwork(), now=NOW)

    assert read("x") == seen + 1


def test_an_act_asks_for_the_stamp_once(django_assert_num_queries):
    @chore(tables=())
    def ask(*, now):
        with django_assert_num_queries(1 if on_sqlite() else 0):
            return stamp("unit:"), stamp("person:"), stamp("rule:", "calendar:")

    one, two, three = ask(now=NOW)

    if on_sqlite():
        assert [len(one), len(two), len(three)] == [1, 1, 2]
    else:
        assert one is two is three is None


def test_days_off_entered_now_count_at_once(house):
    from kipthoi.deadlines.actions import Day, set_day
    from kipthoi.deadlines.queries import calendar_for

    unit, day = house.unit("che.sao"), date(2026, 11, 26)
    worked = calendar_for(unit).is_working(day)
    set_day(
        by=Clockwork(),
        now=NOW,
        day=Day(day, "off", "a test", scope="all"),
        body="house",
    )

    assert (worked, calendar_for(unit).is_working(day)) == (True, False)
