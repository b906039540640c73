"""Time limits against a table worked out by hand, a slow oracle, and the door."""

import io
import json
import runpy
import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.core import deadlines
from kipthoi.core.calendar import Calendar
from kipthoi.core.deadlines import Malformed, due_on, extend, working_days_between

TET = [date(2026, 2, day) for day in range(16, 21)]
OFF = [
    date(2026, 1, 1),
    date(2026, 1, 2),
    *TET,
    date(2026, 4, 26),
    date(2026, 4, 27),
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 8, 31),
    date(2026, 9, 1),
    date(2026, 9, 2),
    date(2026, 11, 24),
    date(2027, 1, 1),
]
MON_FRI = Calendar(
    date(2020, 1, 1),
    date(2027, 12, 31),
    dict.fromkeys(OFF, "off") | {date(2026, 1, 10): "work", date(2026, 8, 22): "work"},
    provisional=frozenset({2027}),
)
MON_SAT = replace(MON_FRI, week="mon-sat")

# start | n | unit | sense | nominal | due ("=" if it did not move)
TABLE = """
2026-11-16 | 10 | working | due | 2026-12-01 | =
2026-11-25 | 10 | working | due | 2026-12-09 | =
2026-11-16T16:59 | 10 | working | due | 2026-12-01 | =
2025-12-31 | 5 | working | due | 2026-01-09 | =
2025-12-31 | 6 | working | due | 2026-01-10 | =
2025-12-31 | 7 | working | due | 2026-01-12 | =
2026-02-13 | 1 | working | due | 2026-02-23 | =
2026-02-10 | 10 | working | due | 2026-03-03 | =
2026-02-18 | 1 | working | due | 2026-02-23 | =
2026-04-24 | 3 | working | due | 2026-05-04 | =
2026-08-21 | 1 | working | due | 2026-08-22 | =
2026-08-21 | 2 | working | due | 2026-08-24 | =
2026-08-28 | 1 | working | due | 2026-09-03 | =
2026-11-22 | 1 | working | due | 2026-11-23 | =
2026-11-23 | 1 | working | due | 2026-11-25 | =
2026-11-21 | 0 | working | due | 2026-11-21 | 2026-11-23
2026-11-21 | 0 | working | posting | 2026-11-21 | =
2026-11-20 | 0 | working | due | 2026-11-20 | =
2026-11-20 | 3 | working | posting | 2026-11-26 | =
2026-10-30 | 30 | calendar | due | 2026-11-29 | 2026-11-30
2026-10-30 | 30 | calendar | valid_for | 2026-11-29 | =
2026-01-18 | 30 | calendar | due | 2026-02-17 | 2026-02-23
2026-10-25 | 30 | calendar | due | 2026-11-24 | 2026-11-25
2026-10-25 | 30 | calendar | posting | 2026-11-24 | =
2026-10-25 | 30 | calendar | cutoff | 2026-11-24 | =
2026-08-02 | 90 | calendar | not_before | 2026-10-31 | =
2026-08-02 | 90 | calendar | bar | 2026-10-31 | 2026-11-02
2025-12-11 | 30 | calendar | due | 2026-01-10 | =
2026-10-22 | 30 | calendar | due | 2026-11-21 | 2026-11-23
2026-11-20 | 0 | calendar | due | 2026-11-20 | =
2026-01-31 | 1 | months | due | 2026-02-28 | 2026-03-02
2026-01-31 | 1 | months | valid_for | 2026-02-28 | =
2024-01-31 | 1 | months | due | 2024-02-29 | =
2023-11-30 | 3 | months | due | 2024-02-29 | =
2024-02-29 | 12 | months | due | 2025-02-28 | =
2026-03-31 | 1 | months | due | 2026-04-30 | 2026-05-04
2026-08-15 | 3 | months | due | 2026-11-15 | 2026-11-16
2025-12-31 | 12 | months | due | 2026-12-31 | =
2025-09-30 | 3 | months | due | 2025-12-30 | =
2026-09-30 | 1 | month_end | due | 2026-10-31 | =
2026-12-05 | 1 | month_end | due | 2027-01-31 | =
2026-02-10 | 0 | month_end | due | 2026-02-28 | =
2023-12-31 | 2 | month_end | due | 2024-02-29 | =
2026-11-30 | 1 | month_end | due | 2026-12-31 | =
2026-01-01 | 06-14 | date | cutoff | 2026-06-14 | =
2026-01-01 | 06-14 | date | due | 2026-06-14 | 2026-06-15
2026-06-14 | 06-14 | date | cutoff | 2027-06-14 | =
2026-06-20 | 12-14 | date | due | 2026-12-14 | =
2026-01-01 | 02-29 | date | cutoff | 2028-02-29 | =
1896-02-29 | 02-29 | date | cutoff | 1904-02-29 | =
2026-11-27T16:00 | 72 | hours | due | 2026-11-30T16:00 | =
2026-11-21T10:15 | 72 | hours | due | 2026-11-24T10:15 | =
2026-12-31T20:00 | 5 | hours | due | 2027-01-01T01:00 | =
2026-11-25T08:00 | 4 | working_hours | due | 2026-11-25T14:00 | =
2026-11-25T10:00 | 4 | working_hours | due | 2026-11-25T16:00 | =
2026-11-25T11:45 | 4 | working_hours | due | 2026-11-26T08:00 | =
2026-11-25T07:00 | 4 | working_hours | due | 2026-11-25T11:30 | =
2026-11-25T07:30 | 4 | working_hours | due | 2026-11-25T11:30 | =
2026-11-25T17:00 | 4 | working_hours | due | 2026-11-26T11:30 | =
2026-11-25T23:59 | 1 | working_hours | due | 2026-11-26T08:30 | =
2026-11-25T11:29:30 | 1 | working_hours | due | 2026-11-25T14:29:30 | =
2026-11-25T12:00 | 0 | working_hours | due | 2026-11-25T13:30 | =
2026-11-27T16:00 | 4 | working_hours | due | 2026-11-30T10:30 | =
2026-11-27T16:00 | 8 | working_hours | due | 2026-11-30T16:30 | =
2026-11-28T10:00 | 4 | working_hours | due | 2026-11-30T11:30 | =
2026-11-23T16:30 | 4 | working_hours | due | 2026-11-25T11:00 | =
2026-08-22T10:00 | 4 | working_hours | due | 2026-08-22T16:00 | =
2026-02-13T16:00 | 8 | working_hours | due | 2026-02-23T16:30 | =
2026-11-23T08:00 | 40 | working_hours | due | 2026-12-01T10:30 | =
"""
PLANTS = """
2026-11-20 | 1 | working | due | 2026-11-21 | =
2026-11-20 | 3 | working | due | 2026-11-25 | =
2026-02-13 | 2 | working | due | 2026-02-21 | =
2026-01-09 | 1 | working | due | 2026-01-10 | =
2026-10-22 | 30 | calendar | due | 2026-11-21 | =
2026-10-30 | 30 | calendar | due | 2026-11-29 | 2026-11-30
2026-11-28T10:00 | 4 | working_hours | due | 2026-11-28T16:00 | =
2026-11-28T16:00 | 4 | working_hours | due | 2026-11-30T10:30 | =
"""


def moment(text):
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def read(table):
    cases = []
    for line in table.strip().splitlines():
        start, n, unit, sense, nominal, due = (cell.strip() for cell in line.split("|"))
        number = n if unit == "date" else int(n)
        due = nominal if due == "=" else due
        cases.append((moment(start), number, unit, sense, moment(nominal), moment(due)))
    return cases


@pytest.mark.parametrize(("start", "n", "unit", "sense", "nominal", "due"), read(TABLE))
def test_limit_ends_on_the_day_worked_out_by_hand(start, n, unit, sense, nominal, due):
    found = due_on(start, n, unit, MON_FRI, sense)

    assert (found.nominal, found.due) == (nominal, due)
    assert type(found.due) is type(due)


@pytest.mark.parametrize(
    ("start", "n", "unit", "sense", "nominal", "due"), read(PLANTS)
)
def test_limit_of_a_plant_counts_saturdays(start, n, unit, sense, nominal, due):
    found = due_on(start, n, unit, MON_SAT, sense)

    assert (found.nominal, found.due) == (nominal, due)


def test_shifts_of_a_plant_set_its_working_hours():
    early = replace(MON_SAT, hours=((time(6), time(14)),))

    assert due_on(datetime(2026, 11, 28, 13), 4, "working_hours", early).due == (
        datetime(2026, 11, 30, 9)
    )


def test_day_zero_of_an_instant_is_its_day():
    found = due_on(datetime(2026, 11, 16, 23, 59), 10, "working", MON_FRI)

    assert found == due_on(date(2026, 11, 16), 10, "working", MON_FRI)


def test_due_keeps_what_was_left_out_and_what_counted():
    due = due_on(date(2025, 12, 31), 7, "working", MON_FRI)

    assert [(day.day.day, day.reason) for day in due.skipped] == [
        (1, "holiday"),
        (2, "holiday"),
        (3, "weekend"),
        (4, "weekend"),
        (11, "weekend"),
    ]
    assert due.made_up == (date(2026, 1, 10),)
    assert (due.start, due.n, due.unit, due.sense) == (
        date(2025, 12, 31),
        7,
        "working",
        "due",
    )


# --- Provisional ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "n", "unit", "sense", "unknown", "undecreed"),
    [
        (date(2026, 12, 21), 8, "working", "due", (), ()),
        (date(2026, 12, 21), 9, "working", "due", (), (2027,)),
        (date(2027, 12, 30), 3, "working", "due", (2028,), (2027,)),
        (date(2027, 12, 31), 1, "working", "posting", (2028,), ()),
        (date(2019, 12, 30), 2, "working", "due", (2019,), ()),
        (date(2019, 12, 31), 2, "working", "due", (), ()),
        # A last day in the known year that moves into one that is not decreed.
        (date(2026, 12, 2), 30, "calendar", "due", (), (2027,)),
        (date(2026, 12, 1), 30, "calendar", "due", (), ()),
        (date(2027, 12, 2), 60, "calendar", "due", (2028,), ()),
        # What does not look at days off is exact, however far away it lies.
        (date(2027, 12, 2), 60, "calendar", "posting", (), ()),
        (date(2027, 12, 2), 2, "month_end", "due", (), ()),
        (date(2027, 12, 2), 0, "working", "cutoff", (), ()),
        (datetime(2027, 12, 30, 9), 72, "hours", "due", (), ()),
        (datetime(2027, 12, 31, 16), 4, "working_hours", "due", (2028,), (2027,)),
        (datetime(2026, 12, 31, 16), 1, "working_hours", "due", (), ()),
    ],
)
def test_end_is_provisional_if_days_nobody_decreed_decide_about_it(
    start, n, unit, sense, unknown, undecreed
):
    due = due_on(start, n, unit, MON_FRI, sense)

    # 2 December 2026 + 30 days is 1 January 2027, a day off of a year not decreed.
    assert (due.unknown, due.undecreed) == (unknown, undecreed)
    assert due.provisional is bool(unknown or undecreed)


# --- Extensions and what is left ------------------------------------------------------


def test_extension_runs_from_the_nominal_end():
    old = due_on(date(2026, 10, 30), 30, "calendar", MON_FRI)

    assert extend(old, 30, "calendar", MON_FRI).due == date(2026, 12, 29)
    assert extend(old, 5, "working", MON_FRI).due == date(2026, 12, 4)


def test_extension_in_hours_of_a_limit_in_days_is_refused():
    old = due_on(date(2026, 10, 30), 30, "calendar", MON_FRI)

    with pytest.raises(Malformed, match=r"^start: "):
        extend(old, 4, "working_hours", MON_FRI)


@pytest.mark.parametrize(
    ("today", "last", "left"),
    [
        (date(2026, 11, 25), date(2026, 12, 1), 4),
        (date(2026, 11, 25), date(2026, 11, 25), 0),
        (date(2026, 11, 20), date(2026, 11, 25), 2),
        (date(2026, 11, 30), date(2026, 11, 27), -1),
        (date(2026, 11, 29), date(2026, 11, 27), 0),
        (date(2026, 2, 24), date(2026, 2, 13), -2),
    ],
)
def test_working_days_left_leave_out_today_and_count_the_last(today, last, left):
    assert working_days_between(today, last, MON_FRI) == left


# --- Properties -----------------------------------------------------------------------

starts = st.dates(date(2025, 11, 1), date(2027, 3, 1))
rows = st.dictionaries(
    st.dates(date(2025, 11, 1), date(2027, 12, 1)),
    st.sampled_from(["off", "work"]),
    max_size=60,
)
calendars = st.builds(
    lambda days, week: Calendar(date(2025, 1, 1), date(2027, 12, 31), days, week),
    rows,
    st.sampled_from(["mon-fri", "mon-sat"]),
)
numbers = st.integers(0, 60)
day_units = st.sampled_from(["working", "calendar", "months"])


def slow_days(start, n, unit, calendar):
    """Walk day by day, as one would on a wall calendar."""
    day, left = start, n
    while left:
        day += timedelta(days=1)
        if unit == "calendar" or calendar.is_working(day):
            left -= 1
    nominal = day
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return nominal, day


@settings(max_examples=80)
@given(starts, numbers, st.sampled_from(["working", "calendar"]), calendars)
def test_days_agree_with_a_walk_over_the_wall_calendar(start, n, unit, calendar):
    due = due_on(start, n, unit, calendar)

    assert (due.nominal, due.due) == slow_days(start, n, unit, calendar)


@settings(max_examples=40)
@given(starts, st.integers(0, 47), st.integers(1, 9), calendars)
def test_working_hours_agree_with_a_walk_by_half_hours(day, half, n, calendar):
    start = datetime.combine(day, time()) + half * timedelta(minutes=30)

    at, left = start, 2 * n
    while left:
        inside = any(a <= at.time() < b for a, b in calendar.hours)
        left -= inside and calendar.is_working(at)
        at += timedelta(minutes=30)

    assert due_on(start, n, "working_hours", calendar).due == at


@settings(max_examples=60)
@given(starts, numbers, day_units, calendars)
def test_more_days_never_end_sooner(start, n, unit, calendar):
    less, more = (due_on(start, n + i, unit, calendar) for i in (0, 1))

    assert less.nominal < more.nominal
    assert less.due <= more.due


@settings(max_examples=80)
@given(starts, numbers, day_units, st.sampled_from(["due", "bar"]), calendars)
def test_last_day_to_act_is_worked_and_not_before_the_nominal(
    start, n, unit, sense, calendar
):
    due = due_on(start, n, unit, calendar, sense)

    assert calendar.is_working(due.due)
    assert start <= due.nominal <= due.due
    moved = due.nominal != due.due
    assert calendar.count(due.nominal, due.due) == moved
    assert moved is not calendar.is_working(due.nominal)


@settings(max_examples=60)
@given(starts, st.integers(1, 60), calendars)
def test_n_working_days_have_just_n_working_days(start, n, calendar):
    due = due_on(start, n, "working", calendar)

    assert working_days_between(start, due.due, calendar) == n
    assert working_days_between(due.due, start, calendar) == -n
    assert (due.due - start).days == n + len(due.skipped)


@settings(max_examples=60)
@given(starts, numbers, day_units, st.integers(1, 60), day_units, calendars)
def test_extension_is_later_than_what_it_extends(start, n, unit, more, kind, calendar):
    old = due_on(start, n, unit, calendar)

    new = extend(old, more, kind, calendar)

    assert new.nominal > old.nominal
    assert new.due >= old.due


# --- Refusals -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "limit"),
    [
        ("unit", (date(2026, 1, 5), 1, "weeks")),
        ("unit", (date(2026, 1, 5), 1, None)),
        ("sense", (date(2026, 1, 5), 1, "working", MON_FRI, "soon")),
        ("n", (date(2026, 1, 5), -1, "working")),
        ("n", (date(2026, 1, 5), 4001, "calendar")),
        ("n", (date(2026, 1, 5), True, "calendar")),
        ("n", (date(2026, 1, 5), 1.0, "calendar")),
        ("n", (date(2026, 1, 5), "1", "calendar")),
        ("n", (date(2026, 1, 5), "13-01", "date")),
        ("n", (date(2026, 1, 5), "02-30", "date")),
        ("n", (date(2026, 1, 5), "6-14", "date")),
        ("n", (date(2026, 1, 5), "０６-14", "date")),
        ("n", (date(2026, 1, 5), 614, "date")),
        ("start", ("2026-01-05", 1, "working")),
        ("start", (date(2026, 1, 5), 1, "hours")),
        ("start", (date(2026, 1, 5), 1, "working_hours")),
        ("start", (datetime.fromisoformat("2026-01-05T08:00+07:00"), 1, "hours")),
        ("start", (date(9999, 12, 20), 30, "calendar")),
        ("start", (date(9999, 12, 20), 30, "working")),
        ("start", (date(9999, 12, 20), 1, "months")),
        ("start", (date(9999, 12, 20), "06-14", "date")),
        ("start", (date(9990, 12, 20), 4000, "month_end")),
        ("start", (datetime(9999, 12, 31, 12), 30, "hours")),
        ("start", (datetime(9999, 12, 31, 12), 30, "working_hours")),
    ],
)
def test_limit_that_cannot_be_computed_is_refused_by_field(field, limit):
    limit = limit if len(limit) > 3 else (*limit, MON_FRI)

    with pytest.raises(Malformed, match=f"^{field}: ") as refused:
        due_on(*limit)

    assert refused.value.field == field


# --- The door -------------------------------------------------------------------------

ASKED = {
    "start": "2026-11-16",
    "n": 10,
    "unit": "working",
    "week": "mon-fri",
    "known_from": "2026-01-01",
    "known_to": "2026-12-31",
    "days": {"2026-11-24": "off"},
}


def ask(line):
    line = line if isinstance(line, bytes) else json.dumps(line).encode()
    (said,) = deadlines.main([line])
    return json.loads(said)


def test_door_gives_due_nominal_and_why():
    assert ask(ASKED) == {
        "due": "2026-12-01",
        "nominal": "2026-12-01",
        "why": "10 ngày làm việc kể từ 16/11/2026, không tính thứ Bảy, Chủ nhật và ngày"
        " nghỉ lễ 24/11",
    }


@pytest.mark.parametrize(
    ("change", "due", "nominal"),
    [
        ({"unit": "calendar", "n": 13}, "2026-11-30", "2026-11-29"),
        (
            {"unit": "calendar", "n": 13, "sense": "posting"},
            "2026-11-29",
            "2026-11-29",
        ),
        ({"week": "mon-sat", "n": 5}, "2026-11-21", "2026-11-21"),
        (
            {"unit": "hours", "n": 72, "start": "2026-11-20T16:00"},
            "2026-11-23T16:00:00",
            "2026-11-23T16:00:00",
        ),
        (
            {"unit": "working_hours", "n": 4, "start": "2026-11-20T09:00:00Z"},
            "2026-11-23T10:30:00",
            "2026-11-23T10:30:00",
        ),
        ({"unit": "date", "n": "06-14", "sense": "cutoff"}, "2027-06-14", "2027-06-14"),
    ],
)
def test_door_takes_every_unit(change, due, nominal):
    said = ask(ASKED | change)

    assert (said["due"], said["nominal"]) == (due, nominal)
    assert "provisional" not in said


def test_door_says_that_an_end_beyond_the_calendar_is_provisional():
    said = ask(ASKED | {"n": 40})

    assert said["provisional"] is True
    assert said["due"] == "2027-01-12"
    assert "lịch nghỉ năm 2027 chưa được nhập" in said["why"]


@pytest.mark.parametrize("missing", ASKED)
def test_door_names_the_field_that_is_missing(missing):
    asked = {name: value for name, value in ASKED.items() if name != missing}

    assert ask(asked) == {"error": f"{missing}: is missing"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": 20261116}, "start"),
        ({"start": "16/11/2026"}, "start"),
        ({"start": "0001-01-01T00:00+14:00"}, "start"),
        ({"start": "9999-12-31T23:00Z", "unit": "hours"}, "start"),
        ({"start": "2026-11-16", "unit": "hours"}, "start"),
        ({"n": "10"}, "n"),
        ({"n": None}, "n"),
        ({"n": 10**30}, "n"),
        ({"n": float("inf")}, "n"),
        ({"n": float("nan")}, "n"),
        ({"unit": "fortnights"}, "unit"),
        ({"unit": ["working"]}, "unit"),
        ({"sense": "DUE"}, "sense"),
        ({"sense": None}, "sense"),
        ({"week": "sun-thu"}, "week"),
        ({"week": {}}, "week"),
        ({"known_from": "hôm nay"}, "known_from"),
        ({"known_to": "2025-12-31"}, "known_to"),
        ({"days": ["2026-11-24"]}, "days"),
        ({"days": {"24/11": "off"}}, "days"),
        ({"days": {"2026-11-24": True}}, "days"),
        ({"days": {"2026-11-24": ["off"]}}, "days"),
        ({"days": {"2026-11-24": "holiday"}}, "days"),
    ],
)
def test_door_names_the_field_that_is_wrong(change, field):
    assert ask(ASKED | change)["error"].startswith(f"{field}: ")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"1" * 10_000,
        b'{"start": "\\ud800", "n": 1',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'"' + b"x" * 1_000_000 + b'"',
    ],
    ids=lambda line: repr(line[:12]),
)
def test_door_answers_any_line_with_an_error(line):
    assert set(ask(line)) == {"error"}


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from([*ASKED, "sense"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=12)
        | st.dictionaries(st.text(max_size=10), st.text(max_size=4), max_size=2),
    )
)
def test_door_never_breaks(change):
    assert ask(ASKED | change).keys() & {"due", "error"}


def test_door_is_a_program_of_lines(monkeypatch, capsys):
    lines = json.dumps(ASKED).encode() + b"\n\nnonsense\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
    monkeypatch.delitem(sys.modules, "kipthoi.core.deadlines")

    runpy.run_module("kipthoi.core.deadlines", run_name="__main__")

    first, *rest = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["due"] == "2026-12-01"
    assert [set(said) for said in rest] == [{"error"}, {"error"}]
