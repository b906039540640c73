"""The lists of an officer: what lies in their reach, narrowed, in pages, counted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from kipthoi.cases.models import Case, Draft
from kipthoi.cases.queries.reach import (
    Listed,
    Reach,
    among,
    merged,
    reach_of,
    tally,
)
from kipthoi.cases.queries.visible import rows
from kipthoi.core.viewer import Officer
from kipthoi.core.workflow import RUNNING
from kipthoi.journal.kept import kept
from kipthoi.journal.statements import Select, as_value
from kipthoi.people.roles import OFFICER
from kipthoi.search.queries import search, similar
from kipthoi.units.models import Unit
from kipthoi.units.queries import open_units

PAGE = 25


OWING = frozenset({"received", "open", "waiting"})


# What a tab holds, in SQL. Owed is a day later than the first of days: SQLite reads a
# span of an index, but no "not null". Most cases are done with: what is not is told
# faster than what is.
_OWED = "due_on > %(never)s"
_UNDONE = ", ".join(f"'{state}'" for state in sorted(RUNNING | {"withheld"}))
_TABS = {
    "todo": _OWED,
    "late": f"{_OWED} AND due_on <= %(today)s"
    " AND (due_on < %(today)s OR due_at < %(now)s)",
    "today": "due_on = %(today)s AND (due_at IS NULL OR due_at >= %(now)s)",
    "soon": "due_on > %(today)s AND due_on <= %(soon)s",
    "new": "state = 'received'",
    "contested": "state = 'contested'",
    "waiting": "state = 'waiting'",
    "answered": f"state NOT IN ({_UNDONE})",
    "all": "1 = 1",
}
TABS = tuple(_TABS)


@dataclass(frozen=True, slots=True)
class Filters:
    """How an officer narrows the inbox; every value stands in the address."""

    tab: str = "todo"
    unit: int | None = None
    kind: str = ""
    topic: int | None = None
    mine: bool = False
    after: tuple[date, int] | None = None


def inbox(
    reach: Reach, filters: Filters, *, today: date, now: datetime
) -> list[Listed]:
    """Return one page of the inbox by keyset: what is owed soonest first.

    One row more than PAGE tells that there is more.
    """
    values = _clock(today, now)
    where = [_tab(filters.tab), *_narrowed(filters, values)]
    by_due = filters.tab in ("todo", "late", "today", "soon")
    if filters.after:
        values["after_on"], values["after"] = (
            as_value(filters.after[0]),
            filters.after[1],
        )
        where.append(_AFTER_DUE if by_due else "id < %(after)s")
    return merged(
        reach,
        " AND ".join(where),
        values,
        order="due_on, id" if by_due else "id DESC",
        most=PAGE + 1,
        unit=filters.unit,
        mine=filters.mine,
    )


# The first half bounds the span that is read of the index; the second leaves out what
# the page before has shown of that day.
_AFTER_DUE = "due_on >= %(after_on)s AND (due_on > %(after_on)s OR id > %(after)s)"


def _tab(tab: str) -> str:
    return _TABS.get(tab, _OWED)


def _clock(today: date, now: datetime) -> dict[str, Any]:
    return {
        "never": as_value(date.min),
        "today": as_value(today),
        "soon": as_value(today + timedelta(days=3)),
        "now": as_value(now),
    }


def _narrowed(filters: Filters, values: dict[str, Any]) -> list[str]:
    """Return what the filters ask of a row, and put their values to the others."""
    where = []
    if filters.kind:
        values["kind"] = filters.kind
        where.append("kind_id = %(kind)s")
    if filters.topic is not None:
        values["topic"] = filters.topic
        where.append("topic_id = %(topic)s")
    return where


def next_page(filters: Filters, rows: list[Listed]) -> Filters | None:
    """Return the filters of the page after these rows, or None if they are the last."""
    if len(rows) <= PAGE:
        return None
    last = rows[PAGE - 1]
    return replace(filters, after=(last.due_on or last.received_on, last.pk))


def counts(
    reach: Reach, *, today: date, now: datetime, most: int = 100
) -> dict[str, int]:
    """Return how many cases each tab holds, counted up to `most` (shown as "100+").

    The two tabs that hold nearly everything are not counted.
    """
    counted = [tab for tab in TABS if tab not in ("all", "answered")]
    found = tally(reach, [_TABS[tab] for tab in counted], _clock(today, now), most=most)
    return dict(zip(counted, found, strict=True))


def neighbours(officer: Officer, case: Case) -> tuple[Listed | None, Listed | None]:
    """Return the cases owed just before and after this one, for the keys K and J."""
    if case.due_on is None:
        return None, None
    reach, never = reach_of(officer), as_value(date.min)
    values = {"on": as_value(case.due_on), "id": case.pk, "never": never}
    before = f"{_OWED} AND due_on <= %(on)s AND (due_on < %(on)s OR id < %(id)s)"
    after = "due_on >= %(on)s AND (due_on > %(on)s OR id > %(id)s)"
    back = merged(reach, before, values, order="due_on DESC, id DESC", most=1)
    on = merged(reach, after, values, order="due_on, id", most=1)
    return next(iter(back), None), next(iter(on), None)


def by_codes(codes: list[str], *, viewer: Officer) -> list[Case]:
    """Return the cases with these numbers that an officer may read, in that order."""
    keys = [one.pk for one in among(reach_of(viewer), codes, "1 = 1", {})]
    found = {case.pk: case for case in rows().filter(pk__in=keys)}
    return [found[key] for key in keys]


def begun(officer: Officer, cases: Iterable[Listed]) -> set[int]:
    """Return the ids of those cases in which an officer has begun an answer."""
    keys = [case.pk for case in cases]
    found: set[int] = set()
    for at in range(0, len(keys), PAGE):
        some = keys[at : at + PAGE]
        # As many values as the statement has; no case has a number below one.
        some += range(-1, len(some) - PAGE - 1, -1)
        found |= {draft.case_id for draft in _begun(officer.person, *some)}
    return found


_begun = Select(
    lambda person, *cases: Draft.objects.filter(
        person=person, form="answer", case__in=cases
    ).defer("fields"),
    -1,
    *range(-2, -2 - PAGE, -1),
)


def units_of(cases: Iterable[Listed]) -> dict[int, Unit]:
    """Return the units at which some cases lie, with their bodies, by id."""
    return _units_of(*sorted({case.unit_id for case in cases}))


@kept("unit:", most=256)
def _units_of(*keys: int) -> dict[int, Unit]:
    found = Unit.objects.select_related("body_unit__body").filter(pk__in=keys)
    return {unit.pk: unit for unit in found}


def units_in_reach(officer: Officer) -> list[Unit]:
    """Return the units whose cases an officer reads, in the order of the tree."""
    mine = officer.units(OFFICER)
    return [unit for unit in open_units() if unit.pk in mine]


def find(
    typed: str,
    filters: Filters,
    reach: Reach,
    *,
    today: date,
    now: datetime,
    limit: int = 50,
) -> list[Listed]:
    """Return the cases that fit some words and the filters, the best fit first.

    Of the `limit` best fits in reach; what the filters leave of these.
    """
    hits = search(typed, audience="officers", units=_slugs(reach.units), limit=limit)
    codes = [hit.ref.removeprefix("case:") for hit in hits if hit.what == "case"]
    values = _clock(today, now)
    where = [_tab(filters.tab), *_narrowed(filters, values)]
    if filters.unit is not None:
        values["unit"] = filters.unit
        where.append("unit_id = %(unit)s")
    if filters.mine:
        values["me"] = reach.person
        where.append("assignee_id = %(me)s")
    return among(reach, codes, " AND ".join(where), values)


def like(case: Case, *, viewer: Officer, most: int = 3) -> list[Listed]:
    """Return earlier cases that say much the same, as far as the officer reads them."""
    slugs = _slugs(viewer.units(OFFICER))
    hits = similar(case.text, audience="officers", units=slugs, limit=most * 3)
    codes = [hit.ref.removeprefix("case:") for hit in hits if hit.ref != case.ref]
    return among(reach_of(viewer), codes, "1 = 1", {})[:most]


def _slugs(units: Iterable[int]) -> list[str]:
    return [unit.slug for unit in _units_of(*sorted(units)).values()]
