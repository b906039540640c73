"""Secrets that lie outside data and backup, in the folder KIPTHOI_KEYS.

Whoever steals the database or a backup does not have them (DESIGN 4.1, DECISIONS 5).
"""

import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

NAMES = ("django.secret", "key.secret")


@cache
def secret(name: str) -> bytes:
    """Return the 32 bytes of a secret. Raises OSError when setup has not made it."""
    return bytes.fromhex((Path(settings.KEYS) / name).read_text().strip())


def make_missing() -> list[str]:
    """Make the folder (0700) and each secret that is not there (0600); name the new."""
    folder = Path(settings.KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = [name for name in NAMES if not (folder / name).exists()]
    for name in made:
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return made
