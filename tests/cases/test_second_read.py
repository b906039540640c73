"""The second person: reads both texts, passes or returns; never the writer."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from kipthoi.cases.actions import asking, publishing
from kipthoi.core.viewer import Holder
from kipthoi.files.actions import store
from kipthoi.files.prepared import prepare
from kipthoi.people.models import Term
from kipthoi.publications.models import Publication, Reading
from kipthoi.sources.actions import Cited
from tests.published import TEXT, answered, law

LIST = "/can-bo/doc-lai/"


@pytest.fixture
def case(ask, house):
    return answered(ask, house, text="Gọi tôi 0912 345 678. Không có xe.")


@pytest.fixture
def reading(case, house, now):
    return publishing.publish(by=house.chi, now=now, case=case, text=TEXT)


@pytest.fixture
def url(reading):
    return reverse("cases:second_read", args=[reading.pk])


def test_list_shows_what_waits(signed_in, reading, url):
    page = signed_in("giang").get(reverse("cases:second_reads"))

    assert page.status_code == 200
    assert url in page.text
    assert TEXT.title in page.text


def test_empty_list_says_so(signed_in):
    assert "Không có bản nào chờ đọc lại" in signed_in("giang").get(LIST).text


def test_own_text_is_not_in_the_list(signed_in, case, house, now):
    publishing.publish(by=house.dung, now=now, case=case, text=TEXT)

    assert TEXT.title not in signed_in("dung").get(LIST).text


def test_superior_sees_it_only_where_the_body_has_nobody_else(
    signed_in, reading, house, today
):
    client = signed_in("lan")
    before = client.get(LIST).text

    Term.objects.filter(
        person__in=[house.person("giang"), house.person("dung")]
    ).update(to_on=today)

    assert TEXT.title not in before
    assert TEXT.title in client.get(LIST).text


@pytest.mark.parametrize("n", [1, 3])
def test_list_costs_the_same_few_queries(
    n, signed_in, ask, house, now, django_assert_num_queries
):
    for _ in range(n):
        case = answered(ask, house)
        publishing.publish(by=house.chi, now=now, case=case, text=TEXT)
    client = signed_in("giang")

    with django_assert_num_queries(10):
        client.get(LIST)


@pytest.mark.parametrize(("name", "status"), [("chi", 403), ("khoa", 403), ("em", 403)])
def test_list_is_for_second_readers(signed_in, name, status):
    assert signed_in(name).get(LIST).status_code == status


def test_both_texts_stand_side_by_side_marked(signed_in, url):
    page = signed_in("giang").get(url).text

    assert '<mark class="mark-pd">0912 345 678' in page
    assert TEXT.short in page
    assert "Đồng ý và đăng" in page


def test_reader_passes_and_it_is_published(signed_in, url, reading):
    sent = signed_in("giang").post(url, {"decision": "approve"})

    publication = Publication.objects.get()
    assert sent.status_code == 303
    assert publication.state == "issued"
    assert publication.current_id == reading.version_id


def test_pressing_twice_publishes_once(signed_in, url):
    client = signed_in("giang")

    sent = [client.post(url, {"decision": "approve"}) for _ in range(2)]

    assert [each.status_code for each in sent] == [303, 303]


def test_another_decision_after_the_first_is_too_late(signed_in, url):
    client = signed_in("giang")
    client.post(url, {"decision": "approve"})

    again = client.post(url, {"decision": "return", "words": "Khoan."})

    assert again.status_code == 409
    assert Publication.objects.get().state == "issued"


def test_reader_returns_it_with_words(signed_in, url, reading):
    sent = signed_in("giang").post(url, {"decision": "return", "words": "Còn tên."})

    reading.refresh_from_db()
    assert sent.status_code == 303
    assert (reading.passed, reading.words) == (False, "Còn tên.")


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"decision": "return", "words": " "}, "Viết lý do. Người viết sẽ đọc."),
        ({"decision": "__class__"}, "Chọn một trong hai nút."),
        ({}, "Chọn một trong hai nút."),
        ({"decision": "return", "words": "x" * 2001}, "2000"),
    ],
)
def test_decision_that_lacks_something_decides_nothing(
    signed_in, url, reading, posted, words
):
    page = signed_in("giang").post(url, posted or {"x": "1"})

    assert words in page.text
    assert Reading.objects.get().decided_at is None


def test_writer_is_told_to_ask_someone_else(signed_in, case, house, now):
    reading = publishing.publish(by=house.dung, now=now, case=case, text=TEXT)
    url = reverse("cases:second_read", args=[reading.pk])
    client = signed_in("dung")

    page, sent = client.get(url), client.post(url, {"decision": "approve"})

    assert page.status_code == 403
    assert "Người viết không tự đọc lại được." in page.text
    assert "Đồng ý và đăng" not in page.text
    assert sent.status_code == 403
    assert Reading.objects.get().decided_at is None


def test_colleague_who_reads_the_case_sees_it_and_decides_nothing(
    signed_in, url, reading
):
    client = signed_in("ha")

    assert client.get(url).status_code == 403
    assert client.post(url, {"decision": "approve"}).status_code == 403
    assert Reading.objects.get().decided_at is None


@pytest.mark.parametrize("name", ["em", "khoa", "lan"])
def test_strangers_do_not_see_the_text(signed_in, url, name):
    page = signed_in(name).get(url)

    assert page.status_code == 403
    assert "0912 345 678" not in page.text


def test_consent_withdrawn_meanwhile_is_said_and_stops_it(signed_in, url, case, now):
    asking.change_consent(by=Holder(case.code), now=now, case=case, may_publish=False)
    client = signed_in("giang")

    page = client.get(url).text
    sent = client.post(url, {"decision": "approve"})

    assert "đã rút lại đồng ý" in page
    assert "Đồng ý và đăng" not in page
    assert sent.status_code == 200
    assert Publication.objects.get().state == "reading"


@pytest.mark.parametrize("pk", ["0", "99999999999999999999"])
def test_reading_that_is_none_is_not_found(signed_in, pk):
    assert signed_in("giang").get(f"{LIST}{pk}/").status_code == 404


def test_reader_sees_the_copies_and_the_sources(signed_in, case, house, now):
    out = BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG")
    stored = store([prepare("Đơn.jpg", out.getvalue())])
    text = replace(TEXT, files=stored, cited=[Cited(law(house), "Điều 14")])
    reading = publishing.publish(by=house.chi, now=now, case=case, text=text)
    url = reverse("cases:second_read", args=[reading.pk])
    client = signed_in("giang")

    page = client.get(url).text
    file = page.split('<img src="')[1].split('"')[0]
    sent = client.get(file)
    picture = b"".join(sent)

    public_id = file.rstrip("/").rsplit("/", 1)[1]
    args = [reading.pk, public_id]
    assert file == reverse("cases:second_read_file", args=args)
    assert picture.startswith(b"\xff\xd8")
    assert sent["Cache-Control"] == "private, no-store"
    assert "anh-1.jpg" in page
    assert "Đơn.jpg" not in page
    assert "Thỏa ước lao động tập thể, Điều 14" in page
    assert client.get(f"{url}tep/khac/").status_code == 404
    assert signed_in("em").get(file).status_code == 403


def test_page_speaks_english(signed_in, url):
    page = signed_in("giang").get(f"/en{url}").text

    assert "Approve and publish" in page
