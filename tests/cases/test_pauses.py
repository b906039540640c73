"""Pauses after wrong keys: they grow for whoever guesses, and never lock a factory."""

from datetime import UTC, datetime, timedelta

import pytest

from kipthoi.cases.pauses import (
    CROWD,
    CROWD_LONGEST,
    FREE,
    LONGEST,
    Crowd,
    Visitor,
    read_note,
)

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


def test_first_wrong_keys_cost_nothing_then_the_pause_doubles():
    pauses = [Visitor(wrong, NOW).pause() for wrong in range(8)]

    assert pauses == [0] * FREE + [5, 10, 20, 40, 80]
    assert Visitor(10_000, NOW).pause() == LONGEST


@pytest.mark.parametrize(
    ("after", "left"), [(0, 5), (3, 2), (5, 0), (900, 0), (-900, 5)]
)
def test_pause_runs_out_and_a_clock_set_back_makes_it_no_longer(after, left):
    visitor = Visitor(FREE, NOW)

    assert visitor.left(NOW + timedelta(seconds=after), 0) == left


def test_wrong_key_counts_on():
    later = NOW + timedelta(seconds=9)

    assert Visitor(2, NOW).after_wrong(later) == Visitor(3, later)


@pytest.mark.parametrize("note", [None, "x", [], [1], ["1", 2], {"n": 1}, [1, "now"]])
def test_who_has_no_note_has_just_come(note):
    assert read_note(note, NOW) == Visitor(0, NOW)


def test_note_is_read_as_it_was_given():
    visitor = Visitor(4, NOW)

    assert read_note(visitor.as_note(), NOW + timedelta(minutes=1)) == visitor


def test_a_crowd_of_wrong_keys_makes_all_wait_a_little_for_a_minute():
    crowd = Crowd()
    assert crowd.pause(NOW) == 0
    for _ in range(CROWD):
        crowd.add(NOW)
    assert crowd.pause(NOW) == 1
    for _ in range(CROWD * 100):
        crowd.add(NOW)

    assert crowd.pause(NOW) == CROWD_LONGEST
    assert Visitor(0, NOW).left(NOW, crowd.pause(NOW)) == CROWD_LONGEST
    assert Visitor(0, NOW).left(NOW + timedelta(seconds=6), CROWD_LONGEST) == 0
    assert crowd.pause(NOW + timedelta(seconds=61)) == 0


def test_crowd_can_be_forgotten():
    crowd = Crowd()
    for _ in range(CROWD):
        crowd.add(NOW)

    crowd.forget()

    assert crowd.pause(NOW) == 0
