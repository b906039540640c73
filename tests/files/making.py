"""Sample files, made as phones, offices and pranksters make them."""

import array
import math
import zipfile
from io import BytesIO

import av
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

GPS = 0x8825


# --- Photos ---------------------------------------------------------------------------


def quarters(width=64, height=48) -> Image.Image:
    """Return a picture whose four corners differ: red, green / blue, white."""
    picture = Image.new("RGB", (width, height), "white")
    w, h = width // 2, height // 2
    picture.paste("red", (0, 0, w, h))
    picture.paste("green", (w, 0, width, h))
    picture.paste("blue", (0, h, w, height))
    return picture


def corners(picture: Image.Image) -> str:
    """Return the corners as letters: top left, top right, bottom left, bottom right."""
    picture = picture.convert("RGB")
    w, h = picture.size
    letters = ""
    for x, y in ((2, 2), (w - 3, 2), (2, h - 3), (w - 3, h - 3)):
        red, _green, blue = picture.getpixel((x, y))
        bright = (red > 128) + (blue > 128)
        letters += (
            "w" if bright == 2 else "r" if red > 128 else "b" if blue > 128 else "g"
        )
    return letters


def exif(orientation=1) -> Image.Exif:
    """Return what a phone writes: owner, device, place, how it was held."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "KIPTHOI-PHONE"
    tags[0x013B] = "Nguyen Van Chu May"
    tags[GPS] = {1: "N", 2: (10.0, 46.0, 12.5), 3: "E", 4: (106.0, 41.0, 3.0)}
    return tags


def photo(form="JPEG", picture=None, **options) -> bytes:
    """Return a picture file with everything that a phone writes into it."""
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    out = BytesIO()
    options.setdefault("exif", exif())
    (picture or quarters()).save(out, form, **options)
    return out.getvalue()


# --- Sound ----------------------------------------------------------------------------

RECORDERS = {
    "webm": ("webm", "libopus", 48000),
    "ogg": ("ogg", "libopus", 48000),
    "m4a": ("ipod", "aac", 44100),
    "mp4": ("mp4", "aac", 44100),
    "mp3": ("mp3", "libmp3lame", 44100),
    "3gp": ("3gp", "libopencore_amrnb", 8000),
    "amr": ("amr", "libopencore_amrnb", 8000),
    "wav": ("wav", "pcm_s16le", 16000),
    "aac": ("adts", "aac", 44100),
}


def voice(recorder="webm", seconds=2, film=False) -> bytes:
    """Return a tone of so many seconds as a recorder would save it, with its owner."""
    form, codec, rate = RECORDERS[recorder]
    out = BytesIO()
    with av.open(out, "w", format=form) as target:
        target.metadata["title"] = "Nguyen Van Chu May"
        target.metadata["comment"] = "KIPTHOI-PHONE"
        stream = target.add_stream(codec, rate=rate, layout="mono")
        moving = target.add_stream("mpeg4", rate=10) if film else None
        if moving is not None:
            moving.width, moving.height, moving.pix_fmt = 64, 48, "yuv420p"
        resampler = av.AudioResampler(stream.format, "mono", rate)
        for frame in _tone(rate, seconds):
            for piece in resampler.resample(frame):
                target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
        if moving is not None:
            _move(target, moving)
    return out.getvalue()


def _tone(rate, seconds):
    step = 1000
    wave = [int(9000 * math.sin(2 * math.pi * 440 * i / rate)) for i in range(rate)]
    samples = array.array("h", wave * seconds)
    for at in range(0, len(samples), step):
        piece = samples[at : at + step]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece))
        frame.planes[0].update(piece.tobytes())
        frame.sample_rate = rate
        frame.pts = at
        yield frame


def _move(target, stream):
    for _ in range(10):
        frame = av.VideoFrame.from_image(quarters())
        target.mux(stream.encode(frame.reformat(format="yuv420p")))
    target.mux(stream.encode(None))


def seconds_of(data: bytes) -> float:
    """Return how long a sound really lasts, by decoding it."""
    with av.open(BytesIO(data)) as source:
        frames = source.decode(audio=0)
        return sum(frame.samples / frame.sample_rate for frame in frames)


# --- Documents ------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>{0}</dc:creator><cp:lastModifiedBy>{0}</cp:lastModifiedBy>"
    "</cp:coreProperties>"
)
AUTHOR = "Phạm Thị Người Viết"


def zipped(parts: dict[str, str | bytes], compress=zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of the parts, in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def docx(*lines: str, author="", header="", more=None) -> bytes:
    """Return a Word document; `author` also signs a note and a tracked change."""
    change = f'<w:ins w:id="1" w:author="{author}"><w:r><w:t>.</w:t></w:r></w:ins>'
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    body += f"<w:p>{change if author else ''}</w:p>"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {W}><w:p><w:t>{header}</w:t></w:p></w:hdr>",
    }
    if author:
        parts["docProps/core.xml"] = _CORE.format(author)
        parts["docProps/app.xml"] = (
            f"<Properties><Company>{author}</Company></Properties>"
        )
        parts["word/comments.xml"] = (
            f'<w:comments {W}><w:comment w:author="{author}" w:initials="NV">'
            f"<w:p><w:r><w:t>Ý kiến</w:t></w:r></w:p></w:comment></w:comments>"
        )
    return zipped({**parts, **(more or {})})


def xlsx(*cells: str, author="", more=None) -> bytes:
    """Return an Excel workbook of one sheet."""
    strings = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": '<workbook><sheets><sheet name="Bảng"/></sheets></workbook>',
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>",
    }
    if author:
        parts["docProps/core.xml"] = _CORE.format(author)
        parts["xl/comments1.xml"] = (
            f"<comments><authors><author>{author}</author></authors></comments>"
        )
    return zipped({**parts, **(more or {})})


ODT = "application/vnd.oasis.opendocument.text"
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)


def odt(*lines: str, author="", more=None) -> bytes:
    """Return an OpenDocument text."""
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    note = f"<office:annotation><dc:creator>{author}</dc:creator></office:annotation>"
    meta = f"<meta:initial-creator>{author}</meta:initial-creator>" if author else ""
    return zipped(
        {
            "mimetype": ODT,
            "content.xml": f"<office:document-content {_O}><office:body>{body}"
            f"{note if author else ''}</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {_O}>{meta}</office:document-meta>",
            "META-INF/manifest.xml": "<manifest/>",
            **(more or {}),
        },
        zipfile.ZIP_STORED,
    )


def pdf_writer(text="Kien nghi ve tien luong") -> PdfWriter:
    """Return a PDF of one page, to be changed and written."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 14 Tf 20 100 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(content)
    return writer


def written(writer: PdfWriter) -> bytes:
    """Return the PDF's bytes."""
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf(text="Kien nghi ve tien luong", author="") -> bytes:
    """Return a PDF of one page; `author` also stands in XMP and on a note."""
    writer = pdf_writer(text)
    writer.metadata = None
    if author:
        writer.add_metadata({"/Author": author, "/Creator": "Word"})
        xmp = DecodedStreamObject()
        xmp.set_data(
            f"<x:xmpmeta><dc:creator>{author}</dc:creator></x:xmpmeta>".encode()
        )
        writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
        note = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Text"),
                NameObject("/T"): TextStringObject(author),
                NameObject("/Contents"): TextStringObject("xem lai"),
            }
        )
        writer.add_annotation(0, {**note, NameObject("/Rect"): _rect()})
    return written(writer)


def _rect():
    from pypdf.generic import ArrayObject, FloatObject

    return ArrayObject([FloatObject(n) for n in (10, 10, 30, 30)])
