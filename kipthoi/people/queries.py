"""Reading people: who somebody is today, and who is in charge where."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db.models import Q, QuerySet
from django.http import Http404

from kipthoi.core.viewer import Grant, Officer
from kipthoi.journal.kept import kept
from kipthoi.journal.statements import Select
from kipthoi.people.models import Invitation, Person, Session, Term
from kipthoi.people.roles import CHAIR, DEPUTY, DUTY, INCLUDES, OFFICER
from kipthoi.units.models import Unit
from kipthoi.units.queries import reach


def running(today: date) -> Q:
    """Return the condition that a term runs on this day."""
    return Q(from_on__lte=today) & (Q(to_on__isnull=True) | Q(to_on__gte=today))


def officer_of(person: Person, *, today: date) -> Officer:
    """Return what a person is today: an Officer value with all that the roles reach."""
    terms = Term.objects.filter(running(today), person=person).order_by("id")
    reaches = {unit: reach(unit) for unit in {term.unit_id for term in terms}}
    grants = tuple(
        Grant(role, term.unit_id, reaches[term.unit_id], term.title)
        for term in terms
        for role in sorted(INCLUDES.get(term.role, frozenset({term.role})))
    )
    return Officer(person.pk, person.name, grants)


def on_duty(
    unit: Unit, *, today: date, skip: frozenset[int] = frozenset()
) -> Person | None:
    """Return who is named on a receipt: on duty at the unit, or nearest above.

    Where nobody has the role `duty`, an officer or the chair of the nearest level
    stands in. Ids in `skip` (levels that the asker passed over) are left out.
    """
    return _first_of(
        today, tuple(pk for pk in reversed(unit.ancestry) if pk not in skip)
    )


@kept("unit:", "person:", most=256)
def _first_of(today: date, levels: tuple[int, ...]) -> Person | None:
    terms = _named_at(len(levels))(today, *levels) if levels else []
    for level in levels:
        here = [term for term in terms if term.unit_id == level]
        if here:
            return min(here, key=lambda t: (_FIRST.index(t.role), t.pk)).person
    return None


_FIRST = (DUTY, OFFICER, CHAIR, DEPUTY)


@cache
def _named_at(n: int) -> Select[Term]:
    """Return the statement that finds who reads first at any of `n` units on a day."""
    return Select(
        lambda today, *units: Term.objects.select_related("person").filter(
            running(today), unit__in=units, role__in=_FIRST, person__is_active=True
        ),
        date.min,
        *range(-n, 0),
    )


def chairs(unit: Unit, *, today: date) -> list[Person]:
    """Return the chair and deputies nearest at or above a unit."""
    terms = Term.objects.select_related("person").filter(
        running(today),
        unit__in=unit.ancestry,
        role__in=(CHAIR, DEPUTY),
        person__is_active=True,
    )
    found = list(terms)
    for level in reversed(unit.ancestry):
        here = [term.person for term in found if term.unit_id == level]
        if here:
            return here
    return []


def holders(role: str, unit: Unit, *, today: date) -> list[Person]:
    """Return the people whose role reaches a unit today, nearest level first."""
    roles = [name for name, included in INCLUDES.items() if role in included]
    terms = list(
        Term.objects.select_related("person", "unit").filter(
            running(today),
            unit__in=unit.ancestry,
            role__in=roles,
            person__is_active=True,
        )
    )
    inside = [t for t in terms if t.unit.body_unit_id == unit.body_unit_id]
    inside.sort(key=lambda term: -len(term.unit.ancestry))
    return list(dict.fromkeys(term.person for term in inside))


def title_of(person_id: int, *, today: date) -> str:
    """Return the title a person signs with, or the name of the unit of their term."""
    term = (
        Term.objects.select_related("unit")
        .filter(running(today), person_id=person_id)
        .order_by("-title", "id")
        .first()
    )
    return (term.title or term.unit.name) if term else ""


def people_of(officer: Officer) -> QuerySet[Person]:
    """Return the people whose terms lie where this officer is chair."""
    return (
        Person.objects.filter(terms__unit__in=officer.units(CHAIR))
        .distinct()
        .prefetch_related("terms__unit")
        .order_by("name")
    )


def by_email(email: str) -> Person | None:
    """Return the person with this address, whatever its case, or None."""
    return Person.objects.filter(email__iexact=email.strip(), is_active=True).first()


def open_invitations(officer: Officer) -> QuerySet[Invitation]:
    """Return the invitations that wait where this officer is chair."""
    return (
        Invitation.objects.filter(
            unit__in=officer.units(CHAIR),
            used_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .select_related("unit", "invited_by")
        .order_by("-made_at")
    )


def get_person(pk: int, *, viewer: Officer) -> Person:
    """Return a person whose terms lie where this officer is chair. Raises Http404."""
    person = people_of(viewer).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def get_term(pk: int, *, viewer: Officer) -> Term:
    """Return a term in a unit where this officer is chair. Raises Http404."""
    term = (
        Term.objects.select_related("person", "unit__body_unit")
        .filter(pk=pk, unit__in=viewer.units(CHAIR))
        .first()
    )
    if term is None:
        raise Http404
    return term


def terms_of(person: Person, *, viewer: Officer) -> list[Term]:
    """Return a person's terms where the viewer is chair, the newest first."""
    return list(
        Term.objects.select_related("unit", "stands_in_for")
        .filter(person=person, unit__in=viewer.units(CHAIR))
        .order_by("-from_on", "-id")
    )


def terms_in_reach(officer: Officer) -> QuerySet[Term]:
    """Return every term where this officer is chair, by person, in one look."""
    return (
        Term.objects.select_related("person", "unit", "stands_in_for")
        .filter(unit__in=officer.units(CHAIR))
        .order_by("person__name", "person_id", "from_on", "id")
    )


def chairs_here(officer: Officer, *, today: date) -> int:
    """Return how many people are chair or deputy today where this officer is chair."""
    terms = Term.objects.filter(
        running(today), unit__in=officer.units(CHAIR), role__in=(CHAIR, DEPUTY)
    )
    return terms.values("person").distinct().count()


def get_invitation(pk: int, *, viewer: Officer) -> Invitation:
    """Return an open invitation where this officer is chair. Raises Http404."""
    found = open_invitations(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def person_by_id(pk: int) -> Person | None:
    """Return an active person by id, or None."""
    return Person.objects.filter(pk=pk, is_active=True).first()


def sessions_of(person: Person) -> QuerySet[Session]:
    """Return the devices a person is signed in on, newest first."""
    return Session.objects.filter(person=person).order_by("-begun_at")


@dataclass(frozen=True, slots=True)
class Device:
    """One device on which a person is signed in, without the secret of its session."""

    handle: str
    name: str
    begun_at: datetime | None
    seen_on: date | None
    here: bool


def handle_of(key: str) -> str:
    """Return a name for a session that tells nothing of its key."""
    return hashlib.sha256(b"kipthoi/device/v1\x00" + key.encode()).hexdigest()[:20]


def devices(person: Person, *, current: str, now: datetime) -> list[Device]:
    """Return the devices a person is signed in on; `current` is this session's key."""
    rows = sessions_of(person).filter(expire_date__gt=now)
    return [
        Device(
            handle_of(row.session_key),
            row.device,
            row.begun_at,
            row.seen_on,
            row.session_key == current,
        )
        for row in rows
    ]


def session_key(person: Person, handle: str) -> str | None:
    """Return the key of a person's own session by its handle, or None."""
    keys = sessions_of(person).values_list("session_key", flat=True)
    return next((key for key in keys if handle_of(key) == handle), None)


def keys_of(person: Person) -> list[Authenticator]:
    """Return a person's passkeys, the oldest first."""
    kind = Authenticator.Type.WEBAUTHN
    return list(Authenticator.objects.filter(user=person, type=kind).order_by("id"))


def get_key(person: Person, pk: int) -> Authenticator:
    """Return one of a person's own passkeys. Raises Http404."""
    found = next((key for key in keys_of(person) if key.pk == pk), None)
    if found is None:
        raise Http404
    return found


def codes_left(person: Person) -> list[str]:
    """Return the recovery codes that a person has not used yet.

    Codes that were sealed under another `django.secret` cannot be read any more: they
    count as none, so that new ones can be made.
    """
    kind = Authenticator.Type.RECOVERY_CODES
    found = Authenticator.objects.filter(user=person, type=kind).first()
    try:
        return list(found.wrap().get_unused_codes()) if found else []
    except InvalidToken:
        return []


def cast() -> list[Term]:
    """Return one term of each person, for the demonstration's one-click sign-in."""
    terms = Term.objects.select_related("person", "unit").order_by("person_id", "id")
    return list({term.person_id: term for term in reversed(terms)}.values())[::-1]


def duty_terms(*, today: date) -> dict[int, Term]:
    """Return who reads first at each unit that has anybody, by the id of the unit.

    The same choice as `on_duty`, for the whole tree in one look.
    """
    first: dict[int, Term] = {}
    for term in sorted(_named(today), key=lambda t: (_FIRST.index(t.role), t.pk)):
        first.setdefault(term.unit_id, term)
    return first


_named = Select(
    lambda today: Term.objects.select_related("person", "unit__body_unit__body").filter(
        running(today), role__in=_FIRST, person__is_active=True
    ),
    date.min,
)
