"""What changed between two versions of a text, word by word, for everybody to read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 4000  # of both texts; beyond it whole paragraphs are compared


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `how` is same, ins (only in the new one) or del (only before)."""

    how: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Return both texts in one: what stayed, what went, what came, in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(True), after.splitlines(True)
    found: list[Piece] = []
    for tag, i, j, k, n in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", _joined(old[i:j])))
            continue
        found += [
            Piece(how, text)
            for how, text in (("del", _joined(old[i:j])), ("ins", _joined(new[k:n])))
            if text
        ]
    return found


def _joined(words: Sequence[str]) -> str:
    return "".join(words)
