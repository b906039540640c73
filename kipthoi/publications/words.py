"""What pages say of published things: whether they still hold, and whose they are."""

from datetime import date
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Named(Protocol):
    """Anything with a Vietnamese name and perhaps an English one."""

    name: str
    name_en: str


def called(thing: Named | None) -> str:
    """Return the name of a unit, topic or body in the language of the page."""
    if thing is None:
        return ""
    return (get_language() == "en" and thing.name_en) or thing.name


def validity(valid_until: date | None, *, today: date) -> dict[str, Any]:
    """Return the badge of what holds until a day: still valid, or outdated."""
    if valid_until is not None and valid_until < today:
        return {"tone": "gone", "icon": "gone", "text": _("Outdated"), "old": True}
    return {"tone": "ok", "icon": "ok", "text": _("Still valid"), "old": False}


def address(publication: Any) -> str:
    """Return the address of a published thing: its number decides, the words help."""
    place = f"{publication.pk}-{publication.slug}"
    return reverse("publications:answer", args=[place])
