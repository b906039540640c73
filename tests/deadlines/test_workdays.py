"""The page of working days: a year at a glance, the effect first, then the entry."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from kipthoi.deadlines import queries
from kipthoi.deadlines.models import CalendarDay
from tests.house import NOW

DAY = {
    "day": "2026-12-31",
    "kind": "off",
    "scope": "all",
    "name": "Nghỉ",
    "source": "Quyết định 1",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def cell(response, day):
    return next(
        one
        for month in response.context["months"]
        for week in month["weeks"]
        for one in week
        if one and one["day"] == day
    )


def test_year_shows_days_off_make_up_days_and_weekends(signed_in):
    response = signed_in("lan").get(reverse("deadlines:workdays"))

    assert cell(response, date(2026, 11, 24))["classes"] == "off"
    assert cell(response, date(2026, 8, 22))["classes"] == "work"
    assert cell(response, date(2026, 11, 22))["classes"] == "rest"
    assert cell(response, date(2026, 11, 18))["classes"] == "now"
    assert len(response.context["months"]) == 12


def test_provisional_year_says_so(signed_in):
    client = signed_in("lan")
    response = client.get("/quan-tri/lich/?nam=2027")

    assert "maybe" in cell(response, date(2027, 2, 8))["classes"]
    assert "chưa có lịch chính thức" in response.content.decode()
    assert (
        "chưa nhập ngày nào" in client.get("/quan-tri/lich/?nam=2040").content.decode()
    )


@pytest.mark.parametrize(
    "query",
    [
        "nam=-1",
        "nam=x",
        "nam=99999999999999999999",
        "nam=1999",
        "noi=__class__",
        "nam=%00",
        "nam=2026&noi=<b>",
        "nam=" + "9" * 5000,
    ],
)
def test_year_of_rubbish_is_told_and_shows_this_year(signed_in, query):
    response = signed_in("lan").get(f"/quan-tri/lich/?{query}")

    assert response.status_code == 200
    assert response.context["year"] == 2026
    assert response.context["form"].errors


@pytest.mark.parametrize("name", ["chi", "giang", "khoa"])
@pytest.mark.parametrize("page", ["workdays", "set_day", "limits"])
def test_calendar_and_limits_are_the_chairs(signed_in, name, page):
    assert signed_in(name).get(reverse(f"deadlines:{page}")).status_code == 403


def test_day_shows_its_effect_first_and_what_runs_keeps_its_date(signed_in, ask):
    case = ask()
    due = queries.running_clock(case.ref, "first_answer").due_on
    client, url = signed_in("lan"), reverse("deadlines:set_day")
    data = {**DAY, "day": "2026-11-20"}
    before = CalendarDay.objects.count()

    shown = client.post(url, data)

    assert shown.context["effect"]["n"] == 1
    assert "1 việc đang chạy" in shown.content.decode()
    assert CalendarDay.objects.count() == before

    sure = shown.context["effect"]["shown"]
    other = client.post(url, {**data, "day": "2026-12-31", "sure": sure})
    assert other.context["effect"] is not None
    assert client.post(url, {**data, "sure": sure}).status_code == 303

    assert CalendarDay.objects.count() == before + 1
    assert queries.running_clock(case.ref, "first_answer").due_on == due


def test_same_day_is_told_at_the_field_and_can_be_undone(signed_in):
    client, url = signed_in("lan"), reverse("deadlines:set_day")
    data = {**DAY, "day": "2026-11-24", "kind": "off", "sure": "2026-11-24 off all"}

    same = client.post(url, data)
    undone = client.post(
        url, {**data, "kind": "undone", "sure": "2026-11-24 undone all"}
    )

    assert same.context["form"].errors["day"]
    assert undone.status_code == 303
    assert queries.calendar_of("all").is_working(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "x"),
        ("day", "0001-01-01"),
        ("day", ""),
        ("kind", "feast"),
        ("scope", "may"),
        ("source", ""),
        ("source", "a" * 100_000),
        ("name", "a" * 81),
    ],
)
def test_wrong_field_is_told_there(signed_in, field, value):
    url = reverse("deadlines:set_day")

    response = signed_in("lan").post(url, {**DAY, field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("query", ["ngay=x&noi=y", "ngay=2026-11-24", "ngay=%00", ""])
def test_day_of_the_address_may_be_rubbish(signed_in, query):
    url = f"{reverse('deadlines:set_day')}?{query}"

    assert signed_in("lan").get(url).status_code == 200


def test_chair_of_a_body_sets_days_of_their_own_only(signed_in):
    client, url = signed_in("dung"), reverse("deadlines:set_day")

    refused = client.post(url, DAY)
    done = client.post(url, {**DAY, "scope": "che", "sure": "2026-12-31 off che"})

    assert refused.context["form"].errors["scope"]
    assert done.status_code == 303
    page = client.get("/quan-tri/lich/?nam=2026&noi=che")
    assert cell(page, date(2026, 12, 31))["classes"] == "off"


def test_confirm_year_once_by_the_root_chair(signed_in):
    url = reverse("deadlines:confirm_year", args=[2027])
    client = signed_in("lan")

    assert client.get(url).status_code == 200
    assert client.post(url, {"source": ""}).context["form"].errors["source"]
    assert client.post(url, {"source": "QĐ 2"}).status_code == 303
    assert client.post(url, {"source": "QĐ 2"}).context["form"].errors["source"]
    assert client.get("/quan-tri/lich/99999/chot/").status_code == 404
    assert signed_in("dung").get(url).status_code == 403


def test_english_year(signed_in):
    assert "make-up day" in signed_in("lan").get("/en/quan-tri/lich/").content.decode()
