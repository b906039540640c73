"""The counter desk: a matter on paper, by telephone, face to face or pasted in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases.actions.intake import Asker, Matter
from kipthoi.cases.forms.parcel import Said
from kipthoi.cases.forms.sending_pages import Reach
from kipthoi.cases.forms.step import StepForm
from kipthoi.cases.recipients import NothingAbove, Recipient, Recipients, recipients
from kipthoi.core.viewer import Officer
from kipthoi.people.roles import OFFICER
from kipthoi.units.boxes import Line, Pick, UnitPick, Words
from kipthoi.units.models import Unit
from kipthoi.units.queries import topics
from kipthoi.units.words import called

DOORS = (
    ("counter", gettext_lazy("At the counter, face to face")),
    ("phone", gettext_lazy("By telephone")),
    ("paper", gettext_lazy("On paper")),
    ("message", gettext_lazy("A message, pasted in")),
)


def home_unit(officer: Officer, recipients: Recipients) -> Unit | None:
    """Return the open unit at which an officer sits, or None."""
    seats = [grant.unit for grant in officer.grants if grant.role == OFFICER]
    by_key = {unit.pk: unit for unit in recipients.units}
    return next((by_key[pk] for pk in seats if pk in by_key), None)


class KeyInForm(Said):
    """Take a matter in for somebody: words, place, who they are, what they allow."""

    door = Pick(label=gettext_lazy("How did it come?"), choices=DOORS)
    text = Words(
        required=False,
        rows=7,
        label=gettext_lazy("What they say, in their own words"),
        help_text=gettext_lazy(
            "Read it back to them. A recording or a photo of the paper may stand for"
            " it."
        ),
    )
    unit = UnitPick(label=gettext_lazy("Which place is it about?"))
    over = forms.BooleanField(
        required=False,
        label=gettext_lazy("They want the next level up: this place must not read it"),
    )
    topic = forms.ChoiceField(
        required=False, label=gettext_lazy("What is it about, if they know")
    )
    place = Line(required=False, longest=80, label=gettext_lazy("Where exactly"))
    name = Line(
        required=False,
        longest=80,
        label=gettext_lazy("Their name"),
        help_text=gettext_lazy(
            "Only if they want to give it. Without it the days are the same."
        ),
    )
    contact = Line(
        required=False, longest=120, label=gettext_lazy("One way to reach them")
    )
    may_publish = forms.BooleanField(
        required=False,
        label=gettext_lazy("They agree that a rewritten answer is published"),
        help_text=gettext_lazy(
            "Ask aloud; tick only after a yes. Without it they are answered just the"
            " same."
        ),
    )
    may_contact = forms.BooleanField(
        required=False,
        label=gettext_lazy("They want to be told when there is news"),
        help_text=gettext_lazy(
            "Ask aloud. We only say that there is news, never what it is about."
        ),
    )
    field_order = (
        "door",
        "text",
        "voice",
        "files",
        "not_secret",
        "unit",
        "over",
        "topic",
        "place",
        "name",
        "contact",
        "may_publish",
        "may_contact",
    )
    clean_contact = Reach.clean_contact

    def __init__(
        self, *args: Any, officer: Officer, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recipients = recipients(today)
        self.recipient: Recipient | None = None
        self.fields["voice"].label = gettext_lazy("A recording, if they agree")
        self.fields["voice"].help_text = gettext_lazy(
            "Up to 10 minutes, in any language. Only who handles the case hears it."
        )
        self.fields["files"].label = gettext_lazy("Photo of the paper, other papers")
        self.fields["files"].help_text = gettext_lazy(
            "Nothing that is marked as a state secret. No photo of an identity card."
        )
        self.fields["unit"].offer(self.recipients.units)
        home = home_unit(officer, self.recipients)
        if home is not None:
            self.initial.setdefault("unit", home.slug)
        root = self.recipients.root
        self.topics = topics(root.home.body) if root is not None else []
        self.fields["topic"].choices = [
            ("", _("No topic")),
            *((topic.slug, called(topic)) for topic in self.topics),
        ]

    def clean(self) -> dict[str, Any]:
        """Find who gets it; say where there is no level above, or no way to reach."""
        cleaned = super().clean()
        unit = cleaned.get("unit")
        if unit is not None:
            try:
                over = bool(cleaned.get("over"))
                self.recipient = self.recipients.send_to(unit, over=over)
            except NothingAbove as error:
                sentence = _(
                    "Nobody reads above %(unit)s in this house. Take the tick out."
                )
                self.add_error("over", sentence % {"unit": called(error.level)})
        unreachable = cleaned.get("may_contact") and not cleaned.get("contact")
        if unreachable and "contact" not in self.errors:
            sentence = _("Write a way to reach them, or take the tick out.")
            self.add_error("contact", sentence)
        return cleaned

    def matter(self, files: Any, language: str) -> Matter:
        """Return what is brought, with its files that are stored already."""
        cleaned = self.cleaned_data
        own = topics(self.recipient.unit.home.body) if self.recipient else []
        topic = next((t.pk for t in own if t.slug == cleaned["topic"]), None)
        return Matter(
            text=cleaned["text"],
            place=cleaned["place"],
            topic=topic,
            language=language,
            files=files,
        )

    def asker(self) -> Asker:
        """Return what the asker says of themselves and allows."""
        names = ("name", "contact", "may_publish", "may_contact")
        return Asker(**{name: self.cleaned_data[name] for name in names})


class AskSupportForm(Said):
    """Ask the superior for guidance: what is asked, and papers that show it."""

    text = Words(
        required=False,
        rows=8,
        label=gettext_lazy("What do you need guidance on?"),
        help_text=gettext_lazy(
            "What happened, what you have read already, what you would do."
        ),
    )
    field_order = ("text", "files", "not_secret")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["voice"]

    def clean(self) -> dict[str, Any]:
        """Demand words: a superior cannot guess a question."""
        cleaned = super().clean()
        if not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Nothing here yet. Write a few words."))
        return cleaned


class RenewKeyForm(StepForm):
    """Give somebody who was recognised at the counter a new secret code."""

    recognised = forms.BooleanField(
        label=gettext_lazy(
            "The person in front of me is the one who brought this matter"
        ),
        help_text=gettext_lazy(
            "By their papers, or because you know them. The old code dies."
        ),
        error_messages={
            "required": gettext_lazy("Tick it once you have recognised the person.")
        },
    )
