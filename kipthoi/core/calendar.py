"""The working calendar of a unit: its week, its hours, days off, make-up days.

Days are Asia/Ho_Chi_Minh calendar days; hours are naive wall time there. A make-up
Saturday, a swap, a lunar holiday or a day off in lieu comes in as a row of `days`.
Source: Labour Code 45/2019/QH14 art. 105, 111, 112; Resolution 28/2026/QH16 (24/11).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

Hours = tuple[tuple[time, time], ...]

WEEKS: Final = {"mon-fri": 5, "mon-sat": 6}
OFFICE_HOURS: Final[Hours] = (
    (time(7, 30), time(11, 30)),
    (time(13, 30), time(17, 0)),
)
_DAY = timedelta(days=1)


class Malformed(ValueError):
    """A value from which no date can be computed; `.field` says which one."""

    def __init__(self, field_name: str, why: str) -> None:
        self.field = field_name
        super().__init__(f"{field_name}: {why}")


@dataclass(frozen=True)
class Calendar:
    """Say of every day whether it is worked, and how far that is known.

    `days` says "off" or "work" where a day is not what its weekday says; `names` and
    `names_en` name days off, for words only. Years in `provisional` are entered but
    not decreed. Outside `known_from` to `known_to` answers are guesses by weekday.
    Raises Malformed.
    """

    known_from: date
    known_to: date
    days: Mapping[date, str] = field(default_factory=dict, hash=False)
    week: str = "mon-fri"
    names: Mapping[date, str] = field(default_factory=dict, hash=False)
    provisional: frozenset[int] = frozenset()
    hours: Hours = OFFICE_HOURS
    names_en: Mapping[date, str] = field(default_factory=dict, hash=False)
    # What differs from the week: rows that only repeat it change no date.
    holidays: frozenset[date] = field(init=False, repr=False, compare=False)
    made_up: frozenset[date] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.week not in WEEKS:
            raise Malformed("week", f"must be one of {', '.join(WEEKS)}")
        if self.known_from > self.known_to:
            raise Malformed("known_to", "must not lie before known_from")
        if not set(self.days.values()) <= {"off", "work"}:
            raise Malformed("days", "each day must be off or work")
        moments = [moment for span in self.hours for moment in span]
        if not moments or any(a >= b for a, b in pairwise(moments)):
            raise Malformed("hours", "must be spans of time, one after the other")
        worked = WEEKS[self.week]
        holidays, made_up = set(), set()
        for day, what in self.days.items():
            if what == "off" and day.weekday() < worked:
                holidays.add(day)
            elif what == "work" and day.weekday() >= worked:
                made_up.add(day)
        object.__setattr__(self, "holidays", frozenset(holidays))
        object.__setattr__(self, "made_up", frozenset(made_up))

    def is_working(self, day: date) -> bool:
        """Return whether `day` is worked; by its weekday alone where nothing is known.

        The time of a naive local datetime is left out of account.
        """
        if isinstance(day, datetime):
            day = day.date()
        if day.weekday() < WEEKS[self.week]:
            return day not in self.holidays
        return day in self.made_up

    def next_working(self, day: date) -> date:
        """Return the first working day after `day`. Raises OverflowError past 9999."""
        day += _DAY
        while not self.is_working(day):
            day += _DAY
        return day

    def covers(self, first: date, last: date) -> bool:
        """Return whether every day from `first` to `last` is known and decreed."""
        return not (self.unknown(first, last) or self.undecreed(first, last))

    def unknown(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years of which days from `first` to `last` are not entered."""
        return tuple(
            year
            for year in range(first.year, last.year + 1)
            if max(first, date(year, 1, 1)) < self.known_from
            or min(last, date(year, 12, 31)) > self.known_to
        )

    def undecreed(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years from `first` to `last` that are entered but not decreed."""
        missing = self.unknown(first, last)
        return tuple(
            year
            for year in range(first.year, last.year + 1)
            if year in self.provisional and year not in missing
        )

    def days_off(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from `first` to `last` that are not worked, in order."""
        day = first
        while day <= last:
            if not self.is_working(day):
                yield day
            day += _DAY

    def count(self, after: date, upto: date) -> int:
        """Return how many working days lie after `after`, up to and with `upto`."""
        worked = WEEKS[self.week]
        weeks, rest = divmod((upto - after).days, 7)
        days = weeks * worked
        days += sum((after.weekday() + i) % 7 < worked for i in range(1, rest + 1))
        days -= sum(after < day <= upto for day in self.holidays)
        return days + sum(after < day <= upto for day in self.made_up)

    @cached_property
    def version(self) -> str:
        """Return 12 hex digits that change when, and only when, a date may change.

        SHA-256 of lines: week, first and last day known, years not decreed, spans of
        the day, then each day that differs from the week. Names change words only.
        """
        known = range(self.known_from.year, self.known_to.year + 1)
        lines = [
            f"week {self.week}",
            f"known {self.known_from.isoformat()} {self.known_to.isoformat()}",
            *(f"provisional {year}" for year in sorted(self.provisional & set(known))),
            *(f"hours {a.isoformat()} {b.isoformat()}" for a, b in self.hours),
            *(f"off {day.isoformat()}" for day in sorted(self.holidays)),
            *(f"work {day.isoformat()}" for day in sorted(self.made_up)),
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
