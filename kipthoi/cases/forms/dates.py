"""Forms that move a date: more days for the answer, hours for an urgent matter."""

from django.utils.translation import gettext_lazy

from kipthoi.cases.forms.boxes import REASON, as_choices
from kipthoi.cases.forms.step import Grounded, Worded
from kipthoi.cases.words import EXTEND
from kipthoi.units.boxes import Pick, Words


class ExtendForm(Grounded):
    """Ask the asker for more days, with a reason that they read."""

    ground = Pick(label=gettext_lazy("Reason"), choices=as_choices(EXTEND))
    text = Words(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("The asker reads it, together with the new date."),
        missing=REASON,
        rows=4,
    )


class MarkUrgentForm(Worded):
    """Say why a matter cannot wait."""

    text = Words(
        label=gettext_lazy("Why it cannot wait"),
        help_text=gettext_lazy("Danger, or harm that cannot be undone."),
        missing=gettext_lazy("Give the reason."),
        rows=4,
    )
