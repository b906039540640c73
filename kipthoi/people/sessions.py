"""Sessions of officers: database rows whose one write takes the writers' turn.

A row keeps whose it is, when it began and what to call the device; never an address of
the network. A session ends twelve hours after it was last used.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from kipthoi.journal.action import turn

# Reading alone writes a session at most this often, to put its end off.
AWAKE = timedelta(minutes=30)
# How long after signing in keys may be changed without signing in again.
FRESH = timedelta(minutes=30)

_BROWSERS = (
    (r"SamsungBrowser", "Samsung Internet"),
    (r"coc_coc", "Cốc Cốc"),
    (r"OPR/|Opera", "Opera"),
    (r"Edg", "Edge"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrome|CriOS", "Chrome"),
    (r"Safari", "Safari"),
)
_SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Windows", "Windows"),
    (r"CrOS", "ChromeOS"),
    (r"Macintosh", "Mac"),
    (r"Linux", "Linux"),
)


class SessionStore(DatabaseStore):
    """Keep a session with the person it belongs to, so that they can end it."""

    @classmethod
    def get_model_class(cls):
        """Return our session table."""
        from kipthoi.people.models import Session

        return Session

    def create_model_instance(self, data):
        """Make the row, with its person, device and first day."""
        row: Any = super().create_model_instance(data)
        person = data.get("_auth_user_id")
        row.person_id = int(person) if person else None
        row.device = data.get("device", "")[:80]
        row.begun_at = _instant(data.get("begun_at"))
        row.seen_on = timezone.localdate()
        return row

    def save(self, must_create=False):
        """Write the row in the writers' turn. Raises Busy."""
        with turn():
            super().save(must_create)

    def delete(self, session_key=None):
        """Delete the row in the writers' turn. Raises Busy."""
        with turn():
            super().delete(session_key)


def device_of(user_agent: str) -> str:
    """Return what to call a device: "Chrome, Android"; nothing if it is not told."""
    found = [
        next((name for sign, name in table if re.search(sign, user_agent)), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)


def stamp(request: HttpRequest, now: datetime) -> None:
    """Note in a session that has just begun when that was and on what device."""
    request.session["begun_at"] = now.isoformat()
    request.session["seen_at"] = now.isoformat()
    request.session["device"] = device_of(request.META.get("HTTP_USER_AGENT", ""))


def keep_awake(session: SessionBase, now: datetime) -> None:
    """Put the end of a session off because it is in use; written twice an hour."""
    seen = _instant(session.get("seen_at"))
    if seen is None or now - seen > AWAKE:
        session["seen_at"] = now.isoformat()


def is_fresh(session: SessionBase, now: datetime) -> bool:
    """Tell whether somebody signed in lately enough to change keys."""
    begun = _instant(session.get("begun_at"))
    return begun is not None and now - begun <= FRESH


def _instant(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
