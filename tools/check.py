"""Check everything that can be checked without running the tests.

    python tools/check.py [NAME …]

All checks run, also after one has failed; what failed is listed at the end.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable


def _templates() -> list[str]:
    folder = ROOT / "kipthoi" / "templates"
    return [str(path) for path in sorted(folder.rglob("*.html"))]


def checks() -> dict[str, list[str]]:
    """Return the command of each check, in the order in which they run."""
    return {
        "lint": [PYTHON, "-m", "ruff", "check", "."],
        "layout": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "templates": [str(BIN / "djade"), "--check", *_templates()],
        "types": [PYTHON, "-m", "mypy"],
        "order": [str(BIN / "lint-imports"), "--no-cache"],
        "safety": [
            PYTHON,
            "-m",
            "bandit",
            "-q",
            "-c",
            "pyproject.toml",
            "-r",
            "kipthoi",
        ],
        "messages": [PYTHON, "tools/messages.py", "check"],
        "system": [PYTHON, "-m", "django", "check", "--fail-level", "WARNING"],
        "migrations": [
            *(PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"),
        ],
        "reference": [PYTHON, "tools/reference.py", "--check"],
    }


def passes(name: str, command: list[str]) -> bool:
    """Run one check on the settings of the suite, so that no real folder is touched."""
    print(f"--- {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="kt-check-") as folder:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "KIPTHOI_TEST_FOLDER": folder,
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == 0


def main() -> int:
    """Run the checks named on the command line, or all; return 1 if one failed."""
    chosen = sys.argv[1:] or list(checks())
    unknown = set(chosen) - set(checks())
    if unknown:
        print(f"No such check: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    failed = [name for name in chosen if not passes(name, checks()[name])]
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
