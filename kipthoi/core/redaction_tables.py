"""Find personal data in rows: a heading tells its column, a person's row its cells.

Lists of people reach a union as tables (cells set apart by bars, tabs, semicolons) and
as lines ("- Họ tên – số"). A cell that is only a date or a number says nothing by
itself; under its heading, or beside an identity number, it does.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from kipthoi.core.normalise import Normalised
from kipthoi.core.redaction_names import is_full_name
from kipthoi.core.redaction_numbers import Hit

_SEPARATORS = re.compile(r"[|\t;│¦]| [-–] |, ")
_HEADINGS = {
    "birth_date": r"(?:ngay|nam|ngay thang|ngay thang nam|ngay,? thang,? nam) sinh|"
    r"ns|sn|"
    r"dob|date of birth|sinh|sinh ngay|sinh nam|n\.sinh",
    "bank_account": r"(?:so )?(?:stk|tai khoan|tk)(?: ngan hang)?|so tk|account.*|"
    r"so tai khoan.*",
    "phone": r"(?:so )?(?:sdt|dt|dien thoai)(?: lien he| di dong)?|phone|tel|mobile|"
    r"di dong|zalo",
    "national_id": r"(?:so )?(?:cccd|cmnd|cmt|can cuoc|cmnd ?/ ?cccd|cccd ?/ ?cmnd|"
    r"can cuoc cong dan|dinh danh)(?: ?/ ?ho chieu)?|so cc|id(?: no\.?)?",
    "social_insurance": r"(?:ma |so |ma so )?(?:so )?bhxh|ma so bao hiem",
    "health_card": r"(?:so |ma )?(?:the )?bhyt",
    "tax_code": r"mst|ma so thue|mst ca nhan",
    "passport": r"(?:so )?ho chieu|passport(?: no\.?)?",
    "plate": r"bien so(?: xe)?|bks|bien kiem soat",
    "name": r"ho (?:va |, )?ten|ten|hoten|full name|name|nguoi lao dong|chu tk|"
    r"ten chu tk|chu tai khoan",
    "address": r"dia chi|noi o|thuong tru|dia chi thuong tru|noi cu tru",
    "staff_code": r"(?:ma|ms) ?(?:nv|nhan vien|cn|cong nhan)|msnv|ma so",
}
_HEADING = re.compile(
    "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _HEADINGS.items())
)
_LEAST = {
    "birth_date": 2,
    "bank_account": 6,
    "phone": 7,
    "national_id": 9,
    "social_insurance": 9,
    "health_card": 9,
    "tax_code": 10,
    "passport": 6,
    "plate": 5,
}
"""Digits that a cell must have at least to be what its heading says."""
_BARS = re.compile(r"[|\t;│¦]")
_PROPOSED = ("name", "address", "staff_code")
_DAY = re.compile(
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?(?:(?:19[3-9]\d|200\d|2010))"
    r"|\d{1,2} thang \d{1,2},? nam (?:19[3-9]\d|20[01]\d)"
    r"|\d{1,2}[/.\-]\d{1,2}[/.\-]\d\d"
)
_DIGITS = re.compile(r"\d(?:[ .\-]?\d){7,18}")
_PLATE = re.compile(r"[1-9]\d ?-?[a-z]{1,2}\d?[ .\-]{0,3}(?:\d{4}|\d{3}[. ]?\d\d)")
_BANK = re.compile(
    r"(?:dear|hello|hi|kinh|\w{2,8}bank|ngan hang|bidv|acb|vib|msb|ocb|nh)(?![a-z])"
)
_MARKS = re.compile(r"\W*")
_PERSON = frozenset(
    ("phone", "national_id", "social_insurance", "bank_account", "passport", "tax_code")
)
_MOST_CELLS = 60

Cells = list[tuple[int, int]]


def tabled(form: Normalised, hits: list[Hit]) -> Iterator[Hit]:
    """Yield what stands in rows; *hits* is what was found without looking at rows."""
    masks = sorted(hit for hit in hits if hit[3] == "mask" and hit[2] in _PERSON)
    starts = [hit[0] for hit in masks]
    columns: dict[int, str] = {}
    at = 0
    for line in form.folded.split("\n"):
        cells = _cells(form, at, at + len(line))
        heading = _columns(form, cells)
        if len(heading) >= 2 and not _LEAST.keys().isdisjoint(heading.values()):
            columns = heading
        elif len(cells) < 2:
            columns = {}
        else:
            yield from _under(form, cells, columns)
            first = bisect_left(starts, at)
            if first < len(starts) and starts[first] < at + len(line):
                yield from _beside(form, cells, columns)
        at += len(line) + 1


def _cells(form: Normalised, start: int, end: int) -> Cells:
    """Return the bounds of the cells of a line, without the space around them."""
    cells: Cells = []
    begin = start
    for gap in _SEPARATORS.finditer(form.folded, start, end):
        cells.append((begin, gap.start()))
        begin = gap.end()
        if len(cells) > _MOST_CELLS:
            return []
    return [_trimmed(form.folded, one) for one in (*cells, (begin, end))]


def _trimmed(folded: str, cell: tuple[int, int]) -> tuple[int, int]:
    start, end = cell
    text = folded[start:end]
    left = len(text) - len(text.lstrip(" -+•*\r"))
    numbered = re.match(r"\d{1,3}[.)] +", text[left : left + 8])
    left += numbered.end() if numbered else 0
    return start + left, max(start + left, end - (len(text) - len(text.rstrip(" \r"))))


def _columns(form: Normalised, cells: Cells) -> dict[int, str]:
    found = {
        index: _HEADING.fullmatch(form.folded[start:end].rstrip(" .:"))
        for index, (start, end) in enumerate(cells)
        if end - start < 40
    }
    return {index: str(one.lastgroup) for index, one in found.items() if one}


def _under(form: Normalised, cells: Cells, columns: dict[int, str]) -> Iterator[Hit]:
    """Yield the cells that a heading tells, unless there is nothing to hide in them."""
    for index, kind in columns.items():
        start, end = cells[index] if index < len(cells) else (0, 0)
        text = form.folded[start:end]
        digits = sum(c.isdigit() for c in text)
        if kind in _PROPOSED and len(text) < 90 and len(_MARKS.sub("", text)) > 1:
            yield start, end, kind, "propose"
        elif digits >= _LEAST.get(kind, 99) and len(text) < 40:
            yield start, end, kind, "mask"


def _beside(form: Normalised, cells: Cells, columns: dict[int, str]) -> Iterator[Hit]:
    """Yield what a row that has an identity number or a telephone tells of its cells.

    Where there is a heading, a column it does not call a person's is none.
    """
    tabular = bool(cells) and _BARS.search(form.folded, cells[0][0], cells[-1][1])
    after_name = False
    for index, (start, end) in enumerate(cells):
        text = form.folded[start:end]
        named = is_full_name(form, start, end) and not _BANK.match(text)
        if named and index not in columns:
            yield start, end, "name", "propose"
        elif not columns and end - start < 40:
            yield from _told(text, start, bool(tabular) or after_name)
        after_name = named


def _told(text: str, start: int, sure: bool) -> Iterator[Hit]:
    """Yield a cell that is a day of birth, a plate or an account by its shape."""
    end = start + len(text)
    if _DAY.fullmatch(text):
        yield start, end, "birth_date", "mask" if sure else "propose"
    elif _PLATE.fullmatch(text):
        yield start, end, "plate", "mask"
    elif sure and _DIGITS.fullmatch(text) and not text.endswith("000"):
        yield start, end, "bank_account", "mask"
