"""Starting a house: its folder and mode, secrets, tables, and the checks before serving.

Every way it can fail is one clear line, never a traceback.
"""

import os
import socket
import sqlite3
from pathlib import Path

DEMO, REAL = "demo", "real"


class CannotStart(Exception):
    """The house cannot start; the message is one line for a person."""


def folder() -> Path:
    """Return the folder of data, as the environment names it."""
    return Path(os.environ.get("KIPTHOI_DATA") or "var/demo").absolute()


def mode_of(data: Path) -> str:
    """Return demo, real, or nothing for a folder that is new."""
    try:
        return (data / "mode").read_text().strip()
    except OSError:
        return ""


def claim(data: Path, mode: str) -> None:
    """Write the mode into a new folder; it never changes. Raises CannotStart.

    Demonstration cannot be switched on over a folder that has real data, nor the other
    way round.
    """
    written = mode_of(data)
    if written and written != mode:
        raise CannotStart(
            f"{data} holds a {written} installation; choose another folder with"
            " KIPTHOI_DATA for this one."
        )
    if not written and (data / "kipthoi.sqlite3").exists():
        raise CannotStart(f"{data} holds a database without a mode; it is left alone.")
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        data.chmod(0o700)
        if not written:
            (data / "mode").write_text(mode)
        probe = data / ".probe"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise CannotStart(f"Cannot write to {data}: {error.strerror}.") from None


def free_port(port: int) -> None:
    """Raise CannotStart if something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotStart(
                f"Port {port} is taken; choose another one with PORT=…"
            ) from None


def sound_database(data: Path) -> None:
    """Raise CannotStart if the SQLite file is damaged or not a database."""
    path = data / "kipthoi.sqlite3"
    if os.environ.get("DATABASE_URL") or not path.exists():
        return
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise CannotStart(
            f"The database {path} is damaged ({found}). Restore a backup."
        )


def prepare() -> None:
    """Make secrets and tables, and gather static files. Needs Django."""
    from django.conf import settings
    from django.core.management import call_command

    from kipthoi.journal.secrets import make_missing

    made = make_missing()
    if "django.secret" in made:
        settings.SECRET_KEY = (settings.KEYS / "django.secret").read_text().strip()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
