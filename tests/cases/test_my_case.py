"""The page of one's own case: late first, both clocks, answer, words, acts."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kipthoi.cases.actions.answers import answer
from kipthoi.cases.actions.dates import extend
from kipthoi.cases.actions.handling import ask as ask_more
from kipthoi.cases.actions.handling import message, note
from kipthoi.cases.actions.names import open_identity
from kipthoi.cases.actions.passing import ask_withholding, close, withhold
from kipthoi.cases.models import Case, Identity, Message
from kipthoi.core.keys import grouped_code
from kipthoi.files.models import File
from kipthoi.sources.actions import Cited
from tests.cases import matters
from tests.cases.asker import WORDS, hidden, opened, sent, upload
from tests.files import making
from tests.house import NOW


@pytest.fixture(autouse=True)
def at_nine(tmp_path, settings):
    """Let every page happen on the day of the house, with a folder of its own."""
    settings.DATA = tmp_path
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture
def mine(client, house):
    """Return a function that gives a case which stands open in the browser."""

    def make(**typed) -> Case:
        case, key = sent(client, **typed)
        assert opened(client, key).status_code == 303
        client.key = key
        return case

    return make


def text_of(client, language="") -> str:
    page = client.get(f"{language}/xem/viec/")
    assert page.status_code == 200
    return page.content.decode()


STATES = {
    "received": "Đã nhận",
    "open": "Đang làm",
    "waiting": "Chờ anh/chị bổ sung",
    "answered": "Đã trả lời",
    "agreed": "Anh/chị nói đã giải quyết",
    "contested": "Đang xem lại",
    "closed": "Đã đóng",
    "withheld": "giải quyết kín",
}


def in_state(case, state, client, house):
    if state == "received":
        return
    if state == "withheld":
        ask_withholding(by=house.chi, now=NOW, case=case, text="Việc riêng tư")
        withhold(by=house.dung, now=NOW, case=case)
        return
    matters.taken_up(case, house.chi)
    if state == "waiting":
        ask_more(by=house.chi, now=NOW, case=case, text="Những bản nào?")
    if state == "closed":
        close(
            by=house.chi, now=NOW, case=case, reason="settled_elsewhere", text="Đã xong"
        )
    if state in ("answered", "agreed", "contested"):
        answer(by=house.chi, now=NOW, case=case, text=matters.text())
    if state == "agreed":
        client.post("/xem/da-xong/")
    if state == "contested":
        page = client.get("/xem/xin-xem-lai/")
        client.post("/xem/xin-xem-lai/", {**hidden(page, "contest"), "reason": "other"})


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("state", sorted(STATES))
def test_every_state_is_shown_in_both_languages(client, house, mine, state, language):
    case = mine()
    in_state(case, state, client, house)
    assert matters.fresh(case).state == state

    html = text_of(client, language)

    assert WORDS in html
    assert grouped_code(case.code) in html
    if not language and state in ("waiting", "answered", "agreed", "contested"):
        assert STATES[state] in html


def test_page_is_private_and_of_this_case_alone(client, house, mine):
    case = mine()
    other, _key = sent(Client(), text="Lương tháng 10 trả thiếu")

    page = client.get("/xem/viec/")

    assert page.headers["Cache-Control"] == "private, no-store"
    assert other.text not in page.content.decode()
    assert case.text in page.content.decode()


def test_late_is_said_first_and_against_the_first_promise(client, house, mine, at_nine):
    case = mine()
    matters.taken_up(case, house.chi)
    extend(
        by=house.dung,
        now=NOW,
        case=case,
        reason="figures",
        text="Xưởng chưa gửi bảng chấm công.",
    )
    at_nine.move_to(NOW + timedelta(days=18))  # 6 December, past 3 December
    opened(client, client.key)

    html = text_of(client)
    assert html.index("Trễ 3 ngày") < html.index("<h1>")
    assert "thứ Năm, 03/12/2026 mà chưa giữ được hẹn" in html
    assert "Lý do: Xưởng chưa gửi bảng chấm công." in html
    assert "Ngày mới: " in html

    answer(by=house.chi, now=NOW + timedelta(days=19), case=case, text=matters.text())
    html = text_of(client)
    assert "Trễ 4 ngày" in html
    assert "đến thứ Hai, 07/12/2026 mới trả lời" in html


def test_nobody_is_called_late_who_was_not(client, house, mine):
    case = mine()
    assert "note-late" not in text_of(client)
    matters.answered(case, house.chi)
    assert "note-late" not in text_of(client)


def test_answer_shows_its_fields_sources_and_proofs(client, house, mine):
    case = mine()
    version = matters.law(house, house.dung)
    matters.taken_up(case, house.chi)
    from kipthoi.files.actions import store
    from kipthoi.files.prepared import prepare

    stored = store([prepare("bien-ban.docx", making.docx("Biên bản"))])
    answer(
        by=house.chi,
        now=NOW,
        case=case,
        text=matters.text(
            cited=[Cited(version, "Điều 14")],
            proof="Biên bản 17/11",
            proof_files=stored,
        ),
    )

    html = text_of(client)

    for value in matters.FIELDS.values():
        assert value in html
    assert "Thỏa ước lao động tập thể 2025" in html
    assert "Điều 14" in html
    proof = File.objects.get(role="proof")
    address = f"/xem/tep/{proof.public_id}/"
    assert address in html
    sent_file = client.get(address)
    assert sent_file.status_code == 200
    assert "attachment" in sent_file.headers["Content-Disposition"]
    b"".join(sent_file.streaming_content)
    sent_file.close()


def test_conversation_goes_both_ways_and_inside_notes_stay_inside(client, house, mine):
    case = mine()
    matters.taken_up(case, house.chi)
    message(by=house.chi, now=NOW, case=case, text="Tôi đã đọc.", token=matters.token())
    note(
        by=house.chi, now=NOW, case=case, text="Nghi ca trưởng.", token=matters.token()
    )

    html = text_of(client)

    assert "Tôi đã đọc." in html
    assert "Chị Chi" in html
    assert "Nghi ca trưởng." not in html


def test_file_of_an_inside_note_is_not_handed_out(client, house, mine):
    from kipthoi.files.actions import store
    from kipthoi.files.prepared import prepare

    case = mine()
    matters.taken_up(case, house.chi)
    files = store([prepare("ghi.txt", "nội bộ".encode())])
    note(
        by=house.chi,
        now=NOW,
        case=case,
        text="xem tệp",
        token=matters.token(),
        files=files,
    )
    file = File.objects.get()

    assert client.get(f"/xem/tep/{file.public_id}/").status_code == 404


def test_file_of_another_case_is_not_handed_out(client, house, mine):
    mine()
    sent(Client(), files=upload("a.jpg", making.photo()))

    file = File.objects.get()

    assert client.get(f"/xem/tep/{file.public_id}/").status_code == 404
    for garbage in ("x", "..", "%00", "a" * 500):
        assert client.get(f"/xem/tep/{garbage}/").status_code == 404


def test_own_photo_is_shown_to_its_sender(client, house, mine):
    mine(files=upload("a.jpg", making.photo()))
    file = File.objects.get()

    assert f"/xem/tep/{file.public_id}/" in text_of(client)
    answer_ = client.get(f"/xem/tep/{file.public_id}/")
    assert answer_.headers["Content-Type"] == "image/jpeg"
    answer_.close()


# --- Writing back ---------------------------------------------------------------------


def write(client, **typed):
    page = client.get("/xem/viec/")
    return client.post("/xem/nhan/", {**hidden(page, "write"), **typed})


def test_message_with_voice_and_photo_arrives_once(client, house, mine):
    case = mine()
    page = client.get("/xem/viec/")
    typed = {
        **hidden(page, "write"),
        "text": "Có ba bản.",
        "files": upload("a.jpg", making.photo()),
    }

    first = client.post("/xem/nhan/", typed)
    typed["files"] = upload("a.jpg", making.photo())
    again = client.post("/xem/nhan/", typed)

    assert (first.status_code, again.status_code) == (303, 303)
    said = Message.objects.get(case=case)
    assert said.text == "Có ba bản."
    assert File.objects.get().ref == said.ref


def test_reply_to_a_question_goes_on_with_the_case(client, house, mine):
    case = mine()
    in_state(case, "waiting", client, house)
    assert "Cần anh/chị cho biết thêm một điều." in text_of(client)

    write(client, text="Ba bản.")

    assert matters.fresh(case).state == "open"


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_said_is_no_message(client, house, mine, text):
    mine()
    page = write(client, text=text)

    assert page.status_code == 422
    assert "Viết vài chữ hoặc ghi âm" in page.content.decode()
    assert Message.objects.count() == 0


def test_odd_and_long_words_never_break_the_page(client, house, mine):
    mine()
    page = write(client, text="ế" * 100_000)
    assert page.status_code == 422
    assert page.content.decode().count("ế") >= 100_000

    assert (
        write(client, text="<img src=x onerror=1>\x00 😀 Tiê\u0300n").status_code == 303
    )
    html = text_of(client)
    assert "<img src=x" not in html
    assert "Tiền" in html


def test_wrong_file_keeps_the_message_and_the_right_file(client, house, mine):
    mine()
    files = [upload("a.jpg", making.photo()), upload("b.exe", b"MZ\x90\x00" * 50)]
    page = write(client, text="Đây là ảnh", files=files)

    assert page.status_code == 422
    assert "b.exe" in page.content.decode()
    assert page.context["form"]["text"].value() == "Đây là ảnh"
    assert [file["name"] for file in page.context["waits"]] == ["a.jpg"]
    page = client.post(
        "/xem/nhan/", {**hidden(page, "write"), "text": "Đây là ảnh", "remove": "1"}
    )
    assert page.context["waits"] == []


def test_other_language_keeps_what_was_typed(client, house, mine):
    mine()
    page = write(client, text="Đang viết dở", switch_language="en")

    assert "Write to us" in page.content.decode()
    assert page.context["form"]["text"].value() == "Đang viết dở"
    assert Message.objects.count() == 0


# --- What one may do ------------------------------------------------------------------


def test_saying_solved_leads_to_two_taps(client, house, mine):
    case = mine()
    matters.answered(case, house.chi)

    answer_ = client.post("/xem/da-xong/")

    assert answer_.headers["Location"] == "/xem/y-kien/"
    assert matters.fresh(case).state == "agreed"
    assert client.post("/xem/da-xong/").status_code == 303
    assert matters.told(case).count("agreed") == 1


def test_judging_before_an_answer_is_told_not_done(client, house, mine):
    case = mine()

    assert client.post("/xem/da-xong/").status_code == 409
    assert matters.fresh(case).state == "received"
    assert "Đã giải quyết</button>" not in text_of(client)


def test_judge_box_names_the_last_day_and_ends_with_it(client, house, mine, at_nine):
    case = mine()
    matters.answered(case, house.chi)
    html = text_of(client)
    assert "/xem/xin-xem-lai/" in html
    assert "18/12/2026" in html

    at_nine.move_to(NOW + timedelta(days=31))
    opened(client, client.key)
    html = text_of(client)
    assert "/xem/xin-xem-lai/" not in html
    assert "Đã hết hạn xin xem lại" in html


def test_consent_is_changed_both_ways(client, house, mine):
    case = mine()
    for wish, allowed in (("yes", True), ("no", False), ("zzz", False)):
        assert client.post("/xem/dong-y/", {"may_publish": wish}).status_code == 303
        assert matters.fresh(case).may_publish is allowed
    assert matters.told(case).count("consent_changed") == 2
    assert "Không đồng ý cho đăng." in text_of(client)


def test_withdrawing_is_asked_once_more_and_done_once(client, house, mine):
    case = mine()
    assert "Rút việc này?" in client.get("/xem/rut/").content.decode()
    assert matters.fresh(case).state == "received"

    client.post("/xem/rut/")
    client.post("/xem/rut/")

    assert matters.fresh(case).state == "closed"
    assert matters.told(case).count("withdrawn") == 1
    assert "Anh/chị đã rút việc này." in text_of(client)
    assert "không còn gì để rút" in client.get("/xem/rut/").content.decode()


def test_contact_is_erased_for_good(client, house, mine):
    case = mine(named="yes", name="Ban", contact="ban@vidu.example")
    assert "/xem/xoa-lien-lac/" in text_of(client)
    client.get("/xem/xoa-lien-lac/")
    assert Identity.objects.count() == 1

    client.post("/xem/xoa-lien-lac/")
    client.post("/xem/xoa-lien-lac/")

    assert Identity.objects.count() == 0
    assert matters.told(case).count("contact_erased") == 1
    assert "/xem/xoa-lien-lac/" not in text_of(client)


def test_opened_name_stands_on_the_timeline_with_its_reason(client, house, mine):
    case = mine(named="yes", name="Ban")
    open_identity(by=house.chi, now=NOW, case=case, reason="Gọi hỏi ngày giờ")

    html = text_of(client)

    assert "Tên của anh/chị đã được mở" in html or "Tên anh/chị" in html
    assert "Gọi hỏi ngày giờ" in html


def test_closing_says_why(client, house, mine):
    case = mine()
    in_state(case, "closed", client, house)

    html = text_of(client)

    assert "Đóng, không trả lời" in html
    assert "Đã xong" in html


def test_locking_locks_every_device(client, house, mine):
    case, key = sent(client)
    opened(client, key)
    elsewhere = Client()
    opened(elsewhere, key)

    page = client.post("/xem/khoa/")

    assert "Trên mọi máy" in page.content.decode()
    assert client.cookies["kt_case"].value == ""
    assert elsewhere.get("/xem/viec/").status_code == 403
    assert matters.told(case)[-1] == "locked"
    assert opened(Client(), key).status_code == 303


def test_review_says_who_reads_and_by_when(client, house, mine):
    case = mine()
    in_state(case, "contested", client, house)

    html = text_of(client)

    assert "Chị Hà đọc lại từ đầu." in html
    assert "thứ Năm, 03/12/2026" in html


def test_body_that_hides_names_hides_them_here_too(client, house, mine):
    body = house.unit("che").body
    body.role_only = True
    body.save()
    case = mine()
    in_state(case, "contested", client, house)
    message(by=house.ha, now=NOW, case=case, text="Tôi đọc lại.", token=matters.token())

    html = text_of(client)

    for name in ("Chị Chi", "Chị Hà"):
        assert name not in html
    assert "Một người khác đọc lại từ đầu." in html


@pytest.mark.parametrize("path", ["nhan", "da-xong", "dong-y", "khoa"])
def test_acts_are_not_done_by_looking(client, house, mine, path):
    case = mine()
    before = matters.told(case)

    assert client.get(f"/xem/{path}/").status_code == 405
    assert matters.told(case) == before


@pytest.mark.parametrize("messages", [1, 3])
def test_database_is_asked_as_often_for_much_as_for_little(
    client, house, mine, messages, django_assert_num_queries
):
    case = mine()
    matters.answered(case, house.chi)
    for n in range(messages):
        message(by=house.chi, now=NOW, case=case, text=f"{n}", token=matters.token())
        write(client, text=f"Trả lời {n}")
    client.get("/xem/viec/")

    with django_assert_num_queries(QUERIES):
        client.get("/xem/viec/")


QUERIES = 15
