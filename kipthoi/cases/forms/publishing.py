"""The public text of an answer: rewritten, marked, masked, looked at with own eyes."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases import queries
from kipthoi.cases.forms.answering import DayField
from kipthoi.cases.forms.attached import in_words
from kipthoi.cases.forms.step import StepForm
from kipthoi.cases.phrases import says_nothing
from kipthoi.core.redaction import Span, find, mask
from kipthoi.files.copies import cleaned_copy_of
from kipthoi.files.prepared import Prepared
from kipthoi.files.refusals import Refused
from kipthoi.files.send import NotHere
from kipthoi.publications.actions import Text
from kipthoi.publications.queries import last_reading, newest_version, of_origin
from kipthoi.sources.actions import Cited
from kipthoi.sources.queries import citations
from kipthoi.units.boxes import Line, Words

WRITTEN = ("title", "short", "body")
SHORT = 600  # characters of the answer in one sentence
EYES = gettext_lazy("There are marks left. Look at each, then tick here.")


class Ticks(forms.MultipleChoiceField):
    """Boxes as rows; a draft keeps what is ticked as one line."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.error_messages["invalid_choice"] = gettext_lazy("Choose from the rows.")


class PublishForm(StepForm):
    """Write what everybody will read, and ask for a second reading."""

    keeps = (*WRITTEN, "valid_until", "review_on", "change", "cited", "copies")

    title = Line(
        label=gettext_lazy("The question, as many people would ask it"),
        help_text=gettext_lazy("No names, no day that points to somebody."),
        longest=200,
    )
    short = Words(
        label=gettext_lazy("The answer in one sentence"), rows=3, longest=SHORT
    )
    body = Words(
        label=gettext_lazy("The rest: why, what to do, an example"),
        required=False,
        rows=8,
    )
    change = Line(
        label=gettext_lazy("What is corrected"),
        help_text=gettext_lazy("Everybody reads it beside the old words."),
        longest=300,
    )
    valid_until = DayField(
        label=gettext_lazy("Holds until"),
        help_text=gettext_lazy("Leave it empty if no end is known."),
        required=False,
    )
    review_on = DayField(label=gettext_lazy("To be checked again by"), required=False)
    cited = Ticks(label=gettext_lazy("Sources taken over from the answer"))
    copies = Ticks(
        label=gettext_lazy("Photos and papers to publish as cleaned copies"),
        help_text=gettext_lazy(
            "Under a neutral name, without place and maker. Look for faces and names."
        ),
    )
    eyes = forms.BooleanField(
        label=gettext_lazy("I have read it again with my own eyes"), required=False
    )

    def prepare(self) -> None:
        """Take over what the answer says and rests on, or what came back."""
        self.publication = of_origin(self.case.ref)
        given = queries.answers(self.case)
        self.answer = given[-1] if given else None
        rests = citations(self.answer.ref) if self.answer else []
        self.rests = {str(c.pk): c for c in rests if c.version.source.public}
        self.fields["cited"].choices = [
            (key, " · ".join(filter(None, (c.version.source.title, c.article))))
            for key, c in self.rests.items()
        ]
        self.pictures = {file.public_id: file for file in queries.copyable(self.case)}
        self.fields["copies"].choices = [(k, f.name) for k, f in self.pictures.items()]
        if self.publication is None or self.publication.current_id is None:
            del self.fields["change"]
        for name in ("cited", "copies"):
            if not self.fields[name].choices:
                del self.fields[name]
            elif isinstance(self.initial.get(name), str):
                self.initial[name] = self.initial[name].split()
        for name, value in self._beginning().items():
            self.initial.setdefault(name, value)
        for name in ("valid_until", "review_on"):
            self.initial[name] = self._as_day(name)

    def _as_day(self, name: str) -> Any:
        """Return a day of a draft as a day, so that the box of days shows it."""
        try:
            return self.fields[name].clean(self.initial.get(name) or "")
        except ValidationError:
            return self.initial[name]

    def _beginning(self) -> dict[str, Any]:
        """Return with what the form begins: the text in hand, or the answer masked."""
        if self.publication is not None:
            text = newest_version(self.publication)
            return {
                "title": text.title,
                "short": text.short,
                "body": text.body,
                "valid_until": text.valid_until,
                "review_on": text.review_on,
                "cited": list(self.rests),
            }
        fields = self.answer.fields if self.answer else {}
        rest = [fields.get(name, "") for name in ("found", "done", "left", "why")]
        return {
            "title": mask(self.case.title.rstrip("…")),
            "short": mask(fields.get("result", "")),
            "body": mask("\n\n".join(filter(None, rest))),
            "cited": list(self.rests),
        }

    def returned(self) -> Any:
        """Return the reading that sent the text back, or None."""
        reading = last_reading(self.publication) if self.publication else None
        return reading if reading and reading.passed is False else None

    # Masking

    def typed(self) -> dict[str, str]:
        """Return what was typed and ticked, for the draft."""
        typed = super().typed()
        for name in ("cited", "copies"):
            if hasattr(self.data, "getlist"):
                typed[name] = " ".join(self.data.getlist(name))[:2000].replace("\0", "")
        return typed

    def masked(self, which: str) -> dict[str, str]:
        """Return what was typed with masks put in: "all" the sure ones, or one of them.

        One is named as `field|kind|words`, so that words typed meanwhile do no harm.
        """
        typed = self.typed()
        field, _bar, rest = which.partition("|")
        kind, _bar, words = rest.partition("|")
        for name in WRITTEN:
            if which == "all":
                typed[name] = mask(typed[name])
            elif name == field:
                typed[name] = _masked(typed[name], kind, words)
        return typed

    @cached_property
    def marks(self) -> list[dict[str, Any]]:
        """Return what is still suspected, field by field, each mark with its button."""
        rows = []
        for name in WRITTEN:
            text = self._now(name)
            spans = find(text)
            if spans:
                rows.append(
                    {
                        "label": self.fields[name].label,
                        "text": text,
                        "spans": spans,
                        "buttons": [
                            _button(name, text[one.start : one.end], one)
                            for one in spans
                        ],
                    }
                )
        return rows

    @property
    def n_sure(self) -> int:
        """Return how many of the marks are personal data beyond doubt."""
        return sum(one.mode == "mask" for row in self.marks for one in row["spans"])

    def _now(self, name: str) -> str:
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        return str(value or "")

    # Taking it

    def clean(self) -> dict[str, Any]:
        """Demand own eyes where marks are left; say what does not hold together."""
        cleaned = super().clean()
        if self.marks and not cleaned.get("eyes"):
            self.add_error("eyes", EYES)
        if cleaned.get("short") and says_nothing(cleaned["short"]):
            self.add_error(
                "short", _("That is a general phrase. Say what is the case here.")
            )
        for name in ("valid_until", "review_on"):
            on = cleaned.get(name)
            if isinstance(on, date) and on < self.today:
                self.add_error(name, _("That day has passed. Choose one to come."))
        cleaned["files"] = [] if self.errors else self._copied(cleaned)
        return cleaned

    def _copied(self, cleaned: dict[str, Any]) -> list[Prepared]:
        ready = []
        for key in cleaned.get("copies") or ():
            try:
                ready.append(cleaned_copy_of(self.pictures[key]))
            except NotHere:
                self.add_error("copies", _("A file you chose is no longer there."))
            except Refused as refusal:
                self.add_error("copies", in_words(refusal))
        return ready

    def act(self, stored: list[Any]) -> Text:
        """Return the text as the action takes it; its copies are stored already."""
        cleaned = self.cleaned_data
        chosen = [self.rests[key] for key in cleaned.get("cited") or ()]
        return Text(
            title=cleaned["title"],
            short=cleaned["short"],
            body=cleaned["body"],
            valid_until=cleaned["valid_until"],
            review_on=cleaned["review_on"],
            change=cleaned.get("change", ""),
            cited=[Cited(c.version, c.article) for c in chosen],
            files=stored,
        )

    @property
    def shown(self) -> list[forms.BoundField]:
        """Return the fields of the page but for the tick, which stands at its end."""
        return [field for field in self.visible_fields() if field.name != "eyes"]


def _masked(text: str, kind: str, words: str) -> str:
    fitting = [
        one
        for one in find(text)
        if one.kind == kind and text[one.start : one.end] == words
    ]
    return mask(text, [replace(one, mode="mask") for one in fitting])


def _button(name: str, words: str, span: Span) -> dict[str, str]:
    return {
        "value": f"{name}|{span.kind}|{words}",
        "words": words,
        "tone": "" if span.mode == "mask" else "maybe",
    }


class SecondReadForm(forms.Form):
    """Pass a text or send it back; sending back needs words for its writer."""

    decision = forms.CharField(required=False)
    words = Words(
        label=gettext_lazy("If you return it: what is to be changed"),
        help_text=gettext_lazy("The writer reads it."),
        required=False,
        rows=4,
        longest=2000,
    )

    def clean(self) -> dict[str, Any]:
        """Demand one of the two buttons, and words for sending back."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") not in ("approve", "return"):
            self.add_error(None, _("Press one of the two buttons."))
        elif cleaned["decision"] == "return" and not cleaned.get("words"):
            self.add_error("words", _("Give the reason. The writer will read it."))
        return cleaned


class UnpublishForm(StepForm):
    """Hide a published answer; its page shows the reason instead."""

    keeps = ("reason",)

    reason = Words(
        label=gettext_lazy("Why it is hidden"),
        help_text=gettext_lazy("Everybody reads it in place of the answer."),
        missing=gettext_lazy("Give the reason. Everybody will read it."),
        rows=3,
        longest=300,
    )
