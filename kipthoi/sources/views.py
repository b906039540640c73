"""What answers rest on: for everybody, and the desk where officers add to it."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http import HttpResponseRedirect as SeeOther
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kipthoi.core.viewer import Public
from kipthoi.files.actions import discard, store
from kipthoi.files.send import NotHere, send
from kipthoi.journal.guard import officer_or_none, officers_only
from kipthoi.journal.links import links
from kipthoi.journal.record import Replayed
from kipthoi.people.roles import OFFICER
from kipthoi.sources import queries
from kipthoi.sources.actions import add_source
from kipthoi.sources.forms import AddSourceForm
from kipthoi.sources.words import KINDS, force

SIZE = 30
SHOWN = 50  # of what rests on a source


def _viewer(request: HttpRequest) -> Any:
    return officer_or_none(request) or Public()


def _rows(found: list[Any], today: date) -> list[dict[str, Any]]:
    rows = []
    for source in found[:SIZE]:
        version = queries.newest(source)
        rows.append(
            {
                "source": source,
                "url": reverse("sources:source", args=[source.pk]),
                "kind": _(KINDS[source.kind]),
                "badge": force(version, today=today),
                "until": version.valid_to if version else None,
            }
        )
    return rows


def _list(request: HttpRequest, viewer: Any, name: str) -> dict[str, Any]:
    typed = request.GET.get("sau", "")
    known = typed.isascii() and typed.isdigit() and len(typed) < 19
    after = int(typed) if known else None
    found = queries.page(viewer, after=after, size=SIZE)
    last = found[SIZE - 1].pk if len(found) > SIZE else 0
    return {
        "rows": _rows(found, timezone.localdate()),
        "more_url": f"{reverse(name)}?sau={last}" if last else "",
        "first_url": reverse(name) if after else "",
    }


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List the laws, agreements and minutes that answers rest on."""
    context = _list(request, Public(), "sources:sources")
    return render(request, "sources/sources.html", context)


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one source: whether it is in force, its frozen copies, what rests on it."""
    viewer = _viewer(request)
    found = queries.get_source(pk if pk < 2**63 else 0, viewer=viewer)
    versions = list(queries.versions(found))
    resting = links(queries.citing(found), viewer)
    today = timezone.localdate()
    context = {
        "source": found,
        "kind": _(KINDS[found.kind]),
        "badge": force(versions[0] if versions else None, today=today),
        "versions": versions,
        "resting": list(resting.values())[:SHOWN],
    }
    return render(request, "sources/source.html", context)


@require_safe
def source_file(request: HttpRequest, pk: int, n: int) -> HttpResponseBase:
    """Send the file that was kept as the copy of a version."""
    found = queries.get_source(pk if pk < 2**63 else 0, viewer=_viewer(request))
    files = [version.file for version in queries.versions(found) if version.n == n]
    file = files[0] if files else None
    if file is None:
        raise Http404
    try:
        return send(request, file, published=found.public)
    except NotHere:
        raise Http404 from None


@officers_only(OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """List the sources an officer may cite, those that end soon first, and add one."""
    officer = request.officer
    form = AddSourceForm(officer=officer)
    if request.method == "POST":
        form = AddSourceForm(request.POST, request.FILES, officer=officer)
        if form.is_valid():
            return _add(request, form)
    context = {
        **_list(request, officer, "sources:desk"),
        "form": form,
        "added": request.GET.get("them") == "1",
        "ending": queries.ending(officer, on=timezone.localdate()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "sources/desk.html", context, status=status)


def _add(request: HttpRequest, form: AddSourceForm) -> HttpResponse:
    """Add the source, once, however often the form is sent."""
    stored = store([form.copy]) if form.copy else []
    try:
        add_source(
            by=request.officer,
            now=timezone.now(),
            document=form.document(),
            unit=form.keeper,
            stored=stored,
            token=form.cleaned_data["token"],
        )
    except Replayed:
        discard(stored)
    except Exception:
        discard(stored)
        raise
    return SeeOther(reverse("sources:desk") + "?them=1", status=303)
