"""What is published, for everybody: the list of answers, and one answer."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kipthoi.files.send import NotHere, send
from kipthoi.people.queries import title_of
from kipthoi.publications import queries
from kipthoi.publications.differences import pieces
from kipthoi.publications.everybody import for_everybody, shared
from kipthoi.publications.words import address, validity
from kipthoi.sources.queries import citations
from kipthoi.units.words import called

SIZE = 20


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """List what is answered, newest first, by topic and unit."""
    today = timezone.localdate()
    topic, unit, place = (_asked(request, name) for name in ("chu-de", "noi", "sau"))
    after = _after(place)
    found = queries.page(after=after, topic=topic, unit=unit, size=SIZE)
    topics, units = _topics(topic, unit), _units(unit)
    context = {
        **for_everybody(lambda: _list_url(topic, unit, sau=place)),
        "nav": "answers",
        "rows": [_row(each, today) for each in found[:SIZE]],
        "topics": topics,
        "topic": topic,
        "units": units,
        "more_url": _more(found, topic, unit),
        "first_url": _list_url(topic, unit) if after else "",
        "filtered": bool(topic or unit),
    }
    page = render(request, "publications/answers.html", context)
    known = _knows(topics, topic, "current") and _knows(units, unit, "chosen")
    return shared(page, _list_url(topic, unit) if known and not place else "")


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "")[:60].replace("\0", "")


def _knows(found: list[dict[str, Any]], asked: str, mark: str) -> bool:
    """Tell whether what was asked for is one of a list's, so that few pages are kept."""
    return not asked or any(each[mark] for each in found)


def _units(unit: str) -> list[dict[str, Any]]:
    return [
        {"slug": u.slug, "name": called(u), "chosen": u.slug == unit}
        for u in queries.units_answering()
    ]


def _row(publication: Any, today: date) -> dict[str, Any]:
    version = publication.current
    return {
        "url": address(publication),
        "title": version.title,
        "short": version.short,
        "unit": called(publication.unit),
        "on": publication.issued_on,
        "badge": validity(version.valid_until, today=today),
    }


def _topics(topic: str, unit: str) -> list[dict[str, Any]]:
    return [
        {"name": called(t), "url": _list_url(t.slug, unit), "current": t.slug == topic}
        for t in queries.topics_answered()
    ]


def _list_url(topic: str, unit: str, **more: str) -> str:
    asked = {"chu-de": topic, "noi": unit, **more}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("publications:answers") + (f"?{query}" if query else "")


def _more(found: list[Any], topic: str, unit: str) -> str:
    if len(found) <= SIZE:
        return ""
    last = found[SIZE - 1]
    return _list_url(topic, unit, sau=f"{last.issued_on:%Y%m%d}.{last.pk}")


def _after(typed: str) -> tuple[date, int] | None:
    """Read the place in the list that an address names, or None for the beginning."""
    day, _, number = typed.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _number(place: str) -> int:
    """Return the number an address begins with. Raises Http404."""
    number = place.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return int(number)


@require_safe
def answer(request: HttpRequest, place: str) -> HttpResponse:
    """Show one answer as it stands, or why it is hidden; other spellings lead here."""
    publication = queries.get_public(_number(place))
    if place != f"{publication.pk}-{publication.slug}":
        return redirect(address(publication), permanent=True)
    if publication.state == "hidden":
        page = _hidden(request, publication)
    else:
        page = _shown(request, publication, timezone.localdate())
    return shared(page, address(publication))


def _hidden(request: HttpRequest, publication: Any) -> HttpResponse:
    context = {
        **for_everybody(lambda: address(publication)),
        "nav": "answers",
        "publication": publication,
        "unit": called(publication.unit),
    }
    return render(request, "publications/answer_hidden.html", context, status=410)


def _shown(request: HttpRequest, publication: Any, today: date) -> HttpResponse:
    version = publication.current
    reading = queries.reader_of(version)
    badge = validity(version.valid_until, today=today)
    context = {
        **for_everybody(lambda: address(publication)),
        "nav": "answers",
        "publication": publication,
        "version": version,
        "badge": badge,
        "unit": called(publication.unit),
        "body_name": called(publication.unit.home.body),
        "topic": called(publication.topic),
        "reader": _office_of(reading, today),
        "review_late": bool(version.review_on and version.review_on < today),
        "sources": [c for c in citations(version.ref) if c.version.source.public],
        "files": _files(publication, version),
        "editions": _editions(publication),
    }
    return render(request, "publications/answer.html", context)


def _office_of(reading: Any, today: date) -> str:
    """Return the office of a second reader, never the name."""
    return title_of(reading.reader_id, today=today) if reading else ""


def _files(publication: Any, version: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": file.neutral_name,
            "size": file.size,
            "kind": file.kind,
            "url": reverse(
                "publications:answer_file", args=[publication.pk, file.public_id]
            ),
        }
        for file in queries.attachments(version)
    ]


def _editions(publication: Any) -> list[dict[str, Any]]:
    """Return the versions newest first, each with what changed since the one before."""
    found = queries.history(publication)
    rows = []
    for edition, before in zip(found, [*found[1:], None], strict=True):
        rows.append(
            {
                "on": edition.on,
                "change": edition.version.change,
                "parts": _changes(before.version, edition.version) if before else [],
            }
        )
    return rows


def _changes(before: Any, after: Any) -> list[Any]:
    pairs = [
        (getattr(before, n), getattr(after, n)) for n in ("title", "short", "body")
    ]
    return [pieces(old, new) for old, new in pairs if old != new]


@require_safe
def answer_file(request: HttpRequest, number: int, public_id: str) -> HttpResponseBase:
    """Send a published copy under its neutral name, as long as its answer stands."""
    publication: Any = queries.get_public(number if number < 2**63 else 0)
    if publication.state != "issued":
        raise Http404
    file = queries.attachment(publication.current, public_id.replace("\0", ""))
    if file is None:
        raise Http404
    try:
        return send(request, file, as_download=False, published=True)
    except NotHere:
        raise Http404 from None
