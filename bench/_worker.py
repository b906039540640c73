"""A process that measures pages of one house, as it is told line by line.

    python bench/_worker.py product|bare FOLDER N

Server time is taken in the process: the whole of Django's handler with every
middleware, from the request to the last byte, without a socket in between. Each line of
standard input is a JSON order, each line of standard output its JSON answer.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import _house as house

BIG = ("kipthoi_case", "kipthoi_event", "kipthoi_entry", "kipthoi_clock")
_ASSET = re.compile(r'(?:href|src)="(/static/[^"#?]+)')


class Pages:
    """Pages of one WSGI application, asked without a server."""

    def __init__(self, app: Any, cookie: str) -> None:
        self.app, self.cookie = app, cookie

    def get(
        self, path: str, *, officer: bool = False, encoding: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask for one page; return status, headers and body."""
        bare, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": bare.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_ACCEPT_ENCODING": encoding,
            "HTTP_COOKIE": self.cookie if officer else "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        told: list[Any] = []
        response = self.app(
            environ, lambda status, headers: told.extend((status, headers))
        )
        try:
            body = b"".join(response)
        finally:
            if hasattr(response, "close"):
                response.close()
        return int(told[0].split()[0]), dict(told[1]), body

    def measure(self, path: str, n: int, officer: bool) -> dict[str, Any]:
        """Ask `n` times; return each time in ms, and the processor's."""
        wall, used = [], []
        status = self.get(path, officer=officer)[0]
        for _ in range(n):
            at, cpu = time.perf_counter(), time.thread_time()
            self.get(path, officer=officer)
            used.append((time.thread_time() - cpu) * 1000)
            wall.append((time.perf_counter() - at) * 1000)
        return {"status": status, "wall": wall, "cpu": used}

    def wire(self, path: str, officer: bool) -> dict[str, Any]:
        """Return the bytes of a page and of what it draws on, as sent and packed."""
        import brotli

        status, headers, body = self.get(path, officer=officer, encoding="br, gzip")
        plain = headers.get("Content-Encoding") is None
        packed = len(brotli.compress(body, quality=5)) if plain else len(body)
        assets = {}
        for url in sorted(set(_ASSET.findall(body.decode(errors="replace")))):
            found, sent, bytes_ = self.get(url, encoding="br, gzip")
            if found == 200:
                small = sent.get("Content-Encoding") is None
                size = len(brotli.compress(bytes_, quality=5)) if small else len(bytes_)
                assets[Path(url).name] = size if not _drawn(url) else len(bytes_)
        return {
            "status": status,
            "html_as_sent": len(body),
            "html_compressed": packed,
            "assets": assets,
            "compressed": packed + sum(assets.values()),
        }


def _drawn(url: str) -> bool:
    return url.endswith((".png", ".jpg", ".webp", ".woff2", ".ico"))


def plans(ask: Callable[[], Any]) -> dict[str, Any]:
    """Return how many statements a page needs, and which read a big table whole."""
    from django.db import connection

    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    slow = []
    for sql, params in seen:
        if not sql.lstrip().upper().startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            for row in cursor.fetchall():
                scan = re.match(r"SCAN (\w+)", row[3])
                if scan and scan[1] in BIG and "COVERING" not in row[3]:
                    slow.append(row[3])
    return {"queries": len(seen), "scans": sorted(set(slow))}


def product(data: Path, n: int) -> tuple[Pages, dict[str, Any]]:
    """Enter the house, grow it to `n` cases, sign in; return its pages and paths."""
    house.enter(data)
    import _rows

    paths = _rows.grow(n)
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import Client

    from kipthoi.people.models import Person

    cookies = {}
    for name in ("ha", "lan"):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(Person.objects.get(email=f"{name}@vidu.example"))
        cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    pages = Pages(WSGIHandler(), "")
    paths["cookies"] = {
        name: f"{settings.SESSION_COOKIE_NAME}={value}"
        for name, value in cookies.items()
    }
    return pages, paths


def main() -> None:
    """Set up, say so, and do what each line orders."""
    which, folder, n = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if which == "bare":
        os.environ.update(house.environment(folder))
        folder.mkdir(parents=True, exist_ok=True)
        import _bare

        _bare.build(n)
        pages, paths = Pages(_bare.application, ""), {}
    else:
        pages, paths = product(folder, n)
    print(json.dumps(paths), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        pages.cookie = order.get("cookie", "")
        officer, path = bool(pages.cookie), order["path"]
        if order["do"] == "measure":
            done: Any = pages.measure(path, order["n"], officer)
        elif order["do"] == "wire":
            done = pages.wire(path, officer)
        elif order["do"] == "plans":
            done = plans(lambda p=path, o=officer: pages.get(p, officer=o))
        else:
            done = pages.get(path, officer=officer)[2].decode()
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    main()
