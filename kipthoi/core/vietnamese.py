"""Vietnamese text: one canonical form, one fold for matching, one dictionary order.

Python alone is not enough: NFC leaves `Thuý` and `Thúy` apart, `unicodedata` does not
take `đ` to `d`, and code-point order puts `đ` behind `z`.
"""

import codecs
import itertools
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from unicodedata import normalize

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền hỏi ngã sắc nặng: dictionary order
_DD = {"Đ": "d", "đ": "d", "Ð": "d", "ð": "d", "Ɖ": "d", "ɖ": "d", "Ƀ": "b", "ƀ": "b"}


class NotText(ValueError):
    """The bytes are no text in UTF-8, UTF-16 with a mark, or windows-1258."""


# --- canonical ------------------------------------------------------------------------

# Format characters say nothing on paper. U+034F only hinders composing; the eth and the
# African đ come from old code pages and look the same as Đ in capitals.
_PLANES = ((0, 0x10000), (0x11000, 0x14000), (0x1BC00, 0x1D200), (0xE0000, 0xE0080))
_CANONICAL: dict[int, str | None] = {
    code: None
    for span in _PLANES
    for code in range(*span)
    if unicodedata.category(chr(code)) == "Cf"
}
_CANONICAL |= {c: " " for c in range(0x3001) if unicodedata.category(chr(c)) == "Zs"}
_CANONICAL |= {0x034F: None, 0x2028: "\n", 0x2029: "\n"}
_CANONICAL |= {ord(old): new for old, new in zip("ÐðƉɖ", "ĐđĐđ", strict=True)}

_VOWELS = "aăâeêioôơuưy"
_PLAIN = "aeiouy"
_VOWEL = normalize("NFC", _VOWELS + "".join(v + t for v in _VOWELS for t in _TONES))
_ANY = _VOWEL + _VOWEL.upper()
# A run of letters with the outline of a Vietnamese syllable of two vowels or more.
_SYLLABLE = re.compile(
    r"(?<![^\W\d_])(?<![\u0300-\u036f])"
    rf"([bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX]{{0,3}})([{_ANY}]{{2,4}})([cghmnptCGHMNPT]{{0,2}})"
    r"(?![^\W\d_]|[\u0300-\u036f])"
)
_ONSETS = frozenset([*"bcdđghklmnprstvx", "", "qu", "gi"])
_ONSETS |= {"ch", "gh", "kh", "ng", "ngh", "nh", "ph", "th", "tr"}
_CODAS = frozenset(["", "c", "ch", "m", "n", "ng", "nh", "p", "t"])
# What is no Vietnamese rhyme (`Noël`, `María`) stays as it was typed.
_OPEN = frozenset(
    re.findall(
        r"\w+",
        "ai ao au ay âu ây eo êu ia iu oa oe oi ôi ơi ua uê ui uy uơ ưa ưi ưu"
        " iêu oai oao oay oeo uây uôi uya uyu ươi ươu yêu",
    )
)
_CLOSED = frozenset(re.findall(r"\w+", "iê oa oă oe oo uâ uê uô uy ươ yê uyê"))


def _split(letter: str) -> tuple[str, str]:
    """Return the letter without its tone, and the tone."""
    parts = normalize("NFD", letter)
    tone = "".join(p for p in parts if p in _TONES)
    return normalize("NFC", "".join(p for p in parts if p not in _TONES)), tone


def _seat(rhyme: str, closed: bool) -> int:
    """Return which vowel of the rhyme bears the tone (old style, `hòa`, `thúy`)."""
    hatted = [i for i, v in enumerate(rhyme) if v not in _PLAIN]
    if hatted:
        return hatted[-1]
    return len(rhyme) - 1 if closed or len(rhyme) == 1 else len(rhyme) - 2


def _right_rhymes() -> Iterator[str]:
    for rhymes, codas in ((_OPEN, [""]), (_CLOSED, _CODAS - {""})):
        for rhyme, tone, coda in itertools.product(rhymes, ["", *_TONES], codas):
            seat = _seat(rhyme, bool(coda)) + 1
            yield normalize("NFC", rhyme[:seat] + tone + rhyme[seat:]) + coda


_RIGHT = frozenset(_right_rhymes())


def _is_rhyme(rhyme: str, closed: bool) -> bool:
    return len(rhyme) == 1 or rhyme in (_CLOSED if closed else _OPEN)


def _reseat(match: re.Match[str]) -> str:
    onset, vowels, coda = match.groups()
    if (vowels + coda).lower() in _RIGHT and onset.lower() not in ("q", "g"):
        return match[0]
    pairs = [_split(letter) for letter in vowels]
    tones = [tone for _, tone in pairs if tone]
    rhyme = "".join(letter for letter, _ in pairs)
    # The u of `quý` and the i of `giá` belong to the onset and never bear the tone.
    if (onset + rhyme[0]).lower() in ("qu", "gi"):
        onset, rhyme = onset + rhyme[0], rhyme[1:]
    fits = onset.lower() in _ONSETS and coda.lower() in _CODAS
    if len(tones) != 1 or not fits or not _is_rhyme(rhyme.lower(), bool(coda)):
        return match[0]
    seat = _seat(rhyme.lower(), bool(coda)) + 1
    return onset + normalize("NFC", rhyme[:seat] + tones[0] + rhyme[seat:]) + coda


def canonical(text: str) -> str:
    """Return the one spelling that is stored, shown and compared.

    NFC; format characters dropped; every odd space a space; Ð a Đ; the tone on the
    vowel where official papers put it (old style: `hòa`, `khỏe`, `thúy`, `ủy`, but
    `quý`, `hoàn`, `thuở`). Case, line breaks and other words stay.
    """
    if text.isascii():
        return text
    text = normalize("NFC", text.translate(_CANONICAL))
    return _SYLLABLE.sub(_reseat, text)


# --- fold -----------------------------------------------------------------------------


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _fold_letter(letter: str) -> str:
    wide = normalize("NFKD", normalize("NFKD", letter).casefold())
    kept = (c for c in wide if not _is_mark(c) and unicodedata.category(c) != "Cf")
    return "".join(_DD.get(c, c) for c in kept)


class _Folds(dict[int, str]):
    """The folds of single letters; a rare one is worked out and not kept.

    Not kept, so that no text can make the table grow.
    """

    def __missing__(self, code: int) -> str:
        return _fold_letter(chr(code))


_COMMON = [*range(0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)]
_COMMON += range(0x2000, 0x2070)
_FOLDS = _Folds((code, _fold_letter(chr(code))) for code in _COMMON)
_FINAL_Y = re.compile(r"y(?![^\W\d_])(?<=[hklmst]y)(?<![^\W\d_]..)")


def _bare(text: str) -> str:
    """Return the text in lower case, without marks, spaces squeezed; NFC."""
    return " ".join(normalize("NFC", text.translate(_FOLDS)).split())


def fold(text: str) -> str:
    """Return what is compared when text is looked for: the one fold for matching.

    NFKC, lower case, đ and ð a d, all marks and format characters gone, spaces
    squeezed. A whole final y after h k l m s t becomes i (`kỹ` = `kĩ`, `Mỹ` = `Mĩ`);
    `tay`, `thúy`, `thy` are other words than `tai`, `thúi`, `thi` and keep theirs.
    """
    bare = _bare(text)
    # The pad lets the look-behind of two characters work on the first word too.
    return _FINAL_Y.sub("i", " " + bare)[1:] if "y" in bare else bare


_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the folded words of a text in their order, for an index."""
    return _WORD.findall(fold(text))


def slug(text: str, limit: int = 60) -> str:
    """Return ASCII words joined by hyphens, for an address; at most `limit` long.

    Cut between words where possible; empty when no ASCII letter or digit is left.
    """
    whole = "-".join(re.findall("[a-z0-9]+", _bare(text)))
    if len(whole) <= limit:
        return whole
    return whole[: limit + 1].rpartition("-")[0] or whole[:limit]


# --- dictionary order -----------------------------------------------------------------

# One ASCII sign a letter, above the digits; tones and the word's end lie below them.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x41 + i) for i, letter in enumerate(_ALPHABET)}
_TONE_RANK = {tone: chr(0x22 + i) for i, tone in enumerate(_TONES)}
_NO_TONE = "!"
_HATS = "\u0302\u0306\u031b"  # â ê ô, ă, ơ ư


def _rank_letter(letter: str) -> str:
    """Return the sign a lower-case letter sorts by; a space for what is none."""
    parts = normalize("NFD", letter)
    base = parts[0]
    if _is_mark(base):
        return ""
    if not letter.isalnum():
        return " "
    hatted = normalize("NFC", base + "".join(m for m in parts if m in _HATS))
    return _RANK.get(hatted) or _RANK.get(base, base)


def _rank_tone(letter: str) -> str:
    """Return the sign of the tone on a lower-case letter; a space for what is none."""
    parts = normalize("NFD", letter)
    if not (letter.isalnum() or _is_mark(letter)):
        return " "
    # The tilde of ñ is no ngã.
    bears = parts[0] in _PLAIN or _is_mark(letter)
    return "".join(_TONE_RANK.get(p, "") for p in parts) if bears else ""


class _Ranks(dict[int, str]):
    """Signs of single letters; as with the folds, a rare one is not kept."""

    def __init__(self, rank: Callable[[str], str]) -> None:
        self._rank = rank
        super().__init__((code, rank(chr(code))) for code in _COMMON)

    def __missing__(self, code: int) -> str:
        return self._rank(chr(code))


_LETTERS, _TONE_MARKS = _Ranks(_rank_letter), _Ranks(_rank_tone)


def sort_key(text: str) -> str:
    """Return a string whose plain code-point order is that of a dictionary.

    Word by word: letters first (a ă â b c d đ e ê … o ô ơ … u ư … y z), then tones
    (ngang huyền hỏi ngã sắc nặng); case, punctuation and the tone's seat do not count.
    A database column that holds it must compare bytes (SQLite BINARY, PostgreSQL "C").
    Source: order of letters and tones in Từ điển tiếng Việt (Hoàng Phê).
    """
    text = normalize("NFKC", normalize("NFKC", text.translate(_CANONICAL)).lower())
    letters = text.translate(_LETTERS).split(" ")
    tones = text.translate(_TONE_MARKS).split(" ")
    pairs = zip(letters, tones, strict=True)
    return " ".join(word + (tone or _NO_TONE) for word, tone in pairs if word)


# --- bytes ----------------------------------------------------------------------------

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def from_windows_1258(data: bytes) -> str:
    """Return windows-1258 bytes as NFC text; raise NotText for undefined bytes.

    The code page has loose tone marks, so that a plain decode is not yet NFC.
    """
    try:
        return normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError as error:
        raise NotText("a byte that windows-1258 does not define") from error


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return from_windows_1258(data)


def decode(data: bytes) -> str:
    """Return the NFC text of a file's bytes.

    UTF-16 with a byte-order mark, UTF-8 with or without one, else windows-1258. Raises
    NotText when the bytes fit none of them or hold control characters, as binaries do.
    """
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        raise NotText("UTF-16 that is cut or broken") from error
    if _BINARY.search(text):
        raise NotText("control characters: a binary file, not text")
    return normalize("NFC", text)


# --- door -----------------------------------------------------------------------------


def answer(line: str) -> dict[str, str]:
    """Answer one JSON line {text} with {canonical, folded, sort}, or {error}."""
    try:
        asked = json.loads(line)
        text = asked["text"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return {"error": "expected one JSON object with text"}
    if not isinstance(text, str):
        return {"error": "text must be a string"}
    return {"canonical": canonical(text), "folded": fold(text), "sort": sort_key(text)}


def main(lines: Iterable[str] = sys.stdin) -> None:
    """Answer JSON lines of standard input on standard output, one for one."""
    for line in lines:
        print(json.dumps(answer(line)), flush=True)


if __name__ == "__main__":  # pragma: no cover
    main()
