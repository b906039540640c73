"""The four short pages of sending, and everything that can go wrong on the way."""

import threading
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, connections
from django.test import Client
from django.urls import reverse

from kipthoi.cases.actions.intake import title_of
from kipthoi.cases.models import Case, Identity
from kipthoi.files import disk
from kipthoi.files.models import File, WaitingFile
from kipthoi.journal.action import turn as writers_turn
from kipthoi.journal.kept import forget_kept
from kipthoi.people.models import Term
from kipthoi.publications.actions import Text
from tests.cases import matters
from tests.cases.asker import (
    NAMELESS,
    PAGES,
    WORDS,
    hidden,
    send,
    sent,
    to_check,
    turn,
    upload,
)
from tests.files import making
from tests.house import NOW


@pytest.fixture(autouse=True)
def at_nine(tmp_path, settings):
    """Let every page happen on the day of the house, with a folder of its own."""
    settings.DATA = tmp_path
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


def shown(page) -> str:
    """Return which template a page was drawn from."""
    return page.templates[0].name.removeprefix("cases/").removesuffix(".html")


def text_of(page) -> str:
    return page.content.decode()


def kept_on(folder) -> list:
    """Return the files that lie on the disk for good."""
    return [path for path in (folder / disk.KEPT).rglob("*") if path.is_file()]


# --- The way through ------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "/en"])
def test_nameless_worry_becomes_a_case(client, house, language):
    answer = send(client, language=language, place="Cổng sau", topic="antoan")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{language}/bien-nhan/"
    case = Case.objects.get()
    assert (case.text, case.unit.slug, case.place) == (WORDS, "che.sao", "Cổng sau")
    assert case.topic == house.topic("antoan", "che")
    assert case.assignee == house.person("chi")
    assert case.language == (language.strip("/") or "vi")
    assert not (case.named)
    assert not (case.may_publish)
    assert not (case.may_contact)
    assert Identity.objects.count() == 0


def test_name_contact_and_consents_are_kept_apart(client, house):
    send(
        client,
        named="yes",
        name="Lò Thị Ban",
        contact="ban@vidu.example",
        allow=("may_publish", "may_contact"),
    )

    case = Case.objects.get()
    assert case.named
    assert case.may_publish
    assert case.may_contact
    assert (case.identity.name, case.identity.contact) == (
        "Lò Thị Ban",
        "ban@vidu.example",
    )


def test_consents_are_unticked_and_contact_is_asked_only_with_a_way(client, house):
    with_way = to_check(client, named="yes", name="Ban", contact="0900 000 001")
    without = to_check(client)

    assert " checked" not in text_of(with_way)
    assert "may_contact" in with_way.context["form"].fields
    assert "may_contact" not in without.context["form"].fields


def test_name_typed_and_then_taken_back_is_not_kept(client, house):
    page = to_check(client, named="yes", name="Ban", contact="ban@vidu.example")
    page = turn(client, "check", page, change="who")
    page = turn(client, "who", page, named="no")
    answer = turn(client, "check", page, may_contact="on")

    assert answer.status_code == 303
    assert not Case.objects.get().named
    assert Identity.objects.count() == 0


def test_later_pages_open_from_the_first(client, house):
    for name in ("send_where", "send_who", "send_check"):
        answer = client.get(reverse(f"cases:{name}"))

        assert (answer.status_code, answer.headers["Location"]) == (302, "/gui/")


def test_pages_ask_one_thing_and_carry_nothing_in_the_address(client, house):
    page = client.get("/gui/?text=bí+mật")

    assert "bí mật" not in text_of(page)
    assert 'method="post"' in text_of(page)
    assert page.headers["Cache-Control"] == "private, no-store"


def test_back_and_change_lose_nothing(client, house):
    page = to_check(client, place="Cổng sau")
    page = turn(client, "check", page, change="what")
    assert shown(page) == "send_what"
    assert WORDS in text_of(page)

    page = turn(client, "what", page, text=WORDS + " Mong có xe.")
    assert shown(page) == "send_check"
    page = turn(client, "check", page, back="1")
    assert shown(page) == "send_who"
    page = turn(client, "who", page, back="1")
    assert shown(page) == "send_where"
    assert page.context["form"]["unit"].value() == "che.sao"
    assert page.context["form"]["place"].value() == "Cổng sau"


def test_other_language_keeps_every_word_on_every_page(client, house):
    page = client.post("/gui/", {"text": WORDS, "switch_language": "en"})
    assert "What do you want to tell us?" in text_of(page)
    assert WORDS in text_of(page)

    page = client.post("/en/gui/", {**hidden(page, "send"), "text": WORDS})
    typed = {"unit": "che.sao", "over": "on", "switch_language": "vi"}
    page = client.post("/en/gui/o-dau/", {**hidden(page, "send"), **typed})
    assert "Chuyện ở nơi nào?" in text_of(page)
    assert 'action="/gui/o-dau/"' in text_of(page)
    assert hidden(page, "send")["text"] == [WORDS]
    assert page.context["form"]["unit"].value() == "che.sao"


def test_unknown_language_changes_nothing(client, house):
    page = client.post("/gui/", {"text": WORDS, "switch_language": "../etc"})

    assert page.status_code == 200
    assert "Anh/chị muốn nói điều gì?" in text_of(page)


# --- Who reads ------------------------------------------------------------------------


def test_every_unit_says_who_reads_there(client, house):
    page = turn(client, "what", text=WORDS)

    hints = page.context["form"].fields["unit"].hints
    assert "Chị Chi, Tổ trưởng công đoàn, Xưởng sao chè" in hints["che.sao"]
    # Nobody sits at the packing shop: who reads is named as well.
    assert "Chị Hà, Ban Chính sách, Công đoàn Chè Mường Sương" in hints["che.donggoi"]
    assert "Chị Lan" in hints["?"]
    assert "Nhà ăn" in hints["che"]


def test_body_that_hides_names_shows_the_office_alone(client, house):
    body = house.unit("che").body
    body.role_only = True
    body.save()

    hint = turn(client, "what", text=WORDS).context["form"].fields["unit"].hints["che"]

    assert "Ban Chính sách" in hint
    assert "Hà" not in hint.replace("Nhà", "")


def test_not_sure_goes_to_the_duty_of_the_root(client, house):
    send(client, unit="?")

    case = Case.objects.get()
    assert (case.unit.slug, case.assignee) == ("muongsuong", house.person("lan"))


def test_one_tap_goes_over_the_head_of_a_level(client, house):
    page = to_check(client, over="on")
    assert "Chị Hà" in text_of(page)
    assert "Xưởng sao chè không thấy việc này." in text_of(page)
    turn(client, "check", page)

    case = Case.objects.get()
    assert (case.unit.slug, case.passed_over.slug) == ("che", "che.sao")
    assert case.assignee == house.person("ha")


def test_who_reads_is_passed_over_also_where_they_sit_higher(client, house):
    send(client, unit="che.donggoi", over="on")

    case = Case.objects.get()
    assert (case.unit.slug, case.passed_over.slug) == ("muongsuong", "che")


def test_last_page_names_the_level_and_goes_over_it_in_one_tap(client, house):
    page = to_check(client)
    assert "Gửi vượt cấp, đừng để Xưởng sao chè đọc" in text_of(page)

    page = turn(client, "check", page, go_over="1")
    assert shown(page) == "send_check"
    turn(client, "check", page)

    assert Case.objects.get().passed_over.slug == "che.sao"


def test_above_the_root_there_is_nobody_and_that_is_said(client, house):
    page = turn(client, "what", text=WORDS)
    page = turn(client, "where", page, unit="muongsuong", over="on")

    assert page.status_code == 422
    assert "không còn cấp nào" in text_of(page)
    assert page.context["form"]["over"].value() is True


def test_accusation_finds_plain_words_and_an_office(client, house):
    page = turn(client, "where", turn(client, "what", text=WORDS), unit="che")

    assert "chưa có đường riêng niêm kín" in text_of(page)
    assert "0900 000 000" in text_of(page)


# --- Earlier answers ------------------------------------------------------------------


@pytest.fixture
def published(ask, house):
    from kipthoi.cases.actions import publishing
    from kipthoi.cases.actions.intake import Asker

    case = ask(asker=Asker(may_publish=True))
    matters.answered(case, house.chi)
    text = Text(
        title="Tan ca đêm có xe đưa về bản không?",
        short="Ca đêm tan lúc 2 giờ sáng có xe đưa về bản từ 07/12.",
        body="",
    )
    case = matters.fresh(case)
    reading = publishing.publish(by=house.chi, now=NOW, case=case, text=text)
    publishing.approve(by=house.giang, now=NOW, reading=reading, case=case)
    return text


def test_earlier_answer_is_offered_and_ends_it_gladly(client, published):
    page = turn(client, "what", text=WORDS, files=upload("a.jpg", making.photo()))
    assert published.title in text_of(page)
    before = Case.objects.count()

    answer = client.post("/gui/da-ro/", {**hidden(page, "send"), "already": "1"})

    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert "Mừng là anh/chị đã rõ" in text_of(page)
    assert (Case.objects.count(), WaitingFile.objects.count()) == (before, 0)


def test_nothing_is_offered_that_does_not_fit(client, published):
    page = turn(client, "what", text="Bảo hiểm xã hội đóng thiếu tháng 5")

    assert published.title not in text_of(page)


# --- What is typed --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b"])
def test_nothing_said_is_told_unless_something_is_there(client, house, text):
    page = client.post("/gui/", {"text": text})

    if text.strip():
        assert shown(page) == "send_where"
    else:
        assert page.status_code == 422
        assert "Viết vài chữ hoặc ghi âm" in text_of(page)
        assert "<title>Lỗi: " in text_of(page)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tie\u0302\u0300n lương".replace("e\u0302\u0300", "ề"), "Tiền lương"),
        ("Tiê\u0300n lương", "Tiền lương"),
        ("Xe 😀 bản", "Xe 😀 bản"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\x00b\x1fc", "abc"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("tên \u202egpj.exe", "tên \u202egpj.exe"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_odd_letters_arrive_as_they_were_meant(client, house, typed, kept):
    page = to_check(client, text=typed)
    assert "<script>alert" not in text_of(page)
    turn(client, "check", page)

    assert Case.objects.get().text == kept


def test_a_hundred_thousand_letters_are_too_long_and_none_is_lost(client, house):
    words = "a ế " * 25_000
    page = client.post("/gui/", {"text": words})

    assert page.status_code == 422
    assert "20000" in text_of(page).replace(".", "")
    assert text_of(page).count("a ế ") >= 24_999


@pytest.mark.parametrize(
    ("contact", "good"),
    [
        ("", True),
        ("0900 000 001", True),
        ("ban@vidu.example", True),
        ("nhắn qua chị Lả, quán nước", True),
        ("0900", False),
        ("ban@", False),
    ],
)
def test_one_way_to_reach_is_looked_at_kindly(client, house, contact, good):
    page = to_check(client, named="yes", name="Ban", contact=contact)

    assert shown(page) == ("send_check" if good else "send_reach")
    assert good or "Để trống cũng được." in text_of(page)


@pytest.mark.parametrize("garbage", ["", "zzz", "\x00", "é" * 99, "../x", "1" * 5000])
def test_tampered_fields_lead_back_to_their_page_never_to_an_error(
    client, house, garbage
):
    page = to_check(client)
    carried = hidden(page, "send")

    for name, step in (("unit", "send_where"), ("named", "send_who")):
        answer = client.post("/gui/xem-lai/", {**carried, name: garbage})
        assert (shown(answer), answer.status_code) == (step, 422)
    answer = client.post("/gui/xem-lai/", {**carried, "text": ""})
    assert (shown(answer), answer.status_code) == ("send_what", 422)
    for name in ("token", "waiting", "had", "topic", "review", "over", "place"):
        answer = client.post("/gui/xem-lai/", {**carried, name: garbage, "back": "1"})
        assert answer.status_code == 200
    assert Case.objects.count() == 0


@pytest.mark.parametrize("path", sorted(set(PAGES.values())))
@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused(client, house, path, method):
    assert getattr(client, method)(path).status_code == 405


def test_a_step_cannot_be_skipped(client, house):
    answer = client.post("/gui/xem-lai/", {"text": WORDS, "named": "no"})

    assert (shown(answer), answer.status_code) == ("send_where", 422)
    assert Case.objects.count() == 0


def test_words_of_a_search_begin_a_matter(client, house):
    page = client.post("/gui/", {"text": "xe đưa về", "begin": "1"})

    assert shown(page) == "send_what"
    assert "xe đưa về" in text_of(page)


# --- The seal of the last page --------------------------------------------------------


def test_sealed_words_are_taken_as_they_were_found(client, house):
    carried = hidden(to_check(client), "send")
    assert carried["seal"]

    client.post("/gui/xem-lai/", {**carried, "next": "1"})

    assert Case.objects.get().text == WORDS


@pytest.mark.parametrize(
    ("changed", "step"),
    [
        ({"text": "x" * 20_001}, "send_what"),
        ({"unit": "nowhere"}, "send_where"),
        ({"topic": "nothing"}, "send_where"),
        ({"place": "x" * 81}, "send_where"),
        ({"named": "maybe"}, "send_who"),
        ({"named": "yes", "contact": "0912"}, "send_reach"),
    ],
)
def test_seal_holds_only_for_the_words_it_was_made_over(client, house, changed, step):
    carried = hidden(to_check(client), "send")

    answer = client.post("/gui/xem-lai/", {**carried, **changed, "next": "1"})

    assert (shown(answer), answer.status_code) == (step, 422)
    assert Case.objects.count() == 0


def test_seal_does_not_stand_for_files_that_went(client, house):
    carried = hidden(to_check(client, text="", files=upload("a.jpg", making.photo())))
    without = {k: v for k, v in carried.items() if k not in ("waiting", "had")}

    answer = client.post("/gui/xem-lai/", {**without, "next": "1"})

    assert (shown(answer), answer.status_code) == ("send_what", 422)
    assert Case.objects.count() == 0


def test_seal_does_not_open_a_place_that_closed(client, house):
    carried = hidden(to_check(client), "send")
    unit = house.unit("che.sao")
    unit.closed_on = NOW.date()
    unit.save()
    forget_kept()  # a row changed by hand has no event

    answer = client.post("/gui/xem-lai/", {**carried, "next": "1"})

    assert (shown(answer), answer.status_code) == ("send_where", 422)
    assert Case.objects.count() == 0


# --- Files ----------------------------------------------------------------------------


def test_photo_and_voice_go_with_the_words(client, house):
    send(
        client,
        files=upload("ảnh.jpg", making.photo()),
        voice=upload("ghi.webm", making.voice("webm", 2)),
    )

    case = Case.objects.get()
    files = File.objects.filter(ref=case.ref).order_by("order")
    assert [(f.kind, f.role) for f in files] == [("voice", "said"), ("photo", "said")]
    assert all(disk.where(disk.KEPT, f.path).exists() for f in files)
    assert WaitingFile.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "title"), [("", "Lời nói, 2 giây"), ("/en", "Spoken, 2 seconds")]
)
def test_voice_alone_is_enough_and_says_how_long_it_is(client, house, language, title):
    send(
        client,
        language=language,
        text="",
        voice=upload("ghi.webm", making.voice("webm", 2)),
    )

    assert Case.objects.get().title == title


def test_photo_alone_has_a_title_in_words(client, house):
    send(client, text="", files=upload("a.jpg", making.photo()))

    assert Case.objects.get().title == "Ảnh hoặc giấy tờ, không có lời"


def test_wrong_file_costs_neither_words_nor_the_other_files(client, house):
    files = [upload("a.jpg", making.photo()), upload("b.exe", b"MZ\x90" * 50)]
    page = client.post("/gui/", {"text": WORDS, "files": files})

    assert page.status_code == 422
    assert "b.exe: Chưa đọc được loại tệp này" in text_of(page)
    assert WORDS in text_of(page)
    page = turn(client, "what", page, text=WORDS)
    assert shown(page) == "send_where"
    assert hidden(page, "send")["had"] == ["a.jpg"]


def test_marked_paper_is_refused_in_the_words_of_the_law(client, house, tmp_path):
    paper = making.docx("BÁO CÁO", header="TUYỆT MẬT")
    page = client.post("/gui/", {"text": WORDS, "files": upload("bc.docx", paper)})

    assert page.status_code == 422
    assert "117/2025/QH15" in text_of(page)
    assert WORDS in text_of(page)
    assert WaitingFile.objects.count() == 0
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_doubtful_paper_is_taken_on_its_senders_word(client, house):
    paper = making.docx("MAT", "Bao cao so 12")
    page = client.post("/gui/", {"text": WORDS, "files": upload("bc.docx", paper)})
    assert 'name="not_secret"' in text_of(page)

    page = turn(
        client,
        "what",
        page,
        text=WORDS,
        files=upload("bc.docx", paper),
        not_secret="on",
    )

    assert shown(page) == "send_where"
    assert hidden(page, "send")["had"] == ["bc.docx"]


def test_file_can_be_taken_out_again(client, house):
    files = [upload("a.jpg", making.photo()), upload("b.docx", making.docx("Đơn"))]
    page = client.post("/gui/", {"text": WORDS, "files": files})
    page = turn(client, "check", page, change="what")
    page = turn(client, "what", page, text=WORDS, remove="1")

    assert [file.name for file in page.context["sending"].files] == ["b.docx"]
    assert hidden(page, "send")["had"] == ["b.docx"]
    for garbage in ("99", "x", "\x00", ""):
        assert turn(client, "what", page, text=WORDS, remove=garbage).status_code == 200


def test_files_that_waited_too_long_are_named(client, house, at_nine):
    page = to_check(client, files=upload("đơn.docx", making.docx("Đơn")))
    at_nine.shift(timedelta(hours=2, minutes=1))

    page = turn(client, "check", page)

    assert (shown(page), page.status_code) == ("send_what", 422)
    assert "cần chọn lại: đơn.docx" in text_of(page)
    assert WORDS in text_of(page)
    page = turn(client, "what", page, text=WORDS)
    assert shown(page) != "send_what"


def test_name_of_the_maker_is_taken_out_if_wished(client, house):
    paper = upload("đơn.docx", making.docx("Đơn", author="Lò Thị Ban"))
    page = to_check(client, files=paper)
    assert "no_author" in page.context["form"].fields
    turn(client, "check", page, no_author="on")

    kept = File.objects.get()
    assert (kept.cleaned, kept.names_author) == (True, False)
    with zipfile.ZipFile(disk.where(disk.KEPT, kept.path)) as parts:
        inside = b"".join(parts.read(name) for name in parts.namelist())
    assert "Lò Thị Ban".encode() not in inside


def test_files_do_not_stay_when_the_case_cannot_be_opened(
    client, house, journal_refuses, tmp_path
):
    page = to_check(client, files=upload("a.jpg", making.photo()))

    with pytest.raises(DatabaseError):
        turn(client, "check", page)

    assert WaitingFile.objects.count() == 1
    assert kept_on(tmp_path) == []


def test_matter_is_taken_in_where_nobody_is_on_duty(client, house):
    page = to_check(client)
    Term.objects.all().delete()

    turn(client, "check", page)

    assert Case.objects.get().assignee is None
    assert client.get("/bien-nhan/").status_code == 200


def test_title_of_words_is_their_beginning():
    from kipthoi.cases.actions.intake import Matter

    assert title_of(Matter(text="Xe đưa về")) == "Xe đưa về"


# --- Once, and never lost -------------------------------------------------------------


def test_replayed_post_is_one_case_and_the_same_key(client, house):
    page = to_check(client, files=upload("a.jpg", making.photo()))
    first = turn(client, "check", page)
    key = client.get(first.headers["Location"]).context["slip"]["key"]

    again = turn(client, "check", page)

    assert (first.status_code, again.status_code) == (303, 303)
    assert client.get(again.headers["Location"]).context["slip"]["key"] == key
    assert (Case.objects.count(), File.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_make_one_case(house, tmp_path):
    page = to_check(Client(), files=upload("a.jpg", making.photo()))
    carried = hidden(page, "send")
    answers, start = [], threading.Barrier(8)

    def press():
        client = Client()
        start.wait()
        try:
            answer = client.post("/gui/xem-lai/", carried)
            slip = client.get(answer.headers["Location"]).context["slip"]
            answers.append((answer.status_code, slip["key"]))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 8
    assert {status for status, _ in answers} == {303}
    assert len({key for _, key in answers}) == 1
    assert (Case.objects.count(), File.objects.count()) == (1, 1)
    assert len(kept_on(tmp_path)) == 1


def test_failed_seal_shows_the_words_again(house):
    client = Client(enforce_csrf_checks=True)
    page = client.post("/gui/", {"text": WORDS, "unit": "che.sao"})

    assert page.status_code == 403
    assert WORDS in text_of(page)
    assert "cookie" in text_of(page)
    assert hidden(page)["unit"] == ["che.sao"]


def test_failed_seal_with_cookies_says_that_the_page_was_open_for_long(house):
    client = Client(enforce_csrf_checks=True)
    client.get("/gui/")
    page = client.post("/en/gui/", {"text": WORDS})

    assert page.status_code == 403
    assert "stood open for long" in text_of(page)
    assert WORDS in text_of(page)


@pytest.mark.django_db(transaction=True)
def test_busy_house_keeps_words_and_files(house, monkeypatch):
    monkeypatch.setattr("kipthoi.journal.action.PATIENCE", 0.2)
    page = to_check(Client(), files=upload("a.jpg", making.photo()))
    carried = hidden(page, "send")
    holds, done = threading.Event(), threading.Event()

    def hold():
        with writers_turn():
            holds.set()
            done.wait(20)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    holds.wait()
    answer = Client().post("/gui/xem-lai/", carried)
    done.set()
    thread.join()

    if answer.status_code == 303:  # an engine where writers do not wait for a turn
        return
    assert answer.status_code == 503
    assert WORDS in text_of(answer)
    assert Case.objects.count() == 0
    again = Client().post("/gui/xem-lai/", hidden(answer) | {"text": WORDS})
    assert again.status_code == 303
    assert File.objects.filter(ref=Case.objects.get().ref).count() == 1


def test_database_is_asked_a_few_times_only(client, house, django_assert_num_queries):
    first = client.get("/gui/")
    second = turn(client, "what", first, text=WORDS)
    # PostgreSQL keeps nothing between requests; SQLite asks what is newest instead.
    home, what, where = (2, 5, 2) if connection.vendor == "sqlite" else (1, 6, 3)
    with django_assert_num_queries(home):
        client.get("/gui/")
    with django_assert_num_queries(what):
        turn(client, "what", first, text=WORDS)
    with django_assert_num_queries(where):
        turn(client, "where", second, unit="che.sao")


def test_leaving_quickly_takes_every_cookie_and_names_nobody(client, house):
    sent(client)
    page = client.get(reverse("cases:leave"))

    assert page.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert all(cookie["max-age"] == 0 for cookie in page.cookies.values())
    assert "kt_receipt" in page.cookies
    assert "Kịp Thời" not in text_of(page)
    assert "Công đoàn" not in text_of(page)


def test_case_is_not_made_by_looking(client, house):
    for path in PAGES.values():
        client.get(path, NAMELESS)

    assert Case.objects.count() == 0
