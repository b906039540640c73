"""Signed cookies of people without an account: what is in them, and for how long.

Nothing of them is a row: the server keeps no session of an asker (DECISIONS 5).
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def read(request: HttpRequest, name: str, *, max_age: int) -> Any:
    """Return the value of a signed cookie that is not older than `max_age` seconds."""
    try:
        return signing.loads(
            request.COOKIES.get(name, ""), salt=f"kipthoi.{name}", max_age=max_age
        )
    except signing.BadSignature:
        return None


def write(response: HttpResponseBase, name: str, value: Any, *, max_age: int) -> None:
    """Set a signed cookie that no script can read and that ends with its time."""
    response.set_cookie(
        name,
        signing.dumps(value, salt=f"kipthoi.{name}"),
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def clear(response: HttpResponseBase, *names: str) -> None:
    """Take cookies back."""
    for name in names:
        response.delete_cookie(name, samesite="Lax")
