"""Bad input at every door: each address, as each kind of visitor, never a fault of ours.

Nothing is looked up by hand: the addresses are the resolver's, the forms are read off
the pages as they stand, and what is sent is in `tests/doors.py`. What a door does with
one wrong value is told in the tests of its room; here it only must not break.
"""

import copy
import re
from contextlib import contextmanager
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve

from kipthoi.cases.actions import handling, passing, publishing
from kipthoi.cases.actions.intake import Asker
from kipthoi.cases.views.session import hold as open_case_here
from kipthoi.core.keys import grouped_code
from kipthoi.deadlines.models import DeadlineRule
from kipthoi.files.actions import store
from kipthoi.files.models import File
from kipthoi.files.prepared import prepare
from kipthoi.people import actions as people
from kipthoi.people.actions import Invitee, Mail
from kipthoi.people.models import Term
from kipthoi.units.models import ExternalBody, Place, Topic
from tests import doors
from tests.cases import matters
from tests.files import making
from tests.house import NOW
from tests.published import TEXT, answered, issue, law
from tests.test_house_rules import addresses

ADDRESSES = addresses()
ROOMS = sorted({address.room for address in ADDRESSES})
PART = re.compile(r"<(\w+):(\w+)>")
MAIL = Mail("Thư", "Lời")
# Names that a page may read out of an address.
ASKED = (
    *("page", "sort", "q", "tab", "unit", "topic", "kind", "who", "after", "number"),
    *("on", "nam", "noi", "ngay", "matter", "chu-de", "sau", "xong", "them", "next"),
    *("done", "draft", "outcome", "tai", "ma", "token", "waiting", "to", "answer"),
)


@pytest.fixture(autouse=True)
def at_nine(tmp_path, settings, caplog):
    """Let every page happen on the day of the house, with a folder of its own."""
    settings.DATA = tmp_path
    cache.clear()
    caplog.set_level("CRITICAL", logger="django")
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@contextmanager
def undone():
    """Take back what a request writes, so that the next finds the same house."""
    block = transaction.atomic()
    block._from_testcase = True  # as the test's own: actions may open theirs in it
    with block:
        yield
        transaction.set_rollback(True)


class Town:
    """A house with a matter in every state, and what the addresses ask for."""

    def __init__(self, ask, house) -> None:
        self.house = house
        stored = store([prepare("Đơn.jpg", making.photo())])
        named = Asker(name="An", contact="an@vidu.example", may_contact=True)
        received = ask(asker=named)
        opened = matters.taken_up(ask(), house.chi)
        handling.message(
            by=house.chi,
            now=NOW,
            case=opened,
            text="Gửi biên bản.",
            token=matters.token(),
            files=stored,
        )
        wished = matters.taken_up(ask(), house.chi)
        passing.ask_withholding(by=house.chi, now=NOW, case=wished, text="Lộ người.")
        contested = matters.contested(ask(), house.chi)
        source = law(house)
        written = answered(ask, house, source=source)
        self.reading = publishing.publish(
            by=house.chi, now=NOW, case=written, text=TEXT
        )
        shown = answered(ask, house, source=source)
        self.publication = issue(shown, house)
        self.cases = (received, opened, wished, contested, written, shown)
        self.file = File.objects.get().public_id
        invited = Invitee("Mùa", "mua@vidu.example", house.unit("che"), "officer")
        self.token = "ab" * 16
        self.invitation = people.invite(
            by=house.dung,
            now=NOW,
            invitee=invited,
            token=self.token.encode(),
            mail=MAIL,
        )
        self.key = people.add_key(
            by=house.dung,
            now=NOW,
            person=house.person("dung"),
            name="Máy cơ quan",
            credential={},
            mail=MAIL,
        )
        self.outside = ExternalBody.objects.create(name="Thanh tra")
        self.source = source.source

    def parts(self, address, name: str) -> list[str]:
        """Return what may stand for one part of an address."""
        if name == "code":
            return [grouped_code(case.code) for case in self.cases]
        if name == "pk":
            return [str(self._row(address.name).pk)]
        good = {
            "public_id": self.file,
            "place": f"{self.publication.pk}-x",
            "number": self.publication.pk,
            "slug": "che",
            "token": self.token,
            "handle": "x",
            "n": 1,
            "year": 2027,
        }
        return [str(good[name])]

    def _row(self, name: str):
        one_of = {
            "second_read": self.reading,
            "second_read_file": self.reading,
            "source": self.source,
            "source_file": self.source,
            "rename_key": self.key,
            "remove_key": self.key,
            "withdraw_invitation": self.invitation,
            "person": self.house.person("chi"),
            "give_role": self.house.person("chi"),
            "enter": self.house.person("chi"),
        }
        last_of = {
            "end_term": Term,
            "stand_in": Term,
            "set_rule": DeadlineRule,
            "switch_topic": Topic,
            "remove_place": Place,
            "switch_outside": ExternalBody,
        }
        return one_of.get(name) or last_of[name].objects.order_by("pk").last()

    def urls(self, address) -> list[str]:
        """Return the address with everything that may stand in it."""
        urls = [address.path]
        for _type, name in PART.findall(address.path):
            urls = [
                PART.sub(lambda _m, part=part: part, url, count=1)
                for url in urls
                for part in self.parts(address, name)
            ]
        return urls

    def wrong_urls(self, address) -> list[str]:
        """Return the address with each part replaced by what names nothing."""
        names = [name for _type, name in PART.findall(address.path)]
        found = []
        for at in range(len(names)):
            for bad in doors.BAD_PARTS:
                parts = [self.parts(address, name)[0] for name in names]
                parts[at] = bad
                left = iter(parts)
                found.append(PART.sub(lambda _m, left=left: next(left), address.path))
        return found


@pytest.fixture
def town(ask, house):
    return Town(ask, house)


def visitor(who: str, town: Town, nth: int = 0) -> Client:
    """Return the browser of anybody, of the holder of a matter, or of an officer."""
    client = Client(raise_request_exception=False)
    if who == "holder":
        hold(client, town.cases[nth])
    elif who != "anybody":
        client.force_login(town.house.person(who))
    return client


def hold(client: Client, case) -> None:
    """Let a case stand open in this browser."""
    response = HttpResponse()
    open_case_here(response, case)
    client.cookies.update(response.cookies)


class Knocking:
    """One visitor who knocks and notes where the house broke."""

    def __init__(self, client: Client) -> None:
        self.client, self.broken, self.knocks = client, [], 0

    def knock(self, how: str, method: str, url: str, **more):
        """Send one request, take back what it wrote, and note a fault of ours."""
        cookies = copy.deepcopy(self.client.cookies)
        self.client.exc_info = None
        with undone():
            answer = self.client.generic(method, url, **more)
            if answer.status_code >= 500:
                self._note(how, method, url, answer)
            if getattr(answer, "streaming", False):
                b"".join(answer.streaming_content)
        self.client.cookies = cookies
        self.knocks += 1
        return answer

    def post(self, how: str, url: str, fields: dict):
        """Post fields and files as a browser does."""
        body = encode_multipart(BOUNDARY, fields)
        return self.knock(how, "POST", url, data=body, content_type=MULTIPART_CONTENT)

    def _note(self, how: str, method: str, url: str, answer) -> None:
        why = getattr(answer, "exc_info", None)
        fault = repr(why[1])[:300] if why else ""
        line = f"{method} {url[:90]} [{how}] {answer.status_code} {fault}"
        self.broken.append(line)


def bad_files() -> dict[str, SimpleUploadedFile]:
    """Return uploads that no form of ours wants."""
    cut_off = making.photo()[:200]
    return {
        "a program": SimpleUploadedFile("xem.exe", b"MZ\0\0"),
        "nothing in it": SimpleUploadedFile("rong.pdf", b""),
        "a broken photo": SimpleUploadedFile("anh.jpg", cut_off),
        "a long name": SimpleUploadedFile("ế" * 3000 + ".txt", b"x"),
        "a name in NFD": SimpleUploadedFile(normalize("NFD", "Đơn kiện.txt"), b"x"),
    }


def some(ways, nth: int, share: int) -> list:
    """Return each `share`-th of the ways, so that neighbours share out all of them."""
    return list(ways)[nth % share :: share]


def knock(town: Town, address, guest: Knocking, nth: int) -> None:
    """Ask for one address in wrong ways; neighbours share out what is all one to it."""
    url = town.urls(address)[0]
    status = guest.knock("as it is", "GET", url).status_code
    for method in doors.TRICKS:
        guest.knock("a trick", method, url)
    guest.knock("strange headers", "GET", url, headers=doors.BAD_HEADERS)
    for how, kind, body in some(doors.BAD_BODIES, nth, 3):
        guest.knock(how, "POST", url, data=body, content_type=kind)
    for how in doors.ASKED_FOR if status == 200 else ("NUL",):
        asked = dict.fromkeys(ASKED, doors.POISON[how][:2000])
        guest.knock(how, "GET", url, query_params=asked)
    wrong_urls = town.wrong_urls(address)
    with_nul = [wrong for wrong in wrong_urls if "%00" in wrong]  # told by one engine
    for wrong in {*some(wrong_urls, nth, 3), *with_nul}:
        guest.knock("names nothing", "GET", wrong)
        guest.knock("names nothing", "POST", wrong)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("who", ["anybody", "holder", "dung"])
def test_no_address_breaks_whoever_asks_for_it(town, who, room):
    guest = Knocking(visitor(who, town))

    for nth, address in enumerate(ADDRESSES):
        if address.room == room:
            knock(town, address, guest, nth)

    assert guest.knocks > 0
    assert guest.broken == []


# --- Forms ----------------------------------------------------------------------------


PARTS = 4  # of the forms of a room, so that workers can share them


def openings(town: Town) -> list[tuple[str, int]]:
    """Return who opens pages to find forms: officers, and the holder of each matter."""
    officers = ("dung", "chi", "giang", "lan", "anybody")
    matters_held = [("holder", nth) for nth in range(len(town.cases))]
    return [(who, 0) for who in officers] + matters_held


def forms_of(town: Town, room: str) -> list[tuple[doors.Form, Knocking]]:
    """Return each form of a room once, with the first visitor who is shown it."""
    found = {}
    for who, nth in openings(town):
        guest = Knocking(visitor(who, town, nth))
        for address in (each for each in ADDRESSES if each.room == room):
            for url in town.urls(address):
                page = guest.knock("as it is", "GET", url)
                if not page.headers.get("Content-Type", "").startswith("text/html"):
                    continue
                for form in doors.forms_on(url, page.text):
                    name = resolve(urlsplit(form.url).path).view_name
                    found.setdefault((name, *sorted(form.fields)), (form, guest))
    return list(found.values())


def send_everything(form: doors.Form, guest: Knocking) -> None:
    """Send a form as filled in, then with its fields wrong in each way, then files."""
    pressed = next((b for b in form.buttons if not b), (form.buttons or [{}])[0])
    whole = {**form.fields, **pressed}
    for button in form.buttons or [{}]:
        guest.post("as it is", form.url, {**form.fields, **button})
    guest.post("empty", form.url, {})
    for how, value in doors.POISON.items():
        guest.post(f"all: {how}", form.url, dict.fromkeys(whole, value))
    for nth, name in enumerate(whole):
        for how in some(doors.ONE_BY_ONE, nth, 2):
            wrong = {**whole, name: doors.POISON[how]}
            guest.post(f"{name}: {how}", form.url, wrong)
    everywhere = {name: SimpleUploadedFile("x.txt", b"x") for name in whole}
    guest.post("all: files", form.url, everywhere)
    guest.post("all: twice", form.url, {name: ["x", "y"] for name in whole})
    for name in form.uploads:
        files = list(bad_files().values())
        guest.post(f"{name}: bad files", form.url, {**whole, name: files})
        guest.post(f"{name}: words", form.url, {**whole, name: "lời"})


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_breaks_whatever_is_sent_and_whoever_sends_it(town, room, part):
    strangers = [Knocking(visitor(who, town)) for who in ("anybody", "em", "khoa")]
    guests = {id(stranger): stranger for stranger in strangers}

    for form, guest in forms_of(town, room)[part::PARTS]:
        guests[id(guest)] = guest
        send_everything(form, guest)
        for stranger in strangers:
            stranger.post("as it is", form.url, form.fields)
            stranger.post("all: NUL", form.url, dict.fromkeys(form.fields, "a\0b"))

    assert [line for guest in guests.values() for line in guest.broken] == []
