"""Writes in cases that are nobody's act: drafts."""

from collections.abc import Mapping
from datetime import datetime

from kipthoi.cases import rules
from kipthoi.cases.models import Case, Draft
from kipthoi.core.viewer import Officer
from kipthoi.journal.action import chore


@chore(tables=("kipthoi_draft",))
def keep_draft(
    officer: Officer, case: Case, form: str, fields: Mapping[str, str], *, now: datetime
) -> None:
    """Keep what an officer has begun to write in a case. Raises NotAllowed."""
    rules.allow_reading(case, officer)
    Draft.objects.update_or_create(
        case=case,
        person_id=officer.person,
        form=form,
        defaults={"fields": dict(fields), "at": now},
    )


@chore(tables=("kipthoi_draft",))
def drop_draft(officer: Officer, case: Case, form: str, *, now: datetime) -> None:
    """Let a draft go once its words were sent."""
    Draft.objects.filter(case=case, person=officer.person, form=form).delete()
