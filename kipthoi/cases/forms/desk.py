"""The forms of an officer's steps, checked on the server; nothing typed is lost."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases import queries
from kipthoi.cases.forms.boxes import PICK, REASON, Line, Pick, Words
from kipthoi.cases.forms.step import StepForm, WithFiles
from kipthoi.cases.phrases import says_nothing
from kipthoi.cases.words import CLOSE, EXTEND, called, day
from kipthoi.core.keys import grouped_code, read_code
from kipthoi.core.kinds import accepting, get_kind
from kipthoi.people.models import Person
from kipthoi.units.queries import topics


def in_words(codes: dict[str, str]) -> list[tuple[str, Any]]:
    """Return codes as choices, each with its words in the language of the page."""
    return [(code, gettext_lazy(words)) for code, words in codes.items()]


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

    def act(self) -> dict[str, Any]:
        """Return what the action takes, but for the files."""
        return {"text": self.cleaned_data["text"]}


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

    def act(self) -> dict[str, Any]:
        """Return what the action takes, but for the files."""
        return {"text": self.cleaned_data["text"]}


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


class ExtendForm(StepForm):
    """Ask the asker for more days, with a reason that they read."""

    keeps = ("text",)

    ground = Pick(label=gettext_lazy("Reason"), choices=in_words(EXTEND))
    text = Words(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("The asker reads it, together with the new date."),
        missing=REASON,
        rows=4,
    )

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "reason": self.cleaned_data["ground"],
            "text": self.cleaned_data["text"],
        }


class MarkUrgentForm(StepForm):
    """Say why a matter cannot wait."""

    keeps = ("text",)

    text = Words(
        label=gettext_lazy("Why it cannot wait"),
        help_text=gettext_lazy("Danger, or harm that cannot be undone."),
        missing=gettext_lazy("Give the reason."),
        rows=4,
    )

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"text": self.cleaned_data["text"]}


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
        self.fields["like"].hints = {
            one.code: f"{grouped_code(one.code)} · {called(one.unit)}" for one in found
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


class CloseForm(StepForm):
    """Close a matter without an answer."""

    keeps = ("text",)

    ground = Pick(label=gettext_lazy("Reason"), choices=in_words(CLOSE))
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

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "reason": self.cleaned_data["ground"],
            "text": self.cleaned_data["text"],
        }


class AskWithholdingForm(StepForm):
    """Ask that a matter be handled in private."""

    keeps = ("text",)

    text = Words(
        label=gettext_lazy("Why it should be handled in private"),
        missing=gettext_lazy("Give the reason."),
        rows=4,
    )

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"text": self.cleaned_data["text"]}


class WithholdForm(StepForm):
    """Agree, as the second person, that a matter is handled in private."""

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {}


class OpenIdentityForm(StepForm):
    """Ask to see the asker's name."""

    reason = Words(
        label=gettext_lazy("What you need the name for"), missing=REASON, rows=3
    )

    def act(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"reason": self.cleaned_data["reason"]}
