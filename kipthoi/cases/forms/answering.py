"""The answer: what its kind declares, what it rests on, and what to look at before."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases.actions.answers import AnswerText
from kipthoi.cases.forms.attached import FilesField, NotSecretField
from kipthoi.cases.forms.step import StepForm
from kipthoi.cases.phrases import says_nothing
from kipthoi.cases.words import FIELDS
from kipthoi.core.redaction import find
from kipthoi.sources.actions import Cited
from kipthoi.sources.models import SourceVersion
from kipthoi.sources.queries import citable
from kipthoi.units.boxes import NOTHING, Day, Line, Words
from kipthoi.units.words import called

ROWS = 5  # of the picker of sources
LINES = {"result": 3, "found": 5, "done": 4, "left": 3, "why": 6}
HOLLOW = gettext_lazy("That is a general phrase. Say what is the case here.")
NO_SOURCE = gettext_lazy("At least one source in force is needed, or a proof.")


class DayField(Day):
    """A day up to today, typed as people write it or picked from a calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["required"] = gettext_lazy("Give the day.")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of "before you send": whether it is so, and the sentence."""

    fine: bool
    text: str


class _Sourced(StepForm):
    """Fields of an answer with the picker of sources and a proof."""

    names: ClassVar[tuple[str, ...]] = ()
    demands_source = True

    def prepare(self) -> None:
        """Make the fields that the kind declares, and the picker."""
        for name in self.declared:
            label, hint = FIELDS[name]
            self.fields[name] = self._field(name, _(label), _(hint))
        versions: dict[int, SourceVersion] = {}
        for version in citable(self.officer, on=self.today):
            versions.setdefault(version.source_id, version)
        self.versions = {str(one.pk): one for one in versions.values()}
        choices = [
            ("", _("No source")),
            *((key, _in_a_line(one)) for key, one in self.versions.items()),
        ]
        for n in range(1, ROWS + 1):
            self.fields[f"source_{n}"] = forms.ChoiceField(
                label=_("Source %(n)s") % {"n": n}, required=False, choices=choices
            )
            self.fields[f"article_{n}"] = Line(label=_("Article, page"), required=False)
        self.fields["proof"] = Line(
            label=_("Proof of this case"),
            help_text=_("Minutes, a photo of what was mended: say what it is."),
            required=False,
            longest=200,
        )
        self.fields["proof_files"] = FilesField(label=_("Files of the proof"))
        self.fields["not_secret"] = NotSecretField()

    @property
    def declared(self) -> tuple[str, ...]:
        """Return the names of the fields that the answer has."""
        return self.names or self.case.kind.answer_fields

    @property
    def keeps(self) -> tuple[str, ...]:  # type: ignore[override]
        """Return the fields that a draft keeps: all but the files."""
        picked = [f"{a}_{n}" for n in range(1, ROWS + 1) for a in ("source", "article")]
        return (*self.declared, *picked, "proof")

    def _field(self, name: str, label: str, hint: str) -> forms.Field:
        if name.endswith("_on"):
            return DayField(label=label, help_text=hint)
        if name.endswith("_by"):
            return Line(label=label, help_text=hint, missing=NOTHING)
        return Words(label=label, help_text=hint, rows=LINES.get(name, 4))

    def clean(self) -> dict[str, Any]:
        """Say at its field what is hollow, in the future, or without any source."""
        cleaned = super().clean()
        for name in self.declared:
            value = cleaned.get(name)
            if isinstance(value, date) and value > self.today:
                self.add_error(name, _("That day is still to come."))
            elif isinstance(value, str) and value and says_nothing(value):
                self.add_error(name, HOLLOW)
        if self.demands_source and not self._rests_on_something(cleaned):
            self.add_error("source_1", NO_SOURCE)
        return cleaned

    def _rests_on_something(self, cleaned: dict[str, Any]) -> bool:
        picked = any(cleaned.get(f"source_{n}") for n in range(1, ROWS + 1))
        return bool(picked or cleaned.get("proof") or cleaned.get("proof_files"))

    def cited(self) -> list[Cited]:
        """Return the chosen sources in their order, each once."""
        found: dict[str, Cited] = {}
        for n in range(1, ROWS + 1):
            key = self.cleaned_data.get(f"source_{n}") or ""
            if key in self.versions:
                article = self.cleaned_data.get(f"article_{n}") or ""
                found.setdefault(f"{key} {article}", Cited(self.versions[key], article))
        return list(found.values())

    def text(self, proof_files: list[Any]) -> AnswerText:
        """Return the answer as the action takes it; its files are stored already."""
        fields = {
            name: _plain(self.cleaned_data.get(name, "")) for name in self.declared
        }
        return AnswerText(
            fields=fields,
            cited=self.cited(),
            proof=self.cleaned_data.get("proof", ""),
            proof_files=proof_files,
        )

    # What the page shows around the fields

    @property
    def words(self) -> list[forms.BoundField]:
        """Return the bound fields of the answer itself."""
        return [self[name] for name in self.declared]

    @property
    def picker(self) -> list[dict[str, Any]]:
        """Return the rows of the picker: source and article."""
        return [
            {"source": self[f"source_{n}"], "article": self[f"article_{n}"]}
            for n in range(1, ROWS + 1)
        ]

    @property
    def more_picked(self) -> bool:
        """Tell whether a row behind the second is in use, so that all are shown."""
        return any(self._now(f"source_{n}") for n in range(3, ROWS + 1))

    def _now(self, name: str) -> str:
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        return str(value or "")

    @cached_property
    def preview(self) -> list[dict[str, Any]]:
        """Return what the asker will read, with what may be personal marked."""
        rows = []
        for name in self.declared:
            text = self._now(name)
            if text.strip() and not name.endswith("_on"):
                label = _(FIELDS[name][0])
                rows.append({"label": label, "text": text, "spans": find(text)})
        return rows

    @property
    def n_marks(self) -> int:
        """Return how many places may show who somebody is."""
        return sum(len(row["spans"]) for row in self.preview)

    def checks(self) -> list[Check]:
        """Return what to look at before sending, as things stand in the form."""
        picked = any(self._now(f"source_{n}") for n in range(1, ROWS + 1))
        rests = picked or bool(self._now("proof"))
        hollow = [
            _(FIELDS[name][0])
            for name in self.declared
            if says_nothing(self._now(name))
        ]
        lines = [
            Check(rests, _("A source or a proof") if rests else str(NO_SOURCE)),
            Check(not hollow, _hollow(hollow)),
        ]
        first = self._now("result").split("\n")[0].split(".")[0]
        if "result" in self.declared and first.strip():
            fine = not says_nothing(first)
            said = _("The first sentence says the result")
            lines.append(
                Check(
                    fine, said if fine else _("The first sentence says no result yet")
                )
            )
        if self.n_marks:
            sentence = _("Places that may show who somebody is: %(n)s")
            lines.append(Check(False, sentence % {"n": self.n_marks}))
        return lines


class AnswerForm(_Sourced):
    """Send an answer."""

    def opening(self) -> str:
        """Return the sentence with which officers' letters begin, ready to go on."""
        return _("%(unit)s has looked into the matter you brought, and answers:") % {
            "unit": called(self.case.unit)
        }


class ReviseForm(AnswerForm):
    """Answer a contested matter anew."""


class UpholdForm(_Sourced):
    """Keep a contested answer, with reasons; sources are welcome, not demanded."""

    names = ("why",)
    demands_source = False


def _plain(value: Any) -> str:
    """Return a field as it is kept and read: a day as letters write it."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def _hollow(names: list[str]) -> str:
    if not names:
        return _("Every field says something")
    return _("Still empty, or a general phrase: %(names)s") % {
        "names": ", ".join(names)
    }


def _in_a_line(version: SourceVersion) -> str:
    source = version.source
    number = (
        f" ({source.number})"
        if source.number and source.number not in source.title
        else ""
    )
    return f"{source.title}{number}"
