from email.message import Message
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kipthoi.files import disk
from kipthoi.files.models import File
from kipthoi.files.send import NotHere, disposition, send

pytestmark = pytest.mark.django_db  # the end of an answer looks after the connection

DATA = bytes(range(250)) * 4


@pytest.fixture
def kept(folder):
    """Make a row with bytes, as `keep` leaves them."""

    def make(kind="voice", mime="audio/mpeg", name="lời kể.mp3", **fields):
        path = disk.new_path()
        disk.write(disk.KEPT, DATA, path)
        fields = {"path": path, "sha256": "ab" * 32, **fields}
        return File(
            kind=kind,
            mime=mime,
            name=name,
            neutral_name="ghi-am-1.mp3",
            size=len(DATA),
            **fields,
        )

    return make


def ask(file, method="get", headers=None, **options):
    request = getattr(RequestFactory(), method)("/tep/", headers=headers or {})
    response = send(request, file, **options)
    response.content_seen = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    response.close()
    return response


def test_whole_file_is_sent_for_one_reader_and_not_kept(kept):
    response = ask(kept())

    assert response.content_seen == DATA
    assert response["Content-Length"] == "1000"
    assert response["Content-Type"] == "audio/mpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Accept-Ranges"] == "bytes"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("kind", "mime", "how"),
    [
        ("photo", "image/jpeg", "inline"),
        ("voice", "audio/mpeg", "inline"),
        ("document", "application/pdf", "attachment"),
        ("document", "text/plain", "attachment"),
    ],
)
def test_documents_are_downloads_whatever_the_page_asks(kept, kind, mime, how):
    response = ask(kept(kind, mime), as_download=False)

    assert response["Content-Disposition"].split(";")[0] == how


def test_plain_text_says_its_letters(kept):
    assert ask(kept("document", "text/plain"))["Content-Type"].endswith("charset=utf-8")


@pytest.mark.parametrize(
    "name", ["Đơn đề nghị.pdf", 'a"b;c.pdf', "tiền 💰.jpg", "100%.txt", "a'b.pdf"]
)
def test_name_is_readable_and_safe_in_ascii(name):
    header = disposition(name, as_download=True)

    assert header.isascii()
    assert unquote(header.split("filename*=UTF-8''")[1]) == name
    old = Message()
    old["Content-Disposition"] = header.split("; filename*")[0]
    assert set(old.get_filename()) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
    )


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, 999),
        ("bytes=100-199", 100, 199),
        ("bytes=990-5000", 990, 999),
        ("bytes=-10", 990, 999),
        ("bytes=-5000", 0, 999),
        ("bytes=999-999", 999, 999),
    ],
)
def test_range_is_sent_as_asked(kept, asked, first, last):
    response = ask(kept(), headers={"Range": asked}, as_download=False)

    assert response.status_code == 206
    assert response.content_seen == DATA[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/1000"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_range_beyond_the_end_is_told(kept, asked):
    response = ask(kept(), headers={"Range": asked})

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1000"


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-6", "bytes=5-2", "items=0-1", "bytes=a-b", "bytes=-", "x" * 5000],
)
def test_range_that_makes_no_sense_gets_the_whole(kept, asked):
    response = ask(kept(), headers={"Range": asked})

    assert (response.status_code, response.content_seen) == (200, DATA)


def test_range_of_another_version_gets_the_whole(kept):
    file = kept()
    etag = ask(file)["ETag"]

    same = ask(file, headers={"Range": "bytes=0-1", "If-Range": etag})
    other = ask(file, headers={"Range": "bytes=0-1", "If-Range": '"other"'})

    assert (same.status_code, other.status_code) == (206, 200)


def test_published_file_has_its_neutral_name_and_may_be_cached(kept):
    file = kept("photo", "image/jpeg", "Nguyễn Văn An.jpg")

    response = ask(file, published=True)
    again = ask(file, headers={"If-None-Match": response["ETag"]}, published=True)

    assert "Nguy" not in unquote(response["Content-Disposition"])
    assert "ghi-am-1.mp3" in response["Content-Disposition"]
    assert response["Cache-Control"].startswith("public")
    assert (again.status_code, again.content_seen) == (304, b"")


def test_file_that_is_gone_or_lost_is_told_apart(kept, now):
    gone = kept(path="", sha256="", gone_on=now.date())
    lost = kept()
    disk.remove(disk.KEPT, [lost.path])

    with pytest.raises(NotHere) as first:
        ask(gone)
    with pytest.raises(NotHere) as second:
        ask(lost)

    assert (first.value.gone, first.value.gone_on) == (True, now.date())
    assert not second.value.gone


def test_answer_is_one_that_django_knows(kept):
    assert isinstance(ask(kept(), headers={"Range": "bytes=0-0"}), HttpResponse)
