"""Two taps, both of which may be skipped; asked again after four weeks."""

from datetime import timedelta

import pytest
import time_machine

from kipthoi.cases.models import Rating
from tests.cases import matters
from tests.cases.asker import hidden, opened, sent
from tests.house import NOW


@pytest.fixture(autouse=True)
def at_nine(tmp_path, settings):
    """Let every page happen on the day of the house, with a folder of its own."""
    settings.DATA = tmp_path
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


ADDRESS = "/xem/y-kien/"


@pytest.fixture
def mine(client, house):
    """Return an answered case that stands open in the browser, and its key."""
    case, key = sent(client)
    matters.answered(case, house.chi)
    opened(client, key)
    return case, key


def form_of(client, language=""):
    page = client.get(language + ADDRESS)
    assert page.status_code == 200
    return hidden(page)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"solved": "yes", "clear": "no"}, (True, False)),
        ({"solved": "no"}, (False, None)),
        ({}, (None, None)),
    ],
)
def test_two_taps_are_kept_and_both_may_be_skipped(client, mine, typed, said, language):
    answer = client.post(language + ADDRESS, {**form_of(client, language), **typed})

    assert answer.status_code == 303
    rating = Rating.objects.get()
    assert (rating.solved, rating.clear) == said


def test_skipping_keeps_nothing(client, mine):
    client.post(ADDRESS, {**form_of(client), "skip": "1"})

    assert Rating.objects.count() == 0


def test_sent_twice_it_counts_once_and_is_asked_again(client, mine):
    case, _key = mine
    typed = {**form_of(client), "solved": "yes"}

    client.post(ADDRESS, typed)
    client.post(ADDRESS, typed)

    assert Rating.objects.count() == 1
    assert matters.fresh(case).ask_again_on is not None


@pytest.mark.parametrize("garbage", ["maybe", "\x00", "<b>", "1" * 9999])
def test_other_words_than_yes_and_no_are_asked_again(client, mine, garbage):
    page = client.post(ADDRESS, {**form_of(client), "solved": garbage})

    assert page.status_code == 422
    assert "Chọn một dòng" in page.content.decode()
    assert Rating.objects.count() == 0


def test_it_is_asked_again_after_four_weeks(client, mine, at_nine):
    _case, key = mine
    assert "Đã bốn tuần" not in client.get("/xem/viec/").content.decode()

    at_nine.move_to(NOW + timedelta(days=28))
    opened(client, key)
    assert "Đã bốn tuần" in client.get("/xem/viec/").content.decode()

    client.post(ADDRESS, {**form_of(client), "solved": "no"})
    assert "Đã bốn tuần" not in client.get("/xem/viec/").content.decode()
