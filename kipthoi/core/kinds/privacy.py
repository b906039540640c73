"""A person's request about their own data (Law 91/2025/QH15, Decree 356/2025)."""

from kipthoi.core.kinds.steps import ORDINARY
from kipthoi.core.workflow import Kind, KindClock

gettext_noop = str

PRIVACY = Kind(
    slug="privacy",
    version=1,
    label=gettext_noop("Request about personal data"),
    hint=gettext_noop("Somebody wants to see, correct or erase what we keep on them."),
    public=True,
    steps=ORDINARY,
    clocks=(
        KindClock("first_answer", "kien_nghi_phan_anh", "received"),
        KindClock("privacy_ack", "du_lieu_ca_nhan", "received"),
    ),
    answer_fields=("result", "why"),
)
