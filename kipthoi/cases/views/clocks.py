"""The cards of a case's clocks: how much of the time is used, by when, by which rule."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kipthoi.cases.views.shown import late_words
from kipthoi.core.deadlines import working_days_between
from kipthoi.core.explain import render
from kipthoi.deadlines.queries import calendar_for
from kipthoi.templatetags.kt import day, weekday_day
from kipthoi.templatetags.kt import when as hour_day


def _title(name: str, when: str) -> str:
    sentences = {
        "first_answer": _("Answer by the end of %(day)s"),
        "contest": _("Read anew by the end of %(day)s"),
        "first_word": _("First word by %(day)s"),
        "plan": _("Plan by %(day)s"),
        "bar": _("The asker may ask for a review until the end of %(day)s"),
        "privacy_ack": _("Confirm the request by the end of %(day)s"),
    }
    return sentences.get(name, _("Due %(day)s")) % {"day": when}


def clock_cards(case: Any, clocks: Iterable[Any], *, today: date, now: datetime) -> Any:
    """Return the cards of a case's clocks: those that run first, then the others."""
    calendar = calendar_for(case.unit)
    shown = [c for c in clocks if c.outcome not in ("nearer", "stands")]
    running = [c for c in shown if c.stopped_on is None]
    stopped = [c for c in shown if c.stopped_on is not None]
    return [_running(c, calendar, today, now) for c in running] + [
        _stopped(c) for c in stopped
    ]


def _running(clock: Any, calendar: Any, today: date, now: datetime) -> dict[str, Any]:
    in_hours = clock.due_at is not None
    late = clock.due_at < now if in_hours else clock.due_on < today
    if in_hours:
        whole = (clock.due_at - clock.started_at).total_seconds() or 1
        used = (now - clock.started_at).total_seconds() / whole
        left = abs(int((clock.due_at - now).total_seconds() // 3600))
        text, label = _hours(left, late)
    else:
        whole = _span(clock, clock.started_on, clock.due_on, calendar) or 1
        # Late by days, as the badge and the public page count it; left in the rule's.
        span = (today - clock.due_on).days
        left = span if late else _span(clock, today, clock.due_on, calendar)
        used = 1 if late else (whole - left) / whole
        text, label = _days(clock, left, late)
    when = hour_day(clock.due_at) if in_hours else weekday_day(clock.due_on)
    tone = "late" if late else "today" if clock.due_on == today else "soon"
    if clock.rule.sense == "bar":
        tone = "ok"
    return {
        "share": used,
        "text": text,
        "tone": tone,
        "label": label,
        "title": _title(clock.name, when),
        "lines": [label, *_basis(clock)],
    }


def _span(clock: Any, start: date, end: date, calendar: Any) -> int:
    if clock.rule.unit == "working":
        return int(working_days_between(start, end, calendar))
    return (end - start).days


def _days(clock: Any, n: int, late: bool) -> tuple[str, str]:
    if late:
        words = ngettext("%(n)s day late", "%(n)s days late", n)
    elif clock.rule.unit == "working":
        words = ngettext("%(n)s working day left", "%(n)s working days left", n)
    else:
        words = ngettext("%(n)s day left", "%(n)s days left", n)
    return (f"+{n}" if late else str(n)), words % {"n": n}


def _hours(n: int, late: bool) -> tuple[str, str]:
    if late:
        words = ngettext("Late by %(n)s hour", "Late by %(n)s hours", n)
    else:
        words = ngettext("%(n)s hour left", "%(n)s hours left", n)
    return (f"+{n}" if late else str(n)), words % {"n": n}


def _basis(clock: Any) -> list[str]:
    """Return why the date is what it is, by which law, and what was promised before."""
    lines = [render(clock.why, get_language() or "vi")]
    if not lines[0]:
        lines = [" ".join(filter(None, (clock.rule.article, clock.rule.law)))]
    if clock.provisional:
        lines.append(_("Provisional: the days off of that year are not decreed yet."))
    if clock.extends is not None:
        first = clock.extends
        lines.append(_("First promised for %(day)s") % {"day": day(first.due_on)})
    return [line for line in lines if line]


def _stopped(clock: Any) -> dict[str, Any]:
    late = clock.stopped_on > clock.due_on
    by = (clock.stopped_on - clock.due_on).days
    done = _("Done on %(day)s") % {"day": day(clock.stopped_on)}
    if clock.outcome == "extended":
        done = _("More days were asked for on %(day)s") % {"day": day(clock.stopped_on)}
    lines = [done]
    if late and clock.rule.sense == "due":
        lines.append(late_words(timedelta(days=by)))
    return {
        "share": 1,
        "text": "✓" if not late else f"+{by}",
        "tone": "late" if late and clock.rule.sense == "due" else "ok",
        "label": "",
        "title": _("%(what)s: due %(day)s")
        % {"what": _rule_name(clock), "day": day(clock.due_on)},
        "lines": lines,
    }


def _rule_name(clock: Any) -> str:
    english = get_language() == "en" and clock.rule.label_en
    return english or clock.rule.label
