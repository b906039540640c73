"""Finding: folded on both sides, by pairs, and never what another audience has."""

import unicodedata
from datetime import date

import pytest

from kipthoi.core.viewer import Clockwork
from kipthoi.journal.action import action
from kipthoi.journal.record import record
from kipthoi.journal.registry import PRIVATE, EventType
from kipthoi.search import queries
from kipthoi.search.actions import Found, drop, reindex
from kipthoi.search.models import Entry
from kipthoi.search.queries import place, search, similar, words
from tests.house import NOW

HAPPENED = EventType("test.indexed", "Indexed", PRIVATE)
BUS = "Tan ca sau 22 giờ có xe đưa về bản không? Công ty phải lo xe."
PAY = "Làm ca đêm được trả thêm ba mươi lăm phần trăm tiền lương."


@action
def enter(*, by, now, things, unit="che", first=0):
    """Enter things into the index as an act does."""
    for n, (audience, text) in enumerate(things, first):
        thing = Found(f"test:{n}", "test", audience, unit, text[:30], date(2026, 11, 1))
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


def test_better_fit_is_found_behind_many_newer_ones(house, monkeypatch):
    monkeypatch.setattr(queries, "CANDIDATES", 4)
    monkeypatch.setattr(queries, "LIKE", 4)
    newer = ["Quạt ở nhà ăn của tổ hai"] * 9
    best = "Quạt hút ở xưởng sao hỏng đã hai tuần"
    enter(by=Clockwork(), now=NOW, things=[("public", t) for t in (best, *newer)])

    # Every word stands in one thing only; then all but one of them do.
    assert refs(search("quat hut o xuong", audience="public"))[0] == "test:0"
    assert refs(search("quat hut o bep", audience="public", limit=3))[0] == "test:0"
    assert refs(similar(f"{best}, chưa sửa", audience="public")) == ["test:0"]


def test_of_equal_fit_the_newest_are_found(house, monkeypatch):
    monkeypatch.setattr(queries, "CANDIDATES", 4)
    monkeypatch.setattr(queries, "LIKE", 4)
    enter(by=Clockwork(), now=NOW, things=[("public", BUS)] * 9)

    found = refs(search("xe đưa về", audience="public", limit=3))

    assert found == ["test:8", "test:7", "test:6"]
    assert refs(similar(BUS, audience="public", limit=2)) == found[:2]


@pytest.mark.parametrize("most", [40, 0])
def test_small_unit_is_found_among_many_things_of_others(house, monkeypatch, most):
    monkeypatch.setattr(queries, "CANDIDATES", 4)
    monkeypatch.setattr(queries, "LIKE", 4)
    monkeypatch.setattr(queries, "UNITS", most)
    enter(by=Clockwork(), now=NOW, things=[("officers", BUS)], unit="che.sao")
    things = [("officers", BUS)] * 9
    enter(by=Clockwork(), now=NOW, things=things, unit="che", first=1)

    for units in (["che.sao"], ["che.sao", "may"]):
        assert refs(search("xe đưa", audience="officers", units=units)) == ["test:0"]
        assert refs(similar(BUS, audience="officers", units=units)) == ["test:0"]
    assert similar(BUS, audience="officers", units=[]) == []


def test_word_that_marks_a_unit_is_no_word(house):
    assert words(f"{place('officers', 'che.sao')} xe") == ["xe"]


def test_fit_is_better_by_rare_words_pairs_and_a_short_text(house):
    texts = [
        "Xe của công ty",
        "Xe đưa về bản, " + "rồi còn nhiều chuyện khác nữa " * 9,
        "Xe đưa về bản",
        "Về bản đưa xe",
    ]
    enter(by=Clockwork(), now=NOW, things=[("public", text) for text in texts])

    found = search("xe đưa về bản", audience="public")

    assert refs(found) == ["test:2", "test:1", "test:3", "test:0"]
    assert [hit.score for hit in found] == sorted(
        (h.score for h in found), reverse=True
    )
