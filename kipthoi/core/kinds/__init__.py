"""Every kind of case, one short declaration each.

A changed rule is a new version beside the old one; a case keeps the one it began under.
"""

from kipthoi.core.kinds.concern import CONCERN
from kipthoi.core.kinds.intake import INTAKE
from kipthoi.core.kinds.privacy import PRIVACY
from kipthoi.core.kinds.question import QUESTION
from kipthoi.core.kinds.support import SUPPORT
from kipthoi.core.workflow import Kind

__all__ = [
    "CONCERN",
    "INTAKE",
    "KINDS",
    "PRIVACY",
    "QUESTION",
    "SUPPORT",
    "accepting",
    "get_kind",
]

KINDS: dict[str, Kind] = {
    kind.id: kind for kind in (INTAKE, CONCERN, QUESTION, SUPPORT, PRIVACY)
}


def get_kind(kind_id: str) -> Kind:
    """Return the kind called `concern/1`. Raises KeyError for an unknown one."""
    return KINDS[kind_id]


def accepting() -> tuple[Kind, ...]:
    """Return the kinds that an officer may accept an intake as, newest version each."""
    return tuple(kind for kind in KINDS.values() if kind.accepts_as)
