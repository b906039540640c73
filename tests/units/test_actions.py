"""Acts on the tree: rows and their one event, wrong person, wrong state, no journal."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from kipthoi.core.localtime import local_day
from kipthoi.journal.models import Event
from kipthoi.units import actions, queries, rules
from kipthoi.units.actions import Letterhead
from kipthoi.units.models import Body, ExternalBody, Place, Topic, Unit, UnitMove
from tests.house import NOW, PLANTED, TODAY


def body(house):
    return queries.body_of(house.unit("che"))


def open_unit(house, by):
    return actions.open_unit(
        by=by, now=NOW, slug="che.kho", name="Kho", parent=house.unit("che")
    )


def move_unit(house, by):
    return actions.move_unit(
        by=by,
        now=NOW,
        unit=house.unit("che.donggoi"),
        parent=house.unit("che.sao"),
        reason="Quyết định 12",
    )


def change_unit(house, by):
    return actions.change_unit(
        by=by, now=NOW, unit=house.unit("che.sao"), name="Xưởng 1", week="mon-sat"
    )


def set_body(house, by):
    letterhead = Letterhead(name="Công đoàn Chè", phone="0900 1", week="mon-sat")
    return actions.set_body(by=by, now=NOW, body=body(house), letterhead=letterhead)


def add_topic(house, by):
    return actions.add_topic(by=by, now=NOW, body=body(house), slug="xe", name="Xe ca")


def switch_topic(house, by):
    actions.switch_topic(by=by, now=NOW, topic=house.topic(), active=False)


def add_place(house, by):
    return actions.add_place(
        by=by, now=NOW, name="Cổng sau", unit=house.unit("che.sao")
    )


def remove_place(house, by):
    place = Place.objects.select_related("unit").get(unit__slug="che")
    actions.remove_place(by=by, now=NOW, place=place)


def add_outside(house, by):
    return actions.add_outside(
        by=by, now=NOW, body=body(house), name="Điện lực", phone="1", address=""
    )


def switch_outside(house, by):
    made, _ = ExternalBody.objects.get_or_create(name="Có sẵn")
    actions.switch_outside(by=by, now=NOW, body=body(house), outside=made, active=False)


def furnish(house, by):
    topics = [{"slug": "xe", "name": "Xe ca"}]
    actions.furnish(
        by=by, now=NOW, body=body(house), topics=topics, places=[], outside=[]
    )


ACTS = [
    (open_unit, "unit.opened"),
    (move_unit, "unit.moved"),
    (change_unit, "unit.moved"),
    (set_body, "body.set"),
    (add_topic, "list.changed"),
    (switch_topic, "list.changed"),
    (add_place, "list.changed"),
    (remove_place, "list.changed"),
    (add_outside, "list.changed"),
    (switch_outside, "list.changed"),
    (furnish, "unit.furnished"),
]


@pytest.mark.parametrize(("act", "event"), ACTS)
def test_act_records_its_one_event(house, act, event):
    before = Event.objects.count()

    act(house, house.dung)

    assert [e.name for e in Event.objects.order_by("id")[before:]] == [event]


@pytest.mark.parametrize(("act", "event"), ACTS)
@pytest.mark.parametrize("name", ["chi", "giang", "em", "khoa", "lan"])
def test_act_is_the_chairs_of_that_body(house, act, event, name):
    before = Event.objects.count()

    with pytest.raises(rules.NotAllowed):
        act(house, getattr(house, name))

    assert Event.objects.count() == before


@pytest.mark.parametrize(("act", "event"), ACTS)
def test_without_a_journal_nothing_is_done(house, act, event, journal_refuses):
    ExternalBody.objects.get_or_create(name="Có sẵn")

    def rows():
        tables = (Unit, UnitMove, Body, Topic, Place, ExternalBody)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = rows()

    with pytest.raises(DatabaseError):
        act(house, house.dung)

    assert rows() == before


def test_opened_unit_belongs_to_the_body_above(house):
    unit = open_unit(house, house.dung)

    assert unit.body_unit.slug == "che"
    assert unit.ancestry == [*house.unit("che").ancestry, unit.pk]


def test_slug_never_changes_hands(house):
    with pytest.raises(rules.SlugTaken):
        actions.open_unit(
            by=house.dung, now=NOW, slug="may", name="x", parent=house.unit("che")
        )


def test_unit_cannot_stand_under_itself(house):
    with pytest.raises(rules.Circle):
        actions.move_unit(
            by=house.dung,
            now=NOW,
            unit=house.unit("che"),
            parent=house.unit("che.sao"),
            reason="",
        )


def test_tree_is_known_on_any_day(house):
    move_unit(house, house.dung)

    def under(day):
        found = {}

        def walk(branches, parent):
            for branch in branches:
                found[branch.unit.slug] = parent
                walk(branch.below, branch.unit.slug)

        walk(queries.tree_on(day), "")
        return found

    assert under(TODAY)["che.donggoi"] == "che.sao"
    assert under(TODAY - timedelta(days=1))["che.donggoi"] == "che"
    assert under(local_day(PLANTED) - timedelta(days=1)) == {}


@pytest.mark.parametrize("act", [move_unit, change_unit])
def test_ended_unit_does_not_change(house, act):
    Unit.objects.filter(slug__in=["che.sao", "che.donggoi"]).update(closed_on=TODAY)

    with pytest.raises(rules.UnitClosed):
        act(house, house.dung)


def test_nothing_opens_under_an_ended_unit(house):
    Unit.objects.filter(slug="che").update(closed_on=TODAY)

    with pytest.raises(rules.UnitClosed):
        open_unit(house, house.dung)


@pytest.mark.parametrize("act", [add_topic, add_place, add_outside])
def test_a_list_has_each_name_once(house, act):
    act(house, house.dung)

    with pytest.raises(rules.SameName):
        act(house, house.dung)


def test_body_is_set_and_its_event_names_what_changed(house):
    set_body(house, house.dung)

    assert (body(house).phone, body(house).week) == ("0900 1", "mon-sat")
    assert "phone" in Event.objects.order_by("-id").first().content


def test_what_stands_below_moves_along(house):
    below = actions.open_unit(
        by=house.dung,
        now=NOW,
        slug="che.to1",
        name="Tổ 1",
        parent=house.unit("che.donggoi"),
    )

    move_unit(house, house.dung)

    below.refresh_from_db()
    line = [house.unit(s).pk for s in ("muongsuong", "che", "che.sao", "che.donggoi")]
    assert below.ancestry == [*line, below.pk]
    assert below.body_unit.slug == "che"
