"""The public page of a number: state, unit and days for everybody, never content."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from kipthoi.cases.actions.handling import note
from kipthoi.cases.actions.passing import ask_withholding, withhold
from kipthoi.core.keys import grouped_code
from kipthoi.publications.ready import forget_pages
from tests.cases import matters
from tests.cases.asker import WORDS
from tests.house import NOW


@pytest.fixture(autouse=True)
def at_nine(tmp_path, settings):
    """Let every page happen on the day of the house, with a folder of its own."""
    settings.DATA = tmp_path
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


def path(case, language="") -> str:
    return f"{language}/viec/{grouped_code(case.code)}/"


@pytest.mark.parametrize(
    ("language", "words"), [("", "Nơi phải trả lời"), ("/en", "Who owes the answer")]
)
def test_everybody_sees_state_unit_and_days(client, ask, language, words):
    case = ask()
    page = client.get(path(case, language))

    html = page.content.decode()
    assert page.status_code == 200
    assert words in html
    assert "Xưởng sao chè" in html
    assert "2026" in html


def test_nobody_sees_content_names_or_why(client, ask, house):
    case = ask()
    matters.contested(case, house.chi)
    note(
        by=house.chi, now=NOW, case=case, text="Nghi ca trưởng.", token=matters.token()
    )
    html = client.get(path(case)).content.decode()

    for secret in (
        WORDS,
        "Xe đưa về ca đêm",
        "Chị Chi",
        "Chưa có xe nào",
        "Nghi",
        "Hà",
    ):
        assert secret not in html
    assert "Đang xem lại" in html


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code,
        lambda code: code.lower(),
        lambda code: f"{code[:2]} {code[2:]}",
        lambda code: code.replace("0", "O").replace("1", "l"),
    ],
)
def test_other_spellings_lead_to_the_one_address(client, ask, write):
    case = ask()
    if write(case.code) == grouped_code(case.code):
        return
    answer = client.get(f"/viec/{write(case.code)}/")

    assert (answer.status_code, answer.headers["Location"]) == (301, path(case))


@pytest.mark.parametrize(
    "code", ["ABCD-1234", "x", "%00", "🙂", "1" * 500, "<b>", "-1"]
)
def test_unknown_number_has_a_plain_page(client, house, code):
    page = client.get(f"/viec/{code}/")

    assert page.status_code == 404
    assert "Không có trang này" in page.content.decode()


def test_late_is_a_word_against_the_first_promise(client, ask, house, at_nine):
    case = ask()
    at_nine.move_to(NOW + timedelta(days=18))
    html = client.get(path(case)).content.decode()
    assert "Trễ 3 ngày" in html
    assert "Hẹn trả lời trước hết thứ Năm, 03/12/2026, đã quá hẹn." in html

    matters.answered(case, house.chi, now=NOW + timedelta(days=19))
    html = client.get(path(case)).content.decode()
    assert "Trễ 4 ngày" in html
    assert "đã trả lời thứ Hai, 07/12/2026" in html


def test_withheld_shows_only_that(client, ask, house):
    case = ask()
    ask_withholding(by=house.chi, now=NOW, case=case, text="Việc riêng tư")
    withhold(by=house.dung, now=NOW, case=case)
    html = client.get(path(case)).content.decode()

    assert "được giải quyết kín. Không hiện thêm gì." in html
    assert "Xưởng sao chè" not in html
    assert "2026" not in html
    assert "Đã nhận" not in html


def test_page_may_be_kept_a_minute_and_is_known_again(client, ask):
    case = ask()
    page = client.get(path(case))

    assert "public" in page.headers["Cache-Control"]
    again = client.get(path(case), headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_changed_here(client, ask, method):
    assert getattr(client, method)(path(ask())).status_code == 405


def test_number_is_found_by_its_form(client, ask):
    case = ask()
    answer = client.get("/viec/", {"number": f" {case.code.lower()} "})

    assert (answer.status_code, answer.headers["Location"]) == (302, path(case))
    assert client.get("/viec/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Số việc có tám chữ và số"),
        ("7K3M", "Số việc có tám chữ và số"),
        ("\x00", ""),
        ("<script>", "Số việc có tám chữ và số"),
        ("x" * 100_000, ""),
        ("1234 5678 9012 3452", "Đây giống mã bí mật"),
    ],
)
def test_what_is_no_number_is_told_kindly(client, house, typed, said):
    page = client.get("/viec/", {"number": typed})

    assert page.status_code == 422
    assert said in page.content.decode()


@pytest.mark.parametrize("events", [1, 3])
def test_database_is_asked_as_often_for_much_as_for_little(
    client, ask, house, events, django_assert_num_queries
):
    case = ask()
    if events == 3:
        matters.contested(case, house.chi)
    client.get(path(case))
    forget_pages()

    with django_assert_num_queries(5 + (connection.vendor == "sqlite")):
        client.get(path(case))
