"""Reading the tree of units. It is small (hundreds), so whole levels are read at once.

The tree, places and topics are open to everybody; nothing here depends on a viewer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet
from django.http import Http404

from kipthoi.journal.kept import kept
from kipthoi.journal.statements import Select
from kipthoi.units.models import Body, ExternalBody, Place, Topic, Unit, UnitMove


def get_unit(slug: str) -> Unit:
    """Return the unit with this slug, with its body. Raises Http404."""
    unit = find_unit(slug)
    if unit is None:
        raise Http404
    return unit


def find_unit(slug: str) -> Unit | None:
    """Return the unit with this slug, open or closed, or None."""
    if "\0" in slug:  # PostgreSQL cannot even be asked
        return None
    return _units().filter(slug=slug).first()


def _units() -> QuerySet[Unit]:
    return Unit.objects.select_related("body_unit__body", "parent")


@kept("unit:", most=256)
def unit_by_id(pk: int) -> Unit:
    """Return the unit with this id, with its body. Raises Http404."""
    found = _by_id.one(pk)
    if found is None:
        raise Http404
    return found


_by_id = Select(lambda pk: _units().filter(pk=pk), -1)


def root_body() -> Body | None:
    """Return the body at the root of the tree: its name stands on the first page."""
    return _root.one()


_root = Select(
    lambda: (
        Body.objects.select_related("unit")
        .filter(unit__parent__isnull=True)
        .order_by("unit_id")[:1]
    )
)


def body_of(unit: Unit) -> Body:
    """Return the nearest body at or above a unit."""
    return Body.objects.select_related("unit").get(unit_id=unit.body_unit_id or unit.pk)


def open_units() -> list[Unit]:
    """Return every open unit, parents before children, in the order of the tree."""
    return _in_tree_order(_open())


_open = Select(lambda: _units().filter(closed_on__isnull=True).order_by("id"))


def all_units() -> list[Unit]:
    """Return every unit that ever was, in the order of the tree."""
    return _in_tree_order(list(_units().order_by("id")))


def _in_tree_order(units: list[Unit]) -> list[Unit]:
    children: dict[int | None, list[Unit]] = {}
    present = {unit.pk for unit in units}
    for unit in units:
        parent = unit.parent_id if unit.parent_id in present else None
        children.setdefault(parent, []).append(unit)
    ordered: list[Unit] = []
    queue = list(reversed(children.get(None, [])))
    while queue:
        unit = queue.pop()
        ordered.append(unit)
        queue.extend(reversed(children.get(unit.pk, [])))
    return ordered


def reach(unit_id: int) -> frozenset[int]:
    """Return the ids that a role at this unit reaches: its subtree up to the next body.

    Rights stop at the next body: a superior sees counts there, not text (DECISIONS 3).
    """
    rows = Unit.objects.values_list("id", "parent_id", "body_unit_id")
    bodies = {pk: body for pk, _, body in rows}
    children: dict[int | None, list[int]] = {}
    for pk, parent, _ in rows:
        children.setdefault(parent, []).append(pk)
    reached, queue = {unit_id}, [unit_id]
    while queue:
        for child in children.get(queue.pop(), []):
            if bodies[child] == bodies[unit_id]:
                reached.add(child)
                queue.append(child)
    return frozenset(reached)


def above(unit: Unit) -> list[Unit]:
    """Return the open units from `unit` itself up to the root, nearest first."""
    by_id = Unit.objects.in_bulk(unit.ancestry)
    line = [by_id[pk] for pk in reversed(unit.ancestry)]
    return [each for each in line if each.closed_on is None]


def moves(unit: Unit) -> QuerySet[UnitMove]:
    """Return the history of a unit's place in the tree, newest first."""
    return UnitMove.objects.select_related("parent").filter(unit=unit).order_by("-id")


def topics(body: Body | None) -> list[Topic]:
    """Return the topics a body uses, or the root's where it has none of its own."""
    found = _topics(body.pk) if body else []
    return found or _root_topics()


_topics = Select(
    lambda body: Topic.objects.filter(active=True, body=body).order_by("id"), -1
)
_root_topics = Select(
    lambda: Topic.objects.filter(active=True, body__unit__parent__isnull=True).order_by(
        "id"
    )
)


def places(units: Iterable[Unit]) -> list[Place]:
    """Return the named places of these units."""
    keys = [unit.pk for unit in units]
    return _places(len(keys))(*keys) if keys else []


@cache
def _places(n: int) -> Select[Place]:
    """Return the statement that finds the places of `n` units."""
    return Select(
        lambda *units: Place.objects.select_related("unit").filter(unit__in=units),
        *range(-n, 0),
    )


def is_empty_house() -> bool:
    """Tell whether nobody has set up this installation yet."""
    return not Unit.objects.filter(Q(parent__isnull=True)).exists()


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit as it stood in the tree on a day, with what stood under it."""

    unit: Unit
    below: list["Branch"]


def tree_on(day: date) -> list[Branch]:
    """Return the tree as it stood on a day: units open then, under the parents of then.

    Three looks, however many units there are.
    """
    opened = Q(opened_on__lte=day) & (Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    units = {unit.pk: unit for unit in _units().filter(opened).order_by("id")}
    parents: dict[int, int | None] = {}
    rows = UnitMove.objects.filter(on__lte=day, unit__in=units).order_by("on", "id")
    for unit_id, parent_id in rows.values_list("unit_id", "parent_id"):
        parents[unit_id] = parent_id
    children: dict[int | None, list[int]] = {}
    for pk in units:
        parent = parents.get(pk)
        children.setdefault(parent if parent in units else None, []).append(pk)
    return _branches(None, children, units)


def _branches(
    parent: int | None, children: dict[int | None, list[int]], units: dict[int, Unit]
) -> list[Branch]:
    return [
        Branch(units[pk], _branches(pk, children, units))
        for pk in children.get(parent, [])
    ]


def every_topic(body: Body) -> list[Topic]:
    """Return a body's own topics, those that are switched off too."""
    return list(Topic.objects.filter(body=body).order_by("-active", "id"))


def get_topic(pk: int, body: Body) -> Topic:
    """Return a topic of a body. Raises Http404."""
    found = Topic.objects.select_related("body__unit").filter(pk=pk, body=body).first()
    if found is None:
        raise Http404
    return found


def get_place(pk: int) -> Place:
    """Return a place with its unit. Raises Http404."""
    found = Place.objects.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def every_external_body() -> list[ExternalBody]:
    """Return every body outside the house, those that are switched off too."""
    return list(ExternalBody.objects.order_by("-active", "name"))


def get_external_body(pk: int) -> ExternalBody:
    """Return a body outside the house. Raises Http404."""
    found = ExternalBody.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
