"""The tree of units today and on any day, its changes, and a body's own lists."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kipthoi.core.vietnamese import slug as make_slug
from kipthoi.journal.guard import officers_only
from kipthoi.journal.links import offers
from kipthoi.journal.queries import timeline
from kipthoi.units import actions, queries, rules
from kipthoi.units.actions import Letterhead
from kipthoi.units.forms import (
    WEEKS,
    BodyForm,
    ChangeUnitForm,
    MoveUnitForm,
    OnForm,
    OpenUnitForm,
    OutsideForm,
    PlaceForm,
    TopicForm,
    letterhead_of,
)
from kipthoi.units.words import called

CHAIR = "chair"
DONE = {"opened", "changed", "moved", "closed", "set"}


@officers_only(CHAIR)
def units(request: HttpRequest) -> HttpResponse:
    """Show the tree as it stands today, or stood on any day (?on=2026-01-31)."""
    form = OnForm(request.GET or None)
    day = form.cleaned_data["on"] if form.is_valid() else None
    mine = request.officer.units(CHAIR)
    done = request.GET.get("xong", "")
    context = {
        "form": form if "on" in request.GET else OnForm(),
        "on": day,
        "tree": queries.tree_on(day or timezone.localdate()),
        "mine": mine,
        "bodies": [
            one for one in queries.open_units() if one.is_body and one.pk in mine
        ],
        "closed": [one for one in queries.all_units() if one.closed_on],
        "done": done if done in DONE else "",
    }
    return render(request, "units/units.html", context)


@officers_only(CHAIR)
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one unit: where it stands, its week, its history, what can be done."""
    found = queries.get_unit(slug)
    officer = request.officer
    history = [
        {
            "title": _(line.type.label),
            "at": line.at,
            "text": line.content.get("reason") or line.content.get("name", ""),
        }
        for line in timeline(found.ref, viewer=officer)
        if line.stream == found.ref
    ]
    context = {
        "unit": found,
        "name": called(found),
        "parent": found.parent,
        "week": _(WEEKS.get(found.week, found.week)) if found.week else "",
        "body_week": _(WEEKS.get(queries.body_of(found).week, "")),
        "history": history,
        "offers": offers(found.ref, officer),
        "may": officer.may(CHAIR, found.pk) and found.closed_on is None,
    }
    return render(request, "units/unit.html", context)


@officers_only(CHAIR)
def open_unit(request: HttpRequest) -> HttpResponse:
    """Open a unit under another; its short name is for ever."""
    officer = request.officer
    form = OpenUnitForm(request.POST or None, officer=officer, initial={"week": ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_unit(by=officer, now=timezone.now(), **form.cleaned_data)
        except rules.SlugTaken:
            form.add_error("slug", _("A unit has this short name, or had it."))
        except rules.UnitClosed:
            form.add_error("parent", _("That unit has ended. Choose another one."))
        else:
            return _units("opened")
    return render(request, "units/open_unit.html", {"form": form})


@officers_only(CHAIR)
def change_unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a unit is called and which days it works."""
    found = queries.get_unit(slug)
    rules.allow_tree(request.officer, found)
    start = {
        name: getattr(found, name) for name in ("name", "name_en", "level", "week")
    }
    form = ChangeUnitForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_unit(
                by=request.officer, now=timezone.now(), unit=found, **form.cleaned_data
            )
        except rules.UnitClosed:
            form.add_error(None, _("That unit has ended. Choose another one."))
        else:
            return _units("changed")
    return render(request, "units/change_unit.html", {"unit": found, "form": form})


@officers_only(CHAIR)
def move_unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a unit under another one, with everything below it."""
    found, officer = queries.get_unit(slug), request.officer
    rules.allow_tree(officer, found)
    form = MoveUnitForm(request.POST or None, officer=officer, unit=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_unit(
                by=officer, now=timezone.now(), unit=found, **form.cleaned_data
            )
        except rules.Circle:
            form.add_error(
                "parent", _("That one lies below this unit. Choose another.")
            )
        except rules.UnitClosed:
            form.add_error("parent", _("That unit has ended. Choose another one."))
        else:
            return _units("moved")
    return render(request, "units/move_unit.html", {"unit": found, "form": form})


def _units(done: str) -> HttpResponse:
    url = f"{reverse('units:units')}?xong={done}"
    return HttpResponseRedirect(url, status=303)


@officers_only(CHAIR)
def set_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the letterhead, hours and week of a body."""
    body = queries.body_of(queries.get_unit(slug))
    rules.allow_body(request.officer, body)
    form = BodyForm(request.POST or None, initial=letterhead_of(body))
    if request.method == "POST" and form.is_valid():
        letterhead = Letterhead(**form.cleaned_data)
        actions.set_body(
            by=request.officer, now=timezone.now(), body=body, letterhead=letterhead
        )
        return _units("set")
    return render(request, "units/set_body.html", {"body_set": body, "form": form})


@officers_only(CHAIR)
def lists(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a body's topics and places, and the bodies outside the house."""
    return _lists(request, _body(request, slug))


def _body(request: HttpRequest, slug: str) -> Any:
    body = queries.body_of(queries.get_unit(slug))
    rules.allow_body(request.officer, body)
    return body


def _lists(request: HttpRequest, body: Any, **forms: Any) -> HttpResponse:
    inside = [one for one in queries.open_units() if one.body_unit_id == body.unit_id]
    context = {
        "body_set": body,
        "topics": queries.every_topic(body),
        "places": queries.places(inside),
        "outside": queries.every_external_body(),
        "topic_form": TopicForm(),
        "place_form": PlaceForm(officer=request.officer, body=body),
        "outside_form": OutsideForm(),
        **forms,
    }
    context["form"] = next(iter(forms.values()), None)
    return render(request, "units/lists.html", context)


def _add(
    request: HttpRequest, body: Any, name: str, form: Any, act: Any
) -> HttpResponse:
    """Add to a list what a form says, or show the lists again with its errors."""
    if form.is_valid():
        try:
            act(by=request.officer, now=timezone.now(), **form.cleaned_data)
        except rules.SameName:
            form.add_error("name", _("The list has this name already."))
        except rules.UnitClosed:
            form.add_error("unit", _("That unit has ended. Choose another one."))
        else:
            return _back(body)
    return _lists(request, body, **{name: form})


def _back(body: Any) -> HttpResponse:
    url = reverse("units:lists", args=[body.unit.slug])
    return HttpResponseRedirect(url, status=303)


@require_POST
@officers_only(CHAIR)
def add_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a topic."""
    body = _body(request, slug)

    def act(*, name: str, **more: Any) -> Any:
        short = make_slug(name, 40) or "chu-de"
        return actions.add_topic(body=body, slug=short, name=name, **more)

    return _add(request, body, "topic_form", TopicForm(request.POST), act)


@require_POST
@officers_only(CHAIR)
def switch_topic(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Offer a topic, or no longer offer it."""
    body = _body(request, slug)
    actions.switch_topic(
        by=request.officer,
        now=timezone.now(),
        topic=queries.get_topic(pk, body),
        active=request.POST.get("active") == "1",
    )
    return _back(body)


@require_POST
@officers_only(CHAIR)
def add_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a place for which a unit answers."""
    body = _body(request, slug)
    form = PlaceForm(request.POST, officer=request.officer, body=body)
    return _add(request, body, "place_form", form, actions.add_place)


@require_POST
@officers_only(CHAIR)
def remove_place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a place off the list."""
    body = _body(request, slug)
    place = queries.get_place(pk)
    actions.remove_place(by=request.officer, now=timezone.now(), place=place)
    return _back(body)


@require_POST
@officers_only(CHAIR)
def add_outside(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a body outside the house."""
    body = _body(request, slug)

    def act(**cleaned: Any) -> Any:
        return actions.add_outside(body=body, **cleaned)

    return _add(request, body, "outside_form", OutsideForm(request.POST), act)


@require_POST
@officers_only(CHAIR)
def switch_outside(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Offer a body outside the house, or no longer offer it."""
    body = _body(request, slug)
    actions.switch_outside(
        by=request.officer,
        now=timezone.now(),
        body=body,
        outside=queries.get_external_body(pk),
        active=request.POST.get("active") == "1",
    )
    return _back(body)
