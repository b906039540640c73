"""Writes of signing in that are nobody's act: letters with codes, old sessions."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken

from kipthoi.journal.action import chore
from kipthoi.outbox.models import Letter
from kipthoi.people.models import Person, Session


@chore(tables=("kipthoi_letter",))
def send_code(person: Person | None, subject: str, body: str, *, now: datetime) -> None:
    """Put the letter with a sign-in code into the outbox.

    For an address that nobody has, an empty row is written that goes nowhere: known and
    unknown addresses cost the same one write, so that time does not tell them apart.
    """
    if person is None:
        Letter.objects.create(about="sign-in", made_at=now, sent_at=now)
        return
    Letter.objects.create(
        about=person.ref,
        address=person.email,
        subject=subject,
        body=body,
        made_at=now,
        next_at=now,
    )


@chore(tables=("mfa_authenticator",))
def spend_recovery_code(person: Person, typed: str, *, now: datetime) -> bool:
    """Use up one of a person's recovery codes; tell whether it was one."""
    kind = Authenticator.Type.RECOVERY_CODES
    found = Authenticator.objects.filter(user=person, type=kind).first()
    try:
        return found is not None and bool(found.wrap().validate_code(typed))
    except InvalidToken:  # sealed under a `django.secret` that is gone
        return False


@chore(tables=("kipthoi_session",))
def end_old_sessions(*, now: datetime) -> int:
    """Delete the sessions whose time is over; return how many there were."""
    count, _each = Session.objects.filter(expire_date__lt=now).delete()
    return count
