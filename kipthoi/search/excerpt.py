"""A piece of a text around the words that were looked for, with these words marked."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from kipthoi.core.vietnamese import fold

_TOKEN = re.compile(r"\w+|\W+")
BEFORE = 12  # tokens shown before the first word found
LENGTH = 80  # tokens (words and what stands between them) of an excerpt


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text; `found` says that it is one of the words looked for."""

    text: str
    found: bool


def excerpt(text: str, words: Collection[str]) -> list[Piece]:
    """Return the part of a text in which folded words first stand, marked.

    Both sides are folded, so that "xe dua ve" marks "xe đưa về". A text in which none
    of them stands gives its beginning.
    """
    wanted = frozenset(words)
    tokens = _TOKEN.findall(text)
    hits = [fold(token) in wanted for token in tokens]
    first = hits.index(True) if any(hits) else 0
    start = max(0, first - BEFORE) if first > LENGTH - BEFORE else 0
    end = start + LENGTH
    pieces = [Piece("…", False)] if start else []
    pieces += [
        Piece(token, hit)
        for token, hit in zip(tokens[start:end], hits[start:end], strict=True)
    ]
    return [*pieces, Piece("…", False)] if end < len(tokens) else pieces
