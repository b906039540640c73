"""The forms of whoever holds a key: opening, writing back, contesting, rating."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases.forms.parcel import Said
from kipthoi.cases.words import CONTEST
from kipthoi.core.keys import KEY_LENGTH, KeyLength, KeyMistyped, read_code, read_key
from kipthoi.units.boxes import Pick, Words

LONGEST_KEY = (
    200  # characters that are looked at: sixteen digits and what stands between
)


class ComeBack(forms.Form):
    """The key, however it is written; what is wrong with it is said before any look."""

    key = forms.CharField(
        required=False,
        label=gettext_lazy("Your secret code, 16 digits"),
        help_text=gettext_lazy(
            "It stands on your receipt. Spaces, dots and dashes do not matter."
        ),
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "spellcheck": "false",
                "class": "large",
                "data-key-field": True,
                "data-secret": True,
            }
        ),
    )

    def clean_key(self) -> str:
        """Return the 16 digits. Say how many there are, or that one is mistyped."""
        typed = self.cleaned_data["key"][:LONGEST_KEY]
        try:
            return read_key(typed)
        except KeyMistyped:
            raise ValidationError(
                _(
                    "One digit is mistyped, or two changed places. Check each digit,"
                    " mostly 1 and 7, 0 and 8."
                )
            ) from None
        except KeyLength as wrong:
            if typed.strip() and wrong.digits < KEY_LENGTH // 2 and read_code(typed):
                sentence = _(
                    "This is the case number. It opens the public page only; your case"
                    " opens with the secret code of 16 digits."
                )
            else:
                sentence = _("The secret code has 16 digits. You entered %(n)s.") % {
                    "n": wrong.digits
                }
            raise ValidationError(sentence) from None

    def opens_nothing(self) -> None:
        """Say that no case has this key."""
        self.add_error(
            "key",
            _(
                "This secret code does not open anything. Check each digit, mostly 1"
                " and 7, 0 and 8."
            ),
        )


class WriteBack(Said):
    """A message from the asker, with files."""

    text = Words(
        required=False,
        rows=4,
        label=gettext_lazy("Write to us"),
        help_text=gettext_lazy("No name is needed here."),
    )


class ContestForm(Said):
    """What is not right with an answer; words, voice and papers may be left out."""

    may_be_empty = True

    reason = Pick(label=gettext_lazy("What is not right yet?"))
    text = Words(
        required=False, rows=5, label=gettext_lazy("In your words, if you like")
    )

    field_order = ("reason", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(code, _(CONTEST[code])) for code in CONTEST]


SOLVED = (("yes", gettext_lazy("Solved")), ("no", gettext_lazy("Not yet")))
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
_SAID = {"yes": True, "no": False, "": None}


class RateForm(forms.Form):
    """Two taps, and both may be skipped."""

    solved = Pick(
        required=False, label=gettext_lazy("Is your matter solved?"), choices=SOLVED
    )
    clear = Pick(
        required=False,
        label=gettext_lazy("Was the answer clear, and were you treated with respect?"),
        choices=YES_NO,
    )

    def said(self, name: str) -> bool | None:
        """Return what was tapped, or None where it was skipped."""
        return _SAID[self.cleaned_data[name]]


class FindForm(forms.Form):
    """A public case number, as it is read aloud or copied."""

    number = forms.CharField(
        required=False,
        max_length=LONGEST_KEY,
        label=gettext_lazy("Case number"),
        help_text=gettext_lazy("Eight letters and digits, such as 7K3M-9Q2F."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        """Return the number, or say what it looks like."""
        typed = self.cleaned_data["number"]
        code = read_code(typed)
        if code is None and sum(c.isdigit() for c in typed) >= KEY_LENGTH:
            raise ValidationError(
                _(
                    "That looks like a secret code. Never enter it here: open your case"
                    " with it instead."
                )
            )
        if code is None:
            raise ValidationError(
                _("A case number has eight letters and digits. Please look again.")
            )
        return code
