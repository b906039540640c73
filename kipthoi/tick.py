"""The idempotent sweep: what is due now is done, once, wherever it runs.

Embedded it is a thread of the server; elsewhere several machines may run it.
"""

import logging
import threading
import time
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from kipthoi.files.chores import sweep
from kipthoi.journal.action import Busy
from kipthoi.outbox.chores import send_waiting
from kipthoi.people.chores import end_old_sessions

EVERY = 20  # seconds
_log = logging.getLogger("kipthoi.tick")


def once(now: datetime | None = None) -> str:
    """Do what is due at `now`; return one line that says what was done."""
    now = now or timezone.now()
    sent, failed = send_waiting(now)
    cleared = sweep(now)
    end_old_sessions(now=now)
    return f"mail sent {sent}, failed {failed}; files cleared {cleared}"


def start() -> threading.Thread:
    """Start the sweep as a daemon thread of the server."""
    thread = threading.Thread(target=_for_ever, name="tick", daemon=True)
    thread.start()
    return thread


def _for_ever() -> None:
    while True:
        time.sleep(EVERY)
        try:
            once()
        except Busy:
            continue
        except Exception:
            _log.exception("tick")
        finally:
            close_old_connections()
