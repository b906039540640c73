"""One answer: result first, sources, validity, second reader, corrections."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kipthoi.cases.actions import publishing
from kipthoi.core.viewer import Public
from kipthoi.files.actions import store
from kipthoi.files.prepared import prepare
from kipthoi.journal.links import link, links
from kipthoi.publications.ready import forget_pages
from kipthoi.publications.words import address
from kipthoi.sources.actions import Cited
from tests.published import TEXT, answered, issue, law


@pytest.fixture
def case(ask, house):
    return answered(ask, house)


@pytest.fixture
def publication(case, house):
    return issue(case, house)


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(out, "JPEG")
    return out.getvalue()


def test_answer_shows_result_unit_and_second_reader_and_no_person(client, publication):
    page = client.get(address(publication)).text

    assert TEXT.short in page
    assert "Xưởng sao chè" in page
    assert "Ban Kiểm tra" in page
    assert "Giang" not in page
    assert "Chi<" not in page


@pytest.mark.parametrize("slug", ["", "sai-ten", "ca-dem", "%00", "x" * 400])
def test_other_spellings_lead_to_the_one_address(client, publication, slug):
    page = client.get(f"/tra-loi/{publication.pk}-{slug}/")

    assert page.status_code == 301
    assert page["Location"] == address(publication)


@pytest.mark.parametrize("place", ["0-x", "abc", "99999999999999999999-x", "-1", "1e3"])
def test_number_that_is_none_is_not_found(client, publication, place):
    assert client.get(f"/tra-loi/{place}/").status_code == 404


def test_draft_is_not_found(client, case, house, now):
    reading = publishing.publish(by=house.chi, now=now, case=case, text=TEXT)

    number = reading.version.publication.pk

    assert client.get(f"/tra-loi/{number}-x/").status_code == 404


def test_sources_stand_with_article_and_day_of_the_copy(client, case, house):
    public, inside = law(house), law(house, title="Quy chế kín", public=False)
    cited = [Cited(public, "Điều 14"), Cited(inside, "Điều 1")]

    page = client.get(address(issue(case, house, replace(TEXT, cited=cited)))).text

    assert "Thỏa ước lao động tập thể, Điều 14" in page
    assert "Bản chụp lưu 18/11/2026" in page
    assert reverse("sources:source", args=[public.source.pk]) in page
    assert "Quy chế kín" not in page


@pytest.mark.parametrize(
    ("days", "word"), [(0, "Còn đúng"), (30, "Còn đúng"), (-1, "Đã cũ")]
)
def test_validity_is_a_word(client, case, house, days, word):
    until = timezone.localdate() + timedelta(days=days)

    page = client.get(address(issue(case, house, replace(TEXT, valid_until=until))))

    assert word in page.text


def test_review_that_was_missed_is_said(client, case, house):
    on = timezone.localdate() - timedelta(days=3)

    page = client.get(address(issue(case, house, replace(TEXT, review_on=on))))

    assert "đến nay chưa xem" in page.text


def test_correction_shows_what_went_and_what_came(client, case, house, publication):
    text = replace(TEXT, short="Có, từ ngày 08/12 có xe.", change="Sửa ngày.")
    issue(case, house, text)

    page = client.get(address(publication)).text

    assert "Đã sửa 1 lần" in page
    assert "Sửa ngày." in page
    assert "<del>07/12</del>" in page
    assert "<ins>08/12</ins>" in page


def test_hidden_answer_shows_its_reason_instead(client, case, house, now, publication):
    publishing.unpublish(
        by=house.dung,
        now=now,
        case=case,
        publication=publication,
        reason="Có chỗ nhận ra người <hỏi>.",
    )

    page = client.get(address(publication))

    assert page.status_code == 410
    assert "nhận ra người &lt;hỏi&gt;" in page.text
    assert TEXT.short not in page.text
    assert 'content="noindex"' in page.text


def test_what_was_written_is_shown_as_text(client, case, house):
    text = replace(TEXT, title="<script>x</script>", body="<b>đậm</b> & 'x'")

    page = client.get(address(issue(case, house, text))).text

    assert "<script>x" not in page
    assert "&lt;b&gt;đậm&lt;/b&gt;" in page


def test_reader_who_has_the_page_gets_no_bytes(client, publication):
    first = client.get(address(publication))

    again = client.get(address(publication), headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert "max-age" in first["Cache-Control"]


def test_languages_have_pages_of_their_own(client, publication):
    url = address(publication)
    vietnamese = client.get(url)
    english = client.get(f"/en{url}")

    assert "Who answers" in english.text
    assert english["ETag"] != vietnamese["ETag"]
    assert f'href="/en{url}"' in vietnamese.text


def test_what_the_first_reader_asked_for_stays_out_of_the_page(client, publication):
    page = client.get(address(publication) + "?theo-doi=an").text

    assert "theo-doi" not in page


@pytest.mark.parametrize("n", [1, 3])
def test_page_costs_the_same_queries_for_more_sources(
    n, client, case, house, django_assert_num_queries
):
    cited = [Cited(law(house, title=f"Nguồn {i}"), "Điều 1") for i in range(n)]
    publication = issue(case, house, replace(TEXT, cited=cited))
    url = address(publication)
    forget_pages()

    with django_assert_num_queries(7 + (connection.vendor == "sqlite")):
        client.get(url)


def test_copy_is_sent_under_its_neutral_name(client, case, house):
    stored = store([prepare("Lò Thị Mẩy.jpg", photo())])
    publication = issue(case, house, replace(TEXT, files=stored))
    page = client.get(address(publication)).text
    url = page.split('<img src="')[1].split('"')[0]

    answer = client.get(url)
    picture = b"".join(answer)

    assert reverse("publications:answer_file", args=[publication.pk, "x"])[:-2] in url
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert picture.startswith(b"\xff\xd8")
    assert "anh-1.jpg" in answer["Content-Disposition"]
    assert "Mẩy" not in page


def test_copy_of_a_hidden_answer_is_gone(client, case, house, now):
    stored = store([prepare("a.jpg", photo())])
    publication = issue(case, house, replace(TEXT, files=stored))
    url = client.get(address(publication)).text.split('<img src="')[1].split('"')[0]
    publishing.unpublish(
        by=house.dung, now=now, case=case, publication=publication, reason="Lộ mặt."
    )

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("public_id", ["x", "%00", "..", "__class__"])
def test_copy_that_is_none_is_not_found(client, publication, public_id):
    url = f"/tra-loi/{publication.pk}/tep/{public_id}/"

    assert client.get(url).status_code == 404


def test_references_lead_to_the_page(publication):
    ref, version = publication.ref, publication.current.ref

    assert link(ref, Public()).url == address(publication)
    assert list(links([version, "version:x", ref, "nothing:1"], Public())) == [
        version,
        ref,
    ]
    assert link("publication:999999", Public()) is None
