"""What every step of an officer carries: a once-token, and what its page had seen."""

import secrets
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from kipthoi.cases import queries
from kipthoi.cases.forms.attached import Doubt, FilesField, NotSecretField, look_into
from kipthoi.cases.models import Case
from kipthoi.core.keys import TOKEN_BYTES
from kipthoi.core.viewer import Officer
from kipthoi.units.boxes import LONGEST, Words


class StepForm(forms.Form):
    """What every step carries: a once-token, and which event its page had seen last."""

    keeps: ClassVar[tuple[str, ...]] = ()  # fields that a draft keeps

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        case: Case,
        officer: Officer,
        today: date,
        **kwargs: Any,
    ) -> None:
        self.case, self.officer, self.today = case, officer, today
        self.doubtful = False
        initial = {
            "token": secrets.token_hex(TOKEN_BYTES),
            "seen": queries.last_number(case),
            **(kwargs.pop("initial", None) or {}),
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices that depend on the case."""

    def clean_token(self) -> bytes:
        """Return the once-token's bytes; what is no token protects against nothing."""
        try:
            return bytes.fromhex(self.cleaned_data["token"])[:TOKEN_BYTES]
        except ValueError:
            return b""

    def clean_seen(self) -> int | None:
        """Return the number of the event that the page had seen, if it is one."""
        typed = self.cleaned_data["seen"]
        if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
            return None
        return int(typed)

    def clean(self) -> dict[str, Any]:
        """Look into the files that came along."""
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, FilesField) and cleaned.get(name):
                cleaned[name] = self._looked_into(name, cleaned)
        return cleaned

    def _looked_into(self, name: str, cleaned: dict[str, Any]) -> list[Any]:
        try:
            return look_into(cleaned[name], vouched=bool(cleaned.get("not_secret")))
        except ValidationError as error:
            self.doubtful = isinstance(error, Doubt)
            self.add_error(name, error)
            return []

    def typed(self) -> dict[str, str]:
        """Return what was typed into the fields that a draft keeps."""
        return {
            name: str(self.data.get(name, ""))[:LONGEST].replace("\0", "")
            for name in self.keeps
        }

    @property
    def shown(self) -> list[forms.BoundField]:
        """Return the fields that a page shows, the tick about secrecy only if asked."""
        wanted = self.doubtful or bool(self.data.get("not_secret"))
        return [
            bound
            for bound in self.visible_fields()
            if bound.name != "not_secret" or wanted
        ]


class Worded(StepForm):
    """A step that takes words in `text`, and perhaps files."""

    keeps = ("text",)

    def act(self) -> dict[str, Any]:
        """Return what the action takes, but for the files."""
        return {"text": self.cleaned_data["text"]}


class Grounded(StepForm):
    """A step that takes one of several grounds, and words of one's own."""

    keeps = ("text",)

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "reason": self.cleaned_data["ground"],
            "text": self.cleaned_data["text"],
        }


class WithFiles(Worded):
    """A step with words and files."""

    text = Words(label=gettext_lazy("What you write to the asker"), rows=6)
    # A field may be called `files`: Django takes fields off the class.
    files = FilesField(  # type: ignore[assignment]
        label=gettext_lazy("Photos, recordings, documents"),
        help_text=gettext_lazy(
            "20 MB a file. Place and maker are taken out of photos."
        ),
    )
    not_secret = NotSecretField()
