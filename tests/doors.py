"""Going through every door with whatever comes to hand: bad values, forms as they are.

`POISON` is what people, machines and pranksters type where something else is meant.
`forms_on` reads the forms off a page as a browser would fill them in.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from unicodedata import normalize
from urllib.parse import urljoin

# Each kind of wrongness once; what belongs to one field only is tested at that field.
POISON = {
    "nothing": "",
    "NUL": "a\0b",
    "a class": "__class__",
    "below zero": "-1",
    "no integer of a machine": "9" * 30,
    "digits of another script": "٣²",
    "no number": "NaN",
    "SQL": "'; DROP TABLE kipthoi_case; --",
    "HTML": '"><script>alert(1)</script>',
    "a formula": "=cmd|' /C calc'!A0",
    "a format": "%s %(x)s {0} {x}",
    "NFD": normalize("NFD", "Quạt hút hỏng ở xưởng"),
    "emoji": "👩🏽‍🏭🔥",
    "right to left": "\u202eabc\u2066\u200b",
    "a day that is none": "2026-13-45",
    "a day of no calendar": "9999-12-31",
    "JSON": '{"a": [1e999, {}]}',
    "a path": "../../../etc/passwd",
    "far too long": "ế" * 100_000,
}
# What may stand in an address; the last is longer than any name of ours.
BAD_PARTS = (
    *("0", "-1", "9" * 30, "9" * 5000, "__class__", "%00", "%FF", "..%2F", "x" * 300),
    *("%F0%9F%94%A5", "q%CC%A3", "4qd7-km2x"),
)
# Bodies that no form of ours sends: name, type, bytes.
BAD_BODIES = (
    ("no form at all", "application/json", b'{"text": ["x"]}'),
    ("parts without a border", "multipart/form-data", b"x"),
    ("parts that break off", "multipart/form-data; boundary=b", b"--b\r\nContent-"),
    ("bytes of no alphabet", "application/x-www-form-urlencoded", b"text=%ff%ed%a0%80"),
    ("an alphabet of no one", "application/x-www-form-urlencoded; charset=x", b"a=b"),
    ("names without an end", "application/x-www-form-urlencoded", b"&=&a" * 2000),
)
BAD_HEADERS = {
    "Accept-Language": "vi;q=x, *;q=9, " + "a-" * 300,
    "If-None-Match": '"' * 50,
    "If-Modified-Since": "hôm qua",
    "Range": "bytes=9-1,x-",
    "Referer": "http://[::1",
    "Cookie": 'kt_case="; kt_slip=:::; kt_wait=%00; sessionid=é',
}
TRICKS = ("HEAD", "OPTIONS", "PUT", "DELETE")
# What is tried in each field for itself; all of POISON is tried in all fields at once.
ONE_BY_ONE = ("NUL", "a class", "no integer of a machine")
# What is tried in the question of an address that this visitor may see.
ASKED_FOR = (
    *("NUL", "a class", "below zero", "no integer of a machine", "NFD", "emoji"),
    *("digits of another script", "a day that is none", "far too long"),
)


FILLED = {
    "checkbox": "on",
    "date": "2026-11-20",
    "email": "mua@vidu.example",
    "number": "2026",
}
WORDS = "Quạt hút ở xưởng sao đã thay hôm qua."


@dataclass
class Form:
    """A form of a page, filled in as somebody in a hurry would."""

    url: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    uploads: list[str] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)  # {} for one unnamed


class _Reader(HTMLParser):
    """Collects the forms that post, each with a first answer in every field."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._within = ""  # the select or the textarea that is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form" and told.get("method", "").lower() == "post":
            self._open = Form(urljoin(self.page, told.get("action", "")))
            self.forms.append(self._open)
        elif self._open is None or name == "csrfmiddlewaretoken":
            return
        elif tag == "button" and told.get("type", "submit") == "submit":
            pressed = {name: told.get("value", "")} if name else {}
            self._open.buttons.append(pressed)
        elif tag in ("select", "textarea"):
            self._within = name
            self._open.fields[name] = [WORDS] if tag == "textarea" else []
        elif tag == "option" and self._within and told.get("value"):
            chosen = self._open.fields[self._within]
            if not chosen or "selected" in told:
                chosen[:] = [told["value"]]
        elif tag == "input" and name:
            self._input(self._open, name, told)

    def _input(self, form: Form, name: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text")
        if kind == "file":
            form.uploads.append(name)
        elif kind == "hidden":
            form.fields.setdefault(name, []).append(told.get("value", ""))
        elif kind == "radio":
            form.fields.setdefault(name, [told.get("value", "on")])
        else:
            answer = told.get("value") or FILLED.get(kind, WORDS[:40])
            form.fields.setdefault(name, [answer])

    def handle_data(self, data: str) -> None:
        if self._within and self._open and self.lasttag == "textarea" and data.strip():
            self._open.fields[self._within] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag in ("select", "textarea"):
            self._within = ""


def forms_on(url: str, html: str) -> list[Form]:
    """Return the forms of a page that post, each filled in and ready to be sent."""
    reader = _Reader(url)
    reader.feed(html)
    return reader.forms
