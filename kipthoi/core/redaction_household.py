"""Find what leads to a home: its number in a register, its point on the map, its line.

Registers: Circular 55/2021/TT-BCA (residence), Law 60/2014/QH13 (civil status). Points
lie within Viet Nam: 8 to 24 degrees north, 102 to 118 east.
"""

import re
from collections.abc import Iterator

from kipthoi.core.normalise import Normalised
from kipthoi.core.redaction_numbers import Hit

_HOUSEHOLD = re.compile(
    r"(?<![a-z])(?:(?:so|ma|shk) (?:so )?(?:ho khau|ho gia dinh|hgd|ho ngheo|hn|"
    r"ho can ngheo|hcn|ho(?! so))|(?:so )?(?:ho khau|hk)(?: thuong tru)? so|so hk|shk|"
    r"so ho so cu tru|giay chung nhan ho (?:can )?ngheo(?: so)?)"
    r"(?: (?:so|la|cu|moi|cua|nha|gia dinh|toi|em|minh|ong|ba)){0,4} ?[:.]? ?"
    r"(?P<it>[a-z]{1,4}[ \-.]?\d{4,12}|\d{1,4}[/\-.]\d{4,9}|\d{6,12}|\d{3}(?: \d{3}){2,3})"
    r"(?![\d/])(?![.,]\d)(?! ?(?:ho|nguoi|nhan khau|thua|dong|dau)\b)"
)
_CIVIL = re.compile(
    r"(?<![a-z])(?:(?:giay |trich luc |ban sao )?(?:khai sinh|khai tu|chung tu|"
    r"ket hon|bao tu)|chung nhan ket hon|chung sinh|"
    r"xac nhan tinh trang hon nhan)(?: \(?(?:ban sao|trich luc)\)?)?"
    r"(?: cua [^\n\d:,;.]{1,30}?)? (?:so|quyen so|so dang ky)(?: dang ky)? ?[:.]? ?"
    r"(?P<it>\d{1,5}(?:[/\-]\d{2,4})?(?:-?[a-z]{0,2}\b)?)(?![\d/])"
)
_LATITUDE = r"(?:[89]|1\d|2[0-3])"
_LONGITUDE = r"1(?:0[2-9]|1[0-8])"
_POINT = re.compile(
    rf"(?<![\d.,])(?P<lat>{_LATITUDE}(?P<sign>[.,])\d{{3,10}}) ?°? ?(?:[nb]|do vi bac)?"
    rf"(?: ?[,;/&|] ?|(?:%2c)|[ \t]{{1,3}}| ?(?:-|va) ?|,? ?(?:lng|long|lon|kinh do"
    rf"|kd)[:= ]{{1,3}})"
    rf"{_LONGITUDE}(?P=sign)\d{{3,10}}(?!\d)(?: ?°)?(?: ?[ed]\b)?"
    rf"|(?<![\d.,]){_LONGITUDE}\.\d{{4,10}} ?°? ?e? ?[,;/ ] ?{_LATITUDE}\.\d{{4,10}}"
    rf"(?!\d)(?: ?°)?(?: ?n\b)?"
)
_ANGLE = r"(?:\d{1,2}(?:[.,]\d{1,6})? ?(?:'{1,2}|\"|”|phut|giay)? ?){0,2}"
_DEGREES = re.compile(
    rf"(?<!\d)(?:(?<![a-z])[nb] ?)?(?:{_LATITUDE} ?(?:°|º|do)(?! ?c) ?{_ANGLE}"
    rf"(?:[nb]|vi do bac|vi bac)?(?![a-z])"
    rf"[ ,;\-]{{1,4}}(?:va )?(?:[ed] ?)?){_LONGITUDE} ?(?:°|º|do) ?{_ANGLE}"
    rf"(?:[ed]\b|kinh do dong|kinh dong)?"
)
_LABELLED = re.compile(
    r"(?<![a-z])(?:vi do|latitude|lat|kinh do|longitude|long|lng)(?![a-z]) ?[:=]? ?"
    r"(?P<it>\d{1,3}[.,]\d{3,10})(?!\d)"
)
_PLUS_CODE = re.compile(
    r"(?<![A-Z\d+])(?=\d*[A-Z])(?:7P[\dA-Z]{2})?[2-9CFGHJMPQRVWX]{4}"
    r"\+[2-9CFGHJMPQRVWX]{2,3}(?![A-Z\d+])"
)
# A point of a road or a landslide is no home: a person decides.
_PUBLIC = re.compile(
    r"(?:quoc lo|ql ?\d|tinh lo|km ?\d|cau |cong trinh|sat lo|tru so|tram |moc |hien "
    r"truong|bao so|tam bao|ap thap|dong dat|ho thuy|lang co)"
)
_HOME_LINE = re.compile(
    r"(?<![a-z])(?:may ban|dien thoai(?: ban)?|dt(?: ban)?|sdt(?: ban)?|so(?: ban)?|"
    r"goi ve)(?: o)? (?:nha|cua) ?(?:rieng|toi|em|minh|chau|me|bo|tui|ong|ba)?[^\d]{0,6}"
    r"(?P<it>\(?(?:(?:\+|00)84\)?|0) ?2\d{1,2}\)?[ .\-]?(?:\d[ .\-]?){6,7}\d)(?!\d)"
)


def housed(form: Normalised) -> Iterator[Hit]:
    """Yield numbers of households, of civil status, points, and home telephones."""
    for pattern, kind, mode in (
        (_HOUSEHOLD, "household", "mask"),
        (_CIVIL, "staff_code", "propose"),
        (_HOME_LINE, "phone", "mask"),
        (_LABELLED, "location", "mask"),
    ):
        for found in pattern.finditer(form.folded):
            yield found.start("it"), found.end("it"), kind, mode
    for pattern in (_POINT, _DEGREES):
        for found in pattern.finditer(form.folded):
            yield found.start(), found.end(), "location", _mode(form, found)
    for found in _PLUS_CODE.finditer(form.text):
        yield found.start(), found.end(), "location", "propose"


def _mode(form: Normalised, found: re.Match[str]) -> str:
    before = form.folded[max(0, found.start() - 80) : found.start()]
    return "propose" if _PUBLIC.search(before) else "mask"
