"""Closing a unit, or merging it into another, with the matters that still lie there."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from kipthoi.cases import queries, rules
from kipthoi.cases.actions.passing import pass_on
from kipthoi.cases.actions.steps import lock, today
from kipthoi.cases.models import Case
from kipthoi.core.viewer import Actor
from kipthoi.journal.action import action, step
from kipthoi.outbox.actions import write
from kipthoi.people.models import Person
from kipthoi.units.actions import close_unit as close
from kipthoi.units.models import Unit
from kipthoi.units.rules import allow_tree, still_open


@action
def close_unit(
    *, by: Actor, now: datetime, unit: Unit, into: Unit | None, reason: str
) -> list[Case]:
    """Close a unit, alone or merged into `into`; return the matters that moved.

    What is not ended goes to the unit it merges into, otherwise to the superior: each
    keeps its clock, its asker is told, and whoever is on duty there has it.

    Raises NotAllowed, UnitClosed, StillBelow (units stand under it), NowhereTo (it is
    the root, or `into` is itself) and NobodyThere.
    """
    allow_tree(by, unit)
    unit = Unit.objects.select_related("parent", "body_unit__body").get(pk=unit.pk)
    still_open(unit)
    rules.nothing_below(unit)
    to = rules.where_to(unit, into)
    moved: dict[Person, list[Case]] = {}
    for case in queries.unfinished_in(unit):
        case = lock(case)
        taken_by, person = queries.heir(case, to, today=today())
        pass_on(case, taken_by, person, reason=reason)
        moved.setdefault(person, []).append(case)
    for person, cases in moved.items():
        _say_so(person, cases, unit)
    close(unit=unit, into=into, reason=reason, now=now)
    return [case for cases in moved.values() for case in cases]


@step
def _say_so(person: Person, cases: list[Case], unit: Unit) -> None:
    """Tell whoever takes the matters by letter; the letter says nothing of them."""
    with override(person.language):
        subject = _("%(n)s matters come to you") % {"n": len(cases)}
        body = _(
            "%(unit)s has ended. %(n)s matters that lay there are yours from today;"
            " their dates stand. Sign in to read them."
        ) % {"unit": unit.name, "n": len(cases)}
        write(unit.ref, person.email, subject, body)
