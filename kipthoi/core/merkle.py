"""The tree of the public log: hashes, frontier, proofs and their checking.

RFC 9162 section 2.1 (the hashes are those of RFC 6962). A `read` gives the hash of any
whole subtree by its level and index, from wherever it is stored; proofs ask nothing
else. A tree of n leaves is a row of whole subtrees, its *peaks*, one for each bit that
is set in n, tallest first; with that, each proof is a climb inside one peak and then
what lies beside the peak.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Self

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Read = Callable[[int, int], bytes]


class BadProof(ValueError):
    """A proof does not lead where it claims, or cannot be given; the message says why."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry (RFC 9162 section 2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 9162 section 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def parents(nodes: Sequence[bytes]) -> list[bytes]:
    """Return the nodes one level up; a last one without a partner is left out."""
    pairs = zip(nodes[::2], nodes[1::2], strict=False)
    return [sha256(b"\x01" + left + right).digest() for left, right in pairs]


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes (RFC 9162 section 2.1.1)."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def root_at(size: int, read: Read) -> bytes:
    """Return the root of a stored tree."""
    return Frontier.read(size, read).root()


class Frontier:
    """The peaks of a growing tree: all that appending and the root need."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        """Stand at a size; raises BadProof when peaks and size do not fit."""
        self.size = size
        low_first = list(peaks)[::-1]
        if len(low_first) != size.bit_count():
            raise BadProof("peaks")
        self._peaks = dict(zip(_heights(size), low_first, strict=True))

    @classmethod
    def read(cls, size: int, read: Read) -> Self:
        """Return the frontier of a stored tree, from its right edge."""
        peaks = [read(height, (size >> height) - 1) for height in _heights(size)]
        return cls(size, reversed(peaks))

    @property
    def peaks(self) -> list[bytes]:
        """Return the hashes of the whole subtrees, tallest first."""
        return [self._peaks[height] for height in sorted(self._peaks, reverse=True)]

    def append(self, leaf: bytes) -> None:
        """Take one leaf hash."""
        height = 0
        while self.size >> height & 1:
            leaf = node_hash(self._peaks.pop(height), leaf)
            height += 1
        self._peaks[height] = leaf
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Take many leaf hashes, a level at a time (give lists of some thousands)."""
        nodes, height = list(leaves), 0
        size, self.size = self.size, self.size + len(nodes)
        while nodes:
            if size >> height & 1:
                nodes.insert(0, self._peaks.pop(height))
            if len(nodes) & 1:
                self._peaks[height] = nodes[-1]
            nodes, height = parents(nodes), height + 1

    def root(self) -> bytes:
        """Return the root at the present size."""
        return _bagged(self._peaks[height] for height in sorted(self._peaks))


def inclusion_path(index: int, size: int, read: Read) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree (RFC 9162 section 2.1.3.1).

    Raises BadProof when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise BadProof("index")
    return path_from(0, index, size, read)


def consistency_path(old: int, new: int, read: Read) -> list[bytes]:
    """Return the proof that tree `old` begins tree `new` (RFC 9162 section 2.1.4.1).

    Empty for equal sizes. Raises BadProof unless 0 < old <= new.
    """
    if not 0 < old <= new:
        raise BadProof("size")
    if old == new:
        return []
    level = _lowest(old)
    index = (old >> level) - 1
    known = [] if index == 0 else [read(level, index)]
    return known + path_from(level, index, new, read)


def path_from(level: int, index: int, size: int, read: Read) -> list[bytes]:
    """Return the path from a whole subtree (level, index) up to the root.

    First the siblings inside its peak, then what lies right of the peak as one hash,
    then the peaks to its left.
    """
    peak = ((index << level) ^ size).bit_length() - 1
    inner = [read(level + i, index >> i ^ 1) for i in range(peak - level)]
    right = [read(h, (size >> h) - 1) for h in _heights(size) if h < peak]
    left = [read(h, (size >> h) - 1) for h in _heights(size) if h > peak]
    return inner + ([_bagged(right)] if right else []) + left


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Check a leaf hash against a root; raises BadProof (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        raise BadProof("index")
    _whole([leaf, root, *path])
    fn, sn, seen = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            raise BadProof("path too long")
        if fn & 1 or fn == sn:
            seen = node_hash(sibling, seen)
            shift = _lowest(fn)
            fn, sn = fn >> shift, sn >> shift
        else:
            seen = node_hash(seen, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn or seen != root:
        raise BadProof("root")


def verify_consistency(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Check that tree `old` begins tree `new`; raises BadProof.

    RFC 9162 section 2.1.4.2. Size 0 proves nothing and is refused; see `verify_growth`.
    """
    if not 0 < old <= new:
        raise BadProof("size")
    _whole([old_root, new_root, *path])
    if old == new:
        if path or old_root != new_root:
            raise BadProof("root")
        return
    whole = old & (old - 1) == 0
    nodes = [old_root, *path] if whole else list(path)
    if not nodes or (whole and not path):
        raise BadProof("path too short")
    if _climb_both(old - 1, new - 1, nodes) != (old_root, new_root):
        raise BadProof("root")


def verify_growth(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Check what a witness checks before it signs; raises BadProof.

    As `verify_consistency`, but size 0 begins every tree and takes the empty proof, and
    a tree of size 0 has the root of nothing (C2SP tlog-witness, add-checkpoint).
    """
    if new == 0 and new_root != EMPTY_ROOT:
        raise BadProof("root")
    if old:
        verify_consistency(old, new, path, old_root, new_root)
    elif path or old_root != EMPTY_ROOT:
        raise BadProof("path of nothing")


def _climb_both(fn: int, sn: int, nodes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the old and the new root that the nodes lead to."""
    shift = _lowest(fn + 1)
    fn, sn = fn >> shift, sn >> shift
    old = new = nodes[0]
    for node in nodes[1:]:
        if sn == 0:
            raise BadProof("path too long")
        if fn & 1 or fn == sn:
            old, new = node_hash(node, old), node_hash(node, new)
            shift = _lowest(fn)
            fn, sn = fn >> shift, sn >> shift
        else:
            new = node_hash(new, node)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise BadProof("path too short")
    return old, new


def _bagged(peaks: Iterable[bytes]) -> bytes:
    """Return the hash over peaks that come lowest first; of nothing, the empty root."""
    rest = iter(peaks)
    bag = next(rest, EMPTY_ROOT)
    for peak in rest:
        bag = node_hash(peak, bag)
    return bag


def _heights(size: int) -> Iterator[int]:
    """Give the heights of the peaks of a tree, lowest first."""
    return (height for height in range(size.bit_length()) if size >> height & 1)


def _lowest(number: int) -> int:
    """Return the position of the lowest bit that is set (number > 0)."""
    return (number & -number).bit_length() - 1


def _whole(hashes: Iterable[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in hashes):
        raise BadProof("hash length")
