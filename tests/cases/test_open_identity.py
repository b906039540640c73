"""Seeing the asker's name: with a reason, once, and the asker sees it."""

import pytest
from django.utils import timezone

from kipthoi.cases.actions.intake import Asker
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import told

WHY = {"reason": "Hẹn gặp tại văn phòng."}


@pytest.fixture
def case(ask):
    asker = Asker(name="Lò Thị Mai", contact="0900 000 123")
    return ask(at=timezone.now(), asker=asker)


def test_name_is_not_on_the_case_page(signed_in, case):
    html = signed_in("chi").get(address(case)).content.decode()

    assert "Lò Thị Mai" not in html
    assert "0900 000 123" not in html
    assert "Có tên, để riêng" in html


def test_page_says_that_the_asker_will_see_it(signed_in, case):
    html = signed_in("chi").get(address(case, "open_identity")).content.decode()

    assert "người hỏi thấy tên đã được mở, ai mở và vì sao" in html
    assert "Lò Thị Mai" not in html


def test_name_is_shown_in_the_answer_to_the_form_and_kept_by_no_cache(signed_in, case):
    found = fill(signed_in("chi"), case, "open_identity", **WHY)

    assert found.status_code == 200
    assert "Lò Thị Mai" in found.content.decode()
    assert "no-store" in found["Cache-Control"]
    assert told(case).count("identity_opened") == 1


def test_name_is_shown_once_for_one_post(signed_in, case):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "open_identity"))), **WHY}
    client.post(address(case, "open_identity"), typed)

    again = client.post(address(case, "open_identity"), typed)

    assert again.status_code == 303
    assert told(case).count("identity_opened") == 1


def test_reason_is_asked_for_and_without_it_nothing_is_opened(signed_in, case):
    found = fill(signed_in("chi"), case, "open_identity", reason="")

    assert found.status_code == 200
    assert "Viết lý do. Người hỏi sẽ đọc." in found.content.decode()
    assert "Lò Thị Mai" not in found.content.decode()
    assert "identity_opened" not in told(case)


def test_timeline_of_the_case_tells_that_it_was_opened(signed_in, case):
    client = signed_in("chi")
    fill(client, case, "open_identity", **WHY)

    html = client.get(address(case)).content.decode()

    assert "Đã mở tên người hỏi" in html
    assert WHY["reason"] in html


def test_nameless_case_has_nothing_to_open(signed_in, ask):
    case = ask(at=timezone.now())
    client = signed_in("chi")

    html = client.get(address(case, "open_identity")).content.decode()
    posted = client.post(address(case, "open_identity"), WHY)

    assert "Người hỏi không nêu tên, hoặc đã xóa tên." in html
    assert posted.status_code == 200
    assert "identity_opened" not in told(case)


def test_stranger_finds_no_page(signed_in, case):
    assert signed_in("em").get(address(case, "open_identity")).status_code == 404
    assert signed_in("em").post(address(case, "open_identity"), WHY).status_code == 404
