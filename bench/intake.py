"""Measure taking a matter in: the whole product against a bare Django form.

Both run as their own servers (granian, one process, 32 threads) on the same machine in
the same minutes, in alternating pairs, and get the same text by their real forms. The
product commits case, clock, two events with their leaf bytes and the index row in one
transaction; the bare form commits one row. Both wait for the same writers' turn, and
both write in WAL with synchronous=FULL.

Only the last post of the form is counted, once the form is open; `journey` counts all
pages from the first to the receipt. The client is Python on the same machine, so rates
are compared and processor time of the server is read from /proc; neither is absolute.
"""

import contextlib
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import _house as house
from _asker import Asker, BareIntake, Busy, Intake, encoded, walk
from _house import Server, median, quantile, say, verdict

RATIO = 0.45  # PEERS: of a bare Django form under the same lock, in the same run
SYNCS = 1.2
MEMORY = 120  # MiB, everything, under load


class Load:
    """What one load did: how many, how long each took, what it cost the server."""

    def __init__(
        self, taken: list[float], seconds: float, cpu: float, busy: int
    ) -> None:
        self.n, self.busy = len(taken), busy
        self.rate = self.n / seconds
        self.p50 = quantile(taken, 0.5) * 1000
        self.p95 = quantile(taken, 0.95) * 1000
        self.cpu = cpu / self.n * 1000


def load(
    server: Server, make: Callable[[int], Any], c: int, seconds: float
) -> tuple[Load, float | None]:
    """Send by `c` clients at once for some seconds; return it, and the memory then."""
    senders = [make(server.port) for _ in range(c)]
    for send in senders:
        _until_taken(send, [])  # each connection is warm
    taken: list[float] = []
    failed: list[BaseException] = []
    busy: list[float] = []
    before, begun = server.cpu(), time.monotonic()
    end = begun + seconds

    def work(send: Callable[[], Any]) -> None:
        try:
            while time.monotonic() < end:
                at = time.perf_counter()
                _until_taken(send, busy)
                taken.append(time.perf_counter() - at)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(send,)) for send in senders]
    for thread in threads:
        thread.start()
    time.sleep(seconds * 0.8)
    memory = server.pss()
    for thread in threads:
        thread.join()
    done = time.monotonic() - begun
    if failed:
        raise failed[0]
    found = Load(taken, done, server.cpu() - before, len(busy))
    for send in senders:
        send.asker.close()
    return found, memory


def _until_taken(send: Callable[[], Any], busy: list[float]) -> None:
    """Send, and send again after a moment each time the server says it is busy."""
    while True:
        try:
            send()
            return
        except Busy:
            busy.append(time.perf_counter())
            time.sleep(0.05)


def pairs(
    ours: Server, theirs: Server, c: int, n: int, seconds: float
) -> tuple[dict[str, Any], float | None]:
    """Measure both in `n` alternating pairs at `c` clients."""
    product: list[Load] = []
    bare: list[Load] = []
    memory: float | None = None
    for turn in range(n):
        for which in (0, 1) if turn % 2 == 0 else (1, 0):
            if which == 0:
                found, seen = load(ours, Intake, c, seconds)
                memory = max(memory or 0, seen or 0) or None
                product.append(found)
            else:
                bare.append(load(theirs, BareIntake, c, seconds)[0])
        say(
            f"c={c}: product {product[-1].rate:.0f}/s {product[-1].cpu:.2f} ms CPU,"
            f" bare {bare[-1].rate:.0f}/s {bare[-1].cpu:.2f} ms CPU"
        )
    ratios = [a.rate / b.rate for a, b in zip(product, bare, strict=True)]
    cpu = [b.cpu / a.cpu for a, b in zip(product, bare, strict=True)]
    return {
        "product": _of(product),
        "bare": _of(bare),
        "ratio": round(median(ratios), 3),
        "ratio_by_cpu": round(median(cpu), 3),
        "ratios": [round(one, 3) for one in ratios],
    }, memory


def _of(loads: list[Load]) -> dict[str, float]:
    return {
        "rate": round(median([one.rate for one in loads]), 1),
        "p50_ms": round(median([one.p50 for one in loads]), 2),
        "p95_ms": round(median([one.p95 for one in loads]), 2),
        "cpu_ms": round(median([one.cpu for one in loads]), 3),
        "n": sum(one.n for one in loads),
        "told_busy": sum(one.busy for one in loads),
    }


def syncs(
    server: Server, make: Callable[[int], Any], c: int, each: int
) -> float | None:
    """Count fdatasync and fsync of the server for each intake, by strace, or None."""
    if shutil.which("strace") is None:
        return None
    senders = [make(server.port) for _ in range(c)]
    with tempfile.NamedTemporaryFile("r", prefix="kipthoi-strace-") as told:
        command = ["strace", "-f", "-c", "-e", "trace=fdatasync,fsync", "-o", told.name]
        for pid in server.pids:
            command += ["-p", str(pid)]
        tracer = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(1)
        threads = [
            threading.Thread(target=_many, args=(send, each)) for send in senders
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        tracer.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            tracer.wait(10)
        lines = Path(told.name).read_text().splitlines()
    for send in senders:
        send.asker.close()
    calls = [int(line.split()[3]) for line in lines if line.rstrip().endswith("sync")]
    return round(sum(calls) / (c * each), 3) if calls else None


def _many(send: Callable[[], Any], n: int) -> None:
    for _ in range(n):
        _until_taken(send, [])


def journey(server: Server, n: int) -> dict[str, Any]:
    """Go the whole way `n` times, first page to receipt, each in a new browser."""
    taken: list[float] = []
    before = server.cpu()
    for _ in range(n):
        at = time.perf_counter()
        asker = Asker(server.port)
        form = walk(asker)
        body = encoded({**form.hidden, "next": "1"}, form.multipart)
        asker.send("POST", form.action, *body)
        status = asker.send("GET", "/bien-nhan/")[0].status
        asker.close()
        if status != 200:
            raise RuntimeError(f"no receipt: {status}")
        taken.append((time.perf_counter() - at) * 1000)
    cpu = (server.cpu() - before) / n * 1000
    return {"pages": 6, "p50_ms": round(median(taken), 1), "cpu_ms": round(cpu, 1)}


def main() -> None:
    """Measure, and print one JSON object as the last line."""
    parser = house.parser(__doc__ or "")
    parser.add_argument("--pairs", type=int, help="alternating pairs for each c")
    parser.add_argument("--seconds", type=float, help="length of one load")
    parser.add_argument("--clients", default="1,8,32", help="levels of c")
    parser.add_argument("--no-strace", action="store_true", help="do not count syncs")
    asked = parser.parse_args()
    n = asked.pairs or (1 if asked.small else 5 if asked.large else 2)
    seconds = asked.seconds or (1.5 if asked.small else 5 if asked.large else 2)
    levels = [int(c) for c in asked.clients.split(",")]

    data = house.folder() / "data"
    say("Building a house …")
    house.enter(data)
    ports = house.free_port(), house.free_port()
    result: dict[str, Any] = {"bench": "intake", "machine": house.machine()}
    with (
        house.serving(house.product(ports[0]), data, ports[0], "/gui/") as ours,
        house.serving(
            house.granian(ports[1], "_bare:application"), data, ports[1], "/bytes/"
        ) as theirs,
    ):
        result["memory_idle_mib"] = ours.pss()
        memory: float | None = None
        by_c: dict[str, Any] = {}
        for c in levels:
            by_c[str(c)], seen = pairs(ours, theirs, c, n, seconds)
            memory = max(memory or 0, seen or 0) or None
        result["clients"] = by_c
        result["journey"] = journey(ours, 5 if asked.small else 15)
        result["memory_mib"] = memory
        result["memory_bare_mib"] = theirs.pss()
        result["fdatasync"] = {}
        if not asked.no_strace:
            say("Counting fdatasync …")
            for c in levels:
                result["fdatasync"][str(c)] = syncs(ours, Intake, c, max(4, 60 // c))
    counted = [v for v in result["fdatasync"].values() if v is not None]
    ratio = min(one["ratio"] for one in by_c.values())
    result["verdict"] = {
        f"ratio >= {RATIO}": verdict(ratio, RATIO, at_most=False),
        f"fdatasync <= {SYNCS}": verdict(
            max(counted) if counted else None, SYNCS, at_most=True
        ),
        f"memory <= {MEMORY} MiB": verdict(memory, MEMORY, at_most=True),
    }
    house.finish(result)


if __name__ == "__main__":
    main()
