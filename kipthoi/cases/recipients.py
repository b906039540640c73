"""Who will read a matter: shown by office and level before anything is sent.

People fear most that the wrong person reads. So the list of units names who reads at
each, and one tap goes over the head of that level.
"""

from dataclasses import dataclass
from datetime import date

from kipthoi.journal.kept import kept
from kipthoi.people.models import Term
from kipthoi.people.queries import duty_terms
from kipthoi.people.roles import ROLES
from kipthoi.units.models import Unit
from kipthoi.units.queries import open_units

UNSURE = "?"  # picked by who does not know the place: it goes to the root


class NothingAbove(Exception):
    """Nobody reads above the level that the asker wants to go over (`.level`)."""

    def __init__(self, level: Unit) -> None:
        self.level = level
        super().__init__(level.slug)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who owes the answer, who reads, and which level was passed over."""

    unit: Unit
    reader: Term | None
    passed_over: Unit | None = None


class Recipients:
    """Every open unit with who reads there today; three looks, however many units."""

    def __init__(self, today: date) -> None:
        self.units = open_units()
        self._by_slug = {unit.slug: unit for unit in self.units}
        self._open = {unit.pk: unit for unit in self.units}
        self._terms = duty_terms(today=today)

    @property
    def root(self) -> Unit | None:
        """Return the unit at the root: it gets what nobody knows where to send."""
        return self.units[0] if self.units else None

    def find(self, slug: str) -> Unit | None:
        """Return the open unit with this slug, or None."""
        return self._by_slug.get(slug)

    def picked(self, slug: str) -> Unit | None:
        """Return the open unit that was picked; the root by who is unsure."""
        return self.root if slug == UNSURE else self.find(slug)

    def of(self, slug: str, *, over: bool = False) -> Recipient | None:
        """Return who gets a matter about the place that was picked, if it is open.

        Raises NothingAbove as `send_to`.
        """
        unit = self.picked(slug)
        return None if unit is None else self.send_to(unit, over=over)

    def reader(self, unit: Unit) -> Term | None:
        """Return who reads at a unit: on duty there, or at the nearest level above."""
        found = (self._terms.get(level) for level in reversed(unit.ancestry))
        return next((term for term in found if term is not None), None)

    def level(self, unit: Unit) -> Unit:
        """Return the level at which a unit's matters are read."""
        reader = self.reader(unit)
        return reader.unit if reader else unit

    def send_to(self, unit: Unit, *, over: bool = False) -> Recipient:
        """Return who gets a matter about `unit`, over its readers' head if wished.

        Raises NothingAbove where no open unit with a reader lies above that level.
        """
        if not over:
            return Recipient(unit, self.reader(unit))
        level = self.level(unit)
        higher = level.ancestry[: level.ancestry.index(level.pk)]
        for pk in reversed(higher):
            above = self._open.get(pk)
            if above is not None and self.reader(above) is not None:
                return Recipient(above, self.reader(above), level)
        raise NothingAbove(level)


@kept("unit:", "person:", most=2)
def recipients(today: date) -> Recipients:
    """Return who reads where today. It is asked for every step of every sending."""
    return Recipients(today)


def office_of(term: Term) -> str:
    """Return the office somebody holds, as a message id or a title in Vietnamese."""
    return term.title or ROLES[term.role]
