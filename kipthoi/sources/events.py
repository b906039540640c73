"""Events of sources."""

from django.utils.translation import gettext_noop

from kipthoi.journal.registry import PRIVATE, EventType, declare

SOURCE_ADDED = EventType(
    "source.added", gettext_noop("Source added"), PRIVATE, ("title", "number")
)

declare([SOURCE_ADDED])
