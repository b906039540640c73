"""Files chosen in a form that is sent at once: looked at in memory, refused by name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.files.prepared import Prepared, prepare
from kipthoi.files.refusals import Doubtful, Refused

ACCEPT = "image/*,audio/*,.pdf,.docx,.xlsx,.odt,.txt"


class ManyFiles(forms.FileInput):
    """A file box that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Return every file that was chosen under this name."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Any number of photos, recordings and documents, each made safe to keep."""

    widget = ManyFiles(attrs={"accept": ACCEPT, "multiple": True})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Iterable[Any]) -> list[Any]:
        """Return the uploads; the form looks into them, because it has the tick."""
        return list(value or [])


class NotSecretField(forms.BooleanField):
    """The officer's word that a doubtful paper is no state secret."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label=gettext_lazy("None of these files is a state secret"),
            help_text=gettext_lazy(
                "Tick this only if the page asked for it, and only after reading the"
                " file."
            ),
        )


class Doubt(ValidationError):
    """At least one file needs its sender's word that it is no state secret."""


def look_into(uploads: Iterable[Any], *, vouched: bool) -> list[Prepared]:
    """Return the uploads as files ready to be kept.

    Raises ValidationError (Doubt where a tick would help) that names each file that
    was not taken, and why.
    """
    ready: list[Prepared] = []
    refused: list[Refused] = []
    for upload in uploads:
        try:
            if upload.refusal is not None:
                raise upload.refusal
            ready.append(prepare(upload.name or "", upload.bytes, confirmed=vouched))
        except Refused as refusal:
            refused.append(refusal)
    if refused:
        doubtful = any(isinstance(one, Doubtful) for one in refused)
        raise (Doubt if doubtful else ValidationError)([in_words(r) for r in refused])
    return ready


def in_words(refusal: Refused) -> str:
    """Return why a file was not taken, with its name, for its sender."""
    why = _(refusal.message) % refusal.values
    return f"{refusal.name}: {why}" if refusal.name else why
