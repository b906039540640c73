"""Photos: turned upright, made small enough, and made anew without what they tell.

A phone writes place, time, owner and a thumbnail into each photo. The picture is
decoded in a child process and encoded again from bare pixels, so that nothing else
(EXIF, GPS, XMP, IPTC, colour profile, comments, hidden tails) goes on.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kipthoi.files import child
from kipthoi.files.refusals import Unreadable
from kipthoi.files.sniff import PHOTO, Type, sniff

if TYPE_CHECKING:
    from PIL.Image import Image

EDGE = 2560  # pixels of the longest edge; a page of small print stays readable
QUALITY = 85
PIXELS = 52_000_000  # what a phone's HEIC holds (48 MP), and a little
PIXELS_JPEG = 210_000_000  # JPEG decodes at an eighth: the 200 MP of today's phones


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that may be kept: JPEG, or PNG where it is see-through."""

    data: bytes
    type: Type
    width: int
    height: int


def clean(data: bytes, source: Type) -> Picture:
    """Return the photo made anew from its pixels.

    Raises Unreadable (damaged, or more pixels than a phone makes) and Crowded.
    """
    found, made = child.run("picture", data, slug=source.slug)
    kept = sniff(made)
    if kept.kind != PHOTO:
        raise Unreadable
    return Picture(made, kept, found["width"], found["height"])


_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}


# EXIF tag 0x0112: how the camera was held (CIPA DC-008, 4.6.4).
_UPRIGHT = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


def recode(data: bytes, *, slug: str) -> tuple[dict[str, Any], bytes]:
    """Decode, turn and encode; runs in the child. Raises Unreadable."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own wall, below, is for each format
    if slug == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    picture: Image.Image = Image.open(BytesIO(data), formats=[_FORMATS[slug]])
    wall = PIXELS_JPEG if slug == "jpeg" else PIXELS
    if picture.width * picture.height > wall:
        raise Unreadable
    if slug == "jpeg":
        picture.draft("RGB", (EDGE, EDGE))
    if picture.width * picture.height > PIXELS:
        raise Unreadable  # a JPEG that would not be read small
    picture.load()
    profile = picture.info.get("icc_profile")
    orientation = picture.getexif().get(0x0112, 1)
    picture.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    picture = _screen_colours(_plain_mode(picture), profile)
    if slug != "heic" and orientation in _UPRIGHT:  # libheif has turned it already
        picture = picture.transpose(Image.Transpose[_UPRIGHT[orientation]])
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    if bare.mode == "RGBA":
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=QUALITY, subsampling=_sampling(slug))
    return {"width": bare.width, "height": bare.height}, out.getvalue()


def _sampling(slug: str) -> int:
    """Return full colour for screenshots: thin red letters blur in half colour."""
    return 0 if slug == "png" else 2


def _plain_mode(picture: "Image") -> "Image":
    """Return the picture as RGB, or RGBA if something of it can be seen through."""
    if picture.mode.startswith("I"):  # 16-bit grey
        picture = picture.convert("I").point(lambda v: v / 256).convert("L")
    if picture.has_transparency_data:
        seen_through = picture.convert("RGBA")
        opaque = seen_through.getchannel("A").histogram()[255]
        if opaque < seen_through.width * seen_through.height:
            return seen_through
        picture = seen_through
    return picture if picture.mode == "CMYK" else picture.convert("RGB")


def _screen_colours(picture: "Image", profile: bytes | None) -> "Image":
    """Return the picture in sRGB, so that it may go on without its colour profile."""
    from PIL import ImageCms

    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            seen = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(picture, seen, srgb, outputMode="RGB")
            picture = turned or picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the numbers are sRGB in nearly every camera
    return picture if picture.mode == "RGBA" else picture.convert("RGB")
