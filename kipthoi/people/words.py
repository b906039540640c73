"""What roles are called, and how a role in a unit is said in one line."""

from django.utils.translation import gettext as _

from kipthoi.core.viewer import Officer
from kipthoi.people.roles import INCLUDES, ROLES
from kipthoi.units.queries import all_units
from kipthoi.units.words import called


def role_name(role: str) -> str:
    """Return what a role is called in the language of the page."""
    return _(ROLES.get(role, role))


def roles_of(officer: Officer) -> list[str]:
    """Return a line for each term of today: the role, and the unit."""
    units = {unit.pk: unit for unit in all_units()}
    held: dict[int, set[str]] = {}
    for grant in officer.grants:
        held.setdefault(grant.unit, set()).add(grant.role)
    lines = []
    for unit, roles in held.items():
        included = {r for role in roles for r in INCLUDES.get(role, {role}) - {role}}
        lines += [f"{role_name(r)}, {called(units[unit])}" for r in roles - included]
    return sorted(lines)
