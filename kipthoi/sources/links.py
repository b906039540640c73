"""Where a reference to a source leads: its page, for those who may know of it."""

from collections.abc import Sequence

from django.urls import reverse

from kipthoi.core.viewer import Viewer
from kipthoi.journal.links import Link, register, register_many
from kipthoi.sources import queries


def _sources(refs: Sequence[str], viewer: Viewer) -> dict[str, Link]:
    tails = {ref.partition(":")[2]: ref for ref in refs}
    numbers = {int(tail): ref for tail, ref in tails.items() if tail.isdecimal()}
    found = queries.visible(viewer).filter(pk__in=list(numbers))
    return {
        numbers[source.pk]: Link(
            reverse("sources:source", args=[source.pk]), source.title
        )
        for source in found
    }


register_many("source", _sources)
register("source", lambda ref, viewer: _sources([ref], viewer).get(ref))
