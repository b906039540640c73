"""Finders for the rules of the house: each takes the text of a file, names offences.

They read the text and run nothing, so that `test_house_rules.py` can show each of them
a planted offence as well as the real tree.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from kipthoi.core.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kipthoi"
ROOMS = (
    *("web", "cases", "publications", "deadlines", "sources", "people", "units"),
    *("files", "search", "outbox", "journal", "core"),
)
KIND_NAMES = {kind.slug for kind in KINDS.values()} | set(KINDS)
LEFT_OUT = {"var", "__pycache__", "node_modules", "test-results"}


def python(*shelves: str) -> list[Path]:
    """Return the Python files of the package, of the named shelves if any are."""
    files = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    return sorted(path for path in files if not shelves or _shelf(path) in shelves)


def _shelf(path: Path) -> str:
    """Return actions for `cases/actions.py` and for `cases/actions/intake.py`."""
    inside = path.relative_to(PACKAGE).parts
    return inside[1].removesuffix(".py") if len(inside) > 1 else ""


def templates() -> list[Path]:
    """Return the templates of the package."""
    return sorted(path for path in (PACKAGE / "templates").rglob("*") if path.is_file())


def tree() -> Iterator[Path]:
    """Yield every file of the checkout that is ours."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in inside)
        if not hidden and not LEFT_OUT.intersection(inside) and path.is_file():
            yield path


def name(path: Path) -> str:
    """Return the path inside the checkout."""
    return path.relative_to(ROOT).as_posix()


# --- Kinds are facts, not names ------------------------------------------------------


def kind_literals(source: str) -> list[str]:
    """Name comparisons, look-ups and branches on the name of a kind, in Python."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            asked = any(_reads_as_a_kind(side) for side in sides)
            if asked and any(_kind_words(side) for side in sides):
                found.append(ast.unparse(node))
        elif isinstance(node, ast.Call):
            found += _kinds_asked_for(node)
        elif isinstance(node, ast.MatchValue) and _kind_words(node.value):
            found.append(f"case {ast.unparse(node)}")
    return found


def _reads_as_a_kind(node: ast.expr) -> bool:
    """Tell whether an expression reads as a kind: `kind`, `case.kind`, `kind.slug`."""
    return bool({"kind", "kind_id"} & set(ast.unparse(node).split(".")))


def _kind_words(node: ast.AST) -> set[str]:
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and part.value in KIND_NAMES
    }


ASKING = {"filter", "exclude", "get", "Q", "When", "startswith", "get_kind"}


def _kinds_asked_for(call: ast.Call) -> list[str]:
    if _called(call) not in ASKING:
        return []
    values = [
        word.value
        for word in call.keywords
        if word.arg and {"kind", "kind_id"} & set(word.arg.split("__"))
    ]
    if "kind" in ast.unparse(call.func).replace("_", ".").split("."):
        values += call.args
    return [ast.unparse(value) for value in values if _kind_words(value)]


KIND_IN_TEMPLATE = re.compile(
    r"\bkind(?:_id|\.slug|\.id)?\s*(?:==|!=|in|not in)\s*[\"']([^\"']*)"
    r"|[\"']([^\"']*)[\"']\s*(?:==|!=|in)\s*[\w.]*\bkind\b"
)


def kind_literals_in_template(source: str) -> list[str]:
    """Name comparisons with the name of a kind in the tags of a template."""
    found = []
    for tag in re.findall(r"{%.*?%}|{{.*?}}", source, re.DOTALL):
        words = {word for pair in KIND_IN_TEMPLATE.findall(tag) for word in pair}
        if KIND_NAMES & set(" ".join(words).split()):
            found.append(tag)
    return found


# --- Models ---------------------------------------------------------------------------


def imports(source: str) -> list[str]:
    """Return every module and name that the source imports, with dots."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def signals(source: str) -> list[str]:
    """Name imports of signals and of what connects them."""
    return [
        line
        for line in imports(source)
        if line.startswith("django.dispatch") or "signals" in line.split(".")
    ]


MANAGERS = {"Manager", "BaseManager", "BaseUserManager", "UserManager", "QuerySet"}
OVERRIDES = {"save", "delete", "save_base", "asave", "adelete"}


def managers(source: str) -> list[str]:
    """Name classes that are managers or query sets of our own."""
    return [
        node.name
        for node in _classes(source)
        if MANAGERS & {ast.unparse(base).split(".")[-1] for base in node.bases}
    ]


def save_overrides(source: str) -> list[str]:
    """Name methods of a model that change how it is saved or deleted."""
    return [
        f"{node.name}.{method.name}"
        for node in _classes(source)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name in OVERRIDES
    ]


def _classes(source: str) -> list[ast.ClassDef]:
    nodes = ast.walk(ast.parse(source))
    return [node for node in nodes if isinstance(node, ast.ClassDef)]


# DESIGN 2.2: we watch matters, not people.
NEVER_KEPT = re.compile(
    r"(?:^|_)(religions?|faith|ethnic\w*|race|gender|sex|sexual\w*|politic\w*|party|"
    r"ideology|nick_?name|user_?name|account_?name|handle|avatar|profile\w*|facebook|"
    r"zalo|tiktok|followers?)(?:_|$)"
)


def fields_never_kept(source: str) -> list[str]:
    """Name fields of a model or a form that would say what a person is or believes."""
    found = []
    for node in _classes(source):
        for part in node.body:
            if isinstance(part, ast.Assign):
                targets = [ast.unparse(target) for target in part.targets]
            elif isinstance(part, ast.AnnAssign):
                targets = [ast.unparse(part.target)]
            else:
                continue
            # `username = None` takes a field of Django's away; capitals are switches.
            empty = isinstance(part.value, ast.Constant) and part.value.value is None
            if not empty:
                found += [word for word in targets if NEVER_KEPT.search(word)]
    return found


# --- Actions --------------------------------------------------------------------------

TRANSACTION_CALLS = {"atomic", "on_commit", "savepoint", "set_autocommit"}


def transactions(source: str) -> list[str]:
    """Name what opens, ends or waits for a transaction."""
    found = [
        line for line in imports(source) if line.startswith("django.db.transaction")
    ]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in TRANSACTION_CALLS:
            found.append(ast.unparse(node))
    return found


DATABASE_ERRORS = {
    *("DatabaseError", "IntegrityError", "OperationalError", "InternalError"),
    *("ProgrammingError", "DataError", "Exception", "BaseException"),
}


def caught_database_errors(source: str) -> list[str]:
    """Name handlers that would hide a broken transaction and give a false receipt."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            caught = _names(node.type) if node.type else {"Exception"}
            if caught & DATABASE_ERRORS:
                found.append(f"line {node.lineno}: {', '.join(sorted(caught))}")
    return found


def _names(node: ast.AST) -> set[str]:
    names = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    return names | {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _called(call: ast.Call) -> str:
    """Return the last word of what is called; for `answer.step(…)` it is `answer`."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr == "step":
        function = function.value
    return ast.unparse(function).split(".")[-1]


def functions(source: str) -> list[ast.FunctionDef]:
    """Return every function of a module, at whatever depth."""
    nodes = ast.walk(ast.parse(source))
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


def _is_action(function: ast.FunctionDef) -> bool:
    marks = {ast.unparse(mark).split(".")[-1] for mark in function.decorator_list}
    return "action" in marks


def faults_of_actions(source: str, recording: set[str]) -> list[str]:
    """Name actions without docstring, without by/now as keywords, or without event."""
    found = []
    for act in filter(_is_action, functions(source)):
        keywords = {argument.arg for argument in act.args.kwonlyargs}
        if not ast.get_docstring(act):
            found.append(f"{act.name}: no docstring")
        if not {"by", "now"} <= keywords:
            found.append(f"{act.name}: takes by and now as keywords")
        if act.name not in recording:
            found.append(f"{act.name}: records nothing")
    return found


def recording(sources: list[str]) -> set[str]:
    """Return the names of the functions that call `record`, directly or by a step."""
    calls: dict[str, set[str]] = {}
    for source in sources:
        for function in functions(source):
            nodes = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            calls.setdefault(function.name, set()).update(map(_called, nodes))
    found = {"record"}
    while True:
        more = {word for word, called in calls.items() if called & found} | found
        if more == found:
            return found
        found = more


WRITES = {
    *("save", "create", "bulk_create", "bulk_update", "get_or_create"),
    "update_or_create",
}


def writes(source: str) -> list[str]:
    """Name calls that write rows; outside actions and chores there are none."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        # A row is saved without positional arguments; something else may take one.
        and not (node.func.attr == "save" and node.args)
    ]


CLOCK = re.compile(r"\b(?:timezone\.now|datetime\.now|datetime\.utcnow|date\.today)\(")


def clock_reads(source: str) -> list[str]:
    """Name places that read the clock: there, `now` and `today` are arguments."""
    return CLOCK.findall(source)


GATES = (
    *("smtplib", "httpx", "requests", "urllib.request", "http.client", "ftplib"),
    *("imaplib", "poplib", "aiohttp", "urllib3", "django.core.mail"),
)


def gates(source: str) -> list[str]:
    """Name imports by which something could leave this machine."""
    return [
        line
        for line in imports(source)
        if any(line == gate or line.startswith(f"{gate}.") for gate in GATES)
    ]


# --- Pages ----------------------------------------------------------------------------

INLINE_STYLE = re.compile(r"<style\b|<[^<>]*?\sstyle\s*=", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[^<>{}]*?\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.IGNORECASE | re.DOTALL)
OUTSIDE = re.compile(
    r"<(?:script|link|img|iframe|source|audio|video|track|embed|object|use|form)\b"
    r"[^>]*?(?:src|href|srcset|poster|data|action)\s*=\s*[\"']?(?:https?:)?//",
    re.IGNORECASE,
)
OUTSIDE_STYLE = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"']?)(?:https?:)?//")


def inline_code(source: str) -> list[str]:
    """Name style attributes, inline scripts and handlers: the policy refuses them."""
    page = re.sub(r"{#.*?#}", "", source)
    found = INLINE_STYLE.findall(page) + INLINE_HANDLER.findall(page)
    for attributes, body in SCRIPT.findall(page):
        data = re.search(r"type=[\"']application/", attributes)
        if body.strip() and not data:
            found.append(body.strip()[:60])
    return found


def outside_assets(source: str) -> list[str]:
    """Name what a page or a style sheet would fetch from somebody else."""
    return OUTSIDE.findall(source) + OUTSIDE_STYLE.findall(source)


# --- Names and paths ------------------------------------------------------------------

EMPTY_NAMES = {
    *("utils", "util", "helpers", "helper", "common", "manager", "managers"),
    *("service", "services", "data", "misc"),
}
# In pieces, so that this file does not name them itself.
MACHINE = re.compile(
    r"\.\./" + "shared" + r"|(?<![\w.])/(?:" + "work|root|home" + r")/"
    r"|" + r"py" + r"pi\.org|files\.python" + r"hosted|registry\.npm" + r"js"
    r"|deb\.deb" + r"ian\.org"
)


def machine_paths(text: str) -> list[str]:
    """Name paths of one machine, registry hosts and folders outside the checkout."""
    return MACHINE.findall(text)
