"""The receipt: the key once, the number small, the day with its reason."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
import segno
import time_machine
from django.core.signing import loads
from django.urls import reverse
from PIL import Image

from kipthoi.cases import receipt
from kipthoi.cases.actions.names import renew_key
from kipthoi.cases.models import Case
from kipthoi.cases.receipt import Sheet
from kipthoi.core.keys import grouped, grouped_code
from tests.cases import matters
from tests.cases.asker import WORDS, send, sent, upload
from tests.files import making
from tests.house import NOW


@pytest.fixture(autouse=True)
def at_nine(tmp_path, settings):
    """Let every page happen on the day of the house, with a folder of its own."""
    settings.DATA = tmp_path
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


def test_receipt_shows_key_number_day_law_and_who_reads(client, house):
    case, key = sent(client, files=upload("ảnh.jpg", making.photo()))
    html = client.get("/bien-nhan/").content.decode()

    for group in grouped(key).split():
        assert f"<span>{group}</span>" in html
    assert grouped_code(case.code) in html
    assert "thứ Năm, 03/12/2026" in html
    assert "không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ 24/11" in html
    assert "Luật Tiếp công dân 42/2013/QH13" in html
    assert "Chị Chi, Tổ trưởng công đoàn" in html
    assert WORDS in html
    assert "ảnh.jpg" in html
    assert "Một người khác đọc lại từ đầu" in html
    assert "hiện chữ “trễ”" in html
    assert "Ẩn danh đến đâu" in html
    assert "Công đoàn Chè Mường Sương<small>" in html


def test_receipt_speaks_english(client, house):
    send(client, language="/en")
    html = client.get("/en/bien-nhan/").content.decode()

    assert "Thursday, 3 December 2026" in html
    assert "working days" in html
    assert "Have you kept the code?" in html


def test_receipt_is_never_cached_and_holds_the_key_nowhere_else(client, house):
    _case, key = sent(client)
    page = client.get("/bien-nhan/")

    assert page.headers["Cache-Control"] == "private, no-store"
    html = page.content.decode()
    assert key not in html  # only in groups, and drawn in the QR code
    assert f"?{key}" not in html
    stored = json.dumps([str(value) for value in Case.objects.values().get().values()])
    assert key not in stored
    cookie = loads(client.cookies["kt_receipt"].value, salt="kipthoi.kt_receipt")
    assert key not in str(cookie)
    assert client.cookies["kt_receipt"]["httponly"]


def test_qr_code_holds_the_key_behind_the_hash_only(client, house):
    _case, key = sent(client)
    slip = client.get("/bien-nhan/").context["slip"]

    assert slip["address"] == f"http://testserver/xem/#{key}"
    assert slip["qr"] == receipt.qr_svg(slip["address"])
    assert "style=" not in slip["qr"]


def test_kept_receipt_is_never_shown_again(client, house):
    case, key = sent(client)
    answer = client.post(reverse("cases:keep_receipt"))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/bien-nhan/")
    html = client.get("/bien-nhan/").content.decode()
    assert f"Đã nhận rồi, số việc {grouped_code(case.code)}" in html
    assert grouped(key)[:9] not in html
    for name in ("receipt_file", "receipt_picture"):
        assert client.get(reverse(f"cases:{name}")).status_code == 404
    assert matters.told(case)[-1] == "receipt_kept"
    client.post("/bien-nhan/da-giu/")
    assert matters.told(case).count("receipt_kept") == 1


@pytest.mark.parametrize(("minutes", "there"), [(29, True), (30, False)])
def test_receipt_ends_after_half_an_hour(client, house, at_nine, minutes, there):
    case, key = sent(client)
    at_nine.move_to(case.received_at + timedelta(minutes=minutes))

    html = client.get("/bien-nhan/").content.decode()

    assert (key[:4] in html and key[4:8] in html) is there
    assert grouped_code(case.code) in html


def test_every_way_out_asks_whether_the_code_is_kept(client, house):
    sent(client)
    html = client.get("/bien-nhan/").content.decode()

    links = {part.split('"')[0] for part in html.split('href="')[1:]}
    ways = {link for link in links if not link.startswith(("/static", "#", "/thu/"))}
    assert ways == {"/bien-nhan/anh/", "/bien-nhan/tep/"}
    assert "Đã giữ mã chưa?" in html
    assert "data-keep-key" in html


def test_old_receipt_shows_no_key_that_was_renewed(client, house):
    case, _key = sent(client, named="yes", name="Ban")
    renew_key(by=house.chi, now=NOW, case=case, token=matters.token())

    answer = client.get("/bien-nhan/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/xem/")


@pytest.mark.parametrize("cookie", [None, "", "x", "a:b:c", "\x00", "é" * 300])
def test_without_a_receipt_of_ones_own_there_is_none(client, house, cookie):
    if cookie is not None:
        client.cookies["kt_receipt"] = cookie

    assert client.get("/bien-nhan/").headers["Location"] == "/xem/"
    assert client.get("/bien-nhan/tep/").status_code == 404
    assert client.get("/bien-nhan/anh/").status_code == 404
    assert client.post("/bien-nhan/da-giu/").status_code == 404
    assert client.get("/bien-nhan/da-giu/").status_code == 405


def test_file_stands_alone(client, house):
    case, key = sent(client)
    page = client.get("/bien-nhan/tep/")

    html = page.content.decode()
    name = f"bien-nhan-{grouped_code(case.code)}.html"
    assert f'filename="{name}"' in page.headers["Content-Disposition"]
    assert grouped(key) in html
    assert "<link" not in html
    assert "<script" not in html
    assert "src=" not in html
    assert "03/12/2026" in html
    assert "http://testserver/xem/" in html


def test_picture_is_a_png_with_the_qr_code_that_opens_the_case(client, house):
    _case, key = sent(client)
    page = client.get("/bien-nhan/anh/")

    assert page.headers["Content-Type"] == "image/png"
    picture = Image.open(BytesIO(page.content)).convert("L")
    assert picture.width == receipt.WIDTH
    assert len(page.content) < 150_000
    code = segno.make(f"http://testserver/xem/#{key}", error="m", micro=False).matrix
    assert holds(picture, code)


def holds(picture, matrix) -> bool:
    """Tell whether the QR code stands in the picture, dot by dot."""
    dot = 320 // (len(matrix) + 2)
    left = 60
    for top in range(picture.height - len(matrix) * dot):
        if picture.getpixel((left + dot // 2, top + dot // 2)) > 64:
            continue
        if all(
            (
                picture.getpixel((left + x * dot + dot // 2, top + y * dot + dot // 2))
                < 128
            )
            == bool(dark)
            for y, dots in enumerate(matrix)
            for x, dark in enumerate(dots)
        ):
            return True
    return False


def sheet(**more) -> Sheet:
    words = {
        "body": "Công đoàn",
        "title": "Đã nhận",
        "key_title": "Mã",
        "key": "4821093766502184",
        "key_warning": "Giữ kín",
        "code_title": "Số việc",
        "code": "7K3M9Q2F",
        "facts": [],
        "address": "https://vidu.example/xem/#4821093766502184",
    }
    return Sheet(**{**words, **more})


def test_picture_grows_with_its_words_and_breaks_long_ones():
    short = Image.open(BytesIO(receipt.picture(sheet())))
    row = {"term": "Anh/chị đã nói", "value": "x" * 400, "note": "ghi chú " * 20}
    long = Image.open(BytesIO(receipt.picture(sheet(facts=[row], lines=["Gọi"]))))

    assert long.height > short.height + 400
    assert long.width == short.width == receipt.WIDTH


def test_letters_without_a_glyph_become_a_line():
    assert receipt.drawable("Xe 😀 bản\u202e") == "Xe _ bản"
    assert receipt.drawable("Tiê\u0300n  lương") == "Tiền lương"


def test_every_vietnamese_letter_has_a_glyph():
    vowels = "aăâeêioôơuưy"
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = "".join(v + m for v in vowels for m in marks) + "đ"

    for text in (letters, letters.upper()):
        assert "_" not in receipt.drawable(text)
