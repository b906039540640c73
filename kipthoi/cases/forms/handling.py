"""Forms before the answer: taking a matter up, giving it, asking, writing."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases import queries
from kipthoi.cases.forms.step import StepForm, WithFiles
from kipthoi.core.kinds import accepting, get_kind
from kipthoi.people.models import Person
from kipthoi.templatetags.kt import day
from kipthoi.units.boxes import Line, Pick, Words
from kipthoi.units.queries import topics
from kipthoi.units.words import called


class AcceptForm(StepForm):
    """Take a matter up: as what, about what, called how, by whom."""

    keeps = ("title",)

    kind = Pick(label=gettext_lazy("What is it?"))
    title = Line(
        label=gettext_lazy("What to call it"),
        help_text=gettext_lazy("A few plain words, without names of people."),
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    assignee = forms.ChoiceField(label=gettext_lazy("Who works on it"), required=False)

    def prepare(self) -> None:
        """Offer the kinds with the day each would promise, topics, and colleagues."""
        kind, kinds = self.fields["kind"], accepting()
        kind.choices = [(one.id, _(one.label)) for one in kinds]
        kind.hints = {one.id: f"{_(one.hint)} {self._promise(one)}" for one in kinds}
        self.topics = {str(one.pk): one for one in topics(self.case.unit.home.body)}
        self.fields["topic"].choices = [
            ("", _("No topic")),
            *((key, called(one)) for key, one in self.topics.items()),
        ]
        people = queries.colleagues(self.case, today=self.today)
        self.people = {str(one.pk): one for one in people}
        self.fields["assignee"].choices = [
            (key, one.addressed) for key, one in self.people.items()
        ]
        self.initial.setdefault("title", self.case.title)
        self.initial.setdefault("topic", str(self.case.topic_id or ""))
        mine = self.case.assignee_id or self.officer.person
        self.initial.setdefault("assignee", str(mine))

    def _promise(self, kind: Any) -> str:
        on = queries.promise_as(self.case, kind)
        if on < self.case.promised_on:
            return _("The date comes nearer: %(day)s.") % {"day": day(on)}
        return _("The date stands: %(day)s.") % {"day": day(on)}

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "kind": get_kind(self.cleaned_data["kind"]),
            "title": self.cleaned_data["title"],
            "topic": self.topics.get(self.cleaned_data["topic"]),
            "assignee": self.people.get(self.cleaned_data["assignee"]),
        }


class GiveForm(StepForm):
    """Give a case to another officer who reads it."""

    assignee = forms.ChoiceField(label=gettext_lazy("Who works on it"))

    def prepare(self) -> None:
        """Offer the colleagues who read the case."""
        people = queries.colleagues(self.case, today=self.today)
        self.people: dict[str, Person] = {str(one.pk): one for one in people}
        self.fields["assignee"].choices = [
            (key, one.addressed) for key, one in self.people.items()
        ]
        self.initial.setdefault("assignee", str(self.case.assignee_id or ""))

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"person": self.people[self.cleaned_data["assignee"]]}


class AskForm(WithFiles):
    """Ask the asker for what is missing."""


class MessageForm(WithFiles):
    """Write to the asker; on an urgent matter perhaps with the plan."""

    plan = forms.BooleanField(
        required=False,
        label=gettext_lazy("This says what we do and by when"),
        help_text=gettext_lazy(
            "The plan of an urgent matter: its clock stops with it."
        ),
    )
    field_order = ("token", "seen", "text", "plan", "files", "not_secret")

    def prepare(self) -> None:
        """Ask for the plan only where a clock waits for it."""
        if not self.case.urgent:
            del self.fields["plan"]

    def act(self) -> dict[str, Any]:
        """Return what the action takes, but for the files."""
        return {
            "text": self.cleaned_data["text"],
            "plan": self.cleaned_data.get("plan", False),
        }


class NoteForm(WithFiles):
    """Leave a note that the asker does not see."""

    text = Words(
        label=gettext_lazy("Inside note"),
        help_text=gettext_lazy("Colleagues on the case read it; the asker does not."),
        rows=5,
    )


class TranscribeForm(StepForm):
    """Write down what a recording says."""

    keeps = ("text",)

    file = forms.ChoiceField(label=gettext_lazy("Which recording"), required=False)
    text = Words(
        label=gettext_lazy("What is said"),
        help_text=gettext_lazy("Word for word as far as it can be understood."),
        rows=8,
    )

    def prepare(self) -> None:
        """Offer the recordings of the case that are still there."""
        voices = queries.voices(self.case)
        self.voices = {one.public_id: one for one in voices}
        if len(voices) < 2:
            del self.fields["file"]
        else:
            self.fields["file"].choices = [(one.public_id, one.name) for one in voices]

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        chosen = self.cleaned_data.get("file") or next(iter(self.voices), "")
        return {"text": self.cleaned_data["text"], "file": self.voices.get(chosen)}
