"""The counter desk: the same receipt as everybody's, a slip shown once, a new code."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from kipthoi.cases.actions import asking
from kipthoi.cases.actions.intake import Asker
from kipthoi.cases.models import Case, Identity
from kipthoi.cases.queries import case_by_key
from kipthoi.core.keys import grouped_code
from kipthoi.core.viewer import Holder
from kipthoi.files.models import File
from kipthoi.journal.models import Event

URL = "/can-bo/nhap/"
SLIP = "/can-bo/nhap/phieu/"
TEXT = "Bà Mỵ nói nước ở bếp có mùi lạ."
SAID = {
    "token": "q6urq6urq6urq6urq6urqw",
    "door": "counter",
    "text": TEXT,
    "unit": "che.sao",
    "topic": "luong",
    "place": "Nhà ăn",
}


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(out, "JPEG")
    return SimpleUploadedFile("Đơn của bà Mỵ.jpg", out.getvalue())


def key_on(page) -> str:
    shown = page.text.split('class="secret"')[1].split("</p>")[0]
    return "".join(re.findall(r"<span>(\d{4})</span>", shown))


def test_page_is_for_officers(client, house, signed_in):
    assert client.get(reverse("cases:key_in")).status_code == 302
    for name, status in (("khoa", 403), ("giang", 403), ("chi", 200), ("ha", 200)):
        assert signed_in(name).get(URL).status_code == status


def test_consents_are_unticked_and_the_own_unit_is_chosen(signed_in):
    page = signed_in("chi").get(URL).text

    for name in ("may_publish", "may_contact", "over"):
        box = re.search(rf'<input type="checkbox" name="{name}"[^>]*>', page).group()
        assert "checked" not in box
    assert '<option value="che.sao" selected>' in page


def test_matter_is_taken_in_as_everybodys(signed_in, house):
    sent = signed_in("ha").post(URL, SAID)

    case = Case.objects.get()
    assert sent.status_code == 303
    assert sent["Location"] == reverse("cases:slip")
    assert (case.door, case.unit.slug, case.text) == ("counter", "che.sao", TEXT)
    assert case.keyed_by == house.person("ha")
    assert (case.may_publish, case.may_contact, case.named) == (False, False, False)
    assert case.topic == house.topic()


def test_name_and_consents_are_kept_as_said(signed_in):
    asked = {"name": "Sùng Thị Mỵ", "contact": "0912345678", "may_publish": "on"}

    signed_in("ha").post(URL, {**SAID, **asked, "may_contact": "on"})

    case = Case.objects.get()
    assert (case.named, case.may_publish, case.may_contact) == (True, True, True)
    assert Identity.objects.get().name == "Sùng Thị Mỵ"


def test_same_post_twice_makes_one_case(signed_in):
    client = signed_in("ha")

    keys = {key_on(client.get(client.post(URL, SAID)["Location"])) for _ in range(2)}

    assert Case.objects.count() == 1
    assert len(keys) == 1


def test_slip_shows_key_number_day_and_code_to_scan(signed_in):
    client = signed_in("ha")
    page = client.get(client.post(URL, SAID)["Location"])

    case = Case.objects.get()
    assert case_by_key(key_on(page)) == case
    assert grouped_code(case.code) in page.text
    assert f"{case.promised_on:%d/%m/%Y}" in page.text
    assert "<svg" in page.text.split('class="qr"')[1]
    assert page["Cache-Control"] == "private, no-store"


def test_slip_that_was_handed_over_is_never_shown_again(signed_in):
    client = signed_in("ha")
    client.post(URL, SAID)
    key = key_on(client.get(SLIP))

    sent = client.post(SLIP)
    after = client.get(SLIP)

    assert sent.status_code == 303
    assert key[:4] not in after.text.split("<main")[1]
    assert "Phiếu không còn hiện" in after.text
    assert Case.objects.get().receipt_kept_at is not None
    assert Event.objects.filter(name="case.receipt_kept").exists()


def test_slip_without_its_cookie_is_gone(signed_in):
    page = signed_in("ha").get(reverse("cases:slip"))

    assert page.status_code == 200
    assert "Phiếu không còn hiện" in page.text


def test_slip_is_over_after_half_an_hour(signed_in, monkeypatch):
    client = signed_in("ha")
    client.post(URL, SAID)
    monkeypatch.setattr("kipthoi.cases.views.counter.SECONDS", -1)

    assert "Phiếu không còn hiện" in client.get(SLIP).text


def test_forged_cookie_shows_no_slip(signed_in):
    client = signed_in("ha")
    client.post(URL, SAID)
    client.cookies["kt_slip"] = client.cookies["kt_slip"].value + "x"

    assert "Phiếu không còn hiện" in client.get(SLIP).text


def test_officer_does_not_read_the_key_on_the_case(signed_in):
    client = signed_in("chi")
    client.post(URL, SAID)
    key = key_on(client.get(SLIP))
    case = Case.objects.get()

    page = client.get(reverse("cases:case", args=[grouped_code(case.code)])).text

    assert key not in page
    assert " ".join(re.findall("....", key)) not in page


def test_message_gets_words_to_send_back_without_the_key(signed_in):
    client = signed_in("ha")
    page = client.get(client.post(URL, {**SAID, "door": "message"})["Location"])

    words = page.text.split('id="back"')[1].split("</section>")[0]
    assert grouped_code(Case.objects.get().code) in words
    assert key_on(page)[:4] not in words
    assert "không gửi qua tin nhắn" in words


def test_paper_is_kept_with_its_photo_and_needs_no_words(signed_in):
    sent = signed_in("ha").post(
        URL, {**SAID, "door": "paper", "text": "", "files": photo()}
    )

    assert sent.status_code == 303
    assert File.objects.get().under == Case.objects.get().ref


def test_wrong_file_costs_neither_the_words_nor_the_other_file(signed_in):
    client = signed_in("ha")
    bad = SimpleUploadedFile("xem.exe", b"MZ\0\0")

    page = client.post(URL, {**SAID, "files": [bad, photo()]})
    waiting = re.search(r'name="waiting" value="([0-9a-f]{32})"', page.text).group(1)
    sent = client.post(URL, {**SAID, "waiting": waiting})

    assert page.status_code == 422
    assert "xem.exe" in page.text
    assert TEXT in page.text
    assert "Đơn của bà Mỵ.jpg" in page.text
    assert sent.status_code == 303
    assert [file.name for file in File.objects.all()] == ["Đơn của bà Mỵ.jpg"]


def test_file_that_waits_can_be_taken_out_again(signed_in):
    client = signed_in("ha")
    page = client.post(URL, {**SAID, "door": "", "files": photo()})
    waiting = re.search(r'name="waiting" value="([0-9a-f]{32})"', page.text).group(1)
    n = re.search(r'name="remove" value="(\d+)"', page.text).group(1)

    after = client.post(URL, {**SAID, "waiting": waiting, "remove": n})

    assert after.status_code == 200
    assert "Đơn của bà Mỵ.jpg" not in after.text
    assert TEXT in after.text
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"door": ""}, "Chọn một dòng."),
        ({"door": "inside"}, "Chọn một dòng."),
        ({"text": ""}, "id_text_error"),
        ({"text": "x" * 20_001}, "20000"),
        ({"text": "a\0b"}, "id_text_error"),
        ({"unit": ""}, "Chọn một dòng."),
        ({"unit": "__class__"}, "id_unit_error"),
        ({"topic": "'; --"}, "id_topic_error"),
        ({"place": "x" * 81}, "id_place_error"),
        ({"contact": "091"}, "thiếu số"),
        ({"may_contact": "on"}, "Ghi một cách liên lạc"),
        ({"unit": "muongsuong", "over": "on"}, "không có ai đọc"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(signed_in, change, words):
    page = signed_in("ha").post(URL, {**SAID, "name": "Sùng Thị Mỵ", **change})

    assert page.status_code == 422
    assert words in page.text
    assert "Sùng Thị Mỵ" in page.text
    assert Case.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x", "%", "é", "A" * 500, "\0"])
def test_broken_token_takes_it_in_all_the_same(signed_in, token):
    assert signed_in("ha").post(URL, {**SAID, "token": token}).status_code == 303


def test_level_that_is_gone_over_does_not_read_it(signed_in):
    signed_in("ha").post(URL, {**SAID, "over": "on"})

    case = Case.objects.get()
    assert (case.unit.slug, case.passed_over.slug) == ("che", "che.sao")


def test_page_speaks_english(signed_in):
    assert "Take in for somebody" in signed_in("ha").get(f"/en{URL}").text


def test_slip_is_not_handed_over_by_a_stranger(signed_in, ask, house, now):
    from kipthoi.cases import rules
    from kipthoi.cases.actions.counter import hand_slip

    case = ask()

    with pytest.raises(rules.NotAllowed):
        hand_slip(by=house.em, now=now, case=case)


# --- A new code -----------------------------------------------------------------------


@pytest.fixture
def named(ask):
    return ask(asker=Asker(name="Sùng Thị Mỵ"))


@pytest.fixture
def renew_url(named):
    return reverse("cases:renew_key", args=[grouped_code(named.code)])


def test_named_asker_gets_a_new_code_and_the_old_one_dies(signed_in, named, renew_url):
    client = signed_in("chi")
    before = bytes(named.key)

    sent = client.post(renew_url, {"token": "ab" * 16, "recognised": "on"})
    key = key_on(client.get(sent["Location"]))

    named.refresh_from_db()
    assert bytes(named.key) != before
    assert case_by_key(key) == named
    assert Event.objects.filter(name="case.key_renewed").count() == 1


def test_new_code_needs_the_person_recognised(signed_in, named, renew_url):
    before = bytes(named.key)

    page = signed_in("chi").post(renew_url, {"token": "ab" * 16})

    named.refresh_from_db()
    assert "nhận đúng người" in page.text
    assert bytes(named.key) == before


def test_nameless_case_gets_no_new_code(signed_in, ask):
    case = ask()
    url = reverse("cases:renew_key", args=[grouped_code(case.code)])
    client = signed_in("chi")

    page, sent = client.get(url), client.post(url, {"recognised": "on"})

    assert "Không có tên để nhận ra" in page.text
    assert sent.status_code == 409


def test_name_that_was_erased_gets_no_new_code(signed_in, named, renew_url, now):
    asking.erase_contact(by=Holder(named.code), now=now, case=named)

    assert "Không có tên để nhận ra" in signed_in("chi").get(renew_url).text


@pytest.mark.parametrize("name", ["em", "khoa", "giang"])
def test_strangers_give_no_code(signed_in, renew_url, name):
    assert signed_in(name).get(renew_url).status_code == 404


# --- Asking above ---------------------------------------------------------------------

ASK = "/can-bo/xin-huong-dan/"


def test_question_goes_to_the_superior_as_a_matter_of_its_own(signed_in, house):
    sent = signed_in("ha").post(
        reverse("cases:ask_support"),
        {"token": SAID["token"], "text": "Hỏi về Điều 98."},
    )

    case = Case.objects.get()
    assert sent["Location"] == SLIP
    assert (case.kind_id, case.door) == ("support/1", "inside")
    assert case.unit.slug == "muongsuong"
    assert case.keyed_by == house.person("ha")
    assert Identity.objects.get().name == "Hà"


def test_question_without_words_is_asked_for_some(signed_in):
    page = signed_in("ha").post(ASK, {"text": ""})

    assert page.status_code == 422
    assert "id_text_error" in page.text
    assert Case.objects.count() == 0


def test_same_question_twice_is_one(signed_in):
    client = signed_in("ha")

    for _ in range(2):
        assert (
            client.post(ASK, {"token": SAID["token"], "text": "Hỏi."}).status_code
            == 303
        )

    assert Case.objects.count() == 1


def test_highest_unit_has_nobody_to_ask(signed_in):
    assert "Không có cấp trên" in signed_in("lan").get(ASK).text


def test_asking_above_is_for_officers(signed_in, client, house):
    assert client.get(ASK).status_code == 302
    assert signed_in("khoa").get(ASK).status_code == 403
