"""Keep the Vietnamese catalogue in step with the code, without a gettext binary.

    messages.py extract [--prune]   find every message, merge it into the catalogue
    messages.py add FILE.json       merge translations {message: text}
    messages.py compile             write the .mo that Django reads
    messages.py check               exit 1 and list what is missing or wrong

In a JSON file a message with a context is written `context\\u0004message`; a message
with a plural may have a list of one text, since Vietnamese has one form.
English is the language of the messages themselves and needs no catalogue.
"""

import argparse
import ast
import fcntl
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kipthoi"
CATALOGUE = PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "django.po"
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}

# Sign-in shows this library's sentences, and it ships no Vietnamese.
BORROWED = (
    "allauth/account/adapter.py",
    "allauth/account/fields.py",
    "allauth/account/forms.py",
    "allauth/mfa/adapter.py",
    "allauth/mfa/models.py",
    "allauth/mfa/totp/forms.py",
    "allauth/mfa/webauthn/forms.py",
)

# How many leading arguments are message text, and whether the first is a context.
FUNCTIONS = {
    "_": "m",
    "gettext": "m",
    "gettext_lazy": "m",
    "gettext_noop": "m",
    "ngettext": "mp",
    "ngettext_lazy": "mp",
    "pgettext": "cm",
    "pgettext_lazy": "cm",
    "npgettext": "cmp",
    "npgettext_lazy": "cmp",
}
PLACEHOLDER = re.compile(r"%\([^)]+\)[a-z]|%[sd]|\{[a-z_][a-z0-9_.]*\}")
TEMPLATE_CALL = re.compile(r"(?<![\w.])(n?p?gettext|_)\(")
STRING = re.compile(r"""\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,?""", re.DOTALL)

HEADER = {
    "Project-Id-Version": "Kịp Thời",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}

Key = tuple[str | None, str]


@dataclass
class Message:
    """One message of the code: its text, plural, context and the files that say it."""

    text: str
    plural: str = ""
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """Return what tells this message from every other."""
        return self.context, self.text


def _constant(node: ast.expr) -> str | None:
    """Return the text of a literal, joined by `+` or not; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _constant(node.left), _constant(node.right)
        return None if left is None or right is None else left + right
    return None


def _message(shape: str, texts: list[str]) -> Message:
    parts = dict(zip(shape, texts, strict=True))
    return Message(parts["m"], parts.get("p", ""), parts.get("c"))


def _aliases(tree: ast.AST) -> dict[str, str]:
    """Return the shapes of the names that this module calls to mark a message."""
    shapes = dict(FUNCTIONS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == (
            "django.utils.translation"
        ):
            for name in node.names:
                if name.asname and name.name in FUNCTIONS:
                    shapes[name.asname] = FUNCTIONS[name.name]
    return shapes


def in_python(source: str) -> Iterator[Message]:
    """Yield the messages of a Python module."""
    tree = ast.parse(source)
    shapes = _aliases(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        shape = shapes.get(name)
        if shape is None or len(node.args) < len(shape):
            continue
        texts = [_constant(arg) for arg in node.args[: len(shape)]]
        if all(texts):
            yield _message(shape, [text for text in texts if text])


def in_template(source: str) -> Iterator[Message]:
    """Yield the messages of a Django template."""
    code = templatize(source)
    for call in TEMPLATE_CALL.finditer(code):
        shape, position, texts = FUNCTIONS[call[1]], call.end(), []
        for _part in shape:
            literal = STRING.match(code, position)
            if literal is None:
                break
            texts.append(ast.literal_eval(literal[1]))
            position = literal.end()
        else:
            yield _message(shape, texts)


def _sources() -> Iterator[tuple[Path, str]]:
    """Yield every file that may hold a message, with the name to show for it."""
    for path in sorted(PACKAGE.rglob("*")):
        page = path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts
        if path.suffix == ".py" or page:
            yield path, path.relative_to(ROOT).as_posix()
    import allauth

    site = Path(allauth.__file__).resolve().parent.parent
    for name in BORROWED:
        yield site / name, name


def found() -> dict[Key, Message]:
    """Return every message of the code, with the files that say it.

    Raises SyntaxError, naming the file, for one that cannot be read.
    """
    messages: dict[Key, Message] = {}
    for path, name in _sources():
        read = in_python if path.suffix == ".py" else in_template
        try:
            for message in read(path.read_text("utf-8")):
                known = messages.setdefault(message.key, message)
                known.plural = known.plural or message.plural
                known.files.add(name)
        except SyntaxError as error:
            raise SyntaxError(f"{name}: {error}") from error
    return messages


@contextmanager
def catalogue(*, write: bool = False) -> Iterator[polib.POFile]:
    """Open the catalogue alone; with `write`, save it sorted and in one move."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(CATALOGUE.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX if write else fcntl.LOCK_SH)
    try:
        text = CATALOGUE.read_text("utf-8") if CATALOGUE.exists() else ""
        po = polib.pofile(text, wrapwidth=88) if text else polib.POFile(wrapwidth=88)
        yield po
        if write:
            po.metadata = dict(HEADER)
            po.sort(
                key=lambda entry: (entry.obsolete, entry.msgid, entry.msgctxt or "")
            )
            draft = CATALOGUE.with_suffix(f".{os.getpid()}.tmp")
            draft.write_text(str(po) + "\n", "utf-8")
            draft.replace(CATALOGUE)
    finally:
        os.close(folder)


def _entries(po: polib.POFile) -> dict[Key, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in po}


def _make_plural(entry: polib.POEntry, plural: str) -> None:
    """Give `entry` the shape its message has in the code, keeping what is said."""
    said = entry.msgstr or entry.msgstr_plural.get(0, "")
    entry.msgid_plural = plural
    entry.msgstr = "" if plural else said
    entry.msgstr_plural = {0: said} if plural else {}


def _put(po: polib.POFile, known: dict[Key, polib.POEntry], message: Message) -> None:
    entry = known.get(message.key)
    if entry is None:
        entry = polib.POEntry(msgid=message.text, msgctxt=message.context)
        po.append(entry)
        known[message.key] = entry
    entry.obsolete = False
    entry.occurrences = [(name, "") for name in sorted(message.files)]
    if entry.msgid_plural != message.plural:
        _make_plural(entry, message.plural)
    marked = "%(" in message.text or re.search(r"%[sd]", message.text)
    entry.flags = ["python-format"] if marked else []


def merge(po: polib.POFile, messages: dict[Key, Message], *, prune: bool) -> None:
    """Bring `po` in step with the code; what the code no longer says becomes obsolete.

    A translation added before its template exists is only put aside, and comes back
    with the message; `prune` drops what was put aside.
    """
    known = _entries(po)
    for message in messages.values():
        _put(po, known, message)
    for key, entry in known.items():
        if key not in messages:
            entry.obsolete = True
            entry.occurrences = []
            if prune or not said(entry):
                po.remove(entry)


def said(entry: polib.POEntry) -> str:
    """Return the Vietnamese text of `entry`, of its plural where it has one."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def _say(entry: polib.POEntry, text: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: text}
    else:
        entry.msgstr = text


def problems(po: polib.POFile, messages: dict[Key, Message]) -> list[str]:
    """Return a line for each message that is missing, unsure, unequal or unused."""
    known, lines = _entries(po), []
    for key, message in sorted(messages.items(), key=lambda item: item[0][1]):
        entry = known.get(key)
        where = ", ".join(sorted(message.files))
        where = f"context {message.context!r}, {where}" if message.context else where
        if entry is None or entry.obsolete or not said(entry):
            lines.append(f"missing: {message.text!r} ({where})")
        elif entry.fuzzy:
            lines.append(f"unsure: {message.text!r} ({where})")
        elif placeholders(said(entry)) != placeholders(message.plural or message.text):
            lines.append(f"placeholders: {message.text!r} -> {said(entry)!r}")
        elif entry.msgid_plural != message.plural:
            lines.append(f"plural: run extract for {message.text!r}")
    unused = [entry for key, entry in known.items() if key not in messages]
    lines += [f"unused: {entry.msgid!r} (extract --prune)" for entry in unused]
    return lines


def placeholders(text: str) -> set[str]:
    """Return the places in `text` that a value is put into."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def extract(*, prune: bool) -> int:
    """Merge the messages of the code into the catalogue; say how many lack a text."""
    messages = found()
    with catalogue(write=True) as po:
        merge(po, messages, prune=prune)
        left = sum(1 for entry in po if not entry.obsolete and not said(entry))
    print(f"{len(messages)} messages, {left} without Vietnamese")
    return 0


def add(path: Path) -> int:
    """Merge the translations of a JSON file into the catalogue."""
    given = json.loads(path.read_text("utf-8"))
    with catalogue(write=True) as po:
        known = _entries(po)
        for text_id, text in given.items():
            context, _, text_id = text_id.rpartition("\u0004")
            key = (context or None, text_id)
            if key not in known:
                known[key] = polib.POEntry(msgid=text_id, msgctxt=context or None)
                po.append(known[key])
            _say(known[key], text if isinstance(text, str) else text[-1])
        try:
            merge(po, found(), prune=False)
        except SyntaxError as error:
            print(f"Kept, but not matched with the code: {error}", file=sys.stderr)
    print(f"{len(given)} translations merged")
    return 0


def compile_catalogue() -> int:
    """Write the compiled catalogue beside the text, in one move."""
    with catalogue() as po:
        target = CATALOGUE.with_suffix(".mo")
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        draft.write_bytes(po.to_binary())
        draft.replace(target)
    return 0


def check() -> int:
    """Print what is missing or wrong; return 1 if there is anything."""
    with catalogue() as po:
        lines = problems(po, found())
    print("\n".join(lines) or "Every message has its Vietnamese text.")
    return 1 if lines else 0


def main(argv: list[str] | None = None) -> int:
    """Run one of the four commands; see the head of this file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract").add_argument("--prune", action="store_true")
    commands.add_parser("add").add_argument("file", type=Path)
    commands.add_parser("compile")
    commands.add_parser("check")
    args = parser.parse_args(argv)
    if args.command == "extract":
        return extract(prune=args.prune)
    if args.command == "add":
        return add(args.file)
    return compile_catalogue() if args.command == "compile" else check()


if __name__ == "__main__":
    sys.exit(main())
