"""Events of the tree of units."""

from django.utils.translation import gettext_noop

from kipthoi.journal.registry import PRIVATE, PUBLIC, EventType, declare

UNIT_OPENED = EventType(
    "unit.opened", gettext_noop("Unit opened"), PUBLIC, ("name", "level")
)
UNIT_MOVED = EventType(
    "unit.moved", gettext_noop("Unit moved or changed"), PUBLIC, ("reason",)
)
UNIT_MERGED = EventType("unit.merged", gettext_noop("Unit merged"), PUBLIC, ("reason",))
UNIT_CLOSED = EventType("unit.closed", gettext_noop("Unit closed"), PUBLIC, ("reason",))
UNIT_FURNISHED = EventType(
    "unit.furnished", gettext_noop("Topics and places entered"), PRIVATE, ("topics",)
)
BODY_SET = EventType(
    "body.set", gettext_noop("Letterhead and settings changed"), PRIVATE, ("fields",)
)
LIST_CHANGED = EventType(
    "list.changed",
    gettext_noop("Topics, places or outside bodies changed"),
    PRIVATE,
    ("what", "name", "active"),
)

declare(
    [
        UNIT_FURNISHED,
        UNIT_OPENED,
        UNIT_MOVED,
        UNIT_MERGED,
        UNIT_CLOSED,
        BODY_SET,
        LIST_CHANGED,
    ]
)
