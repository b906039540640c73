"""Joining the same matter: by number or from the similar ones."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kipthoi.core.keys import grouped_code
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import answered, fresh, taken_up, told


@pytest.fixture
def pair(ask, house):
    now = timezone.now()
    case, other = ask(at=now - timedelta(days=2)), ask(at=now - timedelta(days=1))
    taken_up(other, house.chi, now=now)
    return case, other


def test_page_offers_what_says_much_the_same(signed_in, pair):
    case, other = pair

    html = signed_in("chi").get(address(case, "join")).content.decode()

    assert f'value="{other.code}"' in html
    assert "Mỗi người hỏi giữ số việc, mã và hạn của mình" in html


@pytest.mark.parametrize("way", ["picked", "typed", "typed loosely"])
def test_cases_are_joined_and_each_keeps_its_number(signed_in, pair, way):
    case, other = pair
    code = grouped_code(other.code)
    typed = {
        "picked": {"like": other.code},
        "typed": {"number": code},
        "typed loosely": {"number": f" {code.lower().replace('-', ' ')} "},
    }[way]
    client = signed_in("chi")

    found = fill(client, case, "join", **typed)

    assert found.status_code == 303
    assert fresh(case).joined_to == other
    assert f"Đã nối với việc {code}" in client.get(address(case)).content.decode()
    assert "số, mã và hạn riêng" in client.get(address(other)).content.decode()


def test_same_post_twice_joins_once(signed_in, pair):
    case, other = pair
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "join"))), "number": other.code}

    client.post(address(case, "join"), typed)
    again = client.post(address(case, "join"), typed)

    assert again.status_code == 303
    assert told(case).count("joined") == 1


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "Ghi một số việc, hoặc chọn một việc ở trên."),
        ("ABCD-EFGH", "Anh/chị không có việc nào mang số này."),
        ("<script>", "Anh/chị không có việc nào mang số này."),
        ("itself", "Hai việc này không nối được"),
        ("elsewhere", "Anh/chị không có việc nào mang số này."),
    ],
)
def test_what_cannot_be_joined_is_said_at_the_field(
    signed_in, pair, ask, number, sentence
):
    case, _other = pair
    value = {"itself": case.code, "elsewhere": ask(unit="may").code}.get(number, number)

    found = fill(signed_in("chi"), case, "join", number=value)

    assert found.status_code == 200
    assert found.content.decode().count(sentence) >= 2
    assert fresh(case).joined_to is None


def test_answer_page_says_how_many_it_reaches(signed_in, pair):
    case, other = pair
    client = signed_in("chi")
    fill(client, case, "join", number=other.code)

    html = client.get(address(other, "answer")).content.decode()

    assert "Trả lời này đến 2 người." in html


def test_answered_case_is_not_joined_and_a_stranger_finds_nothing(
    signed_in, ask, house
):
    case = answered(ask(), house.chi)

    assert signed_in("chi").get(address(case, "join")).status_code == 409
    assert signed_in("em").get(address(case, "join")).status_code == 404
