import gc
import tempfile
from io import BytesIO

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory

from kipthoi.files import refusals, uploads
from kipthoi.files.uploads import MemoryUploadHandler

MB = 1024 * 1024


@pytest.fixture(autouse=True)
def no_file_on_the_disk(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("an upload reached the disk")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", refuse)


def post(files, words="Chúng tôi bị trừ lương"):
    """Return a request with the words first and last, and files of one field."""
    body = {
        "text": words,
        "files": [named(*file) for file in files],
        "place": "Xưởng 2",
    }
    request = RequestFactory().post("/gui/", body)
    request.upload_handlers = [MemoryUploadHandler(request)]
    return request


def named(name, data):
    file = BytesIO(data)
    file.name = name
    return file


def test_files_arrive_in_memory():
    request = post([("ảnh.jpg", b"\xff\xd8\xff" * 2_000_000), ("b.txt", b"b")])

    first, second = request.FILES.getlist("files")

    assert first.name == "ảnh.jpg"
    assert first.bytes == b"\xff\xd8\xff" * 2_000_000
    assert second.bytes == b"b"
    assert first.refusal is None


def test_file_over_the_wall_costs_neither_words_nor_other_files():
    request = post([("a.txt", b"a"), ("phim.mp4", b"\1" * (35 * MB)), ("c.txt", b"c")])

    first, large, last = request.FILES.getlist("files")

    assert request.POST["text"] == "Chúng tôi bị trừ lương"
    assert request.POST["place"] == "Xưởng 2"
    assert (first.bytes, last.bytes) == (b"a", b"c")
    assert isinstance(large.refusal, refusals.TooBig)
    assert (large.refusal.name, large.refusal.values) == (
        "phim.mp4",
        {"size": 37, "wall": 20},
    )
    assert large.bytes == b""
    assert large.size == 35 * MB


def test_file_of_exactly_the_wall_is_taken():
    (file,) = post([("a.bin", b"\1" * (20 * MB))]).FILES.getlist("files")

    assert file.refusal is None
    assert len(file.bytes) == 20 * MB


def test_files_over_the_wall_together_are_told_and_smaller_ones_still_fit():
    big = b"\1" * (19 * MB)
    request = post([("1", big), ("2", big), ("3", big), ("4", big), ("5", b"x")])

    files = request.FILES.getlist("files")

    assert [type(file.refusal) for file in files] == [
        type(None),
        type(None),
        type(None),
        refusals.TooMuch,
        type(None),
    ]
    assert request.POST["place"] == "Xưởng 2"


def test_more_files_than_the_form_takes_are_told():
    request = post([(f"{n}.txt", b"x") for n in range(22)])

    refused = [f.refusal for f in request.FILES.getlist("files") if f.refusal]

    assert [(r.id, r.name) for r in refused] == [
        ("TooMany", "20.txt"),
        ("TooMany", "21.txt"),
    ]


def test_empty_upload_stands_in_its_place():
    (file,) = post([("a.jpg", b"")]).FILES.getlist("files")

    assert (file.bytes, file.refusal) == (b"", None)


def test_body_beyond_the_hard_wall_is_not_read():
    request = post([("a", b"x")])
    request.META["CONTENT_LENGTH"] = str(uploads.HARD_WALL + 1)

    assert uploads.too_large(request)
    with pytest.raises(RequestDataTooBig):
        request.POST["text"]


@pytest.mark.parametrize("length", ["", "x", "-1", "500"])
def test_odd_lengths_are_not_too_large(length):
    request = RequestFactory().post("/gui/")
    request.META["CONTENT_LENGTH"] = length

    assert not uploads.too_large(request)


def test_process_holds_no_more_than_its_share_and_gives_it_back(monkeypatch):
    monkeypatch.setattr(uploads, "HELD", 3 * MB)
    gc.collect()
    before = uploads._held._bytes
    request = post([("a", b"\1" * (2 * MB)), ("b", b"\1" * (2 * MB))])

    first, second = request.FILES.getlist("files")

    assert first.refusal is None
    assert isinstance(second.refusal, refusals.Crowded)
    assert uploads._held._bytes - before == 2 * MB

    request.close()
    del request, first, second
    gc.collect()
    assert uploads._held._bytes == before


def test_broken_off_upload_gives_its_share_back():
    before = uploads._held._bytes
    body = (
        b'--B\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        + b"\1" * MB
    )
    request = RequestFactory().generic(
        "POST", "/gui/", body, "multipart/form-data; boundary=B"
    )
    request.upload_handlers = [MemoryUploadHandler(request)]

    assert request.POST.get("text") is None

    del request
    gc.collect()
    assert uploads._held._bytes == before
