"""Find what is known by its pattern: mail, accounts, plates, cards, birth."""

import re
from collections.abc import Iterator

from kipthoi.core.normalise import Normalised
from kipthoi.core.redaction_numbers import Hit
from kipthoi.core.redaction_words import NOT_BORN, UNITS

_AT = re.compile(
    r" ?@ ?| ?[(\[{<] ?(?:at|a ?cong|a ?moc|@) ?[)\]}>] ?| (?:at|a ?cong|a ?moc) "
)
_LOCAL = re.compile(r"[\w.%+\-]{1,64}$")
_DOMAIN = re.compile(
    r"[\w\-]{1,63}(?:(?:\.| \. ?| (?:cham|dot) | ?[(\[{](?:dot|cham|\.)[)\]}] ?)"
    r"[a-z][\w\-]{1,62}){1,5}"
)
_PROVIDER = re.compile(
    r"(?:g ?mail|yahoo|hotmail|outlook|icloud|ymail|proton(?:mail)?|live|zohomail)"
    r"(?:(?: ?[.,] ?| cham | dot | )(?:com|vn|me|net)\b(?:\.vn\b)?)?"
)
_ACCOUNT = re.compile(
    r"(?:https?://)?(?:www\.|m\.|web\.|vi-vn\.)?(?:facebook|fb|messenger|zalo|t|m|"
    r"instagram|tiktok|telegram|linkedin|youtube|x|twitter|threads)\.(?:com|me|net)/"
    r"[^\s,;)\]\"']{2,120}"
    r"|(?<![\w.@])@[a-z][\w.]{3,40}"
)
_HANDLE = re.compile(
    r"(?<![a-z])(?:facebook|fb|face|zalo|telegram|tele|viber|instagram|insta|tiktok|"
    r"skype|nick(?: ?name)?|messenger|wechat|line id|zalo id|kakao(?: ?talk)?|"
    r"wechat id)"
    r"(?: (?:cua|toi|em|minh|chau|anh|chi|la|ten|id|nick|zalo|fb|facebook)){0,4} "
    r"?[:=]? ?"
    r"(?P<it>@?(?=[a-z0-9.:]{0,30}[_0-9]|[a-z]+\.[a-z]{3})[a-z][a-z0-9._:]{3,40})"
    r"(?![a-z])"
)
_NICK = re.compile(
    r"(?<![a-z])(?:nick(?: ?name)?|ten|id|tk|tai khoan)(?: (?:zalo|face|fb|facebook|"
    r"tiktok|telegram)){1,2}(?: (?:cua )?(?:toi|em|minh|e|m|con))? ?(?:[:=]|la) ?"
    r"(?!to |nhom |hoi |cong |ubnd|khong)(?P<it>[^\W\d][^\n,;|.:()\t]{1,30})"
)
_PLATE = re.compile(
    r"(?<![A-Za-z0-9/.,Đđ])(?<!\d-)(?:1[1-9]|[2-9]\d)(?P<a>[ .\-]{0,3})"
    r"(?P<l>[A-ZĐa-zđ]{1,2}\d?|[A-Z]\d)(?P<b>[ .\-]{0,3})"
    r"(?P<n>\d{3}[. ,]?\d{2}|\d{4})(?![\dA-Za-z/])(?![.,]\d)"
    r"|(?<![\d\-])\d\d-(?:NG|NN|QT|CV)-\d{3}-\d\d(?!\d)"
    r"|(?<![A-Za-z])(?P<army>[A-Z]{2})[ \-]\d\d[ \-]\d\d(?!\d)"
)
_PLATE_WORD = re.compile(
    r"(?<![a-z])(?:bien (?:so|kiem soat)|bks|bsx|bs|bien xe|xe|o ?to|xe may|moto|bien)"
    r"(?![a-z])[^\d]{0,25}$"
)
_HEALTH = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}|(?:dn|hn|ch|gd|hs|te|tq|ht|bt|ck|cn|tk|sv|hx|nn|hc))"
    r"[ \-.]{0,2}[1-5][ \-.]{0,2}\d\d(?:[ \-.]{0,2}\d){10}(?!\d)"
)
_PASSPORT = re.compile(r"(?<![A-Za-z0-9\-/])[A-Z] ?\d{7,8}(?![\dA-Za-z/\-])")
_PASSPORT_WORD = re.compile(
    r"(?<![a-z])(?:ho chieu|passport|hc|pp(?= ?[:.]))(?![a-z])[^\d\]]{0,35}$"
)
# Other states number theirs with letters among the digits, up to ten signs.
_PASSPORT_LOW = re.compile(
    r"(?<![a-z])(?:ho chieu|passport)(?![a-z])[^\d\n\]]{0,20}?(?P<it>\b(?:[a-z] "
    r"?\d{7,8}|(?=(?:[a-z]*\d){5})[a-z]{1,3}[a-z\d]{6,9}))(?![a-z\d])"
)
_LICENCE = re.compile(
    r"(?<![a-z])(?:gplx|bang lai(?: xe)?|giay phep lai xe)(?![a-z])[^\d\n\]]{0,12}?"
    r"(?P<it>\b[a-z]{1,2}[ \-]?\d{6,9})(?![a-z\d])"
)
_CODE = re.compile(
    r"(?<![a-z])(?:ma (?:so )?(?:nhan vien|nv|cong nhan|khach hang|kh|benh nhan|bn|"
    r"doan vien|hoc sinh|sinh vien)|msnv|mssv|the (?:nhan vien|doan vien|cong nhan))"
    r"(?: (?:cua|toi|em|minh|so|la)){0,3} ?[:.]? ?"
    r"(?P<it>[a-z]{1,5}[\-.]?\d[a-z0-9\-]{2,14})(?![a-z0-9])"
)

_ALIAS = re.compile(
    r"(?<![a-z])(?:so tai khoan|so tk|stk)(?: [a-z]+){0,3} ?[:.]? ?"
    r"(?P<it>(?=[a-z]{0,8}\d)[a-z0-9]{8,19})(?![a-z0-9])"
)
# A narrow sheet breaks a number in two.
_PHONE_BROKEN = re.compile(
    r"(?<![a-z])(?:sdt|dt|dien thoai|so|goi|tel|phone|lien he|"
    r"zalo)(?![a-z])[^\d\n]{0,15}"
    r"(?P<it>0[35789]\d(?:\d \n?\d{3}|\d\n\d{3}|\d[ .]?\d{3}\n| ?\d{3}\n"
    r"|\n\d{3})[ .]?\n?\d{3,4})(?![\d.,])"
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mung |mong |ngay )?\d{1,2}"
_YEAR = r"(?:1[89]|20)\d\d"
_CYCLE = (  # the sixty years: Nhâm Dần
    r"(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy) "
    r"(?:ty|ti|suu|dan|mao|meo|thin|ngo|mui|than|dau|tuat|hoi)"
)
_FULL = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\.?,? {_YEAR}"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}"
    rf"|{_DAY} ?[/.\-] ?\d{{1,2}} ?[/.\-] ?(?:{_YEAR}|\d\d)|{_YEAR}-\d\d?-\d\d?"
    rf"|{_DAY} ?(?:,? ?thang) ?\d{{1,2}}(?: ?,? ?(?:nam )?(?:{_YEAR}|\d\d)|/{_YEAR})?"
    rf"|(?:thang )?\d{{1,2}} ?[/.\-] ?{_YEAR}|thang \d{{1,2}},? nam {_YEAR}"
    rf"|(?:{_CYCLE}[ ,(]{{1,2}})?{_YEAR})"
    r"(?![\d])(?!/\d)"
)
_SHORT = (
    r"(?:\d{1,2} ?[/.\-] ?\d{1,2}|'?\d\d)(?!\d)"
    r"(?! ?[.,/]\d)(?! ?(?:con|nguoi|tuoi|dua))"
)
_OF = (
    r"(?: (?:cua|chau|be|con|toi|em|anh|chi|vo|chong|ong|ba|me|bo|minh|la|ghi|tren|"
    r"cccd))"
)
_BORN = re.compile(
    rf"(?:\b(?:ngay,? ?(?:thang,? ?)?(?:nam )?|nam |ng\.? ?)sinh{_OF}{{0,4}}"
    rf"(?: ?\([^)\d\n]{{1,20}}\))?|\b(?:d\.?o\.?b|n\.s|ngs|date of birth|"
    rf"born(?: on| in)?|s\.?n))"
    rf"\s{{0,3}}[:=(.,\-|]?\s{{0,2}}(?:la |vao |ngay )?(?P<it>{_FULL}|{_SHORT})"
    rf"|\bns ?[:.]? ?(?P<ns>{_FULL})"
    rf"|\bngay sinh (?!chu tich|bac|nhat|hoat|vien|thanh|dang|"
    rf"hoc)[^\d\n\].;,]{{1,30}}(?P<far>{_FULL})"
)
_BORN_BARE = re.compile(
    rf"\bsinh(?: ra)?(?:(?: (?:ngay|nam|vao|hoi|luc|hom|dem|dip)){{1,3}}\s?[:=(]?\s?"
    rf"(?P<short>{_FULL}|{_SHORT})|\s?[:=(]?\s?(?P<bare>{_FULL}))"
)
_AGED = re.compile(rf"\b(?:tuoi ?:? ?\d{{1,3}}|\d{{1,3}} tuoi) ?\((?P<it>{_YEAR})\)")
_NAMED_AFTER = re.compile(
    r"(?<![\d.,/\-])(?P<it>\d{9,15}) ?\( ?(?:so |ma |the )?(?:(?P<health>bhyt)|"
    r"(?P<social>bhxh)|(?P<tax>mst)|cccd|cmnd|cmt)\b"
)
_SHORT_NAMES = {
    "health": "health_card",
    "social": "social_insurance",
    "tax": "tax_code",
}
_BORN_TYPED = re.compile(  # "đẻ", which without its mark is "để"
    rf"\b[đĐ]ẻ (?:năm|ngày|hồi) (?P<it>\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{2,4}}|"
    rf"{_YEAR})(?!\d)"
)
_BEFORE = re.compile(r"([a-z]+)[ ]+$")
_SAID = (
    "khong|khoong|ko|hong|zero|oh|one|two|three|four|five|six|seven|eight|nine|"
    "mot|mots|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin"
)
_SPOKEN = re.compile(
    rf"(?<![a-z\d])(?:(?:{_SAID}|muoi|tram|linh|le|"
    rf"\d{{1,3}})(?![a-z\d])[ ,.\-]{{1,3}}){{5,40}}"
    rf"(?:{_SAID}|muoi|\d{{1,3}})(?![a-z\d])"
)


def patterned(form: Normalised) -> Iterator[Hit]:
    """Yield everything that one pattern tells, with or without a word before it."""
    yield from _mails(form.folded)
    yield from _births(form.folded)
    for found in _BORN_TYPED.finditer(form.text):
        yield found.start("it"), found.end("it"), "birth_date", "mask"
    yield from _plates(form)
    yield from _spoken(form)
    for found in _PASSPORT.finditer(form.text):
        window = form.folded[max(0, found.start() - 45) : found.start()]
        mode = "mask" if _PASSPORT_WORD.search(window) else "propose"
        yield found.start(), found.end(), "passport", mode
    for pattern, kind, mode in (
        (_ACCOUNT, "account", "mask"),
        (_HANDLE, "account", "mask"),
        (_PASSPORT_LOW, "passport", "mask"),
        (_LICENCE, "driving_licence", "mask"),
        (_NICK, "account", "mask"),
        (_PHONE_BROKEN, "phone", "mask"),
        (_ALIAS, "bank_account", "mask"),
        (_CODE, "staff_code", "propose"),
        (_AGED, "birth_date", "mask"),
        (_BORN, "birth_date", "mask"),
    ):
        for found in pattern.finditer(form.folded):
            group = found.lastgroup or 0
            yield found.start(group), found.end(group), kind, mode
    for found in _NAMED_AFTER.finditer(form.folded):
        kind = _SHORT_NAMES.get(str(found.lastgroup), "national_id")
        yield found.start("it"), found.end("it"), kind, "mask"
    for found in _HEALTH.finditer(form.text):
        yield found.start(), found.end(), "health_card", "mask"


def _births(folded: str) -> Iterator[Hit]:
    for found in _BORN_BARE.finditer(folded):
        before = _BEFORE.search(folded[max(0, found.start() - 10) : found.start()])
        if not before or before[1] not in NOT_BORN:
            group = str(found.lastgroup)
            yield found.start(group), found.end(group), "birth_date", "mask"


def _mails(folded: str) -> Iterator[Hit]:
    for sign in _AT.finditer(folded):
        local = _LOCAL.search(folded[max(0, sign.start() - 64) : sign.start()])
        if not local:
            continue
        known = _PROVIDER.match(folded, sign.end())
        domain = _DOMAIN.match(folded, sign.end())
        spelled = sign[0][0] == " " and sign[0][-1] == " " and "@" not in sign[0]
        lopsided = "@" in sign[0] and sign[0][0] == " " and sign[0][-1] != " "
        if known or (domain and not spelled and not lopsided):
            end = max(found.end() for found in (known, domain) if found)
            start = sign.start() - len(local[0].lstrip(".-"))
            yield min(start, sign.start()), end, "email", "mask"


def _plates(form: Normalised) -> Iterator[Hit]:
    for found in _PLATE.finditer(form.text):
        window = form.folded[max(0, found.start() - 40) : found.start()]
        said = _PLATE_WORD.search(window)
        if said or (not found["army"] and _is_plate(found)):
            yield found.start(), found.end(), "plate", "mask"


def _is_plate(found: re.Match[str]) -> bool:
    """Judge a plate without a word before it: it must look like nothing else."""
    letters, number = found["l"], found["n"]
    if letters.rstrip("0123456789") in UNITS and found["b"] in ("", " "):
        return len(number) == 6 and number[3] == "." and found["a"] != " "
    capital = letters[0].isupper() and letters == letters.upper()
    if len(number) == 4 and (found["b"] or letters[-1].isalpha()):
        return capital and found["b"] == "-"
    if capital:
        return " " not in found["a"] or "-" in found[0] or letters[-1].isdecimal()
    return number[3] in ".," or "-" in found["b"]


def _spoken(form: Normalised) -> Iterator[Hit]:
    for found in _SPOKEN.finditer(form.folded):
        words = re.findall(r"[a-z]+|\d", found[0])
        digits = [w for w in words if w not in ("muoi", "tram", "linh", "le")]
        if len(digits) < 8 or sum(word.isalpha() for word in digits) < 4:
            continue
        nil = digits[0] in ("khong", "khoong", "ko", "hong", "zero", "oh", "0")
        window = form.folded[max(0, found.start() - 40) : found.start()]
        if re.search(
            r"(?<![a-z])(?:stk|so tk|tai khoan|so the)(?![a-z])[^\d\]]*$", window
        ):
            yield found.start(), found.end(), "bank_account", "mask"
        elif nil and len(digits) >= 12:
            yield found.start(), found.end(), "national_id", "mask"
        elif (nil and len(digits) >= 8) or re.search(
            r"(?<![a-z])(?:sdt|dien thoai|so dt|goi|zalo|lien he|number|"
            r"phone)(?![a-z])[^\d\]]*$",
            window,
        ):
            yield found.start(), found.end(), "phone", "mask"
        elif len(set(digits)) > 2:
            yield found.start(), found.end(), "long_digits", "propose"
