import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.files import names


@pytest.mark.parametrize(
    ("given_name", "seen"),
    [
        ("IMG_0012.HEIC", "IMG_0012.jpg"),
        ("Bảng lương tháng 10.jpeg", "Bảng lương tháng 10.jpg"),
        (unicodedata.normalize("NFD", "Đơn đề nghị.png"), "Đơn đề nghị.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\An\\anh.jpg", "anh.jpg"),
        ("a\0b\r\nc.jpg", "ab c.jpg"),
        ("ảnh\u202egpj.exe", "ảnhgpj.jpg"),
        ("\u200f\u200e\u2066.jpg", "anh.jpg"),
        ("", "anh.jpg"),
        ("...", "anh.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("CON.jpg", "anh.jpg"),
        ('a"b<c>|d?*.jpg', "a b c d.jpg"),
        ("báo cáo v1.2", "báo cáo v1.2.jpg"),
        ("tiền 💰 thưởng.jpg", "tiền 💰 thưởng.jpg"),
        ("x.jpg.exe", "x.jpg.jpg"),
    ],
)
def test_shown_name_is_readable_and_says_what_the_content_is(given_name, seen):
    assert names.shown(given_name, "photo", "jpg") == seen


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_shown_name_is_safe_whatever_is_given(given_name):
    name = names.shown(given_name, "document", "pdf")

    assert name.endswith(".pdf")
    assert name == unicodedata.normalize("NFC", name)
    assert len(name) <= 140
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\\0\r\n"<>|?*:')
    assert all(unicodedata.category(c) not in {"Cc", "Cf"} for c in name)


def test_very_long_name_keeps_its_suffix():
    name = names.shown("ơ" * 5000 + ".pdf", "document", "pdf")

    assert name == "ơ" * 100 + ".pdf"


@pytest.mark.parametrize(
    ("name", "ascii_name"),
    [
        ("Đơn đề nghị số 5.pdf", "Don-de-nghi-so-5.pdf"),
        ("💰.jpg", "tep.jpg"),
        ('a"; filename=x.pdf', "a-filename-x.pdf"),
        ("日本.pdf", "tep.pdf"),
    ],
)
def test_plain_name_is_ascii(name, ascii_name):
    assert names.plain(name) == ascii_name


def test_neutral_name_tells_nothing():
    assert names.neutral("voice", 3, "mp3") == "ghi-am-3.mp3"
