from io import BytesIO

import pytest
from PIL import Image, ImageCms

from kipthoi.files import pictures, refusals
from kipthoi.files.sniff import sniff
from tests.files import making

TELLING = (b"Exif", b"KIPTHOI-PHONE", b"Nguyen Van", b"ICC_PROFILE", b"http:", b"XMP")


def cleaned(data):
    return pictures.clean(data, sniff(data))


def reopened(picture):
    return Image.open(BytesIO(picture.data))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_photo_goes_on_without_what_the_phone_wrote(form):
    data = making.photo(form)
    assert b"KIPTHOI-PHONE" in data

    picture = cleaned(data)

    seen = reopened(picture)
    assert not [word for word in TELLING if word in picture.data]
    assert dict(seen.getexif()) == {}
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(seen.info)
    assert picture.type.slug == "jpeg"
    assert making.corners(seen) == "rgbw"


def test_comment_xmp_profile_and_thumbnail_do_not_go_on():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = making.photo(
        comment=b"Nguyen Van Chu May", icc_profile=profile, xmp=b"<x>http://x XMP</x>"
    )
    assert b"Nguyen Van" in data

    picture = cleaned(data)

    assert not [word for word in TELLING if word in picture.data]


def test_text_in_a_png_does_not_go_on():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Nguyen Van Chu May")
    see_through = making.quarters().convert("RGBA")
    see_through.putalpha(128)

    picture = cleaned(making.photo("PNG", see_through, pnginfo=info))

    assert picture.type.slug == "png"
    assert b"Nguyen" not in picture.data
    assert b"tEXt" not in picture.data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_turned_upright(orientation):
    data = making.photo(exif=making.exif(orientation))
    turned = {1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg"}
    turned |= {5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb"}

    picture = cleaned(data)

    assert making.corners(reopened(picture)) == turned[orientation]
    assert (picture.width > picture.height) == (orientation < 5)


def test_iphone_photo_is_turned_once():
    import pillow_heif

    pillow_heif.register_heif_opener()
    out = BytesIO()
    making.quarters().save(out, "HEIF", exif=making.exif(6))
    seen_by_library = Image.open(BytesIO(out.getvalue()))

    picture = cleaned(out.getvalue())

    assert making.corners(reopened(picture)) == making.corners(seen_by_library)


def test_large_photo_is_made_smaller():
    picture = cleaned(making.photo(picture=making.quarters(5200, 300)))

    assert (picture.width, picture.height) == (2560, 148)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA", "I;16"])
def test_every_mode_of_colour_is_taken(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    data = making.photo(
        form,
        making.quarters().convert("L").convert(mode)
        if mode == "I;16"
        else making.quarters().convert(mode),
    )

    picture = cleaned(data)

    assert reopened(picture).mode == "RGB"


def test_what_hides_behind_a_photo_does_not_go_on():
    data = making.photo() + making.zipped({"evil.html": "<script>alert(1)</script>"})

    picture = cleaned(data)

    assert b"evil" not in picture.data
    assert making.corners(reopened(picture)) == "rgbw"


@pytest.mark.parametrize("side", [9_000, 60_000])
def test_picture_that_unfolds_to_too_many_pixels_is_refused(side):
    data = making.photo("PNG", Image.new("1", (side, side if side < 50_000 else 2000)))
    assert len(data) < 2_000_000

    with pytest.raises(refusals.Unreadable):
        cleaned(data)


@pytest.mark.parametrize("data", [making.photo()[:300], making.photo("HEIF")[:200]])
def test_damaged_photo_is_refused(data):
    with pytest.raises(refusals.Unreadable):
        cleaned(data)
