"""How an officer is recognised: by the session, with the roles of today."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from kipthoi.core.viewer import Officer
from kipthoi.journal.guard import recognise_by
from kipthoi.people.queries import officer_of
from kipthoi.people.sessions import keep_awake


def officer_or_none(request: HttpRequest) -> Officer | None:
    """Return the signed-in officer with today's roles, or None.

    Without the cookie of a session nothing is asked of the database.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    found: Officer | None = getattr(request, "_officer", None)
    if found is None and request.user.is_authenticated and request.user.is_active:
        found = officer_of(request.user, today=timezone.localdate())
        keep_awake(request.session, timezone.now())
        request._officer = found  # type: ignore[attr-defined]
    return found


recognise_by(officer_or_none)
