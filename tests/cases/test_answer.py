"""Writing the answer: its fields, what it rests on, the look before, two at once."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kipthoi.cases.models import Answer, Draft
from kipthoi.files.models import File
from kipthoi.sources.queries import citations
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import QUESTION, fresh, law, taken_up, text, told

TODAY = timezone.localdate
WORDS = {
    "result": "Từ 07/12 có xe đưa người làm ca đêm về ba bản.",
    "found": "Xưởng bị sót khi đổi giờ ca tháng 9.",
    "done": "Đã ký thêm hợp đồng một xe 16 chỗ.",
    "done_by": "Ban Chính sách",
    "left": "Xe chạy từ 07/12, Ban Chính sách kiểm lại ngày 10/12.",
    "proof": "Biên bản làm việc với giám đốc xưởng",
}


@pytest.fixture
def case(ask, house):
    now = timezone.now()
    made = ask(at=now - timedelta(days=3))
    return taken_up(made, house.chi, now=now - timedelta(days=2))


@pytest.fixture
def typed():
    return {**WORDS, "done_on": TODAY().isoformat()}


def test_answer_is_sent_and_the_asker_has_the_word(signed_in, case, typed, house):
    client = signed_in("chi")

    found = fill(client, case, "answer", **typed)
    html = client.get(found["Location"]).content.decode()

    sent = Answer.objects.get(case=case)
    assert (found.status_code, fresh(case).state) == (303, "answered")
    assert sent.fields["done_on"] == f"{TODAY():%d/%m/%Y}"
    assert sent.person == house.person("chi")
    assert "Đã gửi trả lời cho người hỏi." in html
    assert "Giờ người hỏi là người nói câu cuối." in html
    assert WORDS["result"] in html


def test_fields_are_those_that_the_kind_declares(signed_in, ask, house):
    case = taken_up(
        ask(at=timezone.now()), house.chi, kind=QUESTION, now=timezone.now()
    )

    html = signed_in("chi").get(address(case, "answer")).content.decode()

    assert 'name="why"' in html
    assert 'name="done_by"' not in html


def test_source_is_cited_to_the_article_and_the_same_twice_counts_once(
    signed_in, case, typed, house
):
    version = law(house, house.chi)
    picked = {"source_1": version.pk, "article_1": "Điều 14", "proof": ""}
    twice = {"source_3": version.pk, "article_3": "Điều 14"}

    found = fill(signed_in("chi"), case, "answer", **{**typed, **picked, **twice})

    sent = Answer.objects.get(case=case)
    assert found.status_code == 303
    assert [(c.version, c.article) for c in citations(sent.ref)] == [
        (version, "Điều 14")
    ]


def test_photo_of_the_mended_thing_is_a_proof(signed_in, case, typed):
    picture = BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    photo = SimpleUploadedFile("đã sửa.png", picture.getvalue(), "image/png")

    found = fill(signed_in("chi"), case, "answer", **{**typed, "proof_files": photo})

    sent = Answer.objects.get(case=case)
    assert found.status_code == 303
    assert File.objects.get(ref=sent.ref).under == case.ref


@pytest.mark.parametrize("name", [*WORDS, "done_on"])
def test_each_missing_field_is_said_at_its_place_and_nothing_is_sent(
    signed_in, case, typed, name
):
    sentence = {
        "proof": "Cần ít nhất một nguồn còn hiệu lực, hoặc một bằng chứng.",
        "done_on": "Ghi ngày.",
    }.get(name, "Anh/chị chưa viết gì. Viết vài chữ.")

    found = fill(signed_in("chi"), case, "answer", **{**typed, name: ""})

    html = found.content.decode()
    assert found.status_code == 200
    assert html.count(sentence) >= 2
    assert WORDS["found"] in html or name == "found"
    assert not Answer.objects.exists()


@pytest.mark.parametrize("name", ["result", "found", "done", "left"])
@pytest.mark.parametrize("phrase", ["Đã tiếp nhận.", "Giải quyết theo quy định"])
def test_general_phrase_is_told_at_its_field(signed_in, case, typed, name, phrase):
    found = fill(signed_in("chi"), case, "answer", **{**typed, name: phrase})

    assert found.status_code == 200
    assert found.content.decode().count("Đây là câu chung chung.") >= 2
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ((TODAY() + timedelta(days=2)).isoformat(), "Ngày này chưa tới."),
        ("hôm qua", "Viết ngày theo mẫu"),
        ("2026-13-45", "Viết ngày theo mẫu"),
        ("9" * 5000, "Viết ngày theo mẫu"),
    ],
)
def test_day_is_up_to_today(signed_in, case, typed, value, sentence):
    found = fill(signed_in("chi"), case, "answer", **{**typed, "done_on": value})

    assert found.status_code == 200
    assert sentence in found.content.decode()


@pytest.mark.parametrize("value", ["99999", "-1", "__class__", "1 OR 1=1"])
def test_source_that_is_not_offered_is_refused(signed_in, case, typed, value):
    found = fill(signed_in("chi"), case, "answer", **{**typed, "source_1": value})

    assert found.status_code == 200
    assert not Answer.objects.exists()


def test_source_that_is_no_longer_in_force_is_not_offered(signed_in, case, house):
    yesterday = TODAY() - timedelta(days=1)
    law(house, house.chi, valid_to=yesterday)

    html = signed_in("chi").get(address(case, "answer")).content.decode()

    assert "Thỏa ước lao động tập thể 2025" not in html


# the look before


def test_draft_shows_the_preview_with_what_may_be_personal_marked(
    signed_in, case, typed
):
    client = signed_in("chi")
    typed["left"] = "Gọi anh Lò Văn Pành, 0912 345 678."

    saved = fill(client, case, "answer", **typed, save="1")
    html = client.get(saved["Location"]).content.decode()

    assert saved.status_code == 303
    assert (
        '<mark class="mark-pd">0912 345 678<small> [số điện thoại]</small></mark>'
        in html
    )
    assert "xin đọc lại bằng mắt" in html
    assert "Có nguồn hoặc bằng chứng" in html
    assert "Chỗ nào cũng có nội dung" in html
    assert not Answer.objects.exists()


def test_checks_say_what_is_still_open(signed_in, case):
    client = signed_in("chi")

    saved = fill(client, case, "answer", result="Đã tiếp nhận.", save="1")
    html = client.get(saved["Location"]).content.decode()

    assert "Câu đầu chưa nói kết quả" in html
    assert "Còn trống, hoặc chỉ là câu chung chung: Kết quả, Đã thấy gì" in html


def test_letters_opening_is_put_first_without_losing_what_was_typed(signed_in, case):
    client = signed_in("chi")

    saved = fill(client, case, "answer", result="Có xe từ 07/12.", opening="1")
    html = client.get(saved["Location"]).content.decode()

    assert (
        "Vấn đề anh/chị phản ánh, Xưởng sao chè đã kiểm tra và xin thông báo kết quả"
        " như sau:\nCó xe từ 07/12.</textarea>"
    ) in html


def test_failed_answer_is_kept_as_a_draft(signed_in, case, typed, house):
    client = signed_in("chi")
    fill(client, case, "answer", **{**typed, "proof": ""})

    html = client.get(address(case, "answer")).content.decode()

    assert Draft.objects.get(case=case).person == house.person("chi")
    assert "Đây là bản nháp anh/chị đã lưu. Chưa gửi đi." in html
    assert WORDS["found"] in html


def test_list_says_that_an_answer_was_begun(signed_in, case, typed):
    client = signed_in("chi")
    fill(client, case, "answer", **typed, save="1")

    assert "Gửi câu trả lời đang soạn" in client.get("/can-bo/").content.decode()


# two at once


def test_second_officer_sees_the_other_answer_beside_their_words(
    signed_in, case, typed, house
):
    from kipthoi.cases.actions.answers import answer

    client = signed_in("chi")
    sent = {**hidden(client.get(address(case, "answer"))), **typed}
    sent["result"] = "Chưa có xe trong tháng 11."
    answer(by=house.ha, now=timezone.now(), case=case, text=text())

    found = client.post(address(case, "answer"), sent)

    html = found.content.decode()
    assert found.status_code == 409
    assert "Chị Hà vừa sửa lúc" in html
    assert "Chưa có xe trong tháng 11." in html
    assert text().fields["result"] in html
    assert Draft.objects.get(case=case).fields["result"] == sent["result"]
    assert told(case).count("answered") == 1


def test_note_of_a_colleague_is_seen_before_the_answer_goes(
    signed_in, case, typed, house
):
    from kipthoi.cases.actions.handling import note

    client = signed_in("chi")
    sent = {**hidden(client.get(address(case, "answer"))), **typed}
    note(by=house.ha, now=timezone.now(), case=case, text="Khoan", token=b"2" * 16)

    stopped = client.post(address(case, "answer"), sent)
    again = hidden_of_kept(stopped)
    found = client.post(address(case, "answer"), again)

    assert stopped.status_code == 409
    assert "Ghi chú trong nhà" in stopped.content.decode()
    assert found.status_code == 303


def hidden_of_kept(page) -> dict[str, str]:
    """Return every field of the form that gives the words back."""
    return {
        field["name"]: field["value"]
        for field in page.context["retry"]["fields"]
        if field["name"] not in ("save", "opening")
    }


def test_same_post_twice_is_one_answer(signed_in, case, typed):
    client = signed_in("chi")
    sent = {**hidden(client.get(address(case, "answer"))), **typed}

    first = client.post(address(case, "answer"), sent)
    second = client.post(address(case, "answer"), sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert told(case).count("answered") == 1


# who, when


def test_matter_that_is_not_taken_up_is_not_answered(signed_in, ask, typed):
    case = ask(at=timezone.now())
    client = signed_in("chi")

    assert client.get(address(case, "answer")).status_code in (403, 409)
    assert client.post(address(case, "answer"), typed).status_code in (403, 409)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("who", ["em", "khoa", "lan", "giang"])
def test_stranger_finds_no_page(signed_in, case, typed, who):
    client = signed_in(who)

    assert client.get(address(case, "answer")).status_code == 404
    assert client.post(address(case, "answer"), typed).status_code == 404


def test_page_is_english_where_it_is_asked_for(signed_in, case):
    html = signed_in("chi").get(address(case, "answer", "/en")).content.decode()

    assert "Send the answer to the asker" in html
    assert "What was found" in html


HOSTILE = {
    "long": "x" * 100_000,
    "nul": "Có\0xe",
    "html": "<script>alert(1)</script> có xe",
    "formula": "=HYPERLINK(1) có xe",
    "rtl": "\u202eexe.fdp có xe",
    "nfd": "Tie\u0302\u0300n xe",
    "emoji": "🚌🚌 có xe",
    "spaces": "\u200b \u00a0",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", ["result", "done_by", "article_1", "token", "seen"])
def test_hostile_words_are_no_error(signed_in, case, typed, name, field):
    found = fill(signed_in("chi"), case, "answer", **{**typed, field: HOSTILE[name]})

    assert found.status_code in (200, 303)
    assert b"<script>alert" not in found.content
