"""Pages of the tree of units and of a body's lists."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from kipthoi.units import actions
from kipthoi.units.models import Body, ExternalBody, Place, Topic, Unit
from tests.house import NOW, TODAY

NEW = {"parent": "che", "name": "Kho chè", "slug": "che.kho", "week": ""}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("name", ["chi", "giang", "khoa"])
def test_units_are_the_chairs(signed_in, name):
    assert signed_in(name).get(reverse("units:units")).status_code == 403


@pytest.mark.parametrize("more", [1, 3])
def test_units_takes_the_same_looks_for_few_and_many(
    signed_in, house, more, django_assert_num_queries
):
    for n in range(more):
        actions.open_unit(
            by=house.dung,
            now=NOW,
            slug=f"che.{n}",
            name="x",
            parent=house.unit("che.sao"),
        )
    client = signed_in("dung")
    client.get(reverse("units:units"))

    with django_assert_num_queries(9):
        client.get(reverse("units:units"))


def test_tree_of_another_day(signed_in, house):
    client = signed_in("dung")
    actions.open_unit(
        by=house.dung, now=NOW, slug="che.kho", name="Kho chè", parent=house.unit("che")
    )

    then = TODAY - timedelta(days=1)

    assert "Kho chè" in client.get(reverse("units:units")).content.decode()
    assert "Kho chè" not in client.get(f"/quan-tri/don-vi/?on={then}").content.decode()


@pytest.mark.parametrize(
    "on", ["x", "-1", "2026-13-01", "9" * 9999, "😀", "<b>", "%00"]
)
def test_day_of_rubbish_is_told_and_shows_today(signed_in, on):
    response = signed_in("dung").get(f"/quan-tri/don-vi/?on={on}")

    assert response.status_code == 200
    assert response.context["form"].errors["on"]
    assert "Xưởng sao chè" in response.content.decode()


def test_open_unit_and_its_page(signed_in):
    client = signed_in("dung")

    assert client.post(reverse("units:open_unit"), NEW).status_code == 303

    page = client.get(reverse("units:unit", args=["che.kho"])).content.decode()
    assert "Kho chè" in page
    assert reverse("cases:close_unit", args=["che.kho"]) in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", ""),
        ("slug", "Có dấu"),
        ("slug", "may"),
        ("slug", "moi"),
        ("slug", "a/b"),
        ("slug", "a" * 61),
        ("name", ""),
        ("name", "a" * 100_000),
        ("parent", "muongsuong"),
        ("parent", "__class__"),
        ("week", "sun-sun"),
    ],
)
def test_wrong_field_is_told_there(signed_in, field, value):
    response = signed_in("dung").post(reverse("units:open_unit"), {**NEW, field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Unit.objects.filter(slug="che.kho").exists()


def test_change_and_move_unit(signed_in):
    client = signed_in("dung")
    change = reverse("units:change_unit", args=["che.sao"])
    move = reverse("units:move_unit", args=["che.donggoi"])

    client.post(change, {"name": "Xưởng 1", "week": "mon-sat"})
    client.post(move, {"parent": "che.sao", "reason": "Quyết định 12"})

    assert Unit.objects.get(slug="che.sao").name == "Xưởng 1"
    assert Unit.objects.get(slug="che.donggoi").parent.slug == "che.sao"
    circle = client.post(
        reverse("units:move_unit", args=["che"]), {"parent": "che.sao", "reason": "x"}
    )
    assert circle.context["form"].errors["parent"]


@pytest.mark.parametrize("page", ["change_unit", "move_unit", "set_body", "lists"])
def test_another_body_is_not_ours(signed_in, page):
    assert (
        signed_in("dung").get(reverse(f"units:{page}", args=["may"])).status_code == 403
    )


@pytest.mark.parametrize(
    "page", ["unit", "change_unit", "move_unit", "set_body", "lists"]
)
def test_unknown_unit_is_not_found(signed_in, page):
    assert (
        signed_in("dung").get(reverse(f"units:{page}", args=["x"])).status_code == 404
    )


BODY = {"name": "Công đoàn Chè", "phone": "0900 1", "week": "mon-sat"}


def test_set_body(signed_in):
    client = signed_in("dung")
    url = reverse("units:set_body", args=["che"])

    client.post(url, {**BODY, "hours": "7:30–11:30, 13:30-17:00", "role_only": "on"})

    body = Body.objects.get(unit__slug="che")
    assert body.hours == [["07:30", "11:30"], ["13:30", "17:00"]]
    assert body.role_only
    assert "07:30-11:30, 13:30-17:00" in client.get(url).content.decode()


@pytest.mark.parametrize(
    "hours", ["x", "7-8-9", "11:30-07:30", "25:00-26:00", "07:30", "-"]
)
def test_hours_that_cannot_be_read_are_told(signed_in, hours):
    url = reverse("units:set_body", args=["che"])

    response = signed_in("dung").post(url, {**BODY, "hours": hours})

    assert response.context["form"].errors["hours"]


def test_lists_add_and_switch_off(signed_in, house):
    client = signed_in("dung")

    def post(name, *more, **data):
        return client.post(reverse(f"units:{name}", args=["che", *more]), data)

    post("add_topic", **{"topic-name": "Xe đưa đón", "topic-name_en": "Buses"})
    topic = Topic.objects.get(slug="xe-dua-don")
    post("switch_topic", topic.pk, active="0")
    post("add_place", **{"place-name": "Cổng sau", "place-unit": "che.sao"})
    place = Place.objects.get(name="Cổng sau")
    post("add_outside", **{"outside-name": "Điện lực"})
    outside = ExternalBody.objects.get(name="Điện lực")
    post("switch_outside", outside.pk, active="0")

    topic.refresh_from_db()
    outside.refresh_from_db()
    assert (topic.active, outside.active) == (False, False)
    assert (
        "Cổng sau" in client.get(reverse("units:lists", args=["che"])).content.decode()
    )
    post("remove_place", place.pk)
    assert not Place.objects.filter(pk=place.pk).exists()


def test_same_name_twice_is_told_at_its_field(signed_in):
    client = signed_in("dung")
    url = reverse("units:add_topic", args=["che"])

    client.post(url, {"topic-name": "Xe ca"})
    response = client.post(url, {"topic-name": "xe ca"})

    assert response.context["topic_form"].errors["name"]


def test_lists_of_others_are_not_found_or_not_ours(signed_in, house):
    client = signed_in("dung")
    strange = Topic.objects.get(body__unit__slug="may", slug="luong")
    place = Place.objects.get(unit__slug="may")

    topic = client.post(reverse("units:switch_topic", args=["che", strange.pk]))
    removed = client.post(reverse("units:remove_place", args=["che", place.pk]))
    missing = client.post(reverse("units:switch_outside", args=["che", 999]))

    assert (topic.status_code, removed.status_code, missing.status_code) == (
        404,
        403,
        404,
    )
    assert client.get(reverse("units:add_topic", args=["che"])).status_code == 405


def test_english_tree(signed_in):
    assert (
        "Add a unit" in signed_in("dung").get("/en/quan-tri/don-vi/").content.decode()
    )
