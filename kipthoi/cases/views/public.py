"""What everybody may know of a public number: state, unit and days, never content."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from kipthoi.cases import queries
from kipthoi.cases.forms.holder import FindForm
from kipthoi.cases.views import told
from kipthoi.core.keys import grouped_code
from kipthoi.core.viewer import Public
from kipthoi.deadlines.queries import clocks
from kipthoi.journal.queries import timeline
from kipthoi.units.words import called


@require_safe
def case_status_find(request: HttpRequest) -> HttpResponse:
    """Find a public page by its number."""
    form = FindForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = grouped_code(form.cleaned_data["number"])
        return redirect("cases:case_status", code=code)
    status = 422 if form.is_bound else 200
    return render(request, "cases/case_status_find.html", {"form": form}, status=status)


@require_safe
@conditional_page
def case_status(request: HttpRequest, code: str) -> HttpResponse:
    """Show the state of one public number: unit, days, late in words, no content."""
    case = queries.public_case(code)
    if code != grouped_code(case.code):
        return redirect(
            "cases:case_status", code=grouped_code(case.code), permanent=True
        )
    page = render(request, "cases/case_status.html", _shown(case))
    patch_cache_control(page, public=True, max_age=60)
    return page


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
    }
