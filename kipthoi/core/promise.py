"""The promise that a leaf will be in the log by a date.

Given at intake, at once and signed by a key of its own (DESIGN 4.2, DECISIONS 5). With
the leaf line, which holds no content, its holder can prove that a case was dropped: a
checkpoint later than the date, and no such leaf under it. A signed note of three lines:
origin + `/promise/v1`, hex leaf hash, date. Ed25519 is deterministic, so that the same
promise, made again on showing, has the same bytes and need not be stored.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kipthoi.core import notes
from kipthoi.core.merkle import leaf_hash
from kipthoi.core.notes import BadNote, Signer, VerifierKey

SUFFIX = "/promise/v1"
_TEXT = re.compile(
    r"([^\n]+)/promise/v1\n([0-9a-f]{64})\n([0-9]{4}-[0-9]{2}-[0-9]{2})\n"
)


class BadPromise(BadNote):
    """A promise has an odd form or is of another log."""


@dataclass(frozen=True)
class Promise:
    """A log, a leaf hash, and the last day (in Viet Nam) on which it enters the log."""

    origin: str
    leaf: bytes
    by: date

    @property
    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}{SUFFIX}\n{self.leaf.hex()}\n{self.by.isoformat()}\n"


def promise_of(origin: str, entry: bytes, by: date) -> Promise:
    """Return the promise for an entry (the bytes of a leaf)."""
    return Promise(origin, leaf_hash(entry), by)


def sign(promise: Promise, signer: Signer) -> bytes:
    """Return the promise as a signed note; raises BadNote if it would not read back."""
    parse_text(promise.text)
    return notes.sign(promise.text, signer)


def open_signed(data: bytes, origin: str, keys: Iterable[VerifierKey]) -> Promise:
    """Return a promise for this log that a known promise key has signed.

    Raises BadPromise for another log or form, BadNote where `notes.verify` does.
    """
    note = notes.parse(data)
    promise = parse_text(note.text)
    if promise.origin != origin:
        raise BadPromise("origin")
    notes.verify(note, keys)
    return promise


def parse_text(text: str) -> Promise:
    """Return the promise in a note's text; raises BadPromise."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise BadPromise("lines")
    origin, leaf, by = match.groups()
    try:
        return Promise(origin, bytes.fromhex(leaf), date.fromisoformat(by))
    except ValueError:
        raise BadPromise("date") from None
