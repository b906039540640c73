"""Who may give roles, and what a term may not be."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q

from kipthoi.core.viewer import Actor, Clockwork, Officer
from kipthoi.people.models import Invitation, Person, Term
from kipthoi.people.roles import CHAIR, DEPUTY
from kipthoi.units.models import Unit
from kipthoi.units.rules import NotAllowed


class TermsOverlap(Exception):
    """The person has this role here in these days already (`.since` when)."""

    def __init__(self, since: date) -> None:
        self.since = since
        super().__init__(since.isoformat())


class InvitationEnded(Exception):
    """The link was used, withdrawn, or is older than it lasts."""


class LastChair(Exception):
    """A body keeps at least one chair."""


class BadDays(Exception):
    """The days do not fit: an end before its beginning, or nobody to stand in for."""


class TermOver(Exception):
    """The term has ended, so that it can neither end again nor be stood in for."""


class NoSuchKey(Exception):
    """The person has no such passkey (any more)."""


def allow_people(by: Actor, unit: Unit) -> None:
    """Let a chair give roles below, and set-up the first ones. Raises NotAllowed."""
    if isinstance(by, Clockwork):
        return
    if isinstance(by, Officer) and by.may(CHAIR, unit.pk):
        return
    raise NotAllowed


def allow_self(by: Actor, person: Person) -> None:
    """Raise NotAllowed unless the actor is this very person."""
    if not isinstance(by, Officer) or by.person != person.pk:
        raise NotAllowed


def no_overlap(
    person: Person, unit: Unit, role: str, from_on: date, to_on: date | None
) -> None:
    """Raise TermsOverlap if the same role there has a day in common."""
    clash = Term.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=from_on),
        person=person,
        unit=unit,
        role=role,
    )
    if to_on is not None:
        clash = clash.filter(from_on__lte=to_on)
    found = clash.first()
    if found is not None:
        raise TermsOverlap(found.from_on)


def usable(*, token: bytes, now: datetime) -> Invitation:
    """Return the invitation of a token, if it can still be used. Raises the end."""
    invitation = (
        Invitation.objects.select_related("unit__body_unit")
        .filter(
            token=token,
            used_at__isnull=True,
            withdrawn_at__isnull=True,
            ends_at__gt=now,
        )
        .first()
    )
    if invitation is None:
        raise InvitationEnded
    return invitation


def not_the_last_chair(term: Term, on: date) -> None:
    """Raise LastChair if the body would be without a chair after this day."""
    if term.role not in (CHAIR, DEPUTY) or term.stands_in_for_id is not None:
        return
    others = Term.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=on),
        unit__body_unit=term.unit.body_unit,
        role__in=(CHAIR, DEPUTY),
        stands_in_for__isnull=True,  # somebody for a few days is not enough
    ).exclude(pk=term.pk)
    if not others.exists():
        raise LastChair


def may_end(term: Term, on: date, *, today: date) -> None:
    """Raise TermOver if the term ended before today, BadDays for a day before it."""
    if term.to_on is not None and term.to_on < today:
        raise TermOver
    if on < term.from_on:
        raise BadDays


def may_stand_in(term: Term, person: Person, from_on: date, to_on: date) -> None:
    """Raise BadDays or TermOver unless this person may stand in for the term's."""
    if to_on < from_on or person.pk == term.person_id:
        raise BadDays
    if term.to_on is not None and term.to_on < from_on:
        raise TermOver


def own_key(person: Person, pk: int) -> Authenticator:
    """Return a person's own passkey. Raises NoSuchKey."""
    key = Authenticator.objects.filter(
        user=person, pk=pk, type=Authenticator.Type.WEBAUTHN
    ).first()
    if key is None:
        raise NoSuchKey
    return key
