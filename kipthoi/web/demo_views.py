"""Pages of the demonstration: the cast, the letters that left, the components."""

import email
import email.policy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from kipthoi.outbox.chores import send_waiting
from kipthoi.outbox.queries import outlook
from kipthoi.people import queries
from kipthoi.people.words import role_name
from kipthoi.units.words import called

SHOWN = 50  # letters, newest first

TRY = {
    "duty": gettext_noop("Take a new matter up, ask for more, answer with a source."),
    "officer": gettext_noop("Answer, hand a matter over, take in a paper."),
    "second_reader": gettext_noop("Read a rewritten answer and let it be published."),
    "chair": gettext_noop("Give more days, invite people, close a unit, set a limit."),
    "deputy": gettext_noop("The same as the chair, while it lasts."),
    "operator": gettext_noop("See how the machine is, and no words of anybody."),
}


def cast(request: HttpRequest) -> HttpResponse:
    """Show everybody one can be, what they may do, and what to try as them."""
    rows = [
        {
            "person": term.person,
            "role": role_name(term.role),
            "unit": called(term.unit),
            "title": term.title,
            "try": _(TRY[term.role]),
        }
        for term in queries.cast()
    ]
    return render(request, "web/demo_cast.html", {"rows": rows})


@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as one of the cast with one click."""
    person = queries.person_by_id(pk)
    if person is None:
        raise Http404
    get_adapter(request).login(request, person)
    return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL), status=303)


def mails(request: HttpRequest) -> HttpResponse:
    """Show the letters that left, newest first; the button sends what still waits."""
    if request.method == "POST":
        send_waiting(timezone.now())
        return HttpResponseRedirect(reverse("demo:mails"), status=303)
    context = {"letters": _letters(), "waiting": outlook().waiting}
    return render(request, "web/demo_mails.html", context)


def _letters() -> list[dict[str, Any]]:
    """Read the newest letters that the file backend wrote."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", settings.DATA / "mail"))
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
    return [_letter(file) for file in reversed(files[-SHOWN:])]


def _letter(file: Path) -> dict[str, Any]:
    text = file.read_bytes().rpartition(b"\n" + b"-" * 79)[0] or file.read_bytes()
    found: Any = email.message_from_bytes(text, policy=email.policy.default)
    body = found.get_body(("plain",))
    return {
        "to": str(found["To"]),
        "subject": str(found["Subject"]),
        "at": datetime.fromtimestamp(file.stat().st_mtime, UTC),
        "text": body.get_content() if body else "",
    }


def components(request: HttpRequest) -> HttpResponse:
    """Show every component of the face on one page."""
    return render(request, "web/components.html")
