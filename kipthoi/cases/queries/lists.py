"""The lists of an officer: what lies in their reach, narrowed, in pages, counted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from kipthoi.cases.models import (
    Case,
    Contest,
    Draft,
)
from kipthoi.cases.queries.visible import rows
from kipthoi.core.viewer import Officer
from kipthoi.core.workflow import RUNNING
from kipthoi.people.roles import OFFICER
from kipthoi.search.queries import search, similar
from kipthoi.units.models import Unit
from kipthoi.units.queries import all_units, open_units

PAGE = 25


OWING = frozenset({"received", "open", "waiting"})


TABS = (
    "todo",
    "late",
    "today",
    "soon",
    "new",
    "contested",
    "waiting",
    "answered",
    "all",
)


@dataclass(frozen=True, slots=True)
class Filters:
    """How an officer narrows the inbox; every value stands in the address."""

    tab: str = "todo"
    unit: int | None = None
    kind: str = ""
    topic: int | None = None
    mine: bool = False
    after: tuple[date, int] | None = None


def in_reach(officer: Officer, *, counting: bool = False) -> QuerySet[Case]:
    """Return the cases an officer may read in full; `counting` them needs no order."""
    mine = officer.units(OFFICER)
    sitting = {grant.unit for grant in officer.grants}
    # Lists are read along the index of their order and stop after a page; `+ 0` keeps
    # the engine from gathering a whole reach by its units first, and then sorting it.
    # What is counted up to a hundred is quickest unit by unit, however small the reach.
    found = rows().annotate(lies_at=F("unit_id") if counting else F("unit_id") + 0)
    inside = Q(lies_at__in=mine) & (
        Q(passed_over__isnull=True) | ~Q(passed_over__in=sitting)
    )
    given = Contest.objects.filter(outcome="", reviewer=officer.person)
    # A reviewer may sit outside the unit; a condition that is mostly idle costs most.
    outside = list(given.values_list("case", flat=True))
    return found.filter(inside | Q(pk__in=outside) if outside else inside)


def _tab(
    cases: QuerySet[Case], tab: str, *, today: date, now: datetime
) -> QuerySet[Case]:
    late = Q(due_on__lt=today) | Q(due_at__lt=now)
    # Later than the first of days: SQLite reads a span of an index, but no "not null".
    owed = cases.filter(due_on__gt=date.min)
    choose = {
        "todo": owed,
        "late": owed.filter(late, due_on__lte=today),
        "today": owed.filter(due_on=today).exclude(due_at__lt=now),
        "soon": owed.filter(due_on__gt=today, due_on__lte=today + timedelta(days=3)),
        "new": cases.filter(state="received"),
        "contested": cases.filter(state="contested"),
        "waiting": cases.filter(state="waiting"),
        # Most cases are done with: what is not is told faster than what is.
        "answered": cases.exclude(state__in=sorted(RUNNING | {"withheld"})),
        "all": cases,
    }
    return choose.get(tab, owed)


def inbox(
    officer: Officer, filters: Filters, *, today: date, now: datetime
) -> list[Case]:
    """Return one page of the inbox by keyset: what is owed soonest first.

    One row more than PAGE tells that there is more.
    """
    cases = _tab(in_reach(officer), filters.tab, today=today, now=now)
    cases = _filtered(cases, filters, officer)
    return _whole(_keyset(cases, filters)[: PAGE + 1])


def _whole(page: QuerySet[Case]) -> list[Case]:
    """Return the rows of one page with all that a list shows, in their order."""
    keys = list(page.select_related(None).values_list("pk", flat=True))
    shown = Case.objects.select_related("unit__body_unit__body", "assignee").defer(
        "text"
    )
    found = shown.in_bulk(keys)
    return [found[key] for key in keys]


def _filtered(
    cases: QuerySet[Case], filters: Filters, officer: Officer
) -> QuerySet[Case]:
    if filters.unit is not None:
        cases = cases.filter(unit=filters.unit)
    if filters.kind:
        cases = cases.filter(kind_id=filters.kind)
    if filters.topic is not None:
        cases = cases.filter(topic=filters.topic)
    if filters.mine:
        cases = cases.filter(assignee=officer.person)
    return cases


def _by_due(tab: str) -> bool:
    return tab in ("todo", "late", "today", "soon")


def _keyset(cases: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    if _by_due(filters.tab):
        if filters.after:
            day, pk = filters.after
            cases = cases.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk))
        return cases.order_by("due_on", "id")
    if filters.after:
        cases = cases.filter(pk__lt=filters.after[1])
    return cases.order_by("-id")


def next_page(filters: Filters, rows: list[Case]) -> Filters | None:
    """Return the filters of the page after these rows, or None if they are the last."""
    if len(rows) <= PAGE:
        return None
    last = rows[PAGE - 1]
    return replace(filters, after=(last.due_on or last.received_on, last.pk))


def counts(
    officer: Officer, *, today: date, now: datetime, most: int = 100
) -> dict[str, int]:
    """Return how many cases each tab holds, counted up to `most` (shown as "100+")."""
    cases = in_reach(officer, counting=True).select_related(None).order_by()
    return {
        tab: _tab(cases, tab, today=today, now=now).values("pk")[:most].count()
        for tab in TABS
        if tab not in ("all", "answered")
    }


def nearest_due(officer: Officer, *, after: date) -> date | None:
    """Return the nearest day after `after` on which an officer's case is owed."""
    return (
        in_reach(officer)
        .filter(due_on__gt=after)
        .order_by("due_on")
        .values_list("due_on", flat=True)
        .first()
    )


def neighbours(officer: Officer, case: Case) -> tuple[Case | None, Case | None]:
    """Return the cases owed just before and after this one, for the keys K and J."""
    if case.due_on is None:
        return None, None
    owed = in_reach(officer).filter(due_on__isnull=False)
    before = owed.filter(
        Q(due_on__lt=case.due_on) | Q(due_on=case.due_on, pk__lt=case.pk)
    ).order_by("-due_on", "-id")
    after = owed.filter(
        Q(due_on__gt=case.due_on) | Q(due_on=case.due_on, pk__gt=case.pk)
    ).order_by("due_on", "id")
    return before.first(), after.first()


def by_codes(codes: list[str], *, viewer: Officer) -> list[Case]:
    """Return the cases with these numbers that an officer may read, in that order."""
    found = {case.code: case for case in in_reach(viewer).filter(code__in=codes)}
    return [found[code] for code in codes if code in found]


def narrow(
    cases: list[Case], filters: Filters, officer: Officer, *, today: date, now: datetime
) -> list[Case]:
    """Return those of the cases found by words that the filters leave, in their order."""
    keys = [case.pk for case in cases]
    left = _tab(Case.objects.filter(pk__in=keys), filters.tab, today=today, now=now)
    left = _filtered(left, filters, officer)
    kept = set(left.values_list("pk", flat=True))
    return [case for case in cases if case.pk in kept]


def begun(officer: Officer, cases: Iterable[Case], form: str = "answer") -> set[int]:
    """Return the ids of those cases in which an officer has begun to write."""
    drafts = Draft.objects.filter(
        person=officer.person, form=form, case__in=[case.pk for case in cases]
    )
    return set(drafts.values_list("case", flat=True))


def units_in_reach(officer: Officer) -> list[Unit]:
    """Return the units whose cases an officer reads, in the order of the tree."""
    mine = officer.units(OFFICER)
    return [unit for unit in open_units() if unit.pk in mine]


def find(typed: str, *, viewer: Officer, limit: int = 50) -> list[Case]:
    """Return the cases that fit some words, the best fit first."""
    slugs = [unit.slug for unit in all_units() if unit.pk in viewer.units(OFFICER)]
    hits = search(typed, audience="officers", units=slugs, limit=limit)
    codes = [hit.ref.removeprefix("case:") for hit in hits if hit.what == "case"]
    return by_codes(codes, viewer=viewer)


def like(case: Case, *, viewer: Officer, most: int = 3) -> list[Case]:
    """Return earlier cases that say much the same, as far as the officer reads them."""
    hits = similar(case.text, audience="officers", limit=most * 3)
    codes = [hit.ref.removeprefix("case:") for hit in hits if hit.ref != case.ref]
    return by_codes(codes, viewer=viewer)[:most]
