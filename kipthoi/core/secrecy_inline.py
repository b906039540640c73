"""Judge a mark with something beside it: a label, a bracket, the letterhead."""

import re

from kipthoi.core.secrecy_paper import (
    Paper,
    Spot,
)
from kipthoi.core.secrecy_reading import (
    Word,
    squash,
)
from kipthoi.core.secrecy_reasons import (
    BRACKETED,
    DOUBT,
    LABELLED,
    LETTERHEAD,
    NO_DEGREE,
    SEVERAL,
    SIDE_MARK,
    TICKED,
    Finding,
)
from kipthoi.core.secrecy_words import (
    AFTER_DEGREE,
    AFTER_PAPER,
    AFTER_STAMP,
    BOX,
    CLOSING_SIGNS,
    COPY,
    DELIMITERS,
    ENDS_PAPER,
    ENVELOPE,
    FIELD,
    IN_BRACKET,
    JOINED_LEFT,
    KEPT,
    LABEL_LEFT,
    LABEL_ONLY,
    LEFT,
    LONGEST_CELL,
    MAY_LABEL,
    NEAR,
    NEGATIVE,
    NUMBERED,
    OPENING,
    ORG_LEFT,
    OWN_PAPER,
    QUOTES,
    RESTRICTS,
    RIGHT,
    SAID_WORD,
    SAYS_DEGREE,
    SAYS_STAMP,
    SENT,
    SIDE,
    SPOKEN_LEFT,
    STRONG_HEAD,
    SUBJECT,
    SURE_LEFT,
    SURE_RIGHT,
    TEACHES,
    TICK,
    WINDOW,
    joins_right,
    last_word_of,
)


def inline(paper: Paper, spot: Spot) -> Finding | None:
    """Judge a mark that shares its cell with other words; None for a mere word."""
    word = spot.word
    start = max(spot.start, word.start - WINDOW)
    end = min(spot.end, word.end + WINDOW)
    # Most words are written small inside a sentence and no label stands before them.
    if word.case == "lower" and not (
        spot.whole_line
        or MAY_LABEL.search(paper.bare[max(start, word.start - 6) : word.start])
    ):
        said = SAID_WORD.search(paper.bare[max(start, word.start - 60) : word.start])
        return ("ask", DOUBT) if said and word.spelling == "exact" else None
    around = Around(
        paper.plain[start : word.start],
        paper.plain[word.end : end],
        paper.bare[start : word.start],
        paper.bare[word.end : end],
    )
    if TICK.search(around.before[-8:]) and word.spelling != "other":
        return "refuse", TICKED
    if LABEL_LEFT.search(around.left):
        return _after_label(word, around)
    if spot.whole_line and LABEL_ONLY.fullmatch(
        squash(paper.bare[spot.start : spot.end])
    ):
        below = NEGATIVE.match(paper.squashed(spot.line + 1))
        lost = word.spelling == "other"  # `Do mất`
        return None if spot.bulleted or below or lost else ("ask", NO_DEGREE)
    if spot.whole_line and SIDE.fullmatch(paper.squashed(spot.line)):
        return _side_mark(paper, spot)
    if word.level == "mat" and around.is_compound:
        return None
    if word.spelling != "other" and BOX.search(around.before[-8:]):
        return "ask", SEVERAL
    if word.spelling == "exact" and SAID_WORD.search(around.left):
        return "ask", DOUBT
    if around.is_bracketed:
        return _bracketed(word, around, spot.end - spot.start)
    if word.case == "upper":
        found = _beside_letterhead(paper, spot, around)
    else:
        found = _beside_body(paper, spot, around) or _beside_number(word, around)
    return found or (("ask", DOUBT) if _is_said(word, around) else None)


def _side_mark(paper: Paper, spot: Spot) -> Finding | None:
    """Judge a line like `TÀI LIỆU MẬT`; a telegram's head bears `ĐIỆN MẬT`."""
    word = spot.word
    if word.spelling == "other":
        return None
    clear = (word.case, word.spelling) == ("upper", "exact")
    wired = paper.squashed(spot.line).startswith(("dien", "congdien"))
    headed = paper.near_head(spot.line, 3)
    return ("refuse", LETTERHEAD) if clear and wired and headed else ("ask", SIDE_MARK)


def _is_said(word: Word, around: "Around") -> bool:
    """Return whether a degree is entered, declared, or ends the phrase about it."""
    if word.spelling != "exact":
        return word.case == "upper" and around.is_declared
    if around.is_declared or (
        around.left.endswith("do ") and ENVELOPE.match(around.after)
    ):
        return True
    return word.case != "lower" and (
        around.is_entered
        or around.ends_phrase
        or around.is_endorsed
        or (word.case == "upper" and around.is_set_apart)
    )


def _beside_body(paper: Paper, spot: Spot, around: "Around") -> Finding | None:
    """Judge `CÔNG AN TỈNH LÂM SƠN Mật`: the name of the body, then the degree."""
    written = (spot.word.case, spot.word.spelling) == ("title", "exact")
    body = around.before.isupper() and ORG_LEFT.match(around.left_letters)
    if not (written and body) or around.right_letters:
        return None
    near = paper.near_head(spot.line, NEAR)
    return ("refuse", LETTERHEAD) if near else ("ask", DOUBT)


def _beside_number(word: Word, around: "Around") -> Finding | None:
    """Ask about a degree in small letters beside a sure part of the letterhead."""
    sure = SURE_LEFT.search(around.left_letters) or SURE_RIGHT.match(
        around.right_letters
    )
    title = word.case == "title" and word.spelling != "other"
    named = word.spelling == "exact" or word.level != "mat"
    lost = word.spelling == "bare" and around.left_letters
    return ("ask", DOUBT) if sure and title and named and not lost else None


class Around:
    """What stands before and after a word in its cell, plain and squashed."""

    def __init__(self, before: str, after: str, left: str, right: str) -> None:
        self.before, self.after, self.left, self.right = before, after, left, right
        self.left_letters, self.right_letters = squash(self.left), squash(self.right)
        self.previous = before.rstrip()[-1:]
        self.next = after.lstrip()[:1]

    @property
    def is_compound(self) -> bool:
        """Whether the word is a syllable of another (bảo mật, mật ong)."""
        glued = self.previous.isalpha() or self.previous in ("-", "")
        return (glued and last_word_of(self.before) in JOINED_LEFT) or (
            joins_right(self.after)
        )

    @property
    def is_entered(self) -> bool:
        """Whether the word is filled in, as in a register, or heads the cell."""
        few = len(self.left_letters + self.right_letters) <= 3
        alone = few and not self.before.rstrip()[-1:].islower()
        heads = not self.left_letters and self.next in ("-", "–", "—")
        behind = self.before[-1:] in (",", ";") or FIELD.search(self.left)
        copied = COPY.fullmatch(self.left_letters) is not None
        subject = self.left_letters.startswith("vv") or LEFT.match(self.left_letters)
        ends = not self.right_letters and self.previous in ("-", "–", "—")
        if ends and subject:  # `V/v bảo vệ mục tiêu - Mật`
            return True
        return alone or heads or bool(behind) or copied

    @property
    def is_endorsed(self) -> bool:
        """Whether the words beside it say how a marked paper is kept or sent."""
        heads = not self.left_letters and (
            RESTRICTS.match(self.right) or SENT.match(self.right)
        )
        return bool(heads or KEPT.search(self.left))

    @property
    def is_set_apart(self) -> bool:
        """Whether a capital degree is that of a paper: `công văn MẬT số 12`."""
        numbered = ENDS_PAPER.search(self.left) and NUMBERED.match(self.right)
        return bool(numbered or RESTRICTS.match(self.right))

    @property
    def is_bracketed(self) -> bool:
        """Whether the word stands in brackets, alone or behind `bản`, `độ`."""
        opened = self.previous != "" and self.previous in OPENING
        closed = self.next != "" and self.next in CLOSING_SIGNS
        return closed and (opened or IN_BRACKET.search(self.left) is not None)

    @property
    def is_declared(self) -> bool:
        """Whether the line says no more than that the paper bears this degree."""
        return bool(
            (SAYS_STAMP.match(self.left) and AFTER_STAMP.match(self.right))
            or (OWN_PAPER.match(self.left) and AFTER_PAPER.match(self.right))
        )

    @property
    def ends_phrase(self) -> bool:
        """Whether a capital degree ends a phrase that names it: `… - ĐỘ TỐI MẬT`."""
        said = SAYS_DEGREE.search(self.left) and AFTER_DEGREE.match(self.right)
        listed = ENDS_PAPER.search(self.left) and AFTER_PAPER.match(self.right)
        return bool(said or (listed and self.before.isupper()))

    @property
    def teaches(self) -> bool:
        """Whether the text speaks of secrets as a law or a lesson does."""
        return bool(TEACHES.search(self.left + " . " + self.right))

    @property
    def is_set_off(self) -> bool:
        """Whether a sign or an edge stands on both sides."""
        return self.previous in DELIMITERS and self.next in DELIMITERS


def _after_label(word: Word, around: Around) -> Finding | None:
    if word.spelling == "other" or (word.level == "mat" and joins_right(around.after)):
        return None
    bare_word = word.level == "mat" and word.spelling == "bare"
    follows = SURE_RIGHT.match(around.right_letters) or not around.next.isalpha()
    if bare_word and not follows:  # `do mat: mat kinh`: a thing that was lost
        return ("ask", DOUBT) if word.case == "upper" else None
    label = LABEL_LEFT.search(around.left)
    ahead = around.before[: label.start() if label else 0].rstrip()
    several = _AND_MORE.match(around.right)
    if several:
        return None if ahead else ("ask", SEVERAL)
    if ahead[-1:].isalnum() and not STRONG_HEAD.search(squash(ahead.lower())):
        return "ask", DOUBT
    quoted = ahead[-1:] != "" and ahead[-1:] in QUOTES
    return ("ask", DOUBT) if quoted else ("refuse", LABELLED)


_AND_MORE = re.compile(
    r"[\s,;/\-–]*(?:hoac|hay|va)?\s*(?:tuyet\s*mat|toi\s*mat|mat)(?![a-z])|\s*,\s*$"
)


def _bracketed(word: Word, around: Around, width: int) -> Finding | None:
    if word.spelling == "other":
        return None
    if word.case == "lower":  # `thông báo kết luận hội nghị (mật)`
        heads = LEFT.match(around.left_letters) or SURE_LEFT.search(around.left_letters)
        ends = heads and not around.right_letters and word.spelling == "exact"
        return ("ask", DOUBT) if ends else None
    titled = LEFT.match(around.left_letters) or SURE_LEFT.search(around.left_letters)
    subject = SUBJECT.fullmatch(around.left_letters)
    at_edge = not around.left_letters or not around.right_letters or bool(subject)
    if around.teaches or not at_edge or width > LONGEST_CELL:
        sure = word.case == "upper" or at_edge or titled
        return ("ask", DOUBT) if sure else None
    clear = word.case == "upper" or titled is not None
    bare = word.level == "mat" and word.spelling == "bare"
    return ("refuse", BRACKETED) if clear and not bare else ("ask", DOUBT)


def _beside_letterhead(paper: Paper, spot: Spot, around: Around) -> Finding | None:
    word, left, right = spot.word, around.left_letters, around.right_letters
    sure_left, sure_right = SURE_LEFT.search(left), SURE_RIGHT.match(right)
    if word.spelling == "other":
        return ("ask", DOUBT) if sure_left or sure_right else None
    head_left = sure_left or (LEFT.match(left) and around.before.isupper())
    head_right = sure_right or RIGHT.match(right)
    spoken = last_word_of(around.before) in SPOKEN_LEFT and not sure_left
    near = paper.near_head(spot.line, 2)
    # `MẬT V/v bảo vệ kỳ họp`: the subject of a paper is no lesson about marks.
    subject = not left and right.startswith("vv")
    if (spoken or around.teaches) and not subject:
        return ("ask", DOUBT) if head_left and (sure_right or near) else None
    if (
        (not left and head_right)
        or (not right and head_left)
        or (head_left and head_right)
        or (sure_left and sure_right)
    ):
        known = sure_left or sure_right or (word.level != "mat" and around.is_set_off)
        clear = known or paper.near_head(spot.line, NEAR)
        bare = word.level == "mat" and word.spelling == "bare"
        return ("refuse", LETTERHEAD) if clear and not bare else ("ask", DOUBT)
    at_edge = near and not (left and right)
    beside = word.spelling == "exact" and (at_edge or sure_left or sure_right)
    return ("ask", DOUBT) if beside or _stands_out(word, around) else None


def _stands_out(word: Word, around: Around) -> bool:
    """Return whether an upper-case mark differs from the text it stands in."""
    if around.is_set_off:
        return word.spelling != "bare" or word.level == "tuyet"
    if word.spelling != "exact":
        return word.level == "tuyet"
    at_edge = not around.left_letters or not around.right_letters
    nearby = around.before[-12:] + around.after[:12]
    return (word.level != "mat" and at_edge) or any(c.islower() for c in nearby)
