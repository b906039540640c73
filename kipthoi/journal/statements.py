"""Statements that are worded once: the SQL of the ORM, without wording it each time.

The ORM words a SELECT or an INSERT anew at each call, which costs ten times what the
database takes to run it. On the way of an intake the same few come thousands of times;
here they are worded at their first use and then only run. Nothing that was read is
kept: every call reads the tables.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import JSONField, Model, QuerySet
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)

_populators: Any = get_related_populators  # its types are those of another version


class _Worded(NamedTuple):
    sql: str
    slots: list[tuple[bool, Any]]  # (True, which value) or (False, a constant)
    converters: list[tuple[int, Sequence[Callable[..., Any]], Any]]
    names: list[str]
    first: int
    end: int
    along: list[Any]


class Select(Generic[Row]):
    """One SELECT that is worded once and run with other values each time.

    `make` builds the queryset from `samples`, values that stand for the real ones: each
    has to differ from every other value in the statement. Its shape may not depend on
    them (no list whose length varies, no None).
    """

    def __init__(self, make: Callable[..., QuerySet[Row]], *samples: Any) -> None:
        self._make, self._samples = make, samples
        self._by_vendor: dict[str, _Worded] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """Return the rows for these values, one for each sample and in that order."""
        engine = _engine()
        worded = self._by_vendor.get(engine.vendor) or self._word(engine)
        if len(values) != len(self._samples):
            raise TypeError(f"{len(self._samples)} values, not {len(values)}")
        given = [_adapted(engine, value) for value in values]
        with engine.cursor() as cursor:
            cursor.execute(
                worded.sql,
                [given[what] if open_ else what for open_, what in worded.slots],
            )
            found = cursor.fetchall()
        return [_row(engine, self._model, worded, list(row)) for row in found]

    def one(self, *values: Any) -> Row | None:
        """Return the first of the rows for these values, or None."""
        found = self(*values)
        return found[0] if found else None

    def _word(self, engine: Any) -> _Worded:
        queryset = self._make(*self._samples)
        compiler: Any = queryset.query.get_compiler(connection=engine)
        sql, parameters = compiler.as_sql()
        info, columns = compiler.klass_info, compiler.select
        first, end = info["select_fields"][0], info["select_fields"][-1] + 1
        converters = compiler.get_converters([column for column, _, _ in columns])
        self._model: type[Row] = info["model"]
        worded = _Worded(
            sql=sql,
            slots=_slots(parameters, [_adapted(engine, one) for one in self._samples]),
            converters=[(n, convert, of) for n, (convert, of) in converters.items()],
            names=[column.target.attname for column, _, _ in columns[first:end]],
            first=first,
            end=end,
            along=_populators(info, columns, engine.alias),
        )
        self._by_vendor[engine.vendor] = worded
        return worded


def _slots(parameters: Sequence[Any], samples: list[Any]) -> list[tuple[bool, Any]]:
    known = [_bare(sample) for sample in samples]
    slots = [
        (True, known.index(_bare(one))) if _bare(one) in known else (False, one)
        for one in parameters
    ]
    if {what for open_, what in slots if open_} != set(range(len(samples))):
        raise TypeError("a sample does not stand in the statement")
    return slots


def _bare(value: Any) -> Any:
    """Return a value without the wrapper that psycopg puts around bytes."""
    return getattr(value, "obj", value)


def _engine() -> Any:
    """Return this thread's connection itself: the proxy costs at every attribute."""
    return connections[DEFAULT_DB_ALIAS]


def _adapted(engine: Any, value: Any) -> Any:
    """Return a value as the engine's driver takes it."""
    if isinstance(value, datetime):
        return engine.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return engine.ops.adapt_datefield_value(value)
    if isinstance(value, bytes):
        return engine.Database.Binary(value)
    return value


def as_value(value: Any) -> Any:
    """Return a value as this engine's driver takes it."""
    return _adapted(_engine(), value)


def as_day(value: Any) -> Any:
    """Return a day as a date: SQLite hands out text, PostgreSQL dates."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _row(engine: Any, model: type[Row], worded: _Worded, values: list[Any]) -> Row:
    """Make a row of the model, with those that were read along, as the ORM does."""
    for n, converters, column in worded.converters:
        for convert in converters:
            values[n] = convert(values[n], column, engine)
    own = values[worded.first : worded.end]
    row = model.from_db(engine.alias, worded.names, own)
    for each in worded.along:
        each.populate(values, row)
    return row


# What a driver takes as it is, from a field that stores what it is given.
_PLAIN = frozenset({int, str, type(None)})
_inserts: dict[tuple[str, type[Model]], tuple[str, list[Any]]] = {}


def insert(row: Model) -> None:
    """Write a new row by the INSERT of its table, and give it its key."""
    engine = _engine()
    sql, fields = _insert_of(engine, type(row))
    held = row.__dict__
    values = [
        held[name]
        if plain and type(held[name]) in _PLAIN
        else prepare(held[name], engine)
        for name, plain, prepare in fields
    ]
    with engine.cursor() as cursor:
        cursor.execute(sql, values)
        if row.pk is None:
            sqlite = engine.vendor == "sqlite"
            row.pk = cursor.lastrowid if sqlite else cursor.fetchone()[0]
    row._state.adding, row._state.db = False, engine.alias


def _insert_of(engine: Any, model: type[Model]) -> tuple[str, list[Any]]:
    key = engine.vendor, model
    if key not in _inserts:
        quote, meta = engine.ops.quote_name, model._meta
        drawn: Any = meta.auto_field
        stored: list[Any] = [f for f in meta.concrete_fields if f is not drawn]
        columns = ", ".join(quote(field.column) for field in stored)
        marks = ", ".join(["%s"] * len(stored))
        # Names of our own tables and columns, quoted; what people typed is a parameter.
        table = quote(meta.db_table)
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # nosec B608
        if drawn is not None and engine.vendor != "sqlite":
            sql += f" RETURNING {quote(drawn.column)}"
        fields = [
            (field.attname, not isinstance(field, JSONField), field.get_db_prep_save)
            for field in stored
        ]
        _inserts[key] = sql, fields
    return _inserts[key]
