"""Files of a form that is not sent yet: encrypted, two hours, readable by one browser.

A form of several steps sends its files with the first one. They wait here under a
random token that lies in a hidden field and nowhere else: the row holds its SHA-256,
and keys grow out of it by HKDF, so that whoever copies the server's disk reads nothing.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db.models import Max, Sum

from kipthoi.files import disk
from kipthoi.files.models import WaitingFile
from kipthoi.files.prepared import Prepared, prepare
from kipthoi.files.queries import MATTER_WALL, MATTER_WALL_MB
from kipthoi.files.refusals import Crowded, Refused, TooMany, TooMuch
from kipthoi.files.sniff import TYPES
from kipthoi.files.uploads import FILES, Upload
from kipthoi.journal.action import chore
from kipthoi.journal.statements import Select

HOURS = 2
TOKEN_BYTES = 16
EVERYBODY = 2_000_000_000  # bytes of waiting files of all forms together

_TABLE = "kipthoi_waitingfile"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the form shows of a file that waits, by its number."""

    n: int
    name: str
    kind: str
    size: int
    seconds: int | None
    names_author: bool
    has_words: bool


def new_token() -> str:
    """Return a token for one form: 128 random bits in hexadecimal."""
    return secrets.token_hex(TOKEN_BYTES)


def keep_waiting(
    token: str,
    uploads: Iterable[Upload],
    now: datetime,
    *,
    confirmed: bool = False,
) -> tuple[list[Waiting], list[Refused]]:
    """Take the uploads of a form in; return what waits now, and what was not taken.

    A file that is refused costs neither the words nor the other files. The same file
    chosen twice waits once. `confirmed` as in `prepare`.
    """
    problems: list[Refused] = []
    for upload in uploads:
        try:
            _keep_one(_Keys(token), _prepared(upload, confirmed), now)
        except Refused as refusal:
            problems.append(refusal)
    return waiting(token, now), problems


def waiting(token: str, now: datetime) -> list[Waiting]:
    """Return what waits under the token, in its order; nothing for a wrong token."""
    keys = _Keys(token)
    found = []
    for row in _waits(keys.hash, now):
        label = keys.label(row)
        found.append(
            Waiting(
                row.order,
                label["name"],
                TYPES[label["type"]].kind,
                row.size,
                label["seconds"],
                label["names_author"],
                label["has_words"],
            )
        )
    return found


def drop_waiting(token: str, n: int, now: datetime) -> None:
    """Let the n-th waiting file go, bytes and row."""
    rows = list(_rows(_Keys(token), now).filter(order=n))
    _forget([row.pk for row in rows], now=now)
    disk.remove(disk.WAITING, (row.path for row in rows))


def take(token: str, now: datetime) -> list[Prepared]:
    """Return the waiting files in clear, to be stored and bound; they wait on.

    After the act has bound them, call `forget`. What the disk has lost is left out.
    """
    keys = _Keys(token)
    found = []
    for row in _waits(keys.hash, now):
        try:
            data = keys.open(_read(row), row.path)
        except (OSError, InvalidTag):
            continue
        label = keys.label(row)
        label["type"] = TYPES[label["type"]]
        found.append(Prepared(data=data, **label))
    return found


def forget(token: str, now: datetime) -> None:
    """Let everything under the token go, once it is bound or given up."""
    rows = _all(_Keys(token).hash)
    if not rows:
        return  # most matters have no files: no second turn at writing for them
    _forget([row.pk for row in rows], now=now)
    disk.remove(disk.WAITING, (row.path for row in rows))


def forget_expired(now: datetime) -> int:
    """Let go what waited past its time; return how many files."""
    rows = list(WaitingFile.objects.filter(expires_at__lte=now)[:500])
    if rows:
        _forget([row.pk for row in rows], now=now)
        disk.remove(disk.WAITING, (row.path for row in rows))
    return len(rows)


class _Keys:
    """What grows out of a token: the row's hash, a key for bytes, one for marks."""

    def __init__(self, token: str) -> None:
        secret = token.encode()
        self.hash = hashlib.sha256(b"kipthoi waiting token\0" + secret).hexdigest()
        grow = HKDF(SHA256(), 64, salt=None, info=b"kipthoi waiting file")
        grown = grow.derive(secret)
        self._cipher = AESGCM(grown[:32])
        self._marking = grown[32:]

    def seal(self, data: bytes, about: str) -> bytes:
        """Return nonce and ciphertext, bound to what the bytes are about."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, data, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return the bytes in clear. Raises InvalidTag."""
        return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())

    def label(self, row: WaitingFile) -> dict[str, Any]:
        """Return what is known of a waiting file."""
        return json.loads(self.open(bytes(row.label), f"label {row.mark}"))

    def mark(self, data: bytes) -> str:
        """Return a keyed digest: equal for equal bytes under this token alone."""
        return hmac.new(self._marking, data, hashlib.sha256).hexdigest()


_all = Select(lambda hashed: WaitingFile.objects.filter(token_hash=hashed), "")
_waits = Select(
    lambda hashed, now: WaitingFile.objects.filter(
        token_hash=hashed, expires_at__gt=now
    ).order_by("order", "pk"),
    "",
    datetime.max.replace(tzinfo=UTC),
)


def _rows(keys: _Keys, now: datetime) -> Any:
    rows = WaitingFile.objects.filter(token_hash=keys.hash, expires_at__gt=now)
    return rows.order_by("order", "pk")


def _prepared(upload: Upload, confirmed: bool) -> Prepared:
    if upload.refusal is not None:
        raise upload.refusal
    return prepare(upload.name or "", upload.bytes, confirmed=confirmed)


def _keep_one(keys: _Keys, file: Prepared, now: datetime) -> None:
    """Encrypt one file to the disk, add its row. Raises TooMuch, TooMany, Crowded."""
    _check_room(keys, file, now)
    mark = keys.mark(file.data)
    label = {
        "name": file.name,
        "type": file.type.slug,
        "seconds": file.seconds,
        "cleaned": file.cleaned,
        "names_author": file.names_author,
        "has_words": file.has_words,
    }
    path = disk.new_path()
    row = WaitingFile(
        token_hash=keys.hash,
        mark=mark,
        size=file.size,
        label=keys.seal(json.dumps(label).encode(), f"label {mark}"),
        path=path,
        expires_at=now + timedelta(hours=HOURS),
    )
    disk.write(disk.WAITING, keys.seal(file.data, path), path)
    try:
        _add(row, now=now)
    finally:
        if not WaitingFile.objects.filter(path=path).exists():
            disk.remove(disk.WAITING, [path])


def _check_room(keys: _Keys, file: Prepared, now: datetime) -> None:
    rows = _rows(keys, now)
    here = sum(rows.values_list("size", flat=True))
    if here + file.size > MATTER_WALL:
        raise TooMuch(file.name, wall=MATTER_WALL_MB)
    if rows.count() >= FILES:
        raise TooMany(file.name, wall=FILES)
    everybody = WaitingFile.objects.aggregate(n=Sum("size"))["n"] or 0
    if everybody + file.size > EVERYBODY:
        raise Crowded(file.name)


def _read(row: WaitingFile) -> bytes:
    return disk.where(disk.WAITING, row.path).read_bytes()


@chore(tables=(_TABLE,))
def _add(row: WaitingFile, *, now: datetime) -> None:
    """Add a row behind the others of its token, unless the same file waits already."""
    same = WaitingFile.objects.filter(token_hash=row.token_hash)
    row.order = (same.aggregate(n=Max("order"))["n"] or 0) + 1
    WaitingFile.objects.bulk_create([row], ignore_conflicts=True)


@chore(tables=(_TABLE,))
def _forget(keys: Sequence[int], *, now: datetime) -> None:
    """Remove rows; the caller removes their bytes."""
    WaitingFile.objects.filter(pk__in=keys).delete()
