"""From a text reference to a page: each room registers its own prefix.

A page shows what was made of its subject in a room above it, without importing upward:
events mention subjects, and this registry turns a reference into a URL and a line of
text, and offers buttons that other rooms put on the page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kipthoi.core.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Link:
    """Where a reference leads and what it is called."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that a higher room puts on the page of a reference."""

    label: str
    url: str


Many = Callable[[Sequence[str], Viewer], Mapping[str, Link]]

_links: dict[str, Callable[[str, Viewer], Link | None]] = {}
_many: dict[str, Many] = {}
_offers: dict[str, list[Callable[[str, Viewer], Offer | None]]] = {}


def register(prefix: str, link: Callable[[str, Viewer], Link | None]) -> None:
    """Say how references `prefix:…` become a link, or None where it may not be seen."""
    _links[prefix] = link


def register_many(prefix: str, links: Many) -> None:
    """Say how many references `prefix:…` become links in one look."""
    _many[prefix] = links


def offer(prefix: str, make: Callable[[str, Viewer], Offer | None]) -> None:
    """Put a button on the pages of references `prefix:…`."""
    _offers.setdefault(prefix, []).append(make)


def link(ref: str, viewer: Viewer) -> Link | None:
    """Return the link of a reference for this viewer, or None."""
    find = _links.get(ref.split(":", 1)[0])
    return find(ref, viewer) if find else None


def links(refs: Iterable[str], viewer: Viewer) -> dict[str, Link]:
    """Return the links of many references, those that lead somewhere, in their order.

    A room that registered `register_many` is asked once for all of its own.
    """
    wanted = list(dict.fromkeys(refs))
    by_prefix: dict[str, list[str]] = {}
    for ref in wanted:
        by_prefix.setdefault(ref.split(":", 1)[0], []).append(ref)
    found: dict[str, Link] = {}
    for prefix, group in by_prefix.items():
        if prefix in _many:
            found.update(_many[prefix](group, viewer))
        else:
            found.update(
                (ref, made) for ref in group if (made := link(ref, viewer)) is not None
            )
    return {ref: found[ref] for ref in wanted if ref in found}


def offers(ref: str, viewer: Viewer) -> list[Offer]:
    """Return the buttons that other rooms put on the page of a reference."""
    makers = _offers.get(ref.split(":", 1)[0], [])
    return [made for make in makers if (made := make(ref, viewer)) is not None]
