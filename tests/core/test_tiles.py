"""Tiles and bundles: where they lie, what is in them, how a tree grows by them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kipthoi.core import merkle
from kipthoi.core.growth import Growth
from kipthoi.core.merkle import BadProof
from kipthoi.core.tile_reader import TileReader
from kipthoi.core.tiles import (
    ENTRIES,
    BadTile,
    Tile,
    decode_bundle,
    encode_bundle,
    parse_path,
    right_edge,
    split,
    tiles_between,
)
from tests.core import naive_tree

# The example of tlog-tiles, "Partial Tiles": a tree of 70,000 leaves.
SIZE = 70_000


def entry(number: int) -> bytes:
    return b"viec %d" % number


def entries(start: int, stop: int) -> list[bytes]:
    return [entry(number) for number in range(start, stop)]


def leaves(size: int) -> list[bytes]:
    return [naive_tree.leaf(e) for e in entries(0, size)]


@pytest.fixture(scope="module")
def stored() -> dict[str, bytes]:
    return dict(Growth().grow(entries(0, SIZE)))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(63, 999, 1), "tile/63/999.p/1"),
        (Tile(2, 1_000, 255), "tile/2/x001/000.p/255"),
        (Tile(ENTRIES, 67, 5), "tile/entries/067.p/5"),
    ],
)
def test_path_of_a_tile_reads_back(tile, path):
    assert tile.path == path
    assert parse_path(path, 2**600) == tile


@given(st.integers(ENTRIES, 63), st.integers(0, 2**55), st.integers(1, 256))
def test_every_path_reads_back_and_only_within_the_size(level, index, width):
    tile = Tile(level, index, width)

    assert parse_path(tile.path, tile.end) == tile
    with pytest.raises(BadTile, match="beyond"):
        parse_path(tile.path, tile.end - 1)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/X001/000",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/300",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/../../etc/passwd",
        "tile/0/٠٠٠",
        "tile/entries/000.p/1.p/1",
        "tile/Entries/000",
        "tile/0/" + "x001/" * 7 + "000",
    ],
)
def test_odd_path_is_refused(path):
    with pytest.raises(BadTile, match="path"):
        parse_path(path, 2**64)


@given(st.text(max_size=40) | st.from_regex(r"tile/[0-9e]{1,2}/[x0-9/.p]{1,20}"))
def test_any_path_whatever_is_a_tile_or_refused(path):
    try:
        tile = parse_path(path, 1000)
    except BadTile:
        return

    assert tile.path == path


def test_empty_tree_has_no_tile():
    assert list(tiles_between(0, 0)) == []
    with pytest.raises(BadTile, match="beyond"):
        parse_path("tile/0/000.p/1", 0)


@given(st.lists(st.binary(max_size=30), max_size=20))
def test_bundle_reads_back(parts):
    assert decode_bundle(encode_bundle(parts), len(parts)) == parts


def test_bundle_is_length_and_entry():
    assert encode_bundle([b"abc", b"", b"d" * 258]) == (
        b"\x00\x03abc" + b"\x00\x00" + b"\x01\x02" + b"d" * 258
    )
    assert len(encode_bundle([bytes(65_535)])) == 65_537
    with pytest.raises(BadTile, match="too long"):
        encode_bundle([bytes(65_536)])


@given(st.binary(max_size=60), st.integers(0, 5))
def test_any_bundle_whatever_is_read_exactly_or_refused(data, width):
    try:
        parts = decode_bundle(data, width)
    except BadTile:
        return

    assert (len(parts), encode_bundle(parts)) == (width, data)


def test_tree_of_the_example_has_the_tiles_of_the_example(stored):
    partial = {(t.level, t.index, t.width) for t in right_edge(SIZE)}
    hashes = [path for path in stored if "entries" not in path]

    assert partial == {(ENTRIES, 273, 112), (0, 273, 112), (1, 1, 17), (2, 0, 1)}
    assert len(hashes) == 273 + 1 + 1 + 1 + 1
    assert set(stored) == {tile.path for tile in tiles_between(0, SIZE)}


def test_full_tile_leaves_a_partial_one_above_it():
    assert [tile.path for tile in tiles_between(0, 256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]


def test_tile_holds_the_hashes_of_the_definition(stored):
    all_leaves = leaves(SIZE)
    above = [naive_tree.mth(all_leaves[i : i + 256]) for i in range(0, 65_536, 256)]

    assert stored["tile/0/001"] == b"".join(all_leaves[256:512])
    assert stored["tile/1/000"] == b"".join(above)
    assert stored["tile/2/000.p/1"] == naive_tree.mth(above)
    assert decode_bundle(stored["tile/entries/273.p/112"], 112) == entries(69_888, SIZE)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=4))
@example([5, 0])
@example([256, 44])
@example([65_536, 1])
def test_growth_in_steps_writes_what_one_growth_writes(steps):
    files: dict[str, bytes] = {}
    size = 0
    for step in steps:
        growth = Growth(size, files.__getitem__)
        fresh = dict(growth.grow(iter(entries(size, size + step))))
        assert set(fresh) == {t.path for t in tiles_between(size, size + step)}
        assert all(files.get(path, data) == data for path, data in fresh.items())
        files |= fresh
        size += step

    whole = Growth()
    at_once = dict(whole.grow(entries(0, size)))

    assert at_once.items() <= files.items()
    assert growth.size == whole.size == size
    assert growth.root() == whole.root() == naive_tree.mth(leaves(size))


def test_growth_refuses_an_edge_that_does_not_belong_together():
    files = dict(Growth().grow(entries(0, 3)))
    files["tile/entries/000.p/3"] = encode_bundle([b"x", b"y", b"z"])

    with pytest.raises(BadTile, match="differ"):
        Growth(3, files.__getitem__)
    with pytest.raises(BadTile):
        Growth(3)


def test_growth_refuses_an_entry_that_no_bundle_can_hold():
    with pytest.raises(BadTile, match="too long"):
        list(Growth().grow([b"a", bytes(65_536)]))


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 1000])
def test_reader_gives_the_proofs_of_the_definition(size):
    files = dict(Growth().grow(entries(0, size)))
    reader, all_leaves = TileReader(files.__getitem__, size), leaves(size)

    assert reader.root() == naive_tree.mth(all_leaves)
    for index in {0, size // 3, size // 2, max(size - 2, 0), size - 1}:
        assert reader.inclusion_path(index) == naive_tree.path(index, all_leaves)
        assert reader.consistency_path(index + 1) == naive_tree.proof(
            index + 1, all_leaves
        )


@settings(max_examples=60, deadline=None)
@given(index=st.integers(0, SIZE - 1))
def test_proof_over_three_levels_of_tiles_verifies(stored, index):
    reader = TileReader(stored.__getitem__, SIZE)
    leaf, root = merkle.leaf_hash(entry(index)), reader.root()

    path = reader.inclusion_path(index)

    assert path == merkle.inclusion_path(index, SIZE, reader.read)
    merkle.verify_inclusion(leaf, index, SIZE, path, root)


def test_reader_proves_an_older_size_from_full_tiles(stored):
    def fetch(path: str) -> bytes:
        return stored[path.split(".p/")[0]]

    reader = TileReader(fetch, 300)

    assert reader.root() == naive_tree.mth(leaves(300))
    assert reader.inclusion_path(299) == naive_tree.path(299, leaves(300))


def test_reader_keeps_what_it_has_read(stored):
    asked = []

    def fetch(path: str) -> bytes:
        asked.append(path)
        return stored[path]

    reader = TileReader(fetch, SIZE)
    for index in range(256):
        reader.inclusion_path(index)

    assert len(asked) == len(set(asked))
    assert "tile/0/000" in asked


def test_reader_refuses_what_the_tree_has_not(stored):
    reader = TileReader(stored.__getitem__, SIZE)

    for wrong in (-1, SIZE):
        with pytest.raises(BadProof, match="index"):
            reader.inclusion_path(wrong)
    with pytest.raises(BadProof, match="beyond"):
        reader.read(17, 0)
    with pytest.raises(BadProof, match="beyond"):
        reader.read(0, -1)
    with pytest.raises(BadProof, match="size"):
        reader.consistency_path(SIZE + 1)


@pytest.mark.parametrize("data", [b"", bytes(31), bytes(64), bytes(8193)])
def test_tile_of_a_wrong_length_is_refused(data):
    with pytest.raises(BadTile, match="length"):
        TileReader(lambda path: data, 1).root()
    with pytest.raises(BadTile, match="length"):
        split(data, 1)
