"""Searching the one index: folded on both sides, audience before anything else."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kipthoi.core.vietnamese import fold
from kipthoi.search.models import Entry

MOST_WORDS = 24
_WORD = re.compile(r"[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is and where; `score` is higher for a better fit."""

    ref: str
    what: str
    unit: str
    title: str
    on: date
    valid_until: date | None
    score: float


def words(typed: str) -> list[str]:
    """Return the folded words of what was typed, at most 24."""
    return _WORD.findall(fold(typed[:2000]))[:MOST_WORDS]


def search(
    typed: str,
    *,
    audience: str,
    units: Iterable[str] | None = None,
    limit: int = 10,
) -> list[Hit]:
    """Return what an audience may find, the best fit first.

    Words are folded (no marks, đ as d, lower case); pairs of neighbouring syllables
    weigh more, because a Vietnamese word is mostly two of them. With `units` only what
    belongs to these units (slugs) is found.
    """
    asked = words(typed)
    if not asked:
        return []
    rows = _sqlite if connection.vendor == "sqlite" else _postgresql
    return rows(asked, audience, None if units is None else list(units), limit)


def _pairs(asked: list[str]) -> list[str]:
    return [f"{a} {b}" for a, b in zip(asked, asked[1:], strict=False)]


def _sqlite(
    asked: list[str], audience: str, units: list[str] | None, limit: int
) -> list[Hit]:
    quoted = [f'"{word}"' for word in (*_pairs(asked), *asked)]
    scope = None if units is None else json.dumps(units)
    sql = (
        "SELECT e.ref, e.what, e.unit, e.title, e.on_, e.valid_until,"
        " -bm25(kipthoi_words) AS score"
        " FROM kipthoi_words JOIN kipthoi_entry e ON e.id = kipthoi_words.rowid"
        " WHERE kipthoi_words MATCH %s AND e.audience = %s"
        " AND (%s IS NULL OR e.unit IN (SELECT value FROM json_each(%s)))"
        " ORDER BY score DESC, e.id DESC LIMIT %s"
    )
    return _hits(sql, [" OR ".join(quoted), audience, scope, scope, limit])


def _postgresql(
    asked: list[str], audience: str, units: list[str] | None, limit: int
) -> list[Hit]:
    pairs = [pair.replace(" ", " <-> ") for pair in _pairs(asked)]
    query = " | ".join([*(f"({pair})" for pair in pairs), *asked])
    sql = (
        "SELECT e.ref, e.what, e.unit, e.title, e.on_, e.valid_until,"
        " ts_rank_cd(to_tsvector('simple', e.folded), q.q, 1) AS score"
        " FROM kipthoi_entry e, to_tsquery('simple', %s) AS q(q)"
        " WHERE to_tsvector('simple', e.folded) @@ q.q AND e.audience = %s"
        " AND (%s::text[] IS NULL OR e.unit = ANY(%s::text[]))"
        " ORDER BY score DESC, e.id DESC LIMIT %s"
    )
    return _hits(sql, [query, audience, units, units, limit])


def _hits(sql: str, parameters: list[object]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Hit(*_typed(row)) for row in cursor.fetchall()]


def _typed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    ref, what, unit, title, on, valid_until, score = row
    return ref, what, unit, title, _day(on), _day(valid_until), float(score)


def _day(value: Any) -> Any:
    """Return a day as a date: SQLite hands out text, PostgreSQL dates."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def similar(text: str, *, audience: str, limit: int = 3) -> list[Hit]:
    """Return what fits a whole text well enough to be offered, at most `limit`.

    Offered only when at least half of the pairs of syllables of a short text, or six
    of a long one, stand in it: better nothing than something that does not fit.
    """
    asked = words(text)
    found = search(" ".join(asked), audience=audience, limit=limit * 4)
    folded = dict(
        Entry.objects.filter(ref__in=[hit.ref for hit in found]).values_list(
            "ref", "folded"
        )
    )
    pairs = set(_pairs(asked))
    enough = min(6, max(1, len(pairs) // 2))
    fitting = [
        hit
        for hit in found
        if sum(pair in folded[hit.ref] for pair in pairs) >= enough
    ]
    return fitting[:limit]
