"""Reading people: who somebody is today, and who is in charge where."""

from datetime import date

from django.db.models import Q, QuerySet

from kipthoi.core.viewer import Grant, Officer
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


def on_duty(unit: Unit, *, today: date, skip: frozenset[int] = frozenset()) -> Person | None:
    """Return who is named on a receipt: on duty at the unit, or nearest above.

    Where nobody has the role `duty`, an officer or the chair of the nearest level
    stands in. Ids in `skip` (levels that the asker passed over) are left out.
    """
    levels = [pk for pk in reversed(unit.ancestry) if pk not in skip]
    wanted = (DUTY, OFFICER, CHAIR, DEPUTY)
    terms = list(
        Term.objects.select_related("person").filter(
            running(today), unit__in=levels, role__in=wanted, person__is_active=True
        )
    )
    for level in levels:
        here = [term for term in terms if term.unit_id == level]
        if here:
            return min(here, key=lambda t: (wanted.index(t.role), t.pk)).person
    return None


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


def sessions_of(person: Person) -> QuerySet[Session]:
    """Return the devices a person is signed in on, newest first."""
    return Session.objects.filter(person=person).order_by("-begun_at")


def cast() -> list[Term]:
    """Return one term of each person, for the demonstration's one-click sign-in."""
    terms = Term.objects.select_related("person", "unit").order_by("person_id", "id")
    return list({term.person_id: term for term in reversed(terms)}.values())[::-1]
