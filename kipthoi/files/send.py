"""Hand a kept file out. Who may have it was decided by the view that calls.

Documents always leave as a download; photos and voice may be shown in the page. The
browser may not guess the kind, run anything in it, or keep a copy on a shared phone.
"""

import re
from typing import BinaryIO
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from kipthoi.files import disk, names
from kipthoi.files.models import File

_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "sandbox"
)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class NotHere(Exception):
    """The bytes are not there: let go (`gone`), or the disk has lost them."""

    def __init__(self, file: File) -> None:
        self.gone = file.gone_on is not None
        self.gone_on = file.gone_on
        super().__init__("gone" if self.gone else "missing")


def send(
    request: HttpRequest,
    file: File,
    *,
    as_download: bool = True,
    published: bool = False,
) -> HttpResponseBase:
    """Return a file as an answer to GET, HEAD or a request for a range of it.

    `as_download=False` shows photos and voice in the page; a document is a download all
    the same. `published` sends it under its neutral name, for anybody to cache. Safari
    plays no sound without ranges (RFC 9110, 14). Raises NotHere.
    """
    if not file.path:
        raise NotHere(file)
    try:
        source = disk.where(disk.KEPT, file.path).open("rb")
    except FileNotFoundError:
        raise NotHere(file) from None
    etag = f'"{file.sha256[:32]}"'
    wanted = _wanted(request, file.size, etag)
    if published and wanted is None and request.headers.get("If-None-Match") == etag:
        source.close()
        response: HttpResponseBase = HttpResponse(status=304)
    elif wanted is None:
        response = FileResponse(source)
        response["Content-Length"] = str(file.size)
    else:
        with source:
            response = _part(source, file.size, wanted)
    _describe(response, file, as_download, published, etag)
    return response


def disposition(name: str, *, as_download: bool) -> str:
    """Return Content-Disposition with a readable name and an ASCII one (RFC 6266)."""
    how = "attachment" if as_download else "inline"
    readable = quote(name, safe="")
    return f"{how}; filename=\"{names.plain(name)}\"; filename*=UTF-8''{readable}"


def _describe(
    response: HttpResponseBase,
    file: File,
    as_download: bool,
    published: bool,
    etag: str,
) -> None:
    name = file.neutral_name if published else file.name
    attach = as_download or file.kind == "document"
    response["Content-Type"] = (
        "text/plain; charset=utf-8" if file.mime == "text/plain" else file.mime
    )
    response["Content-Disposition"] = disposition(name, as_download=attach)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = (
        "public, max-age=300" if published else "private, no-store"
    )


def _wanted(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return first and last byte of a single range, or None for the whole.

    A range that cannot be given is (size, size). Several ranges get the whole, as RFC
    9110 allows; so does a range of a file that is another now (If-Range).
    """
    asked = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or asked is None or asked.group(0) == "bytes=-":
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else (size, size)
    if int(first) >= size:
        return size, size
    end = min(int(last), size - 1) if last else size - 1
    return None if end < int(first) else (int(first), end)


def _part(source: BinaryIO, size: int, wanted: tuple[int, int]) -> HttpResponse:
    first, last = wanted
    if first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    source.seek(first)
    response = HttpResponse(source.read(last - first + 1), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response
