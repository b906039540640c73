"""Starting: every way it can fail is one clear line; started twice it grows once."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kipthoi import start

ROOT = Path(__file__).resolve().parent.parent


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess:
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("KIPTHOI_", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-m", "kipthoi.cli", *arguments],
        cwd=ROOT,
        env={
            **kept,
            "KIPTHOI_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "kipthoi.settings",
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def one_line(done: subprocess.CompletedProcess) -> str:
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_port_that_is_taken_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        said = one_line(run(tmp_path / "data", "demo", "--port", port))

    assert port in said
    assert "PORT=" in said
    assert not (tmp_path / "data").exists()


def test_damaged_database_is_named(tmp_path):
    (tmp_path / "mode").write_text("demo")
    (tmp_path / "kipthoi.sqlite3").write_bytes(b"not a database at all" * 100)

    said = one_line(run(tmp_path, "demo", "--no-serve"))

    assert "damaged" in said
    assert "kipthoi.sqlite3" in said


def test_demonstration_is_never_laid_over_a_real_house_nor_the_reverse(tmp_path):
    real, trial = tmp_path / "real", tmp_path / "trial"
    for folder, mode in ((real, "real"), (trial, "demo")):
        folder.mkdir()
        (folder / "mode").write_text(mode)

    over_real = one_line(run(real, "demo", "--no-serve"))
    over_trial = one_line(run(trial, "setup"))

    assert "real" in over_real
    assert "demo" in over_trial
    assert [(f / "mode").read_text() for f in (real, trial)] == ["real", "demo"]


def test_folder_that_was_not_set_up_is_not_served(tmp_path):
    assert "setup" in one_line(run(tmp_path / "none", "serve"))


@pytest.mark.parametrize("place", ["file", "under a file"])
def test_folder_that_cannot_be_written_is_named(tmp_path, place):
    file = tmp_path / "file"
    file.write_text("")
    folder = file if place == "file" else file / "data"

    with pytest.raises(start.CannotStart) as told:
        start.claim(folder, start.DEMO)

    assert str(folder) in str(told.value)


def test_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")

    said = one_line(run(tmp_path / "file" / "data", "demo", "--no-serve", PORT="0"))

    assert str(tmp_path / "file" / "data") in said


def test_database_without_a_mode_is_left_alone(tmp_path):
    (tmp_path / "kipthoi.sqlite3").write_bytes(b"")

    with pytest.raises(start.CannotStart):
        start.claim(tmp_path, start.DEMO)

    assert not (tmp_path / "mode").exists()


def test_mode_never_changes(tmp_path):
    start.claim(tmp_path, start.REAL)
    start.claim(tmp_path, start.REAL)

    with pytest.raises(start.CannotStart):
        start.claim(tmp_path, start.DEMO)

    assert start.mode_of(tmp_path) == start.REAL


@pytest.mark.slow
def test_started_twice_it_grows_once(tmp_path):
    def rows():
        with sqlite3.connect(tmp_path / "kipthoi.sqlite3") as connection:
            tables = ("kipthoi_unit", "kipthoi_person", "kipthoi_case", "kipthoi_event")
            return [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in tables
            ]

    first = run(tmp_path, "demo", "--no-serve")
    assert first.returncode == 0, first.stderr
    grown = rows()

    second = run(tmp_path, "demo", "--no-serve")

    assert second.returncode == 0
    assert all(grown)
    assert rows() == grown
    assert "/thu/" in first.stdout
    assert "/thu/" in second.stdout
