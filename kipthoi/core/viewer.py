"""Who looks and who acts, as plain values.

Every query takes a viewer and every action an actor, so that what somebody may see or
do is decided from facts that stand in the call, never from a request.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Public:
    """Anybody, without a key or a sign-in."""

    ref: str = "public"


@dataclass(frozen=True, slots=True)
class Holder:
    """The asker: whoever holds the secret key of one case."""

    code: str
    ref: str = "asker"


@dataclass(frozen=True, slots=True)
class Clockwork:
    """The machine acting by itself, at a fixed hour."""

    ref: str = "clockwork"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one subtree, today: the ids of the units it reaches."""

    role: str
    unit: int
    units: frozenset[int]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Officer:
    """A signed-in person with the terms that run today."""

    person: int
    name: str
    grants: tuple[Grant, ...] = field(default=())

    @property
    def ref(self) -> str:
        """Return the reference by which the journal names this person."""
        return f"person:{self.person}"

    @property
    def roles(self) -> frozenset[str]:
        """Return every role that this person has somewhere today."""
        return frozenset(grant.role for grant in self.grants)

    def may(self, role: str, unit: int) -> bool:
        """Tell whether this person has `role` over the unit with this id."""
        return any(g.role == role and unit in g.units for g in self.grants)

    def units(self, *roles: str) -> frozenset[int]:
        """Return the ids of all units that the given roles reach (any, if none)."""
        return frozenset().union(
            *(g.units for g in self.grants if not roles or g.role in roles)
        )


Viewer = Public | Holder | Officer
Actor = Public | Holder | Officer | Clockwork
