"""A worry, proposal or report about work, land, services or safety."""

from kipthoi.core.kinds.steps import ORDINARY
from kipthoi.core.workflow import Kind, KindClock

gettext_noop = str

CONCERN = Kind(
    slug="concern",
    version=1,
    label=gettext_noop("Concern"),
    hint=gettext_noop("A worry, proposal or report that wants something done."),
    public=True,
    steps=ORDINARY,
    clocks=(KindClock("first_answer", "kien_nghi_phan_anh", "received"),),
    answer_fields=("result", "found", "done", "done_by", "done_on", "left"),
)
