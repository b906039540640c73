"""Taking a matter up: the page, the post, and what it refuses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cases.desk import address, fill, hidden
from tests.cases.matters import CONCERN, fresh, taken_up, told

FIELDS = {"kind": CONCERN.id, "title": "Xe ca đêm", "topic": "", "assignee": ""}


@pytest.fixture
def case(ask):
    return ask(at=timezone.now() - timedelta(days=1))


def test_page_says_that_the_date_stands(signed_in, case):
    html = signed_in("chi").get(address(case, "accept")).content.decode()

    assert f"Hạn giữ nguyên: {case.promised_on:%d/%m/%Y}." in html
    assert "Nhận việc" in html


def test_accepted_case_shows_what_comes_next(signed_in, case, house):
    client = signed_in("chi")

    found = fill(
        client,
        case,
        "accept",
        **FIELDS,
    )

    assert (found.status_code, found["Location"]) == (
        303,
        address(case) + "?done=accept",
    )
    assert fresh(case).title == "Xe ca đêm"
    html = client.get(found["Location"]).content.decode()
    assert "Đã nhận việc." in html
    assert "Bước tiếp theo: soạn trả lời." in html


def test_topic_and_person_are_taken_over(signed_in, case, house):
    typed = {
        **FIELDS,
        "topic": str(house.topic().pk),
        "assignee": str(house.person("ha").pk),
    }

    fill(signed_in("chi"), case, "accept", **typed)

    assert fresh(case).topic == house.topic()
    assert fresh(case).assignee == house.person("ha")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "", "Chọn một dòng."),
        ("kind", "support/1", "Chọn một dòng."),
        ("kind", "__class__", "Chọn một dòng."),
        ("title", "", "Anh/chị chưa viết gì."),
        ("title", "x" * 100_000, "nhận nhiều nhất 120."),
        ("title", "a\0b", "Có ký tự lạ"),
        ("topic", "99999999999999999999", "Chọn một dòng trong danh sách."),
        ("assignee", "em", "Chọn một dòng trong danh sách."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    signed_in, case, field, value, sentence
):
    found = fill(signed_in("chi"), case, "accept", **{**FIELDS, field: value})

    html = found.content.decode()
    assert found.status_code == 200
    assert html.count(sentence) >= 2  # in the summary and above the field
    assert "<title>Lỗi: " in html
    assert fresh(case).state == "received"


def test_title_may_be_html_and_stays_text(signed_in, case):
    client = signed_in("chi")

    fill(client, case, "accept", **{**FIELDS, "title": "<b>Xe</b> 😀 \u202e"})

    html = client.get(address(case)).content.decode()
    assert "&lt;b&gt;Xe&lt;/b&gt; 😀" in html


def test_same_post_twice_is_done_once(signed_in, case):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "accept"))), **FIELDS}

    first = client.post(address(case, "accept"), typed)
    second = client.post(address(case, "accept"), typed)

    assert (first.status_code, second.status_code) == (303, 303)
    assert told(case).count("accepted") == 1


def test_officer_of_another_body_finds_nothing(signed_in, case):
    assert signed_in("em").get(address(case, "accept")).status_code == 404
    assert signed_in("em").post(address(case, "accept"), FIELDS).status_code == 404


def test_case_that_was_taken_up_meanwhile_gives_the_words_back(signed_in, case, house):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "accept"))), **FIELDS}
    taken_up(case, house.ha, now=timezone.now())

    found = client.post(address(case, "accept"), typed)

    html = found.content.decode()
    assert found.status_code == 409
    assert "Chị Hà vừa sửa lúc" in html
    assert "Xe ca đêm" in html
    assert told(case).count("accepted") == 1


def test_page_of_a_case_that_is_taken_up_says_so(signed_in, case, house):
    taken_up(case, house.chi, now=timezone.now())

    assert signed_in("chi").get(address(case, "accept")).status_code == 409
