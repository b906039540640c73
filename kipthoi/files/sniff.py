"""What a byte string is, by its content and never by its name.

Fixed magic numbers at offset 0, and for zipped documents the list of members: an
allow-list, so that what is not known is refused. Files that are two things at once
(a PDF that is a zip too) are refused; pictures and sound are made anew afterwards, so
that nothing hidden in them is kept.
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from kipthoi.files.refusals import (
    Empty,
    Encrypted,
    Macros,
    OldOffice,
    Unreadable,
    WrongType,
)

PHOTO = "photo"
VOICE = "voice"
DOCUMENT = "document"

MEMBERS = 5_000
UNZIPPED = 200_000_000
RATIO = 100  # of the whole document; real ones stay below 30
RATIO_FROM = 10_000_000  # small documents may be mostly blank

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Type:
    """One kind of content that we take: our word, room on the form, MIME, suffix."""

    slug: str
    kind: str
    mime: str
    suffix: str


_OOXML = "application/vnd.openxmlformats-officedocument"
TYPES: dict[str, Type] = {
    t.slug: t
    for t in (
        Type("jpeg", PHOTO, "image/jpeg", "jpg"),
        Type("png", PHOTO, "image/png", "png"),
        Type("webp", PHOTO, "image/webp", "webp"),
        Type("heic", PHOTO, "image/heic", "heic"),
        Type("webm", VOICE, "audio/webm", "webm"),
        Type("ogg", VOICE, "audio/ogg", "ogg"),
        Type("mp4", VOICE, "audio/mp4", "m4a"),
        Type("3gp", VOICE, "audio/3gpp", "3gp"),
        Type("mp3", VOICE, "audio/mpeg", "mp3"),
        Type("aac", VOICE, "audio/aac", "aac"),
        Type("amr", VOICE, "audio/amr", "amr"),
        Type("wav", VOICE, "audio/wav", "wav"),
        Type("pdf", DOCUMENT, "application/pdf", "pdf"),
        Type("docx", DOCUMENT, f"{_OOXML}.wordprocessingml.document", "docx"),
        Type("xlsx", DOCUMENT, f"{_OOXML}.spreadsheetml.sheet", "xlsx"),
        Type("odt", DOCUMENT, "application/vnd.oasis.opendocument.text", "odt"),
        Type("txt", DOCUMENT, "text/plain", "txt"),
    )
}


def sniff(data: bytes) -> Type:
    """Return what the bytes are.

    Raises Empty, WrongType (and its kinds OldOffice, Macros), Encrypted, Unreadable.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise Empty
    if data.startswith(b"PK\x03\x04"):
        return TYPES[_zipped(data)]
    if data.startswith(_OLE):
        raise Encrypted if "EncryptedPackage".encode("utf-16-le") in data else OldOffice
    slug = _by_magic(data)
    if slug == "pdf":
        _only_pdf(data)
    if slug is None and _is_text(data):
        slug = "txt"
    if slug is None:
        raise WrongType
    return TYPES[slug]


_MAGIC = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"OggS\0", "ogg"),
    (b"#!AMR\n", "amr"),
    (b"#!AMR-WB\n", "amr"),
    (b"ID3", "mp3"),
    (b"%PDF-", "pdf"),
)


def _by_magic(data: bytes) -> str | None:
    for magic, slug in _MAGIC:
        if data.startswith(magic):
            return slug
    if data[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _boxed(data)
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm" if re.search(rb"webm|matroska", data[:64]) else None
    return _framed(data)


_HEIF = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_MP4 = {b"M4A ", b"M4B ", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42"}


def _boxed(data: bytes) -> str | None:
    """Return the kind of an ISO base media file by its brands (ISO/IEC 14496-12)."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[i : i + 4] for i in range(16, end - 3, 4))]
    if brands[0] in _HEIF:
        return None if b"avif" in brands else "heic"
    if brands[0][:2] == b"3g":
        return "3gp"
    return "mp4" if not _MP4.isdisjoint(brands) else None


def _framed(data: bytes) -> str | None:
    """Return mp3 or aac for bare frames: two in a row, since one sync word is weak."""
    for slug, length in (("mp3", _mp3_frame(data)), ("aac", _aac_frame(data))):
        if length and data[length : length + 2] == data[:2]:
            return slug
    return None


_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_BITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def _mp3_frame(data: bytes) -> int:
    """Return the length of an MPEG layer III frame at offset 0, or 0."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = data[1] >> 3 & 3, data[2] >> 4, data[2] >> 2 & 3
    if version == 1 or rate == 3 or bits in (0, 15):
        return 0
    first = version == 3
    kilobits = (_BITS_1 if first else _BITS_2)[bits]
    return (144 if first else 72) * kilobits * 1000 // _RATES[version][rate] + (
        data[2] >> 1 & 1
    )


def _aac_frame(data: bytes) -> int:
    """Return the length of an ADTS frame at offset 0, or 0."""
    if len(data) < 7 or data[0] != 0xFF or data[1] & 0xF6 != 0xF0:
        return 0
    return (data[3] & 3) << 11 | data[4] << 3 | data[5] >> 5


def _only_pdf(data: bytes) -> None:
    """Raise WrongType if the bytes are also a zip, or go on after the PDF's end."""
    end = data.rfind(b"%%EOF")
    tail = data[end + 5 :] if end >= 0 else b""
    if zipfile.is_zipfile(BytesIO(data)) or len(tail.strip(b"\0 \t\r\n")) > 64:
        raise WrongType


def _zipped(data: bytes) -> str:
    archive = open_zip(data)
    names = {info.filename for info in archive.infolist()}
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise Encrypted
    if _is_odt(archive, names):
        return "odt"
    if "[Content_Types].xml" not in names:
        raise WrongType
    content = read_member(archive, "[Content_Types].xml", 2_000_000)
    if b"macroEnabled" in content or any(_PROGRAM.search(name) for name in names):
        raise Macros
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise WrongType


_PROGRAM = re.compile(
    r"vbaProject|vbaData|macrosheets|activeX/|^(Basic|Scripts)/", re.IGNORECASE
)


def _is_odt(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if "mimetype" not in names or "content.xml" not in names:
        return False
    if read_member(archive, "mimetype", 200).strip() != TYPES["odt"].mime.encode():
        return False
    if any(_PROGRAM.search(name) for name in names):
        raise Macros
    if "META-INF/manifest.xml" in names:
        manifest = read_member(archive, "META-INF/manifest.xml", 2_000_000)
        if b"encryption-data" in manifest:
            raise Encrypted
    return True


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a zip inside its walls, which its own list of members declares.

    Raises Unreadable (damaged, a bomb, a member with a path trick) and WrongType (bytes
    before or behind it).
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except Exception:
        raise Unreadable from None
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    if len(infos) > MEMBERS or size > UNZIPPED:
        raise Unreadable
    if size > RATIO_FROM and size > RATIO * len(data):
        raise Unreadable
    if len({info.filename for info in infos}) != len(infos):
        raise Unreadable
    if any(info.filename.startswith("/") or ".." in info.filename for info in infos):
        raise Unreadable
    if archive.comment or min((i.header_offset for i in infos), default=0) != 0:
        raise WrongType
    return archive


def read_member(archive: zipfile.ZipFile, name: str, wall: int) -> bytes:
    """Return one member, never more than `wall` bytes. Raises Unreadable."""
    try:
        with archive.open(name) as member:
            data = member.read(wall + 1)
    except Exception:
        raise Unreadable from None
    if len(data) > wall:
        raise Unreadable
    return data


_MARKUP = re.compile(
    rb"^\s*(<[!?a-z]|\{\\rtf|#!|%!ps)|<\s*(html|script|svg|!doctype|iframe)",
    re.IGNORECASE,
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def _is_text(data: bytes) -> bool:
    """Say whether the bytes are plain words: no control bytes, no markup, no script."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            return False
    data = data.removeprefix(b"\xef\xbb\xbf")
    if _CONTROL.search(data):
        return False
    return not _MARKUP.search(data[:2048])
