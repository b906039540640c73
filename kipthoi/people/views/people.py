"""Who does what: terms, roles, stand-ins, for the chair."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kipthoi.journal.guard import officers_only
from kipthoi.people import actions, queries, rules
from kipthoi.people.actions import Invitee
from kipthoi.people.forms import EndTermForm, GiveRoleForm, StandInForm
from kipthoi.people.roles import CHAIR
from kipthoi.people.words import role_name
from kipthoi.templatetags.kt import day
from kipthoi.units.words import called

DONE = {"invited", "withdrawn", "role", "ended", "stand_in"}


@officers_only(CHAIR)
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody who holds a role in reach, and the invitations that wait."""
    officer, on = request.officer, timezone.localdate()
    rows: dict[int, dict[str, Any]] = {}
    for term in queries.terms_in_reach(officer):
        row = rows.setdefault(term.person_id, {"person": term.person, "terms": []})
        if term.to_on is None or term.to_on >= on:
            row["terms"].append(_said(term, on))
    now = timezone.now()
    waiting = [
        {"invitation": one, "role": role_name(one.role), "over": one.ends_at <= now}
        for one in queries.open_invitations(officer)
    ]
    done = request.GET.get("xong", "")
    context = {
        "rows": [row for row in rows.values() if row["terms"]],
        "former": [row for row in rows.values() if not row["terms"]],
        "waiting": waiting,
        "alone": queries.chairs_here(officer, today=on) < 2,
        "done": done if done in DONE else "",
    }
    return render(request, "people/people.html", context)


def _said(term: Any, on: Any) -> dict[str, Any]:
    """Return one term as a page shows it."""
    return {
        "term": term,
        "role": role_name(term.role),
        "unit": called(term.unit),
        "running": term.from_on <= on and (term.to_on is None or term.to_on >= on),
        "over": term.to_on is not None and term.to_on < on,
        "to_come": term.from_on > on,
    }


@officers_only(CHAIR)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: every term they had or have here, and what can be done."""
    found = queries.get_person(pk, viewer=request.officer)
    on = timezone.localdate()
    terms = queries.terms_of(found, viewer=request.officer)
    context = {"person": found, "terms": [_said(term, on) for term in terms]}
    return render(request, "people/person.html", context)


@officers_only(CHAIR)
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person of the house another role, from a day on."""
    officer = request.officer
    found = queries.get_person(pk, viewer=officer)
    start = {"from_on": timezone.localdate()}
    form = GiveRoleForm(request.POST or None, officer=officer, initial=start)
    if request.method == "POST" and form.is_valid():
        cleaned = dict(form.cleaned_data)
        from_on = cleaned.pop("from_on")
        invitee = Invitee(name=found.name, email=found.email, **cleaned)
        try:
            actions.appoint(
                by=officer, now=timezone.now(), invitee=invitee, from_on=from_on
            )
        except rules.TermsOverlap as clash:
            form.add_error("from_on", overlap(clash))
        else:
            return _people("role")
    return render(request, "people/give_role.html", {"person": found, "form": form})


def overlap(clash: rules.TermsOverlap) -> str:
    """Say that the person has this role already, and since when."""
    return _("The terms overlap: this role is held here since %(day)s.") % {
        "day": day(clash.since)
    }


@officers_only(CHAIR)
def end_term(request: HttpRequest, pk: int) -> HttpResponse:
    """End a term on a day; a body keeps one chair."""
    term = queries.get_term(pk, viewer=request.officer)
    start = {"on": timezone.localdate()}
    form = EndTermForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        try:
            actions.end_term(by=request.officer, now=timezone.now(), term=term, on=on)
        except rules.LastChair:
            form.add_error("on", _("A body keeps one chair. Name another one first."))
        except rules.BadDays:
            form.add_error("on", _("The last day lies before the first."))
        except rules.TermOver:
            form.add_error("on", _("This term has ended already."))
        else:
            return _people("ended")
    context = {"said": _said(term, timezone.localdate()), "form": form}
    return render(request, "people/end_term.html", context)


@officers_only(CHAIR)
def stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who does the work of a role while its holder is away."""
    officer = request.officer
    term = queries.get_term(pk, viewer=officer)
    form = StandInForm(request.POST or None, officer=officer, away=term.person_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.stand_in(
                by=officer,
                now=timezone.now(),
                term=term,
                person=form.chosen,
                from_on=form.cleaned_data["from_on"],
                to_on=form.cleaned_data["to_on"],
            )
        except rules.TermsOverlap as clash:
            form.add_error("from_on", overlap(clash))
        except (rules.TermOver, rules.BadDays):
            form.add_error("from_on", _("This term has ended already."))
        else:
            return _people("stand_in")
    context = {"said": _said(term, timezone.localdate()), "form": form}
    return render(request, "people/stand_in.html", context)


def _people(done: str) -> HttpResponse:
    url = f"{reverse('people:people')}?xong={done}"
    return HttpResponseRedirect(url, status=303)
