"""What answers rest on, for everybody: in force or not, the copy, what rests on it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kipthoi.files.actions import store
from kipthoi.files.prepared import prepare
from kipthoi.publications.words import address
from kipthoi.sources.actions import Cited, Document, add_source
from tests.published import TEXT, answered, issue, law

# SQLite asks what is newest, to send a page from memory if it may.
MARK = connection.vendor == "sqlite"

URL = "/nguon/"


def page_of(version) -> str:
    return reverse("sources:source", args=[version.source.pk])


def test_empty_list_says_so(client, house):
    page = client.get(reverse("sources:sources"))

    assert page.status_code == 200
    assert "Chưa có nguồn nào" in page.text


@pytest.mark.parametrize("n", [1, 3])
def test_list_costs_the_same_few_queries(n, client, house, django_assert_num_queries):
    for number in range(n):
        law(house, title=f"Nguồn {number}")

    with django_assert_num_queries(3 + MARK):
        page = client.get(URL)

    assert page.text.count("Nguồn ") >= n


def test_list_goes_on_where_it_stopped(client, house, monkeypatch):
    monkeypatch.setattr("kipthoi.sources.views.SIZE", 2)
    for name in ("Ba", "An", "Ca"):
        law(house, title=f"Nguồn {name}")

    first = client.get(URL)
    second = client.get(first.context["more_url"])

    assert "Nguồn An" in first.text
    assert "Nguồn Ca" not in first.text
    assert "Nguồn Ca" in second.text
    assert "Nguồn An" not in second.text


@pytest.mark.parametrize("typed", ["-1", "x", "%00", "9" * 30, "999999", "²"])
def test_garbage_in_the_address_begins_at_the_top(client, house, typed):
    law(house, title="Nguồn An")

    assert "Nguồn An" in client.get(f"{URL}?sau={typed}").text


def test_source_shows_force_number_and_copy(client, house):
    day = timezone.localdate() + timedelta(days=400)
    version = law(house, number="12/TƯ", issuer="Công đoàn", valid_to=day)

    page = client.get(page_of(version)).text

    for words in ("Đang có hiệu lực", "12/TƯ", "Công đoàn", "Điều 14. Xe.", "SHA-256"):
        assert words in page


@pytest.mark.parametrize(
    ("days", "word"),
    [
        ({"valid_to": -1}, "Hết hiệu lực"),
        ({"valid_from": 1}, "Chưa có hiệu lực"),
        ({"valid_from": 0, "valid_to": 0}, "Đang có hiệu lực"),
    ],
)
def test_force_is_a_word(client, house, days, word):
    today = timezone.localdate()
    dates = {name: today + timedelta(days=n) for name, n in days.items()}

    assert word in client.get(page_of(law(house, **dates))).text


def test_source_names_the_published_answers_that_rest_on_it(client, ask, house):
    version = law(house)
    case = answered(ask, house, source=version)
    text = replace(TEXT, cited=[Cited(version, "Điều 14")])
    publication = issue(case, house, text)

    page = client.get(page_of(version)).text

    assert address(publication) in page
    assert case.code not in page


@pytest.mark.parametrize("n", [1, 3])
def test_source_costs_the_same_queries_for_more_answers(
    n, client, ask, house, django_assert_num_queries
):
    version = law(house)
    for _ in range(n):
        text = replace(TEXT, cited=[Cited(version, "")])
        issue(answered(ask, house), house, text)
    url = page_of(version)

    with django_assert_num_queries(5 + MARK):
        client.get(url)


def test_inside_source_is_not_for_everybody(client, house, signed_in):
    version = law(house, title="Quy chế kín", public=False)

    assert client.get(page_of(version)).status_code == 404
    assert "Quy chế kín" not in client.get(URL).text
    assert signed_in("em").get(page_of(version)).status_code == 404
    assert signed_in("chi").get(page_of(version)).status_code == 404
    assert signed_in("ha").get(page_of(version)).status_code == 200


@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_source_that_is_none_is_not_found(client, house, number):
    assert client.get(f"{URL}{number}/").status_code == 404


def test_copy_that_is_a_file_is_a_download(client, house, now):
    stored = store([prepare("Luật.txt", "Điều 1. Phạm vi.".encode())])
    document = Document(kind="law", title="Luật mẫu")
    version = add_source(
        by=house.ha, now=now, document=document, unit=house.unit("che"), stored=stored
    )
    url = reverse("sources:source_file", args=[version.source.pk, 1])

    sent = client.get(url)
    words = b"".join(sent.streaming_content)

    assert url in client.get(page_of(version)).text
    assert words.decode() == "Điều 1. Phạm vi."
    assert sent["Content-Disposition"].startswith("attachment")
    assert client.get(url.replace("/1/", "/7/")).status_code == 404


def test_source_speaks_english(client, house):
    url = page_of(law(house))

    assert "What rests on it" in client.get(f"/en{url}").text
    assert "What our answers rest on" in client.get(f"/en{URL}").text
