"""Wall time of Viet Nam, as plain arithmetic.

Viet Nam has kept UTC+7 without summer time since 1975, so a fixed offset is exact and
the core needs no time-zone files.
"""

from datetime import UTC, date, datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def local(instant: datetime) -> datetime:
    """Return the naive Asia/Ho_Chi_Minh wall time of an aware instant."""
    return instant.astimezone(VIET_NAM).replace(tzinfo=None)


def local_day(instant: datetime) -> date:
    """Return the Asia/Ho_Chi_Minh calendar day of an aware instant."""
    return local(instant).date()


def instant(wall: datetime) -> datetime:
    """Return the UTC instant of a naive Asia/Ho_Chi_Minh wall time."""
    return wall.replace(tzinfo=VIET_NAM).astimezone(UTC)
