import pytest
from django.utils import translation

from kipthoi.files import refusals
from kipthoi.files.prepared import WALL, prepare, without_author
from tests.files import making


def test_photo_under_a_false_name_is_taken_for_what_it_is():
    file = prepare("báo cáo.pdf", making.photo("PNG"))

    assert (file.kind, file.type.mime, file.name) == (
        "photo",
        "image/jpeg",
        "báo cáo.jpg",
    )
    assert file.cleaned


def test_program_under_the_name_of_a_photo_is_refused():
    with pytest.raises(refusals.WrongType) as refused:
        prepare("ảnh.jpg", b"MZ\x90\0" + b"\0" * 300)

    assert refused.value.name == "ảnh.jpg"


def test_voice_tells_its_length():
    file = prepare("ghi âm.webm", making.voice("webm", 2))

    assert (file.kind, file.seconds, file.name) == ("voice", 2, "ghi âm.mp3")


def test_document_is_kept_whole_and_its_cleaned_copy_names_nobody():
    data = making.docx("Đơn đề nghị", author=making.AUTHOR)

    file = prepare("đơn.docx", data)
    copy = without_author(file)

    assert file.data == data
    assert (file.cleaned, file.names_author, file.has_words) == (False, True, True)
    assert (copy.cleaned, copy.names_author, copy.name) == (True, False, "đơn.docx")
    assert copy.data != data
    assert without_author(copy) is copy


def test_scan_says_that_nothing_could_be_read():
    assert not prepare("quét.pdf", making.pdf("")).has_words


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", making.docx("MẬT", "ỦY BAN NHÂN DÂN", "Số 12/BC-UBND")),
        ("a.docx", making.docx("Báo cáo", header="TUYỆT MẬT")),
        ("a.xlsx", making.xlsx("TỐI MẬT", "Số liệu")),
        ("a.odt", making.odt("MẬT", "Số 12/BC-UBND")),
        ("a.txt", "TUYỆT MẬT\n\nSố 12/BC-UBND\n".encode()),
        ("a.txt", "TỐI MẬT\n\nSố 12/BC-UBND\n".encode("utf-16")),
        ("TUYỆT MẬT.jpg", making.photo()),
        ("[TỐI MẬT] bao cao.webm", making.voice("webm", 1)),
    ],
)
def test_marked_paper_is_refused_even_if_its_sender_confirms(name, data):
    for confirmed in (False, True):
        with pytest.raises(refusals.Secret) as refused:
            prepare(name, data, confirmed=confirmed)

    assert refused.value.name == name
    assert name not in str(refused.value)
    assert refused.value.__cause__ is None


def test_doubtful_paper_is_asked_about_and_taken_when_confirmed():
    data = making.docx("MAT", "Bao cao so 12")

    with pytest.raises(refusals.Doubtful):
        prepare("a.docx", data)

    assert prepare("a.docx", data, confirmed=True).kind == "document"


@pytest.mark.parametrize(
    "text", ["Quên mật khẩu máy chấm công", "Mua mật ong", "Mật độ dân cư", "bảo mật"]
)
def test_innocent_words_are_taken(text):
    assert prepare("a.docx", making.docx(text)).name == "a.docx"


def test_file_over_the_wall_tells_its_size():
    with pytest.raises(refusals.TooBig) as refused:
        prepare("phim.mp4", b"\1" * (WALL + 1))

    assert refused.value.values == {"size": 21, "wall": 20}


def test_empty_file_is_told_by_name():
    with pytest.raises(refusals.Empty) as refused:
        prepare("a.jpg", b"")

    assert refused.value.name == "a.jpg"


def test_every_refusal_fills_its_own_words():
    values = {"size": 21, "wall": 20}
    kinds = [refusals.Refused]
    for kind in kinds:
        kinds += kind.__subclasses__()

        assert "%(" not in kind.message % values
        assert "!" not in kind.message
        with translation.override("en"):
            assert kind("a.jpg", **values).said == kind.message % values

    assert len(kinds) == 16
