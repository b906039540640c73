"""The first page: light, ready, and only doors that exist."""

import gzip
import re
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

import kipthoi
from kipthoi.publications.ready import forget_pages
from tests.published import answered, issue

STATIC = Path(kipthoi.__file__).parent / "static" / "kipthoi"
# Elsewhere a test's own open transaction has no mark (publications/marks.py).
MARK = connection.vendor == "sqlite"
BUDGET = 25_000  # bytes over the wire, everything together


@pytest.fixture
def publication(ask, house):
    return issue(answered(ask, house), house)


def test_home_asks_what_one_needs_and_searches(client, house):
    page = client.get(reverse("web:home")).text

    assert "Anh/chị cần gì?" in page
    assert f'action="{reverse("web:search")}"' in page
    assert 'method="post"' not in page


def test_home_shows_only_doors_that_exist(client, house):
    page = client.get("/").text

    doors = re.findall(r'<a class="task[^"]*" href="([^"]+)"', page)
    assert doors == [
        reverse("cases:send_what"),
        reverse("cases:send_what") + "#id_voice",
        reverse("cases:come_back"),
        reverse("cases:case_status_find"),
    ]
    assert 'id="id_voice"' in client.get(reverse("cases:send_what")).text


def test_empty_house_asks_for_the_first_question(client, house):
    assert "Anh/chị gửi câu đầu tiên nhé." in client.get("/").text


def test_newest_answers_stand_there_with_unit_and_day(client, publication):
    page = client.get("/").text

    assert "Ca đêm có xe đưa về không?" in page
    assert "Xưởng sao chè, 18/11/2026" in page
    assert "?chu-de=luong" in page


@pytest.mark.parametrize("n", [1, 3])
def test_home_costs_the_same_few_queries(
    n, client, ask, house, django_assert_num_queries
):
    for _ in range(n):
        issue(answered(ask, house), house)
    forget_pages()

    with django_assert_num_queries(3 + MARK):
        client.get("/")


def test_home_may_be_kept_by_anybody_and_is_not_sent_twice(client, publication):
    first = client.get("/")
    again = client.get("/", headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in first["Vary"]
    assert not first.cookies
    assert again.status_code == 304


def test_home_is_the_same_for_an_officer(client, publication, signed_in):
    before = client.get("/").content
    forget_pages()

    assert signed_in("chi").get("/").content == before


def test_first_visit_fits_the_budget(client, ask, house):
    for _ in range(4):
        issue(answered(ask, house), house)

    page = client.get("/").content
    parts = [(STATIC / n).read_bytes() for n in ("kt.css", "kt.js", "icons.svg")]
    icon = (STATIC / "favicon.svg").read_bytes()
    weight = sum(len(gzip.compress(part)) for part in (page, *parts, icon))

    assert weight <= BUDGET
    assert set(re.findall(rb"/static/kipthoi/([\w.]+)", page)) == {
        b"favicon.svg",
        b"kt.css",
        b"kt.js",
        b"icons.svg",
    }


def test_home_speaks_english(client, publication):
    page = client.get("/en/").text

    assert "What do you need?" in page
    assert "Newly answered" in page


def test_home_takes_no_post(client, house):
    assert client.post("/").status_code == 405
