"""The list of answers: newest first, by topic and unit, by keyset, ready bytes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from kipthoi.publications.models import Publication
from kipthoi.publications.ready import forget_pages
from tests.house import NOW
from tests.published import TEXT, answered, issue

URL = "/tra-loi/"
# Elsewhere a test's own open transaction has no mark (publications/marks.py).
MARK = connection.vendor == "sqlite"


@pytest.fixture
def publish(ask, house):
    def make(title="Ca đêm có xe đưa về không?", *, days=0, **more):
        case = answered(ask, house, **more)
        text = replace(TEXT, title=title)
        return issue(case, house, text, now=NOW + timedelta(days=days))

    return make


def test_empty_list_says_so_and_offers_to_send(client, house):
    page = client.get(URL)

    assert page.status_code == 200
    assert "Chưa có câu trả lời nào đăng" in page.text
    assert reverse("cases:send_what") in page.text


def test_newest_answer_stands_first(client, publish):
    publish("Cũ hơn?")
    publish("Mới hơn?", days=2)

    page = client.get(URL).text

    assert page.index("Mới hơn?") < page.index("Cũ hơn?")


@pytest.mark.parametrize("n", [1, 3])
def test_list_costs_the_same_few_queries(n, client, publish, django_assert_num_queries):
    for number in range(n):
        publish(f"Câu số {number}?")
    forget_pages()

    with django_assert_num_queries(5 + MARK):
        assert client.get(URL).status_code == 200


def test_topic_and_unit_narrow_the_list(client, publish):
    publish("Lương của xưởng sao?")

    assert "Lương của xưởng sao?" in client.get(URL + "?chu-de=luong").text
    assert "Lương của xưởng sao?" in client.get(URL + "?noi=che.sao").text
    assert "Lương của xưởng sao?" not in client.get(URL + "?chu-de=antoan").text
    assert "Lương của xưởng sao?" not in client.get(URL + "?noi=may").text


def test_long_list_goes_on_where_it_stopped(client, publish, monkeypatch):
    monkeypatch.setattr("kipthoi.publications.views.SIZE", 2)
    for number in range(3):
        publish(f"Câu số {number}?", days=number)

    first = client.get(URL)
    more = first.context["more_url"] if first.context else ""
    second = client.get(more)

    assert "Câu số 0?" not in first.text
    assert "Câu số 0?" in second.text
    assert "Câu số 2?" not in second.text
    assert 'rel="next"' not in second.text


@pytest.mark.parametrize(
    "query",
    [
        "sau=-1",
        "sau=20261118.99999999999999999999",
        "sau=%00.1",
        "sau=20261350.1",
        "chu-de=%00",
        "noi=" + "x" * 5000,
        "chu-de=%3Cscript%3E",
        "noi=__class__",
    ],
)
def test_garbage_in_the_address_is_a_page_all_the_same(client, publish, query):
    publish()

    page = client.get(f"{URL}?{query}")

    assert page.status_code == 200
    assert "<script>" not in page.text


def test_reader_who_has_the_page_gets_no_bytes(client, publish):
    publish()
    first = client.get(URL)

    again = client.get(URL, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert first["Cache-Control"] == "public, max-age=60"


def test_new_answer_changes_the_page_at_once(client, publish):
    publish("Cũ?")
    before = client.get(URL)

    publish("Mới?")

    after = client.get(URL, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Mới?" in after.text


def test_page_is_the_same_for_officers(client, publish, signed_in):
    publish()
    before = client.get(URL)
    forget_pages()

    after = signed_in("chi").get(URL)

    assert after.content == before.content


def test_hidden_answer_is_not_listed(client, publish):
    publish("Đã ẩn?")
    Publication.objects.update(state="hidden")
    forget_pages()

    assert "Đã ẩn?" not in client.get(URL).text


def test_list_speaks_english(client, publish):
    publish()

    assert "Rewritten without details" in client.get("/en" + URL).text


def test_list_takes_no_post(client, house):
    assert client.post(URL).status_code == 405
