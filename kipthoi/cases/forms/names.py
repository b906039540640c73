"""The form by which an officer asks to see the asker's name."""

from typing import Any

from django.utils.translation import gettext_lazy

from kipthoi.cases.forms.boxes import REASON
from kipthoi.cases.forms.step import StepForm
from kipthoi.units.boxes import Words


class OpenIdentityForm(StepForm):
    """Ask to see the asker's name."""

    reason = Words(
        label=gettext_lazy("What you need the name for"), missing=REASON, rows=3
    )

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"reason": self.cleaned_data["reason"]}
