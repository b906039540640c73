"""Into whose hands a case comes: taken over, given, or read anew."""

from datetime import date

from django.db.models import QuerySet

from kipthoi.cases import rules
from kipthoi.cases.models import (
    Case,
)
from kipthoi.core.workflow import ENDED
from kipthoi.journal.models import Event
from kipthoi.people.models import Person, Term
from kipthoi.people.queries import holders, officer_of, on_duty, running
from kipthoi.people.roles import CHAIR, DEPUTY, DUTY, OFFICER
from kipthoi.units.models import Unit
from kipthoi.units.queries import above, open_units


def taker(case: Case, to: Unit, *, today: date) -> Person:
    """Return who takes a case that is handed to a unit.

    Raises NobodyThere, and PassedOver for the level that the asker went over.
    """
    if to.pk == case.passed_over_id:
        raise rules.PassedOver
    if to.closed_on is not None or to.pk == case.unit_id:
        raise rules.NobodyThere
    over = frozenset({case.passed_over_id} if case.passed_over_id else ())
    person = on_duty(to, today=today, skip=over)
    # Above the body somebody may be found who does not read its cases.
    if person is None or not officer_of(person, today=today).may(OFFICER, to.pk):
        raise rules.NobodyThere
    return person


def heir(case: Case, to: Unit, *, today: date) -> tuple[Unit, Person]:
    """Return which unit takes a case whose own unit ends, and who there.

    The nearest one from `to` upward that was not passed over and has somebody who reads
    the case. Raises NobodyThere.
    """
    for unit in above(to):
        try:
            return unit, taker(case, unit, today=today)
        except (rules.NobodyThere, rules.PassedOver):
            continue
    raise rules.NobodyThere


def reviewer_for(case: Case, *, today: date) -> Person | None:
    """Return who reads a contested case anew: somebody who neither answered nor assigned.

    The first time in the same body, if there is such a person; the second time, and
    where there is none, at the superior's. None when the whole installation has
    nobody: then the step waits, gets late, and the pages say so.
    """
    busy = _had_a_hand(case)
    here = case.unit.body_unit_id
    levels: list[Unit] = above(case.unit)
    local = [unit for unit in levels if unit.body_unit_id == here]
    superior = [unit for unit in levels if unit.body_unit_id != here]
    order = [superior, local] if case.n_contested >= 2 else [local, superior]
    for side in order:
        found = _free_officer(side, busy, case, today=today)
        if found is not None:
            return found
    return _anybody(busy, case, today=today)


def _had_a_hand(case: Case) -> set[int]:
    """Return who answered, reviewed, assigned or has the case."""
    hands = set(case.answers.values_list("person", flat=True))
    hands |= set(case.contests.values_list("reviewer", flat=True))
    actors = Event.objects.filter(
        stream=case.ref,
        name__in=("case.accepted", "case.assigned", "case.handed_over"),
        actor__startswith="person:",
    ).values_list("actor", flat=True)
    hands |= {int(actor.removeprefix("person:")) for actor in actors}
    return {hand for hand in hands | {case.assignee_id} if hand is not None}


def _free_officer(
    levels: list[Unit], busy: set[int], case: Case, *, today: date
) -> Person | None:
    for unit in levels:
        if unit.pk == case.passed_over_id:
            continue
        terms = (
            Term.objects.select_related("person")
            .filter(
                running(today),
                unit=unit,
                role__in=("officer", "duty", "chair", "deputy"),
                person__is_active=True,
            )
            .exclude(person__in=busy)
            .order_by("id")
        )
        if terms:
            return terms[0].person
    return None


def _anybody(busy: set[int], case: Case, *, today: date) -> Person | None:
    """Return any officer of the same body's subtree who had no hand in it."""
    people = holders(OFFICER, case.unit, today=today)
    return next(
        (
            person
            for person in people
            if person.pk not in busy
            and not rules.passed_over(officer_of(person, today=today), case)
        ),
        None,
    )


def unfinished_in(unit: Unit) -> QuerySet[Case]:
    """Return the cases of a unit that are not ended, for closing or merging it."""
    return Case.objects.filter(unit=unit).exclude(state__in=sorted(ENDED))


def colleagues(case: Case, *, today: date) -> list[Person]:
    """Return the officers to whom a case may be given."""
    return [
        person
        for person in holders(OFFICER, case.unit, today=today)
        if not rules.passed_over(officer_of(person, today=today), case)
    ]


def takers(case: Case, *, today: date) -> list[tuple[Unit, Person | None]]:
    """Return every open unit a case could go to, with who would take it there.

    The unit it lies at and the level that the asker went over are left out. Two looks,
    however many units there are.
    """
    wanted = (DUTY, OFFICER, CHAIR, DEPUTY)
    at: dict[int, list[Term]] = {}
    terms = Term.objects.select_related("person").filter(
        running(today), role__in=wanted, person__is_active=True
    )
    for term in terms:
        at.setdefault(term.unit_id, []).append(term)
    at.pop(case.passed_over_id or 0, None)
    units = open_units()
    bodies = {unit.pk: unit.body_unit_id for unit in units}
    out = {case.unit_id, case.passed_over_id}
    return [
        (unit, _nearest(unit, at, bodies, wanted))
        for unit in units
        if unit.pk not in out
    ]


def _nearest(
    unit: Unit,
    at: dict[int, list[Term]],
    bodies: dict[int, int | None],
    wanted: tuple[str, ...],
) -> Person | None:
    for level in reversed(unit.ancestry):
        if level in at and bodies.get(level) == unit.body_unit_id:
            return min(at[level], key=lambda t: (wanted.index(t.role), t.pk)).person
    return None
