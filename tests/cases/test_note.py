"""Inside notes, what recordings say, and giving a case to a colleague."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kipthoi.cases.models import Message
from kipthoi.search.queries import search
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import answered, fresh, told


@pytest.fixture
def case(ask):
    return ask(at=timezone.now() - timedelta(days=1))


def test_note_is_kept_once_and_says_that_the_asker_does_not_see_it(signed_in, case):
    client = signed_in("chi")
    typed = {**hidden(client.get(address(case, "note"))), "text": "Hẹn gặp 25/11."}

    first = client.post(address(case, "note"), typed)
    client.post(address(case, "note"), typed)

    assert first.status_code == 303
    assert told(case).count("noted") == 1
    html = client.get(address(case)).content.decode()
    assert "ghi chú trong nhà, người hỏi không thấy" in html
    assert "Hẹn gặp 25/11." in html


@pytest.mark.parametrize("step", ["note", "transcribe", "message"])
def test_nothing_written_is_said(signed_in, case, step):
    found = fill(signed_in("chi"), case, step, text="")

    assert found.status_code == 200
    assert "Anh/chị chưa viết gì. Viết vài chữ." in found.content.decode()


@pytest.mark.parametrize("step", ["note", "transcribe", "give", "message"])
def test_stranger_finds_no_page(signed_in, case, step):
    assert signed_in("em").get(address(case, step)).status_code == 404


def test_note_may_be_left_on_an_answered_case(signed_in, ask, house):
    case = answered(ask(), house.chi)

    assert fill(signed_in("chi"), case, "note", text="Đã gọi.").status_code == 303


def test_transcript_is_found_and_shown(signed_in, case):
    client = signed_in("chi")

    fill(client, case, "transcribe", text="Chị em ở Huổi Tre đi bộ")

    assert Message.objects.get(case=case).side == "transcript"
    assert [hit.ref for hit in search("huoi tre", audience="officers")] == [case.ref]
    assert "chép từ ghi âm" in client.get(address(case)).content.decode()


def test_case_is_given_to_a_colleague_who_reads_it(signed_in, case, house):
    found = fill(signed_in("chi"), case, "give", assignee=house.person("ha").pk)

    assert found.status_code == 303
    assert fresh(case).assignee == house.person("ha")


@pytest.mark.parametrize("whom", ["", "0", "em", "-1", "\u0660"])
def test_case_is_given_to_nobody_else(signed_in, case, house, whom):
    value = house.person("em").pk if whom == "em" else whom

    found = fill(signed_in("chi"), case, "give", assignee=value)

    assert found.status_code == 200
    assert fresh(case).assignee == house.person("chi")
