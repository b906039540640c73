"""Taking a matter in: the receipt, the name and the date, in one commit."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from kipthoi.cases.actions.steps import tell
from kipthoi.cases.events import ASSIGNED, RECEIVED
from kipthoi.cases.models import Case, Identity
from kipthoi.core.keys import code_from, derive_key, digest_key, digest_token
from kipthoi.core.kinds import INTAKE
from kipthoi.core.localtime import local_day
from kipthoi.core.viewer import Actor, Officer
from kipthoi.core.workflow import Kind
from kipthoi.deadlines.actions import start_clock
from kipthoi.deadlines.models import Clock
from kipthoi.deadlines.queries import calendar_for, rule_for
from kipthoi.files.actions import keep
from kipthoi.journal.action import action
from kipthoi.journal.record import Replayed, record
from kipthoi.journal.secrets import secret
from kipthoi.journal.statements import Select, insert
from kipthoi.people.models import Person
from kipthoi.people.queries import on_duty
from kipthoi.search.actions import Found, index
from kipthoi.units.models import Unit
from kipthoi.units.queries import unit_by_id

TITLE = 80


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody says, where, and in which language the page spoke to them."""

    text: str
    place: str = ""
    topic: int | None = None
    language: str = "vi"
    files: Sequence[Any] = field(default=())


@dataclass(frozen=True, slots=True)
class Asker:
    """What the asker says about themselves and allows: all of it may be empty."""

    name: str = ""
    contact: str = ""
    may_publish: bool = False
    may_contact: bool = False

    @property
    def named(self) -> bool:
        """Tell whether anything here says who the asker is."""
        return bool(self.name or self.contact)


@action
def open_case(
    *,
    by: Actor,
    now: datetime,
    token: bytes,
    matter: Matter,
    asker: Asker,
    unit: Unit,
    passed_over: Unit | None = None,
    door: str = "web",
    kind: Kind = INTAKE,
) -> Case:
    """Take a matter in and promise a date; the once-token makes a replay harmless.

    `unit` is who owes the answer; `passed_over` the level that the asker went over,
    which may not read the case. Raises Replayed with the reference of the case that the
    first post with this token made.
    """
    case = _row(token, matter, asker, now)
    case.unit, case.passed_over = unit_by_id(unit.pk), passed_over
    case.kind_id, case.door = kind.id, door
    case.keyed_by_id = by.person if isinstance(by, Officer) else None
    case.assignee = _reader(case)
    clocks = _promise(case, kind, case.received_on)
    case.promised_on = next(c.due_on for c in clocks if c.name == "first_answer")
    kept = keep(matter.files, ref=case.ref, role="said") if matter.files else []
    content = {
        "text": matter.text,
        "place": matter.place,
        "door": door,
        "files": [file.sha256 for file in kept],
    }
    tell(case, RECEIVED, content=content, begun=clocks)
    insert(case)
    if asker.named:
        Identity.objects.create(case=case, name=asker.name, contact=asker.contact)
    if case.assignee:
        record(ASSIGNED, case.ref, content={"person": case.assignee.ref})
    _index(case)
    return case


def _row(token: bytes, matter: Matter, asker: Asker, now: datetime) -> Case:
    """Return a case as it was brought, with its names, not written yet."""
    code, key, counter = _names(token)
    return Case(
        code=code,
        key=key,
        token=digest_token(token),
        key_counter=counter,
        state="received",
        topic_id=matter.topic,
        title=title_of(matter),
        text=matter.text,
        place=matter.place,
        language=matter.language,
        named=asker.named,
        may_publish=asker.may_publish,
        may_contact=asker.may_contact and bool(asker.contact),
        received_at=now,
        received_on=local_day(now),
        changed_at=now,
    )


def _reader(case: Case) -> Person | None:
    """Return who is named on the receipt, nobody of a level that was passed over."""
    skip = frozenset({case.passed_over_id} if case.passed_over_id else ())
    return on_duty(case.unit, today=case.received_on, skip=skip)


_taken = Select(
    lambda token, code, key: Case.objects.only("code", "token").filter(
        Q(token=token) | Q(code=code) | Q(key=key)
    ),
    b"token",
    "code",
    b"key",
)


def _names(token: bytes) -> tuple[str, bytes, int]:
    """Draw a free public number, and derive the key's digest from the once-token."""
    outside = secret("key.secret")
    spent, counter = digest_token(token), 0
    while True:
        code = code_from(secrets.token_bytes(5))
        key = digest_key(outside, derive_key(outside, token, counter))
        clashes = _taken(spent, code, key)
        if not clashes:
            return code, key, counter
        for case in clashes:
            if bytes(case.token) == spent:
                raise Replayed(case.ref)
        counter += 1


def _promise(case: Case, kind: Kind, today: date) -> list[Clock]:
    """Start the clocks that the kind starts at receipt; the first answer is promised."""
    calendar = calendar_for(case.unit)
    return [
        start_clock(
            case.ref, clock.name, rule_for(clock, on=today), calendar, since=today
        )
        for clock in kind.clocks
        if clock.starts_at == "received"
    ]


def title_of(matter: Matter) -> str:
    """Return a title until an officer gives one: the first words, or how it was said."""
    if matter.text.strip():
        return first_words(matter.text)
    with override(matter.language):
        for stored in matter.files:
            if stored.file.seconds is not None:
                return _("Spoken, %(n)s seconds") % {"n": stored.file.seconds}
        return _("Photos or papers, without words")


def first_words(text: str) -> str:
    """Return the first words of what was said, as a title until an officer gives one."""
    line = " ".join(text.split())
    if len(line) <= TITLE:
        return line
    return line[:TITLE].rsplit(" ", 1)[0] + "…"


def _index(case: Case) -> None:
    index(entry_of(case), case.text, case.place, case.code)


def entry_of(case: Case) -> Found:
    """Return how officers find a case: by its words, its place and its number."""
    return Found(
        ref=case.ref,
        what="case",
        audience="officers",
        unit=case.unit.slug,
        title=case.title,
        on=case.received_on,
    )
