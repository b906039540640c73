"""A stored log that grows: which bytes the new tiles and bundles hold.

C2SP tlog-tiles v0.1.0. One tile's worth of entries is in memory at a time, so that a
batch of any size streams. The same machinery serves the verifier, which lets the tree
grow from the entries it fetched and compares each tile.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

from kipthoi.core import merkle
from kipthoi.core.tiles import (
    ENTRIES,
    MAX_ENTRY,
    MAX_LEVEL,
    WIDTH,
    BadTile,
    Fetch,
    Tile,
    decode_bundle,
    encode_bundle,
    right_edge,
    split,
)


def _no_file(path: str) -> bytes:
    raise BadTile(path)


class Growth:
    """A tree that grows: gives the bytes of every tile and bundle as it fills."""

    def __init__(self, size: int = 0, fetch: Fetch = _no_file) -> None:
        """Stand at the right edge of a stored tree.

        Raises BadTile when a tile has a wrong length or the partial bundle does not
        belong to its tile; compare `root()` with the checkpoint before growing.
        """
        self.size = size
        self._entries: list[bytes] = []
        self._rows: list[list[bytes]] = [[] for _ in range(MAX_LEVEL + 1)]
        for tile in right_edge(size):
            data = fetch(tile.path)
            if tile.level == ENTRIES:
                self._entries = decode_bundle(data, tile.width)
            else:
                self._rows[tile.level] = split(data, tile.width)
        if list(map(merkle.leaf_hash, self._entries)) != self._rows[0]:
            raise BadTile("bundle and hashes differ")

    def grow(self, entries: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
        """Append entries; give (path, bytes) of full tiles as they fill, partials last.

        To be drained: the size is right only at the end. Memory stays flat. Raises
        BadTile for an entry that is too long, before its bundle is given.
        """
        source, old = iter(entries), self.size
        while fresh := list(islice(source, WIDTH - len(self._entries))):
            if max(map(len, fresh)) > MAX_ENTRY:
                raise BadTile("entry too long")
            yield from self._take(fresh)
        yield from self._partials(old)

    def root(self) -> bytes:
        """Return the root at the present size."""
        peaks: list[bytes] = []
        for row in self._rows:
            frontier = merkle.Frontier()
            frontier.extend(row)
            peaks = frontier.peaks + peaks
        return merkle.Frontier(self.size, peaks).root()

    def _take(self, fresh: list[bytes]) -> Iterator[tuple[str, bytes]]:
        self._entries += fresh
        self._rows[0] += [sha256(b"\x00" + entry).digest() for entry in fresh]
        self.size += len(fresh)
        if len(self._entries) < WIDTH:
            return
        index = self.size // WIDTH - 1
        yield Tile(ENTRIES, index).path, encode_bundle(self._entries)
        self._entries = []
        level = 0
        while len(row := self._rows[level]) == WIDTH:
            yield Tile(level, index).path, b"".join(row)
            self._rows[level] = []
            level, index = level + 1, (index + 1) // WIDTH - 1
            self._rows[level].append(_top(row))

    def _partials(self, old: int) -> Iterator[tuple[str, bytes]]:
        for tile in right_edge(self.size):
            if tile.end <= old:
                continue
            if tile.level == ENTRIES:
                yield tile.path, encode_bundle(self._entries)
            else:
                yield tile.path, b"".join(self._rows[tile.level])


def _top(row: list[bytes]) -> bytes:
    """Return the root over a full tile."""
    while len(row) > 1:
        row = merkle.parents(row)
    return row[0]
