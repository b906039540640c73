"""File names: what is shown to people, what goes into headers, what is published.

A name is only ever shown. It never decides what a file is and never becomes a path.
"""

import re
import unicodedata

LONGEST = 120  # characters
HEAVIEST = 200  # bytes of UTF-8: most systems keep 255

NEUTRAL = {"photo": "anh", "voice": "ghi-am", "document": "tai-lieu"}

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_UNSAFE = re.compile(r'[<>:"|?*%;]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LETTERS = str.maketrans("đĐðÐ", "dDdD")


def shown(name: str, kind: str, suffix: str) -> str:
    """Return the name as people see it: NFC, one line, no path, the true suffix.

    Control and direction characters go (a right-to-left mark can dress `exe.jpg` as
    `gpj.exe`), the suffix becomes that of the content, and a name of which nothing is
    left becomes the neutral one of its kind.
    """
    text = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    text = "".join(" " if c.isspace() else c for c in text if _visible(c))
    text = _SUFFIX.sub("", " ".join(_UNSAFE.sub(" ", text).split()))
    text = _short(text.strip(" .")).strip(" .")
    if not text or _DEVICE.fullmatch(text):
        text = NEUTRAL[kind]
    return f"{text}.{suffix}"


def neutral(kind: str, n: int, suffix: str) -> str:
    """Return a name that tells nothing of its sender, for publication: `anh-1.jpg`."""
    return f"{NEUTRAL[kind]}-{n}.{suffix}"


def plain(name: str) -> str:
    """Return the name in ASCII letters, digits, `.`, `-` and `_`, for old browsers."""
    flat = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    flat = re.sub(r"[^A-Za-z0-9._-]+", "-", flat)
    stem, dot, suffix = flat.rpartition(".")
    return (stem.strip(".-_") or "tep") + dot + suffix


def _visible(character: str) -> bool:
    if character.isspace():
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _short(text: str) -> str:
    return text[:LONGEST].encode()[:HEAVIEST].decode(errors="ignore")
