"""Public pages at the speed of ready bytes: the first door of every request.

A page that is the same for everybody (its view says so) is sent again as it left the
whole stack, with all its headers, for as long as nothing has happened that changes it.
Officers, holders of a key and whoever has a message waiting go through the stack.
"""

import re
from collections.abc import Hashable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from kipthoi.publications.everybody import shared_of
from kipthoi.publications.marks import mark
from kipthoi.publications.ready import Page, pages
from kipthoi.web.middleware import GetResponse

_OF_A_BODY = ("Content-Type", "Content-Length", "Content-Encoding")
_PACKED = re.compile(r"\bgzip\b")  # as Django's packing reads the header


def ready_pages(get_response: GetResponse) -> GetResponse:
    """Send what is the same for everybody from memory, made anew when it changed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        newest = mark() if _anybody(request) else None
        if newest is None:
            return _as_asked(request, get_response(request))
        key = _key(request)
        kept = pages.find(key, newest)
        if kept is not None:
            sent = HttpResponse(kept.content, status=kept.status, headers=kept.headers)
            return _if_new(request, sent)
        response = get_response(request)
        made = _page(request, response)
        if made is not None:
            pages.keep(key, newest, made)
        return _as_asked(request, response)

    return middleware


def _anybody(request: HttpRequest) -> bool:
    """Tell whether nothing in a request says who asks, and it only wants to read."""
    if request.method not in ("GET", "HEAD"):
        return False
    if request.META.get("CONTENT_LENGTH") not in (None, "", "0"):
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return not _personal(request.META.get("HTTP_COOKIE", ""))


def _personal(cookies: str) -> bool:
    """Tell whether cookies name somebody: any of ours but that of the forms."""
    names = (part.partition("=")[0].strip() for part in cookies.split(";"))
    return any(
        name == "messages"
        or (name.startswith("kt_") and name != settings.CSRF_COOKIE_NAME)
        for name in names
    )


def _key(request: HttpRequest) -> Hashable:
    """Return what decides which bytes are sent; the language stands in the path."""
    meta = request.META
    return (
        request.path,
        meta.get("QUERY_STRING", ""),
        _PACKED.search(meta.get("HTTP_ACCEPT_ENCODING", "")) is not None,
        request.is_secure(),
        timezone.localdate(),
    )


def _page(request: HttpRequest, response: HttpResponse) -> Page | None:
    """Return a response as it is kept, or None if it may not be.

    Only under the address that its view names: whatever else people or programs append
    to an address takes no memory.
    """
    shared = shared_of(response)
    if shared is None or shared.address != request.get_full_path():
        return None
    if request.method != "GET" or response.cookies:
        return None
    if "cookie" in response.get("Vary", "").lower():
        return None
    headers = dict(response.items())
    return Page(response.status_code, headers, response.content, shared.of_matter)


def _as_asked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Spare the reader a page that is the same for everybody and that they have."""
    return response if shared_of(response) is None else _if_new(request, response)


def _if_new(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a page, or 304 with its headers where the reader has it."""
    asked = "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MATCH" in request.META
    if not asked or response.status_code != 200:
        return response
    known = get_conditional_response(request, response["ETag"], response=response)
    if known is not response and known is not None:
        response.status_code, response.content = known.status_code, b""
        for name in _OF_A_BODY:
            del response[name]
    return response
