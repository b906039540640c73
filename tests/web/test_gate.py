"""The gate before the forms: few inside, the others wait, and nobody for ever."""

import threading
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kipthoi.journal import action
from kipthoi.web import gate

make = RequestFactory()


@pytest.fixture
def inside(db):
    """Return a gate over a view that stays until it is let go, and what it saw."""
    seen = SimpleNamespace(now=0, most=0, let_go=threading.Event())
    lock = threading.Lock()

    def view(request):
        with lock:
            seen.now += 1
            seen.most = max(seen.most, seen.now)
        seen.let_go.wait(5)
        with lock:
            seen.now -= 1
        return HttpResponse("taken")

    return gate.Gate(view), seen


def posts(door, n, **more):
    """Post `n` forms at once; return the threads and where their answers come."""
    found = []

    def post():
        found.append(door(make.post("/gui/", {"text": "lời"}, **more)).status_code)

    threads = [threading.Thread(target=post) for _ in range(n)]
    for thread in threads:
        thread.start()
    return threads, found


FORM = {"content_type": "application/x-www-form-urlencoded"}


def finish(threads, seen):
    seen.let_go.set()
    for thread in threads:
        thread.join()


def form(door):
    return door(make.post("/gui/", b"text=x", **FORM))


def test_few_are_inside_at_a_time_and_all_are_taken(inside):
    door, seen = inside
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(form(door).status_code))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    threading.Event().wait(0.3)
    most = seen.most
    finish(threads, seen)

    assert most <= max(gate.INSIDE.values())
    assert seen.most <= max(gate.INSIDE.values())
    assert found == [200] * 12


def test_reading_and_uploads_go_past_it(inside):
    door, seen = inside
    seen.let_go.set()
    for _ in range(40):
        assert door(make.get("/")).status_code == 200
    threads, found = posts(door, 3)
    finish(threads, seen)

    assert found == [200] * 3


def test_who_waits_too_long_is_told_and_keeps_the_words(inside, monkeypatch):
    monkeypatch.setattr(action, "PATIENCE", 0.05)
    door, seen = inside
    threads = [threading.Thread(target=form, args=(door,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    threading.Event().wait(0.2)
    page = form(door)
    finish(threads, seen)

    assert page.status_code == 503
    assert "Retry-After" in page.headers


def test_who_finds_too_many_waiting_is_told_at_once(inside, monkeypatch):
    monkeypatch.setattr(gate, "WAITING", 0)
    door = gate.Gate(lambda request: HttpResponse("taken"))

    assert form(door).status_code == 503


def test_a_view_that_fails_gives_its_place_back(db):
    def view(request):
        raise LookupError

    door = gate.Gate(view)
    for _ in range(40):
        with pytest.raises(LookupError):
            form(door)
