"""What codes, states and fields of a case are called: one word in every place."""

from datetime import date, datetime
from typing import Protocol

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from kipthoi.cases.actions.asking import CONTEST_REASONS
from kipthoi.cases.actions.handling import CLOSE_REASONS, EXTEND_REASONS
from kipthoi.core.localtime import local

CLOSE = dict(
    zip(
        CLOSE_REASONS,
        (
            gettext_noop("It is not ours to decide"),
            gettext_noop("There is no matter to handle in it"),
            gettext_noop("We asked and had no reply"),
            gettext_noop("It was settled elsewhere"),
            gettext_noop("Advertising or a trial"),
        ),
        strict=True,
    )
)
EXTEND = dict(
    zip(
        EXTEND_REASONS,
        (
            gettext_noop("Waiting for figures"),
            gettext_noop("It has to be looked at on the spot"),
            gettext_noop("Another unit has to answer first"),
            gettext_noop("It concerns many people"),
            gettext_noop("Another reason"),
        ),
        strict=True,
    )
)
CONTEST = dict(
    zip(
        CONTEST_REASONS,
        (
            gettext_noop("It is not what I asked"),
            gettext_noop("The facts or the law are not right"),
            gettext_noop("What was promised was not done"),
            gettext_noop("Something else"),
        ),
        strict=True,
    )
)
REASONS = {**CLOSE, **EXTEND, **CONTEST}

DOORS = {
    "web": gettext_noop("On the page"),
    "paper": gettext_noop("On paper"),
    "phone": gettext_noop("By telephone"),
    "counter": gettext_noop("At the counter"),
    "message": gettext_noop("By message"),
    "inside": gettext_noop("From inside the house"),
}

# state: tone and shape of the badge, and the word, which alone is enough
STATES = {
    "received": ("soon", "inbox", gettext_noop("New, not taken up yet")),
    "open": ("soon", "soon", gettext_noop("Being worked on")),
    "waiting": ("wait", "wait", gettext_noop("Waiting for the asker")),
    "answered": ("ok", "ok", gettext_noop("Answered")),
    "agreed": ("ok", "ok", gettext_noop("Solved, says the asker")),
    "contested": ("review", "review", gettext_noop("Under review")),
    "closed": ("gone", "no", gettext_noop("Closed")),
    "withheld": ("gone", "lock", gettext_noop("Handled in private")),
}

# What the officer does next, one short line in the list.
NEXT = {
    "received": gettext_noop("Take it up"),
    "open": gettext_noop("Write the answer"),
    "waiting": gettext_noop("Wait for the asker, or answer"),
    "answered": gettext_noop("Nothing: the asker has the word"),
    "agreed": gettext_noop("Nothing more to do"),
    "contested": gettext_noop("Another person reads it anew"),
    "closed": gettext_noop("Nothing more to do"),
    "withheld": gettext_noop("Nothing more to do"),
}

# Fields of an answer: what it is called, and what is to be written there.
FIELDS = {
    "result": (
        gettext_noop("Result"),
        gettext_noop(
            "The first sentence says the result. Whoever reads only this line knows it."
        ),
    ),
    "found": (
        gettext_noop("What was found"),
        gettext_noop("Where you looked, whom you asked, what the papers say."),
    ),
    "done": (
        gettext_noop("What was done"),
        gettext_noop(
            "What has been done already; what is only planned goes into the last field."
        ),
    ),
    "done_by": (
        gettext_noop("By whom"),
        gettext_noop("The office or unit, not the name of a person who gave evidence."),
    ),
    "done_on": (
        gettext_noop("On which day"),
        gettext_noop("Today or earlier, as 25/11/2026."),
    ),
    "left": (
        gettext_noop("What is left"),
        gettext_noop("What is still to do, by whom, by which day. If nothing: say so."),
    ),
    "why": (
        gettext_noop("Why"),
        gettext_noop("The reasons, with the article of the law or agreement."),
    ),
}


class Named(Protocol):
    """Anything with a Vietnamese name and perhaps an English one."""

    name: str
    name_en: str


def called(thing: Named | None) -> str:
    """Return the name of a unit, topic or body in the language of the page."""
    if thing is None:
        return ""
    english = get_language() == "en"
    return (thing.name_en if english else "") or thing.name


def label_of(table: dict[str, str], code: object) -> str:
    """Return the words of a code in the page's language, or the code itself."""
    return (
        _(table[code]) if isinstance(code, str) and code in table else str(code or "")
    )


# As letters write it (Nghị định 30/2020/NĐ-CP, annex II, part V); templates have the
# same as filters, but no room may open the shelf of templates.
_VIETNAMESE_WEEKDAYS = (
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
)


def day(on: date | None) -> str:
    """Write a day: 01/12/2026, or 1 December 2026; nothing for None."""
    if on is None:
        return ""
    if get_language() == "en":
        return f"{on.day} {MONTHS[on.month]} {on.year}"
    return f"{on:%d/%m/%Y}"


def weekday_day(on: date) -> str:
    """Write a day with its weekday, as the inside of a sentence."""
    english = get_language() == "en"
    names = WEEKDAYS if english else _VIETNAMESE_WEEKDAYS
    return f"{names[on.weekday()]}, {day(on)}"


def hour_day(at: datetime) -> str:
    """Write an instant in Viet Nam: 14:30 18/11/2026."""
    wall = local(at)
    comma = "," if get_language() == "en" else ""
    return f"{wall:%H:%M}{comma} {day(wall.date())}"
