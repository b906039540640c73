"""Marks of what is committed: as long as the mark is the same, so is everything else.

Every change of state is exactly one event. On SQLite the newest event is the mark: one
writer at a time, so events are committed in the order of their ids, and no id is given
twice. On PostgreSQL an id that was drawn early may be committed late, so that a newer
one would hide it; there the mark is the snapshot itself. It names which transactions
are seen, so two equal snapshots see the same, in whatever process they were taken.
"""

from django.db import connection

from kipthoi.journal.models import Event

Mark = int | str

_MARKS = {
    "sqlite": "SELECT MAX(id) FROM kipthoi_event",
    "postgresql": "SELECT pg_current_snapshot()::text",
}


def mark() -> Mark | None:
    """Return the mark of all that is committed now.

    None inside an open transaction of PostgreSQL: its own changes are in no snapshot.
    """
    if connection.vendor != "sqlite" and connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_MARKS[connection.vendor])
        found: Mark | None = cursor.fetchone()[0]
    return found or 0


def changed_for_everybody(since: Mark, until: Mark) -> bool:
    """Tell whether more than matters may have changed from one mark to another.

    What happens to a matter shows on the pages of matters only; what is published has
    events of its own. True where nobody can tell.
    """
    if isinstance(since, str) or isinstance(until, str) or since > until:
        return True
    between = Event.objects.filter(pk__gt=since, pk__lte=until)
    return between.exclude(stream__startswith="case:").exists()
