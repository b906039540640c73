"""Events of cases: what leaves a line in the public log, and what stays in the house."""

from django.utils.translation import gettext_noop as _

from kipthoi.journal.registry import PRIVATE, PUBLIC, SEALED, EventType, declare


def _public(name: str, label: str, *fields: str) -> EventType:
    return EventType(f"case.{name}", label, PUBLIC, fields, for_asker=True)


def _private(name: str, label: str, *fields: str, told: bool = False) -> EventType:
    return EventType(f"case.{name}", label, PRIVATE, fields, for_asker=told)


RECEIVED = _public("received", _("Received"), "text", "place", "door", "files")
ACCEPTED = _public("accepted", _("Taken up"), "kind", "topic", "title")
ASKED = _public("asked", _("Asked for more"), "text")
REPLIED = _public("replied", _("More was told"), "text")
ANSWERED = _public("answered", _("Answered"), "fields", "sources")
AGREED = _public("agreed", _("The asker says: solved"))
CONTESTED = _public("contested", _("A review was asked for"), "reason", "text")
UPHELD = _public("upheld", _("Reviewed: the answer stands"), "fields")
REVISED = _public("revised", _("Reviewed: answered anew"), "fields")
CLOSED = _public("closed", _("Closed"), "reason", "text")
WITHDRAWN = _public("withdrawn", _("Withdrawn by the asker"))
WITHHELD = _public("withheld", _("Handled in private"), "reason")
HANDED_OVER = _public("handed_over", _("Handed over"), "to", "unit", "reason")
EXTENDED = _public("extended", _("More days were asked for"), "reason", "text")
URGENT = _public("urgent", _("Marked urgent"), "text")
JOINED = _public("joined", _("Joined with the same matter"), "to")
PUBLISHED = _public("published", _("The answer was published"), "publication")
UNPUBLISHED = _public("unpublished", _("The published answer was hidden"), "reason")
ERASED = _public("erased", _("Erased by law"), "ground")

IDENTITY_OPENED = EventType(
    "case.identity_opened",
    _("Your name was opened"),
    SEALED,
    ("reason",),
    for_asker=True,
)

ASSIGNED = _private("assigned", _("Given to a person"), "person", told=True)
MESSAGE_SENT = _private("message_sent", _("Message"), "side", "text")
NOTED = _private("noted", _("Inside note"), "text")
TRANSCRIBED = _private("transcribed", _("Voice written down"), "text")
RATED = _private("rated", _("Rated"), "solved", "clear")
CONSENT_CHANGED = _private(
    "consent_changed", _("Consent changed"), "publish", told=True
)
CONTACT_ERASED = _private("contact_erased", _("Contact erased"), told=True)
RECEIPT_KEPT = _private("receipt_kept", _("The code was kept"))
LOCKED = _private("locked", _("Locked by the asker"))
KEY_RENEWED = _private("key_renewed", _("A new code was given"), told=True)
WITHHOLDING_ASKED = _private("withholding_asked", _("Withholding asked for"), "text")
READING_ASKED = _private("reading_asked", _("Second reading asked for"), "publication")
READING_RETURNED = _private("reading_returned", _("Returned by the reader"), "text")

declare(each for each in list(globals().values()) if isinstance(each, EventType))
