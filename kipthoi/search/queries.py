"""Searching the one index: folded on both sides, audience before anything else."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import connection

from kipthoi.core.vietnamese import fold

MOST_WORDS = 24
CANDIDATES = 400
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


def marker(audience: str) -> str:
    """Return the word by which the index tells whose a thing is.

    It stands in the indexed text itself, so that what an audience may not find is left
    out before anything is ranked: no result, count or time depends on it.
    """
    return f"zzaudience{audience}"


def words(typed: str) -> list[str]:
    """Return the folded words of what was typed, at most 24, none of them a marker."""
    found = _WORD.findall(fold(typed[:2000]))
    return [word for word in found if not word.startswith("zzaudience")][:MOST_WORDS]


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
    return [f"{a} {b}" for a, b in pairwise(asked)]


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
    match = f"{marker(audience)} AND ({' OR '.join(quoted)})"
    return _hits(sql, [match, audience, scope, scope, limit])


def _postgresql(
    asked: list[str], audience: str, units: list[str] | None, limit: int
) -> list[Hit]:
    pairs = [pair.replace(" ", " <-> ") for pair in _pairs(asked)]
    any_of = " | ".join([*(f"({pair})" for pair in pairs), *asked])
    query = f"{marker(audience)} & ({any_of})"
    sql = (
        "SELECT e.ref, e.what, e.unit, e.title, e.on_, e.valid_until,"
        " ts_rank_cd(to_tsvector('simple', e.folded), q.q, 1) AS score"
        " FROM kipthoi_entry e, to_tsquery('simple', %s) AS q(q)"
        " WHERE to_tsvector('simple', e.folded) @@ q.q AND e.audience = %s"
        " AND (%s::text[] IS NULL OR e.unit = ANY(%s::text[]))"
        " ORDER BY score DESC, e.id DESC LIMIT %s"
    )
    return _hits(sql, [query, audience, units, units, limit])


def _hits(sql: str, parameters: list[Any]) -> list[Hit]:
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
    of a long one, stand in it: better nothing than something that does not fit. Looked
    at are the newest 400 that share a pair, so that the time does not grow with the
    house; the more pairs, and then the newer, the better.
    """
    pairs = list(dict.fromkeys(_pairs(words(text))))
    if not pairs:
        return []
    enough = min(6, max(1, len(pairs) // 2))
    scored = [
        (sum(f" {pair} " in f" {folded} " for pair in pairs), n, hit)
        for n, (hit, folded) in enumerate(_sharing(pairs, audience))
    ]
    fitting = [each for each in scored if each[0] >= enough]
    fitting.sort(key=lambda each: (-each[0], each[1]))
    return [hit for _score, _n, hit in fitting[:limit]]


def _sharing(pairs: list[str], audience: str) -> list[tuple[Hit, str]]:
    """Return the newest things that share a pair with a text, and their words."""
    if connection.vendor == "sqlite":
        quoted = " OR ".join(f'"{pair}"' for pair in pairs)
        match = f"{marker(audience)} AND ({quoted})"
        sql = (
            "SELECT e.ref, e.what, e.unit, e.title, e.on_, e.valid_until, 0, e.folded"
            " FROM kipthoi_words JOIN kipthoi_entry e ON e.id = kipthoi_words.rowid"
            " WHERE kipthoi_words MATCH %s ORDER BY kipthoi_words.rowid DESC LIMIT %s"
        )
    else:
        any_of = " | ".join(f"({pair.replace(' ', ' <-> ')})" for pair in pairs)
        match = f"{marker(audience)} & ({any_of})"
        sql = (
            "SELECT e.ref, e.what, e.unit, e.title, e.on_, e.valid_until, 0, e.folded"
            " FROM kipthoi_entry e WHERE to_tsvector('simple', e.folded)"
            " @@ to_tsquery('simple', %s) ORDER BY e.id DESC LIMIT %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, CANDIDATES])
        rows = cursor.fetchall()
    return [(Hit(*_typed(row[:7])), " ".join(_WORD.findall(row[7]))) for row in rows]
