"""Asking the asker's pages as a browser without script does: forms, hidden fields."""

import re
from html import unescape
from io import BytesIO

from django.test import Client

from kipthoi.cases.models import Case

PAGES = {
    "what": "/gui/",
    "where": "/gui/o-dau/",
    "who": "/gui/ten/",
    "reach": "/gui/ten/",
    "check": "/gui/xem-lai/",
}
WORDS = "Ca đêm tan lúc 2 giờ sáng mà không có xe đưa về bản."
NAMELESS = {"text": WORDS, "unit": "che.sao", "named": "no"}
HIDDEN = re.compile(r'<input type="hidden"([^>]*)>')


def upload(name: str, data: bytes) -> BytesIO:
    """Return a file as a browser sends it."""
    file = BytesIO(data)
    file.name = name
    return file


def hidden(page, form: str = "") -> dict[str, list[str]]:
    """Return the hidden fields of a page, or of the form with this id."""
    html = page.content.decode()
    if form:
        html = html[html.index(f'id="{form}"') :]
        html = html[: html.index("</form>")]
    found: dict[str, list[str]] = {}
    for tag in HIDDEN.findall(html):
        name = re.search(r'name="([^"]+)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag, re.DOTALL)
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(unescape(value[1]) if value else "")
    return found


def turn(client: Client, step: str, page=None, *, language: str = "", **typed):
    """Post one page of the form with what was typed, and all that it carries."""
    carried = hidden(page, "send") if page is not None else {}
    return client.post(language + PAGES[step], {**carried, **typed})


def to_check(client: Client, *, language: str = "", **typed):
    """Fill the pages one after the other and return the last, not sent yet."""
    said = {**NAMELESS, **typed}
    own = {key: said[key] for key in ("text", "voice", "files") if key in said}
    page = turn(client, "what", language=language, **own)
    own = {k: said[k] for k in ("unit", "over", "topic", "place") if k in said}
    page = turn(client, "where", page, language=language, **own)
    page = turn(client, "who", page, language=language, named=said["named"])
    if said["named"] == "yes":
        own = {key: said.get(key, "") for key in ("name", "contact")}
        page = turn(client, "reach", page, language=language, **own)
    return page


def send(client: Client, *, language: str = "", allow: tuple[str, ...] = (), **typed):
    """Send a matter through all pages; return the answer to the last press."""
    page = to_check(client, language=language, **typed)
    ticks = dict.fromkeys(allow, "on")
    return turn(client, "check", page, language=language, **ticks)


def sent(client: Client, **typed) -> tuple[Case, str]:
    """Send a matter and return the case with its key, as the receipt shows it."""
    answer = send(client, **typed)
    assert answer.status_code == 303, answer.content.decode()
    page = client.get(answer.headers["Location"])
    slip = page.context["slip"]
    return Case.objects.get(code=slip["code"]), slip["key"]


def opened(client: Client, key: str):
    """Open a case with its key."""
    return client.post("/xem/", {"key": key})
