"""Asking for more days: the new date before sending, the rule's count, who may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kipthoi.cases import queries
from kipthoi.cases.actions.dates import extend
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import fresh, taken_up, told

TYPED = {"ground": "figures", "text": "Chờ bảng chấm công của xưởng."}


@pytest.fixture
def case(ask, house):
    now = timezone.now()
    return taken_up(ask(at=now - timedelta(days=3)), house.chi, now=now)


def test_new_date_is_shown_before_sending_and_is_the_one_that_comes(signed_in, case):
    client = signed_in("dung")
    shown = queries.extension(case, today=timezone.localdate())

    html = client.get(address(case, "extend")).content.decode()
    found = fill(client, case, "extend", **TYPED)

    assert "Ngày mới: " in html
    assert f"{shown.after:%d/%m/%Y}" in html
    assert "còn 1 lần" in html
    assert found.status_code == 303
    assert fresh(case).due_on == shown.after


def test_same_post_twice_takes_one_extension(signed_in, case):
    client = signed_in("dung")
    typed = {**hidden(client.get(address(case, "extend"))), **TYPED}

    client.post(address(case, "extend"), typed)
    again = client.post(address(case, "extend"), typed)

    assert again.status_code == 303
    assert told(case).count("extended") == 1


def test_used_up_rule_says_so_and_offers_to_write(signed_in, case, house):
    extend(by=house.dung, now=timezone.now(), case=case, reason="other", text="Vì mưa.")
    client = signed_in("dung")

    html = client.get(address(case, "extend")).content.decode()
    posted = client.post(address(case, "extend"), TYPED)

    assert "Quy định không cho thêm nữa: đã dùng 1 trên 1 lần." in html
    assert '<form id="step"' not in html
    assert posted.status_code == 200
    assert told(case).count("extended") == 1


@pytest.mark.parametrize("who", ["chi", "ha"])
def test_officer_who_is_no_chair_does_not_extend(signed_in, case, who):
    client = signed_in(who)

    assert client.get(address(case, "extend")).status_code == 403
    assert client.post(address(case, "extend"), TYPED).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ground", "", "Chọn một dòng."),
        ("ground", "because", "Chọn một dòng."),
        ("text", "", "Viết lý do. Người hỏi sẽ đọc."),
    ],
)
def test_what_is_missing_is_said_at_its_field(signed_in, case, field, value, sentence):
    found = fill(signed_in("dung"), case, "extend", **{**TYPED, field: value})

    assert found.status_code == 200
    assert found.content.decode().count(sentence) >= 2


def test_case_page_tells_the_first_promise_beside_the_new_date(signed_in, case, house):
    promise = case.promised_on
    extend(by=house.dung, now=timezone.now(), case=case, reason="other", text="Vì mưa.")

    html = signed_in("dung").get(address(case)).content.decode()

    assert f"Hẹn lần đầu {promise:%d/%m/%Y}" in html


def test_matter_not_taken_up_is_not_extended_and_a_stranger_finds_nothing(
    signed_in, ask
):
    case = ask(at=timezone.now())

    assert signed_in("dung").get(address(case, "extend")).status_code == 409
    assert signed_in("em").get(address(case, "extend")).status_code == 404
