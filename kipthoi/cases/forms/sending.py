"""The four short steps of sending: what, where, who, read over.

Nothing that is not sent lies on the server: words travel from page to page in hidden
fields, and every step is checked again at the end, unless a seal of ours says that
these words were found whole before. Only files wait, encrypted.
"""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kipthoi.cases.actions.intake import Asker
from kipthoi.cases.forms.boxes import Line, Words
from kipthoi.cases.forms.parcel import Parcel, Said, tidy
from kipthoi.cases.recipients import (
    UNSURE,
    NothingAbove,
    Recipient,
    Recipients,
    office_of,
    recipients,
)
from kipthoi.people.models import Term
from kipthoi.units.boxes import Pick
from kipthoi.units.models import Topic, Unit
from kipthoi.units.queries import places, topics
from kipthoi.units.words import called

CARRIED = (
    "text",
    "unit",
    "over",
    "topic",
    "place",
    "named",
    "name",
    "contact",
    "may_publish",
    "may_contact",
    "no_author",
    "review",
)
# What the last page asks itself; everything before it is judged when that page is made.
ASKED_LAST = ("may_publish", "may_contact", "no_author", "review")
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
        self.recipients, self._slug = recipients, picked
        self._offer_units()
        self._offer_topics()
        named = self._picked()
        level = recipients.level(named) if named else None
        field = self.fields["over"]
        field.label = (
            _("Go over their head: %(unit)s must not read it") % {"unit": called(level)}
            if level
            else _("Go over their head: the place I picked must not read it")
        )
        field.help_text = _("It goes to the next level up, with the same days.")

    def _picked(self) -> Unit | None:
        if self._slug == UNSURE:
            return self.recipients.root
        return self.recipients.find(self._slug)

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


class Sending(Parcel):
    """Everything that one person has typed so far, in whatever order the pages came."""

    def __init__(self, posted: QueryDict, *, now: datetime, today: date) -> None:
        super().__init__(posted, now=now)
        self.today = today
        self.data = {name: tidy(posted.get(name, "")) for name in CARRIED}
        self._where: dict[tuple[str, ...], Where] = {}
        self._seal = posted.get("seal", "")

    @cached_property
    def recipients(self) -> Recipients:
        """Return who reads where today."""
        return recipients(self.today)

    @property
    def contact(self) -> str:
        """Return the way to reach the asker that was typed, if they give a name."""
        return self.data["contact"] if self.named else ""

    @property
    def names_author(self) -> bool:
        """Tell whether a file that waits may name its maker."""
        return any(file.names_author for file in self.files)

    def allows(self, box: str) -> bool:
        """Tell whether a box of the last page is ticked. None of them can be wrong."""
        return _ticked(self.data[box])

    @property
    def without_authors(self) -> bool:
        """Tell whether the makers' names are to be taken out of the documents."""
        return self.names_author and self.allows("no_author")

    @property
    def named(self) -> bool:
        """Tell whether the asker chose to give a name."""
        return self.data["named"] == "yes"

    def form(self, step: str, *, fresh: bool = False) -> Any:
        """Return the form of a step, bound to what was typed unless `fresh`."""
        data = None if fresh else self.data
        if step == "what":
            return What(data, parcel=self)
        if step == "where":
            return self._make_where(fresh)
        if step == "check":
            return Check(data, contact=self.contact, names_author=self.names_author)
        return {"who": Who, "reach": Reach}[step](data)

    def _make_where(self, fresh: bool) -> "Where":
        """Return step 2; bound to the same words it is made once, and asked thrice."""
        picked = self.data["unit"]
        if fresh:
            return Where(None, recipients=self.recipients, picked=picked)
        typed = tuple(self.data.values())
        if typed not in self._where:
            self._where = {
                typed: Where(self.data, recipients=self.recipients, picked=picked)
            }
        return self._where[typed]

    @property
    def steps(self) -> list[str]:
        """Return the pages in order; the one about the name only for who gives one."""
        order = ["what", "where", "who", "reach", "check"]
        return order if self.named else [step for step in order if step != "reach"]

    def first_open(self, *, judged: str = "") -> str:
        """Return the first step that is not whole yet, or nothing.

        A step that was `judged` whole already is not looked at again.
        """
        steps = (step for step in self.steps if step != judged)
        return next((step for step in steps if not self.form(step).is_valid()), "")

    @property
    def sealed(self) -> bool:
        """Tell whether a page of ours found these very words whole, without files."""
        if self._waited or not self._seal or self.recipient is None:
            return False
        if self.data["topic"] and self.topic is None:
            return False
        return constant_time_compare(self._seal, self._make_seal())

    def _make_seal(self) -> str:
        # No control character but these two survives `tidy`.
        said = "\0".join(
            value for name, value in self.data.items() if name not in ASKED_LAST
        )
        return salted_hmac("kipthoi.seal", said, algorithm="sha256").hexdigest()

    def carried(self, form: Any) -> list[tuple[str, str]]:
        """Return the hidden fields of a page: all that its form does not show."""
        own = set(form.fields)
        fields = [
            (name, value)
            for name, value in self.data.items()
            if value and name not in own
        ]
        if isinstance(form, Check) and not self.first_open(judged="check"):
            fields.append(("seal", self._make_seal()))
        return fields + self.hidden

    @property
    def matter(self) -> dict[str, Any]:
        """Return the words, the place and the topic of what was found whole."""
        return {
            "text": self.data["text"].strip(),
            "place": " ".join(self.data["place"].split()),
            "topic": self.topic.pk if self.topic else None,
        }

    @cached_property
    def recipient(self) -> Recipient | None:
        """Return who gets it as it stands now, or None where that cannot be."""
        over = _ticked(self.data["over"])
        try:
            return self.recipients.of(self.data["unit"], over=over)
        except NothingAbove:
            return None

    @cached_property
    def topic(self) -> Topic | None:
        """Return the topic as the body that answers knows it, or the house's, or None."""
        slug, root = self.data["topic"], self.recipients.root
        if not slug or self.recipient is None or root is None:
            return None
        bodies = (self.recipient.unit.home.body, root.home.body)
        found = (t for body in bodies for t in topics(body) if t.slug == slug)
        return next(found, None)

    @property
    def asker(self) -> Asker:
        """Return what the asker says of themselves; nothing of it if nameless."""
        own: dict[str, Any] = {}
        if self.named:
            reach = self.form("reach")
            reach.is_valid()
            own = reach.cleaned_data
        return Asker(
            name=own.get("name", ""),
            contact=own.get("contact", ""),
            may_publish=self.allows("may_publish"),
            may_contact=self.allows("may_contact") and bool(self.contact),
        )


def _ticked(typed: str) -> bool:
    """Tell whether a box was ticked, as a form of Django reads it."""
    return typed.lower() not in ("", "0", "false")
