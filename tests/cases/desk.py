"""Asking the desk's pages as an officer's browser does."""

import re

from kipthoi.core.keys import grouped_code

# Addresses are fixed words; a test that named them by reverse() would change with the
# language that another test left active.
STEPS = {
    "case": "",
    "accept": "nhan/",
    "give": "giao/",
    "ask": "hoi-them/",
    "message": "nhan-tin/",
    "note": "ghi-chu/",
    "transcribe": "chep-loi/",
    "answer": "tra-loi/",
    "hand_over": "chuyen/",
    "extend": "gia-han/",
    "mark_urgent": "khan/",
    "join": "gop/",
    "close": "dong/",
    "withhold": "giu-kin/",
    "open_identity": "danh-tinh/",
    "review": "xem-lai/",
}


def address(case, step="case", language="") -> str:
    """Return the address of a step's page."""
    return f"{language}/can-bo/viec/{grouped_code(case.code)}/{STEPS[step]}"


def hidden(page) -> dict[str, str]:
    """Return the hidden fields of the step's form on a page."""
    html = page.content.decode()
    form = html[html.index('id="step"') :]
    found = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', form):
        name = re.search(r'name="([^"]+)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        found[name] = value[1] if value else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def fill(client, case, step, query="", **typed):
    """Open a step's page, fill its form in, and send it as the page says."""
    url = address(case, step) + query
    return client.post(url, {**hidden(client.get(url)), **typed})
