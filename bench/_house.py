"""What the benches share: a throw-away house, servers to measure, readings of /proc.

A house is a new folder with its tables, keys and cast; it goes when the bench ends.
Nothing here listens or sends anywhere but on 127.0.0.1.
"""

import argparse
import atexit
import contextlib
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
TICKS = os.sysconf("SC_CLK_TCK")
# A reader below the trees of what is measured: no .pyc race, no bench in the way.
sys.path.insert(0, str(ROOT))


def say(text: str) -> None:
    """Tell the one who waits how far the bench is, apart from its result."""
    print(text, file=sys.stderr, flush=True)


def finish(result: dict[str, Any]) -> None:
    """Print the result as the last line: one JSON object."""
    print(json.dumps(result, ensure_ascii=False), flush=True)


def parser(text: str) -> argparse.ArgumentParser:
    """Return a parser that knows the two sizes every bench has."""
    made = argparse.ArgumentParser(description=text)
    size = made.add_mutually_exclusive_group()
    size.add_argument("--small", action="store_true", help="the quickest useful run")
    size.add_argument("--large", action="store_true", help="the size of the targets")
    return made


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "load_1min": round(os.getloadavg()[0], 2),
    }


# The house


def folder() -> Path:
    """Return a new folder that goes when the bench ends."""
    made = Path(tempfile.mkdtemp(prefix="kipthoi-bench-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def environment(data: Path) -> dict[str, str]:
    """Return the environment under which everything works on the house in `data`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KIPTHOI_")}
    for name in ("DATABASE_URL", "EMAIL_URL", "PORT"):
        kept.pop(name, None)
    path = os.pathsep.join((str(BENCH), str(ROOT)))
    return {
        **kept,
        "KIPTHOI_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "kipthoi.settings",
        "PYTHONPATH": path,
    }


def enter(data: Path) -> None:
    """Make this process work on the house in `data`, and build it if it is new.

    The house is that of the tests: an invented plant under a commune, and its cast,
    all of it through the real acts.
    """
    os.environ.clear()
    os.environ.update(environment(data))
    from kipthoi import start

    start.claim(data, start.REAL)
    import django

    django.setup()
    start.prepare()
    from tests.house import plant

    plant()


# Servers


class Server:
    """A server in processes of its own, on a free port of 127.0.0.1."""

    def __init__(self, command: Sequence[str], data: Path, port: int) -> None:
        self.port = port
        self.errors = data.with_name(data.name + "-errors.txt")
        with self.errors.open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(data),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # so that it can be killed with its children
            )

    @property
    def pids(self) -> list[int]:
        """Return the server's processes: those of the session that it leads."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[3]) == self._process.pid and fields[0] != "Z":
                    found.append(int(stat.parent.name))
        return found

    def wait(self, path: str, seconds: float = 60) -> None:
        """Return when the server answers. Raises RuntimeError with what it said."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                if get(self.port, path)[0] < 500:
                    return
            except (OSError, HTTPException):
                time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"no answer: {self.errors.read_text()[-2000:]}")

    def cpu(self) -> float:
        """Return the seconds of processor time used so far, by all its processes."""
        used = 0
        for pid in self.pids:
            with contextlib.suppress(OSError):
                stat = Path(f"/proc/{pid}/stat").read_text()
                fields = stat.rpartition(")")[2].split()
                used += int(fields[11]) + int(fields[12])
        return used / TICKS

    def pss(self) -> float | None:
        """Return the memory of all its processes in MiB (shared parts shared out)."""
        kib = 0
        for pid in self.pids:
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        kib += int(line.split()[1])
        return round(kib / 1024, 1) or None

    def strike(self) -> None:
        """Kill every process of the server at once (SIGKILL); do not wait."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """Kill every process of the server at once (SIGKILL), and wait for its end."""
        self.strike()
        self._process.wait()
        while self.pids:
            time.sleep(0.01)


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(
    command: Sequence[str], data: Path, port: int, path: str
) -> Iterator[Server]:
    """Run a server until the block ends; it answers `path` before the block begins."""
    server = Server(command, data, port)
    try:
        server.wait(path)
        yield server
    finally:
        server.kill()


def product(port: int) -> list[str]:
    """Return the command that serves the house as its owner does."""
    return [sys.executable, "-m", "kipthoi.cli", "serve", "--port", str(port)]


def granian(port: int, application: str) -> list[str]:
    """Return the command that serves any application under the product's settings."""
    from kipthoi.cli import SERVER

    command = [sys.executable, "-m", "granian"]
    for flag, value in SERVER.items():
        command += [flag] if value is None else [flag, value]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    return [*command, application]


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of one GET."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


# Figures


def quantile(values: Sequence[float], part: float) -> float:
    """Return the value below which `part` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)


def verdict(value: float | None, limit: float, *, at_most: bool) -> str:
    """Return `met`, `not met` or `not measured`; a bench never fails on a figure."""
    if value is None:
        return "not measured"
    return "met" if (value <= limit if at_most else value >= limit) else "not met"
