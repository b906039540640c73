"""How a receipt is drawn: the key that is shown once, its QR code, a page, a picture.

The key is derived anew from the form's once-token each time it is shown and is stored
nowhere. In the QR code it stands only behind the `#` of an address: browsers never send
that part to a server.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.utils.safestring import SafeString
from PIL import Image, ImageDraw, ImageFont

from kipthoi.cases.models import Case
from kipthoi.core.keys import derive_key, digest_key, grouped, grouped_code
from kipthoi.journal.secrets import secret

RECEIPT = "kt_receipt"  # the cookie that holds the once-token
SHOWN_FOR = timedelta(minutes=30)
_HERE = Path(__file__).parent


def key_to_show(case: Case, token: bytes, *, now: datetime) -> str:
    """Return the key of a receipt, or nothing once it was kept or its time is over.

    A key that was renewed meanwhile is not the one of this token and is not shown.
    """
    if case.receipt_kept_at is not None or now >= case.received_at + SHOWN_FOR:
        return ""
    outside = secret("key.secret")
    key = derive_key(outside, token, case.key_counter)
    return key if digest_key(outside, key) == bytes(case.key) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of a receipt as they go into a file or a picture.

    `facts` are rows of `term`, `value` and perhaps `note`; `address` opens the case and
    holds the key behind `#`. `lines` come last.
    """

    body: str
    title: str
    key_title: str
    key: str
    key_warning: str
    code_title: str
    code: str
    facts: Sequence[Mapping[str, str]]
    address: str
    lines: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Return the name of the file, without its ending."""
        return f"bien-nhan-{grouped_code(self.code)}"


def qr_svg(address: str) -> SafeString:
    """Return a QR code as SVG markup without style, black on nothing."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=1, svgclass=None, lineclass=None
    )
    return SafeString(drawn)  # made by segno from an address of ours  # nosec B703


@cache
def style() -> SafeString:
    """Return the style of the receipt's file, which has to stand alone."""
    css = (_HERE / "receipt.css").read_text("utf-8")
    return SafeString(f"<style>{css}</style>")  # a file of ours  # nosec B703


# --- The picture ----------------------------------------------------------------------

WIDTH = 1080  # pixels: what a phone shows without loss
_EDGE = 60
_INK, _SOFT, _PAPER = "#1c202b", "#525868", "#ffffff"
_CHAM, _ON_CHAM, _ON_CHAM_2, _NGHE = "#1e376b", "#ffffff", "#c9d6f2", "#ffc94d"
# What the fonts beside this file have glyphs for.
_DRAWABLE = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x1A0, 0x1A1), (0x1AF, 0x1B0),
    (0x300, 0x303), (0x306, 0x306), (0x309, 0x309), (0x31B, 0x31B), (0x323, 0x323),
    (0x1E00, 0x1EFB), (0x2010, 0x2027), (0x2030, 0x2033), (0x2039, 0x203A),
    (0x20AB, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2260, 0x2260), (0x2264, 0x2265),
)  # fmt: skip


def picture(sheet: Sheet) -> bytes:
    """Return the receipt as a PNG, in letters that a phone shows large."""
    # Drawn twice: once to learn how long it gets, once for good.
    height = _Canvas(Image.new("RGB", (WIDTH, 16), _PAPER)).draw(sheet)
    image = Image.new("RGB", (WIDTH, height), _PAPER)
    _Canvas(image).draw(sheet)
    out = BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


@cache
def _font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(
        str(_HERE / "fonts" / name), size, layout_engine=ImageFont.Layout.BASIC
    )


def drawable(text: str) -> str:
    """Return a text in NFC with a small box for each letter the font has not."""
    return "".join(
        c if any(a <= ord(c) <= b for a, b in _DRAWABLE) else "_"
        for c in unicodedata.normalize("NFC", " ".join(text.split()))
        if unicodedata.category(c) not in ("Cf", "Cc")
    )


class _Canvas:
    """A sheet of paper with a pen that goes down it."""

    def __init__(self, image: Image.Image) -> None:
        self.image, self.pen, self.y = image, ImageDraw.Draw(image), _EDGE

    def draw(self, sheet: Sheet) -> int:
        """Draw everything and return the height it took."""
        self.words(sheet.body, 34, _SOFT)
        self.words(sheet.title, 52, bold=True, after=28)
        self.key(sheet)
        for row in sheet.facts:
            self.words(row["term"], 28, _SOFT, after=2)
            self.words(row["value"], 36, bold=True, after=4 if row.get("note") else 22)
            if row.get("note"):
                self.words(row["note"], 28, _SOFT, after=22)
        self.qr(sheet)
        for line in sheet.lines:
            self.words(line, 28, _SOFT, after=14)
        return self.y + _EDGE // 2

    def words(
        self,
        text: str,
        size: int,
        ink: str = _INK,
        *,
        bold: bool = False,
        left: int = _EDGE,
        right: int = _EDGE,
        after: int = 10,
    ) -> None:
        """Write a text in as many lines as it needs."""
        font = _font(size, bold)
        for line in _wrapped(drawable(text), font, WIDTH - left - right):
            self.pen.text((left, self.y), line, font=font, fill=ink)
            self.y += int(size * 1.4)
        self.y += after

    def key(self, sheet: Sheet) -> None:
        """Draw the key on indigo, two groups a line."""
        top = self.y
        inside = _EDGE + 40
        if self.image.height > top:
            probe = _Canvas(Image.new("RGB", (WIDTH, 16)))
            probe.y = top
            probe._key_words(sheet, inside)
            box = (_EDGE, top, WIDTH - _EDGE, probe.y + 24)
            self.pen.rounded_rectangle(box, 24, fill=_CHAM)
        self._key_words(sheet, inside)
        self.y += 60

    def _key_words(self, sheet: Sheet, inside: int) -> None:
        self.y += 34
        self.words(sheet.key_title, 34, _ON_CHAM, bold=True, left=inside, right=inside)
        groups = grouped(sheet.key).split()
        for pair in (groups[:2], groups[2:]):
            text = "   ".join(pair)
            self.words(text, 88, _NGHE, bold=True, left=inside, right=inside, after=0)
        self.y += 12
        self.words(sheet.key_warning, 28, _ON_CHAM_2, left=inside, right=inside)

    def qr(self, sheet: Sheet) -> None:
        """Draw the QR code, and the public number beside it."""
        self.y += 14
        top, matrix = self.y, segno.make(sheet.address, error="m", micro=False).matrix
        dot = 320 // (len(matrix) + 2)
        for row, dots in enumerate(matrix):
            for column, dark in enumerate(dots):
                if dark:
                    x, y = _EDGE + column * dot, top + row * dot
                    self.pen.rectangle((x, y, x + dot - 1, y + dot - 1), fill="#000000")
        beside = _EDGE + (len(matrix) + 4) * dot
        self.words(sheet.code_title, 28, _SOFT, left=beside)
        self.words(grouped_code(sheet.code), 44, bold=True, left=beside)
        self.y = max(self.y, top + (len(matrix) + 3) * dot)


def _wrapped(text: str, font: Any, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        while font.getlength(word) > width:
            most = next(
                n for n in range(len(word), 0, -1) if font.getlength(word[:n]) <= width
            )
            yield word[:most]
            word = word[most:]
        line = word
    yield line
