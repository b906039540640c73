"""Checkpoints of a log, the cosignatures of witnesses, and what is sent to a witness.

C2SP tlog-checkpoint v1.0.0, tlog-cosignature v1.0.1 (Ed25519 only: lines of type 0x06
belong to keys that are not known and are passed over) and tlog-witness v1.0.0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from kipthoi.core import notes
from kipthoi.core.merkle import HASH_BYTES
from kipthoi.core.notes import (
    COSIGNATURE,
    BadNote,
    Note,
    Signature,
    Signer,
    VerifierKey,
    b64,
    decimal,
    unb64,
)

MAX_PATH = 63
_TIME_BYTES = 8


class BadCheckpoint(BadNote):
    """A checkpoint or a request to a witness has an odd form; says what is odd."""


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: origin, number of leaves, root; `text` is what is signed."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the note text (tlog-checkpoint, "Note text")."""
        lines = (self.origin, str(self.size), b64(self.root), *self.extensions)
        return "".join(line + "\n" for line in lines)


def parse_text(text: str) -> Checkpoint:
    """Return the checkpoint in a note's text; extension lines are taken as they are.

    Raises BadCheckpoint (tlog-checkpoint, "Note text").
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise BadCheckpoint("lines")
    origin, size, root, *extensions = lines
    try:
        head = Checkpoint(origin, decimal(size), unb64(root), tuple(extensions))
    except BadNote as odd:
        raise BadCheckpoint(str(odd)) from None
    if len(head.root) != HASH_BYTES:
        raise BadCheckpoint("root")
    return head


def parse(data: bytes) -> tuple[Checkpoint, Note]:
    """Return a checkpoint and its note; signatures are not checked. Raises BadNote."""
    note = notes.parse(data)
    return parse_text(note.text), note


def sign(checkpoint: Checkpoint, *signers: Signer) -> bytes:
    """Return the signed checkpoint; raises BadNote where it would not read back."""
    if parse_text(checkpoint.text) != checkpoint:
        raise BadCheckpoint("lines")
    return notes.sign(checkpoint.text, *signers)


def open_signed(
    data: bytes, origin: str, keys: Iterable[VerifierKey]
) -> tuple[Checkpoint, Note]:
    """Return a checkpoint of this origin that a known key of the log has signed.

    Raises BadCheckpoint for another origin, BadNote where `notes.verify` does.
    """
    head, note = parse(data)
    if head.origin != origin:
        raise BadCheckpoint("origin")
    notes.verify(note, keys)
    return head, note


def cosign(text: str, signer: Signer, time: int) -> Signature:
    """Return a witness's cosignature of a checkpoint's text.

    `time` is in seconds since 1970 (UTC) and more than 0 (tlog-cosignature, "Format";
    tlog-witness). Raises BadNote for a key of another kind or another time.
    """
    if signer.key.kind != COSIGNATURE or not 0 < time < 2**63:
        raise BadNote("cosignature")
    value = signer.raw(cosigned_message(text, time))
    return signer.signed(time.to_bytes(_TIME_BYTES, "big") + value)


def cosigned_message(text: str, time: int) -> bytes:
    """Return what a witness signs (tlog-cosignature, "Ed25519 signed message")."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosigned(note: Note, keys: Iterable[VerifierKey]) -> dict[VerifierKey, int]:
    """Return when each known witness has cosigned, in seconds since 1970 (UTC).

    Empty when none has. Raises BadNote when the cosignature of a known one fails.
    """
    witnesses = [key for key in keys if key.kind == COSIGNATURE]
    return {
        key: _checked_time(note.text, key, signature.value)
        for key in witnesses
        for signature in note.by(key)
    }


def add_cosignatures(data: bytes, lines: bytes, keys: Iterable[VerifierKey]) -> bytes:
    """Return a checkpoint with the lines of known witnesses from an answer added.

    An older line of the same witness gives way. Raises BadNote when the answer is
    malformed, or when no line is of a known witness, or when one fails (tlog-witness).
    """
    note = notes.parse(data)
    answer = Note(note.text, notes.parse_signatures(notes.decode(lines)))
    signed = cosigned(answer, keys)
    if not signed:
        raise BadNote("no known cosignature")
    fresh = [answer.by(key)[-1] for key in signed]
    known = {(line.name, line.key_id) for line in fresh}
    kept = [s for s in note.signatures if (s.name, s.key_id) not in known]
    return bytes(Note(note.text, (*kept, *fresh)))


@dataclass(frozen=True)
class AddCheckpoint:
    """A request to a witness: the size it knows, a consistency path, a checkpoint.

    `bytes()` gives the body (tlog-witness, "add-checkpoint").
    """

    old: int
    path: tuple[bytes, ...]
    signed: bytes

    @cached_property
    def note(self) -> Note:
        """Return the checkpoint's note, signatures not checked."""
        return notes.parse(self.signed)

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """Return the checkpoint, signatures not checked."""
        return parse_text(self.note.text)

    def __bytes__(self) -> bytes:
        lines = "".join(b64(node) + "\n" for node in self.path)
        return f"old {self.old}\n{lines}\n".encode() + self.signed


def parse_request(data: bytes) -> AddCheckpoint:
    """Return a request to a witness; the signatures are not checked.

    Raises BadCheckpoint, also when the old size is above the new one: both are a 400.
    """
    head, _, signed = data.partition(b"\n\n")
    try:
        old, *path = notes.decode(head).split("\n")
        word, _, size = old.partition(" ")
        request = AddCheckpoint(decimal(size), tuple(map(unb64, path)), signed)
        above = request.old > request.checkpoint.size
    except BadNote as odd:
        raise BadCheckpoint(str(odd)) from None
    lengths = {HASH_BYTES, *map(len, request.path)}
    if word != "old" or len(path) > MAX_PATH or len(lengths) > 1 or above:
        raise BadCheckpoint("request")
    return request


def origin_hash(origin: str) -> str:
    """Return the hex name of a log on a witness's monitoring page (tlog-witness)."""
    return sha256(origin.encode()).hexdigest()


def _checked_time(text: str, key: VerifierKey, value: bytes) -> int:
    time = int.from_bytes(value[:_TIME_BYTES], "big")
    message = cosigned_message(text, time)
    if not 0 < time < 2**63 or not key.holds(message, value[_TIME_BYTES:]):
        raise BadNote(f"cosignature of {key.name}")
    return time
