"""Who may set limits and days, and what two rows may not say at once."""

from datetime import date

from kipthoi.core.viewer import Actor, Clockwork, Officer
from kipthoi.deadlines.models import CalendarDay, CalendarYear, DeadlineRule
from kipthoi.people.roles import CHAIR
from kipthoi.units.queries import find_unit, root_body
from kipthoi.units.rules import NotAllowed


class Overlap(Exception):
    """Two versions of a rule would be in force from the same day (`.since`)."""

    def __init__(self, since: date | None) -> None:
        self.since = since
        super().__init__(str(since))


class SameDay(Exception):
    """The calendar says this of the day already."""


class YearConfirmed(Exception):
    """The year was confirmed before."""


class BadNumber(ValueError):
    """A limit's number is no count of its unit (or no day of the year)."""


def allow_limits(by: Actor) -> None:
    """Let the chair of the root body and set-up set limits: they hold for the house.

    Raises NotAllowed.
    """
    if isinstance(by, Clockwork):
        return
    root = root_body()
    if isinstance(by, Officer) and root is not None and by.may(CHAIR, root.unit_id):
        return
    raise NotAllowed


def allow_calendar(by: Actor, scope: str) -> None:
    """Let a chair set the days of a unit below them; "all" is the root chair's.

    Raises NotAllowed.
    """
    if isinstance(by, Clockwork):
        return
    if scope == "all":
        return allow_limits(by)
    unit = find_unit(scope)
    if isinstance(by, Officer) and unit is not None and by.may(CHAIR, unit.pk):
        return
    raise NotAllowed


def sensible(number: str, unit: str) -> None:
    """Raise BadNumber unless the number counts its unit: 1 to 999, or MM-DD."""
    if unit == "date":
        try:
            date.fromisoformat(f"2000-{number}")
        except ValueError:
            raise BadNumber(number) from None
    elif not (number.isascii() and number.isdigit() and 0 < int(number) < 1000):
        raise BadNumber(number)


def no_overlap(before: DeadlineRule | None, valid_from: date | None) -> None:
    """Raise Overlap if the version before begins on the same day or later."""
    if before is None:
        return
    earlier, later = before.valid_from or date.min, valid_from or date.min
    if later <= earlier:
        raise Overlap(before.valid_from)


def not_already(day: date, kind: str, scope: str, undone: bool) -> None:
    """Raise SameDay if the newest row for this day and scope says just this."""
    row = CalendarDay.objects.filter(day=day, scope=scope).order_by("-id").first()
    if row is not None and row.undone == undone and (undone or row.kind == kind):
        raise SameDay(day.isoformat())


def not_confirmed(year: int) -> None:
    """Raise YearConfirmed if the days off of this year stand confirmed already."""
    if CalendarYear.objects.filter(year=year, confirmed=True).exists():
        raise YearConfirmed(str(year))
