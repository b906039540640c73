"""Reading the journal: the timeline of a subject, filtered by who looks."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from kipthoi.core.viewer import Holder, Officer, Viewer
from kipthoi.journal.models import Event, Mention, Once
from kipthoi.journal.registry import EVENTS, PUBLIC, EventType


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a page shows it."""

    type: EventType
    stream: str
    on: date
    at: datetime
    actor: str
    content: dict[str, Any]


def timeline(ref: str, *, viewer: Viewer) -> list[Line]:
    """Return what happened to a subject, oldest first, as far as `viewer` may see it.

    Anybody sees public events without their content; the holder of the key sees those
    meant for the asker; an officer (whose right to the case the caller has checked)
    sees all.
    """
    found = (
        # A sub-select, not a join: with a join every event there is would be read.
        Event.objects.filter(
            Q(stream=ref) | Q(pk__in=Mention.objects.filter(ref=ref).values("event"))
        ).order_by("at", "id")
    )
    lines = (_line(event) for event in found)
    if isinstance(viewer, Officer):
        return list(lines)
    if isinstance(viewer, Holder):
        return [line for line in lines if line.type.for_asker]
    return [
        Line(line.type, line.stream, line.on, line.at, "", {})
        for line in lines
        if line.type.audience == PUBLIC
    ]


def _line(event: Event) -> Line:
    content = json.loads(event.content) if event.content else {}
    return Line(
        EVENTS[event.name], event.stream, event.on, event.at, event.actor, content
    )


def latest(ref: str) -> Event | None:
    """Return the newest event of a stream, or None."""
    return Event.objects.filter(stream=ref).order_by("-id").first()


def spent_for(token: bytes) -> str | None:
    """Return what a form's once-token was spent for, or None if it is fresh."""
    return Once.objects.filter(token=token).values_list("ref", flat=True).first()
