import json
import os
import time

import pytest

from kipthoi.files import child, refusals
from tests.files import making


def test_job_that_takes_too_long_is_stopped():
    started = time.monotonic()

    with pytest.raises(refusals.Unreadable):
        child.run("voice", making.voice("amr", 300), slug="amr", seconds=0.3)

    assert time.monotonic() - started < 5


def test_job_that_needs_too_much_memory_is_stopped():
    with pytest.raises(refusals.Unreadable):
        child.run("picture", making.photo(), slug="jpeg", memory=30_000_000)


def test_child_can_write_no_file_and_knows_nothing_of_us(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    script = tmp_path / "spy.py"
    script.write_text(
        "import json, os\n"
        "def spy(data):\n"
        "    try:\n"
        f"        with open({str(tmp_path / 'out')!r}, 'wb') as out: out.write(b'x')\n"
        "        wrote = True\n"
        "    except OSError:\n"
        "        wrote = False\n"
        "    return {'wrote': wrote, 'environment': dict(os.environ)}, data[::-1]\n"
    )
    monkeypatch.setitem(child.JOBS, "spy", "spy:spy")
    monkeypatch.setattr(
        child,
        "_START",
        f"import sys\nsys.path.append({str(tmp_path)!r})\n"
        "sys.path.append(sys.argv[1])\n"
        "from kipthoi.files import child\n"
        "child.JOBS['spy'] = 'spy:spy'\n"
        "child.work()",
    )

    found, made = child.run("spy", b"abc")

    assert made == b"cba"
    assert not found["wrote"]
    assert "DATABASE_URL" not in json.dumps(found["environment"])
    assert os.environ["DATABASE_URL"]


def test_queue_that_is_full_is_told_at_once(monkeypatch):
    taken = 0
    while child._queue.acquire(blocking=False):
        taken += 1
    try:
        started = time.monotonic()
        with pytest.raises(refusals.Crowded):
            child.run("picture", making.photo(), slug="jpeg")
    finally:
        for _ in range(taken):
            child._queue.release()

    assert taken == child.AT_ONCE + child.WAITING
    assert time.monotonic() - started < 10  # the job itself would take longer


def test_no_more_than_two_work_at_once_and_the_third_is_told(monkeypatch):
    monkeypatch.setattr(child, "PATIENCE", 0.05)
    taken = [child._places.acquire(timeout=1) for _ in range(child.AT_ONCE)]
    try:
        with pytest.raises(refusals.Crowded):
            child.run("picture", making.photo(), slug="jpeg")
    finally:
        for _ in taken:
            child._places.release()

    assert all(taken)
    assert child.run("picture", making.photo(), slug="jpeg")[0]["width"] == 64
