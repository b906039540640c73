"""Changing who holds a role, and what an officer signs in with."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn

from kipthoi.core.localtime import local_day
from kipthoi.core.viewer import Actor
from kipthoi.journal.action import action
from kipthoi.journal.record import record
from kipthoi.outbox.actions import write
from kipthoi.people import rules
from kipthoi.people.events import (
    CODES_MADE,
    INVITATION_WITHDRAWN,
    KEY_ADDED,
    KEY_REMOVED,
    KEY_RENAMED,
    PERSON_CHANGED,
    PERSON_INVITED,
    PERSON_JOINED,
    SIGNED_OUT_EVERYWHERE,
    STAND_IN,
    TERM_ENDED,
    TERM_GIVEN,
)
from kipthoi.people.models import Invitation, Person, Session, Term
from kipthoi.people.roles import CHAIR, DEPUTY
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

    Raises NotAllowed (no chair over the unit) and TermsOverlap (they hold it already).
    """
    rules.allow_people(by, invitee.unit)
    known = Person.objects.filter(email__iexact=invitee.email).first()
    if known is not None:
        rules.no_overlap(known, invitee.unit, invitee.role, local_day(now), None)
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
    """Take an invitation back. Raises NotAllowed and InvitationEnded."""
    rules.allow_people(by, invitation.unit)
    invitation = rules.usable(token=bytes(invitation.token), now=now)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(INVITATION_WITHDRAWN, invitation.unit.ref, content={})


@action
def take_up(*, by: Actor, now: datetime, token: bytes) -> Person:
    """Take up the role of an invitation by its link.

    Raises InvitationEnded and TermsOverlap (the role came to them in another way).
    """
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
    """End a term on a day, the last one on which it runs.

    Raises NotAllowed, LastChair (a body keeps one), BadDays (the day lies before the
    term begins) and TermOver (it ended before).
    """
    rules.allow_people(by, term.unit)
    term = Term.objects.select_related("unit", "person").get(pk=term.pk)
    rules.may_end(term, on, today=local_day(now))
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
def stand_in(
    *,
    by: Actor,
    now: datetime,
    term: Term,
    person: Person,
    from_on: date,
    to_on: date,
) -> Term:
    """Let somebody do what a term gives, from a day to a day: a chair has a deputy.

    Raises NotAllowed, BadDays (the end lies before the beginning, or it is the same
    person), TermOver and TermsOverlap.
    """
    rules.allow_people(by, term.unit)
    term = Term.objects.select_related("unit", "person").get(pk=term.pk)
    rules.may_stand_in(term, person, from_on, to_on)
    role = DEPUTY if term.role == CHAIR else term.role
    rules.no_overlap(person, term.unit, role, from_on, to_on)
    made = Term.objects.create(
        person=person,
        unit=term.unit,
        role=role,
        title=term.title,
        from_on=from_on,
        to_on=to_on,
        stands_in_for=term.person,
    )
    record(
        STAND_IN,
        person.ref,
        content={
            "role": role,
            "unit": term.unit.slug,
            "from": from_on.isoformat(),
            "to": to_on.isoformat(),
        },
        mentions=[term.unit.ref, term.person.ref],
    )
    return made


@action
def set_language(*, by: Actor, now: datetime, person: Person, language: str) -> None:
    """Set the language of a person's own letters. Raises NotAllowed."""
    rules.allow_self(by, person)
    Person.objects.filter(pk=person.pk).update(language=language)
    record(PERSON_CHANGED, person.ref, content={"language": language})


@action
def add_key(
    *,
    by: Actor,
    now: datetime,
    person: Person,
    name: str,
    credential: dict[str, Any],
    mail: Mail,
) -> Authenticator:
    """Add a passkey that the browser has made; the person is told by mail.

    `credential` was checked against the challenge of the session. Raises NotAllowed.
    """
    rules.allow_self(by, person)
    key = WebAuthn.add(person, name, credential).instance
    _tell_owner(person, mail)
    record(KEY_ADDED, person.ref, content={})
    return key


@action
def rename_key(*, by: Actor, now: datetime, person: Person, pk: int, name: str) -> None:
    """Give a passkey another name. Raises NotAllowed and NoSuchKey."""
    rules.allow_self(by, person)
    key = rules.own_key(person, pk)
    key.data["name"] = name
    key.save(update_fields=["data"])
    record(KEY_RENAMED, person.ref, content={})


@action
def remove_key(
    *, by: Actor, now: datetime, person: Person, pk: int, mail: Mail
) -> None:
    """Remove a passkey; the person is told by mail. Raises NotAllowed and NoSuchKey."""
    rules.allow_self(by, person)
    rules.own_key(person, pk).delete()
    _tell_owner(person, mail)
    record(KEY_REMOVED, person.ref, content={})


@action
def make_codes(*, by: Actor, now: datetime, person: Person, mail: Mail) -> list[str]:
    """Make new recovery codes; the ones before no longer work. Raises NotAllowed."""
    rules.allow_self(by, person)
    Authenticator.objects.filter(
        user=person, type=Authenticator.Type.RECOVERY_CODES
    ).delete()
    codes = RecoveryCodes.activate(person).get_unused_codes()
    _tell_owner(person, mail)
    record(CODES_MADE, person.ref, content={})
    return list(codes)


def _tell_owner(person: Person, mail: Mail) -> None:
    write(person.ref, person.email, mail.subject, mail.body)


@action
def sign_out_device(*, by: Actor, now: datetime, person: Person, key: str) -> None:
    """End one of a person's own sessions on another device. Raises NotAllowed."""
    rules.allow_self(by, person)
    Session.objects.filter(person=person, session_key=key).delete()
    record(SIGNED_OUT_EVERYWHERE, person.ref, content={})
