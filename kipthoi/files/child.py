"""Work on a stranger's bytes in a process of its own, with walls.

Decoders of pictures, sound and documents are large and old; what they are fed comes
from anybody. So they run apart: no environment, no secrets, a memory and a time limit,
no file may be written, at most two at once. Bytes come in and go out by pipes, so that
nothing reaches the disk. This file loads nothing but the standard library.
"""

import json
import subprocess  # nosec B404
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from kipthoi.files import refusals

AT_ONCE = 2
WAITING = 6  # more would take the server's threads from those who only read
PATIENCE = 30.0  # seconds to wait for a place
SECONDS = 45.0
MEMORY = 1_200_000_000  # address space, of which libraries map some 300 MB

JOBS = {
    "picture": "kipthoi.files.pictures:recode",
    "voice": "kipthoi.files.voices:recode",
    "read": "kipthoi.files.documents:examine",
    "clean": "kipthoi.files.documents:rewrite",
}

_ROOT = str(Path(__file__).resolve().parents[2])
_START = (
    "import sys; sys.path.append(sys.argv[1]);"
    "from kipthoi.files.child import work; work()"
)
_places = threading.BoundedSemaphore(AT_ONCE)
_queue = threading.BoundedSemaphore(AT_ONCE + WAITING)


def run(
    job: str,
    data: bytes,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    **options: Any,
) -> tuple[dict[str, Any], bytes]:
    """Do one job of JOBS on the bytes; return what it found and what it made.

    Raises the refusal that the job raised, Unreadable if it died or ran past its
    seconds or bytes of memory, Crowded if no place became free.
    """
    order = {"job": job, "memory": memory, "options": options}
    with _place():
        return _answer(_talk(json.dumps(order).encode() + b"\n" + data, seconds))


@contextmanager
def _place() -> Iterator[None]:
    """Wait for one of the places. Raises Crowded."""
    if not _queue.acquire(blocking=False):
        raise refusals.Crowded
    try:
        if not _places.acquire(timeout=PATIENCE):
            raise refusals.Crowded
        try:
            yield
        finally:
            _places.release()
    finally:
        _queue.release()


def _talk(order: bytes, seconds: float) -> bytes:
    """Hand an order to a new process and return what it says.

    By pipe and not as an argument: the list of processes is open to everybody.
    """
    command = [sys.executable, "-I", "-c", _START, _ROOT]
    with subprocess.Popen(  # nosec B603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
    ) as process:
        try:
            return process.communicate(order, timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            raise refusals.Unreadable from None
        finally:
            process.kill()


def _answer(output: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        line, made = output.split(b"\n", 1)
        found = json.loads(line)
    except ValueError:
        raise refusals.Unreadable from None
    if "refused" in found:
        raise getattr(refusals, found["refused"])(**found["values"])
    return found, made


def work() -> None:
    """Do the job inside the child: one line of JSON and bytes in, and the same out."""
    order = json.loads(sys.stdin.buffer.readline())
    _wall_in(order["memory"])
    data = sys.stdin.buffer.read()
    module, function = JOBS[order["job"]].split(":")
    try:
        found, made = getattr(import_module(module), function)(data, **order["options"])
    except refusals.Refused as refusal:
        found, made = {"refused": refusal.id, "values": refusal.values}, b""
    except Exception:
        found, made = {"refused": "Unreadable", "values": {}}, b""
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


def _wall_in(memory: int) -> None:
    """Limit memory, forbid files and core dumps, and give way to people's requests."""
    try:
        import os
        import resource
    except ImportError:  # not a Unix: the time limit is what is left
        return
    for what, wall in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (wall, wall))
        except (ValueError, OSError):  # macOS knows no wall for address space
            continue
    os.nice(5)
