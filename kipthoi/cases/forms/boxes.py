"""Boxes of the desk's forms: words, a line, a row to pick, said plainly when wrong."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.units.boxes import NOTHING

LONGEST = 20_000  # characters of one box
REASON = gettext_lazy("Give the reason. The asker will read it.")


class Words(forms.CharField):
    """A box for words: in NFC, at most 20,000 characters, said plainly when longer."""

    widget: Any = forms.Textarea

    def __init__(self, *, missing: Any = NOTHING, rows: int = 5, **kwargs: Any) -> None:
        longest = kwargs.pop("longest", LONGEST)
        super().__init__(**kwargs)
        self.longest = longest
        self.error_messages["required"] = missing
        self.widget.attrs.setdefault("rows", rows)

    def to_python(self, value: Any) -> str:
        """Return the words in NFC."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Raise ValidationError for nothing, and for more than the box takes."""
        super().validate(value)
        if len(value) > self.longest:
            sentence = _("Over %(n)s characters. You can send the rest as a file.")
            raise ValidationError(sentence % {"n": self.longest})


class Line(Words):
    """The same on one line."""

    widget = forms.TextInput

    def __init__(self, *, longest: int = 120, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)
        self.widget.attrs.pop("rows", None)

    def to_python(self, value: Any) -> str:
        """Return the words on one line."""
        return " ".join(super().to_python(value).split())


def as_choices(codes: dict[str, str]) -> list[tuple[str, Any]]:
    """Return codes as choices, each with its words in the language of the page."""
    return [(code, gettext_lazy(words)) for code, words in codes.items()]
