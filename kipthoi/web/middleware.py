"""What holds for every request: private unless said otherwise, plain words on refusal."""

import errno
import logging
from collections.abc import Callable

from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from kipthoi.core.workflow import WrongStep
from kipthoi.files.uploads import too_large
from kipthoi.journal import refusals
from kipthoi.journal.action import Busy

GetResponse = Callable[[HttpRequest], HttpResponse]


def private_by_default(get_response: GetResponse) -> GetResponse:
    """Forbid every cache to keep a page, unless its view says what may be kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


class PackedPages(GZipMiddleware):
    """Pack pages for those whose network is slow; files and sounds go as they are.

    Django's packing adds a random length, so that a length tells nothing (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pack a whole page of HTML, nothing else."""
        page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.streaming or not page:
            return response
        return super().process_response(request, response)


class OfficerSessions(SessionMiddleware):
    """Officers' sessions; a database too busy for their one write is told as such."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """Save the session, or say that nothing was changed."""
        try:
            return super().process_response(request, response)
        except Busy:
            return refusals.busy(request)


class plain_errors:
    """Turn what an action refuses into a page that says what happened and what now."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless it is larger than anybody may send."""
        if too_large(request):
            return refusals.too_big(request)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return refusals.wrong_method(request, response)
        return response

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Return the page for a refusal, or None for what is a fault of ours."""
        if isinstance(error, Busy) or _no_room(error):
            return refusals.busy(request)
        if isinstance(error, WrongStep):
            return refusals.conflict(request)
        if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
            return refusals.too_big(request)
        return None


def _no_room(error: Exception) -> bool:
    """Tell whether a file could not be written because the disk is full."""
    return isinstance(error, OSError) and error.errno == errno.ENOSPC


class NoAddresses(logging.Filter):
    """Take the request, and with it the address of a person, out of log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop what a record knows of the request; always let the record through."""
        for name in ("request", "status_code", "server_time"):
            record.__dict__.pop(name, None)
        return True
