"""What comes in at the common door, before an officer has said what it is."""

from kipthoi.core.kinds.steps import ORDINARY
from kipthoi.core.workflow import Kind, KindClock, only

gettext_noop = str

INTAKE = Kind(
    slug="intake",
    version=1,
    label=gettext_noop("Just received"),
    hint=gettext_noop("Not yet sorted by an officer."),
    public=True,
    accepts_as=False,
    steps=only(
        ORDINARY,
        "accept close withdraw contest uphold revise withhold hand_over mark_urgent"
        " join erase",
    ),
    clocks=(KindClock("first_answer", "kien_nghi_phan_anh", "received"),),
)
