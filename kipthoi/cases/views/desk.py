"""The officer's day: what is owed first, every case, and one case in full."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kipthoi.cases import queries, rules
from kipthoi.cases.forms.filters import MOST, FilterForm, tabs
from kipthoi.cases.queries import Filters
from kipthoi.cases.views import shown
from kipthoi.cases.views.clocks import clock_cards
from kipthoi.cases.views.offered import done_words, next_bar, others
from kipthoi.cases.views.rows import rows_of
from kipthoi.cases.words import DOORS, label_of
from kipthoi.core.keys import grouped_code, read_code
from kipthoi.deadlines.queries import clocks
from kipthoi.files.queries import file_under
from kipthoi.files.send import NotHere, send
from kipthoi.journal.guard import officers_only
from kipthoi.journal.links import link, offers
from kipthoi.journal.queries import timeline
from kipthoi.people.queries import title_of
from kipthoi.people.roles import OFFICER, SECOND_READER
from kipthoi.search.queries import similar
from kipthoi.templatetags.kt import day
from kipthoi.templatetags.kt import when as hour_day
from kipthoi.units.words import called


@officers_only()
def today(request: HttpRequest) -> HttpResponse:
    """Show what must be done today, then what comes: the first page of the day."""
    officer = request.officer
    if OFFICER not in officer.roles:
        return _elsewhere(officer)
    on, now = timezone.localdate(), timezone.now()
    reach = queries.reach_of(officer)
    counts = queries.counts(reach, today=on, now=now, most=MOST)
    page = queries.inbox(reach, Filters(), today=on, now=now)
    more = queries.next_page(Filters(), page)
    page = page[: queries.PAGE]
    base = reverse("cases:inbox")
    n = counts["late"] + counts["today"]
    context = {
        "on": on,
        "n": n,
        "n_late": counts["late"],
        "many_late": counts["late"] >= MOST,
        "many": max(counts["late"], counts["today"]) >= MOST,
        "tabs": tabs(counts, "todo", lambda tab: f"{base}?tab={tab}"),
        "rows": _rows(page, officer, on, now),
        "more_url": f"{base}?tab=todo" if more else "",
        # Where nothing is late or due today, what is owed first is owed later.
        "nearest": page[0].due_on if page and not n else None,
    }
    return render(request, "cases/today.html", context)


def _elsewhere(officer: Any) -> HttpResponse:
    """Send who handles no cases to what they do; tell others whose page it is."""
    if SECOND_READER in officer.roles:
        return redirect("cases:second_reads")
    raise rules.NotAllowed


def _rows(page: list[Any], officer: Any, on: Any, now: Any) -> list[SafeString]:
    units, begun = queries.units_of(page), queries.begun(officer, page)
    return rows_of(page, units=units, today=on, now=now, begun=begun)


@officers_only(OFFICER)
def inbox(request: HttpRequest) -> HttpResponse:
    """Find any case: tabs, filters, words or a number; all of it in the address."""
    officer, on, now = request.officer, timezone.localdate(), timezone.now()
    form = FilterForm(request.GET, officer=officer)
    known = _by_number(form.typed, officer)
    if known is not None:
        return redirect("cases:case", code=grouped_code(known.code))
    reach, more_url = queries.reach_of(officer), ""
    if form.typed:
        page = queries.find(form.typed, form.filters, reach, today=on, now=now)
    else:
        page = queries.inbox(reach, form.filters, today=on, now=now)
        following = queries.next_page(form.filters, page)
        page = page[: queries.PAGE]
        if following is not None and following.after is not None:
            last, pk = following.after
            more_url = form.address(after=f"{last.isoformat()}.{pk}")
    counts = queries.counts(reach, today=on, now=now, most=MOST)
    context = {
        "filters": form,
        "tabs": form.tabs(counts),
        "rows": _rows(page, officer, on, now),
        "more_url": more_url,
        "first_url": form.address() if form.after else "",
        "all_url": reverse("cases:inbox") + "?tab=all",
    }
    return render(request, "cases/inbox.html", context)


def _by_number(typed: str, officer: Any) -> Any:
    """Return the case whose number was typed, if the officer may open it."""
    if not read_code(typed):
        return None
    try:
        return queries.get_case(typed, viewer=officer)
    except Http404:
        return None


@officers_only()
def case(request: HttpRequest, code: str) -> HttpResponse:
    """Show a case: the next step first, then what was said, and everything about it."""
    officer = request.officer
    found = queries.get_case(code, viewer=officer)
    if code != grouped_code(found.code):
        return redirect("cases:case", code=grouped_code(found.code))
    on, now = timezone.localdate(), timezone.now()
    if queries.access(found, viewer=officer) == "former":
        return render(
            request, "cases/case_former.html", _former(found, officer, on, now)
        )
    before, after = queries.neighbours(officer, found)
    running = clocks(found.ref)
    context = {
        "case": found,
        "badge": shown.badge_of(found, today=on, now=now),
        "kind": _(found.kind.label),
        "unit": called(found.unit),
        "next": next_bar(found, officer, running, today=on),
        "others": others(found, officer, running, today=on),
        "offers": offers(found.ref, officer),
        "said": shown.conversation(found, viewer=officer),
        "answers": shown.answers_shown(found),
        "contests": shown.contests_shown(found),
        "rating": queries.last_rating(found),
        "clocks": clock_cards(found, running, today=on, now=now),
        "first_promise": _first_promise(found, on),
        "facts": _facts(found, on),
        "hand_overs": queries.hand_overs(found),
        "joined": queries.joined(found),
        "like": queries.like(found, viewer=officer),
        "published": _published(found, officer),
        "timeline": shown.timeline_rows(found, timeline(found.ref, viewer=officer)),
        "wish": queries.withholding(found) if found.state != "withheld" else None,
        "before": before,
        "after": after,
        "done": done_words(request.GET.get("done", "")),
    }
    return render(request, "cases/case.html", context)


def _former(found: Any, officer: Any, on: Any, now: Any) -> dict[str, Any]:
    """Return what a former unit still sees: state, dates, and what it wrote itself."""
    return {
        "case": found,
        "badge": shown.badge_of(found, today=on, now=now),
        "unit": called(found.unit),
        "said": shown.conversation(found, viewer=officer)[1:],
        "hand_overs": queries.hand_overs(found),
    }


def _first_promise(found: Any, on: Any) -> dict[str, Any] | None:
    """Return how a case stands against the first promise, which never changes."""
    end = found.answered_on or (on if found.state in queries.OWING else None)
    if end is None or end <= found.promised_on:
        return None
    return {"on": found.promised_on, "days": (end - found.promised_on).days}


def _facts(found: Any, on: Any) -> list[dict[str, Any]]:
    here = [grouped_code(found.code)]
    named = _("With a name, kept apart") if found.named else _("No name given")
    way = _("May be written to") if found.may_contact else _("Only on this page")
    who = found.assignee
    rows = [
        {"term": _("Asker"), "value": named, "note": way},
        {
            "term": _("Publishing"),
            "value": _("Agrees to a rewritten answer")
            if found.may_publish
            else _("Does not agree"),
        },
        {
            "term": _("Works on it"),
            "value": who.addressed if who else _("Nobody yet"),
            "note": title_of(who.pk, today=on) if who else "",
            "change": reverse("cases:give", args=here),
        },
        {"term": _("Unit"), "value": called(found.unit)},
        {"term": _("Topic"), "value": called(found.topic) or _("None yet")},
        {"term": _("Place"), "value": found.place or _("Not said")},
        {
            "term": _("Received"),
            "value": hour_day(found.received_at),
            "note": label_of(DOORS, found.door),
        },
        {"term": _("First promised for"), "value": day(found.promised_on)},
    ]
    if found.passed_over is not None:
        over = {"term": _("Went over"), "value": called(found.passed_over)}
        rows.append(
            {**over, "note": _("The asker does not want this level to read it.")}
        )
    return rows


def _published(found: Any, officer: Any) -> list[Any]:
    """Return published answers that say much the same, where their room shows them."""
    hits = similar(found.text, audience="public")
    links = [link(hit.ref, officer) for hit in hits]
    return [one for one in links if one is not None]


@officers_only()
def case_file(request: HttpRequest, code: str, public_id: str) -> HttpResponseBase:
    """Send a file of a case to an officer who reads the case in full."""
    found = queries.get_case(code, viewer=request.officer)
    file = file_under(found.ref, public_id)
    if file is None or queries.access(found, viewer=request.officer) != "full":
        raise Http404
    try:
        return send(request, file, as_download="tai" in request.GET)
    except NotHere:
        raise Http404 from None
