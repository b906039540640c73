"""What sources are called, and whether they are in force."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

KINDS = {
    "law": gettext_noop("Law, decree, circular"),
    "agreement": gettext_noop("Collective agreement"),
    "resolution": gettext_noop("Resolution, decision"),
    "minutes": gettext_noop("Minutes"),
    "rule": gettext_noop("Rule of the house"),
    "proof": gettext_noop("Proof of one case"),
    "other": gettext_noop("Other paper"),
}


def force(version: Any, *, today: date) -> dict[str, str]:
    """Return the badge of a frozen version: in force, to come, or out of force."""
    if version is None:
        return {"tone": "wait", "icon": "wait", "text": _("No copy kept yet")}
    if version.valid_from is not None and version.valid_from > today:
        return {"tone": "wait", "icon": "wait", "text": _("Not in force yet")}
    if version.valid_to is not None and version.valid_to < today:
        return {"tone": "gone", "icon": "gone", "text": _("No longer in force")}
    return {"tone": "ok", "icon": "ok", "text": _("In force")}
