"""Events of rules and calendar: public, so that an outsider recomputes every date."""

from django.utils.translation import gettext_noop

from kipthoi.journal.registry import PUBLIC, EventType, declare

RULE_SET = EventType(
    "rule.set", gettext_noop("Limit set"), PUBLIC, ("law", "article", "source")
)
CALENDAR_DAY = EventType(
    "calendar.day", gettext_noop("Calendar day entered"), PUBLIC, ("name", "source")
)
CALENDAR_YEAR = EventType(
    "calendar.year", gettext_noop("Calendar year confirmed"), PUBLIC, ("source",)
)

declare([RULE_SET, CALENDAR_DAY, CALENDAR_YEAR])
