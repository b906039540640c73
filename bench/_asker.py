"""Somebody who sends a matter by the real form, page by page, without a browser.

Nothing here knows a field of the form: what a page hides in its form is read from the
page and sent on, as a browser does.
"""

import base64
import secrets
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

TEXT = (
    "Ca đêm tan lúc 2 giờ sáng mà không có xe đưa về bản, chị em đi bộ sáu cây số qua"
    " đồi, trời rét và tối. Tháng trước đã hỏi tổ trưởng, được trả lời là chờ, nay đã"
    " ba tuần. Xin cho biết bao giờ có xe, và trong lúc chờ thì cho về bằng xe của kho."
)


class NoForm(Exception):
    """A page did not hold the form that was expected; the message says what came."""


class Busy(Exception):
    """The server said that it is busy and that nothing was written (503)."""


def _demand(response: HTTPResponse) -> None:
    """Raise Busy or NoForm unless what was sent was taken (303)."""
    if response.status == 503:
        raise Busy
    if response.status != 303:
        raise NoForm(f"not taken: {response.status}")


class Form(HTMLParser):
    """The first form of a page that is posted: where to, and what it hides."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.multipart = "", False
        self.hidden: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self._in, self._done = False, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the form, and every field that stands in it."""
        has = {name: value or "" for name, value in attrs}
        posts = has.get("method", "").lower() == "post"
        if (
            tag == "form"
            and posts
            and has.get("id", "send") == "send"
            and not self._done
        ):
            self._in, self.action = True, has.get("action", "")
            self.multipart = has.get("enctype", "") == "multipart/form-data"
        elif self._in and tag == "input" and has.get("name"):
            if has.get("type") == "hidden":
                self.hidden[has["name"]] = has.get("value", "")
            elif has.get("type") == "radio":
                self.choices.setdefault(has["name"], []).append(has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Note the form's end."""
        if tag == "form" and self._in:
            self._in, self._done = False, True


class Asker:
    """One browser: one connection that stays open, and its cookies."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def send(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[HTTPResponse, bytes]:
        """Send one request with the cookies so far; return response and body."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
            headers["Origin"] = f"http://127.0.0.1:{self._port}"
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        read = response.read()
        for value in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        return response, read

    def page(self, method: str, path: str, *sent: Any) -> Form:
        """Open a page that holds a form. Raises NoForm."""
        response, read = self.send(method, path, *sent)
        form = Form(read.decode())
        if response.status != 200 or not form.action:
            raise NoForm(f"{method} {path}: {response.status}")
        return form

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def encoded(fields: dict[str, str], multipart: bool) -> tuple[bytes, str]:
    """Return fields as a form posts them, and their content type."""
    if not multipart:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    mark = "----kipthoibench7MA4YWxkTrZu0gW"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    body = "".join([*parts, f"--{mark}--\r\n"]).encode()
    return body, f"multipart/form-data; boundary={mark}"


def walk(asker: Asker, first: str = "/gui/", unit: str = "che.sao") -> Form:
    """Go through the four pages as an asker does; return the form of the last one.

    Types a text, picks a unit, gives no name. Raises NoForm when a page is missing.
    """
    typed = {"text": TEXT, "unit": unit, "named": "no", "next": "1"}
    form = asker.page("GET", first)
    for _turn in range(3):
        form = asker.page(
            "POST", form.action, *encoded({**form.hidden, **typed}, form.multipart)
        )
    if "token" not in form.hidden:
        raise NoForm("the last page carries no once-token")
    return form


class Intake:
    """Sends matter after matter by the last page of the form, each with a new token."""

    def __init__(self, port: int, before: "Intake | None" = None) -> None:
        self.asker = Asker(port)
        # `before` had the page open already: a form outlives a restart of the server.
        self.form = before.form if before else walk(self.asker)
        self._kept = before._kept if before else dict(self.asker.cookies)

    def __call__(self, text: str = TEXT) -> bytes:
        """Send one matter; return its once-token. Raises Busy and NoForm."""
        token = secrets.token_bytes(16)
        once = base64.urlsafe_b64encode(token).rstrip(b"=").decode()
        fields = {**self.form.hidden, "next": "1", "token": once, "text": text}
        # Without the cookie of the last receipt, so that each has to bring its own.
        self.asker.cookies = dict(self._kept)
        body = encoded(fields, self.form.multipart)
        response, _ = self.asker.send("POST", self.form.action, *body)
        _demand(response)
        if "kt_receipt" not in self.asker.cookies:
            raise NoForm("taken, but without a receipt")
        return token


class BareIntake:
    """Sends text after text by the bare form."""

    def __init__(self, port: int) -> None:
        self.asker = Asker(port)
        form_page = self.asker.send("GET", "/")[1].decode()
        self._fields = Form(form_page + "</form>").hidden

    def __call__(self, text: str = TEXT) -> bytes:
        """Send one text. Raises Busy and NoForm."""
        body = encoded({**self._fields, "text": text}, multipart=False)
        response, _ = self.asker.send("POST", "/", *body)
        _demand(response)
        return b""
