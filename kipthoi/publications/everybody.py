"""Pages that are the same for everybody: whose view says so, and where they stand.

Such a page knows no person: the view renders it without officer and without any form
that posts. `kipthoi.web.ready` may then send it again from memory, and answers 304 to
whoever has it already.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, override

FRESH_SECONDS = 60  # how long a browser or a cache on the way may keep a page


@dataclass(frozen=True, slots=True)
class Shared:
    """What a view says of a page that is the same for everybody.

    `address` is the one under which it may be kept ("" for none); `of_matter` says that
    it shows a matter, so that any event may change it, not only one of what is public.
    """

    address: str
    of_matter: bool = False


def shared(
    response: HttpResponse, address: str, *, of_matter: bool = False
) -> HttpResponse:
    """Mark a page as the same for everybody, with an ETag of its bytes."""
    digest = hashlib.sha256(response.content).hexdigest()
    response["ETag"] = f'"{digest[:32]}"'
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    vars(response)["shared"] = Shared(address, of_matter)
    return response


def shared_of(response: Any) -> Shared | None:
    """Return what the view said of a page that is the same for everybody, or None."""
    found = vars(response).get("shared")
    return found if isinstance(found, Shared) else None


def for_everybody(address: Callable[[], str]) -> dict[str, Any]:
    """Return the context of such a page: no officer, and its own address elsewhere."""
    return {"officer": None, "other_language": in_other_language(address)}


def in_other_language(address: Callable[[], str]) -> dict[str, str]:
    """Return the link to a page in the other language, in which `address` is called.

    What else stood in the address that was asked for stays out of the page.
    """
    code, name = ("vi", "Tiếng Việt") if get_language() == "en" else ("en", "English")
    with override(code):
        return {"code": code, "name": name, "url": address()}
