"""What events there are: each room declares its own once, in its `events.py`."""

from collections.abc import Iterable
from dataclasses import dataclass

PUBLIC = "public"
SEALED = "sealed"
PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class EventType:
    """One thing that can happen: its name, its words, who learns of it.

    `audience` is public (a leaf in the log), sealed (into the sealed day) or private.
    `for_asker` puts it on the timeline that the holder of the key sees. `fields` names
    what its content holds, for the reference page.
    """

    name: str
    label: str
    audience: str
    fields: tuple[str, ...] = ()
    for_asker: bool = False


EVENTS: dict[str, EventType] = {}


def declare(types: Iterable[EventType]) -> None:
    """Add a room's events. Raises ValueError for a name that is taken."""
    for event in types:
        if EVENTS.get(event.name, event) != event:
            raise ValueError(f"event declared twice: {event.name}")
        EVENTS[event.name] = event
