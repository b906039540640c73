"""What several acts on a case share: reading it anew, moving it, telling the asker."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kipthoi.cases.models import Case, Message
from kipthoi.core.keys import grouped_code
from kipthoi.core.localtime import local_day
from kipthoi.core.viewer import Officer
from kipthoi.core.workflow import RUNNING
from kipthoi.deadlines.actions import stop_clock
from kipthoi.deadlines.models import Clock
from kipthoi.deadlines.queries import leaf_clocks, running_clocks
from kipthoi.files.actions import keep
from kipthoi.journal.action import opened, step
from kipthoi.journal.models import Event
from kipthoi.journal.record import record, spend
from kipthoi.journal.registry import EventType
from kipthoi.outbox.actions import write

# The clocks in hours of an urgent matter: a first word, then what we do.
SETTLE_HOURS = ("first_word", "plan")


@step
def lock(case: Case) -> Case:
    """Read a case anew inside the transaction, so that a stale tab finds what is now."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("unit__body_unit__body", "unit__parent", "topic").get(
        pk=case.pk
    )


@step
def once(case: Case, token: bytes) -> None:
    """Spend the once-token of a form, if it carried one. Raises Replayed.

    Spent before anything is asked of the case: the same post twice is then done once,
    and not a step that came too late.
    """
    if token:
        spend(token, case.ref)


@step
def tell(
    case: Case,
    event: EventType,
    *,
    content: dict[str, Any],
    to: str = "",
    mentions: Sequence[str] = (),
    begun: list[Clock] | None = None,
) -> Event:
    """Move a case to state `to` (empty: it stays) and record the public event of it.

    `begun` are the clocks of a case that begins now and is written by the caller.
    """
    if to:
        case.state = to
    running = owe(case, begun)
    if begun is None:
        case.save()
    return record(
        event,
        case.ref,
        content=content,
        leaf={
            "b": case.unit.home.slug,
            "u": case.unit.slug,
            "k": case.kind_id,
            "s": case.state,
            "d": leaf_clocks(running),
        },
        mentions=mentions,
        first=begun is not None,
    )


@step
def owe(case: Case, running: list[Clock] | None = None) -> list[Clock]:
    """Copy the nearest day that we owe, for the inbox; none when nobody owes anything.

    Returns the clocks that run, which are looked for unless the caller has them. The
    caller saves the case.
    """
    if running is None:
        running = running_clocks(case.ref)
    running.sort(key=lambda clock: clock.due_on)
    due = [clock for clock in running if clock.rule.sense == "due"]
    nearest = due[0] if due and case.state in RUNNING else None
    case.due_on = nearest.due_on if nearest else None
    case.due_at = nearest.due_at if nearest else None
    case.changed_at = opened().now
    return running


@step
def stop(case: Case, *names: str, outcome: str) -> None:
    """Stop the running clocks of these names."""
    for clock in running_clocks(case.ref):
        if clock.name in names:
            stop_clock(clock, outcome)


@step
def say(case: Case, side: str, text: str, files: Sequence[Any] = ()) -> Message:
    """Add a message to a case with its files."""
    by = opened().by
    officer = by if isinstance(by, Officer) else None
    message = Message.objects.create(
        case=case,
        side=side,
        person_id=officer.person if officer else None,
        unit=case.unit if officer else None,
        text=text,
        at=opened().now,
    )
    if files:
        keep(files, ref=message.ref, role="message", under=case.ref)
    return message


@step
def knock(case: Case) -> None:
    """Write to the asker, if they left a way and agreed, that there is news: no more."""
    if not case.may_contact:
        return
    address = getattr(getattr(case, "identity", None), "contact", "")
    if "@" not in address:
        return
    with override(case.language):
        body = case.unit.home.body
        write(
            case.ref,
            address,
            _("There is news"),
            _(
                "There is news about the matter %(code)s that you brought to %(body)s.\n"
                "Open our page and come with your secret code to read it. This letter"
                " says nothing about the matter, so that nobody else learns of it.\n"
                "We never ask for your secret code by letter or telephone."
            )
            % {"code": grouped_code(case.code), "body": body.name},
        )


def today() -> Any:
    """Return the day of the open action in Viet Nam."""
    return local_day(opened().now)
