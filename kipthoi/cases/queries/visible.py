"""Cases, one by one: who may read how much of one is decided here and nowhere else."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from kipthoi.cases import rules
from kipthoi.cases.models import (
    Case,
    HandOver,
)
from kipthoi.core.keys import digest_key, digest_token, read_code
from kipthoi.core.viewer import Holder, Officer, Viewer
from kipthoi.journal.secrets import secret
from kipthoi.journal.statements import Select
from kipthoi.people.roles import OFFICER
from kipthoi.publications.models import Reading
from kipthoi.publications.queries import may_read


def rows() -> QuerySet[Case]:
    """Return all cases, each with what says where it lies and who has it."""
    return Case.objects.select_related(
        "unit__body_unit__body", "unit__parent", "topic", "assignee", "passed_over"
    )


def get_case(typed: str, *, viewer: Viewer) -> Case:
    """Return a case by its number, if the viewer may read it. Raises Http404.

    An officer reads what lies in their reach and was not passed over, what was given
    to them to review, and (see `access`) a little of what their unit handed over.
    """
    code = read_code(typed)
    case = rows().prefetch_related("contests").filter(code=code).first()
    if code is None or case is None or access(case, viewer=viewer) == "":
        raise Http404
    return case


def access(case: Case, *, viewer: Viewer) -> str:
    """Tell how much of a case a viewer may read: "full", "former" or nothing ("")."""
    if isinstance(viewer, Holder):
        return "full" if viewer.code == case.code else ""
    if not isinstance(viewer, Officer):
        return ""
    if rules.reads(viewer, case) or rules.is_reviewer(viewer, case):
        return "full"
    mine = viewer.units(OFFICER)
    handed = HandOver.objects.filter(case=case, from_unit__in=mine).exists()
    return "former" if handed and not rules.passed_over(viewer, case) else ""


def public_case(typed: str) -> Case:
    """Return a case by its public number, for the page without content. Raises Http404."""
    code = read_code(typed)
    case = _by_code.one(code) if code else None
    if case is None:
        raise Http404
    return case


_by_code = Select(lambda code: rows().filter(code=code), "code")


def case_by_key(key: str) -> Case | None:
    """Return the case that a key opens, by one look-up, or None."""
    digest = digest_key(secret("key.secret"), key)
    return rows().filter(key=digest).first()


def case_by_token(token: bytes) -> Case | None:
    """Return the case that a form's once-token made, or None."""
    return _by_token.one(digest_token(token))


_by_token = Select(lambda token: rows().filter(token=token), b"token")


def case_of_holder(code: str, epoch: int) -> Case | None:
    """Return the case of a holder's session, unless it was locked meanwhile."""
    return rows().filter(code=code, epoch=epoch).first()


def case_of_reading(reading: Reading, *, viewer: Officer, today: date) -> Case:
    """Return the case whose public text somebody reads as the second person.

    The one case of the one reading, and only for its second reader or who reads the
    case anyway. Raises NotAllowed.
    """
    origin = reading.version.publication.origin
    case = rows().prefetch_related("contests").get(code=origin.removeprefix("case:"))
    if may_read(viewer, reading, today=today) or access(case, viewer=viewer) == "full":
        return case
    raise rules.NotAllowed
