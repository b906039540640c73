"""A lower unit's officer asks the superior for help; the answer becomes guidance."""

from kipthoi.core.kinds.steps import ORDINARY
from kipthoi.core.workflow import Kind, KindClock

gettext_noop = str

SUPPORT = Kind(
    slug="support",
    version=1,
    label=gettext_noop("Request for guidance"),
    hint=gettext_noop("A lower unit's officer asks for help."),
    public=True,
    accepts_as=False,
    begins_inside=True,
    steps=ORDINARY,
    clocks=(KindClock("first_answer", "support", "received"),),
    answer_fields=("result", "why"),
)
