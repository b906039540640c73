"""A gate before the forms: two are worked on at a time, the others wait outside.

Python runs one thread at a time, and a writer that gives way at each of its statements
to thirty others gets its turn back late: with all of them inside, each post costs half
as much again, and those for whom there is no room at the database have worked for
nothing. Outside, waiting costs nothing.
"""

import threading

from django.db import connection
from django.http import HttpRequest, HttpResponse

from kipthoi.journal import refusals
from kipthoi.journal.action import Busy, Turn
from kipthoi.web.middleware import GetResponse

INSIDE = {"sqlite": 2, "postgresql": 8}  # a server elsewhere is waited for meanwhile
WAITING = 32  # below the server's threads, or nobody could read meanwhile


class Gate:
    """Let few forms in at a time; say busy where many wait, or after long waiting.

    Uploads go past it: they are looked at in processes of their own, which takes long
    and has its own limit. An act that waits for its turn inside keeps its place, and
    whoever holds the turn never waits here: so nobody waits for each other.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        inside = threading.BoundedSemaphore(INSIDE[connection.vendor])
        self._turn = Turn(inside, WAITING)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass a request on, a form when its place is free."""
        if request.method != "POST" or request.content_type == "multipart/form-data":
            return self.get_response(request)
        try:
            with self._turn():
                return self.get_response(request)
        except Busy:
            return refusals.busy(request)
