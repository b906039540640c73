"""What an officer does with the name of an asker: look at it, trust it for a new key."""

from datetime import datetime

from kipthoi.cases import rules
from kipthoi.cases.actions.steps import lock, once
from kipthoi.cases.events import IDENTITY_OPENED, KEY_RENEWED
from kipthoi.cases.models import Case, Identity
from kipthoi.core.keys import derive_key, digest_key, digest_token
from kipthoi.core.viewer import Actor
from kipthoi.journal.action import action
from kipthoi.journal.record import record, spend
from kipthoi.journal.secrets import secret


@action
def open_identity(
    *, by: Actor, now: datetime, case: Case, reason: str, token: bytes = b""
) -> Identity:
    """Look at the asker's name: the asker sees that, by whom and why it was opened.

    Raises NotAllowed, NotNamed (they gave no name, or had it erased), Replayed.
    """
    case = lock(case)
    rules.allow_reading(case, by)
    once(case, token)
    if not case.named:
        raise rules.NotNamed
    record(IDENTITY_OPENED, case.ref, content={"reason": reason})
    return Identity.objects.get(case=case)


@action
def renew_key(*, by: Actor, now: datetime, case: Case, token: bytes) -> Case:
    """Give somebody who was recognised at the counter a new key; the old one dies.

    Only for a case with a name. Raises NotAllowed, NotNamed, Replayed.
    """
    case = lock(case)
    rules.allow_reading(case, by)
    if not case.named:
        raise rules.NotNamed
    spend(token, case.ref)
    outside = secret("key.secret")
    case.token, case.key_counter = digest_token(token), 0
    while True:
        key = digest_key(outside, derive_key(outside, token, case.key_counter))
        if not Case.objects.filter(key=key).exists():
            break
        case.key_counter += 1
    case.key, case.receipt_kept_at = key, None
    case.epoch += 1
    case.save(update_fields=["token", "key", "key_counter", "epoch", "receipt_kept_at"])
    record(KEY_RENEWED, case.ref, content={})
    return case
