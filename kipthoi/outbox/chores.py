"""Sending what waits: tried again with growing pauses, emptied once it has left."""

import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMessage

from kipthoi.journal.action import chore
from kipthoi.outbox.models import Letter

# Minutes to wait after each failure; after the last the mail is given up.
PAUSES = (1, 5, 15, 60, 240, 720, 1440)
TABLE = ("kipthoi_letter",)


def send_waiting(now: datetime, limit: int = 50) -> tuple[int, int]:
    """Send the mails that are due; return how many left and how many failed.

    One address that bounces does not stop the others. Sending happens outside any
    transaction; the mark is set afterwards, so a crash may send a mail twice and never
    loses one.
    """
    sent = failed = 0
    for letter in Letter.objects.filter(next_at__lte=now).order_by("next_at")[:limit]:
        problem = _send(letter)
        if problem:
            note_failure(letter.pk, problem, now=now)
            failed += 1
        else:
            note_sent(letter.pk, now=now)
            sent += 1
    return sent, failed


def _send(letter: Letter) -> str:
    """Hand one mail to the mail server; return what went wrong, or nothing."""
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.address]).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:200]
    return ""


@chore(tables=TABLE)
def note_sent(pk: int, *, now: datetime) -> None:
    """Mark a mail as sent and forget its address and words."""
    Letter.objects.filter(pk=pk).update(
        sent_at=now, next_at=None, address="", subject="", body="", failed=""
    )


@chore(tables=TABLE)
def note_failure(pk: int, problem: str, *, now: datetime) -> None:
    """Put the next try later; after the last pause give up and forget the words."""
    letter = Letter.objects.get(pk=pk)
    if letter.tries >= len(PAUSES):
        Letter.objects.filter(pk=pk).update(
            next_at=None, failed=problem, address="", subject="", body=""
        )
        return
    Letter.objects.filter(pk=pk).update(
        tries=letter.tries + 1,
        failed=problem,
        next_at=now + timedelta(minutes=PAUSES[letter.tries]),
    )
