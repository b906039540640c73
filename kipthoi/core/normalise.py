"""Bring typed text to one form for matching, and keep the way back.

Unicode Standard Annex 15 (NFKC) and category Cf ("format") decide what changes.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‒–—―−"), "-")
_QUOTES = dict.fromkeys(map(ord, "’‘ʼ`´ʹ′"), "'")


@dataclass(frozen=True, slots=True)
class Normalised:
    """Hold a matching form of a text with the offsets of the text as typed.

    ``text`` keeps case and Vietnamese marks; ``folded`` is lower case without marks
    and has the same length. Character ``i`` of either came from
    ``typed[starts[i]:ends[i]]`` (Python code points).
    """

    text: str
    folded: str
    starts: Sequence[int]
    ends: Sequence[int]


def normalise(typed: str) -> Normalised:
    """Return the NFKC form of *typed* without format characters, with offsets.

    Loose marks are joined to their letter, marks on anything else are dropped,
    digits of every script become 0-9, dashes and apostrophes become ASCII.
    """
    if typed.isascii():
        here = range(len(typed) + 1)
        return Normalised(typed, typed.lower(), here[:-1], here[1:])
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, cluster in _clusters(typed):
        plain = _plain(cluster)
        out.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))
    text = "".join(out)
    return Normalised(text, "".join(map(_fold, text)), starts, ends)


def _clusters(typed: str) -> list[tuple[int, int, str]]:
    """Split into one base character each with the marks that follow it."""
    found: list[tuple[int, int, str]] = []
    for index, character in enumerate(typed):
        category = _category(character)
        if category == "Cf":
            continue
        if category[0] == "M" and found:
            start, _, base = found[-1]
            # Twelve marks are more than any letter bears; the rest is noise.
            kept = base + character if len(base) < 13 else base
            found[-1] = (start, index + 1, kept)
        else:
            found.append((index, index + 1, character))
    return found


@lru_cache(maxsize=4096)
def _category(character: str) -> str:
    return unicodedata.category(character)


@lru_cache(maxsize=8192)
def _plain(cluster: str) -> str:
    composed = unicodedata.normalize("NFKC", cluster)
    kept = [_digit(c) for c in composed if unicodedata.category(c)[0] != "M"]
    return "".join(kept).translate(_DASHES).translate(_QUOTES)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return {"đ": "d", "ð": "d"}.get(base, base[0])
