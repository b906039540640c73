"""Find the marks of a state secret on a paper before anything of it is kept.

Papers marked Mật, Tối mật or Tuyệt mật may not be kept on a machine that is connected
to a network (Law 117/2025/QH15, art. 5), so a stamp is refused and a doubtful sign is
put to a person. A stamp is told from a word by its place: alone on a line or in a cell,
behind its label, in brackets after a title, or beside the letterhead. The word inside a
sentence (`bảo mật`, `mật ong`, `bị đóng dấu Tuyệt mật`) is none.
"""

import bisect
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from unicodedata import category, normalize

gettext_noop = str

Answer = Literal["accept", "ask", "refuse"]

NO_MARK = gettext_noop("No mark of a state secret was found.")
NAME_MARK = gettext_noop("The file's name carries the mark of a state secret.")
NAME_DOUBT = gettext_noop("The file's name may carry the mark of a state secret.")
STAMP = gettext_noop("A line or cell of its own carries the mark of a state secret.")
LABELLED = gettext_noop("The paper states its degree of secrecy.")
BRACKETED = gettext_noop("The title carries the mark of a state secret in brackets.")
LETTERHEAD = gettext_noop("The mark of a state secret stands beside the letterhead.")
TICKED = gettext_noop("A degree of secrecy is ticked.")
DOUBT = gettext_noop("A word may be the mark of a state secret.")
SEVERAL = gettext_noop("Several degrees of secrecy stand together, as in a form.")
NO_DEGREE = gettext_noop("There is a place for the degree of secrecy, left empty.")
SIDE_MARK = gettext_noop("The paper carries a sign that goes with state secrets.")
TOO_MANY = gettext_noop("Too many words may be the mark of a state secret.")

_MOST_MARKS = 4_000  # beyond it nobody could look through them: ask


@dataclass(frozen=True)
class Verdict:
    """What is to be done with a paper, and why, in words without any of its text."""

    verdict: Answer
    why: str


# --- reading --------------------------------------------------------------------------

_LOOSE = re.compile(r" (?=[\u0300-\u036f])")  # a mark that the OCR set apart
_NEWLINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_ALIKE = dict(zip("МАТОІЕУ", "matoiey", strict=True))  # Cyrillic, from an OCR


def _one(letter: str) -> str:
    return normalize("NFD", letter)[0].lower().replace("đ", "d").replace("ð", "d")


_BARE = {
    code: _one(chr(code))
    for span in ((0x41, 0x250), (0x1E00, 0x1F00))
    for code in range(*span)
    if len(_one(chr(code))) == 1
} | {ord(alike): latin for alike, latin in _ALIKE.items()}
_DROPPED = {c: None for c in range(0x10000) if category(chr(c)) in ("Cf", "Mn")}
_DROPPED_LOOSE = {c: None for c in _DROPPED if not 0x300 <= c < 0x370}


_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>")


def _plain(text: str) -> str:
    """Return NFKC text, one code point a letter, with plain line ends, no tags."""
    text = _TAG.sub("\t", text) if "<" in text else text
    text = normalize("NFKC", _NEWLINES.sub("\n", text).translate(_DROPPED_LOOSE))
    return normalize("NFC", _LOOSE.sub("", text)).translate(_DROPPED)


_S = r"[ .\-_*·]{0,3}"
_MARK = re.compile(
    rf"(?<![a-z0-9])(?:(?P<high>t{_S}u{_S}[yv]{_S}e{_S}t|t{_S}[o0]{_S}[il1])"
    rf"[ _\-]{{0,4}})?m{_S}[a4]{_S}t(?![a-z0-9])"
)
_SQUASH = re.compile(r"[^a-z0-9]+")


def _squash(bare: str) -> str:
    return _SQUASH.sub("", bare)


@dataclass(frozen=True)
class _Word:
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


def _word(plain: str, match: re.Match[str]) -> _Word:
    letters = "".join(c for c in plain[match.start() : match.end()] if c.isalnum())
    letters = letters.replace("l", "I")  # an OCR takes I for l
    head = match["high"]
    level = "mat" if head is None else "tuyet" if "u" in head else "toi"
    case = "title" if letters[0].isupper() else "lower"
    case = "upper" if letters.isupper() else case
    return _Word(match.start(), match.end(), level, case, _spelling(letters.lower()))


def _spelling(low: str) -> str:
    if low in ("mật", "tốimật", "tuyệtmật"):
        return "exact"
    if low.isascii():
        return "bare"
    head = low[:-3]
    other = low[-3:] in _OTHER and (not head or head in _OTHER_HEADS)
    return "other" if other else "odd"


# --- what stands around a mark --------------------------------------------------------

_LABEL = (
    r"(?:dauchi|kyhieu|dau|phanloai)?(?:muc|cap)?do(?:bi)?mat(?:nhanuoc)?"
    r"(?:cua)?(?:vanban|tailieu|congvan|hoso)?"
)
_URGENT = r"(?:hoatoc(?:hengio)?|thuongkhan|khan|secret|topsecret|confidential|chiday)"
_DEGREE = r"(?:tu[yv]etm[a4]t|t[o0][il1]m[a4]t|m[a4]t)"
_LONE = re.compile(
    rf"(?:trang\d{{1,3}})?{_URGENT}*(?P<label>{_LABEL})?{_URGENT}*{_DEGREE}{_URGENT}*"
    r"(?:trang)?\d{0,6}"
)
_LABEL_ONLY = re.compile(_LABEL)
_LABEL_LEFT = re.compile(
    r"(?<![a-z])(?:dau chi |ky hieu |dau )?(?:muc |cap )?do (?:bi )?mat"
    r"(?: (?:nha nuoc|cua|van ban|tai lieu|cong van|ho so)){0,2}"
    r"\s{0,4}(?:\([^()\n]{0,30}\))?\s{0,4}[:=\-–—]{1,3}[\s\"'“(\[]{0,4}$"
)
_SIDE = re.compile(
    r"tailieuthuhoi(?:thoihan.{0,30})?|chinguoicotenmoiduocbocbi|(?:tang|giam)domat"
    r"|giaimat|(?:khong)?duoc(?:phep)?saochup(?:tailieu|vanban)?(?:mat|bimatnhanuoc)?"
    r"(?:nay)?|(?:tailieu|vanban|congvan|hoso|dien)(?:tuyet|toi)?mat"
)
_SIDE_HINT = re.compile(r"thu hoi|boc bi|sao,? chup")
_ORG = (
    r"(?:uybannhandan|ubnd|hoidongnhandan|hdnd|dangcongsan|dangbo|danguy|tinhuy"
    r"|thanhuy|huyenuy|xauy|phuonguy|banchaphanh|banthuongvu|banchihuy|bochihuy"
    r"|botulenh|quankhu|quandoi|sudoan|trungdoan|bo(?:congan|quocphong|noivu"
    r"|ngoaigiao|taichinh|congthuong|yte)|congan|bantochuc|banchidao|bandanvan"
    r"|bannoichinh|bantuyengiao|vanphong|so(?:noivu|taichinh|ngoaivu|yte)|thanhtra"
    r"|toaannhandan|vienkiemsat|tongcuc|cuc|chicuc|tongliendoan|liendoan|congdoan"
    r"|mattran|uyban|chinhphu|thutuong|quochoi|bodoibienphong|donbienphong)"
)
_ORG_LINE = re.compile(rf"{_ORG}|xa|phuong|tinh|huyen|thanhpho|dackhu")
_HEAD = (
    r"(?:conghoaxahoichunghia|doclaptudohanhphuc|dangcongsanvietnam|so\d|banso\d"
    r"|kinhgui|uybannhandan|ubnd)"
)
_NUMBER = re.compile(r"(?<![a-z])so {0,3}: {0,3}\d")
_PAPER = (
    r"(?:kehoach|baocao|congvan|quyetdinh|totrinh|chithi|thongbao|nghiquyet|phuongan"
    r"|bienban|congdien|tomtat|danhsach|trichyeu|noidung|thongtri|chuongtrinh|dean"
    r"|phieutrinh|huongdan|hoso|tailieu|vanban)"
)
_SURE_RIGHT = re.compile(rf"{_HEAD}|[a-z]{{2,20}}ngay\d+thang")
_RIGHT = re.compile(rf"{_ORG}|{_PAPER}")
_SURE_LEFT = re.compile(
    r"so\d+[a-z\d]{0,16}$|chunghiavietnam$|tudohanhphuc$|thang\d{1,2}nam\d{4}$"
)
_LEFT = re.compile(rf"{_ORG}|{_PAPER}")
_STRONG_HEAD = re.compile(
    r"conghoaxahoichunghia|doclaptudohanhphuc|dangcongsanvietnam|^(?:ban)?so\d"
    r"|^kinhgui|ngay\d{1,2}thang\d{1,2}nam\d{4}$"
)


def _listing(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Words that make one word with mật (`bảo mật`, `mật ong`), and words behind which the
# mark is only spoken of (`đóng dấu Tuyệt mật`).
_JOINED_LEFT = _listing("bảo bí cơ túi đường ống dịch sỏi rỉ giải lộ họp gấu thân")
_SPOKEN_LEFT = _listing(
    "không là liệu sơ bản tin dấu độ chữ ghi mang từ cấp mức loại thuộc như của có và"
    " hoặc hay các những về nhãn văn thị lấy nuôi giả mác chiến dịch"
)
_JOINED_RIGHT = _listing(
    "khẩu ong độ mã vụ thám thư lệnh thiết nghị tông mía rắn gấu hoa ngọt phục báo"
    " giáo danh đàm"
)
# A paper that says it of itself: `Kế hoạch này thuộc độ Mật`.
_SAID_WORD = re.compile(
    r"(?:ke hoach|bao cao|cong van|van ban|tai lieu|phuong an|ho so|quyet dinh) nay"
    r"(?: duoc)? (?:thuoc|la|dong dau|xac dinh|co)(?: la| o| thuoc)?(?: tai lieu)?"
    r"(?: loai| muc| cap)?(?: do)?(?: mat)? ?[\"“(]?$"
    r"|thuoc danh muc bi mat nha nuoc,?(?: o)?(?: muc)?(?: do)?(?: mat)? ?$"
)
_FIELD = re.compile(r"(?:loai|muc|muc do|cap|cap do|do) ?: ?$")
_COPY = re.compile(r"tailieu|congvan|bansao|dien|congdien")
_MAY_LABEL = re.compile(r"[:=\-–—\])☒☑✓✔■☐□]")
_NEGATIVE = re.compile(r"(?:khong|thuong|binhthuong)")
_TEACHES = re.compile(
    r"domat|capdo|mucdo|dongdau|baove|bimat|quydinh|phanbiet|nghiala|theoluat|vidu"
    r"|taphuan|cauhoi|bmnn"
)

_CELL = re.compile(r"[\t|│┃║¦]+| {2,}")
_BULLET = re.compile(
    r"\s{0,20}(?:[a-zđ]\)|\(?\d{1,2}[.)]|[ivxIVX]{1,4}[.)]|[-+•–—*·▪●○➢])\s{1,4}"
)
_CLOSING = re.compile(r"[-+•–—*·▪●]\s{0,20}$")
_TICK = re.compile(r"(?:[☒☑✓✔■🗹]|\[ ?[xXvV] ?\]|\( ?[xX] ?\))\s{0,4}$")
_BOX = re.compile(r"(?:[☐□▢❏]|\[ {0,3}\]|\( {0,3}\))\s{0,4}$")
_OPENING, _CLOSING_SIGNS = "([{<«【〔", ")]}>»】〕"
_QUOTES = "\"'“”‘’‹›"
_DELIMITERS = "-–—/,;:.*_=~"
_LONGEST_CELL = 160
_WINDOW = 120
_NEAR = 4  # lines within which degrees count as one list

Finding = tuple[Answer, str]


@dataclass(frozen=True)
class _Spot:
    """A word in its cell: line, bounds, and how much of the cell it fills."""

    word: _Word
    line: int
    start: int
    end: int
    alone: re.Match[str] | None
    bulleted: bool
    whole_line: bool


class _Paper:
    """A text with its lines, and the places where a mark may stand."""

    def __init__(self, text: str) -> None:
        self.plain = _plain(text)
        self.bare = self.plain.translate(_BARE)
        self._ends = [m.start() for m in re.finditer("\n", self.bare)]
        self._ends.append(len(self.bare))
        found = itertools.islice(_MARK.finditer(self.bare), _MOST_MARKS + 1)
        self.words = [_word(self.plain, match) for match in found]

    def line_of(self, position: int) -> int:
        return bisect.bisect_left(self._ends, position)

    def bounds(self, line: int) -> tuple[int, int]:
        return (self._ends[line - 1] + 1 if line else 0), self._ends[line]

    def squashed(self, line: int) -> str:
        """Return the letters at both ends of a line; "" outside the paper."""
        if not 0 <= line < len(self._ends):
            return ""
        start, end = self.bounds(line)
        if end - start > 800:
            return _squash(self.bare[start : start + 400])
        return _squash(self.bare[start:end])

    def last_word(self, line: int) -> str:
        """Return the last word of a line with its marks, in lower case."""
        start, end = self.bounds(line)
        return _last(self.plain[max(start, end - 40) : end])

    def is_head(self, line: int) -> bool:
        return _STRONG_HEAD.search(self.squashed(line)) is not None

    def near_head(self, line: int, reach: int) -> bool:
        lines = range(line - reach, line + reach + 1)
        return any(self.is_head(i) for i in lines)

    def spots(self) -> Iterator[_Spot]:
        at, cells = -1, [0, 0]
        for word in self.words:
            line = self.line_of(word.start)
            if line != at:
                at, cells = line, self._cells(line)
            yield self._spot(word, line, cells)

    def _cells(self, line: int) -> list[int]:
        """Return start, end, start, end … of the cells of a line."""
        start, end = self.bounds(line)
        edges = [start]
        for gap in _CELL.finditer(self.plain, start, end):
            edges += [gap.start(), gap.end()]
        return [*edges, end]

    def _spot(self, word: _Word, line: int, cells: list[int]) -> _Spot:
        # A gap inside a widely spaced mark (M   Ậ   T) is no edge of a cell.
        start = cells[(bisect.bisect_right(cells, word.start) - 1) // 2 * 2]
        end = cells[bisect.bisect_left(cells, word.end) // 2 * 2 + 1]
        first, last = self.bounds(line)
        if end - start > _LONGEST_CELL:
            return _Spot(word, line, start, end, None, False, False)
        whole = last - first < 2 * _LONGEST_CELL and not _squash(
            self.bare[first:start] + self.bare[end:last]
        )
        bullet = _BULLET.match(self.plain, start, word.start)
        inner = bullet.end() if bullet else start
        alone = _LONE.fullmatch(_squash(self.bare[inner:end]))
        bulleted = bullet is not None and not _CLOSING.search(self.plain, word.end, end)
        return _Spot(word, line, start, end, alone, bulleted, whole)


_TAIL = re.compile(r"([^\W\d_]+)[^\w]*$")
_FIRST = re.compile(r"(?:-|\s*)([^\W\d_]+)(?:\s+([^\W\d_]+))?")


def _last(text: str) -> str:
    found = _TAIL.search(text[-40:])
    return found[1].lower() if found else ""


def _joins_right(text: str) -> bool:
    """Return whether what follows makes one word with mật (`mật ong`)."""
    found = _FIRST.match(text[:40].lower())
    if found is None or (found[1], found[2]) == ("báo", "cáo"):
        return False
    return found[1] in _JOINED_RIGHT


# --- a mark that fills its line or cell -----------------------------------------------


def _listed(spots: list[_Spot]) -> set[int]:
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
        if after.line - spot.line <= _NEAR and after.word.level != spot.word.level:
            listed |= {spot.word.start, after.word.start}
    return listed


def _wrapped(paper: _Paper, spot: _Spot) -> str:
    """Say whether the line goes on with the line before: "yes", "maybe" or "no"."""
    above = spot.line - 1
    if not spot.whole_line or above < 0:
        return "no"
    start, end = paper.bounds(above)
    line, last = paper.plain[start:end].rstrip(), paper.last_word(above)
    body = line.isupper() or (len(line) <= 40 and last not in _SPOKEN_LEFT)
    if paper.is_head(above) or (body and _ORG_LINE.match(paper.squashed(above))):
        return "no"
    if last in _JOINED_LEFT:
        return "yes"
    goes_on = line[-1:].isalpha() or line[-1:] in (",", ";", ":", ")")
    if goes_on and spot.word.case == "lower":
        return "yes" if end - start > 40 or not paper.near_head(above, 2) else "maybe"
    prose = goes_on and spot.word.case == "title" and not line.isupper()
    return "maybe" if prose or last in _SPOKEN_LEFT else "no"


def _labelled(paper: _Paper, spot: _Spot) -> bool:
    """Return whether the cell, or the one before or above it, says `độ mật`."""
    if spot.alone and spot.alone["label"]:
        return True
    first, _ = paper.bounds(spot.line)
    beside = _squash(paper.bare[max(first, spot.start - 80) : spot.start])
    if beside:
        return re.search(rf"{_LABEL}$", beside) is not None
    above = spot.line - 1
    while above > spot.line - 3 and above >= 0 and not paper.squashed(above):
        above -= 1
    return _LABEL_ONLY.fullmatch(paper.squashed(above)) is not None


def _lone(paper: _Paper, spot: _Spot, listed: set[int]) -> Finding | None:
    word, cell = spot.word, paper.plain[spot.start : spot.end]
    if _MARK.search(paper.bare, word.end, spot.end):
        return None  # the label's own `mật`: the degree behind it is judged
    if word.spelling == "other" and "độ mật" not in cell.lower():
        clear = word.case == "upper" and paper.near_head(spot.line, 3)
        return ("ask", DOUBT) if clear else None
    before = paper.plain[max(spot.start, word.start - 8) : word.start]
    if _BOX.search(before):
        return "ask", SEVERAL
    if word.start in listed:
        return None if spot.bulleted else ("ask", SEVERAL)
    if _TICK.search(before):
        return "refuse", TICKED
    quoted = cell.strip()[:1] in tuple(_QUOTES)
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


def _high_stamp(paper: _Paper, spot: _Spot) -> bool:
    word = spot.word
    if word.level == "toi" and word.spelling == "bare":  # `Tôi mất` without marks
        return word.case == "upper" and paper.near_head(spot.line, 10)
    return word.case == "upper" or word.level == "tuyet" or word.spelling == "exact"


def _low_stamp(paper: _Paper, spot: _Spot) -> bool:
    word = spot.word
    start, end = paper.bounds(spot.line)
    if word.spelling == "bare" or _joins_right(paper.plain[end : end + 40]):
        return False
    if word.spelling == "odd" or word.case == "title":
        plausible = word.case == "upper" or word.spelling == "exact"
        return plausible and paper.near_head(spot.line, 10)
    numbered = _NUMBER.search(paper.bare, start, min(end, start + 400))
    return spot.whole_line or numbered is not None or paper.near_head(spot.line, 3)


# --- a mark with something beside it --------------------------------------------------


def _inline(paper: _Paper, spot: _Spot) -> Finding | None:
    word = spot.word
    start = max(spot.start, word.start - _WINDOW)
    end = min(spot.end, word.end + _WINDOW)
    # Most words are written small inside a sentence and no label stands before them.
    if word.case == "lower" and not (
        spot.whole_line
        or _MAY_LABEL.search(paper.bare[max(start, word.start - 6) : word.start])
    ):
        said = _SAID_WORD.search(paper.bare[max(start, word.start - 60) : word.start])
        return ("ask", DOUBT) if said and word.spelling == "exact" else None
    around = _Around(
        paper.plain[start : word.start],
        paper.plain[word.end : end],
        paper.bare[start : word.start],
        paper.bare[word.end : end],
    )
    if _TICK.search(around.before[-8:]) and word.spelling != "other":
        return "refuse", TICKED
    if _LABEL_LEFT.search(around.left):
        return _after_label(word, around)
    if spot.whole_line and _LABEL_ONLY.fullmatch(
        _squash(paper.bare[spot.start : spot.end])
    ):
        below = _NEGATIVE.match(paper.squashed(spot.line + 1))
        return None if spot.bulleted or below else ("ask", NO_DEGREE)
    if spot.whole_line and _SIDE.fullmatch(paper.squashed(spot.line)):
        return None if word.spelling == "other" else ("ask", SIDE_MARK)
    if word.level == "mat" and around.is_compound:
        return None
    if word.spelling != "other" and _BOX.search(around.before[-8:]):
        return "ask", SEVERAL
    if word.spelling == "exact" and _SAID_WORD.search(around.left):
        return "ask", DOUBT
    if around.is_bracketed:
        return _bracketed(word, around, spot.end - spot.start)
    found = _beside_letterhead(paper, spot, around) if word.case == "upper" else None
    entered = word.spelling == "exact" and word.case != "lower" and around.is_entered
    return found or (("ask", DOUBT) if entered else None)


class _Around:
    """What stands before and after a word in its cell, plain and squashed."""

    def __init__(self, before: str, after: str, left: str, right: str) -> None:
        self.before, self.after, self.left, self.right = before, after, left, right
        self.left_letters, self.right_letters = _squash(self.left), _squash(self.right)
        self.previous = before.rstrip()[-1:]
        self.next = after.lstrip()[:1]

    @property
    def is_compound(self) -> bool:
        glued = self.previous.isalpha() or self.previous in ("-", "")
        return (glued and _last(self.before) in _JOINED_LEFT) or (
            _joins_right(self.after)
        )

    @property
    def is_entered(self) -> bool:
        """Whether the word is filled in, as in a register, or heads the cell."""
        alone = len(self.left_letters + self.right_letters) <= 3
        heads = not self.left_letters and self.next in ("-", "–", "—")
        behind = self.before[-1:] in (",", ";") or _FIELD.search(self.left)
        copied = _COPY.fullmatch(self.left_letters) is not None
        return alone or heads or bool(behind) or copied

    @property
    def is_bracketed(self) -> bool:
        return (
            self.previous != ""
            and self.previous in _OPENING
            and self.next != ""
            and self.next in _CLOSING_SIGNS
        )

    @property
    def teaches(self) -> bool:
        return bool(_TEACHES.search(self.left_letters + "." + self.right_letters))

    @property
    def is_set_off(self) -> bool:
        """Whether a sign or an edge stands on both sides."""
        return self.previous in _DELIMITERS and self.next in _DELIMITERS


def _after_label(word: _Word, around: _Around) -> Finding | None:
    if word.spelling == "other" or (word.level == "mat" and _joins_right(around.after)):
        return None
    bare_word = word.level == "mat" and word.spelling == "bare"
    follows = _SURE_RIGHT.match(around.right_letters) or not around.next.isalpha()
    if bare_word and not follows:  # `do mat: mat kinh`: a thing that was lost
        return ("ask", DOUBT) if word.case == "upper" else None
    label = _LABEL_LEFT.search(around.left)
    ahead = around.before[: label.start() if label else 0].rstrip()
    several = _AND_MORE.match(around.right)
    if several:
        return None if ahead else ("ask", SEVERAL)
    if ahead[-1:].isalnum() and not _STRONG_HEAD.search(_squash(ahead.lower())):
        return "ask", DOUBT
    quoted = ahead[-1:] != "" and ahead[-1:] in _QUOTES
    return ("ask", DOUBT) if quoted else ("refuse", LABELLED)


_AND_MORE = re.compile(
    r"[\s,;/\-–]*(?:hoac|hay|va)?\s*(?:tuyet\s*mat|toi\s*mat|mat)(?![a-z])|\s*,\s*$"
)


def _bracketed(word: _Word, around: _Around, width: int) -> Finding | None:
    if word.case == "lower" or word.spelling == "other":
        return None
    at_edge = not around.left_letters or not around.right_letters
    if around.teaches or not at_edge or width > _LONGEST_CELL:
        return ("ask", DOUBT) if word.case == "upper" or at_edge else None
    titled = _LEFT.match(around.left_letters) or _SURE_LEFT.search(around.left_letters)
    clear = word.case == "upper" or titled is not None
    bare = word.level == "mat" and word.spelling == "bare"
    return ("refuse", BRACKETED) if clear and not bare else ("ask", DOUBT)


def _beside_letterhead(paper: _Paper, spot: _Spot, around: _Around) -> Finding | None:
    word, left, right = spot.word, around.left_letters, around.right_letters
    sure_left, sure_right = _SURE_LEFT.search(left), _SURE_RIGHT.match(right)
    if word.spelling == "other":
        return ("ask", DOUBT) if sure_left or sure_right else None
    head_left = sure_left or (_LEFT.match(left) and around.before.isupper())
    head_right = sure_right or _RIGHT.match(right)
    spoken = _last(around.before) in _SPOKEN_LEFT and not sure_left
    near = paper.near_head(spot.line, 2)
    if spoken or around.teaches:
        return ("ask", DOUBT) if head_left and (sure_right or near) else None
    if (
        (not left and head_right)
        or (not right and head_left)
        or (head_left and head_right)
        or (sure_left and sure_right)
    ):
        known = sure_left or sure_right or (word.level != "mat" and around.is_set_off)
        clear = known or paper.near_head(spot.line, _NEAR)
        bare = word.level == "mat" and word.spelling == "bare"
        return ("refuse", LETTERHEAD) if clear and not bare else ("ask", DOUBT)
    at_edge = near and not (left and right)
    beside = word.spelling == "exact" and (at_edge or sure_left or sure_right)
    return ("ask", DOUBT) if beside or _stands_out(word, around) else None


def _stands_out(word: _Word, around: _Around) -> bool:
    """Return whether an upper-case mark differs from the text it stands in."""
    if around.is_set_off:
        return word.spelling != "bare" or word.level == "tuyet"
    if word.spelling != "exact":
        return word.level == "tuyet"
    at_edge = not around.left_letters or not around.right_letters
    nearby = around.before[-12:] + around.after[:12]
    return (word.level != "mat" and at_edge) or any(c.islower() for c in nearby)


# --- the whole paper ------------------------------------------------------------------


def _in_text(paper: _Paper) -> Iterator[Finding]:
    spots = list(paper.spots())
    listed = _listed(spots)
    for spot in spots:
        found = _lone(paper, spot, listed) if spot.alone else _inline(paper, spot)
        if found:
            yield found
    if len(spots) > _MOST_MARKS:
        yield "ask", TOO_MANY
    for hint in itertools.islice(_SIDE_HINT.finditer(paper.bare), 1000):
        if _SIDE.fullmatch(paper.squashed(paper.line_of(hint.start()))):
            yield "ask", SIDE_MARK


# --- the file name --------------------------------------------------------------------

_NAME_PAPER = re.compile(
    rf"(?:{_PAPER}|(?<![a-z])(?:dien|cv|kh|bc|qd|tt|ct))(?:so)?\d*$"
)
_LOST = _listing(
    "the xe vi viec tien dien nuoc giay cmnd cccd so luong bang chung mot het hop do"
    " sim may ho ba lo tui nha con cho bhyt bhxh hang"
)
_NAME_JOINED = _listing("khau ong ma thu vu tham thiet mia do")
_NAME_BEFORE = _listing("bao bi co tui duong ong dich soi ri lo")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def _in_name(name: str) -> Iterator[Finding]:
    plain = _plain(_EXTENSION.sub("", name.strip()[:500]))
    plain = re.sub(
        r"[^\W\d_](?=[^\W\d_])",
        lambda m: m[0] + " " if m[0].islower() and plain[m.end()].isupper() else m[0],
        plain,
    ).replace("_", " ")
    bare = plain.translate(_BARE)
    for match in _MARK.finditer(bare):
        word = _word(plain, match)
        found = _name_word(
            word,
            _Around(
                plain[: match.start()],
                plain[match.end() :],
                bare[: match.start()],
                bare[match.end() :],
            ),
        )
        if found:
            yield found, (NAME_MARK if found == "refuse" else NAME_DOUBT)


def _name_word(word: _Word, around: _Around) -> Answer | None:
    following = _FIRST.match(around.right)
    after = following[1] if following else ""
    if word.spelling == "other":
        return None
    if word.level != "mat":
        return _name_high(word, around, after)
    if after in _NAME_JOINED or _last(around.left) in _NAME_BEFORE:
        return None
    return _name_low(word, around)


def _name_high(word: _Word, around: _Around, after: str) -> Answer | None:
    lost = after in _LOST and not re.match(r"\s+[-–—]", around.after)
    if word.level == "toi" and word.spelling == "bare" and lost:
        return None
    clear = word.case == "upper" or (word.case == "title" and _named(word))
    plain_end = not around.next.isalpha() or word.spelling != "bare"
    sure = clear and (plain_end or word.level == "tuyet")
    return "refuse" if sure and not around.teaches else "ask"


def _named(word: _Word) -> bool:
    return word.level == "tuyet" or word.spelling == "exact"


def _name_low(word: _Word, around: _Around) -> Answer | None:
    behind_paper = bool(_NAME_PAPER.search(around.left_letters))
    first, last = not around.left_letters, not around.right_letters
    set_off = (first or not around.previous.isalpha()) and (
        last or not around.next.isalpha()
    )
    if word.spelling == "exact" and word.case != "lower":
        begun = _LEFT.match(around.left_letters) is not None
        titled = first or behind_paper or begun or around.is_bracketed
        clear = (word.case == "upper" and titled) or (behind_paper and last)
        if clear and not around.teaches:
            return "refuse"
        return "ask" if set_off or clear or word.case == "upper" else None
    if word.spelling == "exact" and behind_paper:
        return "ask"
    whole = first and last
    stands_out = word.case == "upper" and (set_off or first or around.before.islower())
    return "ask" if whole or stands_out or (behind_paper and last) else None


# --- verdict --------------------------------------------------------------------------


def judge(name: str, text: str) -> Verdict:
    """Say whether a paper may be kept, from its file name and its text.

    `refuse` for a clear stamp of Mật, Tối mật or Tuyệt mật; `ask` for a sign that only
    a person can tell (`MAT` without marks, an empty label, a form with all degrees);
    `accept` otherwise. `why` never repeats the paper. Source: Law 117/2025/QH15 art. 5.
    """
    doubt = ""
    for answer, why in itertools.chain(_in_name(name), _in_text(_Paper(text))):
        if answer == "refuse":
            return Verdict("refuse", why)
        doubt = doubt or why
    return Verdict("ask", doubt) if doubt else Verdict("accept", NO_MARK)


# --- door -----------------------------------------------------------------------------


def answer(line: str) -> dict[str, str]:
    """Answer one JSON line {name, text} with {verdict, why}, or {error}."""
    try:
        asked = json.loads(line)
        name, text = asked.get("name", ""), asked.get("text", "")
    except (ValueError, AttributeError, RecursionError):
        return {"error": "expected one JSON object with name and text"}
    if not (isinstance(name, str) and isinstance(text, str)):
        return {"error": "name and text must be strings"}
    verdict = judge(name, text)
    return {"verdict": verdict.verdict, "why": verdict.why}


def main(lines: Iterable[str] = sys.stdin) -> None:
    """Answer JSON lines of standard input on standard output, one for one."""
    for line in lines:
        print(json.dumps(answer(line)), flush=True)


if __name__ == "__main__":  # pragma: no cover
    main()
