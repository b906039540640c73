"""Take what a camera or program wrote about its owner out of pictures, without loss.

For pictures that lie inside documents: the pixels stay byte for byte, the segments that
carry place, owner and device go.
"""

_KEPT_PNG = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT",
    b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_PNG = b"\x89PNG\r\n\x1a\n"


def bare(data: bytes) -> bytes:
    """Return a JPEG or PNG without metadata, and any other bytes as they are."""
    if data.startswith(b"\xff\xd8\xff"):
        return _bare_jpeg(data)
    if data.startswith(_PNG):
        return _bare_png(data)
    return data


def _bare_jpeg(data: bytes) -> bytes:
    """Drop APP1, APP3-13, APP15 and comments; JFIF, colour profile and Adobe stay."""
    kept = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        marker = data[at + 1]
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (0xE1 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE2, 0xEE):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _bare_png(data: bytes) -> bytes:
    kept = [_PNG]
    at = len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _KEPT_PNG:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)
