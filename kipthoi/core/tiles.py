"""The files in which the public log lies: tiles of hashes and bundles of entries.

C2SP tlog-tiles v0.1.0. Paths are relative to the log's prefix, without a leading slash.
A tile of level l holds 256 neighbouring hashes of whole subtrees of 256**l leaves; a
bundle holds the 256 entries of a tile of level 0. The rightmost tile of a level is
partial unless it happens to be full.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kipthoi.core.merkle import HASH_BYTES

WIDTH = 256
ENTRIES = -1
MAX_LEVEL = 63
MAX_ENTRY = 65_535
CHECKPOINT = "checkpoint"

Fetch = Callable[[str], bytes]

_PATH = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])"
    r"/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


class BadTile(ValueError):
    """A tile, a bundle or the path of one is not as it must be; says what is odd."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a tile lies: level (ENTRIES for a bundle), index in it, hashes in it."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return the path (tlog-tiles, "Merkle Tree" and "Log entries")."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_grouped(self.index)}{part}"

    @property
    def end(self) -> int:
        """Return how many leaves the tree must have for this tile to exist."""
        return self.index * WIDTH + self.width << 8 * max(self.level, 0)


def parse_path(path: str, size: int) -> Tile:
    """Return the tile that a request names, if a tree of `size` leaves has it.

    A narrower partial tile than that of `size` may be named, for the tree once had that
    size; whether it was ever signed, the disk knows. Raises BadTile for any other text.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        raise BadTile("path")
    level, index, width = match.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(re.sub("[x/]", "", index)),
        int(width or WIDTH),
    )
    if tile.path != path or tile.width > WIDTH:
        raise BadTile("path")
    if tile.end > size:
        raise BadTile("beyond the size")
    return tile


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return the bundle of up to 256 entries (tlog-tiles, "Log entries").

    Raises BadTile for an entry of more than 65,535 bytes.
    """
    try:
        return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])
    except OverflowError:
        raise BadTile("entry too long") from None


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the entries of a bundle; raises BadTile unless there are `width` of them."""
    entries, at, end = [], 0, len(data)
    while at < end:
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        entries.append(data[start:at])
    if at != end or len(entries) != width:
        raise BadTile("bundle")
    return entries


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """Give the tiles and bundles that a tree of size `new` has and one of `old` has not.

    With `old` 0, all of a tree. Partial tiles of sizes between the two are not named.
    """
    for level in (ENTRIES, *range(MAX_LEVEL + 1)):
        before, after = hashes_at(level, old), hashes_at(level, new)
        for index in range(before // WIDTH, after // WIDTH):
            yield Tile(level, index)
        if after > before and after % WIDTH:
            yield Tile(level, after // WIDTH, after % WIDTH)


def right_edge(size: int) -> list[Tile]:
    """Return the partial tiles of a size, the bundle first."""
    rows = (
        (level, hashes_at(level, size)) for level in (ENTRIES, *range(MAX_LEVEL + 1))
    )
    return [Tile(lv, n // WIDTH, n % WIDTH) for lv, n in rows if n % WIDTH]


def split(data: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile; raises BadTile unless it holds `width` of them."""
    if len(data) != width * HASH_BYTES:
        raise BadTile("length")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def hashes_at(level: int, size: int) -> int:
    """Return how many hashes (or entries) a level holds in all at a size."""
    return size >> 8 * max(level, 0)


def _grouped(index: int) -> str:
    """Return an index as `x001/x234/067`."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups))
