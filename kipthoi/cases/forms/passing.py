"""Forms by which a matter goes elsewhere: handed over, joined, closed, in private."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases import queries
from kipthoi.cases.forms.boxes import REASON, as_choices
from kipthoi.cases.forms.step import Grounded, StepForm, Worded
from kipthoi.cases.phrases import says_nothing
from kipthoi.cases.words import CLOSE
from kipthoi.core.keys import grouped_code, read_code
from kipthoi.units.boxes import PICK, Line, Pick, Words
from kipthoi.units.words import called


class HandOverForm(StepForm):
    """Hand a matter over inside the house: to which unit, and why."""

    keeps = ("reason",)

    to = forms.ChoiceField(
        label=gettext_lazy("To which unit"),
        help_text=gettext_lazy("Behind each unit stands who takes it there."),
    )
    reason = Words(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Colleagues and the asker read it."),
        missing=REASON,
        rows=4,
    )

    def prepare(self) -> None:
        """Offer the open units of the house, each with who would take the matter."""
        self.fields["to"].error_messages.update(required=PICK, invalid_choice=PICK)
        self.units, rows = {}, [("", _("Choose a unit"))]
        for unit, person in queries.takers(self.case, today=self.today):
            self.units[unit.slug] = unit
            who = person.addressed if person else _("nobody there")
            deep = "\u2003" * (len(unit.ancestry) - 1)
            rows.append((unit.slug, f"{deep}{called(unit)} · {who}"))
        self.fields["to"].choices = rows

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "to": self.units[self.cleaned_data["to"]],
            "reason": self.cleaned_data["reason"],
        }


class JoinForm(StepForm):
    """Join a matter with the same one: picked from similar ones, or by its number."""

    like = Pick(label=gettext_lazy("Cases that say much the same"), required=False)
    number = Line(
        label=gettext_lazy("Or the number of the case"),
        help_text=gettext_lazy("As 7K3M-9Q2F. Spaces and small letters do no harm."),
        required=False,
        longest=40,
    )

    def prepare(self) -> None:
        """Offer similar cases, each with its number."""
        found = queries.like(self.case, viewer=self.officer, most=5)
        found = [one for one in found if one.pk != self.case.pk]
        if not found:
            del self.fields["like"]
            self.fields["number"].label = _("The number of the case")
            return
        self.fields["like"].choices = [(one.code, one.title) for one in found]
        units = queries.units_of(found)
        self.fields["like"].hints = {
            one.code: f"{grouped_code(one.code)} · {called(units[one.unit_id])}"
            for one in found
        }

    def clean(self) -> dict[str, Any]:
        """Find the other case; raise at the field if there is none to be read."""
        cleaned = super().clean()
        typed = cleaned.get("number") or cleaned.get("like") or ""
        code = read_code(typed)
        found = queries.by_codes([code], viewer=self.officer) if code else []
        if not typed and not self.errors:
            self.add_error("number", _("Write a number, or choose a case above."))
        elif typed and not found:
            self.add_error("number", _("You have no case with this number."))
        self.other = found[0] if found else None
        return cleaned

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"to": self.other}


class CloseForm(Grounded):
    """Close a matter without an answer."""

    ground = Pick(label=gettext_lazy("Reason"), choices=as_choices(CLOSE))
    text = Words(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("The asker reads it, and may ask for a review."),
        missing=REASON,
        rows=4,
    )

    def clean_text(self) -> str:
        """Return the words. Raises ValidationError for a general phrase."""
        text = self.cleaned_data["text"]
        if says_nothing(text):
            raise ValidationError(
                _("That is a general phrase. Say what is the case here.")
            )
        return text


class AskWithholdingForm(Worded):
    """Ask that a matter be handled in private."""

    text = Words(
        label=gettext_lazy("Why it should be handled in private"),
        missing=gettext_lazy("Give the reason."),
        rows=4,
    )


class WithholdForm(StepForm):
    """Agree, as the second person, that a matter is handled in private."""

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {}
