"""Judge a mark that fills its line or cell, and every mark of a paper."""

import itertools
import re
from collections.abc import Iterator

from kipthoi.core.secrecy_inline import inline
from kipthoi.core.secrecy_paper import (
    MOST_MARKS,
    Paper,
    Spot,
)
from kipthoi.core.secrecy_reading import (
    MARK,
    squash,
)
from kipthoi.core.secrecy_reasons import (
    DOUBT,
    LABELLED,
    SEVERAL,
    SIDE_MARK,
    STAMP,
    TICKED,
    TOO_MANY,
    Finding,
)
from kipthoi.core.secrecy_words import (
    BOX,
    CLOSED,
    JOINED_LEFT,
    LABEL,
    LABEL_ONLY,
    NEAR,
    NUMBER,
    ORG_LINE,
    QUOTES,
    SIDE_HINT,
    SPOKEN_LEFT,
    TICK,
    joins_right,
)


def listed_marks(spots: list[Spot]) -> set[int]:
    """Return the starts of lone marks that stand in a list of several degrees."""
    lone = [
        spot
        for spot, after in itertools.pairwise([*spots, None])
        if spot
        and spot.alone
        and spot.word.spelling != "other"
        # In `Độ mật: Tối mật` only the last word is a degree.
        and not (after and (after.line, after.start) == (spot.line, spot.start))
    ]
    listed: set[int] = set()
    for spot, after in itertools.pairwise(lone):
        if after.line - spot.line <= NEAR and after.word.level != spot.word.level:
            listed |= {spot.word.start, after.word.start}
    return listed


def _wrapped(paper: Paper, spot: Spot) -> str:
    """Say whether the line goes on with the line before: "yes", "maybe" or "no"."""
    above = spot.line - 1
    if not spot.whole_line or above < 0:
        return "no"
    start, end = paper.bounds(above)
    line, last = paper.plain[start:end].rstrip(), paper.last_word(above)
    body = line.isupper() or (len(line) <= 40 and last not in SPOKEN_LEFT)
    if paper.is_head(above) or (body and ORG_LINE.match(paper.squashed(above))):
        return "no"
    if last in JOINED_LEFT:
        return "yes"
    goes_on = line[-1:].isalpha() or line[-1:] in (",", ";", ":", ")")
    if goes_on and spot.word.case == "lower":
        return "yes" if end - start > 40 or not paper.near_head(above, 2) else "maybe"
    prose = goes_on and spot.word.case == "title" and not line.isupper()
    return "maybe" if prose or last in SPOKEN_LEFT else "no"


def _labelled(paper: Paper, spot: Spot) -> bool:
    """Return whether the cell, or the one before or above it, says `độ mật`."""
    if spot.alone and spot.alone["label"]:
        return True
    first, _ = paper.bounds(spot.line)
    beside = squash(paper.bare[max(first, spot.start - 80) : spot.start])
    if beside:
        return re.search(rf"{LABEL}$", beside) is not None
    above = spot.line - 1
    while above > spot.line - 3 and above >= 0 and not paper.squashed(above):
        above -= 1
    return LABEL_ONLY.fullmatch(paper.squashed(above)) is not None


def lone(paper: Paper, spot: Spot, listed: set[int]) -> Finding | None:
    """Judge a mark alone in its cell; *listed*: starts of those in a list."""
    word, cell = spot.word, paper.plain[spot.start : spot.end]
    if MARK.search(paper.bare, word.end, spot.end):
        return None  # the label's own `mật`: the degree behind it is judged
    if word.spelling == "other" and "độ mật" not in cell.lower():
        clear = word.case == "upper" and paper.near_head(spot.line, 3)
        return ("ask", DOUBT) if clear else None
    before = paper.plain[max(spot.start, word.start - 8) : word.start]
    if BOX.search(before):
        return "ask", SEVERAL
    if word.start in listed:
        return None if spot.bulleted else ("ask", SEVERAL)
    if TICK.search(before):
        return "refuse", TICKED
    quoted = cell.strip()[:1] in tuple(QUOTES) and not paper.near_head(spot.line, 3)
    if _labelled(paper, spot):
        lost = (word.level, word.case, word.spelling) == ("mat", "lower", "bare")
        doubt = quoted or lost or cell.rstrip()[-1:] == ","
        return ("ask", DOUBT) if doubt else ("refuse", LABELLED)
    wrapped = _wrapped(paper, spot)
    split = paper.squashed(spot.line - 1) in ("tuyet", "toi")
    if wrapped == "yes" and not split:
        return None
    if spot.bulleted or quoted or word.case == "lower" or wrapped == "maybe":
        return "ask", DOUBT
    stamp = _high_stamp if word.level != "mat" else _low_stamp
    return ("refuse", STAMP) if stamp(paper, spot) else ("ask", DOUBT)


def _high_stamp(paper: Paper, spot: Spot) -> bool:
    word = spot.word
    if word.level == "toi" and word.spelling == "bare":  # `Tôi mất` without marks
        return word.case == "upper" and paper.near_head(spot.line, 10)
    return word.case == "upper" or word.level == "tuyet" or word.spelling == "exact"


def _low_stamp(paper: Paper, spot: Spot) -> bool:
    word = spot.word
    start, end = paper.bounds(spot.line)
    if word.spelling == "bare" or joins_right(paper.plain[end : end + 40]):
        return False
    if word.spelling == "odd" or word.case == "title":
        plausible = word.case == "upper" or word.spelling == "exact"
        return plausible and paper.near_head(spot.line, 10)
    numbered = NUMBER.search(paper.bare, start, min(end, start + 400))
    return spot.whole_line or numbered is not None or paper.near_head(spot.line, 3)


def in_text(paper: Paper) -> Iterator[Finding]:
    """Yield what every mark and every side mark of the paper asks for."""
    spots = list(paper.spots())
    listed = listed_marks(spots)
    for spot in spots:
        found = lone(paper, spot, listed) if spot.alone else inline(paper, spot)
        if found:
            yield found
    if len(spots) > MOST_MARKS:
        yield "ask", TOO_MANY
    for hint in itertools.islice(SIDE_HINT.finditer(paper.bare), 1000):
        if paper.is_side_mark(hint.start()):
            yield "ask", SIDE_MARK
    if CLOSED.search(paper.plain):
        yield "ask", SIDE_MARK
