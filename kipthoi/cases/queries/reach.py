"""What lies in an officer's reach, in plain SQL: a page, a count, a few by number.

The ORM words a statement anew at each call, which costs more than running it; and no one
statement over many units is quick both for who reads most of the house and for who reads
little of it. Here each unit's own rows are read along an index that has their order, a
page of each, and then merged: a page takes as long at a hundred thousand cases as at a
hundred, however much of them an officer reads.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from kipthoi.cases.models import Contest
from kipthoi.core.kinds import get_kind
from kipthoi.core.viewer import Officer
from kipthoi.core.workflow import Kind
from kipthoi.journal.statements import Select, as_day
from kipthoi.people.roles import OFFICER

ARMS = 400  # units read one by one; SQLite merges at most 500
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """The cases an officer reads in full: units, levels they sit at, reviews given."""

    person: int
    units: tuple[int, ...]
    sitting: tuple[int, ...]
    given: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """One case as a list shows it; `pk`, `kind` and `ref` as on the case itself."""

    pk: int
    code: str
    title: str
    state: str
    kind_id: str
    unit_id: int
    urgent: bool
    named: bool
    due_on: date | None
    due_at: datetime | None
    received_on: date
    who: str

    @property
    def kind(self) -> Kind:
        """Return the declaration that this case began under."""
        return get_kind(self.kind_id)


def reach_of(officer: Officer) -> Reach:
    """Return what an officer reads in full today; asks once, for reviews given."""
    return Reach(
        officer.person,
        tuple(sorted(officer.units(OFFICER))),
        tuple(sorted({grant.unit for grant in officer.grants})),
        tuple(one.case_id for one in _given(officer.person)),
    )


_given = Select(lambda person: Contest.objects.filter(outcome="", reviewer=person), -1)


def merged(
    reach: Reach,
    where: str,
    values: Mapping[str, Any],
    *,
    order: str,
    most: int,
    unit: int | None = None,
    mine: bool = False,
) -> list[Listed]:
    """Return the first `most` cases in reach for which a condition holds, in order.

    `order` is made of `due_on` and `id`; `unit` and `mine` narrow to one unit and to
    what the officer works on.
    """
    given = _Named()
    parts = _arms(reach, given, unit, mine)
    also = _given_too(reach, given, unit, mine)
    if also:
        parts.append(also)
    arms = [_ARM.format(part, where, order, most, n) for n, part in enumerate(parts)]
    # A case given for review may lie in reach as well; nothing else comes twice.
    joint = " UNION " if also else " UNION ALL "
    keys = f"{joint.join(arms)} ORDER BY {order} LIMIT {most}"
    again = ", ".join(f"k.{each.strip()}" for each in order.split(","))
    sql = f"{_over(reach, given)} {_SHOWN.format(keys)} ORDER BY {again}"
    return _listed(sql, {**values, **given})


def among(
    reach: Reach, codes: Sequence[str], where: str, values: Mapping[str, Any]
) -> list[Listed]:
    """Return those of some cases that are in reach and meet a condition, as given."""
    if not codes:
        return []
    given = _Named()
    named, units = given.list_of("c", codes), given.list_of("u", reach.units or (0,))
    inside = f"unit_id + 0 IN ({units}) AND {_NOT_OVER}"
    if reach.given:
        inside += f" OR id IN ({given.list_of('g', reach.given)})"
    keys = _AMONG.format(named, inside)
    sql = f"{_over(reach, given)} {_SHOWN.format(f'{keys} AND {where}')}"
    found = {one.code: one for one in _listed(sql, {**values, **given})}
    return [found[code] for code in codes if code in found]


def tally(
    reach: Reach, conditions: Sequence[str], values: Mapping[str, Any], *, most: int
) -> list[int]:
    """Return how many cases in reach meet each condition, each counted up to `most`.

    One statement; each count is read from an index by units and stops at `most`.
    """
    given = _Named()
    units = given.list_of("u", reach.units or (0,))
    also = given.list_of("g", reach.given)
    inside = f"unit_id IN ({units}) AND {_NOT_OVER}"
    counts = [_count(f"{inside} AND {each}", most) for each in conditions]
    if also:
        outside = f"id IN ({also}) AND NOT (unit_id + 0 IN ({units}) AND {_NOT_OVER})"
        more = [_count(f"{outside} AND {each}", most) for each in conditions]
        counts = [f"{a} + {b}" for a, b in zip(counts, more, strict=True)]
    sql = f"{_over(reach, given)} SELECT {', '.join(counts)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, **given})
        return [min(n, most) for n in cursor.fetchone()]


class _Named(Values):
    """Values of a statement by name."""

    def list_of(self, letter: str, values: Iterable[Any]) -> str:
        """Take values in; return their marks, as they stand between brackets."""
        names = []
        for n, value in enumerate(values):
            self[f"{letter}{n}"] = value
            names.append(f"%({letter}{n})s")
        return ", ".join(names)


# Table and column names are ours; whatever was typed or read is a named value.
_NOT_OVER = "id NOT IN (SELECT id FROM gone_over)"
_GONE_OVER = (
    "WITH gone_over AS (SELECT id FROM kipthoi_case WHERE passed_over_id IN ({}))"
)
_ARM = (
    "SELECT id, due_on FROM (SELECT id, due_on FROM kipthoi_case"
    " WHERE {} AND {} ORDER BY {} LIMIT {}) a{}"
)
_AMONG = "SELECT id FROM kipthoi_case WHERE code IN ({}) AND ({})"
_COUNT = "(SELECT COUNT(*) FROM (SELECT 1 FROM kipthoi_case WHERE {} LIMIT {}) t)"
_SHOWN = (
    "SELECT c.id, c.code, c.title, c.state, c.kind_id, c.unit_id, c.urgent, c.named,"
    " c.due_on, c.due_at, c.received_on, p.name FROM ({}) k"
    " JOIN kipthoi_case c ON c.id = k.id"
    " LEFT JOIN kipthoi_person p ON p.id = c.assignee_id"
)


def _over(reach: Reach, given: _Named) -> str:
    """Return the beginning of a statement: the cases that went over these levels.

    They are few and have an index; so what is counted needs no look at a row.
    """
    levels = given.list_of("s", reach.sitting or (0,))
    return _GONE_OVER.format(levels)


def _arms(reach: Reach, given: _Named, unit: int | None, mine: bool) -> list[str]:
    """Return the conditions under which rows are read along one index each."""
    units = reach.units if unit is None else tuple({unit} & {*reach.units})
    if mine or not 0 < len(units) <= ARMS:
        # `+ 0`: what somebody works on is read along their own index.
        all_of = given.list_of("u", units or (0,))
        if not mine:
            return [f"unit_id IN ({all_of}) AND {_NOT_OVER}"]
        me = given.list_of("p", (reach.person,))
        return [f"assignee_id = {me} AND unit_id + 0 IN ({all_of}) AND {_NOT_OVER}"]
    return [
        f"unit_id = {mark} AND {_NOT_OVER}"
        for mark in given.list_of("u", units).split(", ")
    ]


def _given_too(reach: Reach, given: _Named, unit: int | None, mine: bool) -> str:
    """Return the condition of what was given for review, "" where nothing was."""
    if not reach.given:
        return ""
    found = f"id IN ({given.list_of('g', reach.given)})"
    if unit is not None:
        found += f" AND unit_id = {given.list_of('f', (unit,))}"
    if mine:
        found += f" AND assignee_id = {given.list_of('m', (reach.person,))}"
    return found


def _count(where: str, most: int) -> str:
    return _COUNT.format(where, most)


def _listed(sql: str, values: Values) -> list[Listed]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [_shown(*row) for row in cursor.fetchall()]


def _shown(*row: Any) -> Listed:
    *plain, due_on, due_at, received_on, who = row
    plain += [as_day(due_on), _at(due_at), as_day(received_on), who or ""]
    return Listed(*plain)


def _at(value: Any) -> Any:
    """Return an instant with its zone: SQLite keeps them in UTC without one."""
    if value is None or value.tzinfo is not None:
        return value
    return value.replace(tzinfo=UTC)
