"""Template tags and filters of the face: shapes, dates, numbers, cards.

`{% load kt %}` also brings the tags of `kt_fields`: field, errors, error_prefix.
Everything a tag returns is escaped; shapes are SVG attributes and classes only, so
that pages pass a Content-Security-Policy without inline style. Dates are shown in
Asia/Ho_Chi_Minh, in the form of the active language.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template.defaultfilters import linebreaks
from django.templatetags.static import static
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kipthoi.core.localtime import VIET_NAM, local
from kipthoi.core.redaction import KINDS, Span, label_en, label_vi
from kipthoi.templatetags import kt_fields

register = template.Library()
register.tags.update(kt_fields.register.tags)

# Django's own Vietnamese says "Thứ 2"; letters here name the days in words, with a
# small "thứ" inside a sentence (Nghị định 30/2020/NĐ-CP, annex II, part V).
VIETNAMESE_WEEKDAYS = (
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
)


def _is_vietnamese() -> bool:
    return (get_language() or "vi").startswith("vi")


def _local(value: date) -> date:
    """Return the day, or the instant, as it is in Viet Nam."""
    return local(value) if isinstance(value, datetime) else value


# --- shapes -----------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return a shape of the sprite `icons.svg`, hidden from readers unless labelled.

    `name` is a symbol without its `i-`; `label` makes it an image with a name, for
    the rare place where no word stands beside it.
    """
    href = f"{static('kipthoi/icons.svg')}#i-{name}"
    if label:
        return format_html(
            '<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>',
            label,
            href,
        )
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def badge(tone: str, icon_name: str, text: str) -> SafeString:
    """Return a state badge: colour, shape and word.

    `tone` is one of soon, today, late, ok, review, wait, gone; `icon_name` a symbol
    of the sprite; `text` the word, which alone must be enough.
    """
    return format_html(
        '<span class="badge is-{}">{}{}</span>', tone, icon(icon_name), text
    )


@register.simple_tag
def ring(share: float, text: str, tone: str = "soon", label: str = "") -> SafeString:
    """Return the ring of a clock.

    `share` is the part of the time that is used, 0 to 1 (values outside are cut);
    `text` at most three characters inside (days left, "+3", "✓"); `tone` one of
    soon, today, late, ok; `label` the whole sentence for who does not see it. A
    ring without a label is hidden from readers.
    """
    used = round(min(max(float(share), 0), 1) * 100)
    role = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else format_html('aria-hidden="{}"', "true")
    )
    arc = (
        format_html(
            '<circle class="arc arc-{}" cx="40" cy="40" r="34" pathLength="100" '
            'stroke-dasharray="{} 100" transform="rotate(-90 40 40)"/>',
            tone,
            str(used),
        )
        if used
        else ""
    )
    return format_html(
        '<svg class="ring{}" viewBox="0 0 80 80" {}>'
        '<circle class="bed" cx="40" cy="40" r="34"/>{}'
        '<text x="40" y="50">{}</text></svg>',
        " ring-s" if len(str(text)) > 2 else "",
        role,
        arc,
        text,
    )


# --- dates, numbers, words --------------------------------------------------


@register.filter
def day(value: date | None) -> str:
    """Write a day: 01/12/2026 in Vietnamese, 1 December 2026 in English.

    An instant is taken to Viet Nam first. Nothing for None.
    """
    if not value:
        return ""
    on = _local(value)
    if _is_vietnamese():
        return f"{on:%d/%m/%Y}"
    return f"{on.day} {MONTHS[on.month]} {on.year}"


@register.filter
def weekday_day(value: date | None) -> str:
    """Write a day with its weekday, as the inside of a sentence.

    "thứ Ba, 01/12/2026" in Vietnamese, "Tuesday, 1 December 2026" in English.
    """
    if not value:
        return ""
    number = _local(value).weekday()
    name = VIETNAMESE_WEEKDAYS[number] if _is_vietnamese() else WEEKDAYS[number]
    return f"{name}, {day(value)}"


@register.filter
def when(value: date | None) -> str:
    """Write an instant in Viet Nam: "08:14 16/11/2026", "08:14, 16 November 2026".

    A plain day is written as `day` does.
    """
    if not isinstance(value, datetime):
        return day(value)
    comma = "" if _is_vietnamese() else ","
    return f"{_local(value):%H:%M}{comma} {day(value)}"


@register.filter
def iso(value: date | None) -> str:
    """Write a day or an instant (in Viet Nam, to the minute) for `datetime=`."""
    if not value:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(VIET_NAM).isoformat(timespec="minutes")
    return value.isoformat()


def _groups(value: object, joint: str) -> str:
    text = re.sub(r"[\s.-]", "", str(value or ""))
    return joint.join(text[at : at + 4] for at in range(0, len(text), 4))


@register.filter
def grouped_key(value: object) -> str:
    """Write a secret code in fours: "4821 0937 6650 2184"."""
    return _groups(value, " ")


@register.filter
def grouped_code(value: object) -> str:
    """Write a case number in two halves: "7K3M-9Q2F"."""
    return _groups(value, "-")


@register.filter
def key_groups(value: object) -> list[list[str]]:
    """Return the digits of a secret code as pairs of groups, for `.secret`.

    The pairs let four groups stand in one, two or four lines as the page is wide.
    """
    groups = _groups(value, " ").split()
    return [groups[at : at + 2] for at in range(0, len(groups), 2)]


@register.filter
def file_size(value: int | None) -> str:
    """Write a number of bytes as a person would: "640 B", "40 KB", "1,2 MB"."""
    size = int(value or 0)
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{round(size / 1000)} KB"
    return f"{number_format(size / 1_000_000, 1)} MB"


@register.filter
def minutes(value: float | None) -> str:
    """Write a length in seconds as minutes and seconds: "1:05"."""
    whole = int(value or 0)
    return f"{whole // 60}:{whole % 60:02}"


def _plain(value: object) -> str:
    """Return a plain str, also of a text that calls itself safe."""
    return "".join([*str(value or "")])


@register.filter
def linebreaks_safe(value: object) -> SafeString:
    """Turn plain text into paragraphs; everything in it is escaped, links stay text.

    A text that says it is safe is escaped all the same: it came from a person.
    """
    html = linebreaks(_plain(value), autoescape=True)
    return SafeString(html)  # linebreaks has escaped it  # nosec B703


def _kind_in_words(kind: str) -> str:
    if kind not in KINDS:
        return kind
    return label_vi(kind) if _is_vietnamese() else label_en(kind)


@register.filter
def marked(
    text: str, spans: Iterable[Span | tuple[int, int, str, str]] | None
) -> SafeString:
    """Return the text with suspected personal data marked, everything escaped.

    `spans` are those of `core.redaction.find`, or tuples (start, end, kind, mode), in
    characters of `text`; mode "propose" is drawn lighter. A span that begins inside an
    earlier one is cut at its end; one outside the text is left out. Newlines stay:
    show it in `.plain`.
    """
    text, at, parts = _plain(text), 0, []
    rows = (
        (one.start, one.end, one.kind, one.mode) if isinstance(one, Span) else one
        for one in spans or ()
    )
    for start, end, kind, mode in sorted(rows):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        parts.append(conditional_escape(text[at:start]))
        parts.append(
            format_html(
                '<mark class="mark-pd{}">{}<small> [{}]</small></mark>',
                " mark-maybe" if mode == "propose" else "",
                text[start:end],
                _kind_in_words(kind),
            )
        )
        at = end
    parts.append(conditional_escape(text[at:]))
    return format_html_join("", "{}", ((part,) for part in parts))


# --- cards ------------------------------------------------------------------


@register.inclusion_tag("web/_clock.html")
def clock_card(clock: Mapping[str, Any]) -> dict[str, Any]:
    """Draw one clock: the ring, and beside it the date, unit and basis.

    `clock` has `share` (of the time, used, 0 to 1), `text` (inside the ring), `tone`
    (soon, today, late, ok), `label` (the ring in words), `title` ("Answer by the end
    of Tuesday, 1 December 2026") and, if there are any, `lines` (sentences: the unit,
    the days left out, the legal basis).
    """
    return {"clock": clock}


@register.inclusion_tag("web/_timeline.html")
def timeline(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw what happened and what is owed, in order of time.

    Each row has `title` and, if there are any: `tone` (ok done, late done late, todo
    to come, due a date owed; empty a plain step), `at` (a date, or an instant), or
    `when` (a text instead of it), `text` (one sentence), `url` and `link` (its words).
    """
    return {"rows": rows}


@register.inclusion_tag("web/_facts.html")
def facts(rows: Iterable[Mapping[str, Any]], *, wide: bool = False) -> dict[str, Any]:
    """Draw pairs of a term and a value.

    Each row has `term`, `value` and, if there are any: `note` (a smaller line), `url`
    (of the value), `mono` (true for numbers to be copied), `change` (the address of
    a page that changes it; the link says "Change"). `wide` sets two columns.
    """
    return {"rows": rows, "wide": wide}


@register.inclusion_tag("web/_steps.html")
def steps(step: int, total: int, name: str) -> dict[str, Any]:
    """Draw where one stands in a form of several pages.

    `step` counts from 1 to `total`; `name` says what this page asks.
    """
    before, after = step - 1, total - step
    marks = ["done"] * before + ["now"] + [""] * after
    return {"step": step, "total": total, "name": name, "marks": marks}
