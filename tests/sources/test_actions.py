"""Adding a source: its frozen rows and one event, wrong person, twice, no journal."""

from dataclasses import replace

import pytest
from django.db import DatabaseError

from kipthoi.core.viewer import Holder, Public
from kipthoi.journal.models import Event
from kipthoi.journal.record import Replayed
from kipthoi.sources import rules
from kipthoi.sources.actions import Document, add_source
from kipthoi.sources.models import Source, SourceVersion
from tests.house import NOW

DOCUMENT = Document(kind="law", title="Bộ luật Lao động", text="Điều 98. Làm đêm.")
TOKEN = b"0123456789abcdef"


def add(house, by, token=b""):
    unit = house.unit("che")
    return add_source(by=by, now=NOW, document=DOCUMENT, unit=unit, token=token)


def rows() -> list:
    """Return all that is kept of sources, and what happened to them."""
    names = Event.objects.filter(name__startswith="source.").values_list("name")
    tables = [list(table.objects.values()) for table in (Source, SourceVersion)]
    return [*tables, list(names)]


def test_source_that_is_added_records_its_one_event(house):
    before = Event.objects.count()

    version = add(house, house.ha)

    assert [e.name for e in Event.objects.order_by("id")[before:]] == ["source.added"]
    assert Event.objects.latest("id").stream == version.source.ref
    assert (version.n, version.text) == (1, DOCUMENT.text)


@pytest.mark.parametrize("who", ["public", "holder", "former officer"])
def test_source_is_added_by_officers_only(house, who):
    strangers = {
        "public": Public(),
        "holder": Holder("7K3M9Q2F"),
        "former officer": replace(house.ha, grants=()),
    }
    before = rows()

    with pytest.raises(rules.NotAllowed):
        add(house, strangers[who])

    assert rows() == before


def test_source_of_a_form_sent_twice_is_added_once(house):
    add(house, house.ha, TOKEN)
    before = rows()

    with pytest.raises(Replayed):
        add(house, house.ha, TOKEN)

    assert rows() == before


def test_source_is_not_added_without_a_journal(house, journal_refuses):
    before = rows()

    with pytest.raises(DatabaseError):
        add(house, house.ha)

    assert rows() == before
