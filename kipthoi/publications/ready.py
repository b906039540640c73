"""Ready bytes: public pages kept in this process for as long as nothing has happened.

Every change of state is exactly one event. So a page holds while the newest mark of the
database (`marks.mark`) is the one under which it was made; it holds on if what has
happened since concerns matters only and the page shows none. What no event tells (a
row mended by hand) is seen within a minute.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from kipthoi.publications.marks import Mark, changed_for_everybody

KEPT_SECONDS = 60
MOST_BYTES = 4 * 1024 * 1024
ROW_BYTES = 2048  # what a page takes beside its bytes: key, headers, places in the list


@dataclass(frozen=True, slots=True)
class Page:
    """One response as it left: status, headers, bytes; and whether it shows a matter."""

    status: int
    headers: dict[str, str]
    content: bytes
    of_matter: bool = False
    made: float = field(default_factory=time.monotonic)

    @property
    def weight(self) -> int:
        """Return about how many bytes of memory the page takes."""
        return len(self.content) + ROW_BYTES


class Pages:
    """Pages of one process, the longest unused dropped first; threads share them."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._lock = threading.Lock()
        self._most = most
        self.forget()

    def forget(self) -> None:
        """Forget every page, and how far the journal was read."""
        with self._lock:
            self._pages: OrderedDict[Hashable, Page] = OrderedDict()
            self._mark: Mark | None = None
            self.weight = 0

    def find(self, key: Hashable, mark: Mark) -> Page | None:
        """Return the page of this key if it holds at this mark, which was just read."""
        if mark != self._mark:
            self._move(mark)
        with self._lock:
            page = self._pages.get(key) if mark == self._mark else None
            if page is None or page.made + KEPT_SECONDS < time.monotonic():
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, mark: Mark, page: Page) -> None:
        """Keep a page whose making began after `mark` was read.

        If something has happened meanwhile, nobody knows on which side of it the page
        stands, and it is not kept.
        """
        with self._lock:
            if mark != self._mark or page.weight > self._most:
                return
            self._drop(key)
            self._pages[key] = page
            self.weight += page.weight
            while self.weight > self._most:
                self._drop(next(iter(self._pages)))

    def _move(self, mark: Mark) -> None:
        """Go on to another mark: drop what may have changed on the way."""
        before = self._mark
        everything = before is None or changed_for_everybody(before, mark)
        with self._lock:
            if self._mark != before:
                return  # another thread was quicker
            for key, page in list(self._pages.items()):
                if everything or page.of_matter:
                    self._drop(key)
            self._mark = mark

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        self.weight -= page.weight if page else 0


pages = Pages()


def forget_pages() -> None:
    """Forget every page that is kept ready, for tests and for changes by hand."""
    pages.forget()
