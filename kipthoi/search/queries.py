"""Searching the one index: folded on both sides, audience before anything else."""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import connection

from kipthoi.core.vietnamese import fold
from kipthoi.journal.statements import as_day

MOST_WORDS = 24
CANDIDATES = 200  # things looked at for one term of a search, the newest ones
LIKE = 100  # things looked at for one pair of a whole text
READ = 100  # of these, read in full
UNITS = 40  # as many are looked for in the words; more by the column
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


def place(audience: str, unit: str) -> str:
    """Return the word by which the index tells whose a thing at a unit (slug) is.

    It stands in the indexed text too: an officer of a small unit in a large house is
    answered without a look at what the others have.
    """
    return f"zzunit{audience}{unit.encode().hex()}"


def marks(audience: str, unit: str) -> str:
    """Return what stands before the words of every indexed text."""
    return f"{marker(audience)} {place(audience, unit)}"


def words(typed: str) -> list[str]:
    """Return the folded words of what was typed, at most 24, none of them a marker."""
    found = _WORD.findall(fold(typed[:2000]))
    marks = ("zzaudience", "zzunit")
    return [word for word in found if not word.startswith(marks)][:MOST_WORDS]


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

    What is ranked (BM25 over words and pairs, then the newer) does not grow with the
    house. First the newest 200 in which every word stands; if these are fewer than
    asked for, also what has the most, and the rarest, of the words and pairs, each
    looked for in its newest 200. So a word that fewer than 200 things have loses none
    of them; among things that share only common words the old ones may be left out.
    """
    asked = words(typed)
    if not asked:
        return []
    scope = _Scope(audience, None if units is None else list(units))
    terms = list(dict.fromkeys((*_pairs(asked), *asked)))
    found = scope.newest(_AND.join(map(_term, dict.fromkeys(asked))))
    if len(found) < limit and len(terms) > 1:
        found |= scope.sharing(terms, max(READ, limit), each=CANDIDATES)
    return _ranked(list(found.values()), terms, limit)


def similar(
    text: str, *, audience: str, units: Iterable[str] | None = None, limit: int = 3
) -> list[Hit]:
    """Return what fits a whole text well enough to be offered, at most `limit`.

    Offered only when at least half of the pairs of syllables of a short text, or six
    of a long one, stand in it: better nothing than something that does not fit. Each
    pair is looked for in the newest 100 things that have it, and the hundred with the
    most and the rarest pairs are read, so that the time does not grow with the house;
    the more pairs, and then the newer, the better.
    """
    pairs = list(dict.fromkeys(_pairs(words(text))))
    if not pairs:
        return []
    scope = _Scope(audience, None if units is None else list(units))
    enough = min(6, max(1, len(pairs) // 2))
    scored = [
        (sum(f" {pair} " in folded for pair in pairs), row)
        for row, folded in scope.sharing(pairs, READ, each=LIKE).values()
    ]
    return _best([each for each in scored if each[0] >= enough], limit)


def _pairs(asked: list[str]) -> list[str]:
    return [f"{a} {b}" for a, b in pairwise(asked)]


Row = tuple[Any, ...]  # as `_SHOWN` has them
Read = tuple[Row, str]


def _ranked(read: list[Read], terms: list[str], limit: int) -> list[Hit]:
    """Return what was read by how well it fits (BM25 among these), then the newer."""
    if not read:
        return []
    often = [[folded.count(f" {term} ") for term in terms] for _, folded in read]
    long = [folded.count(" ") for _, folded in read]
    mean = sum(long) / len(long)
    having = [sum(map(bool, column)) for column in zip(*often, strict=True)]
    rare = [math.log(1 + (len(read) - n + 0.5) / (n + 0.5)) for n in having]
    scored = []
    for (row, _), counts, n_words in zip(read, often, long, strict=True):
        size = 1.2 * (0.25 + 0.75 * n_words / mean)
        parts = zip(counts, rare, strict=True)
        score = sum(weight * 2.2 * n / (n + size) for n, weight in parts if n)
        scored.append((round(score, 6), row))
    return _best(scored, limit)


def _best(scored: list[tuple[float, Row]], limit: int) -> list[Hit]:
    """Return the best, of equals the newest, as hits."""
    scored.sort(key=lambda each: (-each[0], -each[1][0]))
    return [_hit(row, score) for score, row in scored[:limit]]


def _hit(row: Row, score: float) -> Hit:
    _id, ref, what, unit, title, on, valid_until = row
    return Hit(ref, what, unit, title, as_day(on), as_day(valid_until), score)


# Both engines: what is looked for is made of folded letters, digits and our markers.
_AND, _OR = "\n&\n", "\n|\n"


def _term(term: str) -> str:
    """Return a word, or a pair of neighbours, as `_match` takes it."""
    return f'"{term}"'


def _match(expression: str) -> str:
    """Return an expression of terms in the engine's own language."""
    if connection.vendor == "sqlite":
        return expression.replace(_AND, " AND ").replace(_OR, " OR ")
    near = re.sub(r'"(\w+) (\w+)"', r"(\1 <-> \2)", expression)
    return near.replace('"', "").replace(_AND, " & ").replace(_OR, " | ")


class _Scope:
    """What one audience finds, at some units or anywhere."""

    def __init__(self, audience: str, units: list[str] | None) -> None:
        self._within = _term(marker(audience))
        self._units: list[str] | None = None
        self._empty = units == []
        if units and len(units) <= UNITS:
            places = _OR.join(_term(place(audience, unit)) for unit in units)
            self._within = f"({places})"
        elif units:
            self._units = units

    def newest(self, expression: str) -> dict[int, Read]:
        """Return the newest things that an expression fits, by their keys."""
        look, values = self._look(expression, CANDIDATES)
        return self._read(_SHOWN.format(look), values)

    def sharing(self, terms: list[str], most: int, *, each: int) -> dict[int, Read]:
        """Return what has the most and the rarest of the terms, by key, `most` of it.

        Every term is looked for in the newest things (`each`) that have it, and weighs
        the more, the fewer these are.
        """
        looks = [self._look(_term(term), each) for term in terms]
        all_of = " UNION ALL ".join(
            _NTH.format(n, look) for n, (look, _) in enumerate(looks)
        )
        values = [value for _, values in looks for value in values]
        return self._read(_SHARING.format(all_of, each, most), values)

    def _read(self, sql: str, values: list[Any]) -> dict[int, Read]:
        if self._empty:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return {row[0]: (row[:-1], _spaced(row[-1])) for row in cursor.fetchall()}

    def _look(self, expression: str, most: int) -> tuple[str, list[Any]]:
        """Return the statement for the newest that an expression fits, and its values."""
        match = _match(f"{self._within}{_AND}({expression})")
        values: list[Any] = [match]
        sqlite, among = connection.vendor == "sqlite", ""
        if self._units is not None:
            among = " AND e.unit IN (SELECT value FROM json_each(%s))"
            if not sqlite:
                among = " AND e.unit IN (SELECT json_array_elements_text(%s::json))"
            values.append(json.dumps(self._units))
        return (_FTS5 if sqlite else _GIN).format(among, most), values


# Names of our own tables and columns; what was typed is a value.
_NTH = "SELECT {0}, id FROM ({1}) t{0}"
_FTS5 = (
    "SELECT e.id FROM kipthoi_words JOIN kipthoi_entry e ON e.id = kipthoi_words.rowid"
    " WHERE kipthoi_words MATCH %s{} ORDER BY kipthoi_words.rowid DESC LIMIT {}"
)
_GIN = (
    "SELECT e.id FROM kipthoi_entry e"
    " WHERE to_tsvector('simple', e.folded) @@ to_tsquery('simple', %s){}"
    " ORDER BY e.id DESC LIMIT {}"
)
_SHOWN = (
    "SELECT id, ref, what, unit, title, on_, valid_until, folded"
    " FROM kipthoi_entry WHERE id IN (SELECT id FROM ({}) shown)"
)
_SHARING = (
    "WITH looks(n, id) AS ({0}),"  # nosec B608
    " rare AS (SELECT n, LN(1 + {1}.0 / COUNT(*)) AS weight FROM looks GROUP BY n) "
    + _SHOWN.format(
        "SELECT looks.id FROM looks JOIN rare ON rare.n = looks.n GROUP BY looks.id"
        " ORDER BY SUM(weight) DESC, looks.id DESC LIMIT {2}"
    )
)

_SPACES = {n: " " for n in range(128) if not chr(n).isalnum()}


def _spaced(folded: str) -> str:
    """Return the words of an indexed text between single spaces."""
    return f" {' '.join(folded.translate(_SPACES).split())} "
