"""Pages that are the same for everybody: made once, sent as ready bytes with an ETag.

What is made is kept in this process for a minute and keyed by what it shows, so that a
newly issued answer stands on the page at once. Such a page knows no person: the view
renders it without officer and without any form.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language, override

KEPT_SECONDS = 60  # what no key tells (a renamed unit, a new telephone) is seen by then
FRESH_SECONDS = 60  # how long a browser or a cache on the way may keep a page
MOST = 256  # pages


@dataclass(frozen=True, slots=True)
class _Ready:
    content: bytes
    status: int
    etag: str
    made: float


_lock = threading.Lock()
_pages: OrderedDict[Hashable, _Ready] = OrderedDict()


def forget_pages() -> None:
    """Forget every page that is kept ready."""
    with _lock:
        _pages.clear()


def ready(
    request: HttpRequest, key: Hashable, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the page of this key: kept, or made now; 304 where the reader has it.

    `key` holds everything that decides what the page shows, the language too.
    """
    page = _kept(key) or _keep(key, make())
    response = HttpResponse(page.content, status=page.status)
    response["ETag"] = page.etag
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    patch_vary_headers(response, ("Accept-Language",))
    if page.status != 200 or request.method not in ("GET", "HEAD"):
        return response
    known = get_conditional_response(request, etag=page.etag, response=response)
    return known or response


def for_everybody(address: Callable[[], str]) -> dict[str, Any]:
    """Return the context of such a page: no officer, and its own address elsewhere."""
    return {"officer": None, "other_language": in_other_language(address)}


def in_other_language(address: Callable[[], str]) -> dict[str, str]:
    """Return the link to a page in the other language, in which `address` is called.

    What else stood in the address that was asked for stays out of the page.
    """
    code, name = ("vi", "Tiếng Việt") if get_language() == "en" else ("en", "English")
    with override(code):
        return {"code": code, "name": name, "url": address()}


def _kept(key: Hashable) -> _Ready | None:
    with _lock:
        page = _pages.get(key)
        if page is None or page.made + KEPT_SECONDS < time.monotonic():
            return None
        _pages.move_to_end(key)
        return page


def _keep(key: Hashable, response: HttpResponse) -> _Ready:
    digest = hashlib.sha256(response.content).hexdigest()
    made = _Ready(
        response.content, response.status_code, f'"{digest[:32]}"', time.monotonic()
    )
    with _lock:
        _pages[key] = made
        while len(_pages) > MOST:
            _pages.popitem(last=False)
    return made
