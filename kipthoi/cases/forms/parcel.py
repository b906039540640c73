"""What an asker's form carries besides its fields: a once-token, and files that wait.

A file is looked at when it comes and waits encrypted, so that a refused one costs
neither the words nor the other files, and a page may be sent again and again.
"""

import base64
import binascii
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases.forms.attached import FilesField, NotSecretField, in_words
from kipthoi.core.keys import TOKEN_BYTES
from kipthoi.files.actions import Stored, discard, store
from kipthoi.files.prepared import without_author
from kipthoi.files.refusals import Doubtful, Refused
from kipthoi.files.waiting import (
    Waiting,
    drop_waiting,
    forget,
    keep_waiting,
    new_token,
    take,
    waiting,
)
from kipthoi.units.boxes import Words

Made = TypeVar("Made")


def tidy(typed: str) -> str:
    """Return what was typed in NFC, without control characters that nobody types."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


# Category Cc of Unicode, but for a new line and a tab.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def read_token(typed: str) -> bytes | None:
    """Return the 16 bytes of a once-token as a form carries it, or None."""
    try:
        token = base64.urlsafe_b64decode(typed.encode("ascii") + b"==")
    except (binascii.Error, ValueError):
        return None
    return token if len(token) == TOKEN_BYTES else None


class Parcel:
    """The once-token of a form and the files that wait for it."""

    def __init__(self, posted: QueryDict, *, now: datetime) -> None:
        self.now = now
        typed = read_token(posted.get("token", ""))
        self.token = typed or secrets.token_bytes(TOKEN_BYTES)
        waits = posted.get("waiting", "")
        self._waited = bool(re.fullmatch(r"[0-9a-f]{32}", waits))
        self.waiting = waits if self._waited else new_token()
        self._had = [tidy(name)[:200] for name in posted.getlist("had")[:50]]
        self.problems: list[Refused] = []

    def receive(self, request: HttpRequest) -> None:
        """Take out the file that is wanted no more, and let what comes along wait."""
        if "remove" in request.POST:
            self.take_out(request.POST["remove"])
        chosen = request.FILES
        uploads = [*chosen.getlist("voice"), *chosen.getlist("files")]
        if uploads:
            self.take_in(uploads, vouched=bool(request.POST.get("not_secret")))

    def take_in(self, uploads: Iterable[Any], *, vouched: bool) -> None:
        """Let uploads wait; what was not taken is told by the form."""
        found, self.problems = keep_waiting(
            self.waiting, uploads, self.now, confirmed=vouched
        )
        self.__dict__["files"] = found

    @cached_property
    def files(self) -> list[Waiting]:
        """Return the files that wait for this form."""
        return waiting(self.waiting, self.now) if self._waited else []

    @property
    def gone(self) -> list[str]:
        """Return the names of files that had been taken and wait no more."""
        here = [file.name for file in self.files]
        return [name for name in dict.fromkeys(self._had) if name not in here]

    def take_out(self, n: str) -> None:
        """Let the waiting file with this number go."""
        for file in self.files:
            if str(file.n) == n:
                drop_waiting(self.waiting, file.n, self.now)
                self._had = [name for name in self._had if name != file.name]
                self.__dict__["files"] = waiting(self.waiting, self.now)
                return

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return the hidden fields that carry this parcel to the next page."""
        token = base64.urlsafe_b64encode(self.token).rstrip(b"=").decode()
        fields = [("token", token)]
        if self.files:
            fields.append(("waiting", self.waiting))
            fields += [("had", file.name) for file in self.files]
        return fields

    def deliver(
        self, act: Callable[[Sequence[Stored]], Made], *, no_author: bool = False
    ) -> Made:
        """Store the files, let `act` bind them, and let the waiting ones go.

        When the act fails, or was done before, nothing of them stays stored; they wait
        on. Raises Refused for a document whose maker cannot be taken out, and whatever
        the act raises.
        """
        files = take(self.waiting, self.now) if self.files else []
        if no_author:
            files = [without_author(file) for file in files]
        stored = store(files)
        try:
            made = act(stored)
        except BaseException:
            discard(stored)
            raise
        if self.files:
            forget(self.waiting, self.now)
        return made

    def let_go(self) -> None:
        """Let everything that waits go: it is not wanted any more."""
        forget(self.waiting, self.now)


class Said(forms.Form):
    """Words, a voice, photos, papers: one of them at least, unless it may be empty."""

    may_be_empty = False

    text = Words(required=False, label=gettext_lazy("Your words"))

    voice = FilesField(
        label=gettext_lazy("Say it instead of typing"),
        help_text=gettext_lazy(
            "Up to 10 minutes, in any language. A voice can be recognised: only who"
            " handles your case hears it."
        ),
    )
    # A field may be called `files`: Django takes fields off the class.
    files = FilesField(  # type: ignore[assignment]
        label=gettext_lazy("Add photos, papers"),
        help_text=gettext_lazy(
            "We take the place where a photo was made out of it. Please send nothing"
            " that is marked as a state secret."
        ),
    )
    not_secret = NotSecretField()

    def __init__(self, *args: Any, parcel: "Parcel", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parcel = parcel
        self.fields["voice"].widget = forms.FileInput(
            attrs={"accept": "audio/*", "capture": True}
        )

    @property
    def doubtful(self) -> bool:
        """Tell whether a file waits for its sender's word that it is no secret."""
        return any(isinstance(one, Doubtful) for one in self.parcel.problems)

    def clean(self) -> dict[str, Any]:
        """Name every file that was not taken; ask for words if nothing is there."""
        cleaned = super().clean() or self.cleaned_data
        for problem in self.parcel.problems:
            self.add_error("files", in_words(problem))
        if self.parcel.gone:
            sentence = _(
                "These files waited too long and must be chosen again: %(names)s"
            )
            self.add_error("files", sentence % {"names": ", ".join(self.parcel.gone)})
        nothing = (
            not self.may_be_empty and not cleaned.get("text") and not self.parcel.files
        )
        if nothing and not self.errors:
            self.add_error(
                "text", _("Nothing here yet. Write a few words or record your voice.")
            )
        return cleaned
