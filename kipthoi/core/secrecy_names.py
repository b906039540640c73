"""Judge the name of a file: people write the degree of secrecy into it."""

import re
from collections.abc import Iterator

from kipthoi.core.secrecy_inline import Around
from kipthoi.core.secrecy_reading import (
    BARE,
    MARK,
    Word,
    plain_text,
    read_word,
)
from kipthoi.core.secrecy_reasons import (
    NAME_DOUBT,
    NAME_MARK,
    Answer,
    Finding,
)
from kipthoi.core.secrecy_words import (
    FIRST,
    LEFT,
    NAME_SIDE,
    PAPER,
    last_word_of,
    listing,
)

_NAME_PAPER = re.compile(
    rf"(?:{PAPER}|(?<![a-z])(?:dien|cv|kh|bc|qd|tt|ct|tb|bb|tl|vb|hs|pa))(?:so)?\d*$"
)
_LOST = listing(
    "the xe vi viec tien dien nuoc giay cmnd cccd so luong bang chung mot het hop do"
    " sim may ho ba lo tui nha con cho bhyt bhxh hang"
)
_NAME_JOINED = listing("khau ong ma thu vu tham thiet mia do")
_NAME_BARE = listing("tran bang tich kinh viec dien nuoc troi")  # `MAT TRAN`
_NAME_BEFORE = listing("bao bi co tui duong ong dich soi ri lo")
_NUMBERED = re.compile(r"\W{0,3}(?:so|ban|ban so|\d{1,4}\W\d)\W{0,2}\d")
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")  # as a browser writes a name
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def _decoded(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")


def in_name(name: str) -> Iterator[Finding]:
    """Yield what the name of a file tells; its first 500 letters are read."""
    name = _ENCODED.sub(_decoded, name.strip()[:500])
    plain = plain_text(_EXTENSION.sub("", name))
    plain = re.sub(
        r"[^\W\d_](?=[^\W\d_])",
        lambda m: m[0] + " " if m[0].islower() and plain[m.end()].isupper() else m[0],
        plain,
    ).replace("_", " ")
    bare = plain.translate(BARE)
    if NAME_SIDE.search(" ".join(re.findall(r"[a-z]+", bare))):
        yield "ask", NAME_DOUBT
    for match in MARK.finditer(bare):
        word = read_word(plain, match)
        found = _name_word(
            word,
            Around(
                plain[: match.start()],
                plain[match.end() :],
                bare[: match.start()],
                bare[match.end() :],
            ),
        )
        if found:
            yield found, (NAME_MARK if found == "refuse" else NAME_DOUBT)


def _name_word(word: Word, around: Around) -> Answer | None:
    following = FIRST.match(around.right)
    after = following[1] if following else ""
    if word.spelling == "other":
        return None
    if word.level != "mat":
        return _name_high(word, around, after)
    if after in _NAME_JOINED or last_word_of(around.left) in _NAME_BEFORE:
        return None
    if word.spelling == "bare" and after in _NAME_BARE:
        return None
    return _name_low(word, around)


def _name_high(word: Word, around: Around, after: str) -> Answer | None:
    lost = after in _LOST and not re.match(r"\s+[-–—]", around.after)
    if word.level == "toi" and word.spelling == "bare" and lost:
        return None
    clear = word.case == "upper" or (word.case == "title" and _named(word))
    plain_end = not around.next.isalpha() or word.spelling != "bare"
    sure = clear and (plain_end or word.level == "tuyet")
    return "refuse" if sure and not around.teaches else "ask"


def _named(word: Word) -> bool:
    return word.level == "tuyet" or word.spelling == "exact"


def _name_low(word: Word, around: Around) -> Answer | None:
    behind_paper = bool(_NAME_PAPER.search(around.left_letters))
    first = not around.left_letters.strip("0123456789")  # `1. MẬT - Báo cáo`
    last = not around.right_letters
    set_off = (first or not around.previous.isalpha()) and (
        last or not around.next.isalpha()
    )
    if word.spelling == "exact" and word.case != "lower":
        begun = LEFT.match(around.left_letters) is not None
        titled = first or behind_paper or begun or around.is_bracketed
        clear = (word.case == "upper" and titled) or (behind_paper and last)
        if clear and not around.teaches:
            return "refuse"
        opens = first or not around.previous.isalpha()
        named = behind_paper or clear or word.case == "upper"
        return "ask" if opens or named else None
    if (word.spelling == "exact" and behind_paper) or around.is_bracketed:
        return "ask"
    numbered = behind_paper and _NUMBERED.match(around.right)
    whole = first and last
    stands_out = word.case == "upper" and (set_off or first or around.before.islower())
    ends = behind_paper and (last or word.case == "upper")
    return "ask" if whole or stands_out or ends or numbered else None
