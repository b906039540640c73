"""Who looks at a page: from the request to a plain value."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kipthoi.core.viewer import Officer
from kipthoi.people.queries import officer_of


def officer_or_none(request: HttpRequest) -> Officer | None:
    """Return the signed-in officer with today's roles, or None."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not hasattr(
        request, "_signed_in"
    ):
        return None
    found = getattr(request, "_officer", None)
    if found is None and request.user.is_authenticated and request.user.is_active:
        found = officer_of(request.user, today=timezone.localdate())
        request._officer = found
    return found


def officers_only(*roles: str) -> Any:
    """Let a view be seen by signed-in officers, with one of these roles if any.

    The view gets the request with `request.officer`. Others are sent to sign in, or
    told for whom the page is.
    """

    def wrap(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            officer = officer_or_none(request)
            if officer is None:
                return redirect(f"{_sign_in()}?next={request.path}")
            if roles and not officer.roles & set(roles):
                return render(request, "web/403.html", status=403)
            request.officer = officer
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def _sign_in() -> str:
    from django.urls import reverse

    return reverse("people:sign_in")
