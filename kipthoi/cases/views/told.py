"""What the asker's pages show of a case: late first, then who does what by when."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kipthoi.cases import queries
from kipthoi.cases.views import shown
from kipthoi.cases.views.clocks import clock_cards
from kipthoi.cases.views.receipts import in_charge
from kipthoi.cases.words import CONTEST, REASONS, label_of
from kipthoi.core.viewer import Holder, Public
from kipthoi.deadlines.queries import clocks, find_rule
from kipthoi.journal.links import link
from kipthoi.journal.queries import Line, timeline
from kipthoi.publications.queries import of_origin
from kipthoi.templatetags.kt import weekday_day
from kipthoi.units.words import called

# state: tone and shape of the badge, and the word for the asker
STATES = {
    "received": ("soon", "inbox", gettext_noop("Received")),
    "open": ("soon", "soon", gettext_noop("Being worked on")),
    "waiting": ("wait", "wait", gettext_noop("Waiting for you")),
    "answered": ("ok", "ok", gettext_noop("Answered")),
    "agreed": ("ok", "ok", gettext_noop("Solved, you say")),
    "contested": ("review", "review", gettext_noop("Under review")),
    "closed": ("gone", "no", gettext_noop("Closed")),
    "withheld": ("gone", "lock", gettext_noop("Handled in private")),
}
PUBLIC_STATES = {
    **STATES,
    "waiting": ("wait", "wait", gettext_noop("Waiting for the asker")),
    "agreed": ("ok", "ok", gettext_noop("Solved, says the asker")),
}
OURS = ("first_answer", "contest", "first_word", "plan")


def badge(case: Any, words: dict[str, tuple[str, str, str]] = STATES) -> dict[str, str]:
    """Return the badge of a state, for the asker or for everybody."""
    tone, icon, word = words[case.state]
    return {"tone": tone, "icon": icon, "text": _(word)}


def lateness(case: Any, all_clocks: list[Any], *, today: date) -> dict[str, Any] | None:
    """Tell by how much we are or were late against the first promise; None if not.

    A day that was asked for later does not undo the first one.
    """
    owes = case.state in queries.OWING
    end = case.answered_on or (today if owes else _stopped_on(all_clocks))
    if end is None or end <= case.promised_on:
        return None
    days = (end - case.promised_on).days
    return {
        "text": ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days},
        "promised": case.promised_on,
        "answered": case.answered_on,
        "new_day": case.due_on
        if owes and case.due_on and case.due_on >= today
        else None,
    }


def _stopped_on(all_clocks: list[Any]) -> date | None:
    """Return when the answer's clock last stopped, for a case closed unanswered."""
    days = [c.stopped_on for c in all_clocks if c.name == "first_answer"]
    return max((day for day in days if day is not None), default=None)


def cards(case: Any, all_clocks: list[Any], *, today: date, now: datetime) -> Any:
    """Return the cards of what we owe or owed; an extended clock stands once."""
    ours = [c for c in all_clocks if c.name in OURS and c.outcome != "extended"]
    return clock_cards(case, ours, today=today, now=now)


# --- Everything on the asker's page ---------------------------------------------------


def my_case(case: Any, *, today: date, now: datetime) -> dict[str, Any]:
    """Return what the holder of the key sees of their case."""
    viewer = Holder(case.code)
    running = clocks(case.ref)
    lines = [
        line for line in timeline(case.ref, viewer=viewer) if line.stream == case.ref
    ]
    return {
        "case": case,
        "badge": badge(case),
        "late": lateness(case, running, today=today),
        "late_why": _why_later(lines),
        "clocks": cards(case, running, today=today, now=now),
        "who": in_charge(case, today=today),
        "unit": called(case.unit),
        "answers": answers(case),
        "judge": judge(case, running, today=today),
        "review": review(case, running),
        "closing": _closing(lines) if case.state == "closed" else None,
        "said": conversation(case),
        "timeline": timeline_rows(case, lines),
        "published": _published(case),
        "rating_due": case.ask_again_on is not None and case.ask_again_on <= today,
        "can_rate": case.state in ("answered", "agreed", "closed"),
        "can_withdraw": case.kind.can("withdraw", case.state),
        "role_only": case.unit.body_unit.body.role_only,
    }


def _why_later(lines: list[Line]) -> str:
    """Return why we asked for more days, in the officer's words if there are any."""
    for line in reversed(lines):
        if line.type.name == "case.extended":
            words = str(line.content.get("text") or "")
            return words or label_of(REASONS, line.content.get("reason"))
    return ""


def _closing(lines: list[Line]) -> dict[str, str] | None:
    """Return why a case was closed without an answer, or None if it was withdrawn."""
    for line in reversed(lines):
        if line.type.name == "case.closed":
            return {
                "reason": label_of(REASONS, line.content.get("reason")),
                "text": str(line.content.get("text") or ""),
            }
    return None


def judge(case: Any, all_clocks: list[Any], *, today: date) -> dict[str, Any] | None:
    """Return what the asker may decide now: agree, contest, and until which day."""
    agree = case.kind.can("agree", case.state)
    last = bar(case, all_clocks, today=today)
    if not agree and last is None:
        return None
    rule = find_rule("contest", "any", on=today)
    return {
        "can_agree": agree,
        "can_contest": last is not None,
        "until": last,
        "review_days": int(rule.number),
    }


def bar(case: Any, all_clocks: list[Any], *, today: date) -> date | None:
    """Return the last day to ask for a review, or None if that is not open now."""
    open_bars = [c for c in all_clocks if c.name == "bar" and c.stopped_on is None]
    if not case.kind.can("contest", case.state) or not open_bars:
        return None
    return open_bars[-1].due_on if open_bars[-1].due_on >= today else None


def review(case: Any, all_clocks: list[Any]) -> dict[str, Any] | None:
    """Return who reads a contested case anew, and by when."""
    if case.state != "contested":
        return None
    now_open = [one for one in queries.contests(case) if not one.outcome]
    due = [c for c in all_clocks if c.name == "contest" and c.stopped_on is None]
    reviewer = now_open[-1].reviewer if now_open else None
    hides = case.unit.body_unit.body.role_only
    name = "" if reviewer is None or hides else reviewer.addressed
    return {
        "who": name,
        "somebody": reviewer is not None,
        "reason": label_of(CONTEST, now_open[-1].reason) if now_open else "",
        "due": due[-1].due_on if due else None,
    }


def _published(case: Any) -> Any:
    """Return the link of the published answer, if it stands open to everybody."""
    publication = of_origin(case.ref)
    return link(publication.ref, Public()) if publication else None


# --- Words and files ------------------------------------------------------------------


def _for_holder(files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return shown files with the addresses at which the key holder gets them."""
    moved = []
    for file in files:
        url = (
            reverse("cases:holder_file", args=[file["public_id"]])
            if file["url"]
            else ""
        )
        moved.append({**file, "url": url, "preview": url if file["preview"] else ""})
    return moved


def conversation(case: Any) -> list[dict[str, Any]]:
    """Return what was said, first words and all, with files the asker can open."""
    rows = shown.conversation(case, viewer=Holder(case.code))
    return [{**row, "files": _for_holder(row["files"])} for row in rows]


def answers(case: Any) -> list[dict[str, Any]]:
    """Return the answers, the newest first, with what they rest on."""
    rows = shown.answers_shown(case)
    for row in rows:
        row["files"] = _for_holder(row["files"])
        have = {file["public_id"] for file in row["files"]}
        row["sources"] = [_source(one, have) for one in row["sources"]]
        first, *rest = row["rows"] or [None]
        row["first"], row["rest"] = first, rest
    return rows[::-1]


def _source(citation: Any, have: set[str]) -> dict[str, Any]:
    """Return one source: its title, article, days and, where it may be opened, how."""
    version = citation.version
    source = version.source
    found = link(source.ref, Public()) if source.public else None
    url = found.url if found else ""
    if not source.public and version.file and version.file.public_id not in have:
        url = reverse("cases:holder_file", args=[version.file.public_id])
    return {
        "title": source.title,
        "article": citation.article,
        "private": not source.public,
        "frozen_on": version.frozen_on,
        "valid_to": version.valid_to,
        "url": url,
    }


def timeline_rows(case: Any, lines: list[Line]) -> list[dict[str, Any]]:
    """Return what happened in words, with who did it, and the day that is owed last."""
    hides = case.unit.body_unit.body.role_only
    actors = [line.actor for line in lines]
    given = [str(line.content.get("person", "")) for line in lines]
    names = {} if hides else queries.names_of([*actors, *given])
    rows: list[dict[str, Any]] = [
        {
            "tone": "ok",
            "title": _(line.type.label),
            "at": line.at,
            "text": _words(line, names),
        }
        for line in lines
    ]
    if case.due_on is not None:
        rows.append(
            {"tone": "due", "title": _("We owe you the next word"), "at": case.due_on}
        )
    return rows


def _words(line: Line, names: dict[str, str]) -> str:
    content = line.content
    if line.actor in ("asker", "public"):
        who = _("You")
    else:
        who = names.get(line.actor, "") if line.actor.startswith("person:") else ""
    parts = [who if line.type.name != "case.assigned" else ""]
    if "person" in content:
        parts.append(names.get(str(content["person"]), ""))
    if "publish" in content:
        allowed = _("You allow it to be published.")
        parts.append(allowed if content["publish"] else _("You do not allow it."))
    if "unit" in content:
        parts.append(_("to %(unit)s") % {"unit": content["unit"]})
    reason = content.get("reason")
    if isinstance(reason, str) and reason != "private":
        parts.append(label_of(REASONS, reason))
    return " · ".join(part for part in parts if part)


def last_day_words(day: date | None) -> str:
    """Say that the time to ask for a review is over, or that there is no third one."""
    if day is None:
        return _(
            "A review cannot be asked for now. Send a new matter and name this number;"
            " we join them."
        )
    return _(
        "The last day to ask for a review was %(day)s. Send a new matter; we join it to"
        " the old one."
    ) % {"day": weekday_day(day)}


def public_rows(case: Any, lines: list[Line]) -> list[dict[str, Any]]:
    """Return what happened for everybody: which step on which day, without words."""
    return [
        {"tone": "ok", "title": _(line.type.label), "at": line.on}
        for line in lines
        if line.stream == case.ref
    ]
