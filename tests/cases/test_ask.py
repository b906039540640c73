"""Asking the asker, and writing to them: words, files, drafts."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kipthoi.cases import queries
from kipthoi.cases.actions.dates import mark_urgent
from kipthoi.cases.models import Draft, Message
from kipthoi.files.models import File
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import fresh, taken_up, told


def photo() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(picture, "JPEG")
    return SimpleUploadedFile("nhà xe.jpg", picture.getvalue(), "image/jpeg")


@pytest.fixture
def case(ask, house):
    now = timezone.now()
    made = ask(at=now - timedelta(days=2))
    return taken_up(made, house.chi, now=now - timedelta(days=1))


def test_question_reaches_the_asker_with_its_photo(signed_in, case):
    found = fill(signed_in("chi"), case, "ask", text="Ca nào?", files=photo())

    assert (found.status_code, fresh(case).state) == (303, "waiting")
    said = Message.objects.get(case=case)
    kept = File.objects.get(ref=said.ref)
    assert (said.text, said.side) == ("Ca nào?", "officer")
    assert (kept.kind, kept.under) == ("photo", case.ref)


def test_page_says_that_the_date_goes_on(signed_in, case):
    html = signed_in("chi").get(address(case, "ask")).content.decode()

    assert "Hạn của chúng tôi vẫn chạy" in html
    assert f"{case.due_on:%d/%m/%Y}" in html


def test_nothing_written_is_said_and_the_file_is_not_the_reason(signed_in, case):
    found = fill(signed_in("chi"), case, "ask", text="  ")

    assert found.status_code == 200
    assert "Anh/chị chưa viết gì. Viết vài chữ." in found.content.decode()


def test_wrong_file_costs_neither_the_words_nor_the_step(signed_in, case):
    film = SimpleUploadedFile("phim.exe", b"MZ\x90\x00" * 100, "application/pdf")

    found = fill(signed_in("chi"), case, "ask", text="Ca nào của anh/chị?", files=film)

    html = found.content.decode()
    assert found.status_code == 200
    assert "phim.exe: " in html
    assert "Ca nào của anh/chị?" in html
    assert fresh(case).state == "open"


def test_marked_paper_is_refused_and_nothing_of_it_is_kept(signed_in, case):
    paper = SimpleUploadedFile("cv.txt", "TUYỆT MẬT\nSố: 12/BC".encode(), "text/plain")

    found = fill(signed_in("chi"), case, "ask", text="Ca nào?", files=paper)

    assert found.status_code == 200
    assert not File.objects.filter(under=case.ref).exists()


def test_draft_is_kept_shown_again_and_gone_when_sent(signed_in, case, house):
    client = signed_in("chi")

    saved = fill(client, case, "ask", text="Ca nào, ở", save="1")
    again = client.get(saved["Location"]).content.decode()
    sent = fill(client, case, "ask", text="Ca nào, ở bản nào?")

    assert saved.status_code == 303
    assert "Đã lưu nháp." in again
    assert "Ca nào, ở</textarea>" in again
    assert sent.status_code == 303
    assert not Draft.objects.exists()


def test_draft_is_seen_by_nobody_else(signed_in, case, house):
    fill(signed_in("chi"), case, "ask", text="Của tôi", save="1")

    assert "Của tôi" not in signed_in("ha").get(address(case, "ask")).content.decode()


def test_question_before_acceptance_is_not_possible(signed_in, ask):
    case = ask(at=timezone.now())

    assert signed_in("chi").get(address(case, "ask")).status_code == 409
    found = signed_in("chi").post(address(case, "ask"), {"text": "Ca nào vậy?"})
    assert found.status_code == 409
    assert "Ca nào vậy?" in found.content.decode()


def test_question_of_another_body_is_not_found(signed_in, case):
    assert signed_in("em").get(address(case, "ask")).status_code == 404


def test_asker_who_wrote_meanwhile_is_seen_before_the_question_goes(
    signed_in, case, house, holder
):
    from kipthoi.cases.actions.asking import write_back

    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "ask"))), "text": "Ca nào vậy anh/chị?"}
    write_back(
        by=holder(case), now=timezone.now(), case=case, text="Ca ba", token=b"1" * 16
    )

    stopped = client.post(address(case, "ask"), typed)
    html = stopped.content.decode()
    again = {**typed, "seen": queries.last_number(case)}
    sent = client.post(address(case, "ask"), again)

    assert stopped.status_code == 409
    assert "Người hỏi vừa sửa lúc" in html
    assert "Ca nào vậy anh/chị?" in html
    assert f'name="seen" value="{queries.last_number(case) - 1}"' in html
    assert sent.status_code == 303


def test_own_note_in_another_tab_is_no_conflict(signed_in, case):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "ask"))), "text": "Ca nào?"}
    fill(client, case, "note", text="Hẹn gặp giám đốc.")

    assert client.post(address(case, "ask"), typed).status_code == 303


# message


def test_message_leaves_the_state_and_is_sent_once(signed_in, case):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "message"))), "text": "Tôi đã đọc."}

    first = client.post(address(case, "message"), typed)
    second = client.post(address(case, "message"), typed)

    assert (first.status_code, second.status_code) == (303, 303)
    assert told(case).count("message_sent") == 1
    assert fresh(case).state == "open"


def test_plan_box_stands_on_urgent_matters_only(signed_in, case, house):
    client = signed_in("chi")
    before = client.get(address(case, "message")).content.decode()
    mark_urgent(by=house.chi, now=timezone.now(), case=case, text="Nguy hiểm")

    after = client.get(address(case, "message")).content.decode()

    assert 'name="plan"' not in before
    assert 'name="plan"' in after


def test_files_of_a_message_that_was_replayed_are_not_left_on_the_disk(
    signed_in, case, settings
):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "message"))), "text": "Ảnh đây."}
    client.post(address(case, "message"), {**typed, "files": photo()})
    kept = sorted(p for p in settings.DATA.rglob("*") if p.is_file())

    client.post(address(case, "message"), {**typed, "files": photo()})

    assert sorted(p for p in settings.DATA.rglob("*") if p.is_file()) == kept
