"""A private PostgreSQL server for the suite: made, started and thrown away again.

It listens on a socket in its own folder only. PostgreSQL refuses to run as root, so
root lends it to an unprivileged user.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

DEBIAN = Path("/usr/lib/postgresql")
# Nothing here must survive the machine; what must is tested on SQLite by killing it.
FAST = "-c fsync=off -c full_page_writes=off -c max_connections=60"


def binaries() -> Path | None:
    """Return the folder with `initdb` and `pg_ctl`, the newest if there are several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _servant() -> str | None:
    """Return the user that runs the server; None where we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _call(user: str | None, *command: str | Path) -> None:
    subprocess.run(
        command,
        user=user,
        cwd="/",
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server and yield its DATABASE_URL; stop and remove it afterwards.

    Raises FileNotFoundError if this machine has no PostgreSQL server.
    """
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("no PostgreSQL server on this machine")
    user = _servant()
    with tempfile.TemporaryDirectory(prefix="kt-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        data = folder / "data"
        data.mkdir(0o700)
        if user:
            for path in (folder, data):
                shutil.chown(path, user)
        _call(
            user,
            *(programs / "initdb", "-D", data, "-U", "kipthoi", "-A", "trust"),
            *("-E", "UTF8", "--locale=C", "--no-sync"),
        )
        options = f"{FAST} -c listen_addresses='' -k {folder}"
        control = (programs / "pg_ctl", "-D", data, "-w")
        log = folder / "log"
        _call(user, *control, "-l", log, "-o", options, "start")
        try:
            yield f"postgres://kipthoi@{quote(name, safe='')}/postgres"
        finally:
            _call(user, *control, "-m", "immediate", "stop")
