"""Find numbers that lead to a person: by their shape, or by the word before them.

Shapes follow the numbering plan for telephones and Decree 137/2015 article 13 for
identity numbers; a nine-digit or account number is known by its context only.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from kipthoi.core.normalise import Normalised

Hit = tuple[int, int, str, str]
"""Start, end (in the normalised text), kind, mode."""

_GAP = r"[ ().\-_·•]{0,3}"
_PREFIX = rf"(?:3{_GAP}[2-9]|5{_GAP}[25689]|7{_GAP}[06-9]|8{_GAP}[1-9]|9{_GAP}\d)"
_MOBILE = re.compile(
    rf"(?<!\d)(?:\(?(?:\+ ?|00)84\)?{_GAP}(?:\(?0\)?{_GAP})?|\(?0{_GAP})"
    rf"{_PREFIX}(?:{_GAP}\d){{7}}(?!\d)"
    # Eleven digits were the shape until 2018; papers of those years keep them.
    r"|(?<!\d)01[2689]\d(?:[ .\-]?\d){7}(?!\d)"
    r"|(?<!\d)0[35789]\d{1,3}([,/_*~])\d{2,3}\1\d{2,4}(?:\1\d{2,3})?(?!\d)"
)
_BARE_84 = re.compile(r"(?<!\d)84[ .\-]?[35789]\d(?:[ .\-]?\d){7}(?!\d)")
_FOREIGN = re.compile(rf"\+(?!84)[1-9]\d{{0,2}}{_GAP}(?:\d{_GAP}){{6,11}}\d(?!\d)")
_LANDLINE = re.compile(
    rf"(?<!\d)\(?(?:(?:\+|00)84\)?{_GAP}|0)2\d{{1,2}}{_GAP}(?:\d{_GAP}){{6,7}}\d(?!\d)"
)
_MIXED = re.compile(rf"(?<![0-9a-zđ])0{_GAP}{_PREFIX}(?:{_GAP}\d){{7}}(?![0-9a-zđ])")
_LOOKALIKE = str.maketrans("oOlI|", "00111")
_CITIZEN = re.compile(
    r"(?<!\d)(?:\d{12}|0\d\d([ .\-])\d{3}\1\d{3}\1\d{3}|0\d{3}([ .\-])\d{4}\2\d{4}"
    r"|0\d{5}[ .\-]\d{6}|0\d\d([ .\-])\d\3\d\d\3\d{6}|0\d\d([ .\-])\d{3}\4\d{6}"
    r"|0\d\d[ .\-]\d{9})(?!\d)"
)
_CARD = re.compile(r"(?<!\d)[2-9]\d{3}([ \-])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?(?!\d)")
_DATE = re.compile(r"\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d\d(?!\d)")
# As typed, because "đóng" (pay in) is not "đồng".
_MONEY = re.compile(
    r" ?(?:đồng\b|dồng\b|dong\b|đ\b(?!/)|d\b(?!/)|vnđ|vnd|triệu|trieu|tỷ\b|tỉ\b|ty\b|"
    r"nghìn|nghin|ngàn|ngan dong|usd|\$|ti dong)",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,  ])\d{3})(?:\1\d{3})*$")

_BANK = (
    r"vietcombank|vcb|agribank|bidv|techcombank|tcb|mb ?bank|mb|acb|vp ?bank|sacombank|"
    r"stb|tp ?bank|viettinbank|vietinbank|ctg|vib|shb|hd ?bank|ocb|msb|lp ?bank|"
    r"lienvietpostbank|seabank|eximbank|kienlongbank|nam a bank|pvcombank|bac a bank|"
    r"abbank"
)
_WORDS = {
    "bank_account": r"so tai khoan|so tk|s\.?t\.?k|tai khoan ngan hang|so the(?: atm)?|"
    r"the atm|account(?: number)?|so tkhoan",
    "bank_hint": r"tai khoan|tk|ngan hang|chuyen khoan|ck|bank|banking|" + _BANK,
    "phone": r"sdt\w?|s\.d\.t|so dt|so d/t|dt|d/t|dthoai|dien thoai|phone|tel|di dong|"
    r"dd|lien he|lien lac|lh|goi|alo|zalo|viber|whatsapp|mobile|so ca nhan|fone|"
    r"so cua (?:toi|em|minh|chau|anh|chi)|nhan tin|momo|hotline|may ban",
    "national_id": r"cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh|so cc|cmndc?|"
    r"giay to tuy than|id card|identity card|c\.m\.n\.d|chung minh thu",
    "social_insurance": r"bhxh|bao hiem xa hoi|so bao hiem|ma so bh|ma bh|so so bh|"
    r"ma (?:so )?bao hiem",
    "health_card": r"bhyt|bao hiem y te|the bao hiem",
    "tax_code": r"mst|ma so thue|ma thue|tax code|mst ca nhan",
    "passport": r"ho chieu|passport|hc",
    "driving_licence": r"gplx|bang lai|giay phep lai xe|so bang lai",
    "staff_code": r"ma nhan vien|ma nv|ma so nv|msnv|manv|ma so nhan vien|"
    r"ma (?:so )?cong nhan|the cong nhan|so the nv|the doan vien|ma doan vien|"
    r"the dang(?: vien)?|ma (?:so )?hoc sinh|ma sinh vien|mssv|ma benh nhan|"
    r"ma kh|ma khach hang|ma dinh danh hoc sinh|ma bn|"
    r"so the nhan vien|ma the|the so|ma so (?:the )?doan vien",
    "neutral": r"so tien|tong|luong|gia|hoa don|van ban|cong van|quyet dinh|bien ban|"
    r"chi so|cong to|serial|so seri|so khung|so may|hop dong|ma ho so|ma don|phieu|"
    r"tien|dong|trieu|gan|ma tra cuu|bien so|lo hang|ma hang|ma san pham|ma van don|"
    r"doanh thu|kinh phi|thua dat|to ban do|dong ho|nghi dinh|thong tu|ma so du an|"
    r"barcode|ma vach|tong dai|duong day nong|to khai|hai quan|van don|don hang|"
    r"but toan|"
    r"lenh san xuat|ma giao dich|po|stt|so ho so|so phieu|cham cong|container|cont",
}
_CONTEXT = re.compile(
    r"(?<![a-z])(?:"
    + "|".join(f"(?P<{k}>{v})" for k, v in _WORDS.items())
    + r")(?![a-z])"
)
_LENGTHS = {
    "bank_account": (6, 19, ()),
    "bank_hint": (8, 19, ()),
    "phone": (7, 12, (10, 11, 9, 8, 7)),
    "national_id": (8, 13, (12, 9)),
    "social_insurance": (9, 13, (10, 12)),
    "health_card": (10, 15, (15, 10, 12)),
    "tax_code": (10, 14, (13, 10, 12)),
    "passport": (7, 9, ()),
    "driving_licence": (10, 12, (12,)),
    "staff_code": (4, 12, ()),
}
_LINK = re.compile(r"[ ,;/&\-]*(?:va|hoac|voi|hay|or|and)?[ ]*(?:so )?")
_JOINTS = frozenset((" ", ".", "-", "  ", ". ", " - "))
_BREAK = re.compile(r"[,.;\n\d]|so tien")
_BANK_AFTER = re.compile(
    rf"[ ,(\-]{{1,3}}(?:(?:ngan hang|nh|tai|bank)[ :]{{1,2}})?(?:{_BANK})(?![a-z])"
)
_WAYBILL = re.compile(
    r"(?<![a-z])(?:to khai|hai quan|van don|don hang|ma vach|barcode|but toan|"
    r"ma giao dich|lenh san xuat|hoa don|serial|so seri)(?![a-z])[^\d\n]{0,25}$"
)
_OWN_LETTERS = re.compile(
    r"(?:cccd|cmnd|cmt|cmtnd|cc|so|id|dd|bhxh|stk|tk|mst|sdt|dt|no|tel|zalo|gplx|a|la|"
    r"bhyt|hc|x|acb|vcb|mb|bidv|tcb|vib|ck|o|phone)"
)
_OTHER_CELL = re.compile(r"[|\t\n].*\d|\d.*[|\t\n]", re.DOTALL)
_LONG = re.compile(r"\d{6}")
_TAX_LABEL = re.compile(r"(?<![a-z])(?:mst|ma so thue)(?: ca nhan)?[ :.]{1,3}$")
_YEARS = re.compile(r"(?:19|20)\d\d[ .\-]{1,3}(?:19|20)\d\d$")


def shaped(form: Normalised) -> Iterator[Hit]:
    """Yield numbers whose shape alone tells what they are."""
    for found in _MOBILE.finditer(form.text):
        if not _DATE.match(found[0].strip("( ")):
            yield found.start(), found.end(), "phone", "mask"
    for found in _MIXED.finditer(form.text.translate(_LOOKALIKE)):
        typed = re.sub(r"[^\w|]", "", form.text[found.start() : found.end()])
        if not typed.isdecimal() and sum(c.isdecimal() for c in typed) >= 5:
            yield found.start(), found.end(), "phone", "mask"
    for pattern, kind, mode in (
        (_BARE_84, "phone", "mask"),
        (_FOREIGN, "phone", "mask"),
        (_CITIZEN, "national_id", "mask"),
        (_CARD, "bank_account", "mask"),
        (_LANDLINE, "landline", "propose"),
    ):
        for found in pattern.finditer(form.text):
            other = _is_amount(form, found) or _DATE.match(found[0])
            if not other and not (kind == "national_id" and _is_waybill(form, found)):
                yield found.start(), found.end(), kind, mode


def _is_waybill(form: Normalised, found: re.Match[str]) -> bool:
    """Tell the number of a parcel or a customs sheet from that of a citizen."""
    before = form.folded[max(0, found.start() - 45) : found.start()]
    return _is_glued(form, found.start()) or bool(
        found[0][0] != "0" and _WAYBILL.search(before)
    )


def _is_glued(form: Normalised, at: int) -> bool:
    """Return whether letters that name no kind of number run into it (SPXVN05…)."""
    letters = re.search(r"[a-z]{1,12}$", form.folded[max(0, at - 12) : at])
    return bool(letters and not _OWN_LETTERS.fullmatch(letters[0]))


def _is_amount(form: Normalised, found: re.Match[str]) -> bool:
    grouped = _GROUPED.match(found[0].lstrip("+ "))
    return bool(grouped or _MONEY.match(form.text, found.end()))


def in_context(form: Normalised) -> Iterator[Hit]:
    """Yield numbers told by the nearest word before them, and bare long ones."""
    atoms = list(re.finditer(r"\d+", form.text))
    words = list(_CONTEXT.finditer(form.folded))
    ends = [word.end() for word in words]
    done, last_end, last_kind = 0, -1, ""
    last = (0, 0)
    for index, atom in enumerate(atoms):
        if index < done:
            continue
        at = bisect_right(ends, atom.start())
        kind = _context(form.folded, words[max(0, at - 2) : at], atom.start())
        link = form.folded[max(last_end, atom.start() - 13) : atom.start()]
        near = last_kind and atom.start() - last_end < 13
        if near and kind in ("", "neutral") and _LINK.fullmatch(link):
            kind = last_kind
        if not kind and last_kind and _goes_on(form.folded, atom, last):
            kind = last_kind
        # Without a word, only a long number or one that starts with 0 says anything.
        mute = kind in ("", "neutral") and len(atom[0]) < 9 and atom[0][0] != "0"
        if mute or (not kind and len(atom[0]) < 3) or _is_fraction(form.text, atom):
            continue
        if len(atom[0]) > 8 and _is_glued(form, atom.start()):
            continue
        taken = _take(form, atoms, index, kind)
        if taken:
            done, last_end, last_kind, mode = taken
            last = (atom.start(), last_end)
            yield atom.start(), last_end, last_kind, mode


def _goes_on(folded: str, atom: re.Match[str], last: tuple[int, int]) -> bool:
    """Return whether the line below goes on with the list of the line before."""
    between = folded[last[1] : atom.start()] if atom.start() - last[1] < 90 else ""
    same = len(atom[0]) == last[1] - last[0] >= 8
    return same and between.count("\n") == 1 and not re.search(r"\d{3}", between)


def _context(folded: str, words: list[re.Match[str]], at: int) -> str:
    """Return the kind that the nearest of *words* before *at* tells about a number.

    "số tài khoản nhận tiền: …" stays an account although "tiền" stands nearer.
    """
    for word in reversed(words):
        gap = folded[word.end() : at]
        if len(gap) > 45 or "]" in gap or _LONG.search(gap):
            return ""
        if word.lastgroup == "bank_hint" and _OTHER_CELL.search(gap):
            return ""
        if word.lastgroup != "neutral":
            return (
                ""
                if word is not words[-1] and _BREAK.search(gap.rstrip(": \n"))
                else str(word.lastgroup)
            )
    return "neutral" if words else ""


def _is_fraction(text: str, atom: re.Match[str]) -> bool:
    """Tell a part of a date, a time or a document number from a number."""
    before, after = (
        text[max(0, atom.start() - 2) : atom.start()],
        text[atom.end() : atom.end() + 2],
    )
    short = len(atom[0]) < 5
    joined = re.search(r"\d[/:,]$", before) or re.match(
        r"[/:,][\dA-ZĐ]|[hg]\d|%", after
    )
    return bool(short and joined)


def _take(
    form: Normalised, atoms: list[re.Match[str]], index: int, kind: str
) -> tuple[int, int, str, str] | None:
    least, most, liked = _LENGTHS.get(kind, (9, 25, ()))
    ends = _joined(form.text, atoms, index, most)
    fitting = [(n, stop) for n, stop in ends if n >= least]
    if not fitting:
        return None
    ranked = [pair for length in liked for pair in fitting if pair[0] == length]
    count, stop = (ranked or fitting[-1:])[0]
    start, end = atoms[index].start(), atoms[stop].end()
    verdict = _judge(form, start, end, kind, count)
    return (stop + 1, end, *verdict) if verdict else None


def _joined(
    text: str, atoms: list[re.Match[str]], index: int, most: int
) -> list[tuple[int, int]]:
    """Return (digits so far, last atom) for each way to go on with one joint."""
    count, joint = len(atoms[index][0]), ""
    ways = [(count, index)] if count <= most else []
    for nearby in range(index + 1, min(index + 19, len(atoms))):
        gap = text[atoms[nearby - 1].end() : atoms[nearby].start()]
        # A solid long number ends where it ends; what follows is another thing.
        whole = nearby == index + 1 and count >= 8 and gap != "-"
        if whole or gap not in _JOINTS or (joint and gap != joint):
            break
        joint = gap
        count += len(atoms[nearby][0])
        if count > most:
            break
        ways.append((count, nearby))
    return ways


def _judge(
    form: Normalised, start: int, end: int, kind: str, count: int
) -> tuple[str, str] | None:
    text = form.text[start:end]
    amount = bool(_MONEY.match(form.text, end) or _GROUPED.fullmatch(text))
    dated = bool(_DATE.match(text) or _YEARS.match(text))
    hotline = bool(re.match(r"1[89]00", text) and count <= 10)
    coded = bool(re.search(r"[A-Za-zĐ0-9][/\-]$", form.text[max(0, start - 2) : start]))
    if dated or (hotline and kind in ("", "phone", "neutral", "landline")):
        return None
    if kind == "phone":
        return _judge_phone(form.folded, start, text, count, amount)
    if kind in ("", "neutral", "landline", "long_digits"):
        solid = text.isdecimal() or (text[0] == "0" and min(_sizes(text)) >= 3)
        if count >= 8 and not amount and _BANK_AFTER.match(form.folded, end):
            return None if text[-6:] == "000000" else ("bank_account", "mask")
        plain = kind != "neutral" and solid and not amount and not coded
        return ("long_digits", "propose") if plain else None
    if kind == "bank_hint":
        round_sum = text.endswith("000000") and not text.startswith("0")
        return None if amount or round_sum else ("bank_account", "mask")
    if kind == "staff_code":
        year = count == 4 and text[:2] in ("19", "20")
        return None if year or amount else ("staff_code", "propose")
    # Without marks "dong" is also "đóng": an identity number is not a round sum.
    said = kind == "tax_code" and _TAX_LABEL.search(form.folded[:start][-24:])
    sure = kind in ("national_id", "social_insurance") or said
    sure = sure and text[-3:] != "000"
    return None if amount and not sure else (kind, "mask")


def _judge_phone(
    folded: str, start: int, text: str, count: int, amount: bool
) -> tuple[str, str] | None:
    if amount:
        return None
    if text.startswith("02") or count < 9:
        return "landline", "propose"
    return "phone", "mask"


def _sizes(text: str) -> list[int]:
    return [len(group) for group in re.findall(r"\d+", text)]
