"""Settings of the test suite: a throw-away folder, everything else as in production."""

import os
import tempfile
from pathlib import Path

_folder = Path(os.environ.get("KIPTHOI_TEST_FOLDER") or tempfile.mkdtemp(prefix="kt-"))
_data = _folder / f"data-{os.getpid()}"
_keys = _folder / f"data-{os.getpid()}-keys"
for _path in (_data, _data / "static", _keys):
    _path.mkdir(parents=True, exist_ok=True)
(_data / "mode").write_text("demo")
for _name in ("django.secret", "key.secret"):
    (_keys / _name).write_text("ab" * 32)
os.environ["KIPTHOI_DATA"] = str(_data)
os.environ["KIPTHOI_KEYS"] = str(_keys)

from kipthoi.settings import *  # noqa: E402, F403

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not :memory: — the WAL rule, threads and the index need one.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}  # noqa: F405
