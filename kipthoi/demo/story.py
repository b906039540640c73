"""How the matters of the demonstration are told: one line of a story is one real act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One act: its name, how many days after receipt, by whom, and what it takes."""

    act: str
    day: float
    by: str = ""
    what: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One matter: when it came (days ago), where, what was said, and what followed."""

    key: str
    ago: int
    unit: str
    text: str
    steps: Sequence[Step] = ()
    place: str = ""
    language: str = "vi"
    door: str = "web"
    by: str = ""
    name: str = ""
    contact: str = ""
    publish: bool = False
    over: str = ""
    photo: str = ""
    voice: float = 0


def accept(
    day: float, by: str, title: str, topic: str, kind: str = "concern/1"
) -> Step:
    """Take it up."""
    return Step("accept", day, by, {"title": title, "topic": topic, "kind": kind})


def ask(day: float, by: str, text: str) -> Step:
    """Ask the asker for more."""
    return Step("ask", day, by, {"text": text})


def reply(day: float, text: str) -> Step:
    """Reply as the asker."""
    return Step("reply", day, "", {"text": text})


def note(day: float, by: str, text: str) -> Step:
    """Write an inside note."""
    return Step("note", day, by, {"text": text})


def message(day: float, by: str, text: str, plan: bool = False) -> Step:
    """Write to the asker."""
    return Step("message", day, by, {"text": text, "plan": plan})


def answer(
    day: float,
    by: str,
    *fields: str,
    cite: Sequence[tuple[str, str]] = (),
    proof: str = "",
    act: str = "answer",
) -> Step:
    """Answer with the fields of the kind, in order; `cite` names sources by key."""
    return Step(act, day, by, {"fields": fields, "cite": cite, "proof": proof})


def uphold(day: float, by: str, why: str) -> Step:
    """Keep a contested answer, with the reason."""
    return Step("uphold", day, by, {"why": why})


def contest(day: float, reason: str, text: str = "") -> Step:
    """Contest as the asker."""
    return Step("contest", day, "", {"reason": reason, "text": text})


def agree(day: float, clear: bool | None = True) -> Step:
    """Say it is solved, and rate."""
    return Step("agree", day, "", {"clear": clear})


def publish(
    day: float, by: str, reader: str, title: str, short: str, body: str
) -> Step:
    """Publish, read by a second person (nobody yet, if `reader` is empty)."""
    what = {"reader": reader, "title": title, "short": short, "body": body}
    return Step("publish", day, by, what)


def step(act: str, day: float, by: str = "", **what: Any) -> Step:
    """Any other act."""
    return Step(act, day, by, what)
