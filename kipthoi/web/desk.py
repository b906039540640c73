"""The officers' rail: only what this officer may open."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kipthoi.journal.guard import officer_or_none
from kipthoi.people.roles import CHAIR, OFFICER, OPERATOR, SECOND_READER

ITEMS = (
    ("cases:today", gettext_noop("Today"), "soon", (OFFICER,)),
    ("cases:inbox", gettext_noop("Inbox"), "inbox", (OFFICER,)),
    ("cases:second_reads", gettext_noop("Second reading"), "check", (SECOND_READER,)),
    ("cases:key_in", gettext_noop("Take in for others"), "talk", (OFFICER,)),
    ("sources:desk", gettext_noop("Sources"), "book", (OFFICER,)),
    ("units:units", gettext_noop("Units"), "flag", (CHAIR,)),
    ("people:people", gettext_noop("People"), "people", (CHAIR,)),
    ("deadlines:workdays", gettext_noop("Working days"), "today", (CHAIR,)),
    ("deadlines:limits", gettext_noop("Time limits"), "wait", (CHAIR,)),
    ("web:system", gettext_noop("System"), "bars", (CHAIR, OPERATOR)),
)


def rail(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the links of the rail for the signed-in officer; empty for others."""
    officer = officer_or_none(request)
    if officer is None:
        return []
    return [
        {
            "name": _(label),
            "url": reverse(name),
            "icon": icon,
            "current": request.path == reverse(name),
        }
        for name, label, icon, roles in ITEMS
        if officer.roles & set(roles)
    ]
