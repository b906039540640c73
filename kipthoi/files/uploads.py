"""Receive files of a form in memory, with walls that never cost the words.

Django writes uploads over 2.5 MB to a temporary file before any view runs; a marked
paper would then have been on the disk. This handler keeps everything in memory. A file
past a wall is read to its end and let go, so that the words and the other files of the
form arrive; in its place stands an empty upload that says why (`refusal`).
"""

import threading
import weakref
from io import BytesIO
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from kipthoi.files.prepared import WALL, WALL_MB
from kipthoi.files.refusals import Crowded, Refused, TooBig, TooMany, TooMuch, whole_mb

REQUEST_WALL = 60 * 1024 * 1024  # bytes of all files of one request
REQUEST_WALL_MB = 60
FILES = 20  # of one request
HARD_WALL = 250 * 1024 * 1024  # bytes of a request that is not even read
HELD = 320 * 1024 * 1024  # bytes of uploads in this process at one time


class Upload(InMemoryUploadedFile):
    """An uploaded file in memory; `refusal` says why its bytes are not there."""

    refusal: Refused | None = None

    @property
    def bytes(self) -> bytes:
        """Return what was uploaded, from its first byte."""
        return cast(BytesIO, self.file).getvalue()


def too_large(request: HttpRequest) -> bool:
    """Say whether a request is so large that it is answered 413 without reading it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > HARD_WALL
    except ValueError:
        return False


class _Held:
    """How many bytes of uploads this process has in memory, for everybody together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes = 0

    def take(self, size: int) -> bool:
        """Count bytes in, unless they would pass the wall."""
        with self._lock:
            if self._bytes + size > HELD:
                return False
            self._bytes += size
            return True

    def give_back(self, count: list[int]) -> None:
        """Count bytes out, once what held them is gone."""
        with self._lock:
            self._bytes -= count[0]


_held = _Held()


class MemoryUploadHandler(FileUploadHandler):
    """Keep uploads in memory: 20 MB a file, 60 MB and 20 files a request."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Refuse a body beyond the hard wall. Raises RequestDataTooBig."""
        if content_length > HARD_WALL:
            raise RequestDataTooBig("the request is beyond the hard wall")
        self._kept = 0
        self._files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._files += 1
        self._name = self.file_name or ""
        self._chunks = BytesIO()
        self._count = [0]  # what _held counts for this file
        weakref.finalize(self._chunks, _held.give_back, self._count)
        self._refusal: Refused | None = None
        if self._files > FILES:
            self._refusal = TooMany(self._name, wall=FILES)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the chunk, or let the whole file go once it has passed a wall."""
        if self._refusal is None:
            self._refusal = self._wall(start + len(raw_data), len(raw_data))
            if self._refusal is not None:
                self._let_go()
        if self._refusal is None:
            self._chunks.write(raw_data)

    def file_complete(self, file_size: int) -> Upload:
        """Return the upload, or an empty one that tells its size and why."""
        if isinstance(self._refusal, TooBig):
            self._refusal = TooBig(self._name, size=whole_mb(file_size), wall=WALL_MB)
        if self._refusal is None:
            self._kept += file_size
        upload = Upload(
            self._chunks,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
        upload.refusal = self._refusal
        return upload

    def _wall(self, size: int, more: int) -> Refused | None:
        if size > WALL:
            return TooBig(self._name)
        if self._kept + size > REQUEST_WALL:
            return TooMuch(self._name, wall=REQUEST_WALL_MB)
        if not _held.take(more):
            return Crowded(self._name)
        self._count[0] += more
        return None

    def _let_go(self) -> None:
        self._chunks.seek(0)
        self._chunks.truncate()
        _held.give_back(self._count)
        self._count[0] = 0
