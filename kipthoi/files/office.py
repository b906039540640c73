"""DOCX, XLSX and ODT: their words, who they say wrote them, and a copy that does not.

All three are zips of XML. Only the standard library and defusedxml touch them; entities
and DTDs are refused, sizes are walled (`sniff.open_zip`).
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax.handler import ContentHandler  # nosec B406

import defusedxml.sax

from kipthoi.files.metadata import bare
from kipthoi.files.refusals import Nested, Refused, Unreadable
from kipthoi.files.sniff import open_zip, read_member, sniff

PART = 80_000_000  # bytes of one XML part
LETTERS = 10_000_000  # of all words together

# Parts whose characters are no words of the document.
_NO_WORDS = re.compile(
    r"(theme\d*|styles|fontTable|webSettings|settings|numbering|calcChain|app"
    r"|stylesWithEffects|presProps|manifest|current)\.xml$|_rels/|Configurations2/"
)
_OFFICE = re.compile(r"\.(docx|xlsx|odt)$", re.IGNORECASE)
_UNCHECKED = re.compile(
    r"\.(docm?|xls[mb]?|ppt[xm]?|ods|odp|rtf|html?|mht(ml)?|txt|pdf|exe|dll|js|vbs|zip)$",
    re.IGNORECASE,
)
_HEADER_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-F]{6}|\d+|[A-Z])")


class _Words(ContentHandler):
    """Collect the words of one part in their order, a line a paragraph."""

    _lines = frozenset({"p", "h", "si", "row", "br", "cr", "c", "line-break", "is"})
    _words = frozenset(
        {"t", "delText", "text", "oddHeader", "evenHeader", "firstHeader", "oddFooter"}
        | {"evenFooter", "firstFooter", "title", "subject", "keywords", "category"}
        | {"description", "contentStatus"}
    )
    _attributes = ("string", "descr", "alt")  # WordArt watermarks, picture texts

    def __init__(self, everything: bool) -> None:
        super().__init__()
        self.found: list[str] = []
        self._all = everything
        self._depth = 0
        self._result = False  # inside a cell whose value is the text of a formula

    def startElement(self, name: str, attrs: Any) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._result = attrs.get("t") == "str"
        self._depth += self._shown(tag)
        if tag in ("tab", "s"):
            self.found.append(" ")
        if tag == "sheet":
            self.found.append(f"{attrs.get('name', '')}\n")
        self.found += [f"{attrs[a]}\n" for a in self._attributes if a in attrs]

    def endElement(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self._depth -= self._shown(tag)
        if tag in self._lines or tag.endswith(("Header", "Footer")):
            self.found.append("\n")

    def _shown(self, tag: str) -> bool:
        return tag in self._words or (tag == "v" and self._result)

    def characters(self, content: str) -> None:
        if self._all or self._depth:
            self.found.append(content)


def words(data: bytes, slug: str, *, inside: bool = False) -> str:
    """Return the text of a document, headers first, documents inside it last.

    Raises Unreadable, and Nested for documents deeper than one inside another and for
    files inside that we cannot read.
    """
    archive = open_zip(data)
    if any(_UNCHECKED.search(name) for name in archive.namelist()):
        raise Nested
    found = [_part(archive, name, slug) for name in _parts(archive)]
    for name in archive.namelist():
        if _OFFICE.search(name):
            if inside:
                raise Nested
            found.append(_inner(read_member(archive, name, PART)))
    text = "\n".join(found)
    if len(text) > LETTERS:
        raise Unreadable
    return text


def _inner(data: bytes) -> str:
    """Return the words of a document inside (a chart's table, for instance)."""
    try:
        return words(data, sniff(data).slug, inside=True)
    except Refused:
        raise Nested from None


def _parts(archive: zipfile.ZipFile) -> Iterator[str]:
    def rank(name: str) -> tuple[bool, str]:
        return not re.search(r"header|footer|styles", name), name

    for name in sorted(archive.namelist(), key=rank):
        if not name.endswith((".xml", ".vml")):
            continue
        if name == "styles.xml" or not _NO_WORDS.search(name):  # ODT: headers
            yield name


def _part(archive: zipfile.ZipFile, name: str, slug: str) -> str:
    handler = _Words(everything=slug == "odt")
    try:
        defusedxml.sax.parseString(
            read_member(archive, name, PART), handler, forbid_dtd=True
        )
    except Refused:
        raise
    except Exception:
        raise Unreadable from None
    text = "".join(handler.found)
    return _HEADER_CODE.sub("", text) if slug == "xlsx" else text


# Parts that hold nothing but who, when and with what.
_EMPTY_PARTS = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        b'metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'custom-properties"/>'
    ),
    "meta.xml": (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
        b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
        b"<office:meta/></office:document-meta>"
    ),
}
# Each group 2 names somebody or their device; groups 1 and 3 stay. The lookahead keeps
# to tags: the same letters in the text of the document are the writer's own words.
_IN_TAG = rb"(?=[^<>]*>)"
_NAMING = tuple(
    re.compile(pattern)
    for pattern in (
        rb'(\s\w+:(?:author|initials|userId|providerId)=")([^"<>]+)(")' + _IN_TAG,
        rb'(\s(?:displayName|userId|providerId|userName|lastModifiedBy)=")([^"<>]+)(")'
        + _IN_TAG,
        rb"(<(?:\w+:)?author>)([^<]+)(</)",
        rb"(<(?:dc:creator|\w+:(?:sender|creator)-initials|meta:initial-creator)[^>]*>)"
        rb"([^<]+)(</)",
        rb'(<x15ac:absPath[^<>]*\surl=")([^"<>]+)(")',
        rb'(config:name="Printer(?:Name|Setup)"[^>]*>)([^<]+)(</)',
        rb'(\sTarget=")(file:[^"<>]+)(")' + _IN_TAG,
    )
)
_PEOPLE = re.compile(
    r"comments|people|persons?/|threaded|document\.xml|footnotes|endnotes|header|footer"
    r"|content\.xml|settings|workbook\.xml|\.rels$|revisions|users"
)
_PROPERTIES = re.compile(
    rb"<(?:\w+:)?(creator|lastModifiedBy|Company|Manager|initial-creator|printed-by)"
    rb"\b[^>]*>\s*[^<\s]"
)
_THUMBNAIL = re.compile(r"^(docProps/thumbnail\.\w+|Thumbnails/.*)$")


def names_author(data: bytes) -> bool:
    """Say whether the document names who wrote, changed or noted something in it."""
    archive = open_zip(data)
    for name in archive.namelist():
        if name not in _EMPTY_PARTS and not _people(name):
            continue
        part = read_member(archive, name, PART)
        if _PROPERTIES.search(part) or _anonymous(part) != part:
            return True
    return False


def without_author(data: bytes) -> bytes:
    """Return the document with the same words and no author, company or device."""
    archive = open_zip(data)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in archive.infolist():
            if info.is_dir() or _THUMBNAIL.match(info.filename):
                continue
            # A fixed date: when each part was written also tells something.
            target = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            target.compress_type = info.compress_type
            copy.writestr(target, _cleaned(archive, info.filename))
    return out.getvalue()


def _cleaned(archive: zipfile.ZipFile, name: str) -> bytes:
    if name in _EMPTY_PARTS:
        return _EMPTY_PARTS[name]
    part = read_member(archive, name, PART)
    if _OFFICE.search(name):
        return without_author(part)
    if name.endswith(".rels"):
        part = re.sub(rb"<Relationship [^>]*/thumbnail\"[^>]*/>", b"", part)
    if name == "META-INF/manifest.xml":
        part = re.sub(rb"<manifest:file-entry [^>]*Thumbnails/[^>]*/>", b"", part)
    if _people(name):
        return _anonymous(part)
    return bare(part)


def _people(name: str) -> bool:
    return bool(_PEOPLE.search(name)) and name.endswith((".xml", ".rels"))


def _anonymous(part: bytes) -> bytes:
    for pattern in _NAMING:
        part = pattern.sub(rb"\1\3", part)
    return part
