"""What an officer does at the counter with a slip: hand it over, once."""

from datetime import datetime

from kipthoi.cases import rules
from kipthoi.cases.actions.steps import lock
from kipthoi.cases.events import RECEIPT_KEPT
from kipthoi.cases.models import Case
from kipthoi.core.viewer import Actor, Officer
from kipthoi.journal.action import action
from kipthoi.journal.record import record


@action
def hand_slip(*, by: Actor, now: datetime, case: Case) -> Case:
    """Say that the slip is in the asker's hand: its key is never shown again.

    By who keyed the matter in, or who reads it. A slip handed already stays so. Raises
    NotAllowed.
    """
    case = lock(case)
    keyed = isinstance(by, Officer) and case.keyed_by_id == by.person
    if not keyed:
        rules.allow_reading(case, by)
    if case.receipt_kept_at is None:
        case.receipt_kept_at = now
        case.save(update_fields=["receipt_kept_at"])
    record(RECEIPT_KEPT, case.ref, content={})
    return case
