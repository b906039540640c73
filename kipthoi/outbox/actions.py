"""Putting a mail into the outbox, in the same commit as what it tells about."""

from kipthoi.journal.action import opened, step
from kipthoi.outbox.models import Letter


@step
def write(about: str, address: str, subject: str, body: str) -> Letter:
    """Write a mail that `tick` will send. It holds no case text, only "there is news"."""
    now = opened().now
    return Letter.objects.create(
        about=about,
        address=address,
        subject=subject,
        body=body,
        made_at=now,
        next_at=now,
    )
