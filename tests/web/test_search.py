"""The search over what is published: folded, careful with codes, and a way on."""

from dataclasses import replace
from datetime import timedelta
from unicodedata import normalize

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kipthoi.core.keys import grouped_code
from kipthoi.publications.words import address
from tests.published import TEXT, answered, issue, law

URL = "/tim/"
KEY = "4821093766502184"


@pytest.fixture
def publication(ask, house):
    return issue(answered(ask, house), house)


def search(client, typed, prefix=""):
    return client.get(f"{prefix}{URL}", {"q": typed})


@pytest.mark.parametrize(
    "typed",
    [
        "xe đưa về",
        "xe dua ve",
        "XE ĐƯA VỀ",
        normalize("NFD", "xe đưa về"),
        "ｘｅ dua ve",
    ],
)
def test_words_are_found_with_and_without_marks(client, publication, typed):
    page = search(client, typed).text

    assert address(publication) in page
    assert "<mark>đưa</mark>" in page


def test_result_tells_kind_unit_day_and_validity(client, publication):
    page = search(client, "xe đưa về").text

    assert "Câu trả lời · Xưởng sao chè · 18/11/2026" in page
    assert "Còn đúng" in page


def test_outdated_result_says_so(client, ask, house):
    until = timezone.localdate() - timedelta(days=1)
    issue(answered(ask, house), house, replace(TEXT, valid_until=until))

    assert "Đã cũ" in search(client, "xe đưa về").text


def test_source_is_found_by_its_name(client, house):
    version = law(house)
    law(house, title="Thỏa ước kín", public=False)

    page = search(client, "thoa uoc").text

    assert reverse("sources:source", args=[version.source.pk]) in page
    assert "Thỏa ước kín" not in page


def test_cases_are_never_found_from_outside(client, ask, house):
    ask("Bí mật hành lang đen tối")

    assert "Chưa ai trả lời điều này" in search(client, "hành lang đen tối").text


def test_nothing_found_carries_the_words_on_by_post(client, house):
    page = search(client, "lương <b>tháng 13</b>").text

    assert "Chưa ai trả lời điều này" in page
    assert "anh/chị sẽ có ngày hẹn" in page
    assert f'<form action="{reverse("cases:send_what")}" method="post">' in page
    assert 'name="text" value="lương &lt;b&gt;tháng 13&lt;/b&gt;"' in page


def test_words_arrive_in_the_sending_form(client, house):
    page = client.post(
        reverse("cases:send_what"), {"text": "lương tháng 13", "begin": "1"}
    )

    assert page.status_code == 200
    assert "lương tháng 13</textarea>" in page.text


@pytest.mark.parametrize("n", [1, 3])
def test_search_costs_the_same_few_queries(
    n, client, ask, house, django_assert_num_queries
):
    for _ in range(n):
        issue(answered(ask, house), house)

    # On SQLite one look tells whether the page is still ready from before.
    with django_assert_num_queries(6 if connection.vendor == "sqlite" else 5):
        search(client, "xe đưa về")


@pytest.mark.parametrize(
    "typed",
    [KEY, "4821 0937 6650 2184", "4821-0937-6650-2184", "mã 4821.0937.6650.2184 đây"],
)
def test_secret_code_is_taken_out_of_the_address_and_not_shown(client, house, typed):
    sent = search(client, typed)
    page = client.get(sent["Location"])

    assert sent.status_code == 302
    assert "4821" not in sent["Location"]
    assert "4821" not in page.text
    assert reverse("cases:come_back") in page.text
    assert "giống một mã bí mật" in page.text


def test_case_number_leads_to_its_own_page(client, ask, house):
    case = ask()
    code = grouped_code(case.code)

    page = search(client, code.lower()).text

    assert reverse("cases:case_status", args=[code]) in page
    assert case.text not in page


def test_number_of_no_case_is_only_searched(client, house):
    assert "số việc" not in search(client, "7K3M-9Q2F").text.split("<main")[1]


@pytest.mark.parametrize(
    "typed",
    ["\0", "x" * 100_000, "😀" * 300, '"', "* OR (", "NEAR(", "‮abc", "'; --", "  "],
)
def test_garbage_is_a_page_all_the_same(client, publication, typed):
    page = search(client, typed)

    assert page.status_code == 200
    assert len(page.content) < 40_000


def test_search_without_words_asks_for_some(client, house):
    assert client.get(URL).status_code == 200
    assert client.get(URL + "?q=a&q=b&page=-1").status_code == 200


def test_search_speaks_english(client, publication):
    page = search(client, "xe dua ve", "/en").text

    assert "1 thing found" in page


def test_search_is_not_kept_anywhere(client, house):
    assert search(client, "lương")["Cache-Control"] == "private, no-store"
