"""The sealed day: a private tree of which only the root is public.

DESIGN 4.5. Every day has one, also an empty one, and all have 65,536 places: what is not
taken holds a filler that nobody can tell from a commitment. Who holds a commitment can
prove to a third party that it lies under the day's public root; an outsider learns
nothing, not even a count. Hashes are those of the public log (RFC 9162 section 2.1.1).

To be stored: the day's secret and the taken places with their commitments. The fillers,
the tree and its root follow from these, in about a tenth of a second.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256, shake_256

from kipthoi.core import merkle, notes
from kipthoi.core.merkle import HASH_BYTES, BadProof
from kipthoi.core.notes import BadNote, b64, decimal, unb64

DEPTH = 16
PLACES = 1 << DEPTH
SECRET_BYTES = 32
HEADER = "kipthoi/sealed-place/v1"
_WORDS = ("place ", "value ")
_FILLER = b"kipthoi/sealed/filler/v1\x00"


class BadOpening(ValueError):
    """A sealed day or the opening of a place does not hold; says why."""


@dataclass(frozen=True)
class Opening:
    """What shows that a commitment lies in a day; `bytes()` gives the file."""

    place: int
    value: bytes
    path: tuple[bytes, ...]

    def __bytes__(self) -> bytes:
        head = [HEADER, f"place {self.place}", f"value {b64(self.value)}"]
        return "".join(line + "\n" for line in (*head, *map(b64, self.path))).encode()


class SealedDay:
    """One day's tree; nothing is computed before it is asked for."""

    def __init__(self, secret: bytes, places: Mapping[int, bytes]) -> None:
        """Take the day's 32-byte secret and the commitment at each taken place.

        Raises BadOpening for another length or a place that is not there.
        """
        odd = any(len(value) != HASH_BYTES for value in places.values())
        if odd or len(secret) != SECRET_BYTES:
            raise BadOpening("length")
        if any(not 0 <= place < PLACES for place in places):
            raise BadOpening("place")
        self._secret = secret
        self._places = dict(places)

    @property
    def root(self) -> bytes:
        """Return the root, which is all that the public sees."""
        return self._levels[DEPTH][0]

    def open(self, place: int) -> Opening:
        """Return the opening of a taken place; raises BadOpening for any other."""
        if place not in self._places:
            raise BadOpening("nothing lies there")
        path = [self._levels[height][place >> height ^ 1] for height in range(DEPTH)]
        return Opening(place, self._places[place], tuple(path))

    @cached_property
    def _levels(self) -> list[list[bytes]]:
        levels = [[sha256(b"\x00" + value).digest() for value in self._values()]]
        for _ in range(DEPTH):
            levels.append(merkle.parents(levels[-1]))
        return levels

    def _values(self) -> list[bytes]:
        """Return what lies in each place: one long output of SHAKE-256, cut and patched.

        SHAKE-256 (FIPS 202) under a secret prefix is a keyed random function.
        """
        stream = shake_256(_FILLER + self._secret).digest(PLACES * HASH_BYTES)
        starts = range(0, len(stream), HASH_BYTES)
        values = [stream[at : at + HASH_BYTES] for at in starts]
        for place, value in self._places.items():
            values[place] = value
        return values


def draw_places(
    count: int, random: Callable[[int], bytes], taken: Collection[int] = ()
) -> list[int]:
    """Return `count` different places that are not taken, evenly drawn.

    `random` gives so many random bytes (`secrets.token_bytes`). Raises BadOpening when
    the day has not so many places left.
    """
    free = sorted(set(range(PLACES)).difference(taken))
    if count > len(free):
        raise BadOpening("the day is full")
    drawn = []
    for _ in range(count):
        # 64 bits over at most 2**16 places: no place is favoured by more than 2**-48.
        at = int.from_bytes(random(8), "big") % len(free)
        free[at], free[-1] = free[-1], free[at]
        drawn.append(free.pop())
    return drawn


def parse_opening(data: bytes) -> Opening:
    """Return an opening; only its form is checked. Raises BadOpening."""
    try:
        lines = notes.decode(data).split("\n")
        if len(lines) != DEPTH + 4 or lines.pop() or lines[0] != HEADER:
            raise BadOpening("lines")
        place, value = (
            _after(w, line) for w, line in zip(_WORDS, lines[1:3], strict=True)
        )
        opening = Opening(decimal(place), unb64(value), tuple(map(unb64, lines[3:])))
    except BadNote as odd:
        raise BadOpening(str(odd)) from None
    return opening


def verify_opening(opening: Opening, root: bytes) -> None:
    """Check that the value lies in its place under a day's root; raises BadOpening."""
    if len(opening.value) != HASH_BYTES:
        raise BadOpening("value")
    leaf = merkle.leaf_hash(opening.value)
    try:
        merkle.verify_inclusion(leaf, opening.place, PLACES, opening.path, root)
    except BadProof as odd:
        raise BadOpening(str(odd)) from None


def _after(word: str, line: str) -> str:
    if not line.startswith(word):
        raise BadOpening(word)
    return line.removeprefix(word)
