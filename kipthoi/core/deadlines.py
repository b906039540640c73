"""When a time limit ends, and why.

The day of the event is day zero. Dates are Asia/Ho_Chi_Minh calendar days; datetimes
are naive wall time of Asia/Ho_Chi_Minh. Pure: no clock is read. As a program
(`python -m kipthoi.core.deadlines`) it reads one JSON object a line and prints one.

Source: Civil Code 91/2015/QH13 art. 147 and 148 (hours run exactly; a term in months
ends on the day that bears the event's number, or on the last of the month; a last day
that is off moves to the end of the next working day).
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from kipthoi.core.calendar import WEEKS, Calendar
from kipthoi.core.calendar import Malformed as Malformed
from kipthoi.core.explain import Due as Due
from kipthoi.core.explain import Skipped as Skipped
from kipthoi.core.explain import parts, render
from kipthoi.core.localtime import local

UNITS: Final = (
    "working", "calendar", "hours", "working_hours", "months", "month_end", "date",
)  # fmt: skip
SENSES: Final = ("due", "bar", "not_before", "valid_for", "posting", "cutoff")
ROLLED: Final = ("due", "bar")
MOST: Final = 4000

_DAY = timedelta(days=1)
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


def due_on(
    start: date, n: int | str, unit: str, calendar: Calendar, sense: str = "due"
) -> Due:
    """Return the end of `n` units from `start`, nominal and rolled.

    Units: working and calendar (days), months, month_end (last day of the n-th month
    after that of `start`), date (`n` is MM-DD: the first one after `start`), hours
    (exact) and working_hours (inside the body's day); both need a naive local datetime,
    the others take its day. Only senses due and bar move from a day off, and never
    month_end or hours. An end that depends on days not known or not decreed is
    provisional; one that depends on no day off is exact however far away.

    Raises Malformed: `.field` is start, n, unit or sense. Source: see the module.
    """
    _check(start, n, unit, sense)
    try:
        if unit == "hours":
            end = _moment(start) + timedelta(hours=int(n))
            return Due(end, end, start, n, unit, sense)
        if unit == "working_hours":
            return _working_hours(_moment(start), int(n), calendar, sense)
        day = start.date() if isinstance(start, datetime) else start
        return _days(day, n, unit, calendar, sense)
    except OverflowError:
        raise Malformed("start", "the end lies past the year 9999") from None


def extend(
    old: Due, n: int | str, unit: str, calendar: Calendar, sense: str = "due"
) -> Due:
    """Return the end of an extension, which runs from the old nominal end.

    Days that the old end gained by moving from a day off are not gained twice; the new
    end is never before the old one. Raises Malformed (an extension in hours of a limit
    in days has no hour to run from).
    """
    return due_on(old.nominal, n, unit, calendar, sense)


def working_days_between(today: date, last: date, calendar: Calendar) -> int:
    """Return the working days from `today` (not counted) to `last` (counted).

    Negative when `last` has passed: so many working days late. Late over a weekend
    only is 0, so ask `last < today` first. Days beyond the calendar go by weekday.
    """
    if last >= today:
        return calendar.count(today, last)
    return -calendar.count(last, today)


def _check(start: object, n: object, unit: str, sense: str) -> None:
    if unit not in UNITS:
        raise Malformed("unit", f"must be one of {', '.join(UNITS)}")
    if sense not in SENSES:
        raise Malformed("sense", f"must be one of {', '.join(SENSES)}")
    if not isinstance(start, date):
        raise Malformed("start", "must be a date or a datetime")
    if isinstance(start, datetime) and start.tzinfo is not None:
        raise Malformed("start", "must be naive wall time of Asia/Ho_Chi_Minh")
    if unit == "date":
        _month_day(n)
    elif not isinstance(n, int) or isinstance(n, bool):
        raise Malformed("n", "must be a whole number")
    elif not 0 <= n <= MOST:
        raise Malformed("n", f"must lie between 0 and {MOST}")


def _month_day(n: object) -> tuple[int, int]:
    found = _MONTH_DAY.fullmatch(n) if isinstance(n, str) else None
    try:
        if found is None:
            raise ValueError
        leap = date(2000, int(found[1]), int(found[2]))
    except ValueError:
        raise Malformed("n", "must be a day of the year as MM-DD") from None
    return leap.month, leap.day


def _moment(start: date) -> datetime:
    if not isinstance(start, datetime):
        raise Malformed("start", "hours need a time of day")
    return start


# --- Days -----------------------------------------------------------------------------


def _days(day: date, n: int | str, unit: str, calendar: Calendar, sense: str) -> Due:
    if unit == "working":
        nominal = _nth_working(day, int(n), calendar)
    elif unit == "calendar":
        nominal = day + timedelta(days=int(n))
    elif unit == "months":
        nominal = _month(day, int(n), day.day)
    elif unit == "month_end":
        nominal = _month(day, int(n), 31)
    else:
        nominal = _next_date(day, *_month_day(n))
    due = nominal
    rolls = sense in ROLLED and unit != "month_end"
    if rolls and not calendar.is_working(nominal):
        due = calendar.next_working(nominal)
    # The end depends on every day when working days are counted, on those from the
    # nominal to the moved end when it may move, and else on none.
    counted = unit == "working" and n != 0
    if not (counted or rolls):
        return Due(due, nominal, day, n, unit, sense)
    first = day + _DAY if counted else nominal
    return Due(
        due,
        nominal,
        day,
        n,
        unit,
        sense,
        skipped=_skipped(first, due, calendar),
        made_up=_between(first, due, calendar.made_up),
        unknown=calendar.unknown(first, due),
        undecreed=calendar.undecreed(first, due),
    )


def _nth_working(day: date, n: int, calendar: Calendar) -> date:
    for _ in range(n):
        day = calendar.next_working(day)
    return day


def _month(day: date, months: int, number: int) -> date:
    """Return the day `number` of the n-th month after, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError
    # December has 31 days; every other last day lies before a first one.
    last = 31 if month == 11 else (date(year, month + 2, 1) - _DAY).day
    return date(year, month + 1, min(number, last))


def _next_date(day: date, month: int, number: int) -> date:
    # 29 February may be eight years away (1896 to 1904).
    for year in range(day.year, day.year + 9):
        try:
            found = date(year, month, number)
        except ValueError:
            continue
        if found > day:
            return found
    raise OverflowError


def _skipped(first: date, last: date, calendar: Calendar) -> tuple[Skipped, ...]:
    return tuple(
        Skipped(
            day,
            "holiday",
            calendar.names.get(day, ""),
            calendar.names_en.get(day, ""),
        )
        if day in calendar.holidays
        else Skipped(day, "weekend")
        for day in calendar.days_off(first, last)
    )


def _between(first: date, last: date, days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(day for day in days if first <= day <= last))


# --- Working hours --------------------------------------------------------------------


def _working_hours(start: datetime, n: int, calendar: Calendar, sense: str) -> Due:
    spans = _spans(start, calendar)
    left = timedelta(hours=n)
    begins, closes = next(spans)
    opens, end = begins, begins + left
    while end > closes:
        left -= closes - opens
        opens, closes = next(spans)
        end = opens + left
    first, last = start.date(), end.date()
    return Due(
        end,
        end,
        start,
        n,
        "working_hours",
        sense,
        skipped=_skipped(first, last, calendar),
        made_up=_between(first, last, calendar.made_up),
        unknown=calendar.unknown(first, last),
        undecreed=calendar.undecreed(first, last),
        begins=begins,
        hours=calendar.hours,
    )


def _spans(start: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield the worked spans of time from `start` on, without end."""
    day = start.date()
    if not calendar.is_working(day):
        day = calendar.next_working(day)
    while True:
        for a, b in calendar.hours:
            opens, closes = datetime.combine(day, a), datetime.combine(day, b)
            if closes > start:
                yield max(opens, start), closes
        day = calendar.next_working(day)


# --- The door -------------------------------------------------------------------------


def answer(line: bytes) -> dict[str, Any]:
    """Return what the door says to one line: a JSON object in UTF-8.

    In: start (ISO, local), n, unit, sense (optional: due), week, known_from, known_to,
    days. Out: due, nominal, why (Vietnamese), also provisional when it is; or error.
    """
    try:
        given = _object(line)
        calendar = Calendar(
            known_from=_date("known_from", _text(given, "known_from")),
            known_to=_date("known_to", _text(given, "known_to")),
            days=_table(given),
            week=_choice(given, "week", WEEKS),
        )
        due = due_on(
            _start(_text(given, "start")),
            _given(given, "n"),
            _choice(given, "unit", UNITS),
            calendar,
            _choice(given, "sense", SENSES) if "sense" in given else "due",
        )
    except Malformed as wrong:
        return {"error": str(wrong)}
    return _said(due)


def _said(due: Due) -> dict[str, Any]:
    said: dict[str, Any] = {"provisional": True} if due.provisional else {}
    said |= {"due": due.due.isoformat(), "nominal": due.nominal.isoformat()}
    return said | {"why": render(parts(due), "vi")}


def _object(line: bytes) -> dict[str, Any]:
    try:
        given = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise Malformed("line", "must be one JSON object in UTF-8") from None
    if not isinstance(given, dict):
        raise Malformed("line", "must be a JSON object")
    return given


def _given(given: dict[str, Any], name: str) -> Any:
    if name not in given:
        raise Malformed(name, "is missing")
    return given[name]


def _text(given: dict[str, Any], name: str) -> str:
    value = _given(given, name)
    if not isinstance(value, str):
        raise Malformed(name, "must be text")
    return value


def _choice(given: dict[str, Any], name: str, known: Iterable[str]) -> str:
    value = _text(given, name)
    if value not in known:
        raise Malformed(name, f"must be one of {', '.join(known)}")
    return value


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Malformed(name, "must be a day as YYYY-MM-DD") from None


def _start(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
        return local(moment) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise Malformed("start", "must be a day or an instant in ISO 8601") from None


def _table(given: dict[str, Any]) -> dict[date, str]:
    days = _given(given, "days")
    if not isinstance(days, dict):
        raise Malformed("days", "must be an object of day and off or work")
    table: dict[date, str] = {}
    for day, what in days.items():
        if not isinstance(what, str):
            raise Malformed("days", "each day must be off or work")
        table[_date("days", day)] = what
    return table


def main(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield one line of JSON for each line that comes in."""
    for line in lines:
        yield json.dumps(answer(line))


if __name__ == "__main__":
    for reply in main(sys.stdin.buffer):
        print(reply, flush=True)
