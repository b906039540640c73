"""Who looks at a page: from the request to a plain value, for the views of every room.

The room that knows people says how an officer is recognised; rooms below it can guard
their pages without importing upward (as `journal/links.py` does for references).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kipthoi.core.viewer import Officer

Recognise = Callable[[HttpRequest], Officer | None]

_ways: list[Recognise] = []


def recognise_by(way: Recognise) -> None:
    """Say how an officer is recognised from a request; a later way replaces it."""
    _ways[:] = [way]


def officer_or_none(request: HttpRequest) -> Officer | None:
    """Return the signed-in officer with today's roles, or None."""
    return _ways[0](request) if _ways else None


def officers_only(*roles: str) -> Any:
    """Let a view be seen by signed-in officers, with one of these roles if any.

    The view gets the request with `request.officer`. Others are sent to sign in and
    come back, or are told for whom the page is.
    """

    def wrap(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            officer = officer_or_none(request)
            if officer is None:
                return _to_sign_in(request)
            if roles and not officer.roles & set(roles):
                return render(request, "web/403.html", status=403)
            request.officer = officer  # type: ignore[attr-defined]
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer

        return guarded

    return wrap


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in; they come back to the page that they read."""
    here = (
        request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    )
    query = urlencode({"next": here})
    return HttpResponseRedirect(f"{reverse('people:sign_in')}?{query}")
