"""Documents: kept whole, read in memory for secrecy marks, copied without their author.

`read` and `cleaned_copy` work in a child process; what runs in it is `examine` and
`rewrite`.
"""

from dataclasses import dataclass
from typing import Any

from kipthoi.core import secrecy
from kipthoi.core.vietnamese import NotText, decode
from kipthoi.files import child
from kipthoi.files.refusals import Unreadable, WrongType
from kipthoi.files.sniff import Type, sniff

ABOUT = "\n\f\n"  # between what stands on the pages and what is said about the file


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a document; `verdict` is accept, ask or refuse."""

    verdict: str
    has_words: bool
    names_author: bool


def read(name: str, data: bytes, source: Type) -> Reading:
    """Look through a document for marks of secrecy and for an author; keep nothing.

    Its words do not leave the child. Raises Encrypted, Macros, Nested, WrongType,
    Unreadable and Crowded.
    """
    found, _ = child.run("read", data, slug=source.slug, name=name)
    return Reading(found["verdict"], found["has_words"], found["names_author"])


def cleaned_copy(data: bytes, source: Type) -> bytes:
    """Return the document without author, company, dates of editing and photo data.

    Raises what `read` raises.
    """
    if source.slug == "txt":
        return data
    made = child.run("clean", data, slug=source.slug)[1]
    if sniff(made) != source:
        raise Unreadable
    return made


def examine(data: bytes, *, slug: str, name: str) -> tuple[dict[str, Any], bytes]:
    """Judge the words and look for an author; runs in the child."""
    text = words(data, slug)
    found = {
        "verdict": secrecy.judge(name, text).verdict,
        "has_words": bool(text.partition(ABOUT)[0].strip()),
        "names_author": _names_author(data, slug),
    }
    return found, b""


def words(data: bytes, slug: str) -> str:
    """Return all words of a document, those about it last; runs in the child.

    Raises what `read` raises.
    """
    if slug == "txt":
        return _plain(data)
    if slug == "pdf":
        from kipthoi.files import pdf

        return f"{pdf.words(data)}{ABOUT}{pdf.about(data)}"
    from kipthoi.files import office

    return office.words(data, slug)


def _names_author(data: bytes, slug: str) -> bool:
    if slug == "txt":
        return False
    if slug == "pdf":
        from kipthoi.files import pdf

        return pdf.names_author(data)
    from kipthoi.files import office

    return office.names_author(data)


def rewrite(data: bytes, *, slug: str) -> tuple[dict[str, Any], bytes]:
    """Make the copy without author; runs in the child."""
    if slug == "pdf":
        from kipthoi.files import pdf

        return {}, pdf.without_author(data)
    from kipthoi.files import office

    return {}, office.without_author(data)


def _plain(data: bytes) -> str:
    try:
        return decode(data)
    except NotText:
        raise WrongType from None
