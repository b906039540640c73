"""Coming back with the key alone: forgiving hands, telling nothing to who guesses."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kipthoi.cases.models import Message
from kipthoi.cases.pauses import CROWD, crowd
from kipthoi.core.keys import grouped, grouped_code
from tests.cases.asker import hidden, opened, sent, upload
from tests.files import making
from tests.house import NOW

STRANGE = "1234567890123450"  # sixteen digits that fit and open nothing


@pytest.fixture(autouse=True)
def at_nine(tmp_path, settings):
    """Let every page happen on the day of the house, with a folder of its own."""
    settings.DATA = tmp_path
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture(autouse=True)
def nobody_guessed_before():
    """Let every test begin without wrong keys of another one."""
    crowd.forget()
    yield
    crowd.forget()


def strange(n: int) -> str:
    """Return a key that fits its check digit and opens nothing."""
    from kipthoi.core import damm

    digits = str(n).zfill(15)
    return digits + damm.check_digit(digits)


def full_width(key: str) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in key)


@pytest.mark.parametrize(
    "write",
    [
        lambda key: key,
        grouped,
        lambda key: grouped(key).replace(" ", "-"),
        lambda key: grouped(key).replace(" ", " . "),
        lambda key: f"  mã: {grouped(key)}\u200b ",
        full_width,
    ],
)
def test_key_opens_however_it_is_written(client, house, write):
    _case, key = sent(client)

    answer = opened(Client(), write(key))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/xem/viec/")


def test_opening_gives_a_session_that_no_script_reads(client, house):
    _case, key = sent(client)
    other = Client()
    opened(other, key)

    cookie = other.cookies["kt_case"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 1200
    assert key not in cookie.value
    assert other.get("/xem/viec/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Anh/chị mới nhập 0 số"),
        ("1234", "Anh/chị mới nhập 4 số"),
        ("1" * 17, "Anh/chị mới nhập 17 số"),
        ("9" * 100_000, "Mã có 16 số"),
        ("<b>1</b>", "Anh/chị mới nhập 1 số"),
        ("chữ", "Anh/chị mới nhập 0 số"),
    ],
)
def test_length_is_told_before_any_look(client, house, typed, said):
    with CaptureQueriesContext(connection) as asked:
        page = opened(client, typed)

    assert page.status_code == 422
    assert said in page.content.decode()
    assert not [q for q in asked.captured_queries if "kipthoi_case" in q["sql"]]


def test_mistyped_digit_is_told_before_any_look(client, house):
    _case, key = sent(client)
    wrong = key[:5] + str((int(key[5]) + 1) % 10) + key[6:]

    with CaptureQueriesContext(connection) as asked:
        page = opened(client, wrong)

    assert "Có một số gõ nhầm" in page.content.decode()
    assert not [q for q in asked.captured_queries if "kipthoi_case" in q["sql"]]


def test_case_number_opens_the_public_page_only(client, house):
    case, _key = sent(client)
    page = opened(client, grouped_code(case.code))

    assert "Đây là số việc" in page.content.decode()


def test_null_and_odd_letters_are_no_error_of_ours(client, house):
    for typed in ("\x00" * 16, "\u0e51" * 16, "٣" * 16, "²" * 16, "😀"):
        assert opened(client, typed).status_code == 422


def test_every_key_that_opens_nothing_gets_the_same_page(house):
    pages = []
    for n in range(3):
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            page = opened(client, strange(n))
        pages.append((len(asked), page.status_code, page.context["form"].errors))

    assert pages[0] == pages[1] == pages[2]
    assert "Không mở được với mã này" in str(pages[0][2])


def test_wrong_keys_grow_a_pause_that_is_a_page_and_keeps_what_was_typed(
    client, house, at_nine
):
    _case, key = sent(client)
    for n in range(3):
        assert opened(client, strange(n)).status_code == 422

    page = opened(client, key)

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "5"
    assert "Chờ 5 giây" in page.content.decode()
    assert key in page.content.decode()
    at_nine.shift(timedelta(seconds=6))
    assert opened(client, key).status_code == 303
    opened(client, strange(9))
    assert opened(client, key).status_code == 303  # the note began anew


def test_mistyped_keys_cost_no_pause(client, house):
    _case, key = sent(client)
    for _ in range(9):
        opened(client, "1234")

    assert opened(client, key).status_code == 303


def test_one_who_guesses_does_not_lock_out_the_others(client, house, at_nine):
    _case, key = sent(client)
    guesser = Client()
    for n in range(9):
        opened(guesser, strange(n))
        at_nine.shift(timedelta(seconds=1))

    assert opened(Client(), key).status_code == 303


def test_many_wrong_keys_of_everybody_cost_seconds_only(client, house, at_nine):
    _case, key = sent(client)
    for n in range(CROWD):
        opened(Client(), strange(n))

    other = Client()
    page = opened(other, key)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "1")
    at_nine.shift(timedelta(seconds=2))
    assert opened(other, key).status_code == 303


# --- Session gone ---------------------------------------------------------------------


def test_session_slides_and_ends(client, house, at_nine):
    _case, key = sent(client)
    opened(client, key)
    for _ in range(3):
        at_nine.shift(timedelta(minutes=15))
        assert client.get("/xem/viec/").status_code == 200

    at_nine.shift(timedelta(minutes=21))
    page = client.get("/xem/viec/")

    assert page.status_code == 403
    assert "Trang mở lâu nên đã khóa" in page.content.decode()


def test_without_any_session_the_key_is_asked(client, house):
    for path in ("viec", "xin-xem-lai", "y-kien", "rut", "xoa-lien-lac", "tep/abc"):
        answer = client.get(f"/xem/{path}/")

        assert (answer.status_code, answer.headers["Location"]) == (302, "/xem/")


def test_message_survives_a_session_that_ended(client, house, at_nine):
    case, key = sent(client)
    opened(client, key)
    page = client.get("/xem/viec/")
    at_nine.shift(timedelta(minutes=30))

    words = "Thêm: hôm qua xe lại không đến <b>."
    locked = client.post(
        "/xem/nhan/",
        {**hidden(page, "write"), "text": words, "files": upload("a.txt", b"abc")},
    )
    assert locked.status_code == 403
    assert "a.txt" in locked.content.decode()
    assert "Những gì anh/chị viết vẫn còn" in locked.content.decode()

    wrong = client.post("/xem/", {**hidden(locked), "key": "12"})
    page = client.post("/xem/", {**hidden(wrong), "key": key})
    assert page.status_code == 200
    assert page.context["form"]["text"].value() == words
    client.post("/xem/nhan/", {**hidden(page, "write"), "text": words})
    assert Message.objects.get(case=case).text == words


def test_files_that_waited_survive_too(client, house, at_nine):
    _case, key = sent(client)
    opened(client, key)
    page = client.get("/xem/viec/")
    photo = upload("a.jpg", making.photo())
    bad = upload("b.exe", b"MZ\x90\x00" * 50)
    page = client.post(
        "/xem/nhan/", {**hidden(page, "write"), "text": "Ảnh", "files": [photo, bad]}
    )
    assert page.status_code == 422
    at_nine.shift(timedelta(minutes=30))

    locked = client.post("/xem/nhan/", {**hidden(page, "write"), "text": "Ảnh"})
    page = client.post("/xem/", {**hidden(locked), "key": key})

    assert [file["name"] for file in page.context["waits"]] == ["a.jpg"]


def test_reason_of_a_review_survives_too(client, house, at_nine):
    from tests.cases import matters

    case, key = sent(client)
    matters.answered(case, house.chi)
    opened(client, key)
    page = client.get("/xem/xin-xem-lai/")
    at_nine.shift(timedelta(minutes=30))

    typed = {"reason": "other", "text": "Chưa có xe."}
    locked = client.post("/xem/xin-xem-lai/", {**hidden(page, "contest"), **typed})
    page = client.post("/xem/", {**hidden(locked), "key": key})

    assert page.templates[0].name == "cases/contest.html"
    assert page.context["form"]["reason"].value() == "other"
    assert page.context["form"]["text"].value() == "Chưa có xe."


def test_forged_session_opens_nothing(client, house):
    case, _key = sent(client)
    for value in ("", "x", f'["{case.code}",0]', "a:b:c", "\x00"):
        client.cookies["kt_case"] = value
        assert client.get("/xem/viec/").status_code in (302, 403)


def test_page_speaks_both_languages(client, house):
    assert "Your secret code, 16 digits" in client.get("/en/xem/").content.decode()
    html = client.get("/xem/").content.decode()
    assert "Mã của anh/chị, 16 số" in html
    assert "data-key-field" in html
