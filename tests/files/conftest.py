"""A folder of its own for each test, and files as they arrive."""

from datetime import UTC, datetime
from io import BytesIO

import pytest

from kipthoi.files.uploads import Upload


@pytest.fixture
def folder(tmp_path, settings):
    """The data folder of this test."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def now():
    return datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def upload():
    """Make an upload as the handler hands it to a form."""

    def make(name, data, refusal=None):
        made = Upload(BytesIO(data), "files", name, "", len(data), None, {})
        made.refusal = refusal
        return made

    return make


@pytest.fixture
def on_disk(folder):
    """Say which files lie in the data folder."""

    def look():
        return sorted(path for path in folder.rglob("*") if path.is_file())

    return look
