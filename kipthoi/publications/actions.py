"""Writing a publication, having it read by a second person, issuing and hiding it.

All are steps: the act belongs to the room whose matter is published (DECISIONS 7).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kipthoi.core.localtime import local_day
from kipthoi.core.vietnamese import slug
from kipthoi.files.actions import keep
from kipthoi.journal.action import acting_officer, opened, step
from kipthoi.journal.record import record
from kipthoi.publications.events import CORRECTED, HIDDEN, ISSUED
from kipthoi.publications.models import Publication, Reading, Version
from kipthoi.search.actions import Found, drop, reindex
from kipthoi.sources.actions import Cited, cite
from kipthoi.units.models import Topic, Unit

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Text:
    """What a version says: question, the answer in one sentence, the rest."""

    title: str
    short: str
    body: str = ""
    valid_until: date | None = None
    review_on: date | None = None
    change: str = ""
    cited: Sequence[Cited] = field(default=())
    files: Sequence[Any] = field(default=())


@step
def draft(
    *,
    text: Text,
    unit: Unit,
    topic: Topic | None,
    place: str,
    origin: str,
    publication: Publication | None = None,
) -> Version:
    """Write the next version of a publication, or the first of a new one."""
    now, by = opened().now, acting_officer()
    if publication is None:
        publication = Publication.objects.create(
            state="draft",
            slug=slug(text.title),
            unit=unit,
            topic=topic,
            place=place,
            origin=origin,
            made_at=now,
        )
    version = Version.objects.create(
        publication=publication,
        n=publication.versions.count() + 1,
        title=text.title,
        short=text.short,
        body=text.body,
        valid_until=text.valid_until,
        review_on=text.review_on,
        change=text.change,
        written_by_id=by.person,
        written_at=now,
    )
    cite(version.ref, text.cited)
    if text.files:
        keep(text.files, ref=version.ref, role="published", under=version.ref)
    return version


@step
def ask_reading(version: Version) -> Reading:
    """Ask for a second person's reading of a version."""
    now, by = opened().now, acting_officer()
    publication = version.publication
    if publication.state in ("draft", "returned"):
        publication.state = "reading"
        publication.save(update_fields=["state"])
    return Reading.objects.create(version=version, asked_by_id=by.person, asked_at=now)


@step
def decide(reading: Reading, *, passed: bool, words: str) -> Reading:
    """Note what the second reader decided."""
    by = acting_officer()
    reading.reader_id = by.person
    reading.decided_at, reading.passed, reading.words = opened().now, passed, words
    reading.save(update_fields=["reader", "decided_at", "passed", "words"])
    publication = reading.version.publication
    if not passed and publication.current_id is None:
        publication.state = "returned"
        publication.save(update_fields=["state"])
    return reading


@step
def issue(version: Version) -> Publication:
    """Publish a version that a second person has passed, and make it findable."""
    publication = version.publication
    first = publication.current_id is None
    publication.state, publication.current = "issued", version
    publication.slug = slug(version.title)
    publication.issued_on = publication.issued_on or local_day(opened().now)
    publication.hidden_reason = ""
    publication.save()
    reindex(
        _found(publication, version), version.short, version.body, publication.place
    )
    content = {"title": version.title, "short": version.short, "body": version.body}
    if not first:
        content["change"] = version.change
    record(
        ISSUED if first else CORRECTED,
        publication.ref,
        content=content,
        leaf={"b": publication.unit.home.slug, "p": {}},
    )
    return publication


def _found(publication: Publication, version: Version) -> Found:
    return Found(
        ref=publication.ref,
        what=publication.kind,
        audience=PUBLIC,
        unit=publication.unit.slug,
        title=version.title,
        on=local_day(version.written_at),
        valid_until=version.valid_until,
    )


@step
def hide(publication: Publication, reason: str) -> None:
    """Hide a publication with a reason that its page shows instead of the text."""
    publication.state, publication.hidden_reason = "hidden", reason
    publication.save(update_fields=["state", "hidden_reason"])
    drop(publication.ref)
    record(
        HIDDEN,
        publication.ref,
        content={"reason": reason},
        leaf={"b": publication.unit.home.slug, "p": {}},
    )
