"""Find the marks of a state secret on a paper before anything of it is kept.

Papers marked Mật, Tối mật or Tuyệt mật may not be kept on a machine that is connected
to a network (Law 117/2025/QH15, art. 5), so a stamp is refused and a doubtful sign is
put to a person. A stamp is told from a word by its place: alone on a line or in a cell,
behind its label, in brackets after a title, or beside the letterhead. The word inside a
sentence (`bảo mật`, `mật ong`, `bị đóng dấu Tuyệt mật`) is none.
"""

import itertools
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from kipthoi.core.secrecy_names import in_name
from kipthoi.core.secrecy_paper import Paper
from kipthoi.core.secrecy_reasons import (
    NO_MARK,
    Answer,
)
from kipthoi.core.secrecy_stamps import in_text


@dataclass(frozen=True)
class Verdict:
    """What is to be done with a paper, and why, in words without any of its text."""

    verdict: Answer
    why: str


def judge(name: str, text: str) -> Verdict:
    """Say whether a paper may be kept, from its file name and its text.

    `refuse` for a clear stamp of Mật, Tối mật or Tuyệt mật; `ask` for a sign that only
    a person can tell (`MAT` without marks, an empty label, a form with all degrees);
    `accept` otherwise. `why` never repeats the paper. Source: Law 117/2025/QH15 art. 5.
    """
    doubt = ""
    for answer, why in itertools.chain(in_name(name), in_text(Paper(text))):
        if answer == "refuse":
            return Verdict("refuse", why)
        doubt = doubt or why
    return Verdict("ask", doubt) if doubt else Verdict("accept", NO_MARK)


def answer(line: str) -> dict[str, str]:
    """Answer one JSON line {name, text} with {verdict, why}, or {error}."""
    try:
        asked = json.loads(line)
        name, text = asked.get("name", ""), asked.get("text", "")
    except (ValueError, AttributeError, RecursionError):
        return {"error": "expected one JSON object with name and text"}
    if not (isinstance(name, str) and isinstance(text, str)):
        return {"error": "name and text must be strings"}
    verdict = judge(name, text)
    return {"verdict": verdict.verdict, "why": verdict.why}


def main(lines: Iterable[str] = sys.stdin) -> None:
    """Answer JSON lines of standard input on standard output, one for one."""
    for line in lines:
        print(json.dumps(answer(line)), flush=True)


if __name__ == "__main__":  # pragma: no cover
    main()
