"""Measure pages: the server's time, its questions to the database, bytes on the wire.

Two houses of different size stand at the same time, each in a process of its own, with
a bare Django project (a list of 25 rows, ready bytes) in a third; they are asked in
turn, so that a busy minute falls on all of them. Server time is the whole of Django's
handler with every middleware, in the process, without a socket. `ha` is an officer
whose reach holds 70 of 100 cases, `lan` one whose reach holds 5 of 100.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import _house as house
from _house import median, say, verdict

LIST_MS = 5.0  # at 100,000 cases
GROWTH = 1.3  # the larger house against the smaller one
READY = 0.6  # of ready bytes from Django (PEERS), for what everybody reads
HOME_KB, CASE_KB = 25, 30
TABS = (
    "todo",
    "late",
    "today",
    "soon",
    "new",
    "contested",
    "waiting",
    "answered",
    "all",
)


class Worker:
    """One process that measures, and the pipe to it."""

    def __init__(self, which: str, data: Path, n: int) -> None:
        self.name = f"{which} {n}"
        command = [sys.executable, str(house.BENCH / "_worker.py"), which, str(data)]
        self._process = subprocess.Popen(
            [*command, str(n)],
            cwd=house.ROOT,
            env=house.environment(data),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.cookies: dict[str, str] = {}

    def ready(self) -> dict[str, Any]:
        """Wait until the house stands; return its paths."""
        found = self._read()
        self.cookies = found.get("cookies", {})
        return found

    def ask(self, do: str, path: str, who: str = "", **more: Any) -> Any:
        """Give one order and return its answer."""
        order = {"do": do, "path": path, "cookie": self.cookies.get(who, ""), **more}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended")
        return json.loads(line)

    def end(self) -> None:
        """Let the process end."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()


def targets(worker: Worker, paths: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what is asked of a house: its name, path and who asks."""
    asked = {
        "home": ("/", ""),
        "search": ("/tim/?q=giai+phong+mat+bang", ""),
        "status": (paths["status"], ""),
        "answers": ("/tra-loi/", ""),
        "answer": (paths["answer"], ""),
        "today": ("/can-bo/", "ha"),
        "case": (paths["case"], "ha"),
        "inbox search": ("/can-bo/viec/?q=giai+phong+mat+bang", "ha"),
    }
    for who in ("ha", "lan"):
        for tab in TABS:
            asked[f"list {who} {tab}"] = (f"/can-bo/viec/?tab={tab}", who)
    for tab in ("todo", "all"):
        page = worker.ask("body", f"/can-bo/viec/?tab={tab}", "ha")
        after = re.search(r"after=([0-9-]+\.\d+)", page)
        if after:
            path = f"/can-bo/viec/?tab={tab}&after={after[1]}"
            asked[f"list ha {tab} page 2"] = (path, "ha")
    return asked


def rounds(
    asked: dict[Worker, dict[str, tuple[str, str]]], n: int, times: int
) -> dict[Worker, dict[str, Any]]:
    """Measure every page of every worker in `times` rounds, one after the other."""
    found: dict[Worker, dict[str, Any]] = {worker: {} for worker in asked}
    names = list(dict.fromkeys(name for pages in asked.values() for name in pages))
    for turn in range(times):
        say(f"round {turn + 1} of {times}")
        for name in names:
            for worker in asked if turn % 2 == 0 else reversed(asked):
                if name not in asked[worker]:
                    continue
                path, who = asked[worker][name]
                one = worker.ask("measure", path, who, n=n)
                kept = found[worker].setdefault(name, {"wall": [], "cpu": []})
                kept["status"] = one["status"]
                kept["wall"].append(median(one["wall"]))
                kept["cpu"].append(median(one["cpu"]))
    return found


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of each page: the median of the rounds' medians."""
    return {
        name: {
            "status": one["status"],
            "p50_ms": round(median(one["wall"]), 2),
            "cpu_ms": round(median(one["cpu"]), 2),
        }
        for name, one in found.items()
    }


def growth(small: dict[str, Any], large: dict[str, Any]) -> dict[str, float]:
    """Return how much longer each page takes in the larger house, pair by pair."""
    return {
        name: round(
            median(
                [
                    b / a
                    for a, b in zip(small[name]["cpu"], large[name]["cpu"], strict=True)
                ]
            ),
            2,
        )
        for name in small
        if name in large
    }


def main() -> None:
    """Measure, and print one JSON object as the last line."""
    parser = house.parser(__doc__ or "")
    parser.add_argument("--cases", type=int, help="size of the larger house")
    parser.add_argument("--against", type=int, help="size of the smaller house")
    parser.add_argument("--rounds", type=int, help="how often each page is measured")
    parser.add_argument("-n", type=int, help="requests in each round")
    asked = parser.parse_args()
    more = asked.cases or (2000 if asked.small else 100_000 if asked.large else 10_000)
    less = asked.against or (500 if asked.small else 10_000 if asked.large else 1000)
    times = asked.rounds or (1 if asked.small else 5 if asked.large else 2)
    n = asked.n or (5 if asked.small else 15 if asked.large else 7)

    folder = house.folder()
    result: dict[str, Any] = {"bench": "pages", "machine": house.machine()}
    begun = time.monotonic()
    workers = [
        Worker("product", folder / "less", less),
        Worker("product", folder / "more", more),
        Worker("bare", folder / "bare", less),
    ]
    try:
        say(f"Growing houses of {less} and {more} cases …")
        paths = [worker.ready() for worker in workers]
        result["seconds_to_grow"] = round(time.monotonic() - begun, 1)
        small, large, bare = workers
        wanted = {
            small: targets(small, paths[0]),
            large: targets(large, paths[1]),
            bare: {name: (f"/{path}", "") for name, path in _BARE.items()},
        }
        found = rounds(wanted, n, times)
        pages = summary(found[large])
        grown = growth(found[small], found[large])
        for name, (path, who) in wanted[large].items():
            pages[name] |= large.ask("plans", path, who)
            pages[name]["growth"] = grown.get(name)
        result["cases"], result["against"] = paths[1]["n"], paths[0]["n"]
        result["pages"], result["bare"] = pages, summary(found[bare])
        result["wire"] = {
            "home": large.ask("wire", "/"),
            "case": large.ask("wire", paths[1]["case"], "ha"),
        }
    finally:
        for worker in workers:
            worker.end()
    result["verdict"] = _verdict(result)
    house.finish(result)


_BARE = {"form": "", "list of 25": "list/", "ready bytes": "bytes/"}


def _verdict(result: dict[str, Any]) -> dict[str, str]:
    lists = {k: v for k, v in result["pages"].items() if k.startswith("list ")}
    ready = result["bare"]["ready bytes"]["cpu_ms"]
    plain = result["bare"]["list of 25"]["cpu_ms"]
    public = max(result["pages"][name]["cpu_ms"] for name in ("home", "answer"))
    wire = {name: one["compressed"] / 1024 for name, one in result["wire"].items()}
    worst = max(one["p50_ms"] for one in lists.values())
    result["lists_in_bare_lists"] = {
        "median": round(median([one["cpu_ms"] for one in lists.values()]) / plain, 2),
        "worst": round(max(one["cpu_ms"] for one in lists.values()) / plain, 2),
    }
    steepest = max(one["growth"] for one in lists.values())
    return {
        f"list p50 <= {LIST_MS} ms": verdict(worst, LIST_MS, at_most=True),
        f"list growth <= {GROWTH}": verdict(steepest, GROWTH, at_most=True),
        f"public page >= {READY} x ready bytes": verdict(
            ready / public, READY, at_most=False
        ),
        f"home <= {HOME_KB} KB": verdict(wire["home"], HOME_KB, at_most=True),
        f"case <= {CASE_KB} KB": verdict(wire["case"], CASE_KB, at_most=True),
    }


if __name__ == "__main__":
    main()
