"""What everybody may know of a public number: state, unit and days, never content."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kipthoi.cases import queries
from kipthoi.cases.forms.holder import FindForm
from kipthoi.cases.views import told
from kipthoi.core.keys import grouped_code
from kipthoi.core.viewer import Public
from kipthoi.deadlines.queries import clocks
from kipthoi.journal.queries import timeline
from kipthoi.publications.everybody import for_everybody, shared
from kipthoi.units.words import called


@require_safe
def case_status_find(request: HttpRequest) -> HttpResponse:
    """Find a public page by its number."""
    form = FindForm(request.GET if "number" in request.GET else None)
    if not form.is_bound:
        return _empty(request, form)
    if form.is_valid():
        code = grouped_code(form.cleaned_data["number"])
        return redirect("cases:case_status", code=code)
    return render(request, "cases/case_status_find.html", {"form": form}, status=422)


def _empty(request: HttpRequest, form: FindForm) -> HttpResponse:
    context = {**for_everybody(_find_address), "form": form}
    page = render(request, "cases/case_status_find.html", context)
    return shared(page, _find_address())


def _find_address() -> str:
    return reverse("cases:case_status_find")


@require_safe
def case_status(request: HttpRequest, code: str) -> HttpResponse:
    """Show the state of one public number: unit, days, late in words, no content."""
    case = queries.public_case(code)
    if code != grouped_code(case.code):
        return redirect(_address(case), permanent=True)
    context = {**for_everybody(lambda: _address(case)), **_shown(case)}
    page = render(request, "cases/case_status.html", context)
    lasts = not context.get("by_the_hour")
    return shared(page, _address(case) if lasts else "", of_matter=True)


def _address(case: Any) -> str:
    return reverse("cases:case_status", args=[grouped_code(case.code)])


def _shown(case: Any) -> dict[str, Any]:
    """Return what stands on the public page; a withheld matter shows only that."""
    if case.state == "withheld" or not case.kind.public:
        return {"case": case, "badge": told.badge(case, told.PUBLIC_STATES)}
    now, today = timezone.now(), timezone.localdate()
    running = clocks(case.ref)
    lines = timeline(case.ref, viewer=Public())
    return {
        "case": case,
        "badge": told.badge(case, told.PUBLIC_STATES),
        "late": told.lateness(case, running, today=today),
        "clocks": told.cards(case, running, today=today, now=now),
        "unit": called(case.unit),
        "body_name": called(case.unit.body_unit.body),
        "timeline": told.public_rows(case, lines),
        # Hours left are true for minutes: such a page is made for each reader.
        "by_the_hour": any(c.due_at and c.stopped_on is None for c in running),
    }
