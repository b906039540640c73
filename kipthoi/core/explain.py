"""The end of a time limit as a value, and why it is what it is, in words.

`parts` turns a `Due` into a tuple of JSON objects that is stored with the clock;
`render` says them in Vietnamese or English, also years later and without a calendar.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from kipthoi.core.calendar import Hours

Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day off that was left out: `reason` is weekend or holiday."""

    day: date
    reason: str
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a time limit and what led to it.

    `due` is the last day to act (for hours: the instant); `nominal` the end before it
    moved from a day off. `skipped` are the days off left out, `made_up` the make-up
    days that counted. The end is a guess if days of the years `unknown` (not entered)
    or `undecreed` decide about it. `begins` and `hours` are set for working hours: the
    moment from which they ran, and the spans of the body's day. Days are of
    Asia/Ho_Chi_Minh, instants naive wall time there.
    """

    due: date
    nominal: date
    start: date
    n: int | str
    unit: str
    sense: str = "due"
    skipped: tuple[Skipped, ...] = ()
    made_up: tuple[date, ...] = ()
    unknown: tuple[int, ...] = ()
    undecreed: tuple[int, ...] = ()
    begins: datetime | None = None
    hours: Hours = ()

    @property
    def provisional(self) -> bool:
        """Return whether days that nobody has decreed yet may move the end."""
        return bool(self.unknown or self.undecreed)


# --- Parts ----------------------------------------------------------------------------


def parts(due: Due, law: str = "", article: str = "") -> tuple[dict[str, Any], ...]:
    """Return why a limit ends when it does, as JSON objects in the order of saying.

    `law` and `article` are in Vietnamese, as the rule's row has them. Every object has
    a key `part`; days are ISO text; `year` is the year that need not be said again.
    """
    found = [_term(due)]
    if due.begins is not None:
        found.append(_within(due, due.begins))
    holidays = [_holiday(day) for day in due.skipped if day.reason == "holiday"]
    if due.nominal != due.due:
        ends = {"nominal": due.nominal.isoformat(), "due": due.due.isoformat()}
        found.append({"part": "rolled", **ends, "days": holidays})
    elif due.skipped:
        rest = {day.day.weekday() for day in due.skipped if day.reason == "weekend"}
        found.append({"part": "skipped", "weekdays": sorted(rest), "days": holidays})
    if due.made_up:
        days = [day.isoformat() for day in due.made_up]
        found.append({"part": "made_up", "days": days})
    if due.provisional:
        years = {"undecreed": list(due.undecreed), "unknown": list(due.unknown)}
        found.append({"part": "provisional", **years})
    if law:
        found.append({"part": "law", "law": law, "article": article})
    return tuple({**part, "year": due.start.year} for part in found)


def _term(due: Due) -> dict[str, Any]:
    return {
        "part": "term",
        "n": due.n,
        "unit": due.unit,
        "start": due.start.isoformat(),
        "nominal": due.nominal.isoformat(),
    }


def _within(due: Due, begins: datetime) -> dict[str, Any]:
    spans = [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in due.hours]
    moved = begins.isoformat() if begins != due.start else None
    return {"part": "within", "hours": spans, "begins": moved}


def _holiday(off: Skipped) -> dict[str, str]:
    return {"day": off.day.isoformat(), "vi": off.name, "en": off.name_en or off.name}


def _runs(days: Iterable[Mapping[str, str]], lang: str) -> list[tuple[date, date, str]]:
    """Join neighbouring days of one name: first, last, name."""
    runs: list[tuple[date, date, str]] = []
    for entry in days:
        day, name = date.fromisoformat(entry["day"]), entry[lang]
        if runs and runs[-1][1] + timedelta(days=1) == day and runs[-1][2] == name:
            runs[-1] = (runs[-1][0], day, name)
        else:
            runs.append((day, day, name))
    return runs


def _named(text: str, name: str) -> str:
    return f"{text} ({name})" if name else text


def _listed(items: Sequence[str], last: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


# The seed names the body's own rules so; what follows is for officers.
_OWN_RULES = "Quy chế của đơn vị"


# --- Vietnamese -----------------------------------------------------------------------

_THU = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def vi(part: Part) -> str:
    """Return one part in Vietnamese."""
    return _VI[part["part"]](part)


def _ngay(text: str | date, year: int | None = None) -> str:
    day = date.fromisoformat(text[:10]) if isinstance(text, str) else text
    short = f"{day.day:02}/{day.month:02}"
    return short if day.year == year else f"{short}/{day.year}"


def _thu(text: str, year: int | None) -> str:
    return f"{_THU[date.fromisoformat(text[:10]).weekday()]} {_ngay(text, year)}"


def _vi_term(part: Part) -> str:
    n, unit, start = part["n"], part["unit"], _ngay(part["start"])
    if unit == "month_end":
        return f"đến hết ngày cuối cùng của tháng {_ngay(part['nominal'])[3:]}"
    if unit == "date":
        return f"ngày {n[3:]}/{n[:2]} đầu tiên sau ngày {start}"
    if unit in ("hours", "working_hours"):
        what = "giờ liên tục" if unit == "hours" else "giờ làm việc"
        return f"{n} {what} kể từ {part['start'][11:16]} ngày {start}"
    if n == 0:
        return f"ngay trong ngày {start}"
    what = {"working": "ngày làm việc", "calendar": "ngày", "months": "tháng"}[unit]
    return f"{n} {what} kể từ {start}"


def _vi_within(part: Part) -> str:
    spans = [f"{a}–{b}" for a, b in part["hours"]]
    text = f"chỉ tính trong giờ làm việc {_listed(spans, 'và')}"
    if part["begins"]:
        begins = part["begins"]
        return f"{text}, bắt đầu từ {begins[11:16]} {_thu(begins, part['year'])}"
    return text


def _vi_days(part: Part) -> list[str]:
    return [
        _named(_vi_span(a, b, part["year"]), name)
        for a, b, name in _runs(part["days"], "vi")
    ]


def _vi_span(first: date, last: date, year: int) -> str:
    if first == last:
        return _ngay(first, year)
    return f"từ {_ngay(first, year)} đến {_ngay(last, year)}"


def _vi_rolled(part: Part) -> str:
    year, days = part["year"], _vi_days(part)
    text = f"hạn rơi vào {_thu(part['nominal'], year)}"
    text = f"{text} nên dời đến hết {_thu(part['due'], year)}"
    return f"{text}, vì {_listed(days, 'và')} là ngày nghỉ lễ" if days else text


def _vi_skipped(part: Part) -> str:
    left_out = [_THU[number] for number in part["weekdays"]]
    days = _vi_days(part)
    if days:
        left_out.append(f"ngày nghỉ lễ {', '.join(days)}")
    return f"không tính {_listed(left_out, 'và')}"


def _vi_made_up(part: Part) -> str:
    days = [_thu(day, part["year"]) for day in part["days"]]
    return f"{_listed(days, 'và')} là ngày làm bù nên vẫn tính"


def _vi_provisional(part: Part) -> str:
    reasons = []
    if part["undecreed"]:
        years = _listed([f"năm {year}" for year in part["undecreed"]], "và")
        reasons.append(f"lịch nghỉ {years} chưa có quyết định")
    if part["unknown"]:
        years = _listed([f"năm {year}" for year in part["unknown"]], "và")
        reasons.append(f"lịch nghỉ {years} chưa được nhập")
    return f"tạm tính, vì {_listed(reasons, 'và')}"


def _vi_law(part: Part) -> str:
    if part["law"].startswith(_OWN_RULES):
        return "theo quy chế của đơn vị"
    return " ".join(filter(None, ("theo", part["article"], part["law"])))


_VI: dict[str, Callable[[Part], str]] = {
    "term": _vi_term,
    "within": _vi_within,
    "rolled": _vi_rolled,
    "skipped": _vi_skipped,
    "made_up": _vi_made_up,
    "provisional": _vi_provisional,
    "law": _vi_law,
}


# --- English --------------------------------------------------------------------------

_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
_ARTICLE = re.compile(r"(?:điểm (\S+) )?(?:khoản (\S+) )?Điều (\S+)")


def en(part: Part) -> str:
    """Return one part in English."""
    return _EN[part["part"]](part)


def _day(text: str | date, year: int | None = None) -> str:
    day = date.fromisoformat(text[:10]) if isinstance(text, str) else text
    short = f"{day.day} {_MONTHS[day.month - 1]}"
    return short if day.year == year else f"{short} {day.year}"


def _weekday(text: str, year: int | None) -> str:
    return f"{_WEEKDAYS[date.fromisoformat(text[:10]).weekday()]} {_day(text, year)}"


def _en_term(part: Part) -> str:
    n, unit, start = part["n"], part["unit"], _day(part["start"])
    if unit == "month_end":
        return f"until the last day of {_day(part['nominal']).split(' ', 1)[1]}"
    if unit == "date":
        return f"the first {int(n[3:])} {_MONTHS[int(n[:2]) - 1]} after {start}"
    one = "" if n == 1 else "s"
    if unit in ("hours", "working_hours"):
        what = "hour" if unit == "hours" else "working hour"
        return f"{n} {what}{one} from {part['start'][11:16]} on {start}"
    if n == 0:
        return f"on {start} itself"
    what = {"working": "working day", "calendar": "day", "months": "month"}[unit]
    return f"{n} {what}{one} from {start}"


def _en_within(part: Part) -> str:
    spans = _listed([f"{a}–{b}" for a, b in part["hours"]], "and")
    if part["begins"]:
        begins = f"{part['begins'][11:16]} on {_weekday(part['begins'], part['year'])}"
        return f"counted from {begins}, within office hours ({spans})"
    return f"counted within office hours ({spans})"


def _en_days(part: Part) -> list[str]:
    return [
        _named(_en_span(a, b, part["year"]), name)
        for a, b, name in _runs(part["days"], "en")
    ]


def _en_span(first: date, last: date, year: int) -> str:
    if first == last:
        return _day(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last, year)}"
    return f"{_day(first, year)} to {_day(last, year)}"


def _en_rolled(part: Part) -> str:
    year, days = part["year"], _en_days(part)
    text = f"the last day, {_weekday(part['nominal'], year)}, is a day off"
    text = f"{text}, so the limit runs to the end of {_weekday(part['due'], year)}"
    holidays = "holidays" if len(part["days"]) > 1 else "holiday"
    return (
        f"{text}, after the public {holidays} {_listed(days, 'and')}" if days else text
    )


def _en_skipped(part: Part) -> str:
    left_out = [f"{_WEEKDAYS[number]}s" for number in part["weekdays"]]
    days = _en_days(part)
    if days:
        noun = "holidays" if len(part["days"]) > 1 else "holiday"
        left_out.append(f"the public {noun} {_listed(days, 'and')}")
    return f"leaving out {_listed(left_out, 'and')}"


def _en_made_up(part: Part) -> str:
    days = [_weekday(day, part["year"]) for day in part["days"]]
    if len(days) > 1:
        return f"{_listed(days, 'and')} are make-up working days and count"
    return f"{days[0]} is a make-up working day and counts"


def _en_provisional(part: Part) -> str:
    reasons = []
    if part["undecreed"]:
        years = _listed([str(year) for year in part["undecreed"]], "and")
        reasons.append(f"the public holidays of {years} have not been decided yet")
    if part["unknown"]:
        years = _listed([str(year) for year in part["unknown"]], "and")
        reasons.append(f"the calendar of {years} has not been entered yet")
    return f"provisional, because {_listed(reasons, 'and')}"


def _en_law(part: Part) -> str:
    if part["law"].startswith(_OWN_RULES):
        return "under the body's own rules"
    found = _ARTICLE.fullmatch(part["article"])
    article = part["article"]
    if found is not None:
        point, clause, number = found.groups()
        article = f"Article {number}" + "".join(
            f"({step})" for step in (clause, point) if step
        )
    return f"under {article} of {part['law']}" if article else f"under {part['law']}"


_EN: dict[str, Callable[[Part], str]] = {
    "term": _en_term,
    "within": _en_within,
    "rolled": _en_rolled,
    "skipped": _en_skipped,
    "made_up": _en_made_up,
    "provisional": _en_provisional,
    "law": _en_law,
}


# --- The sentence ---------------------------------------------------------------------


def render(parts: Iterable[Part], lang: str) -> str:
    """Return the parts as one sentence without a full stop; `lang` is vi or en.

    What says how days were counted follows after a comma, everything else after a
    semicolon, so that the basis in law stands apart. Empty for no parts.
    """
    say = en if lang.startswith("en") else vi
    told = list(parts)
    text = "".join(say(part) for part in told[:1])
    for _, part in pairwise(told):
        close = part["part"] in ("skipped", "within")
        text += (", " if close else "; ") + say(part)
    return text
