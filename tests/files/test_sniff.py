import struct
import zipfile
from io import BytesIO

import pytest

from kipthoi.files import refusals
from kipthoi.files.sniff import sniff
from tests.files import making


@pytest.mark.parametrize(
    ("slug", "data"),
    [
        ("jpeg", making.photo()),
        ("png", making.photo("PNG")),
        ("webp", making.photo("WEBP")),
        ("heic", making.photo("HEIF")),
        ("webm", making.voice("webm", 1)),
        ("ogg", making.voice("ogg", 1)),
        ("mp4", making.voice("m4a", 1)),
        ("mp4", making.voice("mp4", 1)),
        ("3gp", making.voice("3gp", 1)),
        ("mp3", making.voice("mp3", 1)),
        ("mp3", making.voice("mp3", 1)[making.voice("mp3", 1).index(b"\xff\xfb") :]),
        ("aac", making.voice("aac", 1)),
        ("amr", making.voice("amr", 1)),
        ("wav", making.voice("wav", 1)),
        ("pdf", making.pdf()),
        ("docx", making.docx("Đơn")),
        ("xlsx", making.xlsx("Lương")),
        ("odt", making.odt("Đơn")),
        ("txt", "Đơn đề nghị\r\nKính gửi".encode()),
        ("txt", "Đơn đề nghị".encode("utf-16")),
        ("txt", "\ufeffLương".encode()),
        ("txt", "a,b\n1,2\n".encode("cp1258")),
    ],
)
def test_content_is_known_without_its_name(slug, data):
    assert sniff(data).slug == slug


def test_empty_file_is_told():
    for data in (b"", b"\0" * 500, b" \r\n"):
        with pytest.raises(refusals.Empty):
            sniff(data)


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\0\x03\0\0\0" + b"\0" * 200,
        b"\x7fELF" + b"\1" * 200,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"<!DOCTYPE html><p>x",
        b"\xef\xbb\xbf  <html>",
        "<html>".encode("utf-16"),
        b"hello <script>alert(1)</script>",
        b"#!/bin/sh\nrm -r x",
        b"{\\rtf1 x}",
        b"%!PS-Adobe-3.0",
        b"GIF89a" + b"\0" * 50,
        b"BM" + b"\0" * 50,
        b"II*\0" + b"\0" * 50,
        b"Rar!\x1a\x07\0" + b"1" * 60,
        b"\x1f\x8b\x08" + b"\0" * 60,
        b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + b"\0" * 40,
        b"\xff\xfb" + b"\0" * 300,
        b"\xff\xfe\xd8",
        b"junk before %PDF-1.7 and the rest \0",
        making.zipped({"a.txt": "x"}),
        making.zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "x"}),
        making.zipped({"mimetype": "application/epub+zip", "content.xml": "x"}),
    ],
)
def test_what_is_not_on_the_list_is_refused(data):
    with pytest.raises(refusals.WrongType):
        sniff(data)


def test_old_word_file_is_told_how_to_help_itself():
    with pytest.raises(refusals.OldOffice):
        sniff(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_locked_word_file_is_told_from_an_old_one():
    directory = "EncryptedPackage".encode("utf-16-le")

    with pytest.raises(refusals.Encrypted):
        sniff(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + directory)


def test_locked_zip_is_refused():
    data = bytearray(making.docx("Đơn"))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1

    with pytest.raises(refusals.Encrypted):
        sniff(bytes(data))


def test_locked_odt_is_refused():
    locked = making.odt(
        "x", more={"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    )

    with pytest.raises(refusals.Encrypted):
        sniff(locked)


@pytest.mark.parametrize(
    "data",
    [
        making.docx("x", more={"word/vbaProject.bin": b"\1"}),
        making.docx("x", more={"[Content_Types].xml": "...document.macroEnabled.main"}),
        making.xlsx("x", more={"xl/macrosheets/sheet1.xml": "<x/>"}),
        making.docx("x", more={"word/activeX/activeX1.bin": b"\1"}),
        making.odt("x", more={"Basic/Standard/Module1.xml": "<x/>"}),
    ],
)
def test_programs_inside_documents_are_refused(data):
    with pytest.raises(refusals.Macros):
        sniff(data)


def test_pdf_that_is_a_zip_too_is_refused():
    with pytest.raises(refusals.WrongType):
        sniff(making.pdf() + making.zipped({"x.exe": b"MZ"}))


def test_pdf_with_a_long_tail_is_refused():
    with pytest.raises(refusals.WrongType):
        sniff(making.pdf() + b"<script>" * 50)


def test_document_with_something_in_front_is_refused():
    front = b"PK\x03\x04" + b"<html>" * 20

    with pytest.raises(refusals.WrongType):
        sniff(front + making.docx("x"))


def test_document_with_a_comment_behind_is_refused():
    out = BytesIO(making.docx("x"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"<script>alert(1)</script>"

    with pytest.raises(refusals.WrongType):
        sniff(out.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        making.docx("x", more={"word/media/a.bin": b"\0" * 30_000_000}),
        making.docx("x", more={f"word/{n}.xml": "" for n in range(5001)}),
        making.docx("x", more={"../../etc/cron.d/x": "x"}),
        making.docx("x", more={"/etc/cron.d/x": "x"}),
        making.docx("x")[:-30],
    ],
    ids=["ratio", "members", "upward", "absolute", "cut"],
)
def test_bombs_path_tricks_and_damage_are_refused(data):
    with pytest.raises(refusals.Unreadable):
        sniff(data)


def test_zip_that_lies_about_its_sizes_is_read_no_further_than_it_says():
    data = bytearray(making.docx("x", more={"[Content_Types].xml": "<Types/>" * 9000}))
    central = data.index(b"PK\x01\x02")  # of the first member, the list of types
    data[central + 24 : central + 28] = struct.pack("<I", 10)

    with pytest.raises(refusals.Unreadable):
        sniff(bytes(data))
