"""Putting something into the index, in the same commit as what it is about."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from kipthoi.core.vietnamese import fold
from kipthoi.journal.action import step
from kipthoi.journal.statements import insert
from kipthoi.search.models import Entry
from kipthoi.search.queries import marks

TITLE = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What a search result shows of a thing, and who may find it."""

    ref: str
    what: str
    audience: str
    unit: str
    title: str
    on: date
    valid_until: date | None = None


@step
def index(thing: Found, *texts: str) -> None:
    """Enter a thing that is not in the index yet, with the words it is found by."""
    entry = Entry(folded=_fold(thing, texts), **_fields(thing))
    insert(entry)
    if connection.vendor == "sqlite":
        _run("INSERT INTO kipthoi_words(rowid, folded) VALUES (%s, %s)", entry)


@step
def reindex(thing: Found, *texts: str) -> None:
    """Enter a thing anew: what was found by its old words is found by the new."""
    drop(thing.ref)
    index(thing, *texts)


@step
def drop(ref: str) -> None:
    """Take a thing out of the index, words and all."""
    entry = Entry.objects.filter(ref=ref).first()
    if entry is None:
        return
    if connection.vendor == "sqlite":
        _run(
            "INSERT INTO kipthoi_words(kipthoi_words, rowid, folded)"
            " VALUES ('delete', %s, %s)",
            entry,
        )
    entry.delete()


def _fold(thing: Found, texts: tuple[str, ...]) -> str:
    words = fold("\n".join((thing.title, *texts)))
    return f"{marks(thing.audience, thing.unit)} {words}"


def _fields(thing: Found) -> dict[str, object]:
    fields = {name: getattr(thing, name) for name in thing.__slots__}
    return {**fields, "title": thing.title[:TITLE]}


def _run(sql: str, entry: Entry) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [entry.pk, entry.folded])
