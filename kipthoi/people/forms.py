"""Forms of signing in, of one's own account, and of the people of the house."""

from datetime import date
from typing import Any

from allauth.core import context, ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.core.viewer import Officer
from kipthoi.people import chores, queries
from kipthoi.people.models import Person
from kipthoi.people.roles import CHAIR, ROLES
from kipthoi.units.boxes import Day, Line, Pick, UnitPick
from kipthoi.units.queries import open_units

HONORIFICS = ("Anh", "Chị", "Ông", "Bà", "Cô", "Chú", "Bác", "Đồng chí")
EMAIL = gettext_lazy("Write the whole address, as ten@coquan.vn.")
HINTS = {
    "officer": gettext_lazy("Takes up matters and answers them."),
    "duty": gettext_lazy("The same, and stands on the receipts of the unit."),
    "second_reader": gettext_lazy("Reads what is to be published before it is."),
    "chair": gettext_lazy("All of it, and people, units, days and limits."),
    "deputy": gettext_lazy("The same as the chair."),
    "operator": gettext_lazy(
        "Runs the machine. Sees counts only, no words of anybody."
    ),
}


class SignInForm(forms.Form):
    """Ask for a code by e-mail: the same words whether the address is known or not."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        error_messages={"required": EMAIL, "invalid": EMAIL, "max_length": EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn"}),
    )

    def clean_email(self) -> str:
        """Return the address. Raises ValidationError after too many letters to it."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if not ratelimit.consume(
            context.request, action="request_login_code", key=email
        ):
            raise ValidationError(
                _(
                    "Several codes were asked for this address. The last letter still"
                    " counts; a new one can be asked for in 10 minutes."
                )
            )
        return email


class CodeForm(forms.Form):
    """The six digits of the letter, or a recovery code where no letter arrives."""

    code = forms.CharField(
        label=gettext_lazy("The code of the letter"),
        max_length=60,
        error_messages={"required": gettext_lazy("Write the 6 digits of the letter.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = code

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError unless it opens the door."""
        typed = "".join(filter(str.isalnum, self.cleaned_data["code"]))
        if self.expected and compare_user_code(actual=typed, expected=self.expected):
            return typed
        if len(typed) > len(self.expected or "000000") and self._recovers(typed):
            return typed
        raise ValidationError(
            _("This code does not open anything. Look at the newest letter.")
        )

    def _recovers(self, typed: str) -> bool:
        stage = getattr(context.request, "_login_stage", None)
        person = stage.login.user if stage else None
        return person is not None and chores.spend_recovery_code(
            person, typed, now=timezone.now()
        )


class CredentialField(forms.JSONField):
    """What a browser says for a passkey: an object of modest size, or it is refused."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["required"] = self.error_messages["invalid"] = gettext_lazy(
            "The browser has made no key. Please try again."
        )

    def to_python(self, value: Any) -> Any:
        """Return the object. Raises ValidationError for whatever is none."""
        refused = ValidationError(self.error_messages["invalid"], code="invalid")
        if len(str(value)) > 20_000:
            raise refused
        try:
            found = super().to_python(value)
        except (ValueError, RecursionError):  # numbers too long, too deep
            raise refused from None
        if found is not None and not isinstance(found, dict):
            raise refused
        return found


class PasskeyForm(LoginWebAuthnForm):
    """Signing in by a passkey; whatever is none is told and not an error of ours."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        """Return the key that signed. Raises ValidationError for anything else."""
        try:
            return super().clean_credential()
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ValidationError(
                _("The key could not be checked. Please try again.")
            ) from None


class KeyForm(forms.Form):
    """A passkey that the browser has made, checked against this session's challenge."""

    name = Line(
        label=gettext_lazy("What to call this key"),
        help_text=gettext_lazy("As “Office machine” or “My telephone”."),
        longest=60,
    )
    credential = CredentialField()

    def clean_credential(self) -> Any:
        """Return the credential. Raises ValidationError if it answers no challenge."""
        credential = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(credential)
            binding = auth.complete_registration(credential)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
            binding = None
        if binding is None or not binding.is_user_verified():
            raise ValidationError(_("The key could not be checked. Please try again."))
        return credential


class RenameKeyForm(forms.Form):
    """Another name for a passkey."""

    name = Line(label=gettext_lazy("What to call this key"), longest=60)


class LanguageForm(forms.Form):
    """The language of one's own letters."""

    language = Pick(
        label=gettext_lazy("Language of the letters to me"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
    )


class _RoleForm(forms.Form):
    """A role in a unit of one's reach."""

    unit = UnitPick(
        label=gettext_lazy("In which unit"),
        help_text=gettext_lazy("The role holds there and in everything below it."),
    )
    role = Pick(
        label=gettext_lazy("Role"),
        choices=[(name, gettext_lazy(label)) for name, label in ROLES.items()],
    )
    title = Line(
        label=gettext_lazy("Title (need not be)"),
        help_text=gettext_lazy("Stands beside the name under answers."),
        required=False,
        longest=80,
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = officer.units(CHAIR)
        self.fields["unit"].offer(unit for unit in open_units() if unit.pk in mine)
        self.fields["role"].hints = HINTS


class InviteForm(_RoleForm):
    """Invite somebody to a role by a one-time link."""

    name = Line(label=gettext_lazy("Full name"), longest=80)
    honorific = forms.ChoiceField(
        label=gettext_lazy("How to address them"),
        choices=[("", "—"), *((word, word) for word in HONORIFICS)],
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        error_messages={"required": EMAIL, "invalid": EMAIL, "max_length": EMAIL},
    )
    field_order = ("name", "honorific", "email", "unit", "role", "title")


class GiveRoleForm(_RoleForm):
    """Give a person of the house another role, from a day on."""

    from_on = Day(label=gettext_lazy("From"))


class EndTermForm(forms.Form):
    """End a term."""

    on = Day(label=gettext_lazy("Last day"))


class StandInForm(forms.Form):
    """Somebody who does the work of a role while its holder is away."""

    person = forms.ChoiceField(label=gettext_lazy("Who stands in"))
    from_on = Day(label=gettext_lazy("From"))
    to_on = Day(label=gettext_lazy("To, including that day"))

    def __init__(self, *args: Any, officer: Officer, away: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, Person] = {
            str(one.pk): one for one in queries.people_of(officer) if one.pk != away
        }
        rows = [(pk, one.addressed) for pk, one in self.people.items()]
        self.fields["person"].choices = [("", _("Choose a person")), *rows]
        self.fields["person"].error_messages.update(
            required=_("Choose one."), invalid_choice=_("Choose one.")
        )

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the end if it lies before the beginning."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("from_on"), cleaned.get("to_on")
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            self.add_error("to_on", _("The last day lies before the first."))
        return cleaned

    @property
    def chosen(self) -> Person:
        """Return the person chosen."""
        return self.people[self.cleaned_data["person"]]
