"""Somebody wants to know: is this true, what does the law say?"""

from kipthoi.core.kinds.steps import ORDINARY
from kipthoi.core.workflow import Kind, KindClock

gettext_noop = str

QUESTION = Kind(
    slug="question",
    version=1,
    label=gettext_noop("Question"),
    hint=gettext_noop("Somebody wants to know what holds; nothing has to be done."),
    public=True,
    steps=ORDINARY,
    clocks=(KindClock("first_answer", "question", "received"),),
    answer_fields=("result", "why"),
)
