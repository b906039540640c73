"""The page of one case: the next step first, and everything an officer needs."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kipthoi.cases.actions.handling import message, note
from kipthoi.cases.actions.intake import Asker, Matter, open_case
from kipthoi.cases.actions.passing import hand_over
from kipthoi.core.keys import grouped_code
from kipthoi.core.viewer import Public
from kipthoi.files.actions import store
from kipthoi.files.models import File
from kipthoi.files.prepared import prepare
from tests.cases.desk import address
from tests.cases.matters import answered, contested, taken_up, token
from tests.house import NOW


def text_of(page) -> str:
    """Return the HTML of a page that is there."""
    assert page.status_code == 200
    return page.content.decode()


STATES = ("received", "open", "answered", "contested")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_case_is_shown_in_every_state_and_both_languages(
    signed_in, ask, house, state, language
):
    case = ask()
    make = {"open": taken_up, "answered": answered, "contested": contested}.get(state)
    if make:
        make(case, house.chi)

    found = signed_in("chi").get(address(case, language=language))

    assert found.status_code == 200
    assert "Ca đêm tan lúc 2 giờ sáng" in found.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("received", "accept"),
        ("open", "answer"),
        ("open", "ask"),
        ("open", "extend"),
        *(
            ("received", step)
            for step in [
                "give",
                "message",
                "note",
                "transcribe",
                "hand_over",
                "mark_urgent",
                "join",
                "close",
                "withhold",
                "open_identity",
            ]
        ),
    ],
)
def test_every_step_has_a_page(signed_in, ask, house, state, step, language):
    case = ask()
    if state == "open":
        taken_up(case, house.chi)
    who = "dung" if step in ("extend", "withhold") else "chi"

    found = signed_in(who).get(address(case, step, language))

    assert found.status_code == 200


# What the page shows


@pytest.mark.parametrize("typed", ["4qd7km2x", "0", "__class__", "x" * 500, "%00"])
def test_number_that_is_none_is_not_found(signed_in, typed):
    assert signed_in("chi").get(f"/can-bo/viec/{typed}/").status_code == 404


def test_number_in_another_spelling_leads_to_the_one_address(signed_in, ask):
    case = ask()

    found = signed_in("chi").get(f"/can-bo/viec/{case.code.lower()}/")

    assert (found.status_code, found["Location"]) == (302, address(case))


@pytest.mark.parametrize("who", ["em", "khoa", "lan", "giang"])
def test_stranger_finds_no_case(signed_in, ask, who):
    assert signed_in(who).get(address(ask())).status_code == 404


def test_late_case_says_so_against_the_first_promise(signed_in, ask, house):
    now = timezone.now()
    case = ask(at=now - timedelta(days=40))
    taken_up(case, house.chi, now=now - timedelta(days=39))

    html = text_of(signed_in("chi").get(address(case)))

    days = (timezone.localdate() - case.promised_on).days
    assert f"So với lời hẹn đầu tiên ({case.promised_on:%d/%m/%Y})" in html
    assert f"đã trễ {days} ngày." in html
    assert "<title>Trễ " in html


def test_clock_tells_its_date_and_why(signed_in, ask):
    case = ask(at=timezone.now())

    html = text_of(signed_in("chi").get(address(case)))

    assert "Trả lời trước hết " in html
    assert f"{case.promised_on:%d/%m/%Y}" in html
    assert "10 ngày làm việc" in html
    assert "Luật Tiếp công dân" in html


def test_conversation_keeps_notes_apart_from_what_the_asker_reads(
    signed_in, ask, house
):
    case = ask()
    note(by=house.chi, now=NOW, case=case, text="Trong nhà thôi", token=token())
    message(by=house.chi, now=NOW, case=case, text="Tôi đã đọc", token=token())

    html = text_of(signed_in("ha").get(address(case)))

    before_note = html[: html.index("Trong nhà thôi")]
    assert before_note.rindex("msg-inside") > before_note.rindex("msg-me")
    assert "ghi chú trong nhà, người hỏi không thấy" in html
    assert "Tôi đã đọc" in html


def test_consent_and_asker_are_told_as_facts(signed_in, ask):
    asker = Asker(name="Lò Thị Mai", contact="m@vidu.example", may_publish=True)

    html = text_of(signed_in("chi").get(address(ask(asker=asker))))

    assert "Có tên, để riêng" in html
    assert "Đồng ý đăng bản viết lại" in html
    assert "Lò Thị Mai" not in html


def test_similar_earlier_case_is_offered(signed_in, ask):
    case, other = ask(), ask()

    html = text_of(signed_in("chi").get(address(case)))

    assert "Giống việc này" in html
    assert f'href="{address(other)}"' in html


def test_neighbours_are_the_cases_owed_before_and_after(signed_in, ask):
    now = timezone.now()
    first, middle, last = (ask(at=now - timedelta(days=n)) for n in (9, 6, 1))

    html = text_of(signed_in("chi").get(address(middle)))

    assert f'href="{address(first)}" data-key-prev' in html
    assert f'href="{address(last)}" data-key-next' in html


def test_garbage_after_a_step_says_nothing(signed_in, ask):
    found = signed_in("chi").get(address(ask()) + "?done=__class__")

    assert found.context["done"] == ""


@pytest.mark.parametrize(
    ("state", "main"),
    [
        ("received", "Nhận việc"),
        ("open", "Soạn trả lời"),
        ("answered", None),
        ("contested", None),
    ],
)
def test_one_main_step_and_at_most_two_beside_it(signed_in, ask, house, state, main):
    case = ask()
    make = {"open": taken_up, "answered": answered, "contested": contested}.get(state)
    if make:
        make(case, house.chi)

    bar = signed_in("chi").get(address(case)).context["next"]

    assert (bar["main"]["label"] if bar["main"] else None) == main
    assert len(bar["beside"]) <= 2


@pytest.mark.parametrize("n", [1, 3])
def test_case_asks_the_database_as_often_for_three_messages_as_for_one(
    signed_in, ask, house, django_assert_num_queries, n
):
    case = ask(at=timezone.now())
    for i in range(n):
        note(by=house.chi, now=timezone.now(), case=case, text=f"Số {i}", token=token())
    client = signed_in("chi")
    client.get(address(case))

    with django_assert_num_queries(QUERIES):
        client.get(address(case))


QUERIES = 30


# Files


@pytest.fixture
def with_photo(house):
    """Return a case that came with a photo, and the photo."""
    picture = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(picture, "JPEG")
    stored = store([prepare("đường tối.jpg", picture.getvalue())])
    case = open_case(
        by=Public(),
        now=NOW,
        token=token(),
        matter=Matter(text="Đường về bản tối om.", files=stored),
        asker=Asker(),
        unit=house.unit("che.sao"),
    )
    return case, File.objects.get(ref=case.ref)


def file_address(case, file) -> str:
    return reverse("cases:case_file", args=[grouped_code(case.code), file.public_id])


def test_photo_is_shown_in_the_page_and_sent_on_demand(signed_in, with_photo):
    case, file = with_photo
    client = signed_in("chi")

    page = text_of(client.get(address(case)))
    shown = client.get(file_address(case, file))
    shown.getvalue()
    saved = client.get(file_address(case, file) + "?tai=1")
    saved.getvalue()

    assert f'<img src="{file_address(case, file)}"' in page
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert shown["Cache-Control"] == "private, no-store"
    assert shown["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("who", ["em", "khoa", "lan", "giang"])
def test_file_of_a_case_is_not_sent_to_strangers(signed_in, with_photo, who):
    assert signed_in(who).get(file_address(*with_photo)).status_code == 404


def test_former_unit_has_no_file_of_the_case_any_more(signed_in, with_photo, house):
    case, file = with_photo
    hand_over(by=house.chi, now=NOW, case=case, to=house.unit("che"), reason="Lương")

    assert signed_in("chi").get(file_address(case, file)).status_code == 404
    theirs = signed_in("ha").get(file_address(case, file))
    theirs.getvalue()
    assert theirs.status_code == 200


def test_file_of_one_case_is_not_sent_under_another(signed_in, with_photo, ask):
    _case, file = with_photo
    other = ask()

    assert signed_in("chi").get(file_address(other, file)).status_code == 404


@pytest.mark.parametrize("public_id", ["0", "__class__", "x" * 300, "%00"])
def test_garbage_file_is_not_found(signed_in, ask, public_id):
    found = signed_in("chi").get(f"{address(ask())}tep/{public_id}/")

    assert found.status_code == 404


def test_file_whose_bytes_are_gone_is_said_by_a_word(signed_in, with_photo):
    case, file = with_photo
    File.objects.filter(pk=file.pk).update(
        path="", sha256="", name="", gone_on=timezone.localdate(), gone_reason="asked"
    )

    html = text_of(signed_in("chi").get(address(case)))

    assert "Tệp đã xóa" in html
    assert signed_in("chi").get(file_address(case, file)).status_code == 404
