"""Matters in every state, made as people make them: through the real actions."""

import secrets
from datetime import timedelta

from kipthoi.cases.actions.answers import AnswerText, answer
from kipthoi.cases.actions.asking import contest
from kipthoi.cases.actions.handling import accept
from kipthoi.cases.models import Case
from kipthoi.core.kinds import accepting
from kipthoi.core.viewer import Holder
from kipthoi.journal.models import Event
from kipthoi.sources.actions import Document, add_source
from tests.house import NOW

CONCERN, QUESTION = accepting()[:2]
FIELDS = {
    "result": "Từ 07/12 có xe đưa người làm ca đêm về ba bản.",
    "found": "Xưởng bị sót khi đổi giờ ca tháng 9.",
    "done": "Đã ký thêm hợp đồng một xe 16 chỗ.",
    "done_by": "Ban Chính sách",
    "done_on": "17/11/2026",
    "left": "Xe chạy từ 07/12, Ban Chính sách kiểm lại ngày 10/12.",
}


def token() -> bytes:
    """Return a once-token."""
    return secrets.token_bytes(16)


def text(**more) -> AnswerText:
    """Return a whole answer that rests on a proof."""
    return AnswerText(**{"fields": FIELDS, "proof": "Biên bản ngày 17/11", **more})


def taken_up(case: Case, by, *, now=NOW, kind=CONCERN) -> Case:
    """Accept a matter."""
    return accept(by=by, now=now, case=case, kind=kind, title="Xe đưa về ca đêm")


def answered(case: Case, by, *, now=NOW) -> Case:
    """Accept a matter and answer it."""
    taken_up(case, by, now=now)
    answer(by=by, now=now, case=case, text=text())
    return fresh(case)


def contested(case: Case, by, *, now=NOW) -> Case:
    """Accept, answer, and have the asker ask for a review the next day."""
    answered(case, by, now=now)
    contest(
        by=Holder(case.code),
        now=now + timedelta(days=1),
        case=case,
        reason="facts_or_law",
        text="Chưa có xe nào cả.",
    )
    return fresh(case)


def law(house, by, **more):
    """Add a law that may be cited and return its frozen version."""
    document = Document(
        kind="law", title="Thỏa ước lao động tập thể 2025", number="01/TƯ", **more
    )
    return add_source(by=by, now=NOW, document=document, unit=house.unit("che"))


def fresh(case: Case) -> Case:
    """Return the case as it stands now."""
    return Case.objects.select_related("unit").get(pk=case.pk)


def told(case: Case) -> list[str]:
    """Return the names of what happened to a case, oldest first."""
    rows = Event.objects.filter(stream=case.ref).order_by("id")
    return [name.removeprefix("case.") for name in rows.values_list("name", flat=True)]
