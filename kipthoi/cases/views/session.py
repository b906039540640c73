"""The session of whoever holds a key: a signed cookie, no row, 20 minutes sliding."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from kipthoi.cases import cookies, queries
from kipthoi.cases.forms.holder import ComeBack

SESSION = "kt_case"
SESSION_SECONDS = 20 * 60
View = Callable[..., HttpResponseBase]


def hold(response: HttpResponseBase, case: Any) -> None:
    """Let a case stand open in this browser for the next 20 minutes."""
    value = [case.code, case.epoch]
    cookies.write(response, SESSION, value, max_age=SESSION_SECONDS)


def _case_of(request: HttpRequest) -> Any:
    """Return the case that stands open in this browser, or None."""
    match cookies.read(request, SESSION, max_age=SESSION_SECONDS):
        case [str(code), int(epoch)]:
            return queries.case_of_holder(code, epoch)
    return None


def holders_only(view: View) -> View:
    """Let a view be seen with an open case only; every use opens it for 20 minutes.

    The view gets the case. Who has none, or no more, is asked for the key, and what
    they had written is kept.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        case = _case_of(request)
        if case is None:
            return _locked(request)
        response = view(request, case, *args, **kwargs)
        if SESSION not in response.cookies:
            hold(response, case)
        return response

    return guarded


def _locked(request: HttpRequest) -> HttpResponse:
    """Ask for the key again; words go along in hidden fields, files are named."""
    opened_before = SESSION in request.COOKIES or request.method == "POST"
    if not opened_before:
        return redirect("cases:come_back")
    name = request.resolver_match.url_name if request.resolver_match else ""
    kept: list[tuple[str, str]] = []
    if request.method == "POST" and name in ("write_back", "contest"):
        kept = [("kept_page", name)] + [
            (f"kept_{field}", request.POST[field])
            for field in ("text", "reason", "token", "waiting")
            if request.POST.get(field)
        ]
    files = [upload.name for upload in request.FILES.values()]
    context = {"form": ComeBack(), "kept": kept, "locked": True, "files": files}
    page = render(request, "cases/come_back.html", context, status=403)
    cookies.clear(page, SESSION)
    return page
