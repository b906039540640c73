"""The proof that an entry is in the log, as a file that others' tools can check.

C2SP tlog-proof (draft of 2026), `.tlog-proof`. Our `extra` line holds the entry itself,
which is a leaf and no content: whoever has the file needs nothing else but the key.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kipthoi.core import checkpoint, merkle, notes
from kipthoi.core.checkpoint import Checkpoint
from kipthoi.core.merkle import HASH_BYTES, BadProof
from kipthoi.core.notes import BadNote, Note, VerifierKey, b64, decimal, unb64

HEADER = "c2sp.org/tlog-proof@v1"
MAX_PATH = 63


@dataclass(frozen=True)
class InclusionProof:
    """Index, inclusion path, signed checkpoint as it is, and extra data that nobody signs.

    `bytes()` gives the file (tlog-proof, "Format").
    """

    index: int
    path: tuple[bytes, ...]
    signed: bytes
    extra: bytes | None = None

    def __bytes__(self) -> bytes:
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {b64(self.extra)}")
        lines += [f"index {self.index}", *map(b64, self.path)]
        return "\n".join(lines).encode() + b"\n\n" + self.signed


def parse(data: bytes) -> InclusionProof:
    """Return a proof; nothing in it is checked but its form. Raises BadProof."""
    head, _, signed = data.partition(b"\n\n")
    try:
        proof = _proof(notes.decode(head).split("\n"), signed)
        checkpoint.parse(signed)
    except BadNote as odd:
        raise BadProof(str(odd)) from None
    return proof


def verify(
    proof: InclusionProof,
    origin: str,
    keys: Iterable[VerifierKey],
    entry: bytes | None = None,
) -> tuple[Checkpoint, Note]:
    """Return the checkpoint under which the entry lies (tlog-proof, "Verifying").

    The leaf hash is computed anew, from the entry, or else from the `extra` data. Who
    has cosigned, `checkpoint.cosigned` says. Raises BadNote when the log has not signed,
    BadProof when the path does not lead to its root.
    """
    data = proof.extra if entry is None else entry
    if data is None:
        raise BadProof("no entry")
    head, note = checkpoint.open_signed(proof.signed, origin, keys)
    leaf = merkle.leaf_hash(data)
    merkle.verify_inclusion(leaf, proof.index, head.size, proof.path, head.root)
    return head, note


def _proof(lines: list[str], signed: bytes) -> InclusionProof:
    rest = iter(lines)
    if next(rest) != HEADER:
        raise BadProof("header")
    extra, line = None, next(rest, "")
    if line.startswith("extra "):
        extra, line = unb64(line.removeprefix("extra ")), next(rest, "")
    if not line.startswith("index "):
        raise BadProof("index")
    path = tuple(map(unb64, rest))
    if len(path) > MAX_PATH or any(len(node) != HASH_BYTES for node in path):
        raise BadProof("path")
    return InclusionProof(decimal(line.removeprefix("index ")), path, signed, extra)
