"""Pauses after wrong keys: they grow for whoever guesses, and never lock a factory.

Nothing is stored of anybody. A visitor carries a signed note of an hour that counts
their own wrong keys; the process counts all wrong keys of the last minute, so that who
throws the note away still meets a pause of a few seconds. A key has 15 random digits:
the pauses keep the door quiet, the digits keep it shut. No thread ever sleeps here.
"""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 3  # wrong keys without a pause: old eyes, small keys
FIRST = 5  # seconds of the first pause; each further wrong key doubles it
LONGEST = 300  # seconds
NOTE_SECONDS = 3600  # how long a visitor's note counts

CROWD = 60  # wrong keys a minute, of everybody together, before all wait a little
CROWD_LONGEST = 5  # seconds: a whole factory waits no longer than this
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a visitor's note says: how many wrong keys, and the instant of the last."""

    wrong: int
    since: datetime

    def pause(self) -> int:
        """Return how many seconds this visitor waits after the last wrong key."""
        beyond = self.wrong - FREE
        return 0 if beyond < 0 else min(LONGEST, FIRST * 2 ** min(beyond, 10))

    def after_wrong(self, now: datetime) -> "Visitor":
        """Return the note after one more wrong key."""
        return Visitor(self.wrong + 1, now)

    def left(self, now: datetime, crowd: int) -> int:
        """Return the seconds this visitor still waits, at least a crowd's pause."""
        wait = max(self.pause(), crowd)
        return min(wait, max(0, wait - int((now - self.since).total_seconds())))

    def as_note(self) -> list[float]:
        """Return what is signed and given to the visitor."""
        return [self.wrong, self.since.timestamp()]


def read_note(note: object, now: datetime) -> Visitor:
    """Return the visitor of a note; who has none has just come."""
    match note:
        case [int(wrong), int() | float() as since]:
            return Visitor(wrong, datetime.fromtimestamp(since, tz=now.tzinfo))
    return Visitor(0, now)


class Crowd:
    """Wrong keys of everybody in the last minute, counted in this process only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: deque[datetime] = deque(maxlen=CROWD * (CROWD_LONGEST + 2))

    def add(self, now: datetime) -> None:
        """Count one wrong key."""
        with self._lock:
            self._wrong.append(now)

    def pause(self, now: datetime) -> int:
        """Return the seconds that everybody waits between two keys just now."""
        with self._lock:
            while self._wrong and self._wrong[0] <= now - _MINUTE:
                self._wrong.popleft()
            return min(CROWD_LONGEST, len(self._wrong) // CROWD)

    def forget(self) -> None:
        """Count from zero again."""
        with self._lock:
            self._wrong.clear()


crowd = Crowd()
