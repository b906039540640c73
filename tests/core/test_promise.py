"""The promise at intake: what it says and whose it is."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipthoi.core import merkle, promise
from kipthoi.core.notes import BadNote, Signer
from kipthoi.core.promise import BadPromise, Promise

ORIGIN = "congdoan.example/nhat-ky"
KEY = Signer("congdoan.example/nhat-ky/loi-hua", b"p" * 32)
ENTRY = b'{"c":"7K3M9Q2F","n":0}'
GIVEN = promise.promise_of(ORIGIN, ENTRY, date(2026, 11, 26))
# What KEY makes of it.
GOLDEN = (Path(__file__).parent.parent / "vectors/log/promise").read_bytes()


def test_promise_has_the_bytes_of_the_golden_file():
    assert promise.sign(GIVEN, KEY) == GOLDEN
    assert promise.open_signed(GOLDEN, ORIGIN, [KEY.key]) == GIVEN


def test_promise_names_the_log_the_leaf_and_the_day():
    assert GIVEN.leaf == merkle.leaf_hash(ENTRY)
    assert GIVEN.text.split("\n") == [
        "congdoan.example/nhat-ky/promise/v1",
        merkle.leaf_hash(ENTRY).hex(),
        "2026-11-26",
        "",
    ]


def test_promise_of_another_log_or_key_is_refused():
    with pytest.raises(BadPromise, match="origin"):
        promise.open_signed(GOLDEN, "khac.example", [KEY.key])
    with pytest.raises(BadNote, match="no known"):
        promise.open_signed(GOLDEN, ORIGIN, [Signer("khac", b"p" * 32).key])
    with pytest.raises(BadNote, match="signature of"):
        promise.open_signed(GOLDEN.replace(b"11-26", b"11-27"), ORIGIN, [KEY.key])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/promise/v1", "/promise/v2"),
        (ORIGIN, ""),
        ("2026-11-26", "2026-02-30"),
        ("2026-11-26", "20261126"),
        ("2026-11-26", "2026-11-26\nthêm"),
        ("2026-11-26\n", "2026-11-26"),
        (GIVEN.leaf.hex(), GIVEN.leaf.hex().upper()),
        (GIVEN.leaf.hex(), GIVEN.leaf.hex()[2:]),
    ],
)
def test_malformed_promise_is_refused(old, new):
    assert old in GIVEN.text

    with pytest.raises(BadPromise):
        promise.parse_text(GIVEN.text.replace(old, new))


@pytest.mark.parametrize(
    "odd",
    [
        Promise("", bytes(32), date(2026, 11, 26)),
        Promise("a", bytes(31), date(2026, 11, 26)),
        Promise("a\nb", bytes(32), date(2026, 11, 26)),
    ],
)
def test_promise_that_would_not_read_back_is_not_signed(odd):
    with pytest.raises(BadPromise, match="lines"):
        promise.sign(odd, KEY)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_whatever_are_a_promise_or_refused(data):
    head, tail = GOLDEN.split(b"\n\n")
    for whole in (data, data + b"\n\n" + tail, head + data + b"\n\n" + tail):
        try:
            found = promise.open_signed(whole, ORIGIN, [KEY.key])
        except BadNote:
            continue
        assert (found, data) == (GIVEN, b"")


@given(st.text(max_size=100), st.dates(), st.binary(min_size=32, max_size=32))
def test_any_text_whatever_is_a_promise_or_refused(text, by, leaf):
    for body in (text, text + Promise("", leaf, by).text):
        try:
            found = promise.parse_text(body)
        except BadPromise:
            continue
        assert found.text == body
