"""What units, topics and bodies are called: one word in every place."""

from typing import Protocol

from django.utils.translation import get_language


class Named(Protocol):
    """Anything with a Vietnamese name and perhaps an English one."""

    name: str
    name_en: str


def called(thing: Named | None) -> str:
    """Return the name of a unit, topic or body in the language of the page."""
    if thing is None:
        return ""
    english = get_language() == "en"
    return (thing.name_en if english else "") or thing.name
