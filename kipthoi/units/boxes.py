"""Boxes of the forms of officers: a line, some words, a day, one of the units."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.units.models import Unit
from kipthoi.units.words import called

NOTHING = gettext_lazy("Nothing here yet. Write a few words.")
PICK = gettext_lazy("Choose one.")
# How people type a day; the calendar of the browser sends the first.
TYPED = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class Line(forms.CharField):
    """Words on one line, in NFC, at most `longest` characters."""

    def __init__(self, *, longest: int = 120, missing: Any = NOTHING, **kwargs: Any):
        super().__init__(**kwargs)
        self.longest = longest
        self.error_messages["required"] = missing

    def to_python(self, value: Any) -> str:
        """Return the words on one line, in NFC."""
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        return " ".join(text.split())

    def validate(self, value: str) -> None:
        """Raise ValidationError for nothing, and for more than the box takes."""
        super().validate(value)
        if len(value) > self.longest:
            sentence = _("At most %(n)s characters here.")
            raise ValidationError(sentence % {"n": self.longest})


class Day(forms.DateField):
    """A day, typed as 01/12/2026 or picked from the calendar of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        )
        kwargs.setdefault("input_formats", TYPED)
        super().__init__(**kwargs)
        self.error_messages["required"] = gettext_lazy("Choose a day.")


class Pick(forms.ChoiceField):
    """Choices as rows; `hints` gives a row its second line."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints: dict[str, str] = {}
        self.error_messages.update(required=PICK, invalid_choice=PICK)


class UnitPick(forms.ChoiceField):
    """One unit of a list that the form offers, by its slug; gives the unit itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units: dict[str, Unit] = {}
        self.error_messages.update(required=PICK, invalid_choice=PICK)

    def offer(self, units: Iterable[Unit], *, nothing: str = "") -> None:
        """Offer these units, in their order, each as deep as it stands in the tree."""
        self.units = {unit.slug: unit for unit in units}
        rows = [
            (slug, "\u2003" * (len(unit.ancestry) - 1) + called(unit))
            for slug, unit in self.units.items()
        ]
        self.choices = [("", nothing or _("Choose a unit")), *rows]

    def clean(self, value: Any) -> Unit | None:
        """Return the unit chosen, or None. Raises ValidationError."""
        return self.units.get(super().clean(value))
