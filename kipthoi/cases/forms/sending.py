"""The four short steps of sending: what, where, who, read over.

Nothing that is not sent lies on the server: words travel from page to page in hidden
fields, and every step is checked again at the end, unless a seal of ours says that
these words were found whole before. Only files wait, encrypted.
"""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import cached_property

from kipthoi.cases.actions.intake import Asker
from kipthoi.cases.forms.parcel import Parcel, tidy
from kipthoi.cases.forms.sending_pages import Check, Reach, What, Where, Who
from kipthoi.cases.recipients import NothingAbove, Recipient, Recipients, recipients
from kipthoi.units.models import Topic
from kipthoi.units.queries import topics

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
_BOX = forms.BooleanField(required=False)


class Sending(Parcel):
    """Everything that one person has typed so far, in whatever order the pages came."""

    def __init__(self, posted: QueryDict, *, now: datetime, today: date) -> None:
        super().__init__(posted, now=now)
        self.today = today
        self.data = {name: tidy(posted.get(name, "")) for name in CARRIED}
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
        return _BOX.to_python(self.data[box])

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
            picked = self.data["unit"]
            return Where(data, recipients=self.recipients, picked=picked)
        if step == "check":
            return Check(data, contact=self.contact, names_author=self.names_author)
        return {"who": Who, "reach": Reach}[step](data)

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
        # `tidy` leaves no NUL, so that it can stand between.
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
        # Not over what waits: a file can go before the words come.
        whole = isinstance(form, Check) and not self.files
        if whole and not self.first_open(judged="check"):
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
        over = _BOX.to_python(self.data["over"])
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
