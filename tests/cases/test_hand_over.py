"""Handing a matter over inside the house."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kipthoi.cases.actions.handling import note
from kipthoi.cases.actions.passing import hand_over
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import answered, fresh, token, told

WORDS = "Bảng lương do công ty lập, xưởng không sửa được."


@pytest.fixture
def case(ask):
    return ask(at=timezone.now() - timedelta(days=1))


def test_page_shows_who_would_take_it_and_that_the_date_stands(signed_in, case):
    html = signed_in("chi").get(address(case, "hand_over")).content.decode()

    assert "Công đoàn Chè Mường Sương · Chị Hà" in html
    assert f"{case.promised_on:%d/%m/%Y} giữ nguyên" in html
    assert 'value="che.sao"' not in html  # it lies there already


def test_matter_is_handed_over_once_and_the_old_unit_keeps_its_window(signed_in, case):
    client = signed_in("chi")
    typed = {
        **hidden(client.get(address(case, "hand_over"))),
        "to": "che",
        "unit": "Công đoàn Chè Mường Sương",
        "reason": WORDS,
    }

    first = client.post(address(case, "hand_over"), typed)
    html = client.get(address(case)).content.decode()

    assert first.status_code == 303
    assert fresh(case).unit.slug == "che"
    assert told(case).count("handed_over") == 1
    assert "Việc này đã chuyển đến Công đoàn Chè Mường Sương." in html
    assert (
        "Ca đêm tan lúc"
        not in html.split("<main")[1].split("Đơn vị anh/chị đã viết")[1]
    )


def test_old_unit_sees_what_it_wrote_but_not_what_the_new_one_writes(
    signed_in, case, house
):
    now = timezone.now()
    note(by=house.chi, now=now, case=case, text="Lời của xưởng", token=token())
    hand_over(by=house.chi, now=now, case=case, to=house.unit("che"), reason=WORDS)
    note(by=house.ha, now=now, case=case, text="Lời của ban", token=token())

    html = signed_in("chi").get(address(case)).content.decode()

    assert "Lời của xưởng" in html
    assert "Lời của ban" not in html
    assert "Bước tiếp theo" not in html


@pytest.mark.parametrize("step", ["answer", "note", "open_identity", "hand_over"])
def test_old_unit_takes_no_step_any_more(signed_in, case, house, step):
    hand_over(
        by=house.chi, now=timezone.now(), case=case, to=house.unit("che"), reason=WORDS
    )

    assert signed_in("chi").get(address(case, step)).status_code == 403


def test_words_typed_while_the_case_went_elsewhere_are_given_back(
    signed_in, case, house
):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "note"))), "text": "Đã gọi giám đốc."}
    hand_over(
        by=house.ha, now=timezone.now(), case=case, to=house.unit("che"), reason=WORDS
    )

    found = client.post(address(case, "note"), typed)

    assert found.status_code == 409
    assert "Đã gọi giám đốc." in found.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"to": "", "reason": WORDS}, "Chọn một dòng."),
        ({"to": "__class__", "reason": WORDS}, "Chọn một dòng."),
        ({"to": "che.sao", "reason": WORDS}, "Chọn một dòng."),
        ({"to": "che", "reason": " "}, "Viết lý do. Người hỏi sẽ đọc."),
    ],
)
def test_what_is_missing_is_said_at_its_field(signed_in, case, typed, sentence):
    found = fill(signed_in("chi"), case, "hand_over", **typed)

    assert found.status_code == 200
    assert found.content.decode().count(sentence) >= 2
    assert fresh(case).unit.slug == "che.sao"


def test_level_that_was_passed_over_is_not_offered(signed_in, ask, house):
    case = ask(at=timezone.now(), unit="che", passed_over=house.unit("che.sao"))
    client = signed_in("ha")

    html = client.get(address(case, "hand_over")).content.decode()

    assert 'value="che.sao"' not in html
    assert 'value="che.donggoi"' in html


def test_unit_without_anybody_is_said_at_the_field(signed_in, ask, house):
    # In the packing hall only people of the passed-over level would take it.
    case = ask(at=timezone.now(), unit="che.sao", passed_over=house.unit("che"))

    found = fill(signed_in("chi"), case, "hand_over", to="che.donggoi", reason=WORDS)

    html = found.content.decode()
    assert found.status_code == 200
    assert html.count("Nơi này không có người nhận việc.") == 2
    assert "chưa có người nhận" in html


def test_answered_case_is_not_handed_over(signed_in, ask, house):
    case = answered(ask(), house.chi)

    assert signed_in("chi").get(address(case, "hand_over")).status_code == 409


def test_stranger_finds_no_page(signed_in, case):
    assert signed_in("em").get(address(case, "hand_over")).status_code == 404
