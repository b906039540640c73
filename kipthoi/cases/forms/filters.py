"""How an officer narrows the inbox, as it stands in the address: no error page ever."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from kipthoi.cases import queries
from kipthoi.cases.queries import TABS, Filters
from kipthoi.core.kinds import KINDS
from kipthoi.core.viewer import Officer
from kipthoi.units.queries import body_of, topics
from kipthoi.units.words import called

WORDS = {
    "todo": gettext_noop("To do"),
    "late": gettext_noop("Late"),
    "today": gettext_noop("Due today"),
    "soon": gettext_noop("Within 3 days"),
    "contested": gettext_noop("Under review"),
    "new": gettext_noop("New"),
    "waiting": gettext_noop("Waiting for the asker"),
    "answered": gettext_noop("Done with"),
    "all": gettext_noop("All"),
}
LONGEST = 200  # characters of a search
MOST = 100  # a tab with more shows "100+"


class FilterForm(forms.Form):
    """The filters of the inbox. What cannot be read is left out, with a sentence."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("Who works on it"), required=False)

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        super().__init__(data)
        units = queries.units_in_reach(officer)
        self.units = {unit.slug: unit for unit in units}
        bodies = {unit.body_unit_id: unit for unit in units}
        self.topics = {
            str(one.pk): one
            for unit in bodies.values()
            for one in topics(body_of(unit))
        }
        self._offer(
            "unit", _("Every unit"), {k: called(u) for k, u in self.units.items()}
        )
        self._offer(
            "topic", _("Every topic"), {k: called(t) for k, t in self.topics.items()}
        )
        self._offer(
            "kind", _("Every kind"), {k: _(kind.label) for k, kind in KINDS.items()}
        )
        self._offer("who", _("Everybody"), {"me": _("Only me")})
        self.is_valid()

    def _offer(self, name: str, nothing: str, rows: dict[str, str]) -> None:
        self.fields[name].choices = [("", nothing), *rows.items()]

    @property
    def tab(self) -> str:
        """Return the tab that is open; an unknown one is "to do"."""
        tab = self.data.get("tab", "")
        if tab in TABS:
            return str(tab)
        return "all" if self.typed else "todo"

    @property
    def typed(self) -> str:
        """Return what is searched for, cut to what makes sense."""
        text = str(self.data.get("q", "")).replace("\0", " ")
        return " ".join(text[: LONGEST * 5].split())[:LONGEST]

    @property
    def after(self) -> tuple[date, int] | None:
        """Return after which row the page goes on (2026-11-25.123), or None."""
        on, _dot, pk = str(self.data.get("after", "")).partition(".")
        if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            return None
        try:
            return date.fromisoformat(on), int(pk)
        except ValueError:
            return None

    @property
    def filters(self) -> Filters:
        """Return the filters as the query takes them."""
        chosen = self.cleaned_data
        unit = self.units.get(chosen.get("unit", ""))
        topic = self.topics.get(chosen.get("topic", ""))
        return Filters(
            tab=self.tab,
            unit=unit.pk if unit else None,
            topic=topic.pk if topic else None,
            kind=chosen.get("kind", ""),
            mine=chosen.get("who", "") == "me",
            after=self.after,
        )

    @property
    def complaints(self) -> list[str]:
        """Return a sentence for each part of the address that could not be read."""
        labels = [str(self.fields[name].label) for name in self.errors]
        if self.data.get("tab") and self.data["tab"] not in TABS:
            labels.append(_("Tab"))
        if self.data.get("after") and self.after is None:
            labels.append(_("Page"))
        sentence = _(
            "“%(field)s” in the address names nothing here, so it is left out."
        )
        return [sentence % {"field": label} for label in labels]

    def address(self, **changes: str) -> str:
        """Return the query of these filters with some changed, "" to drop one."""
        kept = {
            name: value
            for name in self.fields
            if (value := self.cleaned_data.get(name))
        }
        asked = {"tab": self.tab, **kept, "q": self.typed, **changes}
        return "?" + urlencode({k: v for k, v in asked.items() if v})

    def tabs(self, counts: dict[str, int]) -> list[dict[str, Any]]:
        """Return the tabs with their counts; each keeps the other filters."""
        now = "" if self.typed else self.tab
        return tabs(counts, now, lambda tab: self.address(tab=tab, q=""))


def tabs(
    counts: dict[str, int], current: str, address: Callable[[str], str]
) -> list[dict[str, Any]]:
    """Return every tab with its address and its count, "100+" where there are more."""
    return [
        {
            "name": _(WORDS[tab]),
            "url": address(tab),
            "n": _counted(counts.get(tab)),
            "current": tab == current,
        }
        for tab in WORDS
    ]


def _counted(n: int | None) -> str:
    if n is None:
        return ""
    return f"{MOST}+" if n >= MOST else str(n)
