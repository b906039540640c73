"""Kill the server under load, again and again, and look for what was lost or torn.

Eight clients send matters by the real form. At a random moment every process of the
server is killed (SIGKILL) and started again on the same folder. A matter counts as
acknowledged when its sender has the redirection to the receipt and its cookie. After
the last kill every acknowledged matter has to be there with its event, its clock and
its index row, and nothing may stand there by halves, acknowledged or not.

What this does not show: a power cut. The page cache of the system outlives a killed
process, so that a commit that never reached the disk would be found here all the same.
For that `PRAGMA synchronous` is read from a connection of the product (2 = FULL), and
bench/intake.py counts fdatasync.
"""

import random
import sqlite3
import threading
import time
from http.client import HTTPException
from pathlib import Path
from typing import Any

import _house as house
from _asker import Busy, Intake, NoForm
from _house import Server, say, verdict

CLIENTS = 8
BROKEN = (HTTPException, OSError, NoForm)

# What may not be there: a thing without that which belongs to it.
TORN = {
    "case without its first event": (
        "SELECT COUNT(*) FROM kipthoi_case c WHERE NOT EXISTS (SELECT 1 FROM"
        " kipthoi_event e WHERE e.stream = 'case:' || c.code"
        " AND e.name = 'case.received' AND e.n = 0 AND e.leaf IS NOT NULL)"
    ),
    "first event without its case": (
        "SELECT COUNT(*) FROM kipthoi_event e WHERE e.name = 'case.received' AND NOT"
        " EXISTS (SELECT 1 FROM kipthoi_case c WHERE 'case:' || c.code = e.stream)"
    ),
    "assignee without its event, or the other way": (
        "SELECT COUNT(*) FROM kipthoi_case c WHERE (c.assignee_id IS NOT NULL) <>"
        " EXISTS (SELECT 1 FROM kipthoi_event e WHERE e.stream = 'case:' || c.code"
        " AND e.name = 'case.assigned')"
    ),
    "case without the clock of its promise": (
        "SELECT COUNT(*) FROM kipthoi_case c WHERE NOT EXISTS (SELECT 1 FROM"
        " kipthoi_clock k WHERE k.subject = 'case:' || c.code"
        " AND k.name = 'first_answer' AND k.due_on = c.promised_on)"
    ),
    "clock without its case": (
        "SELECT COUNT(*) FROM kipthoi_clock k WHERE k.subject LIKE 'case:%' AND NOT"
        " EXISTS (SELECT 1 FROM kipthoi_case c WHERE 'case:' || c.code = k.subject)"
    ),
    "case without its index row": (
        "SELECT COUNT(*) FROM kipthoi_case c WHERE NOT EXISTS (SELECT 1 FROM"
        " kipthoi_entry e WHERE e.ref = 'case:' || c.code)"
    ),
    "index row without its case": (
        "SELECT COUNT(*) FROM kipthoi_entry e WHERE e.what = 'case' AND NOT EXISTS"
        " (SELECT 1 FROM kipthoi_case c WHERE 'case:' || c.code = e.ref)"
    ),
    "index row without its words": (
        "SELECT COUNT(*) FROM kipthoi_entry e WHERE NOT EXISTS (SELECT 1 FROM"
        " kipthoi_words_docsize d WHERE d.id = e.id)"
    ),
    "words without their index row": (
        "SELECT COUNT(*) FROM kipthoi_words_docsize d WHERE NOT EXISTS (SELECT 1 FROM"
        " kipthoi_entry e WHERE e.id = d.id)"
    ),
}


class Senders:
    """Clients that send until told to stop, and remember what was acknowledged."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.acknowledged: list[bytes] = []
        self.unknown = 0  # sent, but the connection broke before the answer
        self.busy = 0
        self._up = threading.Event()
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._work) for _ in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def up(self) -> None:
        """Let them send: the server is there."""
        self._up.set()

    def down(self) -> None:
        """Let them wait: the server is gone."""
        self._up.clear()

    def end(self) -> None:
        """Let them end."""
        self._end.set()
        self._up.set()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        send: Intake | None = None
        before: Intake | None = None
        while self._up.wait() and not self._end.is_set():
            try:
                send = before = send or Intake(self.port, before)
                self.acknowledged.append(send())
            except Busy:
                self.busy += 1
                time.sleep(0.02)
            except BROKEN:
                self.unknown += 1
                send = None
                time.sleep(0.02)


def start(data: Path, port: int, first: bool) -> Server:
    """Start the server: as its owner does at first, then without the long way round.

    The house is built and its static files are gathered; what a restart needs is the
    check of the database, which is done here as `kipthoi serve` does it.
    """
    from kipthoi.start import sound_database

    if not first:
        sound_database(data)
    command = house.product(port) if first else house.granian(port, _APP)
    server = Server(command, data, port)
    server.wait("/thoat/")
    return server


_APP = "kipthoi.wsgi:application"


def check(data: Path, acknowledged: list[bytes]) -> dict[str, Any]:
    """Look for lost and torn things in the tables; return their numbers."""
    from kipthoi.core.keys import digest_token

    connection = sqlite3.connect(data / "kipthoi.sqlite3")
    try:
        there = {
            bytes(token): code
            for token, code in connection.execute(
                "SELECT token, code FROM kipthoi_case"
            )
        }
        lost = [one for one in acknowledged if digest_token(one) not in there]
        torn = {
            name: connection.execute(sql).fetchone()[0] for name, sql in TORN.items()
        }
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
        strangers = connection.execute("PRAGMA foreign_key_check").fetchall()
        try:
            connection.execute(
                "INSERT INTO kipthoi_words(kipthoi_words, rank)"
                " VALUES('integrity-check', 1)"
            )
            words = "ok"
        except sqlite3.DatabaseError as error:
            words = str(error)
    finally:
        connection.close()
    return {
        "cases": len(there),
        "lost": len(lost),
        "torn": sum(torn.values()),
        "torn_by_kind": {name: n for name, n in torn.items() if n},
        "integrity_check": whole,
        "foreign_key_check": len(strangers),
        "fts_integrity_check": words,
    }


def synchronous(data: Path) -> int:
    """Return `PRAGMA synchronous` as the product's own connections have it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return int(cursor.fetchone()[0])


def main() -> None:
    """Kill, look, and print one JSON object as the last line."""
    parser = house.parser(__doc__ or "")
    parser.add_argument("--kills", type=int, help="how often the server is killed")
    parser.add_argument("--longest", type=float, default=1.5, help="seconds to a kill")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=5, help="stop after this long")
    asked = parser.parse_args()
    kills = asked.kills or (5 if asked.small else 200 if asked.large else 50)
    chance = random.Random(asked.seed)

    data = house.folder() / "data"
    say("Building a house …")
    house.enter(data)
    full = synchronous(data)
    port, begun = house.free_port(), time.monotonic()
    server = start(data, port, first=True)
    senders, done = Senders(port), 0
    try:
        while done < kills and time.monotonic() - begun < asked.minutes * 60:
            senders.up()
            time.sleep(chance.uniform(0.05, asked.longest))
            server.strike()
            senders.down()
            server.kill()
            done += 1
            server = start(data, port, first=False)
            if done % 10 == 0:
                say(f"{done} kills, {len(senders.acknowledged)} acknowledged")
    finally:
        senders.end()
        server.kill()
    found = check(data, senders.acknowledged)
    torn = found["torn"] + found["foreign_key_check"]
    whole = found["integrity_check"] == "ok" and found["fts_integrity_check"] == "ok"
    house.finish(
        {
            "bench": "crash",
            "machine": house.machine(),
            "kills": done,
            "seconds": round(time.monotonic() - begun, 1),
            "acknowledged": len(senders.acknowledged),
            "unanswered": senders.unknown,
            "told_busy": senders.busy,
            **found,
            "pragma_synchronous": full,
            "note": "kill -9 does not prove a power cut: the page cache outlives it",
            "verdict": {
                "kills >= 50": verdict(done, 50, at_most=False),
                "nothing lost": verdict(found["lost"], 0, at_most=True),
                "nothing torn": verdict(torn if whole else torn + 1, 0, at_most=True),
                "synchronous = FULL": verdict(full, 2, at_most=False),
            },
        }
    )


if __name__ == "__main__":
    main()
