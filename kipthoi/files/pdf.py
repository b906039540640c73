"""PDF: its words, what it says of its author, and a copy that does not.

Read by pypdf in a child process. Programs in a PDF and files inside it are refused:
neither can be checked.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from kipthoi.files.metadata import bare
from kipthoi.files.refusals import Encrypted, Macros, Nested

PAGES = 120  # a secrecy stamp stands on the first page; beyond this nobody waits
_PROGRAMS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
_AUTHOR = ("/Author", "/Creator", "/Company", "/Manager")


def open_pdf(data: bytes) -> PdfReader:
    """Open a PDF that anybody may read.

    Raises Encrypted (needs a password), Macros (a program) and Nested (files inside).
    """
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Encrypted
    root = reader.root_object
    names = _at(root, "/Names")
    notes = list(_annotations(reader))
    if "/JavaScript" in names or any(map(_program, [root, *notes])):
        raise Macros
    if "/EmbeddedFiles" in names or "/Collection" in root:
        raise Nested
    if any(note.get("/Subtype") == "/FileAttachment" for note in notes):
        raise Nested
    return reader


def words(data: bytes) -> str:
    """Return the words of the first pages, of notes and of form fields."""
    reader = open_pdf(data)
    found = [page.extract_text() for page in reader.pages[:PAGES]]
    for note in _annotations(reader):
        found += [str(note[key]) for key in ("/Contents", "/V", "/Name") if key in note]
    return "\n".join(found)


def about(data: bytes) -> str:
    """Return what the PDF says of itself: title, subject, keywords and the like."""
    return "\n".join(map(str, (open_pdf(data).metadata or {}).values()))


def names_author(data: bytes) -> bool:
    """Say whether the PDF names who made or noted it."""
    reader = open_pdf(data)
    info: Any = reader.metadata or {}
    if any(str(info.get(key, "")).strip() for key in _AUTHOR):
        return True
    # Of a form field /T is its own name, of a note its author.
    notes = (note for note in _annotations(reader) if "/FT" not in note)
    if any(str(note.get("/T", "")).strip() for note in notes):
        return True
    return "/Metadata" in reader.root_object


def without_author(data: bytes) -> bytes:
    """Return the PDF with the same pages and no author, program, date or photo data."""
    writer = PdfWriter(clone_from=open_pdf(data))
    writer.metadata = None
    writer._ID = None  # grows out of the old file's name and time
    for number in range(len(writer._objects)):
        thing = writer._objects[number]
        if isinstance(thing, DictionaryObject):
            _strip(thing)
    for note in _annotations(writer):
        if "/FT" not in note:
            note.pop("/T", None)
    out = BytesIO()
    writer.compress_identical_objects()  # and drop what nothing points to
    writer.write(out)
    return out.getvalue()


def _strip(thing: DictionaryObject) -> None:
    for key in ("/Metadata", "/PieceInfo", "/LastModified"):
        thing.pop(NameObject(key), None)
    if isinstance(thing, StreamObject) and thing.get("/Filter") == "/DCTDecode":
        thing._data = bare(thing._data)


def _at(thing: Any, key: str) -> Any:
    found = thing.get(key)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _program(thing: Any) -> bool:
    """Say whether opening or touching this part would start something."""
    if "/AA" in thing:
        return True
    actions = (_at(thing, "/OpenAction"), _at(thing, "/A"))
    return any(action.get("/S") in _PROGRAMS for action in actions)


def _annotations(document: PdfReader | PdfWriter) -> Iterator[Any]:
    for page in document.pages:
        for reference in page.get("/Annots", None) or ():
            note = reference.get_object()
            if isinstance(note, DictionaryObject):
                yield note
