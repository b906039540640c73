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
TERM_ENDED = EventType(
    "term.ended", gettext_noop("Term ended"), PRIVATE, ("role", "unit", "on")
)
TERM_GIVEN = EventType(
    "term.given", gettext_noop("Role given"), PRIVATE, ("role", "unit", "from", "to")
)
SIGNED_OUT_EVERYWHERE = EventType(
    "person.signed_out", gettext_noop("Device signed out"), PRIVATE
)

declare(
    [
        PERSON_INVITED,
        INVITATION_WITHDRAWN,
        PERSON_JOINED,
        TERM_ENDED,
        TERM_GIVEN,
        SIGNED_OUT_EVERYWHERE,
    ]
)
