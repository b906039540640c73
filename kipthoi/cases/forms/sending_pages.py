"""The pages of sending, as forms: what, where, who, how to reach them, read over."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases.forms.parcel import Said
from kipthoi.cases.recipients import UNSURE, NothingAbove, Recipients, office_of
from kipthoi.people.models import Term
from kipthoi.units.boxes import Line, Pick, Words
from kipthoi.units.models import Topic
from kipthoi.units.queries import places, topics
from kipthoi.units.words import called

_PHONE = re.compile(r"[\d\s().+-]+")
_LEAST_DIGITS, _MOST_DIGITS = 8, 15
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class What(Said):
    """Step 1: what happened, typed, spoken or shown."""

    text = Words(
        required=False,
        rows=7,
        label=gettext_lazy("What do you want to tell us?"),
        help_text=gettext_lazy(
            "What, where, since when, and what you hope for. A few words are enough."
            " Spelling does not matter."
        ),
    )


class Where(forms.Form):
    """Step 2: which place has to answer, and who therefore reads."""

    unit = Pick(label=gettext_lazy("Which place is it about?"))
    over = forms.BooleanField(required=False)
    topic = forms.ChoiceField(
        required=False, label=gettext_lazy("What is it about, if you know")
    )
    place = Line(
        required=False, longest=80, label=gettext_lazy("Where exactly, if you like")
    )

    def __init__(
        self, *args: Any, recipients: Recipients, picked: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recipients = recipients
        self._offer_units()
        self._offer_topics()
        named = recipients.picked(picked)
        level = recipients.level(named) if named else None
        field = self.fields["over"]
        field.label = (
            _("Go over their head: %(unit)s must not read it") % {"unit": called(level)}
            if level
            else _("Go over their head: the place I picked must not read it")
        )
        field.help_text = _("It goes to the next level up, with the same days.")

    def _offer_units(self) -> None:
        field = self.fields["unit"]
        field.choices = [(unit.slug, called(unit)) for unit in self.recipients.units]
        if self.recipients.root is not None:
            field.choices += [(UNSURE, _("I am not sure"))]
        # Read and worded only where the page is drawn, not where it is sent.
        field.hints = SimpleLazyObject(self._hints)

    def _hints(self) -> dict[str, str]:
        units, root = self.recipients.units, self.recipients.root
        here: dict[int, list[str]] = {}
        for place in places(units):
            here.setdefault(place.unit_id, []).append(place.name)
        hints = {
            unit.slug: _hint(self.recipients.reader(unit), here.get(unit.pk, []))
            for unit in units
        }
        if root is not None:
            hints[UNSURE] = _("We find the right place. %(reads)s") % {
                "reads": _hint(self.recipients.reader(root), [])
            }
        return hints

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        root = self.recipients.root
        found = topics(root.home.body) if root is not None else []
        return {topic.slug: topic for topic in found}

    def _offer_topics(self) -> None:
        none = [("", _("I leave this to you"))]
        self.fields["topic"].choices = lambda: [
            *none,
            *((slug, called(topic)) for slug, topic in self._topics.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Say so where there is no level above."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("unit"):
            try:
                self.recipients.of(cleaned["unit"], over=bool(cleaned.get("over")))
            except NothingAbove as error:
                sentence = _(
                    "Nobody reads above %(unit)s in this house. Take the tick out, or"
                    " come to the office or call: there are ways that do not go"
                    " through this page."
                )
                self.add_error("over", sentence % {"unit": called(error.level)})
        return cleaned


def _hint(reader: Term | None, named: list[str]) -> str:
    """Return who reads at a unit, by office and level, and which places are its own."""
    words = (
        _("Read by: %(who)s.") % {"who": reader_in_words(reader)}
        if reader
        else _("Nobody is named here yet; the first who signs in reads it.")
    )
    if named:
        words += " " + _("Also: %(places)s.") % {"places": ", ".join(named)}
    return words


def reader_in_words(reader: Term | None) -> str:
    """Return who reads: name, office, unit; no name where a body hides it."""
    if reader is None:
        return ""
    hides = reader.unit.home.body.role_only
    parts = ["" if hides else reader.person.addressed, _(office_of(reader))]
    return ", ".join([*filter(None, parts), called(reader.unit)])


class Who(forms.Form):
    """Step 3: without a name, or with a name that is kept closed."""

    named = Pick(
        label=gettext_lazy("Do you want to give your name?"),
        help_text=gettext_lazy(
            "With a name or without, you are answered within the same days."
        ),
        choices=[
            ("no", gettext_lazy("Give no name")),
            ("yes", gettext_lazy("A name, kept closed")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].hints = {
            "no": _(
                "You read the answer with a secret code of 16 digits. We have no way"
                " to call you back."
            ),
            "yes": _(
                "Only who handles this case may open it. Each time the name is opened"
                " it is written down, and you see that."
            ),
        }


class Reach(forms.Form):
    """Step 3, for somebody with a name: the name and one way to reach them."""

    name = Line(required=False, longest=80, label=gettext_lazy("Your name"))
    contact = Line(
        required=False,
        longest=120,
        label=gettext_lazy("One way to reach you"),
        help_text=gettext_lazy(
            "A telephone number or an e-mail address. You may leave it empty; the"
            " secret code is enough."
        ),
    )

    def clean_contact(self) -> str:
        """Say so if a number or an address lacks something; other ways are taken."""
        typed = self.cleaned_data["contact"]
        digits = sum(c.isdigit() for c in typed)
        if not typed:
            return ""
        if _PHONE.fullmatch(typed) and not _LEAST_DIGITS <= digits <= _MOST_DIGITS:
            raise ValidationError(
                _("The telephone number lacks digits. You may leave it empty.")
            )
        if "@" in typed and not _EMAIL.fullmatch(typed):
            raise ValidationError(
                _("The e-mail address is not whole. You may leave it empty.")
            )
        return typed


class Check(forms.Form):
    """Step 4: what the asker allows; each box for itself, none of them ticked."""

    may_publish = forms.BooleanField(
        required=False,
        label=gettext_lazy("Publish the answer so that others can read it"),
        help_text=gettext_lazy(
            "We rewrite it, leave out details about you, and a second person reads it"
            " first. Without the tick you are answered just the same."
        ),
    )
    may_contact = forms.BooleanField(
        required=False,
        label=gettext_lazy("Write or call me when there is news"),
        help_text=gettext_lazy(
            "We only say that there is news, never what it is about."
        ),
    )
    no_author = forms.BooleanField(
        required=False,
        label=gettext_lazy("Take the name of its maker out of the documents"),
        help_text=gettext_lazy(
            "A Word, Excel or PDF file may name who made it. We then keep a cleaned"
            " copy only."
        ),
    )

    def __init__(
        self, *args: Any, contact: str = "", names_author: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not contact:
            del self.fields["may_contact"]
        if not names_author:
            del self.fields["no_author"]
