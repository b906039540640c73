"""Adding a source: what it is, whose, since when and until when, and its words."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.core.keys import TOKEN_BYTES
from kipthoi.core.viewer import Officer
from kipthoi.files.prepared import Prepared, prepare
from kipthoi.files.refusals import Doubtful, Refused
from kipthoi.sources.actions import Document
from kipthoi.sources.words import KINDS
from kipthoi.units.boxes import Day, Line, Words
from kipthoi.units.models import Unit
from kipthoi.units.queries import open_units

LONGEST = 100_000  # characters of a copied text
ACCEPT = "image/*,.pdf,.docx,.xlsx,.odt,.txt"


class AddSourceForm(forms.Form):
    """Add a source with a frozen copy: its text, a file, or both."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    title = Line(
        label=gettext_lazy("Name of the document"),
        help_text=gettext_lazy(
            "As it stands on it: Labour Code, Collective agreement 2025."
        ),
        longest=200,
        missing=gettext_lazy("Write what the document is called."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of document"),
        choices=[(k, gettext_lazy(v)) for k, v in KINDS.items() if k != "proof"],
        error_messages={"invalid_choice": gettext_lazy("Choose one.")},
    )
    number = Line(
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("45/2019/QH14"),
        longest=80,
        required=False,
    )
    issuer = Line(label=gettext_lazy("Who issued it"), longest=160, required=False)
    address = Line(
        label=gettext_lazy("Address on the net"),
        help_text=gettext_lazy(
            "We keep our own copy; the address only says where it was."
        ),
        longest=400,
        required=False,
    )
    valid_from = Day(required=False, label=gettext_lazy("In force from"))
    valid_to = Day(required=False, label=gettext_lazy("In force until"))
    text = Words(
        label=gettext_lazy("The words of it"),
        help_text=gettext_lazy(
            "The articles that answers rest on. They are frozen as they are now."
        ),
        required=False,
        longest=LONGEST,
        rows=8,
    )
    file = forms.Field(
        label=gettext_lazy("Or the file"),
        help_text=gettext_lazy("PDF, Word or photo, 20 MB at most."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    not_secret = forms.BooleanField(
        required=False,
        label=gettext_lazy("None of these files is a state secret"),
        help_text=gettext_lazy(
            "Tick this only if the page asked for it, and only after reading the file."
        ),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit that keeps it"))
    inside = forms.BooleanField(
        required=False,
        label=gettext_lazy("Only for officers of this unit"),
        help_text=gettext_lazy("Without a tick everybody can read it."),
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": secrets.token_hex(TOKEN_BYTES)}
        super().__init__(*args, **kwargs)
        mine = officer.units()
        self.units: dict[str, Unit] = {
            unit.slug: unit for unit in open_units() if unit.pk in mine
        }
        self.fields["unit"].choices = [(u.slug, u.name) for u in self.units.values()]
        self.doubtful = False
        self.copy: Prepared | None = None

    def clean_token(self) -> bytes:
        """Return the once-token's bytes; what is no token protects against nothing."""
        try:
            return bytes.fromhex(self.cleaned_data["token"])[:TOKEN_BYTES]
        except ValueError:
            return b""

    def clean_address(self) -> str:
        """Return an address of the net. Raises ValidationError for anything else."""
        typed = self.cleaned_data["address"]
        try:
            parts = urlsplit(typed)
        except ValueError:
            parts = urlsplit("")
        if typed and (parts.scheme not in ("http", "https") or not parts.netloc):
            raise ValidationError(
                _("Begin the address with https://, or leave it empty.")
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """Look into the file, and say what does not go together."""
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("The last day lies before the first one."))
        upload = cleaned.get("file")
        if upload:
            self._look_into(upload, vouched=bool(cleaned.get("not_secret")))
        elif not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Paste the words, or choose the file."))
        return cleaned

    def _look_into(self, upload: Any, *, vouched: bool) -> None:
        try:
            if upload.refusal is not None:
                raise upload.refusal
            self.copy = prepare(upload.name or "", upload.bytes, confirmed=vouched)
        except Refused as refusal:
            self.doubtful = isinstance(refusal, Doubtful)
            self.add_error(
                "file", f"{refusal.name}: {_(refusal.message) % refusal.values}"
            )

    @property
    def shown(self) -> list[forms.BoundField]:
        """Return the fields of the page; the tick about secrecy only if asked for."""
        wanted = self.doubtful or bool(self.data.get("not_secret"))
        fields = self.visible_fields()
        return [field for field in fields if field.name != "not_secret" or wanted]

    def document(self) -> Document:
        """Return the document as the action takes it."""
        taken = {
            name: self.cleaned_data[name]
            for name in ("kind", "title", "number", "issuer", "address", "text")
        }
        return Document(
            **taken,
            valid_from=self.cleaned_data["valid_from"],
            valid_to=self.cleaned_data["valid_to"],
            public=not self.cleaned_data["inside"],
        )

    @property
    def keeper(self) -> Unit:
        """Return the unit that keeps the source."""
        return self.units[self.cleaned_data["unit"]]
