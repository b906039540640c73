"""Who may change the tree, and what a tree may not become."""

from django.core.exceptions import PermissionDenied

from kipthoi.core.viewer import Actor, Clockwork, Officer
from kipthoi.units.models import Body, Unit


class NotAllowed(PermissionDenied):
    """This person may not do this here."""


class SlugTaken(Exception):
    """Another unit has this slug, or had it: a slug never changes hands."""


class Circle(Exception):
    """A unit cannot stand under itself."""


class UnitClosed(Exception):
    """The unit is closed already: nothing stands under it or changes any more."""


class SameName(Exception):
    """The list has this name already."""


def allow_tree(by: Actor, unit: Unit | None) -> None:
    """Let chairs change the tree below them, and set-up plant it. Raises NotAllowed."""
    if isinstance(by, Clockwork):
        return
    if isinstance(by, Officer) and unit is not None and by.may("chair", unit.pk):
        return
    raise NotAllowed


def free_slug(slug: str) -> None:
    """Raise SlugTaken if the slug is or was in use."""
    if Unit.objects.filter(slug=slug).exists():
        raise SlugTaken(slug)


def no_circle(unit: Unit, parent: Unit) -> None:
    """Raise Circle if `parent` is the unit itself or lies below it."""
    if unit.pk in parent.ancestry:
        raise Circle(unit.slug)


def allow_body(by: Actor, body: Body) -> None:
    """Let the chair of a body set what the body sets for itself. Raises NotAllowed."""
    allow_tree(by, body.unit)


def still_open(unit: Unit) -> None:
    """Raise UnitClosed for a unit that has ended."""
    if unit.closed_on is not None:
        raise UnitClosed(unit.slug)
