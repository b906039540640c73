"""What the boxes of a case's forms say: reasons, and codes in words."""

from typing import Any

from django.utils.translation import gettext_lazy

REASON = gettext_lazy("Give the reason. The asker will read it.")


def as_choices(codes: dict[str, str]) -> list[tuple[str, Any]]:
    """Return codes as choices, each with its words in the language of the page."""
    return [(code, gettext_lazy(words)) for code, words in codes.items()]
