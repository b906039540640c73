"""Where a reference to a case leads: to the desk, for officers who may read it."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kipthoi.cases import queries
from kipthoi.core.keys import grouped_code
from kipthoi.core.viewer import Officer, Viewer
from kipthoi.journal.links import Link, Offer, offer, register
from kipthoi.people.roles import CHAIR
from kipthoi.units.queries import find_unit


def _case(ref: str, viewer: Viewer) -> Link | None:
    """Return the link of a case for an officer in whose reach it lies."""
    if not isinstance(viewer, Officer):
        return None
    try:
        case = queries.get_case(ref.partition(":")[2], viewer=viewer)
    except Http404:
        return None
    code = grouped_code(case.code)
    return Link(reverse("cases:case", args=[code]), f"{code} {case.title}")


register("case", _case)


def _end_of_unit(ref: str, viewer: Viewer) -> Offer | None:
    """Offer a chair to close a unit of theirs, or to merge it."""
    unit = find_unit(ref.partition(":")[2])
    if not isinstance(viewer, Officer) or unit is None or unit.closed_on is not None:
        return None
    if not viewer.may(CHAIR, unit.pk) or unit.is_body:
        return None
    url = reverse("cases:close_unit", args=[unit.slug])
    return Offer(_("Close or merge"), url)


offer("unit", _end_of_unit)
