"""Ready bytes: what everybody reads, sent from memory exactly as the stack makes it."""

import gzip
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kipthoi.cases.actions import dates, publishing
from kipthoi.cases.actions.passing import ask_withholding, withhold
from kipthoi.core.keys import grouped_code
from kipthoi.publications.ready import forget_pages, pages
from kipthoi.publications.words import address
from tests.house import NOW
from tests.published import TEXT, answered, issue

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate"}

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="a test's own transaction is in no snapshot"
)


@pytest.fixture
def case(ask, house):
    return answered(ask, house)


@pytest.fixture
def publication(case, house):
    return issue(case, house)


@pytest.fixture
def door(case, publication):
    """Return a function that gives the address of a public page by its name."""
    addresses = {
        "home": "/",
        "answers": "/tra-loi/",
        "by topic": "/tra-loi/?chu-de=luong",
        "answer": address(publication),
        "status": f"/viec/{grouped_code(case.code)}/",
        "find": "/viec/",
    }
    return addresses.__getitem__


@pytest.fixture
def kept(client, django_assert_num_queries):
    """Return a function that asks for a page which has to come from memory."""

    def get(url, **headers):
        with django_assert_num_queries(1):
            return client.get(url, **headers)

    return get


@pytest.fixture
def made(client):
    """Return a function that asks for a page and shows that it was made anew."""

    def get(url, client=client, **headers):
        before = pages.weight
        with CountedQueries() as counted:
            page = client.get(url, **headers)
        assert counted.n > 1, f"{url} came from memory ({before})"
        return page

    return get


class CountedQueries:
    """How many statements a block sends."""

    def __enter__(self):
        self.n = 0
        self._hook = connection.execute_wrapper(self._count)
        self._hook.__enter__()
        return self

    def _count(self, execute, *args):
        self.n += 1
        return execute(*args)

    def __exit__(self, *error):
        self._hook.__exit__(*error)


NAMES = ("home", "answers", "by topic", "answer", "status", "find")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_kept_page_has_the_bytes_and_headers_of_the_stack(
    made, kept, door, settings, name, packed, language
):
    url, headers = language + door(name), GZIP if packed else {}
    first = made(url, **headers)

    again = kept(url, **headers)

    assert again.status_code == 200
    assert again.content == first.content
    assert dict(again.items()) == dict(first.items())
    for header in (
        "Content-Security-Policy",
        "Permissions-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Content-Language",
        "ETag",
    ):
        assert again[header]


@pytest.mark.parametrize("name", NAMES)
def test_stack_without_the_first_door_sends_the_same(client, door, settings, name):
    with_door = client.get(door(name))
    door_of = "kipthoi.web.ready.ready_pages"
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if m != door_of]

    without = type(client)().get(door(name))

    assert without.content == with_door.content
    assert dict(without.items()) == dict(with_door.items())


def test_packed_and_plain_pages_are_kept_apart(client, door):
    packed = client.get(door("home"), **GZIP)
    plain = client.get(door("home"))

    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == "W/" + plain["ETag"]


def test_languages_are_kept_apart(client, door):
    assert client.get("/").content != client.get("/en/").content
    assert client.get("/").headers["Content-Language"] == "vi"
    assert client.get("/en/").headers["Content-Language"] == "en"
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="en")["Content-Language"] == "vi"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_reader_who_has_the_page_gets_no_bytes(client, kept, door, name, packed):
    headers = GZIP if packed else {}
    first = client.get(door(name), **headers)

    again = kept(door(name), HTTP_IF_NONE_MATCH=first["ETag"], **headers)

    of_a_body = {"Content-Type", "Content-Length", "Content-Encoding"}
    told = {k: v for k, v in first.items() if k not in of_a_body}
    assert (again.status_code, again.content) == (304, b"")
    assert dict(again.items()) == told


def test_other_tag_gets_the_page(client, kept, door):
    client.get(door("home"))

    assert kept("/", HTTP_IF_NONE_MATCH='"other"').status_code == 200
    assert kept("/", HTTP_IF_MATCH='"other"').status_code == 412


def test_head_has_the_headers_and_no_bytes(client, door, django_assert_num_queries):
    first = client.get(door("home"))

    with django_assert_num_queries(1):
        head = client.head("/")

    assert head.content == b""
    assert dict(head.items()) == dict(first.items())


def test_post_is_refused_as_ever(client, door):
    client.get(door("home"))

    assert client.post("/").status_code == 405
    assert client.generic("GET", "/", b"x" * 10).status_code == 200


# --- What changes ---------------------------------------------------------------------


def test_new_answer_stands_on_every_list_at_once(client, door, ask, house):
    lists = [door("home"), door("answers"), door("by topic")]
    for url in lists:
        client.get(url)

    issue(answered(ask, house), house, replace(TEXT, title="Mới đăng?"))

    for url in lists:
        assert "Mới đăng?" in client.get(url).text


def test_hidden_answer_is_gone_at_the_next_request(
    client, door, case, house, publication
):
    for name in ("home", "answers", "answer"):
        assert TEXT.title in client.get(door(name)).text
    publishing.unpublish(
        by=house.dung, now=NOW, case=case, publication=publication, reason="Lộ mặt."
    )

    assert TEXT.title not in client.get("/").text
    assert TEXT.title not in client.get("/tra-loi/").text
    gone = client.get(door("answer"))
    assert gone.status_code == 410
    assert TEXT.short not in gone.text


def test_hidden_answer_is_kept_as_hidden(client, kept, case, house, publication):
    publishing.unpublish(
        by=house.dung, now=NOW, case=case, publication=publication, reason="Lộ mặt."
    )
    first = client.get(address(publication))

    again = kept(address(publication), HTTP_IF_NONE_MATCH=first["ETag"])

    assert (again.status_code, again.content) == (410, first.content)


def test_withheld_matter_is_gone_at_the_next_request(client, ask, house):
    case = ask()
    url = f"/viec/{grouped_code(case.code)}/"
    assert "Xưởng sao chè" in client.get(url).text

    ask_withholding(by=house.chi, now=NOW, case=case, text="Việc riêng tư")
    withhold(by=house.dung, now=NOW, case=case)

    assert "Xưởng sao chè" not in client.get(url).text


def test_what_happens_to_a_matter_leaves_what_is_published(
    client, kept, made, door, ask
):
    for name in ("home", "status"):
        client.get(door(name))

    ask()
    client.get("/viec/")  # reads the journal on

    kept(door("home"))
    made(door("status"))


def test_another_day_makes_the_page_anew(client, made, case, house, kept):
    until = timezone.localdate()
    url = address(issue(case, house, replace(TEXT, valid_until=until)))
    assert "Còn đúng" in client.get(url).text
    assert "Còn đúng" in kept(url).text

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        assert "Đã cũ" in client.get(url).text


def test_hours_left_are_never_kept(client, made, ask, house):
    case = ask(at=timezone.now())
    dates.mark_urgent(by=house.chi, now=timezone.now(), case=case, text="Gấp.")
    url = f"/viec/{grouped_code(case.code)}/"
    client.get(url)

    assert made(url).status_code == 200


# --- Who goes through the stack -------------------------------------------------------


def test_officer_and_holder_go_through_the_stack(client, made, door, house):
    first = client.get(door("home"))

    client.force_login(house.person("chi"))

    assert made("/").content == first.content


@pytest.mark.parametrize("name", ["kt_case", "kt_receipt", "kt_officer", "messages"])
def test_cookie_that_names_somebody_goes_through_the_stack(client, made, door, name):
    client.get(door("home"))

    made("/", HTTP_COOKIE=f'a=b; {name}="x:y"')


def test_cookie_of_forms_and_of_others_names_nobody(client, kept, door):
    client.get(door("home"))

    kept("/", HTTP_COOKIE="kt_form=abc; _ga=1; x")


def test_page_made_for_a_cookie_is_not_kept(client, made, door):
    client.get(door("home"), HTTP_COOKIE="kt_case=x")

    made("/")


def test_page_with_a_form_is_never_kept(client, made, house):
    client.get(reverse("cases:come_back"))

    made(reverse("cases:come_back"))
    assert pages.weight == 0


def test_unknown_host_is_refused_also_when_the_page_is_kept(client, door, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    client.get(door("home"))

    assert client.get("/", HTTP_HOST="evil.example").status_code == 400


def test_secure_and_plain_requests_are_kept_apart(client, made, door):
    client.get(door("home"))

    made("/", **{"wsgi.url_scheme": "https"})


@pytest.mark.parametrize(
    "query",
    [
        "fbclid=1",
        "chu-de=khong-co",
        "noi=khong-co",
        "chu-de=luong&x=1",
        "noi=",
        "sau=20200101.1",
        "chu-de=luong&chu-de=luong",
        "chu-de=l%75ong",
    ],
)
def test_unknown_query_takes_no_memory(client, made, publication, query):
    for path in ("/", "/tra-loi/", address(publication), "/viec/"):
        client.get(f"{path}?{query}")
        made(f"{path}?{query}")

    assert pages.weight == 0


def test_forgotten_pages_are_made_anew(client, made, door):
    client.get(door("home"))

    forget_pages()

    made("/")
