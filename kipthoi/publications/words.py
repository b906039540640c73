"""What pages say of published things: whether they still hold, and whose they are."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def validity(valid_until: date | None, *, today: date) -> dict[str, Any]:
    """Return the badge of what holds until a day: still valid, or outdated."""
    if valid_until is not None and valid_until < today:
        return {"tone": "gone", "icon": "gone", "text": _("Outdated"), "old": True}
    return {"tone": "ok", "icon": "ok", "text": _("Still valid"), "old": False}


def address(publication: Any) -> str:
    """Return the address of a published thing: its number decides, the words help."""
    place = f"{publication.pk}-{publication.slug}"
    return reverse("publications:answer", args=[place])
