"""Pages for what did not work: what happened, what now, and every word given back."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# Fields of a form that are machinery, not a person's words.
_MACHINERY = {"csrfmiddlewaretoken"}
# Words that people wrote and want to see again; everything else travels hidden.
_WORDS = {
    "text": gettext_noop("What you wrote"),
    "reason": gettext_noop("Reason"),
    "result": gettext_noop("Result"),
    "found": gettext_noop("What was found"),
    "done": gettext_noop("What was done"),
    "left": gettext_noop("What is left"),
    "why": gettext_noop("Why"),
    "words": gettext_noop("Your words"),
    "title": gettext_noop("Title"),
    "short": gettext_noop("Short answer"),
    "body": gettext_noop("Text"),
    "q": gettext_noop("Search"),
}


def kept(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was sent, as `web/_kept.html` shows it, or None if nothing was."""
    if request.method != "POST":
        return None
    fields = [
        {
            "name": name,
            "value": value,
            "label": _(_WORDS[name]) if name in _WORDS else "",
        }
        for name, values in request.POST.lists()
        if name not in _MACHINERY
        for value in values
    ]
    return {
        "url": request.get_full_path(),
        "button": _("Send again"),
        "fields": fields,
        "files": [
            file.name
            for file in request.FILES.values()
            if isinstance(file, UploadedFile)
        ],
    }


def busy(request: HttpRequest) -> HttpResponse:
    """Say that nothing was received yet, and give every word back (503)."""
    page = render(request, "web/503.html", {"retry": kept(request)}, status=503)
    page["Retry-After"] = "60"
    return page


def conflict(request: HttpRequest, sentence: str = "", **more: Any) -> HttpResponse:
    """Say that somebody was faster and show what there is now (409)."""
    context = {
        "sentence": sentence
        or _("This step is no longer open: the case has moved on."),
        "back": {"url": request.path, "button": _("See how it stands now")},
        **more,
    }
    return render(request, "web/409.html", context, status=409)


def too_big(request: HttpRequest) -> HttpResponse:
    """Say what the most is that a form can carry (413)."""
    return render(request, "web/413.html", {"max": 60}, status=413)


def wrong_method(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Say that this address takes no such request, and which it takes (405)."""
    page = render(request, "web/405.html", status=405)
    page["Allow"] = refused["Allow"]
    return page


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a form's words again when its seal did not fit: nothing is lost (403)."""
    context = {"retry": kept(request), "cookies_off": not request.COOKIES}
    return render(request, "web/form_expired.html", context, status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say for whom this page is (403)."""
    return render(request, "web/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page (404)."""
    return render(request, "web/404.html", status=404)


def bad_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """Say that the address or the form could not be read (400)."""
    return render(request, "web/404.html", status=400)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without asking the database anything (500)."""
    return render(request, "web/500.html", status=500)
