"""Events of people and their roles: private, they leave no line in the public log."""

from django.utils.translation import gettext_noop

from kipthoi.journal.registry import PRIVATE, EventType, declare

PERSON_INVITED = EventType(
    "person.invited", gettext_noop("Invited"), PRIVATE, ("role", "unit")
)
INVITATION_WITHDRAWN = EventType(
    "person.invitation_withdrawn", gettext_noop("Invitation withdrawn"), PRIVATE
)
PERSON_JOINED = EventType(
    "person.joined", gettext_noop("Took up a role"), PRIVATE, ("role", "unit")
)
PERSON_CHANGED = EventType(
    "person.changed", gettext_noop("Language changed"), PRIVATE, ("language",)
)
TERM_ENDED = EventType(
    "term.ended", gettext_noop("Term ended"), PRIVATE, ("role", "unit", "on")
)
TERM_GIVEN = EventType(
    "term.given", gettext_noop("Role given"), PRIVATE, ("role", "unit", "from", "to")
)
STAND_IN = EventType(
    "term.stand_in",
    gettext_noop("Stand-in named"),
    PRIVATE,
    ("role", "unit", "from", "to"),
)
SIGNED_OUT_EVERYWHERE = EventType(
    "person.signed_out", gettext_noop("Device signed out"), PRIVATE
)
KEY_ADDED = EventType("key.added", gettext_noop("Passkey added"), PRIVATE)
KEY_RENAMED = EventType("key.renamed", gettext_noop("Passkey renamed"), PRIVATE)
KEY_REMOVED = EventType("key.removed", gettext_noop("Passkey removed"), PRIVATE)
CODES_MADE = EventType("codes.made", gettext_noop("Recovery codes made"), PRIVATE)

declare(
    [
        PERSON_INVITED,
        INVITATION_WITHDRAWN,
        PERSON_JOINED,
        PERSON_CHANGED,
        TERM_ENDED,
        TERM_GIVEN,
        STAND_IN,
        SIGNED_OUT_EVERYWHERE,
        KEY_ADDED,
        KEY_RENAMED,
        KEY_REMOVED,
        CODES_MADE,
    ]
)
