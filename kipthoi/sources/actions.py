"""Adding a source, freezing a version of it, and citing one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kipthoi.core.localtime import local_day
from kipthoi.core.viewer import Actor
from kipthoi.files.actions import Stored, keep
from kipthoi.files.models import File
from kipthoi.journal.action import action, opened, step
from kipthoi.journal.record import record, spend
from kipthoi.sources import rules
from kipthoi.sources.events import SOURCE_ADDED
from kipthoi.sources.models import Citation, Source, SourceVersion
from kipthoi.units.models import Unit


@dataclass(frozen=True, slots=True)
class Document:
    """A document as an officer enters it."""

    kind: str
    title: str
    number: str = ""
    issuer: str = ""
    address: str = ""
    text: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    public: bool = True


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation to make: which version, and which article of it."""

    version: SourceVersion
    article: str = ""


@action
def add_source(
    *,
    by: Actor,
    now: datetime,
    document: Document,
    unit: Unit,
    stored: Sequence[Stored] = (),
    token: bytes = b"",
) -> SourceVersion:
    """Add a source with its first frozen version, perhaps with a file as its copy.

    Raises NotAllowed, and Replayed for a form that was sent before.
    """
    rules.allow_sources(by)
    version = freeze(document, unit)
    if token:
        spend(token, version.source.ref)
    if stored:
        version.file = keep(stored, ref=version.source.ref, role="source")[0]
        version.sha256 = version.file.sha256
        version.save(update_fields=["file", "sha256"])
    record(
        SOURCE_ADDED,
        version.source.ref,
        content={"title": document.title, "number": document.number},
    )
    return version


@step
def freeze(
    document: Document, unit: Unit | None, file: File | None = None
) -> SourceVersion:
    """Make a source and freeze what it says now, with the hash of text or file."""
    today = local_day(opened().now)
    source = Source.objects.create(
        kind=document.kind,
        title=document.title,
        number=document.number,
        issuer=document.issuer,
        address=document.address,
        public=document.public,
        unit=unit,
        added_on=today,
    )
    words = document.text.encode()
    digest = hashlib.sha256(words).hexdigest() if words else ""
    return SourceVersion.objects.create(
        source=source,
        frozen_on=today,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
        text=document.text,
        file=file,
        sha256=file.sha256 if file else digest,
    )


@step
def cite(ref: str, cited: Sequence[Cited]) -> list[Citation]:
    """Note what `ref` rests on, in this order."""
    return Citation.objects.bulk_create(
        Citation(ref=ref, version=each.version, article=each.article, position=place)
        for place, each in enumerate(cited)
    )
