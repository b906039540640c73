"""Forms of the working days and of the limits."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from kipthoi.core.viewer import Officer
from kipthoi.deadlines import rules
from kipthoi.deadlines.models import DeadlineRule
from kipthoi.deadlines.words import MATTERS, UNITS, VERIFIED
from kipthoi.people.roles import CHAIR
from kipthoi.units.boxes import Day, Line, Pick
from kipthoi.units.queries import open_units, root_body
from kipthoi.units.words import called

FIRST, LAST = 2000, 2100  # the years of which a calendar can be asked
KINDS = {
    "off": gettext_noop("Day off"),
    "work": gettext_noop("Make-up day, worked"),
    "undone": gettext_noop("As its weekday says again"),
}


def scopes_of(officer: Officer) -> list[tuple[str, str]]:
    """Return for whom an officer may set days: the house, or units in reach."""
    mine = officer.units(CHAIR)
    root = root_body()
    units = [(u.slug, called(u)) for u in open_units() if u.pk in mine]
    house = root is not None and root.unit_id in mine
    return [("all", _("The whole house")), *units] if house else units


class YearForm(forms.Form):
    """Which year is shown, and for whom."""

    nam = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST,
        max_value=LAST,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input"}),
        error_messages={
            name: gettext_lazy("Write a year from 2000 to 2100.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    noi = forms.ChoiceField(label=gettext_lazy("For"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(unit.slug, called(unit)) for unit in open_units()]
        self.fields["noi"].choices = [("all", _("The whole house")), *units]
        self.fields["noi"].error_messages["invalid_choice"] = _("Choose one.")


class SetDayForm(forms.Form):
    """One day that is not what its weekday says."""

    day = Day(label=gettext_lazy("Day"))
    kind = Pick(
        label=gettext_lazy("What it is"),
        choices=[(kind, gettext_lazy(words)) for kind, words in KINDS.items()],
    )
    scope = forms.ChoiceField(label=gettext_lazy("For"))
    name = Line(label=gettext_lazy("Name of the day"), required=False, longest=80)
    source = Line(
        label=gettext_lazy("Which document says so"),
        help_text=gettext_lazy("Number and date, as Thông báo 9441/TB-BNV."),
        longest=300,
    )
    provisional = forms.BooleanField(
        label=gettext_lazy("Provisional: not decreed yet"), required=False
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes_of(officer)
        self.fields["scope"].error_messages["invalid_choice"] = _("Choose one.")

    def clean_day(self) -> date:
        """Return the day. Raises ValidationError for one outside every calendar."""
        day: date = self.cleaned_data["day"]
        if not FIRST <= day.year <= LAST:
            raise ValidationError(_("Write a year from 2000 to 2100."))
        return day


class ConfirmYearForm(forms.Form):
    """Which document decrees the days off of a year."""

    source = Line(
        label=gettext_lazy("Which document says so"),
        help_text=gettext_lazy("Number and date, as Thông báo 9441/TB-BNV."),
        longest=300,
    )


class MatterForm(forms.Form):
    """Of which matter the limits are shown."""

    matter = forms.ChoiceField(label=gettext_lazy("Field"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(code, _(words)) for code, words in MATTERS.items()]
        self.fields["matter"].choices = [("", _("All matters")), *rows]
        self.fields["matter"].error_messages["invalid_choice"] = _("Choose one.")


class NewVersionForm(forms.Form):
    """What a limit says from a day on."""

    number = Line(label=gettext_lazy("How many"), longest=8)
    unit = forms.ChoiceField(
        label=gettext_lazy("Of what"),
        choices=[(code, gettext_lazy(words)) for code, words in UNITS.items()],
    )
    valid_from = Day(label=gettext_lazy("In force from"))
    valid_to = Day(
        label=gettext_lazy("Until, including that day (need not be)"), required=False
    )
    law = Line(label=gettext_lazy("Law or rule"), longest=160)
    article = Line(label=gettext_lazy("Article"), required=False, longest=80)
    source = Line(
        label=gettext_lazy("Where it was read (need not be)"),
        required=False,
        longest=400,
    )
    verified = Pick(
        label=gettext_lazy("How sure it is"),
        choices=[(code, gettext_lazy(words)) for code, words in VERIFIED.items()],
    )
    note = Line(label=gettext_lazy("Note (need not be)"), required=False, longest=400)

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the number and at an end before its beginning."""
        cleaned = super().clean() or {}
        try:
            rules.sensible(cleaned.get("number", ""), cleaned.get("unit", ""))
        except rules.BadNumber:
            if "number" in cleaned:
                self.add_error("number", _("A number from 1 to 999, or month-day."))
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("The last day lies before the first."))
        return cleaned


def version_of(rule: DeadlineRule) -> dict[str, Any]:
    """Return what stands in the form before a limit is changed."""
    names = (*NewVersionForm.base_fields,)
    return {n: getattr(rule, n) for n in names if n not in ("valid_from", "valid_to")}
