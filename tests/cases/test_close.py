"""Closing a matter without an answer."""

import pytest
from django.utils import timezone

from kipthoi.cases.words import CLOSE
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import answered, fresh, told

TYPED = {"ground": "not_ours", "text": "Đèn đường do xã quản lý, số 0900 000 000."}


@pytest.fixture
def case(ask):
    return ask(at=timezone.now())


def test_closed_case_tells_its_reason_in_words(signed_in, case):
    client = signed_in("chi")

    found = fill(client, case, "close", **TYPED)
    html = client.get(address(case)).content.decode()

    assert (found.status_code, fresh(case).state) == (303, "closed")
    assert "Không thuộc thẩm quyền của chúng tôi" in html
    assert "Người hỏi có thể xin xem lại." in html


def test_every_reason_is_offered_in_words(signed_in, case):
    html = signed_in("chi").get(address(case, "close")).content.decode()

    for code in CLOSE:
        assert f'value="{code}"' in html


def test_same_post_twice_closes_once(signed_in, case):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "close"))), **TYPED}

    client.post(address(case, "close"), typed)
    again = client.post(address(case, "close"), typed)

    assert again.status_code == 303
    assert told(case).count("closed") == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ground", "", "Chọn một dòng."),
        ("text", "", "Viết lý do. Người hỏi sẽ đọc."),
        ("text", "Giải quyết theo quy định.", "Đây là câu chung chung."),
    ],
)
def test_what_is_missing_or_hollow_is_said(signed_in, case, field, value, sentence):
    found = fill(signed_in("chi"), case, "close", **{**TYPED, field: value})

    assert found.status_code == 200
    assert found.content.decode().count(sentence) >= 2
    assert fresh(case).state == "received"


def test_answered_case_is_not_closed_and_a_stranger_finds_nothing(
    signed_in, ask, house
):
    case = answered(ask(), house.chi)

    assert signed_in("chi").get(address(case, "close")).status_code == 409
    assert signed_in("em").get(address(case, "close")).status_code == 404
