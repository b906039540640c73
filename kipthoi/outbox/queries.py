"""Reading the outbox: counts for the page about the system, never an address."""

from dataclasses import dataclass
from datetime import datetime

from kipthoi.outbox.models import Letter


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the outbox stands: waiting, given up, and since when the oldest waits."""

    waiting: int
    given_up: int
    oldest: datetime | None


def outlook() -> Outlook:
    """Return how many mails wait, were given up, and the oldest that waits."""
    waiting = Letter.objects.filter(next_at__isnull=False)
    oldest = waiting.order_by("made_at").values_list("made_at", flat=True).first()
    given_up = Letter.objects.filter(next_at__isnull=True, sent_at__isnull=True)
    return Outlook(waiting.count(), given_up.count(), oldest)
