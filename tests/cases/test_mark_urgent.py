"""Marking a matter urgent: both instants before, both clocks after."""

import pytest
from django.utils import timezone

from kipthoi.core.localtime import local
from kipthoi.deadlines.models import Clock
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import answered, fresh, told

WORDS = {"text": "Dây điện hở, chạm vào bị giật."}


@pytest.fixture
def case(ask):
    return ask(at=timezone.now())


def test_page_shows_both_instants(signed_in, case):
    found = signed_in("chi").get(address(case, "mark_urgent"))

    times = found.context["times"]
    html = found.content.decode()
    for at in times.values():
        assert f"{local(at):%H:%M %d/%m/%Y}" in html
    assert times["first_word"] < times["plan"]


def test_urgent_case_has_two_clocks_and_says_what_is_owed(signed_in, case):
    client = signed_in("chi")

    found = fill(client, case, "mark_urgent", **WORDS)
    html = client.get(address(case)).content.decode()

    assert found.status_code == 303
    names = Clock.objects.filter(subject=case.ref).values_list("name", flat=True)
    assert {"first_word", "plan"} <= set(names)
    assert "Việc khẩn: cần gửi lời đầu tiên." in html


def test_message_with_the_plan_ends_both_clocks(signed_in, case):
    client = signed_in("chi")
    fill(client, case, "mark_urgent", **WORDS)

    fill(client, case, "message", text="14 giờ thợ đến sửa.", plan="on")

    running = Clock.objects.filter(subject=case.ref, stopped_on=None)
    assert [clock.name for clock in running] == ["first_answer"]
    assert "Bước tiếp theo: nhận việc." in client.get(address(case)).content.decode()


def test_same_post_twice_marks_it_once(signed_in, case):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "mark_urgent"))), **WORDS}

    client.post(address(case, "mark_urgent"), typed)
    again = client.post(address(case, "mark_urgent"), typed)

    assert again.status_code == 303
    assert told(case).count("urgent") == 1


def test_reason_is_asked_for(signed_in, case):
    found = fill(signed_in("chi"), case, "mark_urgent", text="")

    assert found.status_code == 200
    assert found.content.decode().count("Viết lý do.") >= 2
    assert not fresh(case).urgent


def test_answered_case_is_not_urgent_any_more(signed_in, ask, house):
    case = answered(ask(), house.chi)

    assert signed_in("chi").get(address(case, "mark_urgent")).status_code == 409


def test_stranger_finds_no_page(signed_in, case):
    assert signed_in("em").get(address(case, "mark_urgent")).status_code == 404
