"""Which steps a case page offers: the next one, two beside it, the rest below."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kipthoi.cases import queries, rules
from kipthoi.core.keys import grouped_code

LABELS = {
    "accept": gettext_noop("Take it up"),
    "answer": gettext_noop("Write the answer"),
    "ask": gettext_noop("Ask the asker"),
    "message": gettext_noop("Write to the asker"),
    "note": gettext_noop("Leave an inside note"),
    "hand_over": gettext_noop("Hand over to another unit"),
    "extend": gettext_noop("Ask for more days"),
    "mark_urgent": gettext_noop("Mark as urgent"),
    "join": gettext_noop("Join with the same matter"),
    "give": gettext_noop("Give to a colleague"),
    "transcribe": gettext_noop("Write a recording down"),
    "open_identity": gettext_noop("See the asker's name"),
    "renew_key": gettext_noop("Give a new secret code"),
    "close": gettext_noop("Close without an answer"),
    "withhold": gettext_noop("Handle in private"),
    "review": gettext_noop("Read it anew"),
    "publish": gettext_noop("Write the public text"),
    "unpublish": gettext_noop("Hide the published answer"),
}

# What was done, said once on the case's page after the step.
DONE = {
    "accept": gettext_noop("The matter is taken up."),
    "give": gettext_noop("The case has a new person."),
    "ask": gettext_noop("The question is with the asker. Our date stands."),
    "message": gettext_noop("The message is with the asker."),
    "note": gettext_noop("The note is kept. The asker does not see it."),
    "transcribe": gettext_noop("The words are kept and can be found."),
    "answer": gettext_noop("The answer is with the asker."),
    "hand_over": gettext_noop("The matter is handed over, and the asker is told."),
    "extend": gettext_noop("The asker reads the new date and the reason."),
    "mark_urgent": gettext_noop("The matter is urgent now. Two clocks run."),
    "join": gettext_noop("The two matters are joined. One answer reaches both askers."),
    "close": gettext_noop("The matter is closed. The asker reads why."),
    "ask_withholding": gettext_noop("Your wish is noted. A second person decides."),
    "withhold": gettext_noop("The matter is handled in private now."),
    "review": gettext_noop("The review is with the asker."),
    "publish": gettext_noop("The text waits for its second reader."),
    "unpublish": gettext_noop("The published answer is hidden. Its page says why."),
    "draft": gettext_noop("The draft is kept. Nobody else sees it."),
}

# state: what comes next in a sentence, the main step, and two beside it
NEXT = {
    "received": (
        gettext_noop("Next: take it up."),
        "accept",
        ("hand_over", "mark_urgent"),
    ),
    "open": (gettext_noop("Next: write the answer."), "answer", ("ask", "hand_over")),
    "waiting": (
        gettext_noop("Next: the asker tells more. Our date goes on."),
        "answer",
        ("message", "hand_over"),
    ),
    "answered": (
        gettext_noop("The asker has the word now."),
        "publish",
        ("message", "note"),
    ),
    "agreed": (gettext_noop("Solved, says the asker."), "publish", ("message", "note")),
    "contested": (
        gettext_noop("Next: another person reads it anew."),
        "review",
        ("message", "note"),
    ),
    "closed": (gettext_noop("Closed. The asker may ask for a review."), "", ("note",)),
    "withheld": (gettext_noop("Handled in private."), "", ("note",)),
}
FREE = ("give", "message", "note")


def done_words(step: str) -> str:
    """Return what a step did, for the note after it; nothing for garbage."""
    return _(DONE[step]) if step in DONE else ""


def may(case: Any, step: str, officer: Any) -> bool:
    """Tell whether an officer can take a step on a case now."""
    if step in FREE:
        return True
    if step in ("open_identity", "renew_key"):
        return bool(case.named)
    if step == "review":
        return rules.can(case, "revise", officer)
    if step == "withhold":
        return bool(case.kind.can("withhold", case.state))
    if step == "publish":
        return case.may_publish and case.kind.can("publish", case.state)
    if step == "transcribe":
        return bool(queries.voices(case))
    if step == "unpublish":
        return rules.can(case, step, officer) and queries.is_published(case)
    return rules.can(case, step, officer)


def _button(case: Any, step: str) -> dict[str, str]:
    url = reverse(f"cases:{step}", args=[grouped_code(case.code)])
    return {"step": step, "label": _(LABELS[step]), "url": url}


def next_bar(
    case: Any, officer: Any, clocks: Iterable[Any], *, today: date
) -> dict[str, Any]:
    """Return the bar of the next step: its sentence, its button, at most two others."""
    sentence, main, beside = NEXT[case.state]
    more = ""
    if _waits_for(clocks, "first_word"):
        sentence, main = gettext_noop("Urgent: a first word is owed."), "message"
        beside = ("accept",) if case.state == "received" else ("answer", "hand_over")
    elif _waits_for(clocks, "plan"):
        sentence, main = gettext_noop("Urgent: the plan is owed."), "message"
        beside = ("accept",) if case.state == "received" else ("answer", "hand_over")
    elif case.state == "contested":
        more = _reader(case, officer)
    return {
        "sentence": _(sentence),
        "more": more,
        "main": _button(case, main) if main and may(case, main, officer) else None,
        "beside": [
            _button(case, step)
            for step in beside
            if step != main and may(case, step, officer)
        ],
    }


def _waits_for(clocks: Iterable[Any], name: str) -> bool:
    return any(clock.name == name and clock.stopped_on is None for clock in clocks)


def _reader(case: Any, officer: Any) -> str:
    """Say who reads a contested case anew, or plainly that there is nobody."""
    reviewer = queries.reviewer(case)
    if reviewer is None:
        return _(
            "There is nobody here who had no part in it. The chair has to find one."
        )
    if reviewer.pk == officer.person:
        return _("It was given to you, because you had no part in the answer.")
    return _("%(who)s reads it.") % {"who": reviewer.addressed}


def others(
    case: Any, officer: Any, clocks: Iterable[Any], *, today: date
) -> list[dict[str, str]]:
    """Return every other step that can be taken now."""
    bar = next_bar(case, officer, clocks, today=today)
    shown = {button["step"] for button in (bar["main"], *bar["beside"]) if button}
    return [
        _button(case, step)
        for step in LABELS
        if step not in shown and may(case, step, officer)
    ]
