"""What every page knows: whose house it is, who is signed in, the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from kipthoi.journal.guard import officer_or_none
from kipthoi.units.queries import root_body
from kipthoi.web.desk import rail

OTHER = {"vi": ("en", "English"), "en": ("vi", "Tiếng Việt")}


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page; what needs the database is read when used."""
    code, name = OTHER.get(get_language() or "vi", OTHER["vi"])
    return {
        "body": SimpleLazyObject(lambda: _letterhead()),
        "demo": settings.DEMO,
        "officer": SimpleLazyObject(lambda: officer_or_none(request)),
        "rail": SimpleLazyObject(lambda: rail(request)),
        "other_language": {
            "code": code,
            "name": name,
            "url": translate_url(request.get_full_path(), code),
        },
    }


def _letterhead() -> dict[str, str]:
    body = root_body()
    if body is None:
        return {}
    english = get_language() == "en"
    return {
        "name": (english and body.name_en) or body.name,
        "phone": body.phone,
        "office": (english and body.office_en) or body.office,
        "hours": body.open_hours,
    }
