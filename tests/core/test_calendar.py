"""Working days: weeks, swaps, what is known, and the version that goes into the log."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.core.calendar import Calendar, Malformed

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
SWAP = {date(2026, 8, 31): "off", date(2026, 8, 22): "work", date(2026, 9, 2): "off"}
SPRING = [date(2026, 1, 20) + timedelta(days=i) for i in range(60)]


def calendar(days=SWAP, **more):
    return Calendar(*YEAR, days, **more)


days = st.dictionaries(st.sampled_from(SPRING), st.sampled_from(["off", "work"]))
weeks = st.sampled_from(["mon-fri", "mon-sat"])


@pytest.mark.parametrize(
    ("day", "week", "working"),
    [
        (date(2026, 8, 21), "mon-fri", True),
        (date(2026, 8, 15), "mon-fri", False),
        (date(2026, 8, 22), "mon-fri", True),
        (date(2026, 8, 15), "mon-sat", True),
        (date(2026, 8, 16), "mon-sat", False),
        (date(2026, 8, 31), "mon-fri", False),
        (date(2026, 9, 2), "mon-sat", False),
        (datetime(2026, 9, 2, 9, 30), "mon-fri", False),
        (datetime(2026, 8, 22, 9, 30), "mon-fri", True),
    ],
)
def test_day_is_worked_by_row_first_and_then_by_weekday(day, week, working):
    assert calendar(week=week).is_working(day) is working


def test_next_working_day_is_never_the_day_itself():
    assert calendar().next_working(date(2026, 8, 20)) == date(2026, 8, 21)
    assert calendar().next_working(date(2026, 8, 21)) == date(2026, 8, 22)
    assert calendar().next_working(date(2026, 8, 28)) == date(2026, 9, 1)


def test_calendar_covers_only_days_that_are_entered_and_decreed():
    sure = Calendar(date(2026, 1, 1), date(2027, 12, 31), {})
    unsure = replace(sure, provisional=frozenset({2027}))

    assert sure.covers(date(2026, 1, 1), date(2027, 12, 31))
    assert not sure.covers(date(2025, 12, 31), date(2026, 1, 1))
    assert not sure.covers(date(2027, 12, 31), date(2028, 1, 1))
    assert unsure.covers(date(2026, 1, 1), date(2026, 12, 31))
    assert not unsure.covers(date(2026, 12, 31), date(2027, 1, 1))


def test_a_year_that_is_not_entered_is_not_also_called_undecreed():
    unsure = Calendar(
        date(2026, 1, 1), date(2027, 6, 30), {}, provisional=frozenset({2026, 2027})
    )

    assert unsure.unknown(date(2026, 5, 1), date(2028, 1, 5)) == (2027, 2028)
    assert unsure.undecreed(date(2026, 5, 1), date(2028, 1, 5)) == (2026,)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("week", {"week": "sun-thu"}),
        ("days", {"days": {date(2026, 1, 1): "holiday"}}),
        ("known_to", {"known_to": date(2025, 1, 1)}),
        ("hours", {"hours": ()}),
        ("hours", {"hours": ((time(8), time(8)),)}),
        ("hours", {"hours": ((time(13), time(17)), (time(8), time(11)))}),
    ],
)
def test_calendar_that_makes_no_sense_is_refused_by_field(field, wrong):
    with pytest.raises(Malformed, match=f"^{field}: ") as refused:
        replace(calendar(), **wrong)

    assert refused.value.field == field


@settings(max_examples=60)
@given(days, weeks, st.sampled_from(SPRING), st.integers(0, 50))
def test_count_agrees_with_counting_day_by_day(days, week, after, length):
    rows = calendar(days, week=week)
    upto = after + timedelta(days=length)

    one_by_one = [after + timedelta(days=i) for i in range(1, length + 1)]

    assert rows.count(after, upto) == sum(map(rows.is_working, one_by_one))
    off = [day for day in one_by_one if not rows.is_working(day)]
    assert list(rows.days_off(after + timedelta(days=1), upto)) == off


# --- Version --------------------------------------------------------------------------


def test_version_is_twelve_hex_digits_and_does_not_drift():
    # Hand-made: sha256 of the seven lines that the docstring names, joined by newlines.
    assert calendar({}).version == calendar({}).version
    assert calendar().version == "45fa6f470b71"
    assert calendar().version != calendar({}).version


@settings(max_examples=80)
@given(days, days, weeks)
def test_version_changes_if_and_only_if_a_day_changes(before, after, week):
    one, other = calendar(before, week=week), calendar(after, week=week)

    same = [one.is_working(day) == other.is_working(day) for day in SPRING]

    assert (one.version == other.version) is all(same)


@pytest.mark.parametrize(
    "change",
    [
        {"week": "mon-sat"},
        {"known_from": date(2025, 1, 1)},
        {"known_to": date(2027, 12, 31)},
        {"provisional": frozenset({2026})},
        {"hours": ((time(8), time(17)),)},
    ],
)
def test_version_changes_with_everything_else_that_moves_a_date(change):
    assert replace(calendar(), **change).version != calendar().version


@pytest.mark.parametrize(
    "change",
    [
        {"names": {date(2026, 9, 2): "Quốc khánh"}},
        {"names_en": {date(2026, 9, 2): "National Day"}},
        {"provisional": frozenset({2031})},
        {"days": SWAP | {date(2026, 8, 15): "off", date(2026, 8, 17): "work"}},
    ],
)
def test_version_stays_when_no_date_can_move(change):
    assert replace(calendar(), **change).version == calendar().version


def test_calendar_can_be_a_key():
    assert {calendar(): 1}[calendar()] == 1
