"""Read a text so that a mark is found however it is written, spaced or scanned."""

import html
import re
from dataclasses import dataclass
from unicodedata import category, normalize

_LOOSE = re.compile(r" (?=[\u0300-\u036f])")  # a mark that the OCR set apart
_NEWLINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_ALIKE = dict(zip("МАТОІЕУ", "matoiey", strict=True))  # Cyrillic, from an OCR


def _one(letter: str) -> str:
    return normalize("NFD", letter)[0].lower().replace("đ", "d").replace("ð", "d")


BARE = {
    code: _one(chr(code))
    for span in ((0x41, 0x250), (0x1E00, 0x1F00))
    for code in range(*span)
    if len(_one(chr(code))) == 1
} | {ord(alike): latin for alike, latin in _ALIKE.items()}
_DROPPED = {c: None for c in range(0x10000) if category(chr(c)) in ("Cf", "Mn")}
_DROPPED_LOOSE = {c: None for c in _DROPPED if not 0x300 <= c < 0x370}


_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z\d:\-]{0,30}(?:\s[^<>\n]{0,80})?/?>")


# The marks in papers typed with fonts of before Unicode (TCVN3, VNI), where Unicode
# reads mËt, tèi mËt, tuyÖt mËt, or maät, toái maät, tuyeät maät; in mail of those
# years ma^.t.
_OLD_SIGN = re.compile(r"(?:[ëËäÄ]|\^\.)[tT]")
_OLD_FONT = re.compile(
    r"(?:(?P<tuyet>tuy(?:ö|eä|e\^\.)t)|(?P<toi>t(?:è|oá|o\^')i))?(?P<gap>\s{0,4})"
    r"m(?:ë|aä|a\^\.)t",
    re.IGNORECASE,
)
# The same letters in bytes read by the wrong table: UTF-8 (MáºT) or windows-1258
# (MÂòT) taken for Latin-1 or windows-1252.
_MISREAD = {
    typed: letter
    for letter, forms in {
        "Ậ": ("áº¬", "Âò"),
        "ậ": ("áº\xad", "âò"),
        "Ố": ("á»\x90", "á»\ufffd", "Ôì"),
        "ố": ("á»\x91", "á»‘", "ôì"),
        "Ệ": ("á»\x86", "á»†", "Êò"),
        "ệ": ("á»\x87", "á»‡", "êò"),
        "Ộ": ("á»\x98", "á»˜", "Ôò"),
        "ộ": ("á»\x99", "á»™", "ôò"),
        "Đ": ("Ä\x90", "Ä\ufffd"),
        "đ": ("Ä\x91", "Ä‘"),
    }.items()
    for typed in forms
}
_MISREAD_SIGN = re.compile("|".join(map(re.escape, _MISREAD)))
_DOWN = r"[ \t]{0,9}\n{1,2}[ \t]{0,9}"
# The frame of a stamp, which an OCR reads as letters: lMẬTl, EMẬT].
_FRAMED = re.compile(
    r"^([^\w\n]{0,5})[lIiEFLJ1]{0,2}((?:TUYỆT ?|TỐI ?)?MẬT)[lIiEFLJ1]{0,2}"
    r"(?=[^\w\n]{0,5}$)",
    re.MULTILINE,
)
_LAST_LETTER = re.compile(  # a T whose foot or arm was lost: TUYỆT MẬI
    r"^([^\w\n]{0,5}(?:TUYỆT ?|TỐI ?)?M[ẬÂ])[IF1l!|](?=[^\w\n]{0,5}$)", re.MULTILINE
)
_COLUMN = re.compile(  # letters one below the other
    rf"^[ \t]{{0,9}}(?:t{_DOWN}\w{_DOWN}(?:\w{_DOWN}\w{_DOWN}t{_DOWN}|i{_DOWN}))?"
    rf"m{_DOWN}\w{_DOWN}t(?=[ \t]{{0,9}}$)",
    re.IGNORECASE | re.MULTILINE,
)


def _from_old_font(found: re.Match[str]) -> str:
    head = "tuyệt" if found["tuyet"] else "tối" if found["toi"] else ""
    word = f"{head}{found['gap']}mật"
    return word.upper() if found[0][-1].isupper() else word


def plain_text(text: str) -> str:
    """Return NFKC text, one code point a letter, with plain line ends, no tags."""
    text = _TAG.sub("\t", text) if "<" in text else text
    text = html.unescape(text) if "&" in text else text
    text = _MISREAD_SIGN.sub(lambda found: _MISREAD[found[0]], text)
    text = normalize("NFKC", _NEWLINES.sub("\n", text).translate(_DROPPED_LOOSE))
    text = normalize("NFC", _LOOSE.sub("", text)).translate(_DROPPED)
    if _OLD_SIGN.search(text):
        text = _OLD_FONT.sub(_from_old_font, text)
    text = _LAST_LETTER.sub(r"\1T", _FRAMED.sub(r"\1\2", text))
    return _COLUMN.sub(lambda column: " ".join(column[0].split()), text)


_S = r"[ .\-_*·]{0,3}"
MARK = re.compile(
    # An extractor may glue the mark to the other column of the letterhead.
    r"(?:(?<![a-z0-9])|(?<=viet nam)|(?<=hanh phuc)|(?<=ubnd))"
    rf"(?:(?P<high>t{_S}u{_S}[yv]{_S}e{_S}t|t{_S}[o0]{_S}[il1])"
    rf"[ _\-]{{0,4}})?m{_S}[a4]{_S}'?t"
    r"(?:(?![a-z0-9])|(?=cong hoa xa|doc lap -|dang cong san|so:|ban so|hoa toc))"
)
_SQUASH = re.compile(r"[^a-z0-9]+")


def squash(bare: str) -> str:
    """Return only the letters and digits of a folded text."""
    return _SQUASH.sub("", bare)


@dataclass(frozen=True)
class Word:
    """A run of letters that may be a mark, and how it is written.

    Level: mat, toi, tuyet. Case: upper, title, lower. Spelling: exact, bare (no marks
    at all), other (another word: mất, tới mặt), odd (no word, as from an OCR).
    """

    start: int
    end: int
    level: str
    case: str
    spelling: str


_OTHER = ("mất", "mắt", "mặt", "mát", "mạt")
_OTHER_HEADS = ("tôi", "tới", "tối", "tội", "tỏi", "tồi")


def read_word(plain: str, match: re.Match[str]) -> Word:
    """Return what a hit of MARK in the folded text is in the *plain* one."""
    letters = "".join(c for c in plain[match.start() : match.end()] if c.isalnum())
    letters = letters.replace("l", "I")  # an OCR takes I for l
    head = match["high"]
    level = "mat" if head is None else "tuyet" if "u" in head else "toi"
    case = "title" if letters[0].isupper() else "lower"
    case = "upper" if letters.isupper() else case
    return Word(match.start(), match.end(), level, case, _spelling(letters.lower()))


def _spelling(low: str) -> str:
    if low in ("mật", "tốimật", "tuyệtmật"):
        return "exact"
    if low.isascii():
        return "bare"
    head = low[:-3]
    other = low[-3:] in _OTHER and (not head or head in _OTHER_HEADS)
    return "other" if other else "odd"
