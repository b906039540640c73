"""Going on in the other language in the middle of a form, with every word kept."""

from django.http import HttpRequest
from django.utils.translation import activate

LANGUAGES = ("vi", "en")


def switched(request: HttpRequest) -> bool:
    """Go on in the language that a button of the form asked for; tell if one did."""
    language = request.POST.get("switch_language")
    if language is None:
        return False
    if language in LANGUAGES:
        activate(language)
        request.LANGUAGE_CODE = language
    return True
