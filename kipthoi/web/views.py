"""The first page, the search over what is published, what we say about ourselves."""

import re
import unicodedata
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from kipthoi.cases.queries import public_case
from kipthoi.core.keys import grouped_code, read_code
from kipthoi.journal.guard import officers_only
from kipthoi.outbox.queries import outlook
from kipthoi.people.roles import CHAIR, OPERATOR
from kipthoi.publications import queries as published
from kipthoi.publications.everybody import for_everybody, in_other_language, shared
from kipthoi.publications.words import address, validity
from kipthoi.search.excerpt import excerpt
from kipthoi.search.queries import Hit, words
from kipthoi.search.queries import search as search_index
from kipthoi.sources.queries import named as sources_named
from kipthoi.sources.queries import newest as newest_version
from kipthoi.sources.words import KINDS, force
from kipthoi.units.words import called
from kipthoi.web import machine

NEWEST = 4
CHIPS = 5
MOST = 20
FOLDERS = (
    ("", gettext_noop("Database")),
    ("files", gettext_noop("Photos, recordings, documents")),
    ("waiting", gettext_noop("Files of forms not sent yet, two hours at most")),
)
LONGEST = 300  # characters of a search that are shown and looked for
# Sixteen digits as people type a secret code; fifteen and more are taken for one too.
_KEY = re.compile(r"(?:\d[\s.\-]*){15,}")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page: the search, the ways in, what was newly answered."""
    today = timezone.localdate()
    context = {
        **for_everybody(lambda: reverse("web:home")),
        "topics": [
            {"name": called(topic), "slug": topic.slug}
            for topic in published.topics_answered(limit=CHIPS)
        ],
        "newest": [
            {
                "url": address(each),
                "title": each.current.title,
                "unit": called(each.unit),
                "on": each.issued_on,
                "badge": validity(each.current.valid_until, today=today),
            }
            for each in published.newest(NEWEST)
        ],
    }
    page = render(request, "web/home.html", context)
    return shared(page, reverse("web:home"))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is known already, best first; a case number leads to its own page.

    A secret code typed here is taken out of the address at once and never shown.
    """
    typed = _plain(request.GET.get("q", ""))
    if _KEY.search(unicodedata.normalize("NFKC", typed)):
        return redirect(reverse("web:search") + "?ma=1")
    asked, today = words(typed), timezone.localdate()
    hits = search_index(typed, audience="public", limit=MOST)
    context = {
        "other_language": in_other_language(lambda: _search_url(typed)),
        "q": typed,
        "was_key": "ma" in request.GET,
        "rows": [*_rows(hits, asked, today), *_sources(asked, today)],
        "code": _known_number(typed),
    }
    return render(request, "web/search.html", context)


def _search_url(typed: str) -> str:
    query = f"?{urlencode({'q': typed})}" if typed else ""
    return reverse("web:search") + query


def _plain(typed: str) -> str:
    """Return what was typed on one line, in NFC, without signs that nobody sees."""
    seen = "".join(c if c.isprintable() else " " for c in typed[: LONGEST * 4])
    return " ".join(unicodedata.normalize("NFC", seen).split())[:LONGEST]


def _rows(hits: list[Hit], asked: list[str], today: date) -> list[dict[str, Any]]:
    found = published.by_numbers(map(_number, hits)) if hits else {}
    return [
        {
            "kind": _("Answer to read"),
            "url": address(answer),
            "title": excerpt(answer.current.title, asked),
            "text": excerpt(answer.current.short, asked),
            "unit": called(answer.unit),
            "on": hit.on,
            "valid_until": hit.valid_until,
            "badge": validity(hit.valid_until, today=today),
        }
        for hit in hits
        if (answer := found.get(_number(hit))) is not None
    ]


def _number(hit: Hit) -> int:
    prefix, _colon, tail = hit.ref.partition(":")
    return int(tail) if prefix == "publication" else 0


def _sources(asked: list[str], today: date) -> list[dict[str, Any]]:
    """Return the sources that are called like the words; they come last."""
    return [
        {
            "kind": _(KINDS[source.kind]),
            "url": reverse("sources:source", args=[source.pk]),
            "title": excerpt(source.title, asked),
            "unit": source.number,
            "on": source.added_on,
            "badge": force(newest_version(source), today=today),
        }
        for source in sources_named(asked)
    ]


def _known_number(typed: str) -> str:
    """Return the case number that was typed, if there is such a case."""
    code = read_code(typed)
    if code is None:
        return ""
    try:
        return grouped_code(public_case(code).code)
    except Http404:
        return ""


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say how anonymous is anonymous, who can learn what, and what one's rights are."""
    return render(request, "web/privacy.html")


@require_safe
def help(request: HttpRequest) -> HttpResponse:
    """Say how it works, what to do with a lost code, and how everybody can use it."""
    return render(request, "web/help.html")


@officers_only(CHAIR, OPERATOR)
@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Show how the machine stands: mail, disk, engine, mode; nothing of any matter."""
    context = {
        "outlook": outlook(),
        "disk": machine.disk(),
        "engine": machine.engine(),
        "folders": [
            {"label": _(label), "folder": machine.folder(name)}
            for name, label in FOLDERS
        ],
        "address": settings.ORIGIN,
    }
    return render(request, "web/system.html", context)
