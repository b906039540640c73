"""The form by which a unit ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.core.viewer import Officer
from kipthoi.people.roles import CHAIR
from kipthoi.units.boxes import Line, UnitPick
from kipthoi.units.models import Unit
from kipthoi.units.queries import open_units


class CloseUnitForm(forms.Form):
    """Where a unit's matters go, and why it ends."""

    into = UnitPick(
        label=gettext_lazy("Merge it into (need not be)"),
        help_text=gettext_lazy("Without a choice the unit above takes its matters."),
        required=False,
    )
    reason = Line(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Colleagues and the askers of running matters read it. As “Merged with the"
            " packing shop by decision 12”."
        ),
        longest=300,
        missing=gettext_lazy("Give the reason. The asker will read it."),
    )

    def __init__(self, *args: Any, officer: Officer, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = officer.units(CHAIR)
        others = [u for u in open_units() if u.pk in mine and u.pk != unit.pk]
        self.fields["into"].offer(others, nothing=_("Nowhere: it simply ends"))
