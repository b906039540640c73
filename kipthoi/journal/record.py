"""Writing one event: content, salt, commitment and leaf bytes in the act's own commit.

The log is sequenced later, at fixed hours; what an act writes is the event with its
leaf bytes, never an index (DESIGN 4.3).
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from kipthoi.core import leaf as leaves
from kipthoi.core.localtime import local_day
from kipthoi.journal.action import opened
from kipthoi.journal.kept import SLOW
from kipthoi.journal.models import Event, Mention, Once
from kipthoi.journal.registry import PRIVATE, PUBLIC, EventType
from kipthoi.journal.statements import insert

ASKER = "asker"
_ASKERS = {"asker", "public"}  # without a key yet, and with it: the same person


class Replayed(Exception):
    """The form was sent before; `.ref` names what the first time made."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        super().__init__(ref)


def record(
    event: EventType,
    stream: str,
    *,
    content: Mapping[str, Any],
    leaf: Mapping[str, Any] | None = None,
    mentions: Sequence[str] = (),
    first: bool = False,
) -> Event:
    """Write that `event` happened to `stream`, inside the open action.

    `content` is what the commitment covers (JSON values only). `leaf` holds the keys of
    the public line that the caller knows: b and p, for a case also u k s d. `first`
    spares two look-ups when the stream is new. Raises NoAction outside an action and
    BadLeaf for a line that breaks the closed vocabulary.
    """
    now = opened()
    canonical = leaves.canonical(dict(content))
    row = Event(
        name=event.name,
        stream=stream,
        on=local_day(now.now),
        at=now.now,
        actor=ASKER if now.by.ref in _ASKERS else now.by.ref,
        content=canonical.decode(),
    )
    if event.audience != PRIVATE:
        row.salt = secrets.token_bytes(leaves.SALT_BYTES)
        row.commitment = row.leaf = leaves.commit_bytes(row.salt, canonical)
    if event.audience == PUBLIC:
        _number(row, first)
        row.leaf = leaves.leaf_bytes(_line(row, leaf or {}))
    insert(row)
    if mentions:
        Mention.objects.bulk_create(Mention(event=row, ref=ref) for ref in mentions)
    now.events += 1
    if stream.startswith(SLOW):
        now.slow, now.newest = True, ()
    return row


def _number(row: Event, first: bool) -> None:
    """Give the event its place in the stream and its actor's ordinal (0 = asker)."""
    row.n = 0
    row.ordinal = 0 if row.actor == ASKER else 1
    if first:
        return
    public = Event.objects.filter(stream=row.stream, n__isnull=False)
    last = public.aggregate(n=Max("n"), ordinal=Max("ordinal"))
    row.n = 0 if last["n"] is None else last["n"] + 1
    if row.actor != ASKER:
        before = (
            public.filter(actor=row.actor).values_list("ordinal", flat=True).first()
        )
        row.ordinal = before or (last["ordinal"] or 0) + 1


def _line(row: Event, known: Mapping[str, Any]) -> dict[str, Any]:
    line = {
        "v": leaves.VERSION,
        "e": row.name,
        "c": row.stream.removeprefix("case:"),
        "n": row.n,
        "on": row.on.isoformat(),
        "h": bytes(row.commitment or b"").hex(),
        **known,
    }
    if row.name in leaves.CASE_EVENTS:
        line["a"] = row.ordinal
    return line


def spend(token: bytes, ref: str) -> None:
    """Spend a form's once-token for what is made now. Raises Replayed the second time."""
    before = Once.objects.filter(token=token).values_list("ref", flat=True).first()
    if before is not None:
        raise Replayed(before)
    Once.objects.create(token=token, ref=ref, at=opened().now)


def moment() -> datetime:
    """Return the instant of the open action (UTC)."""
    return opened().now
