"""The product as it is run, in a real browser: a demonstration of its own, Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture(scope="session")
def django_db_setup():
    """Leave the test database alone: these tests speak to a server of their own."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    """Start the demonstration in a new folder and give its address."""
    folder = tmp_path_factory.mktemp("house")
    port = _free_port()
    environment = {
        **os.environ,
        "KIPTHOI_DATA": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "kipthoi.settings",
    }
    environment.pop("KIPTHOI_KEYS", None)
    environment.pop("DATABASE_URL", None)
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "kipthoi.cli", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://localhost:{port}"
    try:
        _wait(url, server, folder / "server.log")
        yield url
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            urllib.request.urlopen(url, timeout=2).read()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise RuntimeError("the demonstration did not start: " + log.read_text())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    """Return a function that opens a new visitor: a browser profile of their own."""
    contexts = []

    def open_page(
        *, size=None, script: bool = True, dark: bool = False, locale: str = "vi-VN"
    ) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport=size or PHONE,
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            locale=locale,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(visit):
    """Return a function that signs in as one of the cast by one click."""

    def as_(name: str, **how) -> Page:
        page = visit(**{"size": DESK, **how})
        page.goto("/thu/")
        page.get_by_role("button", name=name).click()
        page.wait_for_url("**/can-bo/**")
        return page

    return as_


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page, a line each."""
    found = Axe().run(
        page,
        options={
            "runOnly": [
                *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
                "best-practice",
            ]
        },
    )
    return [
        f"{page.url} {each['id']}: {node['html'][:160]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


def overflows(page: Page) -> bool:
    """Tell whether a page is wider than its window."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )
