"""Where a reference to a publication or one of its versions leads: its public page."""

from collections.abc import Sequence

from kipthoi.core.viewer import Viewer
from kipthoi.journal.links import Link, register, register_many
from kipthoi.publications import queries
from kipthoi.publications.models import Publication
from kipthoi.publications.words import address


def _link(publication: Publication) -> Link:
    title = publication.current.title if publication.current else ""
    return Link(address(publication), title)


def _numbers(refs: Sequence[str]) -> dict[int, str]:
    """Return the references by their numbers; what is no number leads nowhere."""
    tails = {ref.partition(":")[2]: ref for ref in refs}
    return {int(tail): ref for tail, ref in tails.items() if tail.isdecimal()}


def _publications(refs: Sequence[str], viewer: Viewer) -> dict[str, Link]:
    """Return the links of those publications that everybody may read."""
    numbers = _numbers(refs)
    found = queries.by_numbers(numbers)
    return {numbers[number]: _link(each) for number, each in found.items()}


def _versions(refs: Sequence[str], viewer: Viewer) -> dict[str, Link]:
    """Return the links of those versions that stand on their page now."""
    numbers = _numbers(refs)
    found = queries.by_versions(numbers)
    return {numbers[number]: _link(each) for number, each in found.items()}


register_many("publication", _publications)
register_many("version", _versions)
register("publication", lambda ref, viewer: _publications([ref], viewer).get(ref))
register("version", lambda ref, viewer: _versions([ref], viewer).get(ref))
