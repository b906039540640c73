"""Reading a contested answer anew: keep it with reasons, or answer again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kipthoi.cases.models import Answer, Contest
from tests.cases.desk import address, fill, hidden
from tests.cases.matters import answered, contested, fresh, told
from tests.cases.test_answer import WORDS

WHY = {"why": "Xe đã chạy từ 07/12, có biên bản nghiệm thu."}


@pytest.fixture
def case(ask, house):
    """Return a case that Chi answered and that was given to Hà to read anew."""
    return contested(ask(), house.chi, now=timezone.now() - timedelta(days=3))


@pytest.fixture
def anew():
    return {**WORDS, "done_on": timezone.localdate().isoformat()}


def test_reviewer_reads_everything_before_choosing(signed_in, case):
    html = signed_in("ha").get(address(case, "review")).content.decode()

    assert "Ca đêm tan lúc 2 giờ sáng" in html
    assert "Đã ký thêm hợp đồng một xe 16 chỗ." in html
    assert "Sự việc hoặc luật nêu chưa đúng" in html
    assert "Chưa có xe nào cả." in html
    assert 'href="?outcome=uphold"' in html
    assert 'href="?outcome=revise"' in html


def test_answer_is_kept_with_reasons(signed_in, case, house):
    client = signed_in("ha")

    found = fill(client, case, "review", "?outcome=uphold", **WHY)
    html = client.get(address(case)).content.decode()

    assert (found.status_code, fresh(case).state) == (303, "answered")
    assert Contest.objects.get(case=case).outcome == "upheld"
    assert WHY["why"] in html
    assert "giữ câu trả lời sau khi đọc lại" in html


def test_answer_is_given_anew_beside_the_first_one(signed_in, case, anew):
    client = signed_in("ha")
    shown = client.get(address(case, "review") + "?outcome=revise").content.decode()

    found = fill(client, case, "review", "?outcome=revise", **anew)

    assert "Đã ký thêm hợp đồng một xe 16 chỗ." in shown
    assert found.status_code == 303
    assert Answer.objects.filter(case=case).count() == 2
    assert Contest.objects.get(case=case).outcome == "revised"


@pytest.mark.parametrize("outcome", ["uphold", "revise"])
def test_same_post_twice_decides_once(signed_in, case, anew, outcome):
    client = signed_in("ha")
    url = address(case, "review") + f"?outcome={outcome}"
    typed = {**hidden(client.get(url)), **anew, **WHY}

    client.post(url, typed)
    again = client.post(url, typed)

    assert again.status_code == 303
    assert Answer.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("outcome", "missing", "sentence"),
    [
        ("uphold", "why", "Anh/chị chưa viết gì. Viết vài chữ."),
        ("revise", "proof", "Cần ít nhất một nguồn còn hiệu lực"),
        ("revise", "result", "Anh/chị chưa viết gì. Viết vài chữ."),
    ],
)
def test_what_is_missing_is_said(signed_in, case, anew, outcome, missing, sentence):
    typed = {**anew, **WHY, missing: ""}

    found = fill(signed_in("ha"), case, "review", f"?outcome={outcome}", **typed)

    assert found.status_code == 200
    assert sentence in found.content.decode()
    assert fresh(case).state == "contested"


def test_who_answered_does_not_review(signed_in, case):
    client = signed_in("chi")

    assert client.get(address(case, "review")).status_code == 403
    posted = client.post(address(case, "review") + "?outcome=uphold", WHY)
    assert posted.status_code == 403
    assert fresh(case).state == "contested"


def test_who_answered_is_told_even_if_the_review_was_given_to_them(
    signed_in, case, house
):
    Contest.objects.filter(case=case).update(reviewer=house.person("chi"))

    found = fill(signed_in("chi"), case, "review", "?outcome=uphold", **WHY)

    assert found.status_code == 200
    assert "không tự làm bước này được" in found.content.decode()


def test_case_page_says_who_reads_it(signed_in, case):
    ours = signed_in("chi").get(address(case)).content.decode()
    reviewers = signed_in("ha").get(address(case)).content.decode()

    assert "Chị Hà đọc lại việc này." in ours
    assert "Việc giao cho anh/chị vì anh/chị không tham gia câu trả lời." in reviewers


def test_case_page_says_plainly_when_nobody_can_read_it(signed_in, case):
    Contest.objects.filter(case=case).update(reviewer=None)

    html = signed_in("chi").get(address(case)).content.decode()

    assert "Ở đây ai cũng đã tham gia việc này." in html


@pytest.mark.parametrize("outcome", ["", "__class__", "uphold%00"])
def test_garbage_outcome_shows_the_choice(signed_in, case, outcome):
    found = signed_in("ha").get(f"{address(case, 'review')}?outcome={outcome}")

    assert found.status_code == 200
    assert 'href="?outcome=uphold"' in found.content.decode()


def test_case_that_is_not_contested_is_not_reviewed(signed_in, ask, house):
    case = answered(ask(), house.chi)

    assert signed_in("ha").get(address(case, "review")).status_code in (403, 409)
    assert told(case)[-1] == "answered"


def test_stranger_finds_no_page(signed_in, case):
    assert signed_in("em").get(address(case, "review")).status_code == 404
