"""Propose where a person lives: house, lane, hamlet, flat, and what a label announces.

A hamlet by itself is a public place ("thôn Đoài mất điện"); it leads to a person behind
a word of dwelling, at the head of a line, or before its commune.
"""

import re
from collections.abc import Iterator

from kipthoi.core.normalise import Normalised
from kipthoi.core.redaction_numbers import Hit
from kipthoi.core.redaction_words import NOT_HAMLET

_NUMBER = r"(?:so )?\d{1,5}[a-z]?\d?(?:[/\-]\d{1,4}[a-z]?\d?){0,5}(?![\da-z%])"
_BIRTH = r" ?[:.]? ?(?:(?:19|20)?\d\d(?![\d/])|\d{1,2}[./\-]\d{1,2}[./\-])"
_HOUSE = re.compile(
    rf"(?<![a-z])(?:(?:so nha|nha so|s/?n(?!{_BIRTH})|ngo|ngach|hem|kiet|to dan pho|"
    rf"tdp|so phong|phong tro(?: so)?|can ho(?: so)?|ki ?ot|day tro(?: so)?)"
    rf"[ :.]{{0,2}}{_NUMBER}"
    rf"|(?:nha )?{_NUMBER},? (?=(?P<way>(?:duong|pho|d\.|ngo|hem|kiet) ?)[a-z\d]))"
)
_STREET = re.compile(
    r"(?<![\w/.])(?:[sS]ố |K)?\d{1,4}[A-Za-z]?(?:/\d{1,4}[A-Za-z]?){0,5},? "
    r"(?:(?:[đĐ]ường|[pP]hố|duong|pho|[đĐ]\.|ngõ|hẻm|kiệt) ?)(?!ĐT|DT|QL|TL)"
    r"(?:[A-ZĐÀ-Ỹ]\w*|\d\w*(?:/\d{1,3})?(?:,? (?:đường|phố|ngõ|hẻm|kiệt) "
    r"[A-ZĐÀ-Ỹ\d]\w*)?)(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*){0,4}"
    r"|(?<![\w/.])(?:số |K)?\d{1,4}[A-Za-z]?(?:/\d{1,4}[A-Za-z]?){1,5},? "
    r"[A-ZĐÀ-Ỹ][a-zà-ỹ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹ]+){1,4}(?: (?:street|st|road|ward))?"
    r"|(?:(?<=ở )|(?<=tại )|(?<=chỉ )|(?<=chỉ: )|(?<=trú )|(?<=trú: ))(?:số "
    r")?\d{1,4}[A-Z]? "
    r"[A-ZĐÀ-Ỹ][a-zà-ỹ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹ]+){1,4}"
)
_DATED_STREET = re.compile(  # the streets 3 tháng 2, 30/4
    r"(?<![a-z\d/.])\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?){0,5},? (?:duong |pho )"
    r"\d{1,2}(?: ?thang ?|/)\d{1,2}(?! ?nam|/|\d)"
)
_DWELL = (
    r"(?:nha(?: (?:toi|em|minh|tui|chau|rieng))?(?: o)?|tru(?: tai)?|ngu(?: tai)?|que"
    r"(?: quan)?(?: o)?|dia chi|d/c|thuong tru(?: tai)?|tam tru(?: tai)?|o tro(?: tai)?"
    r"|phong tro|o tai|sinh song tai|cu tru tai|ho khau(?: tai)?|song o|o)"
)
_HAMLET = re.compile(
    r"(?<![a-z])(?:thon|ap|xom|ban|buon|bon|lang|khu pho|kp\.?|khu|to|doi|khom|soc|"
    r"phum|plei|phun|tdp|to dan pho|khoi|"
    r"cum)(?: so)? (?P<it>\d{1,3}[a-z]?(?![\d/:.,]\d)"
    r"|[a-zđ'][a-zđ']{0,8}(?: [a-zđ'][a-zđ']{0,8}){0,3}(?: \d{1,2})?)(?![a-z\d])"
)
_DWELLING = re.compile(rf"(?<![a-z]){_DWELL}[ ]?:?[ ]$")
_TEAM = re.compile(r"(?:to|doi|khu(?! pho)|cum|khoi) ")
_EDGE = re.compile(r"(?:^|[\n|\t])[ \d.)\-+]{0,6}$")
_COMMUNE = re.compile(
    r",? ?(?:thon|ap|xom|xa|phuong|khu pho|kp|khom|thi tran|tt\.|p\.|x\.|"
    r"huyen)(?![a-z])"
)
_STOPS = re.compile(r" *(?:[,;.|\t\n)]|$)")
_UNIT = (
    rf"(?:(?:so nha|nha so|so|lo|can|can ho|phong|tang|toa(?: nha)?|block|to|doi|khu|"
    rf"day|cum|khoi)[ ]{_NUMBER}|(?:lo|day|toa|block|khu)[ ][a-z]\d{{0,3}}(?![a-z\d])"
    r"|[a-z]{1,3}\d{0,2}[a-z]?[\-.]?\d{3,5}(?= (?:chung cu|toa|ktx|ky tuc xa))"
    rf"|can ho[ ][a-z]{{0,2}}\d{{1,5}}(?:[.\-]\d{{1,3}})?)"
)
_HOME = (
    rf"(?:(?:hem|ngo|ngach|kiet|khu pho|kp|ap|thon|xom|khom|buon|tdp|to dan pho)"
    rf"[ .]{{0,2}}{_NUMBER}|(?:chung cu|ktx|ky tuc xa|kdc|khu dan cu|khu nha o|khu tro|"
    rf"nha tro|pho|duong|ap|thon|xom|khom|buon)[ ][a-z]{{1,8}}(?:[ ][a-z]{{1,8}})?)"
)
_CHAIN = re.compile(
    rf"(?<![a-z\d/])(?<!quoc )(?<!tinh )(?:{_UNIT},? (?:{_UNIT},? )?{_HOME}|"
    rf"{_HOME},? {_UNIT})(?! ?(?:dt|ql|tl) ?\d)"
)
_LABEL = re.compile(
    r"(?<![a-z])(?:(?:dia chi|noi o|noi cu tru|noi dang ky thuong tru|cho o|thuong tru|"
    r"tam tru|ho khau(?: thuong tru)?|dang tru|tru quan|address|d/c|dc|que quan)"
    r"(?: (?:nhan (?:qua|hang|thu|luong)|giao hang|hien nay|hien tai|lien he|"
    r"nhan thu|thuong tru|tam tru|nha|cu|moi|tai|"
    r"so|la)"
    r"){0,2} ?[:=|\t] ?|i live at |(?:thuong tru|tam tru|cu tru|ngu|tru) (?:tai |o )|"
    r"(?<=dia chi )(?=\d|so |to |ap |thon |xom ))"
    r"(?P<it>[^\n|\t;:]{3,90})"
)
_LABEL_END = re.compile(
    r"[,.]? *\(?(?:so )?(?:dien thoai|sdt|dt|sd9|tel|phone|zalo|email|cccd|cmnd|"
    r"so cccd)"
    r"(?![a-z])|\. |, (?:sinh|la|lam|toi|em|hien|cong nhan)(?![a-z])"
)
_NO_STREET = re.compile(r"(?:huyet|truyen|mia|kinh|cat|tron|day|ong|dt ?\d)")
_NO_PLACE = re.compile(
    r"(?:van phong|tru so|ubnd|uy ban|cong ty|nha van hoa|o dau|nao|email|http|www|"
    r"so \d+ phong|lien doan|khong|cua|nay|gi)(?![a-z])"
)


def placed(form: Normalised) -> Iterator[Hit]:
    """Yield addresses, each as a proposal."""
    for start, end in _spans(form):
        yield start, end, "address", "propose"


def _spans(form: Normalised) -> Iterator[tuple[int, int]]:
    for found in _HOUSE.finditer(form.folded):
        named = found["way"] is None or _is_named(form, found.end("way"))
        if named:
            yield found.span()
    for found in _STREET.finditer(form.text):
        yield found.span()
    for found in _DATED_STREET.finditer(form.folded):
        yield found.span()
    for found in _CHAIN.finditer(form.folded):
        yield found.span()
    for found in _HAMLET.finditer(form.folded):
        yield from _hamlet(form, found)
    for found in _LABEL.finditer(form.folded):
        stop = _LABEL_END.search(found["it"])
        if not _NO_PLACE.match(found["it"]):
            size = stop.start() if stop else len(found["it"])
            yield found.start("it"), found.start("it") + size


def _is_named(form: Normalised, at: int) -> bool:
    """Tell "đường Lê Lợi" from "đường huyết": in small letters only if all is."""
    if _NO_STREET.match(form.folded, at):
        return False
    return not form.text[at : at + 1].islower() or form.text.islower()


def _hamlet(form: Normalised, found: re.Match[str]) -> Iterator[tuple[int, int]]:
    start, at = found.start(), found.start("it")
    numbered = form.folded[at].isdigit()
    end = found.end() if numbered else _capitals(form, at, found.end())
    if end == at or found["it"].split()[0] in NOT_HAMLET:
        return
    before = form.folded[max(0, start - 30) : start]
    edge = _EDGE.search(before) and _STOPS.match(form.folded, end)
    commune = _COMMUNE.match(form.folded, end)
    team = _TEAM.match(found[0]) and before.endswith("o ") and "tro" not in before
    if team:
        return
    dwelling = _DWELLING.search(before) and form.text[start - 2 : start] != "ô "
    if dwelling or commune or (edge and not numbered):
        yield start, end


def _capitals(form: Normalised, at: int, stop: int) -> int:
    """Return where the capitalised words from *at* on end; *at* if there is none."""
    end = at
    for word in re.finditer(r"\S+", form.text[at:stop]):
        if not (word[0][0].isupper() or (end > at and word[0].isdigit())):
            break
        end = at + word.end()
    return end
