"""Take in one file: see what it is, look for secrecy marks, make it safe to keep.

Everything here is in memory. What comes out may be written to the disk; what is refused
leaves nothing behind, neither bytes nor name nor hash.
"""

from dataclasses import dataclass, replace

from kipthoi.core import secrecy
from kipthoi.files import documents, names, pictures, voices
from kipthoi.files.refusals import Doubtful, Refused, Secret, TooBig, whole_mb
from kipthoi.files.sniff import DOCUMENT, PHOTO, TYPES, Type, sniff

WALL = 20 * 1024 * 1024  # bytes of one file as its sender has it
WALL_MB = 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that may be kept: clean bytes, and what is to be known of them.

    `seconds` is the length of a voice message. `cleaned` says that nothing of its maker
    is left in the bytes; `names_author` that a document names one, which the page tells
    its sender. `has_words` is false for a scan, a photo or a sound: nothing could be
    looked for in it, so that its sender was only asked.
    """

    data: bytes
    type: Type
    name: str
    seconds: int | None = None
    cleaned: bool = True
    names_author: bool = False
    has_words: bool = False

    @property
    def kind(self) -> str:
        """Return photo, voice or document."""
        return self.type.kind

    @property
    def size(self) -> int:
        """Return the number of bytes that will be kept."""
        return len(self.data)


def prepare(name: str, data: bytes, *, confirmed: bool = False) -> Prepared:
    """Return a file ready to be kept.

    `confirmed` is the sender's word that a doubtful paper is no state secret; a marked
    one is refused all the same. Raises a Refused that carries the name as it was given.
    """
    try:
        if len(data) > WALL:
            raise TooBig(size=whole_mb(len(data)), wall=WALL_MB)
        source = sniff(data)
        _heed(secrecy.judge(name, "").verdict, confirmed)
        return _makers[source.kind](name, data, source, confirmed)
    except Refused as refusal:
        raise refusal.named(name) from None


def without_author(file: Prepared) -> Prepared:
    """Return the file as its cleaned copy; photos, sound and plain text are it already.

    Raises a Refused that carries the name.
    """
    if file.cleaned:
        return file
    try:
        data = documents.cleaned_copy(file.data, file.type)
    except Refused as refusal:
        raise refusal.named(file.name) from None
    return replace(file, data=data, cleaned=True, names_author=False)


def _photo(name: str, data: bytes, source: Type, confirmed: bool) -> Prepared:
    picture = pictures.clean(data, source)
    shown = names.shown(name, PHOTO, picture.type.suffix)
    return Prepared(picture.data, picture.type, shown)


def _voice(name: str, data: bytes, source: Type, confirmed: bool) -> Prepared:
    voice = voices.clean(data, source)
    shown = names.shown(name, source.kind, voice.type.suffix)
    return Prepared(voice.data, voice.type, shown, seconds=voice.seconds)


def _document(name: str, data: bytes, source: Type, confirmed: bool) -> Prepared:
    reading = documents.read(name, data, source)
    _heed(reading.verdict, confirmed)
    return Prepared(
        data,
        source,
        names.shown(name, DOCUMENT, source.suffix),
        cleaned=source == TYPES["txt"],
        names_author=reading.names_author,
        has_words=reading.has_words,
    )


_makers = {PHOTO: _photo, "voice": _voice, DOCUMENT: _document}


def _heed(verdict: str, confirmed: bool) -> None:
    """Raise Secret for a marked paper, Doubtful for one that nobody has vouched for."""
    if verdict == "refuse":
        raise Secret
    if verdict == "ask" and not confirmed:
        raise Doubtful
