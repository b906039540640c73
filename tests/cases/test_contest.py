"""Asking for a review: why, until when, and what happens then."""

from datetime import timedelta

import pytest
import time_machine

from kipthoi.cases.actions.answers import revise, uphold
from kipthoi.cases.models import Contest
from kipthoi.files.models import File
from tests.cases import matters
from tests.cases.asker import hidden, opened, sent, upload
from tests.files import making
from tests.house import NOW


@pytest.fixture(autouse=True)
def at_nine(tmp_path, settings):
    """Let every page happen on the day of the house, with a folder of its own."""
    settings.DATA = tmp_path
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


ADDRESS = "/xem/xin-xem-lai/"


@pytest.fixture
def mine(client, house):
    """Return an answered case that stands open in the browser, and its key."""
    case, key = sent(client)
    matters.answered(case, house.chi)
    opened(client, key)
    return case, key


def ask_for_it(client, **typed):
    page = client.get(ADDRESS)
    return client.post(ADDRESS, {**hidden(page, "contest"), **typed})


@pytest.mark.parametrize("language", ["", "/en"])
def test_page_says_what_happens_then(client, mine, language):
    html = client.get(language + ADDRESS).content.decode()

    expected = "10 ngày làm việc" if not language else "within 10 working days"
    assert expected in html
    assert html.count('type="radio"') == 4
    assert " checked" not in html


def test_reason_alone_is_enough(client, house, mine):
    case, _key = mine
    answer = ask_for_it(client, reason="promise_not_kept")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/xem/viec/")
    contest = Contest.objects.get()
    assert (contest.reason, contest.text) == ("promise_not_kept", "")
    assert contest.reviewer == house.person("ha")
    assert matters.fresh(case).state == "contested"


def test_words_and_papers_go_with_it(client, mine):
    ask_for_it(
        client,
        reason="facts_or_law",
        text="Chưa có xe nào.",
        files=upload("a.jpg", making.photo()),
    )

    assert Contest.objects.get().text == "Chưa có xe nào."
    assert File.objects.get().role == "message"


def test_sent_twice_it_is_one_review(client, mine):
    page = client.get(ADDRESS)
    typed = {**hidden(page, "contest"), "reason": "other"}

    assert client.post(ADDRESS, typed).status_code == 303
    assert client.post(ADDRESS, typed).status_code == 303
    assert Contest.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "x", "\x00", "<b>", "1" * 9999])
def test_without_a_reason_it_is_asked_and_words_stay(client, mine, reason):
    page = ask_for_it(client, reason=reason, text="Chưa có xe.")

    assert page.status_code == 422
    assert "Chưa có xe." in page.content.decode()
    assert Contest.objects.count() == 0


def test_wrong_file_keeps_reason_and_words(client, mine):
    page = ask_for_it(
        client,
        reason="other",
        text="Xem ảnh",
        files=upload("b.exe", b"MZ\x90\x00" * 50),
    )

    assert page.status_code == 422
    assert page.context["form"]["reason"].value() == "other"
    assert page.context["form"]["text"].value() == "Xem ảnh"


def test_other_language_keeps_everything(client, mine):
    page = ask_for_it(client, reason="other", text="Dở dang", switch_language="en")

    assert "What is not right yet?" in page.content.decode()
    assert page.context["form"]["reason"].value() == "other"
    assert page.context["form"]["text"].value() == "Dở dang"


def test_after_the_last_day_it_says_which_day_that_was(client, mine, at_nine):
    _case, key = mine
    at_nine.move_to(NOW + timedelta(days=31))
    opened(client, key)

    page = client.get(ADDRESS)
    assert "18/12/2026" in page.content.decode()
    assert "đã hết ngày" in page.content.decode()
    page = client.post(ADDRESS, {"reason": "other", "text": "Vẫn chưa có xe."})
    assert page.status_code == 422
    assert "Vẫn chưa có xe." in page.content.decode()
    assert Contest.objects.count() == 0


def test_on_the_last_day_it_still_goes(client, mine, at_nine):
    _case, key = mine
    at_nine.move_to(NOW + timedelta(days=30))
    opened(client, key)

    assert ask_for_it(client, reason="other").status_code == 303


def test_second_review_goes_on_and_there_is_no_third(client, house, mine):
    case, _key = mine
    ask_for_it(client, reason="other")
    revise(by=house.ha, now=NOW, case=case, text=matters.text())
    assert ask_for_it(client, reason="other").status_code == 303
    second = Contest.objects.get(level=2)
    assert second.reviewer == house.person("lan")
    why = matters.text(fields={"why": "Biên bản ghi đủ ba bản đã có xe."})
    uphold(by=house.lan, now=NOW, case=case, text=why)

    page = client.get(ADDRESS)

    assert "Lúc này không xin xem lại được" in page.content.decode()
    assert "xem lại hai lần" in client.get("/xem/viec/").content.decode()


def test_before_an_answer_there_is_nothing_to_review(client, house):
    _case, key = sent(client)
    opened(client, key)

    assert "Lúc này không xin xem lại được" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"reason": "other"}).status_code == 409
