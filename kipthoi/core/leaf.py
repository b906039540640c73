"""The bytes of one line of the public log, and the commitment in it.

A leaf is one RFC 8785 object with closed vocabularies; it holds no content, only a
salted commitment to it: h = SHA-256("kipthoi/commit/v1" ‖ 00 ‖ salt ‖ canonical
content). Leaves of rules, calendar days, units and kinds carry their values openly in
`p`, because only then can an outsider recompute a due date (DESIGN 4.4, ADR 0011).
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import rfc8785

from kipthoi.core.keys import CROCKFORD
from kipthoi.core.workflow import STATES

VERSION = 1
SALT_BYTES = 32
_COMMIT = b"kipthoi/commit/v1\x00"

CASE_EVENTS = frozenset(
    "case." + name
    for name in (
        "received accepted asked replied answered agreed contested upheld revised closed"
        " withdrawn withheld handed_over extended urgent joined published unpublished"
        " erased"
    ).split()
)
# What each event of another stream says openly. Empty: only the commitment.
OPEN_FIELDS: dict[str, frozenset[str]] = {
    "publication.issued": frozenset(),
    "publication.corrected": frozenset(),
    "publication.expired": frozenset(),
    "publication.hidden": frozenset(),
    "rule.set": frozenset(
        "matter clock variant number unit sense starts_at owed_by max extends"
        " from to".split()
    ),
    "calendar.day": frozenset({"day", "as", "scope"}),
    "calendar.year": frozenset({"year", "confirmed"}),
    "unit.opened": frozenset({"parent", "week", "body"}),
    "unit.moved": frozenset({"parent", "week"}),
    "unit.merged": frozenset({"into"}),
    "unit.closed": frozenset(),
    "kind.declared": frozenset({"kind", "digest"}),
    "sealed.day": frozenset({"day", "root"}),
    "log.key": frozenset({"key"}),
    "log.restored": frozenset({"size"}),
    "log.continues": frozenset({"origin", "size"}),
}
EVENTS = CASE_EVENTS | frozenset(OPEN_FIELDS)

_SLUG = re.compile(r"[a-z0-9]+(?:[.\-_][a-z0-9]+)*")
_STREAM = re.compile(r"[a-z]+:[a-z0-9][a-z0-9.\-_/]*")
_KIND = re.compile(r"[a-z]+/[1-9]\d*")
_RULE = re.compile(r"[a-z0-9\-]+/[1-9]\d*")
_HEX = re.compile(r"[0-9a-f]{64}")


class BadLeaf(ValueError):
    """A leaf breaks the closed vocabulary; the message names the key."""


def commit(salt: bytes, content: Any) -> bytes:
    """Return the 32-byte commitment to `content` under a 32-byte salt.

    Raises BadLeaf when the salt has another length.
    """
    return commit_bytes(salt, canonical(content))


def commit_bytes(salt: bytes, content: bytes) -> bytes:
    """Return the commitment to content whose canonical bytes are at hand. As `commit`."""
    if len(salt) != SALT_BYTES:
        raise BadLeaf("salt")
    return hashlib.sha256(_COMMIT + salt + content).digest()


def canonical(content: Any) -> bytes:
    """Return RFC 8785 bytes of a JSON value (text is kept as it is, NFC or not)."""
    return rfc8785.dumps(content)


def leaf_bytes(fields: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of a leaf. Raises BadLeaf where it breaks the form."""
    check(fields)
    return canonical(dict(fields))


def check(fields: Mapping[str, Any]) -> None:
    """Raise BadLeaf unless `fields` is a leaf: known keys, known words, whole."""
    event = fields.get("e")
    if event not in EVENTS:
        raise BadLeaf("e")
    form = _CASE_FORM if event in CASE_EVENTS else _OPEN_FORM
    if set(fields) != set(form):
        odd = set(fields) ^ set(form)
        raise BadLeaf(", ".join(sorted(map(str, odd))))
    for key, holds in form.items():
        if not holds(fields[key]):
            raise BadLeaf(key)
    if event not in CASE_EVENTS and set(fields["p"]) != OPEN_FIELDS[event]:
        raise BadLeaf("p")


def _natural(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _code(value: object) -> bool:
    return isinstance(value, str) and len(value) == 8 and set(value) <= set(CROCKFORD)


def _clocks(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        _matches(_SLUG)(name) and _clock(clock) for name, clock in value.items()
    )


def _clock(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) == {"due", "from", "rule"}
        and _day(value["due"])
        and _day(value["from"])
        and _matches(_RULE)(value["rule"])
    )


def _open(value: object) -> bool:
    plain = (str, int, bool)
    return isinstance(value, Mapping) and all(
        isinstance(key, str) and isinstance(item, plain) for key, item in value.items()
    )


_HEAD: dict[str, Callable[[object], bool]] = {
    "v": lambda value: value == VERSION,
    "e": lambda value: value in EVENTS,
    "n": _natural,
    "b": _matches(_SLUG),
    "on": _day,
    "h": _matches(_HEX),
}
_CASE_FORM: dict[str, Callable[[object], bool]] = {
    **_HEAD,
    "c": _code,
    "u": _matches(_SLUG),
    "k": _matches(_KIND),
    "s": lambda value: value in STATES,
    "d": _clocks,
    "a": _natural,
}
_OPEN_FORM: dict[str, Callable[[object], bool]] = {
    **_HEAD,
    "c": _matches(_STREAM),
    "p": _open,
}
