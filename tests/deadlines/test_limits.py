"""The page of limits: every row with its law, and a change as a new row."""

import pytest
import time_machine
from django.urls import reverse

from kipthoi.deadlines import words
from kipthoi.deadlines.models import DeadlineRule
from kipthoi.deadlines.seed import limits as shipped
from tests.house import NOW


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def rule():
    return DeadlineRule.objects.get(slug="knpa-answer", version=1)


def data(**more):
    return {
        "number": "8",
        "unit": "working",
        "valid_from": "2027-01-01",
        "law": "Luật mới",
        "verified": "no",
        **more,
    }


def test_every_code_of_the_shipped_rows_has_its_words():
    for row in shipped():
        assert row.matter in words.MATTERS
        assert row.unit in words.UNITS
        assert row.sense in words.SENSES
        assert row.starts_at in words.STARTS
        assert row.owed_by in words.OWED_BY
        assert row.verified in words.VERIFIED


def test_limits_show_law_length_and_how_sure_each_is(signed_in):
    page = signed_in("lan").get(reverse("deadlines:limits")).content.decode()

    assert "10 ngày làm việc" in page
    for mark in ("đã đối chiếu", "chưa đối chiếu", "quy chế của đơn vị"):
        assert mark in page
    assert page.count("<section>") == len({row.matter for row in shipped()})


def test_limits_of_one_matter(signed_in):
    client = signed_in("lan")

    page = client.get("/quan-tri/thoi-han/?matter=du_lieu_ca_nhan")
    strange = client.get("/quan-tri/thoi-han/?matter=__class__")

    assert [group["name"] for group in page.context["groups"]] == ["Dữ liệu cá nhân"]
    assert strange.context["form"].errors["matter"]
    assert len(strange.context["groups"]) > 10


def test_limits_are_read_in_one_look_however_many(signed_in, django_assert_num_queries):
    client = signed_in("lan")
    client.get(reverse("deadlines:limits"))

    with django_assert_num_queries(8):
        client.get(reverse("deadlines:limits"))


def test_new_row_ends_the_one_before(signed_in):
    client = signed_in("lan")
    url = reverse("deadlines:set_rule", args=[rule().pk])

    assert client.post(url, data()).status_code == 303

    page = client.get("/quan-tri/thoi-han/?matter=kien_nghi_phan_anh")
    rows = {row["rule"].rule_id: row for row in page.context["groups"][0]["rows"]}
    assert rows["knpa-answer/1"]["until"].isoformat() == "2026-12-31"
    assert rows["knpa-answer/2"]["newest"]
    assert not rows["knpa-answer/1"]["newest"]


def test_two_rows_from_one_day_are_told_at_the_field(signed_in):
    client = signed_in("lan")
    url = reverse("deadlines:set_rule", args=[rule().pk])
    client.post(url, data())

    response = client.post(url, data())

    assert "01/01/2027" in response.context["form"].errors["valid_from"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", ""),
        ("number", "0"),
        ("number", "x" * 9),
        ("number", "😀"),
        ("unit", "weeks"),
        ("valid_from", "x"),
        ("valid_to", "2026-12-31"),
        ("law", ""),
        ("law", "a" * 100_000),
        ("verified", "maybe"),
    ],
)
def test_wrong_field_is_told_there(signed_in, field, value):
    url = reverse("deadlines:set_rule", args=[rule().pk])

    response = signed_in("lan").post(url, data(**{field: value}))

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert DeadlineRule.objects.filter(slug="knpa-answer").count() == 1


def test_other_chairs_read_but_do_not_set(signed_in):
    client = signed_in("dung")

    page = client.get(reverse("deadlines:limits"))

    assert "chủ tịch Công đoàn xã Mường Sương đặt" in page.content.decode()
    assert (
        client.get(reverse("deadlines:set_rule", args=[rule().pk])).status_code == 403
    )


def test_unknown_limit_is_not_found(signed_in):
    assert (
        signed_in("lan").get(reverse("deadlines:set_rule", args=[9999])).status_code
        == 404
    )


def test_english_limits(signed_in):
    assert (
        "10 working days"
        in signed_in("lan").get("/en/quan-tri/thoi-han/").content.decode()
    )
