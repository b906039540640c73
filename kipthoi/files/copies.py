"""A cleaned copy of a kept file, to be published beside an answer."""

from kipthoi.files import disk
from kipthoi.files.models import File
from kipthoi.files.prepared import Prepared, without_author
from kipthoi.files.send import NotHere
from kipthoi.files.sniff import TYPES

_BY_MIME = {kind.mime: kind for kind in TYPES.values()}


def cleaned_copy_of(file: File) -> Prepared:
    """Return the bytes of a kept file without anything of its maker.

    Raises NotHere (let go, or lost by the disk) or a Refused with the file's name.
    """
    try:
        data = disk.where(disk.KEPT, file.path).read_bytes() if file.path else b""
    except OSError:
        data = b""
    if not data:
        raise NotHere(file)
    kept = Prepared(
        data,
        _BY_MIME[file.mime],
        file.name,
        seconds=file.seconds,
        cleaned=file.cleaned,
        names_author=file.names_author,
        has_words=file.has_words,
    )
    return without_author(kept)
