"""Events of publications."""

from django.utils.translation import gettext_noop as _

from kipthoi.journal.registry import PUBLIC, EventType, declare

ISSUED = EventType(
    "publication.issued", _("Published"), PUBLIC, ("title", "short", "body")
)
CORRECTED = EventType(
    "publication.corrected",
    _("Corrected"),
    PUBLIC,
    ("title", "short", "body", "change"),
)
HIDDEN = EventType("publication.hidden", _("Hidden"), PUBLIC, ("reason",))

declare([ISSUED, CORRECTED, HIDDEN])
