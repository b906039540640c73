"""What tests of published things start from: an answered case, an issued answer."""

from kipthoi.cases.actions import answers, handling, publishing
from kipthoi.cases.actions.answers import AnswerText
from kipthoi.cases.actions.intake import Asker
from kipthoi.core.kinds import get_kind
from kipthoi.publications.actions import Text
from kipthoi.sources.actions import Cited, Document, add_source
from tests.house import NOW

FIELDS = {
    "result": "Từ 07/12 có xe đưa người làm ca đêm về ba bản.",
    "found": "Chị Lò Thị Mẩy, số 0912 345 678, đã chờ xe hai đêm.",
    "done": "Đã gặp giám đốc xưởng, có biên bản.",
    "done_by": "Ban Chính sách",
    "done_on": "2026-11-18",
    "left": "Tuần này chưa có xe, tổ trưởng xếp người đi cùng nhau.",
}
TEXT = Text(
    title="Ca đêm có xe đưa về không?",
    short="Có, từ ngày 07/12 có xe đưa về ba bản.",
    body="Thỏa ước ghi công ty bố trí xe cho ca tan sau 22 giờ.",
)


def law(house, *, title="Thỏa ước lao động tập thể", **more):
    """Return a version of a source that Chi has added."""
    document = Document(kind="agreement", title=title, text="Điều 14. Xe.", **more)
    return add_source(by=house.chi, now=NOW, document=document, unit=house.unit("che"))


def answered(ask, house, *, source=None, name="", may_publish=True, **more):
    """Return a case that Chi took up and answered, with consent to publish."""
    case = ask(asker=Asker(may_publish=may_publish, name=name), **more)
    handling.accept(
        by=house.chi,
        now=NOW,
        case=case,
        kind=get_kind("concern/1"),
        title="Xe ca đêm",
        topic=house.topic(),
    )
    cited = [Cited(source, "Điều 14")] if source else []
    text = AnswerText(fields=FIELDS, cited=cited, proof="Biên bản ngày 18/11/2026")
    answers.answer(by=house.chi, now=NOW, case=case, text=text)
    case.refresh_from_db()
    return case


def issue(case, house, text=TEXT, *, now=NOW):
    """Return a publication that Chi wrote and Giang passed."""
    reading = publishing.publish(by=house.chi, now=now, case=case, text=text)
    return publishing.approve(by=house.giang, now=now, reading=reading, case=case)
