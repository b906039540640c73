"""Handling a matter in private: the first person's page, and the second's."""

import pytest
from django.utils import timezone

from kipthoi.cases.actions.passing import ask_withholding
from tests.cases.desk import address, fill
from tests.cases.matters import fresh, taken_up

WORDS = {"text": "Lời kể làm lộ một người bị quấy rối."}


@pytest.fixture
def case(ask, house):
    return taken_up(ask(at=timezone.now()), house.chi, now=timezone.now())


def wish(case, by):
    ask_withholding(by=by, now=timezone.now(), case=case, text=WORDS["text"])


def test_first_person_asks_and_nothing_is_withheld_yet(signed_in, case):
    client = signed_in("chi")

    found = fill(client, case, "withhold", **WORDS)
    html = client.get(address(case)).content.decode()

    assert (found.status_code, fresh(case).state) == (303, "open")
    assert "đề nghị giữ kín việc này" in html


def test_second_person_reads_the_reason_and_decides(signed_in, case, house):
    wish(case, house.chi)
    client = signed_in("dung")

    html = client.get(address(case, "withhold")).content.decode()
    found = fill(client, case, "withhold")

    assert WORDS["text"] in html
    assert (found.status_code, fresh(case).state) == (303, "withheld")
    assert "Việc đang giải quyết kín." in client.get(address(case)).content.decode()


@pytest.mark.parametrize("who", ["chi", "ha"])
def test_officer_who_is_no_chair_does_not_decide(signed_in, case, house, who):
    wish(case, house.chi)
    client = signed_in(who)

    html = client.get(address(case, "withhold")).content.decode()
    client.post(address(case, "withhold"), {})

    assert "Đồng ý giữ kín" not in html
    assert fresh(case).state == "open"


def test_chair_who_asked_does_not_decide(signed_in, case, house):
    wish(case, house.dung)
    client = signed_in("dung")

    html = client.get(address(case, "withhold")).content.decode()
    client.post(address(case, "withhold"), {})

    assert "Hai người là hai người" in html
    assert fresh(case).state == "open"


def test_reason_is_asked_for(signed_in, case):
    found = fill(signed_in("chi"), case, "withhold", text="")

    assert found.status_code == 200
    assert found.content.decode().count("Viết lý do.") >= 2


def test_withheld_case_is_not_withheld_again_and_a_stranger_finds_nothing(
    signed_in, case, house
):
    wish(case, house.chi)
    fill(signed_in("dung"), case, "withhold")

    assert signed_in("chi").get(address(case, "withhold")).status_code == 409
    assert signed_in("em").get(address(case, "withhold")).status_code == 404
