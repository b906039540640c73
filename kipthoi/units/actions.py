"""Changing the tree of units: every change is a public event."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kipthoi.core.localtime import local_day
from kipthoi.core.viewer import Actor
from kipthoi.journal.action import action, step
from kipthoi.journal.record import record
from kipthoi.units import rules
from kipthoi.units.events import (
    BODY_SET,
    LIST_CHANGED,
    UNIT_CLOSED,
    UNIT_FURNISHED,
    UNIT_MERGED,
    UNIT_MOVED,
    UNIT_OPENED,
)
from kipthoi.units.models import Body, ExternalBody, Place, Topic, Unit, UnitMove


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What makes a unit a body: its name on paper and how to reach it."""

    name: str
    name_en: str = ""
    phone: str = ""
    email: str = ""
    office: str = ""
    office_en: str = ""
    open_hours: str = ""
    week: str = "mon-fri"
    hours: list[list[str]] = field(default_factory=list)
    role_only: bool = False


@action
def open_unit(
    *,
    by: Actor,
    now: datetime,
    slug: str,
    name: str,
    parent: Unit | None = None,
    name_en: str = "",
    level: str = "",
    week: str = "",
    letterhead: Letterhead | None = None,
) -> Unit:
    """Open a unit under a parent; with a letterhead it is a body of its own.

    Raises NotAllowed (no chair over the parent), UnitClosed (the parent has ended) and
    SlugTaken.
    """
    rules.allow_tree(by, parent)
    if parent is not None:
        rules.still_open(parent)
    rules.free_slug(slug)
    unit = Unit.objects.create(
        slug=slug,
        name=name,
        name_en=name_en,
        level=level,
        week=week,
        parent=parent,
        opened_on=local_day(now),
    )
    unit.ancestry = [*(parent.ancestry if parent else []), unit.pk]
    unit.body_unit = unit if letterhead or parent is None else parent.body_unit
    unit.save(update_fields=["ancestry", "body_unit"])
    if letterhead:
        Body.objects.create(unit=unit, **_fields(letterhead))
    UnitMove.objects.create(unit=unit, parent=parent, on=local_day(now))
    record(
        UNIT_OPENED,
        unit.ref,
        content={"name": name, "level": level},
        leaf={"b": unit.home.slug, "p": _open(unit)},
        first=True,
    )
    return unit


def _fields(letterhead: Letterhead) -> dict[str, Any]:
    return {name: getattr(letterhead, name) for name in letterhead.__slots__}


def _open(unit: Unit) -> dict[str, Any]:
    week = unit.body.week if unit.is_body and hasattr(unit, "body") else unit.week
    return {
        "parent": unit.parent.slug if unit.parent else "",
        "week": week,
        "body": unit.is_body,
    }


@action
def move_unit(
    *, by: Actor, now: datetime, unit: Unit, parent: Unit, reason: str
) -> Unit:
    """Put a unit under another parent, its subtree with it; the old place is kept.

    Raises NotAllowed, UnitClosed and Circle (the new parent lies below the unit).
    """
    rules.allow_tree(by, unit)
    rules.allow_tree(by, parent)
    unit, parent = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=parent.pk)
    rules.still_open(unit)
    rules.still_open(parent)
    rules.no_circle(unit, parent)
    unit.parent = parent
    unit.save(update_fields=["parent"])
    _replant(unit)
    UnitMove.objects.create(unit=unit, parent=parent, on=local_day(now), reason=reason)
    record(
        UNIT_MOVED,
        unit.ref,
        content={"reason": reason},
        leaf={
            "b": unit.home.slug,
            "p": {"parent": parent.slug, "week": unit.week},
        },
    )
    return unit


def _replant(unit: Unit) -> None:
    """Write ancestry and body anew from a moved unit downward."""
    parent = unit.parent
    unit.ancestry = [*(parent.ancestry if parent else []), unit.pk]
    if not unit.is_body and parent is not None:
        unit.body_unit = parent.body_unit
    unit.save(update_fields=["ancestry", "body_unit"])
    for child in Unit.objects.filter(parent=unit):
        child.parent = unit
        _replant(child)


@action
def change_unit(
    *,
    by: Actor,
    now: datetime,
    unit: Unit,
    name: str,
    name_en: str = "",
    level: str = "",
    week: str = "",
) -> Unit:
    """Change what a unit is called and which days it works; its slug stays.

    Clocks that run keep their date. Raises NotAllowed and UnitClosed.
    """
    rules.allow_tree(by, unit)
    unit = Unit.objects.select_related("parent", "body_unit").get(pk=unit.pk)
    rules.still_open(unit)
    unit.name, unit.name_en, unit.level, unit.week = name, name_en, level, week
    unit.save(update_fields=["name", "name_en", "level", "week"])
    body_unit = unit.body_unit or unit
    record(
        UNIT_MOVED,
        unit.ref,
        content={"reason": name},
        leaf={
            "b": body_unit.slug,
            "p": {"parent": unit.parent.slug if unit.parent else "", "week": week},
        },
    )
    return unit


@action
def set_body(*, by: Actor, now: datetime, body: Body, letterhead: Letterhead) -> Body:
    """Set what a body says about itself. Raises NotAllowed."""
    rules.allow_body(by, body)
    body = Body.objects.select_related("unit").get(pk=body.pk)
    fields = _fields(letterhead)
    changed = [name for name, new in fields.items() if getattr(body, name) != new]
    for name in changed:
        setattr(body, name, fields[name])
    body.save(update_fields=list(fields))
    record(BODY_SET, body.unit.ref, content={"fields": ", ".join(changed)})
    return body


@action
def add_topic(
    *, by: Actor, now: datetime, body: Body, slug: str, name: str, name_en: str = ""
) -> Topic:
    """Add a topic to a body's list. Raises NotAllowed and SameName."""
    rules.allow_body(by, body)
    if Topic.objects.filter(body=body, slug=slug).exists():
        raise rules.SameName(name)
    topic = Topic.objects.create(body=body, slug=slug, name=name, name_en=name_en)
    _list_changed(body.unit, "topic", name, True)
    return topic


@action
def switch_topic(*, by: Actor, now: datetime, topic: Topic, active: bool) -> None:
    """Offer a topic, or no longer offer it; matters keep theirs. Raises NotAllowed."""
    rules.allow_body(by, topic.body)
    Topic.objects.filter(pk=topic.pk).update(active=active)
    _list_changed(topic.body.unit, "topic", topic.name, active)


@action
def add_place(*, by: Actor, now: datetime, name: str, unit: Unit) -> Place:
    """Name a place of a unit. Raises NotAllowed, UnitClosed and SameName."""
    rules.allow_tree(by, unit)
    rules.still_open(unit)
    if Place.objects.filter(name=name, unit=unit).exists():
        raise rules.SameName(name)
    place = Place.objects.create(name=name, unit=unit)
    _list_changed(unit, "place", name, True)
    return place


@action
def remove_place(*, by: Actor, now: datetime, place: Place) -> None:
    """Take a place off the list; matters keep their words. Raises NotAllowed."""
    rules.allow_tree(by, place.unit)
    Place.objects.filter(pk=place.pk).delete()
    _list_changed(place.unit, "place", place.name, False)


@action
def add_outside(
    *, by: Actor, now: datetime, body: Body, name: str, phone: str, address: str
) -> ExternalBody:
    """Add a body outside, for the whole house. Raises NotAllowed and SameName."""
    rules.allow_body(by, body)
    if ExternalBody.objects.filter(name=name).exists():
        raise rules.SameName(name)
    made = ExternalBody.objects.create(name=name, phone=phone, address=address)
    _list_changed(body.unit, "outside", name, True)
    return made


@action
def switch_outside(
    *, by: Actor, now: datetime, body: Body, outside: ExternalBody, active: bool
) -> None:
    """Offer a body outside the house, or no longer offer it. Raises NotAllowed."""
    rules.allow_body(by, body)
    ExternalBody.objects.filter(pk=outside.pk).update(active=active)
    _list_changed(body.unit, "outside", outside.name, active)


def _list_changed(unit: Unit, what: str, name: str, active: bool) -> None:
    content = {"what": what, "name": name, "active": active}
    record(LIST_CHANGED, unit.ref, content=content)


@step
def close_unit(*, unit: Unit, into: Unit | None, reason: str, now: datetime) -> None:
    """Close a unit, alone or merged into another. Its matters are the caller's duty."""
    unit.closed_on = local_day(now)
    unit.merged_into = into
    unit.save(update_fields=["closed_on", "merged_into"])
    slug = unit.home.slug
    if into is None:
        leaf: dict[str, Any] = {"b": slug, "p": {}}
        record(UNIT_CLOSED, unit.ref, content={"reason": reason}, leaf=leaf)
    else:
        leaf = {"b": slug, "p": {"into": into.slug}}
        record(UNIT_MERGED, unit.ref, content={"reason": reason}, leaf=leaf)


@action
def furnish(
    *,
    by: Actor,
    now: datetime,
    body: Body,
    topics: list[dict[str, str]],
    places: list[tuple[str, Unit]],
    outside: list[dict[str, str]],
) -> None:
    """Enter topics, places and outside bodies in bulk, at set-up. Raises NotAllowed."""
    rules.allow_tree(by, body.unit)
    Topic.objects.bulk_create(Topic(body=body, **topic) for topic in topics)
    Place.objects.bulk_create(Place(name=name, unit=unit) for name, unit in places)
    ExternalBody.objects.bulk_create(ExternalBody(**each) for each in outside)
    record(UNIT_FURNISHED, body.unit.ref, content={"topics": len(topics)})
