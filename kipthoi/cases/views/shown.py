"""What officers' pages show of a case, from rows to words and shapes of the face."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kipthoi.cases import queries
from kipthoi.cases.words import CONTEST, FIELDS, REASONS, STATES, label_of
from kipthoi.core.calendar import Calendar
from kipthoi.core.deadlines import working_days_between
from kipthoi.core.keys import grouped_code
from kipthoi.deadlines.queries import calendar_for
from kipthoi.journal.queries import Line
from kipthoi.sources.queries import citations

KINDS_OF_FILES = {"photo": "picture", "voice": "voice", "document": "document"}


def lateness(case: Any, *, today: date, now: datetime) -> str:
    """Tell how a case stands against the day we owe: late, today, soon or nothing."""
    if case.due_on is None:
        return ""
    if case.due_on < today or (case.due_at is not None and case.due_at < now):
        return "late"
    return "today" if case.due_on == today else "soon"


def badge_of(
    case: Any, *, today: date, now: datetime, calendar: Calendar | None = None
) -> dict[str, str]:
    """Return the badge of a case: late first, as a word; then its state or its day.

    Lateness is counted in days; what is left in working days, by the unit's calendar
    (a list hands it in, and says the unit once in its heading).
    """
    stands = lateness(case, today=today, now=now)
    if stands == "late":
        return {"tone": "late", "icon": "late", "text": late_words(today - case.due_on)}
    if case.state in ("received", "open") and stands == "today":
        return {"tone": "today", "icon": "today", "text": _("Due today")}
    if case.state in ("received", "open") and stands == "soon":
        n = working_days_between(
            today, case.due_on, calendar or calendar_for(case.unit)
        )
        words = _working_days_left(n) if calendar is None else _left(n)
        return {"tone": "soon", "icon": "soon", "text": words}
    tone, icon, word = STATES[case.state]
    return {"tone": tone, "icon": icon, "text": _(word)}


def late_words(by: timedelta) -> str:
    """Tell how late something is: in days, or only that it is by hours."""
    if by.days < 1:
        return _("Late by hours")
    return ngettext("%(n)s day late", "%(n)s days late", by.days) % {"n": by.days}


def _left(n: int) -> str:
    return ngettext("%(n)s day left", "%(n)s days left", n) % {"n": n}


def _working_days_left(n: int) -> str:
    return ngettext("%(n)s working day left", "%(n)s working days left", n) % {"n": n}


# What was said and what happened


def files_shown(case: Any, files: Iterable[Any]) -> list[dict[str, Any]]:
    """Return attachments as `web/_files.html` shows them, those let go by a word."""
    shown = []
    for file in files:
        url = reverse("cases:case_file", args=[grouped_code(case.code), file.public_id])
        gone = file.gone_on is not None
        shown.append(
            {
                "name": _("A file that was erased") if gone else file.name,
                "size": file.size,
                "url": "" if gone else url,
                "kind": KINDS_OF_FILES[file.kind],
                "seconds": file.seconds,
                "preview": url if file.kind == "photo" and not gone else "",
                "transcript": file.transcript,
                "waits": file.kind == "voice" and not gone and not file.transcript,
                "public_id": file.public_id,
            }
        )
    return shown


def conversation(case: Any, *, viewer: Any) -> list[dict[str, Any]]:
    """Return what was said as the page shows it, first words and all, oldest first.

    What was written down from a recording stands under the recording.
    """
    said = queries.conversation(case, viewer=viewer)
    first = files_shown(case, queries.said_files(case))
    written = {f["transcript"] for f in first if f["transcript"]}
    rows = []
    for one in said:
        files = files_shown(case, one.files)
        written |= {f["transcript"] for f in files if f["transcript"]}
        rows.append({"message": one.message, "files": files})
    rows = [
        row
        for row in rows
        if row["message"].side != "transcript" or row["message"].text not in written
    ]
    return [{"message": None, "files": first}, *rows]


def timeline_rows(case: Any, lines: list[Line]) -> list[dict[str, Any]]:
    """Return what happened to a case, with who did it, and the day that is owed."""
    people = [line.actor for line in lines] + [
        str(line.content.get("person", "")) for line in lines
    ]
    names = queries.names_of(people)
    rows: list[dict[str, Any]] = [
        {
            "tone": "ok",
            "title": _title_of(line),
            "at": line.at,
            "text": _told(case, line, names),
        }
        for line in lines
    ]
    if case.due_on is not None:
        rows.append({"tone": "due", "title": _("Owed by us"), "at": case.due_on})
    return rows


def _title_of(line: Line) -> str:
    # The declared label speaks to the asker, who reads the same line.
    if line.type.name == "case.identity_opened":
        return _("The asker's name was opened")
    return _(line.type.label)


def _told(case: Any, line: Line, names: dict[str, str]) -> str:
    content = line.content
    by_itself = line.type.name == "case.assigned" and not line.actor.startswith(
        "person:"
    )
    parts = [] if by_itself else [actor_name(line.actor, names)]
    if line.stream != case.ref:
        parts.append(grouped_code(line.stream.removeprefix("case:")))
    if "person" in content:
        parts.append(names.get(str(content["person"]), ""))
    if line.type.name == "case.joined" and line.stream == case.ref:
        parts.append(grouped_code(str(content.get("to", ""))))
    if "unit" in content:
        parts.append(_("to %(unit)s") % {"unit": content["unit"]})
    reason = content.get("reason")
    if isinstance(reason, str) and reason != "private":
        parts.append(label_of(REASONS, reason))
    return " · ".join(part for part in parts if part)


def actor_name(actor: str, names: dict[str, str]) -> str:
    """Return who acted: an officer by name, the asker, or nobody but the clock."""
    if actor.startswith("person:"):
        return names.get(actor, "")
    return _("The asker") if actor in ("asker", "public") else _("By itself")


def answers_shown(case: Any) -> list[dict[str, Any]]:
    """Return the answers of a case with their fields in order and what they rest on."""
    found = queries.answers(case)
    resting: dict[str, list[Any]] = {}
    for citation in citations(*(one.ref for one in found)):
        resting.setdefault(citation.ref, []).append(citation)
    proofs = queries.files_of_answers(found)
    return [
        {
            "answer": one,
            "rows": fields_shown(one.fields),
            "sources": resting.get(one.ref, []),
            "files": files_shown(case, proofs.get(one.ref, [])),
        }
        for one in found
    ]


def contests_shown(case: Any) -> list[dict[str, Any]]:
    """Return each time the asker asked for a review, with the reason in words."""
    return [
        {"contest": one, "words": label_of(CONTEST, one.reason)}
        for one in queries.contests(case)
    ]


def fields_shown(fields: dict[str, str]) -> list[dict[str, str]]:
    """Return the fields of an answer in the order they are declared, with labels."""
    return [
        {"label": _(FIELDS[name][0]), "name": name, "value": fields[name]}
        for name in FIELDS
        if fields.get(name)
    ]
