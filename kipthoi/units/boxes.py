"""Boxes of the forms of every room: words, a line, a day, a row, one of the units."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.units.models import Unit
from kipthoi.units.words import called

LONGEST = 20_000  # characters of one box
NOTHING = gettext_lazy("Nothing here yet. Write a few words.")
PICK = gettext_lazy("Choose one.")
# How people type a day; the calendar of the browser sends the first.
TYPED = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class Words(forms.CharField):
    """A box for words in NFC; too many are told with both numbers.

    `rows` is its height on the page, `missing` the sentence where nothing is typed.
    """

    widget: Any = forms.Textarea

    def __init__(
        self,
        *,
        longest: int = LONGEST,
        missing: Any = NOTHING,
        rows: int = 5,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        self.error_messages["required"] = missing
        self.widget.attrs["rows"] = rows  # Django's own are ten

    def to_python(self, value: Any) -> str:
        """Return the words in NFC."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Raise ValidationError for nothing, and for more than the box takes."""
        super().validate(value)
        if len(value) > self.longest:
            sentence = _("This is %(n)s characters long; at most %(most)s fit here.")
            if self.longest >= LONGEST:
                sentence += " " + _("You can send the rest as a file.")
            raise ValidationError(sentence % {"n": len(value), "most": self.longest})


class Line(Words):
    """The same on one line."""

    widget = forms.TextInput

    def __init__(self, *, longest: int = 120, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)
        del self.widget.attrs["rows"]

    def to_python(self, value: Any) -> str:
        """Return the words on one line, in NFC."""
        return " ".join(super().to_python(value).split())


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
