"""Changing who holds a role."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kipthoi.core.localtime import local_day
from kipthoi.core.viewer import Actor
from kipthoi.journal.action import action
from kipthoi.journal.record import record
from kipthoi.outbox.actions import write
from kipthoi.people import rules
from kipthoi.people.events import (
    INVITATION_WITHDRAWN,
    PERSON_INVITED,
    PERSON_JOINED,
    SIGNED_OUT_EVERYWHERE,
    TERM_ENDED,
    TERM_GIVEN,
)
from kipthoi.people.models import Invitation, Person, Session, Term
from kipthoi.units.models import Unit

INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invitee:
    """Whom one invites: how to address and reach them, and for which role where."""

    name: str
    email: str
    unit: Unit
    role: str
    honorific: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail already worded in the reader's language, with its one-time link."""

    subject: str
    body: str


def digest(token: bytes) -> bytes:
    """Return what a row keeps of an invitation's token (256 random bits)."""
    return hashlib.sha256(b"kipthoi/invitation/v1\x00" + token).digest()


@action
def appoint(
    *,
    by: Actor,
    now: datetime,
    invitee: Invitee,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Person:
    """Enter a person with a role at once: set-up's first people, and new roles later.

    Raises NotAllowed (no chair over the unit) and TermsOverlap.
    """
    rules.allow_people(by, invitee.unit)
    person = _person(invitee, now)
    _give(person, invitee, from_on or local_day(now), to_on)
    return person


def _person(invitee: Invitee, now: datetime) -> Person:
    person = Person.objects.filter(email__iexact=invitee.email).first()
    if person is None:
        person = Person(
            email=invitee.email.lower(),
            name=invitee.name,
            honorific=invitee.honorific,
            joined_on=local_day(now),
        )
        person.set_unusable_password()
        person.save()
    return person


def _give(person: Person, invitee: Invitee, from_on: date, to_on: date | None) -> Term:
    rules.no_overlap(person, invitee.unit, invitee.role, from_on, to_on)
    term = Term.objects.create(
        person=person,
        unit=invitee.unit,
        role=invitee.role,
        title=invitee.title,
        from_on=from_on,
        to_on=to_on,
    )
    record(
        TERM_GIVEN,
        person.ref,
        content={
            "role": invitee.role,
            "unit": invitee.unit.slug,
            "from": from_on.isoformat(),
            "to": to_on.isoformat() if to_on else "",
        },
        mentions=[invitee.unit.ref],
    )
    return term


@action
def invite(
    *, by: Actor, now: datetime, invitee: Invitee, token: bytes, mail: Mail
) -> Invitation:
    """Invite somebody to a role by a one-time link that lasts seven days.

    Raises NotAllowed (no chair over the unit).
    """
    rules.allow_people(by, invitee.unit)
    invitation = Invitation.objects.create(
        token=digest(token),
        email=invitee.email.lower(),
        name=invitee.name,
        honorific=invitee.honorific,
        unit=invitee.unit,
        role=invitee.role,
        title=invitee.title,
        invited_by_id=getattr(by, "person", None),
        made_at=now,
        ends_at=now + INVITATION_LASTS,
    )
    write(invitee.unit.ref, invitee.email, mail.subject, mail.body)
    record(
        PERSON_INVITED,
        invitee.unit.ref,
        content={"role": invitee.role, "unit": invitee.unit.slug},
    )
    return invitation


@action
def withdraw_invitation(*, by: Actor, now: datetime, invitation: Invitation) -> None:
    """Take an invitation back. Raises NotAllowed."""
    rules.allow_people(by, invitation.unit)
    invitation = Invitation.objects.get(pk=invitation.pk)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(INVITATION_WITHDRAWN, invitation.unit.ref, content={})


@action
def take_up(*, by: Actor, now: datetime, token: bytes) -> Person:
    """Take up the role of an invitation by its link. Raises InvitationEnded."""
    invitation = rules.usable(token=digest(token), now=now)
    invitee = Invitee(
        name=invitation.name,
        email=invitation.email,
        unit=invitation.unit,
        role=invitation.role,
        honorific=invitation.honorific,
        title=invitation.title,
    )
    person = _person(invitee, now)
    _give(person, invitee, local_day(now), None)
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    record(
        PERSON_JOINED,
        person.ref,
        content={"role": invitation.role, "unit": invitation.unit.slug},
        mentions=[invitation.unit.ref],
    )
    return person


@action
def end_term(*, by: Actor, now: datetime, term: Term, on: date) -> None:
    """End a term on a day. Raises NotAllowed and LastChair (a body keeps one)."""
    rules.allow_people(by, term.unit)
    term = Term.objects.select_related("unit", "person").get(pk=term.pk)
    rules.not_the_last_chair(term, on)
    term.to_on = on
    term.save(update_fields=["to_on"])
    record(
        TERM_ENDED,
        term.person.ref,
        content={"role": term.role, "unit": term.unit.slug, "on": on.isoformat()},
        mentions=[term.unit.ref],
    )


@action
def sign_out_device(*, by: Actor, now: datetime, person: Person, key: str) -> None:
    """End one of a person's own sessions on another device. Raises NotAllowed."""
    rules.allow_self(by, person)
    Session.objects.filter(person=person, session_key=key).delete()
    record(SIGNED_OUT_EVERYWHERE, person.ref, content={})
