"""The two identifiers of a case: the public number and the secret key.

`code` (số việc) is public: 8 Crockford characters, random, in the log. `key` (mã bí
mật) is secret: 16 digits in four groups, the last one a Damm check digit. The key is
derived from the form's once-token, so that a post that is sent twice shows the same key
and no key is ever stored; a row keeps only HMAC-SHA-256 of it under a secret that lies
outside database and backup (DESIGN 4.1, DECISIONS 5, ADR 0008).
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

from kipthoi.core import damm

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
KEY_LENGTH = 16
TOKEN_BYTES = 16

# Crockford's own reading rules: letters that are taken for digits.
_LOOKALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


class KeyLength(ValueError):
    """The typed key has another number of digits than 16 (`.digits` tells how many)."""

    def __init__(self, digits: int) -> None:
        self.digits = digits
        super().__init__(f"a key has {KEY_LENGTH} digits, not {digits}")


class KeyMistyped(ValueError):
    """The check digit does not fit: one digit is wrong or two stand crosswise."""


def code_from(random_bytes: bytes) -> str:
    """Return a public number from 5 random bytes (40 bits, 8 characters)."""
    number = int.from_bytes(random_bytes[:5], "big")
    return "".join(CROCKFORD[(number >> shift) & 31] for shift in range(35, -1, -5))


def read_code(typed: str) -> str | None:
    """Return the public number meant by what was typed, or None if it is none.

    Spaces, dashes and lower case are forgiven, and O, I, L, U are read as Crockford
    says.
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    kept = "".join(c for c in text if c.isalnum()).translate(_LOOKALIKE)
    if len(kept) != CODE_LENGTH or any(c not in CROCKFORD for c in kept):
        return None
    return kept


def grouped(digits: str) -> str:
    """Return a key in groups of four, as it is shown and read aloud."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def grouped_code(code: str) -> str:
    """Return a public number in two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def derive_key(secret: bytes, token: bytes, counter: int = 0) -> str:
    """Return the 16-digit key of a once-token.

    15 digits of HMAC-SHA-256(secret, token ‖ counter) and a Damm check digit. The
    counter rises when the key is taken already, or when the asker gets a new key.
    """
    mac = hmac.new(secret, token + counter.to_bytes(4, "big"), hashlib.sha256).digest()
    digits = str(int.from_bytes(mac, "big") % 10**15).zfill(15)
    return digits + damm.check_digit(digits)


def digest_key(secret: bytes, key: str) -> bytes:
    """Return what a row keeps of a key: HMAC-SHA-256 under the outside secret."""
    return hmac.new(secret, b"kipthoi/key/v1\x00" + key.encode(), "sha256").digest()


def digest_token(token: bytes) -> bytes:
    """Return what a row keeps of a once-token (128 random bits need no stretching)."""
    return hashlib.sha256(b"kipthoi/token/v1\x00" + token).digest()


def read_key(typed: str) -> str:
    """Return the 16 digits meant by what was typed.

    Spaces, dots, dashes, full-width digits and odd characters around are forgiven.
    Raises KeyLength or KeyMistyped, both before any look-up.
    """
    digits = "".join(_digits(unicodedata.normalize("NFKC", typed)))
    if len(digits) != KEY_LENGTH:
        raise KeyLength(len(digits))
    if not damm.valid(digits):
        raise KeyMistyped
    return digits


def _digits(text: str) -> Iterable[str]:
    for char in text:
        value = unicodedata.digit(char, None)
        if value is not None:
            yield str(value)
