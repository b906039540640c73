"""Finding: folded on both sides, by pairs, and never what another audience has."""

import unicodedata
from datetime import date

import pytest

from kipthoi.core.viewer import Clockwork
from kipthoi.journal.action import action
from kipthoi.journal.record import record
from kipthoi.journal.registry import PRIVATE, EventType
from kipthoi.search.actions import Found, drop, reindex
from kipthoi.search.models import Entry
from kipthoi.search.queries import search, similar, words
from tests.house import NOW

HAPPENED = EventType("test.indexed", "Indexed", PRIVATE)
BUS = "Tan ca sau 22 giờ có xe đưa về bản không? Công ty phải lo xe."
PAY = "Làm ca đêm được trả thêm ba mươi lăm phần trăm tiền lương."


@action
def enter(*, by, now, things):
    """Enter things into the index as an act does."""
    for n, (audience, text) in enumerate(things):
        thing = Found(
            f"test:{n}", "test", audience, "che", text[:30], date(2026, 11, 1)
        )
        reindex(thing, text)
    record(HAPPENED, "test:1", content={})


@action
def forget(*, by, now, ref):
    """Drop a thing from the index."""
    drop(ref)
    record(HAPPENED, ref, content={})


@pytest.fixture
def two(house):
    enter(by=Clockwork(), now=NOW, things=[("public", BUS), ("public", PAY)])


def refs(hits):
    return [hit.ref for hit in hits]


@pytest.mark.parametrize(
    "typed",
    [
        "xe đưa về bản",
        "xe dua ve ban",
        "XE ĐƯA VỀ BẢN",
        unicodedata.normalize("NFD", "xe đưa về bản"),
    ],
)
def test_found_however_it_is_typed(two, typed):
    assert refs(search(typed, audience="public"))[0] == "test:0"


def test_better_fit_comes_first(two):
    assert refs(search("ca đêm trả thêm", audience="public"))[0] == "test:1"


def test_other_audience_finds_nothing(house):
    enter(by=Clockwork(), now=NOW, things=[("officers", BUS)])

    assert search("xe đưa về bản", audience="public") == []
    assert similar(BUS, audience="public") == []
    assert refs(similar(BUS, audience="officers")) == ["test:0"]


def test_marker_of_an_audience_is_no_word(house):
    enter(by=Clockwork(), now=NOW, things=[("officers", BUS), ("public", PAY)])

    assert words("zzaudienceofficers xe") == ["xe"]
    assert search("zzaudienceofficers", audience="public") == []


def test_units_narrow_what_is_found(two):
    assert refs(search("xe đưa", audience="public", units=["che"])) == ["test:0"]
    assert search("xe đưa", audience="public", units=["may"]) == []
    assert search("xe đưa", audience="public", units=[]) == []


@pytest.mark.parametrize("typed", ["", "  ", "?!", "\x00", '"', "* OR *", "NEAR("])
def test_nothing_typed_finds_nothing_and_breaks_nothing(two, typed):
    assert search(typed, audience="public") == []
    assert similar(typed, audience="public") == []


def test_similar_offers_what_shares_pairs_and_nothing_else(two):
    asked = "Anh chị cho hỏi tan ca sau 22 giờ có xe đưa về bản không"

    assert refs(similar(asked, audience="public")) == ["test:0"]
    assert similar("Đèn đường trước cổng trường hỏng", audience="public") == []


def test_dropped_thing_is_not_found_and_its_words_are_gone(two):
    forget(by=Clockwork(), now=NOW, ref="test:0")

    assert search("xe đưa về bản", audience="public") == []
    assert not Entry.objects.filter(ref="test:0").exists()


def test_thing_entered_anew_is_found_by_its_new_words_only(two):
    enter(by=Clockwork(), now=NOW, things=[("public", "Nước uống ở đồi chè")])

    assert search("xe đưa về bản", audience="public") == []
    assert refs(search("nuoc uong", audience="public")) == ["test:0"]
