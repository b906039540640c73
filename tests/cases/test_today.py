"""The first page of an officer's day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kipthoi.cases.actions.dates import mark_urgent
from kipthoi.cases.views import desk
from tests.cases.matters import contested, fresh, taken_up

PAGE = "/can-bo/"


def words(page) -> str:
    return page.content.decode()


def test_today_counts_what_must_be_finished_and_says_late_as_a_word(
    signed_in, ask, house
):
    now = timezone.now()
    late = ask(at=now - timedelta(days=40))
    ask(at=now)

    html = words(signed_in("chi").get(PAGE))

    assert "1 việc phải xong hôm nay." in html
    assert "Trong đó 1 việc đã trễ." in html
    assert "Trễ " in html
    assert html.index(late.code[:4]) > 0


def test_today_tells_no_number_where_it_stopped_counting(signed_in, ask, monkeypatch):
    monkeypatch.setattr(desk, "MOST", 2)
    for _ in range(3):
        ask(at=timezone.now() - timedelta(days=40))

    html = words(signed_in("chi").get(PAGE))

    assert "Hơn 100 việc phải xong hôm nay." in html
    assert "Trong đó ít nhất 100 việc đã trễ." in html


def test_today_is_empty_with_the_nearest_date(signed_in, ask, house):
    case = ask(at=timezone.now())

    html = words(signed_in("chi").get(PAGE))

    assert "Hết việc phải làm hôm nay." in html
    assert f"{case.due_on:%d/%m/%Y}" in html


def test_today_without_any_case_says_so(signed_in):
    html = words(signed_in("em").get(PAGE))

    assert "Hết việc phải làm hôm nay." in html
    assert '<table class="table inbox"' not in html


def test_urgent_case_asks_for_its_first_word(signed_in, ask, house):
    case = ask(at=timezone.now())
    mark_urgent(by=house.chi, now=timezone.now(), case=case, text="Dây điện hở")

    html = words(signed_in("chi").get(PAGE))

    assert "Khẩn: nhắn người hỏi" in html


def test_today_in_english(signed_in, ask):
    ask(at=timezone.now() - timedelta(days=40))

    html = words(signed_in("chi").get("/en" + PAGE))

    assert "1 case must be finished today." in html
    assert "days late" in html


@pytest.mark.parametrize("n", [1, 3])
def test_today_asks_the_database_as_often_for_three_cases_as_for_one(
    signed_in, ask, django_assert_num_queries, n
):
    for _ in range(n):
        ask(at=timezone.now() - timedelta(days=3))
    client = signed_in("chi")
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


QUERIES = 11


def test_case_of_another_body_is_not_there(signed_in, ask):
    case = ask(at=timezone.now(), unit="may")

    html = words(signed_in("chi").get(PAGE))

    assert case.code[:4] not in html


def test_passed_over_level_does_not_see_the_case(signed_in, ask, house):
    case = ask(at=timezone.now(), unit="che", passed_over=house.unit("che.sao"))

    assert case.code[:4] not in words(signed_in("chi").get(PAGE))
    assert case.code[:4] in words(signed_in("ha").get(PAGE))


def test_reviewer_sees_the_contested_case(signed_in, ask, house):
    case = contested(ask(), house.chi)
    reviewer = fresh(case).contests.get().reviewer

    html = words(signed_in("ha").get(PAGE))

    assert reviewer == house.person("ha")
    assert "Người khác đọc lại" in html


def test_second_reader_is_sent_to_what_they_do(signed_in):
    found = signed_in("giang").get(PAGE)

    assert (found.status_code, found["Location"]) == (302, "/can-bo/doc-lai/")


def test_who_sees_no_content_is_told_for_whom_the_page_is(signed_in):
    assert signed_in("khoa").get(PAGE).status_code == 403


def test_nobody_is_shown_a_day_without_signing_in(client, house):
    found = client.get(PAGE)

    assert found.status_code == 302
    assert found["Location"].endswith("?next=%2Fcan-bo%2F")


def test_taken_up_case_asks_for_an_answer(signed_in, ask, house):
    case = ask(at=timezone.now())
    taken_up(case, house.chi, now=timezone.now())

    assert "Soạn trả lời" in words(signed_in("chi").get(PAGE))
