"""Forms of the tree of units and of what a body sets for itself."""

import re
from datetime import time
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from kipthoi.core.viewer import Officer
from kipthoi.units.boxes import Day, Line, Pick, UnitPick
from kipthoi.units.models import Body, Unit
from kipthoi.units.queries import open_units

WEEKS = {
    "": gettext_noop("As its body"),
    "mon-fri": gettext_noop("Monday to Friday"),
    "mon-sat": gettext_noop("Monday to Saturday"),
}
RESERVED = {"moi", "danh-sach"}
SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


class OnForm(forms.Form):
    """The day whose tree is shown."""

    on = Day(label=gettext_lazy("The tree on"), required=False)
    on.widget.attrs["class"] = "input"


class _UnitForm(forms.Form):
    """What a unit is called and which days it works."""

    name = Line(label=gettext_lazy("Name"))
    name_en = Line(label=gettext_lazy("Name in English (need not be)"), required=False)
    level = Line(
        label=gettext_lazy("Level (need not be)"),
        help_text=gettext_lazy("As công đoàn bộ phận, tổ, bản."),
        required=False,
        longest=60,
    )
    week = Pick(
        label=gettext_lazy("Working week"),
        help_text=gettext_lazy("Running matters keep the date they were promised."),
        choices=[(week, gettext_lazy(words)) for week, words in WEEKS.items()],
        required=False,
    )


class ChangeUnitForm(_UnitForm):
    """Another name or week for a unit."""


class OpenUnitForm(_UnitForm):
    """Open a unit under another."""

    slug = Line(
        label=gettext_lazy("Short name for addresses"),
        help_text=gettext_lazy(
            "Small letters without marks, digits, dots, as che.sao. It stands in the"
            " public log and never changes, also when the unit is renamed or moved."
        ),
        longest=60,
    )
    parent = UnitPick(label=gettext_lazy("Under which unit"))
    field_order = ("parent", "name", "slug", "name_en", "level", "week")

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(_mine(officer))

    def clean_slug(self) -> str:
        """Return the slug. Raises ValidationError for one that cannot be an address."""
        slug = str(self.cleaned_data["slug"])
        if not SLUG.fullmatch(slug) or slug in RESERVED:
            raise ValidationError(
                _("Small letters a to z, digits, dots and dashes only, as che.sao.")
            )
        return slug


class MoveUnitForm(forms.Form):
    """Put a unit under another."""

    parent = UnitPick(label=gettext_lazy("Under which unit"))
    reason = Line(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the history of the unit."),
        longest=300,
    )

    def __init__(self, *args: Any, officer: Officer, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = (one for one in _mine(officer) if one.pk != unit.pk)
        self.fields["parent"].offer(others)


def _mine(officer: Officer) -> list[Unit]:
    mine = officer.units("chair")
    return [unit for unit in open_units() if unit.pk in mine]


class BodyForm(forms.Form):
    """The letterhead and settings of a body."""

    name = Line(label=gettext_lazy("Name of the body"), longest=160)
    name_en = Line(
        label=gettext_lazy("Name in English (need not be)"), required=False, longest=160
    )
    phone = Line(label=gettext_lazy("Telephone"), longest=40, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("Write the whole address, as ten@coquan.vn.")
        },
    )
    office = Line(
        label=gettext_lazy("Where the office is"), longest=200, required=False
    )
    office_en = Line(
        label=gettext_lazy("The same in English (need not be)"),
        longest=200,
        required=False,
    )
    open_hours = Line(
        label=gettext_lazy("When it is open, in words"), required=False, longest=120
    )
    hours = Line(
        label=gettext_lazy("Working hours of a day"),
        help_text=gettext_lazy(
            "As 07:30-11:30, 13:30-17:00. Urgent matters count in them; empty means"
            " these."
        ),
        required=False,
    )
    week = Pick(
        label=gettext_lazy("Working week"),
        choices=[(week, gettext_lazy(words)) for week, words in WEEKS.items() if week],
    )
    role_only = forms.BooleanField(
        label=gettext_lazy("Askers see the role only, not the officer's name"),
        required=False,
    )

    def clean_hours(self) -> list[list[str]]:
        """Return the spans. Raises ValidationError for hours that cannot be read."""
        text = str(self.cleaned_data["hours"])
        if not text:
            return []
        spans = [part.strip().split("-") for part in text.replace("–", "-").split(",")]
        try:
            moments = [time.fromisoformat(m.strip().zfill(5)) for s in spans for m in s]
        except ValueError:
            moments = []
        pairs = all(len(span) == 2 for span in spans)
        ordered = all(a < b for a, b in pairwise(moments))
        if not (pairs and moments and ordered):
            raise ValidationError(_("Write them as 07:30-11:30, 13:30-17:00."))
        written = [f"{moment:%H:%M}" for moment in moments]
        return [written[at : at + 2] for at in range(0, len(written), 2)]


def letterhead_of(body: Body) -> dict[str, Any]:
    """Return what stands in a body's form before it is changed."""
    names = (*BodyForm.base_fields,)
    start = {name: getattr(body, name) for name in names}
    start["hours"] = ", ".join("-".join(span) for span in body.hours)
    return start


class TopicForm(forms.Form):
    """A topic for a body's list."""

    prefix = "topic"

    name = Line(label=gettext_lazy("New topic"), longest=80)
    name_en = Line(
        label=gettext_lazy("The same in English (need not be)"),
        longest=80,
        required=False,
    )


class PlaceForm(forms.Form):
    """A place and the unit that answers for it."""

    prefix = "place"

    name = Line(label=gettext_lazy("New place"), longest=80)
    unit = UnitPick(label=gettext_lazy("Which unit answers for it"))

    def __init__(self, *args: Any, officer: Officer, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [one for one in _mine(officer) if one.body_unit_id == body.unit_id]
        self.fields["unit"].offer(here)


class OutsideForm(forms.Form):
    """A body outside the house."""

    prefix = "outside"

    name = Line(label=gettext_lazy("New outside body"), longest=160)
    phone = Line(label=gettext_lazy("Telephone"), longest=40, required=False)
    address = Line(label=gettext_lazy("Address"), longest=200, required=False)
