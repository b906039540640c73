"""Who may set limits and days, and what two rows may not say at once."""

from datetime import date

from kipthoi.core.viewer import Actor, Clockwork, Officer
from kipthoi.deadlines.models import CalendarDay, DeadlineRule
from kipthoi.people.roles import CHAIR
from kipthoi.units.rules import NotAllowed


class Overlap(Exception):
    """Two versions of a rule would be in force from the same day (`.since`)."""

    def __init__(self, since: date | None) -> None:
        self.since = since
        super().__init__(str(since))


class SameDay(Exception):
    """The calendar says this of the day already."""


def allow_limits(by: Actor) -> None:
    """Let chairs and set-up set limits. Raises NotAllowed."""
    if isinstance(by, Clockwork):
        return
    if isinstance(by, Officer) and CHAIR in by.roles:
        return
    raise NotAllowed


allow_calendar = allow_limits


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
