"""The working days of a year, and the limits: who is owed what within how long."""

import calendar as months
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kipthoi.core.calendar import WEEKS
from kipthoi.deadlines import actions, queries, rules
from kipthoi.deadlines.actions import Limit
from kipthoi.deadlines.forms import (
    FIRST,
    KINDS,
    LAST,
    ConfirmYearForm,
    MatterForm,
    NewVersionForm,
    SetDayForm,
    YearForm,
    scopes_of,
    version_of,
)
from kipthoi.deadlines.words import (
    MATTERS,
    OWED_BY,
    SENSES,
    STARTS,
    VERIFIED,
    length,
    word,
)
from kipthoi.journal.guard import officers_only
from kipthoi.people.roles import CHAIR
from kipthoi.templatetags.kt import day as day_words
from kipthoi.units.queries import root_body

TONES = {"yes": ("ok", "check"), "no": ("today", "ask"), "own": ("wait", "flag")}


@officers_only(CHAIR)
def workdays(request: HttpRequest) -> HttpResponse:
    """Show a year at a glance: days off, make-up days, what is provisional, and why."""
    on = timezone.localdate()
    form = YearForm(
        request.GET if "nam" in request.GET or "noi" in request.GET else None
    )
    chosen = form.cleaned_data if form.is_valid() else {}
    year, scope = chosen.get("nam") or on.year, chosen.get("noi") or "all"
    mine = dict(scopes_of(request.officer))
    said = queries.days_said(year, scope)
    context = {
        "form": form if form.is_bound else YearForm(initial={"nam": year}),
        "year": year,
        "scope": scope,
        "before": year - 1 if year > FIRST else None,
        "after": year + 1 if year < LAST else None,
        "months": _months(year, scope, said, on),
        "weekdays": _weekdays(),
        "rows": [_row(row, editable=row.scope in mine) for row in said],
        "confirmed": queries.is_confirmed(year),
        "may_confirm": "all" in mine,
        "may": scope in mine,
        "done": request.GET.get("xong", "") == "1",
    }
    return render(request, "deadlines/workdays.html", context)


def _weekdays() -> list[str]:
    if (get_language() or "vi").startswith("vi"):
        return ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    return ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]


def _months(year: int, scope: str, said: list[Any], on: date) -> list[dict[str, Any]]:
    """Return twelve months of weeks; each day with what it is and the word for it."""
    known = queries.calendar_of(scope)
    rows = {row.day: row for row in said}
    grid = months.Calendar()
    return [
        {
            "name": MONTHS[number],
            "weeks": [
                [
                    _cell(day, known, rows.get(day), on)
                    if day.month == number
                    else None
                    for day in week
                ]
                for week in grid.monthdatescalendar(year, number)
            ],
        }
        for number in range(1, 13)
    ]


def _cell(day: date, known: Any, row: Any, on: date) -> dict[str, Any]:
    worked, usual = known.is_working(day), day.weekday() < WEEKS[known.week]
    tone = "" if worked and usual else "work" if worked else "off" if usual else "rest"
    unsure = row is not None and (not row.confirmed or day.year in known.provisional)
    classes = [tone, "maybe" if unsure else "", "now" if day == on else ""]
    return {
        "day": day,
        "classes": " ".join(filter(None, classes)),
        "said": _kind(row.kind) if row else "",
        "name": row.name if row else "",
    }


def _kind(kind: str) -> str:
    return _(KINDS[kind])


def _row(row: Any, *, editable: bool) -> dict[str, Any]:
    return {"row": row, "kind": _kind(row.kind), "editable": editable}


@officers_only(CHAIR)
def set_day(request: HttpRequest) -> HttpResponse:
    """Enter a day off or a make-up day, after showing what it does to what runs."""
    officer = request.officer
    form = SetDayForm(request.POST or None, officer=officer, initial=_asked(request))
    effect = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        shown = f"{given['day']} {given['kind']} {given['scope']}"
        if request.POST.get("sure") != shown:
            effect = {
                "shown": shown,
                "n": queries.running_over(given["day"], given["day"]),
                **given,
            }
        elif _entered(request, form):
            return _to_year(given["day"].year, given["scope"])
    return render(request, "deadlines/set_day.html", {"form": form, "effect": effect})


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return what the address says of the day; nothing for what cannot be read."""
    start: dict[str, Any] = {"scope": request.GET.get("noi", "all")}
    try:
        start["day"] = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return start
    known = queries.day_said(start["day"], start["scope"])
    if known is not None and not known.undone:
        start |= {"kind": known.kind, "name": known.name, "source": known.source}
    return start


def _entered(request: HttpRequest, form: SetDayForm) -> bool:
    """Enter the day; say at its field what the calendar says already."""
    given = dict(form.cleaned_data)
    undone = given.pop("kind") == "undone"
    known = queries.day_said(given["day"], given["scope"])
    kind = known.kind if undone and known else form.cleaned_data["kind"]
    day = actions.Day(
        kind="off" if kind == "undone" else kind,
        undone=undone,
        confirmed=not given.pop("provisional"),
        **given,
    )
    try:
        actions.set_day(by=request.officer, now=timezone.now(), day=day, body=_house())
    except rules.SameDay:
        form.add_error("day", _("The calendar says this of the day already."))
        return False
    return True


def _house() -> str:
    root = root_body()
    return root.unit.slug if root else ""


def _to_year(year: int, scope: str) -> HttpResponse:
    query = urlencode({"nam": year, "noi": scope, "xong": 1})
    url = f"{reverse('deadlines:workdays')}?{query}"
    return HttpResponseRedirect(url, status=303)


@officers_only(CHAIR)
def confirm_year(request: HttpRequest, year: int) -> HttpResponse:
    """Say that the days off of a year are decreed, and by which document."""
    if not FIRST <= year <= LAST:
        raise Http404
    rules.allow_calendar(request.officer, "all")
    form = ConfirmYearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_year(
                by=request.officer,
                now=timezone.now(),
                year=year,
                body=_house(),
                **form.cleaned_data,
            )
        except rules.YearConfirmed:
            form.add_error("source", _("This year was confirmed before."))
        else:
            return _to_year(year, "all")
    n = queries.running_over(date(year, 1, 1), date(year, 12, 31))
    context = {"form": form, "year": year, "n": n}
    return render(request, "deadlines/confirm_year.html", context)


@officers_only(CHAIR)
def limits(request: HttpRequest) -> HttpResponse:
    """Show every limit with its law, from when to when, and how sure it is."""
    form = MatterForm(request.GET if "matter" in request.GET else None)
    matter = form.cleaned_data["matter"] if form.is_valid() else ""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in _versions(queries.rules()):
        groups.setdefault(row["rule"].matter, []).append(row)
    shown = [
        {"name": word(MATTERS, code), "rows": groups[code]}
        for code in (*MATTERS, *(set(groups) - set(MATTERS)))
        if code in groups and matter in ("", code)
    ]
    context = {
        "form": form,
        "groups": shown,
        "may": _may_set(request.officer),
        "root": root_body(),
        "done": request.GET.get("xong", "") == "1",
    }
    return render(request, "deadlines/limits.html", context)


def _may_set(officer: Any) -> bool:
    try:
        rules.allow_limits(officer)
    except rules.NotAllowed:
        return False
    return True


def _versions(found: Any) -> list[dict[str, Any]]:
    """Return rows for the page: a version that was replaced ends before the next."""
    begins: dict[str, date | None] = {}
    rows = []
    for rule in found:  # of each slug the newest version comes first
        next_from = begins.get(rule.slug)
        until = rule.valid_to
        if next_from is not None:
            until = min(filter(None, (until, next_from - timedelta(days=1))))
        tone, icon = TONES.get(rule.verified, ("wait", "ask"))
        rows.append(
            {
                "rule": rule,
                "until": until,
                "newest": rule.slug not in begins,
                "length": length(rule),
                "sense": word(SENSES, rule.sense),
                "starts": word(STARTS, rule.starts_at),
                "owed_by": word(OWED_BY, rule.owed_by),
                "verified": word(VERIFIED, rule.verified),
                "tone": tone,
                "icon": icon,
            }
        )
        begins[rule.slug] = rule.valid_from
    return rows


@officers_only(CHAIR)
def set_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a limit: a new row from a day on; what runs keeps its date."""
    rule = queries.get_rule(pk)
    if rule is None:
        raise Http404
    rules.allow_limits(request.officer)
    form = NewVersionForm(request.POST or None, initial=version_of(rule))
    if request.method == "POST" and form.is_valid():
        kept = {n: getattr(rule, n) for n in Limit.__slots__}
        limit = Limit(**{**kept, **form.cleaned_data})
        try:
            actions.set_rule(
                by=request.officer, now=timezone.now(), limit=limit, body=_house()
            )
        except rules.Overlap as clash:
            form.add_error("valid_from", _two_rows(clash))
        else:
            url = f"{reverse('deadlines:limits')}?xong=1"
            return HttpResponseRedirect(url, status=303)
    context = {
        "rule": rule,
        "length": length(rule),
        "matter": word(MATTERS, rule.matter),
        "form": form,
        "n": queries.running_under(rule),
    }
    return render(request, "deadlines/set_rule.html", context)


def _two_rows(clash: rules.Overlap) -> str:
    if clash.since is None:
        return _("Choose a day: the row before is in force from the beginning.")
    return _("Two rows would be in force: the one before begins on %(day)s.") % {
        "day": day_words(clash.since)
    }
