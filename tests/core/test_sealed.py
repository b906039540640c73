"""The sealed day: it says the same about a full day and an empty one."""

import os
from hashlib import shake_256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.core import sealed
from kipthoi.core.sealed import BadOpening, Opening, SealedDay
from tests.core import naive_tree

SECRET = bytes(range(32))
TAKEN = {0: b"\xaa" * 32, 40_000: b"\xbb" * 32, 65_535: b"\xcc" * 32}
GOLDEN = (Path(__file__).parent.parent / "vectors/log/sealed-place").read_bytes()


@pytest.fixture(scope="module")
def day() -> SealedDay:
    return SealedDay(SECRET, TAKEN)


def test_root_is_that_of_the_definition(day):
    stream = shake_256(b"kipthoi/sealed/filler/v1\x00" + SECRET).digest(65_536 * 32)
    values = [stream[at : at + 32] for at in range(0, len(stream), 32)]
    for place, value in TAKEN.items():
        values[place] = value

    assert day.root == naive_tree.mth([naive_tree.leaf(value) for value in values])


def test_same_secret_and_places_give_the_same_root_and_others_another(day):
    moved = {place ^ 1: value for place, value in TAKEN.items()}

    assert SealedDay(SECRET, dict(reversed(TAKEN.items()))).root == day.root
    assert SealedDay(SECRET, moved).root != day.root
    assert SealedDay(bytes(32), TAKEN).root != day.root
    assert len(SealedDay(bytes(32), {}).root) == 32


def test_opening_has_the_bytes_of_the_golden_file(day):
    assert bytes(day.open(40_000)) == GOLDEN


@pytest.mark.parametrize("place", list(TAKEN))
def test_taken_place_opens_and_reads_back(day, place):
    opening = day.open(place)

    assert opening.value == TAKEN[place]
    assert len(opening.path) == 16
    assert sealed.parse_opening(bytes(opening)) == opening
    sealed.verify_opening(opening, day.root)


def test_filler_is_not_opened(day):
    for place in (1, -1, 65_536):
        with pytest.raises(BadOpening, match="nothing"):
            day.open(place)


@settings(max_examples=30)
@given(at=st.integers(0, 15), bit=st.integers(0, 255))
def test_changed_opening_is_refused(day, at, bit):
    good = day.open(40_000)
    flipped = int.from_bytes(good.path[at], "big") ^ (1 << bit)
    path = (*good.path[:at], flipped.to_bytes(32, "big"), *good.path[at + 1 :])

    for opening, root in (
        (Opening(40_000, good.value, path), day.root),
        (Opening(40_001, good.value, good.path), day.root),
        (Opening(65_536 + 40_000, good.value, good.path), day.root),
        (Opening(40_000, bytes(32), good.path), day.root),
        (Opening(40_000, good.value[:-1], good.path), day.root),
        (Opening(40_000, good.value, good.path[:-1]), day.root),
        (Opening(40_000, good.value, (*good.path, bytes(32))), day.root),
        (good, bytes(32)),
    ):
        with pytest.raises(BadOpening):
            sealed.verify_opening(opening, root)


@pytest.mark.parametrize(
    ("secret", "places"),
    [
        (b"short", {}),
        (SECRET, {0: b"short"}),
        (SECRET, {-1: bytes(32)}),
        (SECRET, {65_536: bytes(32)}),
    ],
)
def test_odd_day_is_refused(secret, places):
    with pytest.raises(BadOpening):
        SealedDay(secret, places)


def test_places_are_drawn_without_meeting():
    taken = range(0, 65_536, 2)

    drawn = sealed.draw_places(2_000, os.urandom, taken)

    assert len(set(drawn)) == 2_000
    assert not set(drawn) & set(taken)
    assert all(0 <= place < 65_536 for place in drawn)


def test_places_come_from_the_given_randomness_alone():
    def source():
        state = iter(range(1_000_000_007, 2**40, 1_000_000_007))
        return lambda count: next(state).to_bytes(count, "big")

    first = sealed.draw_places(5, source())

    assert first == sealed.draw_places(5, source())
    assert sealed.draw_places(1, lambda count: bytes(count)) == [0]
    assert sealed.draw_places(1, lambda count: b"\xff" * count) == [65_535]


def test_every_place_can_be_drawn_and_no_more():
    assert len(set(sealed.draw_places(65_536, os.urandom))) == 65_536
    with pytest.raises(BadOpening, match="full"):
        sealed.draw_places(1, os.urandom, range(65_536))
    with pytest.raises(BadOpening, match="full"):
        sealed.draw_places(2, os.urandom, range(65_535))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"sealed-place/v1", b"sealed-place/v2"),
        (b"place 40000", b"place 040000"),
        (b"place 40000", b"plaice 40000"),
        (b"value ", b"value"),
        (b"\nvalue", b"\n\nvalue"),
        (b"value u7u", b"value u7"),
    ],
)
def test_malformed_opening_is_refused(day, old, new):
    data = bytes(day.open(40_000))
    assert old in data

    with pytest.raises(BadOpening):
        sealed.parse_opening(data.replace(old, new, 1))
    with pytest.raises(BadOpening):
        sealed.parse_opening(data[:-1])


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_whatever_are_an_opening_or_refused(data):
    good = bytes(Opening(1, bytes(32), (bytes(32),) * 16))
    for whole in (data, good + data, good[:60] + data, data + good[23:]):
        try:
            opening = sealed.parse_opening(whole)
        except BadOpening:
            continue
        assert bytes(opening) == whole
        with pytest.raises(BadOpening):
            sealed.verify_opening(opening, bytes(32))
