"""Write docs/reference from the code, so that it cannot say something else.

python tools/reference.py            write the pages
python tools/reference.py --check    exit 1 and name the pages that are not in step
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kipthoi.core.workflow import Kind

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
# What this machine has set must not stand in the page as the default.
os.environ.pop("PORT", None)

MADE = "<!-- Made by `make docs` from {source}; do not edit. -->\n\n"

# What each variable of the environment means. One that the code reads and that is not
# here, or the other way round, stops `make docs` and `make check`.
VARIABLES = {
    "KIPTHOI_DATA": "The folder that holds the whole installation.",
    "KIPTHOI_KEYS": "The folder of secrets (0700), outside data and backup; "
    "`<data>-keys` if nothing is said.",
    "KIPTHOI_LOG": "The folder of the published log, outside the database; "
    "`<data>-log` if nothing is said.",
    "KIPTHOI_ORIGIN": "The address people type, as `https://kipthoi.example.vn`; with "
    "https the cookies are for https only.",
    "KIPTHOI_MAIL_FROM": "The address that mail comes from.",
    "KIPTHOI_DEBUG": "Django's pages for programmers; never where people write to you.",
    "KIPTHOI_TICK": "Set by `serve` and `demo`: the server itself does what is due.",
    "DATABASE_URL": "A PostgreSQL database instead of the file in the data folder, as "
    "`postgres://user:password@host/name`.",
    "EMAIL_URL": "The server that takes our mail, as `smtp+tls://user:password@host`; "
    "without it mails are files in the data folder.",
    "MALLOC_ARENA_MAX": "How many heaps the server's threads share (glibc).",
    "PORT": "Where `serve` and `demo` listen, on 127.0.0.1.",
}
READS = re.compile(
    r"(?:env\.\w+|environ(?:\.get|\.setdefault)?)[\[(]\s*[\"']([A-Z_]+)[\"']"
    r"(?:,\s*([^)\n]+))?(?:\) or ([^)\n]+))?"
)
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines) + "\n"


def code(words: Iterable[str]) -> str:
    """Return words as code, set apart by commas."""
    return ", ".join(f"`{word}`" for word in words)


# --- Events ---------------------------------------------------------------------------

AUDIENCE = {
    "public": "a leaf in the public log",
    "sealed": "the sealed day",
    "private": "nobody outside",
}


def events() -> str:
    """Return the page of all events, room by room, from the ground up."""
    from kipthoi.apps import ROOMS
    from kipthoi.journal.registry import EVENTS, EventType

    seen: set[str] = set()
    parts = ["# Events\n\nWhat can happen, and who learns of it.\n"]
    for room in ROOMS:
        if find_spec(f"kipthoi.{room}.events") is None:
            continue
        module = import_module(f"kipthoi.{room}.events")
        mine = [
            value
            for value in vars(module).values()
            if isinstance(value, EventType) and value.name not in seen
        ]
        seen.update(event.name for event in mine)
        rows = (
            (
                f"`{event.name}`",
                event.label,
                AUDIENCE[event.audience],
                "yes" if event.for_asker else "",
                code(event.fields),
            )
            for event in sorted(mine, key=lambda event: event.name)
        )
        if mine:
            head = ("event", "in words", "goes to", "the asker sees it", "content")
            parts.append(f"\n## {room}\n\n{table(head, rows)}")
    forgotten = set(EVENTS) - seen
    if forgotten:
        raise SystemExit(f"events declared outside events.py: {sorted(forgotten)}")
    return "".join(parts)


# --- Kinds ----------------------------------------------------------------------------


def kinds() -> str:
    """Return the page of all kinds, each with its states drawn."""
    from kipthoi.core.kinds import KINDS

    text = "# Kinds of case\n\nEach is a declaration in `kipthoi/core/kinds/`.\n"
    return text + "".join(_kind(kind) for kind in KINDS.values())


def _kind(kind: "Kind") -> str:
    facts = [
        "its steps are leaves in the public log" if kind.public else "private",
        "an officer may accept an intake as this"
        if kind.accepts_as
        else "no intake is accepted as this",
    ]
    if kind.begins_inside:
        facts.append("begins inside the house")
    if kind.answer_fields:
        facts.append(f"an answer says {code(kind.answer_fields)}")
    clocks = (
        (f"`{c.name}`", f"`{c.matter}`", c.variant or "", c.starts_at)
        for c in kind.clocks
    )
    steps = (
        (
            f"`{s.name}`",
            ", ".join(sorted(s.start)),
            s.to or "stays",
            ", ".join(sorted(s.by)),
            f"`{s.event}`",
        )
        for s in kind.steps
    )
    return (
        f"\n## {kind.label} (`{kind.id}`)\n\n{kind.hint}\n\n"
        + "".join(f"- {fact}\n" for fact in facts)
        + f"\n```mermaid\n{drawing(kind)}```\n\n"
        + table(("step", "from", "to", "by", "event"), steps)
        + "\n"
        + table(("clock", "rule", "variant", "starts when"), clocks)
    )


def drawing(kind: "Kind") -> str:
    """Return the states of a kind as a Mermaid drawing; one arrow for each pair."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in kind.steps:
        for start in sorted(step.start):
            if step.to:
                arrows.setdefault((start, step.to), []).append(step.name)
    lines = ["stateDiagram-v2", "    [*] --> received"]
    for (start, end), names in sorted(arrows.items()):
        lines.append(f"    {start} --> {end}: {', '.join(names)}")
    return "\n".join(lines) + "\n"


# --- Settings, commands, addresses ----------------------------------------------------


def read_variables() -> dict[str, str]:
    """Return the variables that the code reads, with the defaults written there."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "kipthoi").rglob("*.py")):
        for name, *defaults in READS.findall(path.read_text("utf-8")):
            if name not in NOT_OURS:
                default = "".join(defaults).strip().strip("\"'")
                found[name] = found.get(name) or default
    return found


def settings() -> str:
    """Return the page of the environment's variables."""
    read = read_variables()
    if set(read) != set(VARIABLES):
        odd = sorted(set(read) ^ set(VARIABLES))
        raise SystemExit(f"variables read or described, but not both: {odd}")
    rows = (
        (f"`{name}`", f"`{read[name]}`" if _plain(read[name]) else "", text)
        for name, text in VARIABLES.items()
    )
    return (
        "# Settings\n\nAll from the environment; a malformed one is named at start.\n\n"
        + table(("variable", "default", "what it is"), rows)
    )


def _plain(default: str) -> bool:
    return bool(default) and "{" not in default


def commands() -> str:
    """Return the page of the commands and their options."""
    from kipthoi import cli

    text = "# Commands\n\n`kipthoi COMMAND`, or `python -m kipthoi.cli COMMAND`.\n"
    return text + "".join(_commands(cli._parser()))


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield a section for each subcommand of `parser`."""
    for part in parser._actions:
        if not isinstance(part, argparse._SubParsersAction):
            continue
        for name, command in part.choices.items():
            yield f"\n## kipthoi {name}\n\n{_sentence(command.description or '')}\n"
            options = [
                (
                    code(option.option_strings),
                    str(option.default or ""),
                    option.help or "",
                )
                for option in command._actions
                if option.option_strings and option.dest != "help"
            ]
            if options:
                yield "\n" + table(("option", "default", "what it does"), options)


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].upper() + text[1:] + "."


def addresses() -> str:
    """Return the page of all addresses of ours, Vietnamese; English under `/en`."""
    from django.urls import URLPattern, get_resolver
    from django.utils import translation

    def walk(resolver: Any, prefix: str = "") -> Iterator[tuple[str, str, str]]:
        for entry in resolver.url_patterns:
            here = prefix + str(entry.pattern)
            if not isinstance(entry, URLPattern):
                yield from walk(entry, here)
            elif entry.callback.__module__.startswith("kipthoi."):
                yield here, entry.name or "", entry.callback.__module__

    with translation.override("vi"):
        found = list(walk(get_resolver()))
    rows = sorted(
        (module.split(".")[1], f"`/{path}`", f"`{name}`")
        for path, name, module in found
    )
    return (
        "# Addresses\n\nThe English page has the same words after `/en`.\n\n"
        + table(("room", "address", "view"), rows)
    )


# --- Writing --------------------------------------------------------------------------

SOURCES = {
    "events.md": (events, "the rooms' events.py"),
    "kinds.md": (kinds, "kipthoi/core/kinds"),
    "settings.md": (settings, "what the code reads"),
    "commands.md": (commands, "kipthoi/cli.py"),
    "addresses.md": (addresses, "the rooms' urls.py"),
}


def pages() -> dict[str, str]:
    """Return the text of every page of the reference."""
    import django
    from django.utils import translation

    django.setup()
    with translation.override("en"):
        return {
            name: MADE.format(source=source) + make()
            for name, (make, source) in SOURCES.items()
        }


def main() -> int:
    """Write the pages, or with --check compare them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    PAGES.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, text in pages().items():
        path = PAGES / name
        if check and (not path.exists() or path.read_text("utf-8") != text):
            stale.append(name)
        elif not check:
            path.write_text(text, "utf-8")
    if stale:
        print(f"Not in step with the code, run `make docs`: {', '.join(stale)}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
