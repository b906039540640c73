"""The line of the log: canonical, closed, and silent about content."""

import hashlib
import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipthoi.core import leaf

LINE = {
    "v": 1,
    "e": "case.received",
    "c": "7K3M9Q2F",
    "n": 0,
    "b": "binhson",
    "u": "binhson.01",
    "k": "intake/1",
    "on": "2026-11-25",
    "s": "received",
    "d": {
        "first_answer": {
            "due": "2026-12-09",
            "rule": "knpa-answer/1",
            "from": "2026-11-25",
        }
    },
    "a": 0,
    "h": "0" * 64,
}
RULE = {
    "v": 1,
    "e": "calendar.day",
    "c": "calendar:2026",
    "n": 3,
    "b": "binhson",
    "on": "2026-11-25",
    "p": {"day": "2026-11-24", "as": "off", "scope": "all"},
    "h": "f" * 64,
}


def test_leaf_is_canonical_json_that_reads_back():
    line = leaf.leaf_bytes(LINE)

    assert json.loads(line) == LINE
    assert line.startswith(b'{"a":0,"b":"binhson"')
    assert b" " not in line
    assert leaf.leaf_bytes(dict(reversed(LINE.items()))) == line


def test_leaf_of_a_rule_or_day_carries_its_values_openly():
    assert json.loads(leaf.leaf_bytes(RULE))["p"]["day"] == "2026-11-24"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("e", "case.eaten"),
        ("e", None),
        ("v", 2),
        ("c", "7K3M9Q2"),
        ("c", "7k3m9q2f"),
        ("c", 7),
        ("n", -1),
        ("n", True),
        ("n", 2**53),
        ("b", "Bình Sơn"),
        ("u", "a..b"),
        ("k", "intake"),
        ("on", "2026-13-01"),
        ("on", "20261125"),
        ("on", 20261125),
        ("s", "lost"),
        ("d", []),
        ("d", {"First": {}}),
        ("d", {"first_answer": {"due": "2026-12-09"}}),
        ("d", {"first_answer": None}),
        ("d", {"x": {"due": "soon", "rule": "a/1", "from": "2026-11-25"}}),
        ("d", {"x": {"due": "2026-12-09", "rule": "a", "from": "2026-11-25"}}),
        ("d", {"x": {"due": "2026-12-09", "rule": "a/1", "from": "x"}}),
        ("a", "0"),
        ("h", "0" * 63),
    ],
)
def test_leaf_with_an_unknown_word_is_refused(key, value):
    with pytest.raises(leaf.BadLeaf, match=key):
        leaf.leaf_bytes({**LINE, key: value})


@pytest.mark.parametrize(
    "change",
    [
        {"p": {"day": "2026-11-24"}},
        {"p": "x"},
        {"p": {"day": None, "as": "off", "scope": "all"}},
        {"p": {"day": "2026-11-24", "as": "off", "scope": "all", "topic": "x"}},
        {"c": "7K3M9Q2F"},
    ],
)
def test_open_leaf_with_other_fields_is_refused(change):
    with pytest.raises(leaf.BadLeaf):
        leaf.leaf_bytes({**RULE, **change})


@given(st.sampled_from(sorted(LINE)))
def test_leaf_without_a_key_or_with_one_more_is_refused(key):
    short = deepcopy(LINE)
    del short[key]

    with pytest.raises(leaf.BadLeaf):
        leaf.leaf_bytes(short)
    with pytest.raises(leaf.BadLeaf, match="topic"):
        leaf.leaf_bytes({**LINE, "topic": "wages"})


def test_commitment_is_the_salted_hash_of_the_canonical_content():
    salt = bytes(range(32))
    expected = hashlib.sha256(
        b"kipthoi/commit/v1\x00" + salt + b'{"a":"\xc4\x91","b":1}'
    )

    assert leaf.commit(salt, {"b": 1, "a": "đ"}) == expected.digest()


def test_commitment_needs_a_whole_salt():
    with pytest.raises(leaf.BadLeaf, match="salt"):
        leaf.commit(b"short", {})


@given(st.binary(min_size=32, max_size=32), st.text())
def test_commitment_hides_equal_content_under_another_salt(salt, text):
    other = bytes(32) if salt != bytes(32) else b"\x01" * 32

    assert leaf.commit(salt, text) != leaf.commit(other, text)
