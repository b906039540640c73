"""A paper with its lines and cells, and the places where a mark may stand."""

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kipthoi.core.secrecy_reading import (
    BARE,
    MARK,
    Word,
    plain_text,
    read_word,
    squash,
)
from kipthoi.core.secrecy_words import (
    BULLET,
    CELL,
    CLOSING,
    LONE,
    LONGEST_CELL,
    SIDE,
    STRONG_HEAD,
    last_word_of,
)

MOST_MARKS = 2_500  # beyond it nobody could look through them: ask


@dataclass(frozen=True)
class Spot:
    """A word in its cell: line, bounds, and how much of the cell it fills."""

    word: Word
    line: int
    start: int
    end: int
    alone: re.Match[str] | None
    bulleted: bool
    whole_line: bool


class Paper:
    """A text with its lines, and the places where a mark may stand."""

    def __init__(self, text: str) -> None:
        self.plain = plain_text(text)
        self.bare = self.plain.translate(BARE)
        self._ends = [m.start() for m in re.finditer("\n", self.bare)]
        self._ends.append(len(self.bare))
        found = itertools.islice(MARK.finditer(self.bare), MOST_MARKS + 1)
        self.words = [read_word(self.plain, match) for match in found]

    def line_of(self, position: int) -> int:
        """Return the number of the line, from 0, that holds *position*."""
        return bisect.bisect_left(self._ends, position)

    def bounds(self, line: int) -> tuple[int, int]:
        """Return start and end of a line, without its line end."""
        return (self._ends[line - 1] + 1 if line else 0), self._ends[line]

    def squashed(self, line: int) -> str:
        """Return the letters at both ends of a line; "" outside the paper."""
        if not 0 <= line < len(self._ends):
            return ""
        start, end = self.bounds(line)
        if end - start > 800:
            return squash(self.bare[start : start + 400])
        return squash(self.bare[start:end])

    def last_word(self, line: int) -> str:
        """Return the last word of a line with its marks, in lower case."""
        start, end = self.bounds(line)
        return last_word_of(self.plain[max(start, end - 40) : end])

    def is_head(self, line: int) -> bool:
        """Return whether a line belongs to the letterhead for sure."""
        return STRONG_HEAD.search(self.squashed(line)) is not None

    def near_head(self, line: int, reach: int) -> bool:
        """Return whether the letterhead is at most *reach* lines away."""
        lines = range(line - reach, line + reach + 1)
        return any(self.is_head(i) for i in lines)

    def is_side_mark(self, position: int) -> bool:
        """Return whether a sign like `Tài liệu thu hồi` fills its line or cell."""
        line = self.line_of(position)
        first, last = self.bounds(line)
        # No sign is longer; a whole line may be.
        start, end = max(first, position - 80), min(last, position + 120)
        cells = self._cells(start, end)
        at = (bisect.bisect_right(cells, position) - 1) // 2 * 2
        cell = squash(self.bare[cells[at] : cells[at + 1]])
        return bool(SIDE.fullmatch(self.squashed(line)) or SIDE.fullmatch(cell))

    def spots(self) -> Iterator[Spot]:
        """Yield each word that may be a mark, with its place."""
        at, cells = -1, [0, 0]
        for word in self.words:
            line = self.line_of(word.start)
            if line != at:
                at, cells = line, self._cells(*self.bounds(line))
            yield self._spot(word, line, cells)

    def _cells(self, start: int, end: int) -> list[int]:
        """Return start, end, start, end … of the cells between two places."""
        edges = [start]
        for gap in CELL.finditer(self.plain, start, end):
            edges += [gap.start(), gap.end()]
        return [*edges, end]

    def _spot(self, word: Word, line: int, cells: list[int]) -> Spot:
        # A gap inside a widely spaced mark (M   Ậ   T) is no edge of a cell.
        start = cells[(bisect.bisect_right(cells, word.start) - 1) // 2 * 2]
        end = cells[bisect.bisect_left(cells, word.end) // 2 * 2 + 1]
        first, last = self.bounds(line)
        if end - start > LONGEST_CELL:
            return Spot(word, line, start, end, None, False, False)
        whole = last - first < 2 * LONGEST_CELL and not squash(
            self.bare[first:start] + self.bare[end:last]
        )
        bullet = BULLET.match(self.plain, start, word.start)
        inner = bullet.end() if bullet else start
        alone = LONE.fullmatch(squash(self.bare[inner:end]))
        bulleted = bullet is not None and not CLOSING.search(self.plain, word.end, end)
        return Spot(word, line, start, end, alone, bulleted, whole)
