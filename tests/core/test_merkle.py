"""The tree: its hashes, its proofs and what a verifier must refuse."""

import base64
import contextlib
import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.core import merkle
from kipthoi.core.merkle import BadProof, Frontier
from tests.core import naive_tree

VECTORS = Path(__file__).parent.parent / "vectors" / "merkle"
LEAVES = [naive_tree.leaf(b"%d" % number) for number in range(300)]
SIZES = st.integers(1, 70)
HASHES = st.binary(min_size=32, max_size=32)


def vectors(name: str) -> list:
    lines = (VECTORS / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [pytest.param(row := json.loads(x), id=row["name"]) for x in lines]


def unpacked(row: dict, *keys: str) -> list[bytes]:
    """Return hashes; a stand-in ("don't care") is filled up to the length of a hash."""
    found = [base64.b64decode(row[key] or "") for key in keys]
    return [h.ljust(32) if h.startswith(b"don't care") else h for h in found]


def path_of(row: dict) -> list[bytes]:
    return [base64.b64decode(node or "") for node in row["proof"] or []]


def test_hashes_are_those_of_the_standard():
    assert sha256(b"").digest() == merkle.EMPTY_ROOT
    assert merkle.leaf_hash(b"L123456").hex() == (
        "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    )
    assert merkle.node_hash(b"N123", b"N456").hex() == (
        "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


@pytest.mark.parametrize("row", vectors("inclusion"))
def test_inclusion_vector_is_judged_as_it_should_be(row):
    leaf, root = unpacked(row, "leafHash", "root")
    claim = (leaf, row["leafIdx"], row["treeSize"], path_of(row), root)

    if row["wantErr"]:
        with pytest.raises(BadProof):
            merkle.verify_inclusion(*claim)
    else:
        merkle.verify_inclusion(*claim)


@pytest.mark.parametrize("row", vectors("consistency"))
def test_consistency_vector_is_judged_as_it_should_be(row):
    old_root, new_root = unpacked(row, "root1", "root2")
    claim = (row["size1"], row["size2"], path_of(row), old_root, new_root)

    if row["wantErr"]:
        with pytest.raises(BadProof):
            merkle.verify_consistency(*claim)
    else:
        merkle.verify_consistency(*claim)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 9, 64, 255, 256, 257])
def test_root_is_that_of_the_definition(size):
    leaves = LEAVES[:size]

    assert merkle.root_of(leaves) == naive_tree.mth(leaves)
    assert merkle.root_at(size, naive_tree.reader(leaves)) == naive_tree.mth(leaves)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 40), max_size=6), st.booleans())
def test_frontier_grows_in_any_steps_to_the_same_root(steps, one_by_one):
    frontier, size = Frontier(), 0

    for step in steps:
        new = LEAVES[size : size + step]
        if one_by_one:
            for leaf in new:
                frontier.append(leaf)
        else:
            frontier.extend(iter(new))
        size += step

    assert frontier.size == size
    assert frontier.root() == naive_tree.mth(LEAVES[:size])


@settings(max_examples=40)
@given(SIZES, st.integers(0, 40))
def test_frontier_goes_on_from_the_stored_right_edge(size, more):
    stored = Frontier.read(size, naive_tree.reader(LEAVES[:size]))
    frontier = Frontier(size, stored.peaks)

    frontier.extend(LEAVES[size : size + more])

    assert frontier.root() == naive_tree.mth(LEAVES[: size + more])


@pytest.mark.parametrize("peaks", [[], [bytes(32)] * 3])
def test_frontier_with_peaks_of_another_size_is_refused(peaks):
    with pytest.raises(BadProof, match="peaks"):
        Frontier(5, peaks)


@settings(max_examples=80)
@given(SIZES, st.data())
def test_inclusion_path_is_that_of_the_definition_and_verifies(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = LEAVES[:size]

    path = merkle.inclusion_path(index, size, naive_tree.reader(leaves))

    assert path == naive_tree.path(index, leaves)
    merkle.verify_inclusion(leaves[index], index, size, path, naive_tree.mth(leaves))


@settings(max_examples=80)
@given(SIZES, st.data())
def test_consistency_path_is_that_of_the_definition_and_verifies(new, data):
    old = data.draw(st.integers(1, new))
    leaves = LEAVES[:new]
    roots = naive_tree.mth(leaves[:old]), naive_tree.mth(leaves)

    path = merkle.consistency_path(old, new, naive_tree.reader(leaves))

    assert path == naive_tree.proof(old, leaves)
    merkle.verify_consistency(old, new, path, *roots)
    merkle.verify_growth(old, new, path, *roots)


@settings(max_examples=60)
@given(st.integers(2, 70), st.data())
def test_inclusion_of_another_leaf_index_or_path_is_refused(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves, root = LEAVES[:size], naive_tree.mth(LEAVES[:size])
    path = naive_tree.path(index, leaves)
    at = data.draw(st.integers(0, len(path) - 1))
    changed = [*path[:at], bytes(32), *path[at + 1 :]]
    other = (index + data.draw(st.integers(1, size - 1))) % size

    for leaf, number, nodes in (
        (LEAVES[size], index, path),
        (leaves[index], other, path),
        (leaves[index], index, changed),
        (leaves[index], index, path[:-1]),
        (leaves[index], index, [*path, bytes(32)]),
        (leaves[index], index, [*path[:-1], path[-1][:31]]),
        (leaves[index], size, path),
        (leaves[index], -1, path),
    ):
        with pytest.raises(BadProof):
            merkle.verify_inclusion(leaf, number, size, nodes, root)


@settings(max_examples=60)
@given(st.integers(2, 70), st.data())
def test_consistency_of_another_history_is_refused(new, data):
    old = data.draw(st.integers(1, new - 1))
    leaves = LEAVES[:new]
    roots = naive_tree.mth(leaves[:old]), naive_tree.mth(leaves)
    path = naive_tree.proof(old, leaves)
    at = data.draw(st.integers(0, len(path) - 1))
    changed = [*path[:at], bytes(32), *path[at + 1 :]]

    for nodes, pair in (
        (path, (bytes(32), roots[1])),
        (path, (roots[0], bytes(32))),
        (path, roots[::-1]),
        (changed, roots),
        (path[:-1], roots),
        ([*path, bytes(32)], roots),
        ([], roots),
        ([*path[:-1], path[-1][:31]], roots),
    ):
        with pytest.raises(BadProof):
            merkle.verify_consistency(old, new, nodes, *pair)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_path_of_a_leaf_that_is_not_there_is_refused(index, size):
    with pytest.raises(BadProof, match="index"):
        merkle.inclusion_path(index, size, naive_tree.reader(LEAVES[:size]))


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_path_from_nothing_or_backwards_is_refused(old, new):
    with pytest.raises(BadProof, match="size"):
        merkle.consistency_path(old, new, naive_tree.reader(LEAVES[:new]))


def test_witness_takes_the_empty_path_from_nothing_only():
    root = naive_tree.mth(LEAVES[:3])

    merkle.verify_growth(0, 3, [], merkle.EMPTY_ROOT, root)
    merkle.verify_growth(0, 0, [], merkle.EMPTY_ROOT, merkle.EMPTY_ROOT)
    merkle.verify_growth(3, 3, [], root, root)
    for claim in (
        (0, 3, [root], merkle.EMPTY_ROOT, root),
        (0, 3, [], root, root),
        (0, 0, [], merkle.EMPTY_ROOT, root),
        (3, 3, [], merkle.EMPTY_ROOT, root),
        (3, 3, [root], root, root),
        (3, 2, [], root, root),
        (3, 0, [], root, merkle.EMPTY_ROOT),
    ):
        with pytest.raises(BadProof):
            merkle.verify_growth(*claim)


@given(
    st.integers(-2, 2**70),
    st.integers(-2, 2**70),
    st.lists(st.one_of(HASHES, st.binary(max_size=40)), max_size=70),
    HASHES,
    HASHES,
)
def test_any_proof_whatever_is_judged_without_another_error(a, b, path, one, two):
    for judge in (
        lambda: merkle.verify_inclusion(one, a, b, path, two),
        lambda: merkle.verify_consistency(a, b, path, one, two),
        lambda: merkle.verify_growth(a, b, path, one, two),
    ):
        with contextlib.suppress(BadProof):
            judge()
