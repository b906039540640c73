"""Signed notes: a text, an empty line, and one line for each signature.

C2SP signed-note v1.0.0. Our own signatures are Ed25519 (type 0x01); the timestamped
cosignatures of witnesses (type 0x04) have their message in `core/checkpoint.py`. The
type byte stays in the model, so that another algorithm can stand beside these.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519 = 0x01
COSIGNATURE = 0x04
KEY_BYTES = 32
# At least 16 must be accepted; more than these nobody sends in good faith.
MAX_SIGNATURES = 64
MAX_BYTES = 1_000_000


class BadNote(ValueError):
    """A note, a key or a signature is malformed or does not hold; says which."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name; `str()` gives the vkey (signed-note, "Verifier keys").

    Raises BadNote for a name with spaces or `+`, for another length than 32 bytes and
    for another algorithm than Ed25519 signatures and cosignatures.
    """

    name: str
    public: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.kind not in (ED25519, COSIGNATURE) or len(self.public) != KEY_BYTES:
            raise BadNote("key")

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Return the key that a vkey spells; raises BadNote."""
        name, _, rest = vkey.partition("+")
        key_id, _, material = rest.partition("+")
        data = unb64(material)
        key = cls(name, data[1:], data[0] if data else 0)
        if key_id != key.key_id.hex():
            raise BadNote("key id")
        return key

    @cached_property
    def key_id(self) -> bytes:
        """Return the 4-byte id (signed-note, "Signatures")."""
        material = bytes([self.kind]) + self.public
        return sha256(self.name.encode() + b"\n" + material).digest()[:4]

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Say whether the 64 bytes are this key's Ed25519 signature (RFC 8032)."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def __str__(self) -> str:
        return (
            f"{self.name}+{self.key_id.hex()}+{b64(bytes([self.kind]) + self.public)}"
        )


@dataclass(frozen=True)
class Signature:
    """One signature line: who, which key, and the bytes after the key id."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """Return the line with its newline (signed-note, "Format")."""
        return f"— {self.name} {b64(self.key_id + self.value)}\n"


@dataclass(frozen=True)
class Note:
    """A text that ends in a newline, and its signatures; `bytes()` gives the file."""

    text: str
    signatures: tuple[Signature, ...]

    def by(self, key: VerifierKey) -> list[Signature]:
        """Return the signatures that claim to be of this key."""
        wanted = (key.name, key.key_id)
        return [s for s in self.signatures if (s.name, s.key_id) == wanted]

    def __bytes__(self) -> bytes:
        lines = "".join(signature.line for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()


class Signer:
    """A private key with its name, from a 32-byte seed (RFC 8032 section 5.1.5)."""

    def __init__(self, name: str, seed: bytes, kind: int = ED25519) -> None:
        """Raise BadNote where `VerifierKey` does, or when the seed is not 32 bytes."""
        if len(seed) != KEY_BYTES:
            raise BadNote("seed")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._private.public_key().public_bytes_raw()
        self.key = VerifierKey(name, public, kind)

    def raw(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature of a message."""
        return self._private.sign(message)

    def sign(self, text: str) -> Signature:
        """Return the signature of a note's text."""
        if self.key.kind != ED25519:
            raise BadNote("a witness's key signs cosignatures only")
        return self.signed(self.raw(text.encode()))

    def signed(self, value: bytes) -> Signature:
        """Return signature bytes as this key's line."""
        return Signature(self.key.name, self.key.key_id, value)


def parse(data: bytes) -> Note:
    """Return a note; its signatures are not checked (signed-note, "Format").

    The signatures begin after the last empty line. Raises BadNote.
    """
    text = decode(data)
    split = text.rfind("\n\n")
    if split < 0:
        raise BadNote("no empty line")
    return Note(text[: split + 1], parse_signatures(text[split + 2 :]))


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Return one or more signature lines; raises BadNote."""
    if not lines.endswith("\n") or lines.count("\n") > MAX_SIGNATURES:
        raise BadNote("signature lines")
    return tuple(_signature(line) for line in lines[:-1].split("\n"))


def sign(text: str, *signers: Signer) -> bytes:
    """Return a note that is signed by each of the signers.

    Raises BadNote unless the text ends in a newline and holds no control characters.
    """
    decode(text.encode("utf-8", "surrogatepass"))
    if not text.endswith("\n") or not signers:
        raise BadNote("text")
    return bytes(Note(text, tuple(signer.sign(text) for signer in signers)))


def verify(note: Note, keys: Iterable[VerifierKey]) -> list[VerifierKey]:
    """Return the Ed25519 keys that signed a note (signed-note, "Signatures").

    Unknown keys are ignored. Raises BadNote when the signature of a known key fails, or
    when no known key has signed.
    """
    message, signed = note.text.encode(), []
    for key in keys:
        lines = note.by(key) if key.kind == ED25519 else []
        if not all(key.holds(message, line.value) for line in lines):
            raise BadNote(f"signature of {key.name}")
        if lines:
            signed.append(key)
    if not signed:
        raise BadNote("no known signature")
    return signed


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8, no control character but newline; or BadNote."""
    try:
        text = data[: MAX_BYTES + 1].decode()
    except UnicodeDecodeError:
        raise BadNote("not UTF-8") from None
    if len(data) > MAX_BYTES or any(c < " " and c != "\n" for c in set(text)):
        raise BadNote("control character, or too long")
    return text


def b64(data: bytes) -> str:
    """Return standard base64 (RFC 4648 section 4)."""
    return base64.b64encode(data).decode()


def unb64(text: str) -> bytes:
    """Return the bytes of standard base64 in its one spelling; raises BadNote."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("base64") from None
    if b64(data) != text:
        raise BadNote("base64")
    return data


def decimal(text: str) -> int:
    """Return a number below 2**63 without leading zeros; raises BadNote."""
    plain = text.isascii() and text.isdigit() and len(text) < 20
    if not plain or str(number := int(text)) != text or number >= 2**63:
        raise BadNote("number")
    return number


def _signature(line: str) -> Signature:
    mark, _, rest = line.partition(" ")
    name, _, value = rest.partition(" ")
    data = unb64(value)
    if mark != "—" or len(data) < 5:
        raise BadNote("signature line")
    _check_name(name)
    return Signature(name, data[:4], data[4:])


def _check_name(name: str) -> None:
    """Raise BadNote unless a key may bear the name (signed-note, "Format")."""
    odd = any(char == "+" or char.isspace() or char < " " for char in name)
    if not name or odd or any("\ud800" <= char <= "\udfff" for char in name):
        raise BadNote("key name")
