import zipfile
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from kipthoi.files import documents, refusals
from kipthoi.files.sniff import sniff
from tests.files import making

DOCUMENTS = {
    "docx": making.docx,
    "xlsx": making.xlsx,
    "odt": making.odt,
    "pdf": making.pdf,
}


def read(data):
    return documents.read("a", data, sniff(data))


def text(data):
    return documents.words(data, sniff(data).slug)


def copied(data):
    return documents.cleaned_copy(data, sniff(data))


def unzipped(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def whole(data):
    """Return the bytes with every zipped or packed part laid open."""
    if data.startswith(b"PK"):
        return unzipped(data)
    reader = PdfReader(BytesIO(data))
    numbers = range(1, int(reader.trailer["/Size"]))
    parts = [reader.get_object(number) for number in numbers]
    streams = [p.get_data() for p in parts if hasattr(p, "get_data")]
    return data + repr(parts).encode() + b"".join(streams)


@pytest.mark.parametrize("make", DOCUMENTS.values(), ids=DOCUMENTS)
def test_words_are_read(make):
    data = make("Kien nghi ve tien luong")

    assert "Kien nghi ve tien luong" in text(data)
    assert read(data) == documents.Reading("accept", True, False)


@pytest.mark.parametrize("make", DOCUMENTS.values(), ids=DOCUMENTS)
def test_author_is_seen_and_the_cleaned_copy_names_none(make):
    data = make("Kien nghi ve tien luong", author=making.AUTHOR)
    assert read(data).names_author

    copy = copied(data)

    assert not read(copy).names_author
    assert "Kien nghi ve tien luong" in text(copy)
    assert making.AUTHOR.encode() not in whole(copy)
    assert "Người Viết" not in text(copy)


def test_pdf_author_is_gone_in_every_spelling():
    copy = copied(making.pdf(author="Pham Thi Nguoi Viet"))

    assert b"Nguoi Viet" not in whole(copy)
    assert "/ID" not in PdfReader(BytesIO(copy)).trailer


def test_earlier_versions_inside_a_pdf_are_not_copied():
    first = making.pdf("ban dau", author="Pham Thi Nguoi Viet")
    from pypdf import PdfWriter

    writer = PdfWriter(BytesIO(first), incremental=True)
    writer.add_metadata({"/Author": "khac"})
    both = making.written(writer)
    assert both.count(b"%%EOF") == 2

    copy = copied(both)

    assert b"Nguoi Viet" not in whole(copy)
    assert b"khac" not in whole(copy)


def test_photo_inside_a_document_loses_its_place_and_keeps_its_pixels():
    from PIL import Image

    photo = making.photo()
    data = making.docx("x", more={"word/media/a.jpg": photo})

    with zipfile.ZipFile(BytesIO(copied(data))) as archive:
        bare = archive.read("word/media/a.jpg")

    assert b"KIPTHOI-PHONE" in photo
    assert b"KIPTHOI-PHONE" not in bare
    before, after = (Image.open(BytesIO(b)).tobytes() for b in (photo, bare))
    assert before == after


def test_png_inside_a_document_loses_its_place_and_keeps_its_pixels():
    from PIL import Image

    photo = making.photo("PNG")
    data = making.docx("x", more={"word/media/a.png": photo})

    with zipfile.ZipFile(BytesIO(copied(data))) as archive:
        bare = archive.read("word/media/a.png")

    assert b"KIPTHOI-PHONE" not in bare
    before, after = (Image.open(BytesIO(b)).tobytes() for b in (photo, bare))
    assert before == after


def test_photo_inside_a_pdf_loses_its_place():
    from pypdf.generic import EncodedStreamObject

    writer = making.pdf_writer()
    photo = EncodedStreamObject()
    photo[NameObject("/Filter")] = NameObject("/DCTDecode")
    photo._data = making.photo()
    writer.pages[0][NameObject("/Thumb")] = writer._add_object(photo)
    data = making.written(writer)
    assert b"KIPTHOI-PHONE" in data

    copy = copied(data)

    assert b"KIPTHOI-PHONE" not in copy
    assert b"JFIF" in copy


def test_paths_and_people_of_office_programs_do_not_go_on():
    more = {
        "word/people.xml": '<w15:person w15:author="Chu May"><w15:presenceInfo '
        'w15:providerId="AD" w15:userId="S::chu.may@x"/></w15:person>',
        "word/_rels/settings.xml.rels": '<Relationships><Relationship Id="r" '
        'Target="file:///C:\\Users\\ChuMay\\a.dotx"/></Relationships>',
        "docProps/thumbnail.jpeg": b"\xff\xd8\xff small picture of the first page",
    }

    copy = unzipped(copied(making.docx('Anh viết w:author="tôi" ở đây', more=more)))

    assert not [w for w in (b"Chu May", b"chu.may", b"ChuMay", b"small") if w in copy]
    assert b'w:author="t' in copy  # the writer's own words stay


def test_bookmarks_and_style_names_stay():
    mark = '<w:document><w:bookmarkStart w:name="Muc_1"/></w:document>'

    copy = unzipped(copied(making.docx("x", more={"word/document.xml": mark})))

    assert b'w:name="Muc_1"' in copy


def test_headers_notes_watermarks_and_inner_tables_are_read():
    more = {
        "word/footnotes.xml": f"<w:f {making.W}><w:p><w:t>chú thích</w:t></w:p></w:f>",
        "word/header2.xml": '<h xmlns:v="urn:v"><v:textpath string="CHÌM"/></h>',
        "word/embeddings/a.xlsx": making.xlsx("bảng bên trong"),
    }

    said = text(making.docx("thân bài", header="đầu trang", more=more))

    for words in ("thân bài", "đầu trang", "chú thích", "CHÌM", "bảng bên trong"):
        assert words in said
    assert said.index("đầu trang") < said.index("thân bài")


def test_word_cut_into_runs_is_read_as_one():
    runs = (
        f"<w:document {making.W}><w:p><w:t>MẬ</w:t></w:p></w:document>".replace(
            "MẬ</w:t>", "MẬ</w:t></w:r><w:r><w:t>T</w:t></w:r><w:r>"
        )
        .replace("<w:p><w:t>", "<w:p><w:r><w:t>")
        .replace("<w:r></w:p>", "</w:p>")
    )

    assert "MẬT\n" in text(making.docx(more={"word/document.xml": runs}))


def test_workbook_headers_sheet_names_and_formula_results_are_read():
    sheet = (
        '<worksheet><sheetData><row><c t="str"><f>A1</f><v>kết quả</v></c>'
        "<c><v>12345</v></c></row></sheetData><headerFooter>"
        '<oddHeader>&amp;C&amp;"Arial,Bold"&amp;14TỐI MẬT</oddHeader>'
        "</headerFooter></worksheet>"
    )

    said = text(making.xlsx(more={"xl/worksheets/sheet1.xml": sheet}))

    assert "kết quả" in said
    assert "\nTỐI MẬT\n" in f"\n{said}\n"
    assert "Bảng" in said
    assert "12345" not in said


@pytest.mark.parametrize("name", ["a.docm", "trang.html", "a.exe", "cu.doc", "a.pdf"])
def test_document_with_files_inside_that_cannot_be_read_is_refused(name):
    with pytest.raises(refusals.Nested):
        read(making.docx("x", more={f"word/embeddings/{name}": b"x"}))


def test_document_in_a_document_in_a_document_is_refused():
    inner = making.docx("x", more={"word/embeddings/a.xlsx": making.xlsx("x")})

    with pytest.raises(refusals.Nested):
        read(making.docx("x", more={"word/embeddings/a.docx": inner}))


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        "<unclosed>",
    ],
)
def test_entities_and_broken_xml_are_refused(xml):
    with pytest.raises(refusals.Unreadable):
        read(making.docx(more={"word/document.xml": xml}))


def test_pdf_with_a_password_is_refused():
    writer = making.pdf_writer()
    writer.encrypt("bi-mat", algorithm="AES-256")
    data = making.written(writer)

    with pytest.raises(refusals.Encrypted):
        read(data)


def test_pdf_that_only_forbids_printing_is_read():
    writer = making.pdf_writer("duoc doc")
    writer.encrypt("", owner_password="chu", algorithm="AES-256")
    data = making.written(writer)

    assert "duoc doc" in text(data)


@pytest.mark.parametrize("kind", ["/JavaScript", "/Launch"])
def test_pdf_with_a_program_is_refused(kind):
    writer = making.pdf_writer()
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("x")}
    )

    with pytest.raises(refusals.Macros):
        read(making.written(writer))


def test_pdf_with_files_inside_is_refused():
    writer = making.pdf_writer()
    writer.add_attachment("a.exe", b"MZ")
    note = making.pdf_writer()
    note.pages[0][NameObject("/Annots")] = ArrayObject(
        [DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment")})]
    )

    for data in (making.written(writer), making.written(note)):
        with pytest.raises(refusals.Nested):
            read(data)


def test_stamp_and_field_of_a_pdf_are_read():
    writer = making.pdf_writer()
    writer.pages[0][NameObject("/Annots")] = ArrayObject(
        [
            DictionaryObject(
                {
                    NameObject("/Subtype"): NameObject("/Stamp"),
                    NameObject("/Contents"): TextStringObject("TUYỆT MẬT"),
                }
            )
        ]
    )

    assert "TUYỆT MẬT" in text(making.written(writer))


def test_scan_with_a_title_has_no_words():
    writer = making.pdf_writer("")
    writer.add_metadata({"/Title": "Scan_2026", "/Producer": "Scanner"})

    assert not read(making.written(writer)).has_words
    assert "Scan_2026" in text(making.written(writer))


def test_damaged_pdf_is_refused():
    with pytest.raises(refusals.Unreadable):
        read(b"%PDF-1.7\n" + b"x" * 500)


def test_text_of_old_windows_is_read_as_vietnamese():
    data = "D\u0300ơn".encode("cp1258", "ignore") + b""
    data = b"Ti\xea\xecng Vi\xea\xf2t"

    assert text(data) == "Tiếng Việt"


def test_plain_text_is_its_own_cleaned_copy():
    assert copied("Đơn".encode()) == "Đơn".encode()
