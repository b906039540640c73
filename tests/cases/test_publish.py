"""The writer's page: masked, marked, looked at; then it waits for somebody else."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from kipthoi.cases.actions import asking, handling, publishing
from kipthoi.core.keys import grouped_code
from kipthoi.core.viewer import Holder
from kipthoi.files.actions import store
from kipthoi.files.models import File
from kipthoi.files.prepared import prepare
from kipthoi.publications.models import Publication, Reading, Version
from kipthoi.sources.queries import citations
from tests.published import TEXT, answered, issue, law

PHONE = "0912 345 678"


@pytest.fixture
def case(ask, house):
    text = f"Ca đêm không có xe. Gọi tôi {PHONE}."
    return answered(ask, house, source=law(house), text=text)


@pytest.fixture
def url(case):
    return reverse("cases:publish", args=[grouped_code(case.code)])


@pytest.fixture
def filled(case):
    return {
        "token": "ab" * 16,
        "title": "Ca đêm có xe về không?",
        "short": "Có, từ ngày 07/12.",
        "body": "Thỏa ước ghi có xe cho ca tan sau 22 giờ.",
        "valid_until": "31/12/2099",
        "review_on": "",
    }


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(out, "JPEG")
    return out.getvalue()


def test_page_shows_the_original_marked_and_begins_masked(signed_in, url):
    page = signed_in("chi").get(url).text

    assert f'<mark class="mark-pd">{PHONE}' in page
    form = page.split('name="title"')[1].split("</form>")[0]
    assert PHONE not in form
    assert "[số điện thoại]" in form


def test_text_waits_for_another_reader(signed_in, case, url, filled):
    sent = signed_in("chi").post(url, filled)

    reading = Reading.objects.get()
    assert sent.status_code == 303
    assert "done=publish" in sent["Location"]
    assert reading.asked_by.name == "Chi"
    assert reading.reader is None
    assert Publication.objects.get().state == "reading"


def test_same_post_twice_asks_once(signed_in, url, filled):
    client = signed_in("chi")

    client.post(url, filled)
    again = client.post(url, filled)

    assert Version.objects.count() == 1
    assert "đang chờ đọc lại" in again.text


def test_chosen_sources_are_taken_over(signed_in, case, url, filled):
    client = signed_in("chi")
    page = client.get(url).text
    keys = page.split('name="cited" value="')[1].split('"')[0]

    client.post(url, {**filled, "cited": [keys]})

    found = citations(Version.objects.get().ref)
    assert [each.article for each in found] == ["Điều 14"]


def test_proof_of_the_case_is_never_offered(signed_in, url):
    page = signed_in("chi").get(url).text

    assert "Biên bản ngày 18/11/2026" not in page.split('id="id_cited_0"')[1][:900]


def test_what_still_shows_somebody_demands_own_eyes(signed_in, url, filled):
    client = signed_in("chi")
    words = {**filled, "short": f"Gọi chị Lò Thị Mẩy, {PHONE}."}

    refused = client.post(url, words)
    taken = client.post(url, {**words, "eyes": "on"})

    assert "Xem từng chỗ rồi đánh dấu" in refused.text
    assert "Gọi chị Lò Thị Mẩy" in refused.text
    assert taken.status_code == 303


def test_mask_button_puts_the_masks_in_and_loses_nothing(signed_in, url, filled):
    client = signed_in("chi")
    words = {**filled, "short": f"Gọi {PHONE}.", "body": "Chữ của tôi <b>."}

    sent = client.post(url, {**words, "mask": "all"})
    page = client.get(sent["Location"].split("#")[0]).text

    assert sent.status_code == 303
    assert Version.objects.count() == 0
    assert "Gọi [số điện thoại].</textarea>" in page
    assert "Chữ của tôi &lt;b&gt;." in page
    assert 'value="2099-12-31"' in page


def test_one_mark_is_masked_by_its_own_button(signed_in, url, filled):
    client = signed_in("chi")
    short = f"Gọi {PHONE} hoặc 0987 654 321."

    sent = client.post(url, {**filled, "short": short, "mask": f"short|phone|{PHONE}"})
    page = client.get(sent["Location"].split("#")[0]).text

    assert "Gọi [số điện thoại] hoặc 0987 654 321." in page


@pytest.mark.parametrize("which", ["", "x|y|z", "title", "short|phone|", "\0", "|||"])
def test_mask_that_fits_nothing_changes_nothing(signed_in, url, filled, which):
    sent = signed_in("chi").post(url, {**filled, "mask": which})

    assert sent.status_code == 303


def test_photo_goes_out_as_a_cleaned_copy_under_a_neutral_name(
    signed_in, ask, house, filled
):
    from kipthoi.cases.actions.intake import Matter, open_case
    from kipthoi.core.viewer import Public

    stored = store([prepare("Lò Thị Mẩy.jpg", photo())])
    case = answered(ask, house)
    other = open_case(
        by=Public(),
        now=case.received_at,
        token=b"p" * 16,
        matter=Matter(text="Ảnh.", files=stored),
        asker=asking_consent(),
        unit=house.unit("che.sao"),
    )
    _answer(other, house)
    url = reverse("cases:publish", args=[grouped_code(other.code)])
    key = File.objects.get(under=other.ref).public_id

    signed_in("chi").post(url, {**filled, "copies": [key]})

    copy = File.objects.get(role="published")
    assert copy.neutral_name == "anh-1.jpg"
    assert copy.ref == Version.objects.get().ref
    assert copy.public_id != key


def asking_consent():
    from kipthoi.cases.actions.intake import Asker

    return Asker(may_publish=True)


def _answer(case, house):
    from kipthoi.cases.actions import answers
    from kipthoi.cases.actions.answers import AnswerText
    from kipthoi.core.kinds import get_kind
    from tests.published import FIELDS

    kind = get_kind("concern/1")
    at = case.received_at
    handling.accept(by=house.chi, now=at, case=case, kind=kind, title="Ảnh")
    text = AnswerText(fields=FIELDS, proof="Biên bản")
    answers.answer(by=house.chi, now=at, case=case, text=text)


def test_file_of_another_case_is_not_copied(signed_in, url, filled):
    signed_in("chi").post(url, {**filled, "copies": ["../../etc/passwd"]})

    assert File.objects.filter(role="published").count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "Viết vài chữ."),
        ({"short": ""}, "Viết vài chữ."),
        ({"short": "Đã ghi nhận."}, "câu chung chung"),
        ({"short": "x" * 601}, "600"),
        ({"title": "x" * 201}, "200"),
        ({"valid_until": "01/01/2020"}, "đã qua"),
        ({"valid_until": "31/02/2030"}, "valid_until"),
        ({"cited": ["__class__"]}, "Chọn trong các dòng"),
        ({"body": "a\0b"}, "body"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    signed_in, url, filled, change, words
):
    page = signed_in("chi").post(url, {**filled, "body": "Chữ còn đây", **change})

    assert page.status_code == 200
    assert words in page.text
    assert "body" in change or "Chữ còn đây" in page.text
    assert Version.objects.count() == 0


def test_without_consent_the_page_says_so(signed_in, ask, house, filled):
    case = answered(ask, house, may_publish=False)
    url = reverse("cases:publish", args=[grouped_code(case.code)])
    client = signed_in("chi")

    page = client.get(url)
    sent = client.post(url, filled)

    assert "chưa đồng ý cho đăng" in page.text
    assert sent.status_code == 409
    assert filled["short"] in sent.text
    assert Version.objects.count() == 0


def test_consent_withdrawn_while_writing_stops_it(signed_in, case, url, filled, now):
    asking.change_consent(by=Holder(case.code), now=now, case=case, may_publish=False)

    assert signed_in("chi").post(url, filled).status_code == 409
    assert Version.objects.count() == 0


def test_case_that_is_not_answered_yet_is_not_published(signed_in, ask, house, filled):
    case = ask(asker=asking_consent())
    url = reverse("cases:publish", args=[grouped_code(case.code)])

    assert signed_in("chi").get(url).status_code == 409
    assert Version.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "status"), [("em", 404), ("khoa", 404), ("giang", 404)]
)
def test_strangers_do_not_write(signed_in, url, filled, name, status):
    assert signed_in(name).get(url).status_code == status
    assert signed_in(name).post(url, filled).status_code == status


def test_strangers_without_sign_in_are_sent_there(client, url):
    assert client.get(url).status_code == 302


def test_text_that_came_back_stands_there_with_the_readers_words(
    signed_in, case, house, url, now
):
    text = replace(TEXT, short="Có xe từ 07/12, hỏi tổ trưởng.")
    reading = publishing.publish(by=house.chi, now=now, case=case, text=text)
    publishing.send_back(
        by=house.giang, now=now, reading=reading, case=case, words="Còn chỗ lộ."
    )

    page = signed_in("chi").get(url).text

    assert "Còn chỗ lộ." in page
    assert "hỏi tổ trưởng" in page


def test_correction_says_what_is_corrected(signed_in, case, house, url, filled):
    issue(case, house)
    client = signed_in("chi")

    refused = client.post(url, filled)
    taken = client.post(url, {**filled, "token": "cd" * 16, "change": "Sửa ngày."})

    assert refused.status_code == 200
    assert 'id="id_change_error"' in refused.text
    assert taken.status_code == 303
    assert Version.objects.get(n=2).change == "Sửa ngày."


def test_draft_keeps_words_and_ticks(signed_in, url, filled):
    client = signed_in("chi")
    key = client.get(url).text.split('name="cited" value="')[1].split('"')[0]

    sent = client.post(url, {**filled, "cited": [key], "save": "1"})
    page = client.get(sent["Location"]).text

    assert sent.status_code == 303
    assert filled["short"] in page
    assert f'name="cited" value="{key}"' in page
    assert "checked" in page.split('name="cited"')[1].split(">")[0]


def test_page_speaks_english(signed_in, url):
    page = signed_in("chi").get(f"/en{url}").text

    assert "Ask for a second reading" in page


# --- Hiding ---------------------------------------------------------------------------


@pytest.fixture
def hide_url(case, house):
    issue(case, house)
    return reverse("cases:unpublish", args=[grouped_code(case.code)])


def test_chair_hides_with_a_reason(signed_in, hide_url):
    sent = signed_in("dung").post(hide_url, {"reason": "Có chỗ nhận ra người hỏi."})

    assert sent.status_code == 303
    assert Publication.objects.get().state == "hidden"
    assert Publication.objects.get().hidden_reason == "Có chỗ nhận ra người hỏi."


def test_hiding_without_a_reason_is_asked_for_one(signed_in, hide_url):
    page = signed_in("dung").post(hide_url, {"reason": " "})

    assert "Mọi người sẽ đọc." in page.text
    assert Publication.objects.get().state == "issued"


@pytest.mark.parametrize(("name", "status"), [("chi", 403), ("ha", 403), ("em", 404)])
def test_only_the_chair_hides(signed_in, hide_url, name, status):
    client = signed_in(name)

    assert client.get(hide_url).status_code == status
    assert client.post(hide_url, {"reason": "x"}).status_code == status
    assert Publication.objects.get().state == "issued"


def test_there_is_nothing_to_hide_where_nothing_is_published(signed_in, case):
    url = reverse("cases:unpublish", args=[grouped_code(case.code)])

    page = signed_in("dung").get(url)

    assert page.status_code == 409
    assert "không có câu trả lời nào đang đăng" in page.text
