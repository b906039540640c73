"""Run every test there is, and say loudly what could not be run.

    python tools/test.py [--only NAME] [-- arguments for pytest]

The parts, in order: the core without a database and with all its branches reached, the
rooms on SQLite, the rooms on PostgreSQL, the journeys in Chromium. A part whose program
is not on this machine is left out; with CI=true in the environment that is a failure.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import binaries, cluster  # noqa: E402

NO_TESTS = 5  # what pytest answers when it found nothing to run
WORKERS = "2"
CORE = "tests/core"
# The house itself does not change with the engine.
HOUSE = ("tests/test_house_rules.py", "tests/test_messages.py")


@dataclass
class Outcome:
    """What became of each part."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def pytest(
    *arguments: str, environment: dict[str, str], through: tuple[str, ...] = ()
) -> int:
    """Run pytest in a process of its own, so that each part has its own settings."""
    with tempfile.TemporaryDirectory(prefix="kt-test-") as folder:
        env = {**os.environ, "KIPTHOI_TEST_FOLDER": folder, **environment}
        command = [sys.executable, *through, "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def core(extra: list[str]) -> int:
    """Test the rules alone; a branch that no test reaches is a failure."""
    # Not by pytest-cov: it begins after Django has already loaded the core.
    counting = ("-m", "coverage", "run", "--branch", "--source=kipthoi.core")
    with tempfile.TemporaryDirectory(prefix="kt-core-") as folder:
        counted = {"COVERAGE_FILE": f"{folder}/counted"}
        environment = {"DATABASE_URL": "", **counted}
        some = (CORE, "-m", "not timing", *extra)
        code = pytest(*some, through=counting, environment=environment)
        if code:
            return code
        command = [sys.executable, "-m", "coverage", "report", "--fail-under=100"]
        env = {**os.environ, **counted}
        code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    timed = pytest(CORE, "-m", "timing", *extra, environment={"DATABASE_URL": ""})
    return code or (0 if timed == NO_TESTS else timed)


def sqlite(extra: list[str]) -> int:
    """Test the rooms on the embedded engine, on both cores of the machine."""
    parts = ("-n", WORKERS, "-m", "not browser", f"--ignore={CORE}")
    return pytest(*parts, *extra, environment={"DATABASE_URL": ""})


def postgres(extra: list[str]) -> int:
    """Test the rooms on PostgreSQL: the given one, or a private one."""
    skip = [f"--ignore={path}" for path in (CORE, *HOUSE)]
    with ExitStack() as stack:
        url = os.environ.get("DATABASE_URL") or stack.enter_context(cluster())
        parts = ("-n", WORKERS, "-m", "not browser", *skip)
        return pytest(*parts, *extra, environment={"DATABASE_URL": url})


def browser(extra: list[str]) -> int:
    """Walk the journeys in Chromium, one after the other."""
    environment = {"DATABASE_URL": ""}
    return pytest("tests/e2e", "-m", "browser", *extra, environment=environment)


def chromium() -> str | None:
    """Return the Chromium of this machine, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def no_postgres() -> str:
    """Return why the rooms cannot run on PostgreSQL; empty if they can."""
    if os.environ.get("DATABASE_URL") or binaries():
        return ""
    return "no PostgreSQL server here, and no DATABASE_URL"


def no_chromium() -> str:
    """Return why the journeys cannot run; empty if they can."""
    return "" if chromium() else "no Chromium here"


@dataclass(frozen=True)
class Part:
    """One part of the suite, and what may keep it from running."""

    name: str
    run: Callable[[list[str]], int]
    missing: Callable[[], str] = lambda: ""


PARTS = (
    Part("core", core),
    Part("SQLite", sqlite),
    Part("PostgreSQL", postgres, no_postgres),
    Part("Chromium", browser, no_chromium),
)


def run(part: Part, extra: list[str], outcome: Outcome) -> None:
    """Run one part and note what became of it."""
    missing = part.missing()
    if missing:
        outcome.left_out.append(f"{part.name}: {missing}")
        return
    print(f"\n=== {part.name} ===", flush=True)
    begun = time.monotonic()
    code = part.run(extra)
    took = f"{part.name} ({time.monotonic() - begun:.0f} s)"
    if code == NO_TESTS:
        outcome.left_out.append(f"{part.name}: no test found")
    elif code:
        outcome.failed.append(took)
    else:
        outcome.passed.append(took)


def report(outcome: Outcome) -> int:
    """Print what became of the parts; return the exit code."""
    print()
    for word, names in (("passed", outcome.passed), ("FAILED", outcome.failed)):
        if names:
            print(f"{word}: {', '.join(names)}")
    if outcome.left_out:
        line = "LEFT OUT, so not tested: " + "; ".join(outcome.left_out)
        print("!" * 88, line, "!" * 88, sep="\n")
    in_ci = os.environ.get("CI") == "true"
    return 1 if outcome.failed or (outcome.left_out and in_ci) else 0


def main() -> int:
    """Run the parts asked for, all of them if none is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = {part.name.lower(): part for part in PARTS}
    parser.add_argument("--only", choices=names)
    parser.add_argument("pytest", nargs="*", metavar="-- ARGUMENT")
    args = parser.parse_args()
    outcome = Outcome()
    for name, part in names.items():
        if args.only in (None, name):
            run(part, args.pytest, outcome)
    return report(outcome)


if __name__ == "__main__":
    sys.exit(main())
