"""The asker comes back with the key: asked for it, made to wait, let in with their words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as SeeOther
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kipthoi.cases import cookies, queries
from kipthoi.cases.forms.holder import ComeBack, ContestForm, WriteBack
from kipthoi.cases.forms.parcel import tidy
from kipthoi.cases.pauses import NOTE_SECONDS, Visitor, crowd, read_note
from kipthoi.cases.views.holder import case_page, contest_page, parcel_of
from kipthoi.cases.views.session import hold

NOTE = "kt_wait"
# Words that a locked page gives back once the key was entered again.
KEPT = ("kept_page", "kept_text", "kept_reason", "kept_token", "kept_waiting")
both = require_http_methods(["GET", "HEAD", "POST"])


@both
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the key and open the case that it opens."""
    if request.method != "POST":
        return _ask_key(request, ComeBack())
    now = timezone.now()
    form = ComeBack(request.POST)
    visitor = read_note(cookies.read(request, NOTE, max_age=NOTE_SECONDS), now)
    if not form.is_valid():
        return _ask_key(request, form, status=422)
    left = visitor.left(now, crowd.pause(now))
    if left:
        return _wait(request, form, visitor, left)
    case = queries.case_by_key(form.cleaned_data["key"])
    if case is None:
        crowd.add(now)
        form.opens_nothing()
        page = _ask_key(request, form, status=422)
        return _noted(page, visitor.after_wrong(now))
    return _open(request, case)


def _ask_key(
    request: HttpRequest, form: ComeBack, *, status: int = 200, **more: Any
) -> HttpResponse:
    kept = [(name, request.POST.get(name, "")) for name in KEPT]
    context = {
        "form": form,
        "kept": [(name, value) for name, value in kept if value],
        "nav": "come_back",
        **more,
    }
    return render(request, "cases/come_back.html", context, status=status)


def _wait(
    request: HttpRequest, form: ComeBack, visitor: Visitor, left: int
) -> HttpResponse:
    """Ask for a little patience: nobody is locked out, and no thread sleeps."""
    kept = [(name, request.POST[name]) for name in KEPT if request.POST.get(name)]
    context = {"form": form, "seconds": left, "kept": kept}
    page = render(request, "cases/wait.html", context, status=429)
    page["Retry-After"] = str(left)
    return _noted(page, visitor)


def _noted(page: HttpResponse, visitor: Visitor) -> HttpResponse:
    cookies.write(page, NOTE, visitor.as_note(), max_age=NOTE_SECONDS)
    return page


def _open(request: HttpRequest, case: Any) -> HttpResponse:
    """Open the case; words that a locked page had kept stand in their form again."""
    page = request.POST.get("kept_page")
    if page == "contest":
        response = contest_page(request, case, _kept_contest(request))
    elif page == "write_back":
        response = case_page(request, case, written=_kept_words(request))
    else:
        response = SeeOther(reverse("cases:my_case"), status=303)
    hold(response, case)
    cookies.clear(response, NOTE)
    return response


def _kept_words(request: HttpRequest) -> WriteBack:
    parcel = parcel_of(request, "kept_")
    return WriteBack(
        parcel=parcel, initial={"text": tidy(request.POST.get("kept_text", ""))}
    )


def _kept_contest(request: HttpRequest) -> ContestForm:
    said = {
        "text": tidy(request.POST.get("kept_text", "")),
        "reason": request.POST.get("kept_reason", ""),
    }
    return ContestForm(parcel=parcel_of(request, "kept_"), initial=said)
