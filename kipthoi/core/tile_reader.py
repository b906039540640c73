"""Proofs from the stored tiles of a log (C2SP tlog-tiles v0.1.0, "Merkle Tree").

A tile is read once and kept with the nodes above its hashes, so that a path costs one
look-up for eight levels.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter

from kipthoi.core import merkle
from kipthoi.core.merkle import HASH_BYTES, BadProof
from kipthoi.core.tiles import WIDTH, Fetch, Tile, hashes_at, split


class TileReader:
    """A stored tree of one size, read through a few cached tiles.

    What `fetch` gives is not trusted and not checked against the root: whoever gets a
    proof checks it. What `fetch` raises passes through.
    """

    def __init__(self, fetch: Fetch, size: int, keep: int = 1024) -> None:
        """Read tiles by `fetch`; keep the last ones (16 KB each, with inner nodes).

        For a partial tile, `fetch` may give the full one (tlog-tiles allows it).
        """
        self.size = size
        self._fetch = fetch
        self._nodes = lru_cache(keep)(self._load)
        self._above = lru_cache(keep)(self._path_above)

    def read(self, level: int, index: int) -> bytes:
        """Return the hash of a whole subtree: `merkle.Read`.

        Raises BadProof when the tree has no such subtree.
        """
        if index < 0 or index + 1 << level > self.size:
            raise BadProof("beyond the size")
        row, inside = divmod(level, 8)
        place = WIDTH >> inside
        at = (place + index % place) * HASH_BYTES
        return self._nodes(row, index // place)[at : at + HASH_BYTES]

    def root(self) -> bytes:
        """Return the root."""
        return merkle.root_at(self.size, self.read)

    def inclusion_path(self, index: int) -> list[bytes]:
        """Return what `merkle.inclusion_path` returns, eight levels at a time.

        All leaves of a full tile share the path above it.
        """
        tile, place = divmod(index, WIDTH)
        if not 0 <= tile < self.size // WIDTH:
            return merkle.inclusion_path(index, self.size, self.read)
        return [*_SIBLINGS[place](self._nodes(0, tile)), *self._above(tile)]

    def consistency_path(self, old: int) -> list[bytes]:
        """Return the proof that a tree of size `old` begins this one."""
        return merkle.consistency_path(old, self.size, self.read)

    def _path_above(self, tile: int) -> list[bytes]:
        return merkle.path_from(8, tile, self.size, self.read)

    def _load(self, level: int, index: int) -> bytes:
        width = min(WIDTH, hashes_at(level, self.size) - index * WIDTH)
        data = self._fetch(Tile(level, index, width).path)
        if len(data) == WIDTH * HASH_BYTES:
            data = data[: width * HASH_BYTES]
        return _heap(split(data, width))


def _heap(row: list[bytes]) -> bytes:
    """Return a tile with the nodes above its hashes: node k has the children 2k, 2k+1.

    The hashes are nodes 256 to 511; a node that is not whole is left as zeros.
    """
    rows = []
    for height in range(9):
        rows.append(b"".join(row).ljust((WIDTH >> height) * HASH_BYTES, b"\x00"))
        row = merkle.parents(row)
    return bytes(HASH_BYTES) + b"".join(reversed(rows))


def _siblings(index: int) -> Callable[[bytes], tuple[bytes, ...]]:
    """Return what takes from a heap the eight siblings on the way up from a hash."""
    nodes = [(WIDTH + index) >> height ^ 1 for height in range(8)]
    return itemgetter(*(slice(n * HASH_BYTES, (n + 1) * HASH_BYTES) for n in nodes))


_SIBLINGS = [_siblings(index) for index in range(WIDTH)]
