"""Every page: nothing that axe finds, nothing wider than 320 px, both themes.

What a page shows when its form was sent empty is looked at too. `PAGES` says which test
opens which address, so that a page which nobody opens is found.
"""

import re

import pytest
from django.urls import get_resolver
from playwright.sync_api import Page

from tests.e2e.sweep import Sweep, first_link, steps_of
from tests.e2e.test_passkey import authenticator
from tests.e2e.walk import GO, come_back, desk, read_receipt, send, submit
from tests.test_house_rules import addresses

PLAIN = (
    *("/", "/tim/?q=ca+dem", "/tim/?q=zzzz", "/tra-loi/", "/nguon/", "/rieng-tu/"),
    *("/giup-do/", "/dang-nhap/", "/gui/", "/gui/da-ro/", "/xem/", "/viec/"),
    *("/thu/", "/thu/thu-tu/", "/thu/thanh-phan/"),
)
DESK_PAGES = ("/can-bo/", "/can-bo/viec/", "/can-bo/viec/?tab=answered", "/tai-khoan/")
DESK_FORMS = ("/can-bo/nhap/", "/can-bo/xin-huong-dan/", "/can-bo/nguon/")
STEPS = (
    *("nhan", "giao", "hoi-them", "nhan-tin", "ghi-chu", "chep-loi", "tra-loi"),
    *("chuyen", "gia-han", "khan", "gop", "dong", "giu-kin", "danh-tinh", "cap-ma"),
    *("dang", "an"),
)
NEVER_EMPTY = {"giao"}  # one of the colleagues is always chosen
CHAIR_PAGES = (
    *("/quan-tri/don-vi/", "/quan-tri/don-vi/che/", "/quan-tri/nguoi/"),
    *("/quan-tri/lich/", "/quan-tri/thoi-han/", "/quan-tri/he-thong/"),
)
CHAIR_FORMS = (
    *("/quan-tri/don-vi/moi/", "/quan-tri/don-vi/che.sao/sua/"),
    *("/quan-tri/don-vi/che.sao/chuyen/", "/quan-tri/don-vi/che/noi-nhan/"),
    *("/quan-tri/don-vi/danh-sach/che/", "/quan-tri/don-vi/che.sao/dong/"),
    *("/quan-tri/nguoi/moi/", "/quan-tri/lich/ngay/"),
)
# Addresses that have no page of their own: an act that answers with another page, a file,
# and the blank page of who leaves quickly.
NO_PAGE = {
    *("receipt_file", "receipt_picture", "keep_receipt", "write_back", "agree"),
    *("change_consent", "lock_case", "holder_file", "case_file", "second_read_file"),
    *("answer_file", "source_file", "set_language", "sign_out", "sign_out_device"),
    *("withdraw_invitation", "add_topic", "switch_topic", "add_place", "remove_place"),
    *("add_outside", "switch_outside", "enter", "leave"),
}
# Pages that the tests below reach by walking, not by an address of a list above.
WALKED = {
    *("send_where", "send_who", "send_check", "receipt", "case_status", "answer"),
    *("source", "my_case", "contest", "rate", "withdraw", "erase_contact", "slip"),
    *("case", "review", "second_reads", "second_read", "take_up", "person"),
    *("give_role", "end_term", "stand_in", "set_rule", "confirm_year", "add_key"),
    *("rename_key", "remove_key", "recovery_codes"),
}


def test_every_page_is_opened_by_a_test_here():
    listed = (*PLAIN, *DESK_PAGES, *DESK_FORMS, *CHAIR_PAGES, *CHAIR_FORMS)
    paths = [*listed, *(f"/can-bo/viec/0000-0000/{step}/" for step in STEPS)]
    opened = {get_resolver().resolve(path.partition("?")[0]).url_name for path in paths}

    everything = {address.name for address in addresses()}
    assert everything - NO_PAGE == opened | WALKED
    assert everything >= NO_PAGE


@pytest.mark.browser
@pytest.mark.parametrize("language", ["", "/en"])
def test_public_page_is_clean(visit, language):
    sweep, page = Sweep(), visit()

    sweep.open(page, [language + path for path in PLAIN])
    found = (first_link(page, "/tra-loi/", r"/tra-loi/\d[^\"]*"),)
    found += (first_link(page, "/nguon/", r"/nguon/\d+/"),)
    sweep.open(page, [language + path for path in found])
    sweep.open(page, [f"{language}/khong-co-trang-nay/"], status=404)
    sweep.open(page, [f"{language}/viec/?number=x"], status=422)

    assert sweep.found == []


@pytest.mark.browser
def test_page_of_sending_is_clean_whole_and_with_errors(visit):
    sweep, page = Sweep(), visit()
    page.goto("/gui/")
    sweep.send_empty(page, "form#send")
    page.fill("[name=text]", "Bậc thang kho trơn, hôm qua có người ngã.")
    page.click(GO)
    sweep.look(page)
    sweep.send_empty(page, "form#send")
    page.locator("input[name=unit]").first.check(force=True)
    page.click(GO)
    sweep.look(page)
    sweep.send_empty(page, "form#send")
    page.locator("input[name=named][value=yes]").check(force=True)
    page.click(GO)
    sweep.look(page)
    page.fill("[name=contact]", "091")
    page.click(GO)
    sweep.look(page)
    page.fill("[name=contact]", "0912 345 678")
    page.click(GO)
    sweep.look(page)
    page.click(GO)
    page.wait_for_url("**/bien-nhan/")
    sweep.look(page)
    page.locator("form[data-kept] button").click()
    sweep.look(page)

    assert sweep.found == []


@pytest.mark.browser
def test_page_of_the_holder_is_clean_whole_and_with_errors(visit, sign_in):
    sweep, phone = Sweep(), visit()
    receipt = send(phone, "Bậc thang kho trơn, có người ngã.", name="Lò Thị An")
    sweep.open(phone, [f"/viec/{receipt.code}/"])
    phone.goto("/xem/")
    sweep.send_empty(phone)
    come_back(phone, receipt.key)
    sweep.look(phone)
    sweep.send_empty(phone, "main form:has([name=text])")
    sweep.open(phone, ["/xem/rut/", "/xem/xoa-lien-lac/", "/xem/y-kien/"])
    chi = sign_in("Vi Thị Chi")
    desk(chi, receipt.code, "dong/")
    chi.locator("input[name=ground]").first.check(force=True)
    chi.fill("[name=text]", "Việc này đã xong từ hôm qua.")
    submit(chi)
    chi.wait_for_url("**/?done=close")
    sweep.open(phone, ["/xem/viec/", "/xem/xin-xem-lai/"])
    sweep.send_empty(phone, "form#contest")
    phone.context.clear_cookies(name="kt_case")
    phone.locator("form#contest").evaluate("form => form.requestSubmit()")
    phone.wait_for_load_state()
    sweep.look(phone)

    assert sweep.found == []


@pytest.mark.browser
def test_officers_page_is_clean_whole_and_with_errors(sign_in):
    sweep, page = Sweep(), sign_in("Trần Thu Hà")

    sweep.open(page, DESK_PAGES)
    for path in DESK_FORMS:
        sweep.open(page, [path])
        sweep.send_empty(page)
    sweep.open(page, ["/can-bo/nhap/phieu/"])
    sweep.open(page, ["/quan-tri/nguoi/"], status=403)
    sweep.open(page, ["/can-bo/viec/0000-0000/"], status=404)
    sweep.open(page, ["/dang-xuat/"], status=405)
    take_in(page)
    sweep.look(page)

    assert sweep.found == []


def take_in(page: Page) -> None:
    """Take a matter in at the counter, up to the slip."""
    page.goto("/can-bo/nhap/")
    page.locator("[name=door][value=message]").check(force=True)
    page.fill("[name=text]", "Đường vào bản sạt một đoạn.")
    submit(page)
    page.wait_for_url("**/can-bo/nhap/phieu/")
    read_receipt(page)


@pytest.mark.browser
def test_page_of_ones_own_account_is_clean(sign_in):
    sweep, page = Sweep(), sign_in("Lò Thị Xuân")
    authenticator(page)

    sweep.open(page, ["/tai-khoan/khoa/them/", "/tai-khoan/ma-du-phong/"])
    page.goto("/tai-khoan/khoa/them/")
    page.fill("[name=name]", "Máy cơ quan")
    page.get_by_role("button", name="Tạo khóa").click()
    page.wait_for_url("**/tai-khoan/?xong=key")
    sweep.look(page)
    key = first_link(page, "/tai-khoan/", r"/tai-khoan/khoa/\d+/")
    sweep.open(page, [key, f"{key}go/"])
    page.goto(key)
    sweep.send_empty(page)
    page.goto("/tai-khoan/ma-du-phong/")
    submit(page)
    page.wait_for_load_state()
    sweep.look(page)

    assert sweep.found == []


@pytest.mark.browser
def test_page_of_a_case_and_its_steps_is_clean_whole_and_with_errors(visit, sign_in):
    send(visit(), "Mất đèn cầu thang, tối không thấy bậc.", name="Lò Thị An")
    sweep, opened = Sweep(), set()
    for name in ("Vi Thị Chi", "Lường Văn Tám", "Nguyễn Quốc Dũng", "Hoàng Minh Lan"):
        page = sign_in(name)
        offered = steps_of(page, set(STEPS) - opened)
        opened |= offered.keys()
        sweep.open(
            page, [path.removesuffix(f"{s}/") for s, path in offered.items()][:1]
        )
        for step, path in offered.items():
            sweep.open(page, [path])
            if step not in NEVER_EMPTY:
                sweep.send_empty(page, "form#step")

    assert sweep.found == []
    assert opened == set(STEPS)


@pytest.mark.browser
def test_page_of_a_review_is_clean_whole_and_with_errors(sign_in):
    sweep, page = Sweep(), sign_in("Hoàng Minh Lan")
    review = steps_of(page, {"xem-lai"}, "/can-bo/viec/?tab=contested")["xem-lai"]

    sweep.open(page, [review])
    for outcome in ("uphold", "revise"):
        sweep.open(page, [f"{review}?outcome={outcome}"])
        sweep.send_empty(page, "form#step")

    assert sweep.found == []


@pytest.mark.browser
def test_page_of_the_second_person_is_clean_whole_and_with_errors(visit, sign_in):
    receipt = send(visit(), "Chuyện riêng, xin giữ kín.", unit="che.sao")
    chi, dung = sign_in("Vi Thị Chi"), sign_in("Nguyễn Quốc Dũng")
    sweep, reader = Sweep(), sign_in("Cầm Thị Giang")
    desk(chi, receipt.code, "giu-kin/")
    chi.fill("[name=text]", "Lời kể làm lộ một người.")
    submit(chi)
    chi.wait_for_load_state()

    desk(dung, receipt.code, "giu-kin/")
    sweep.look(dung)
    sweep.open(reader, ["/can-bo/doc-lai/"])
    text = first_link(reader, "/can-bo/doc-lai/", r"/can-bo/doc-lai/\d+/")
    sweep.open(reader, [text])
    reader.locator("[name=decision][value=return]").click()
    sweep.look(reader)

    assert sweep.found == []


@pytest.mark.browser
def test_page_of_the_chair_is_clean_whole_and_with_errors(sign_in):
    sweep, page = Sweep(), sign_in("Nguyễn Quốc Dũng")
    person = first_link(page, "/quan-tri/nguoi/", r"/quan-tri/nguoi/\d+/")
    term = first_link(page, person, r"/quan-tri/nguoi/nhiem-ky/\d+/thoi/")

    sweep.open(page, [*CHAIR_PAGES, person])
    for path in (*CHAIR_FORMS, f"{person}vai-tro/", term, term.replace("thoi", "thay")):
        sweep.open(page, [path])
        sweep.send_empty(page)

    assert sweep.found == []


@pytest.mark.browser
def test_page_of_days_and_limits_is_clean_whole_and_with_errors(sign_in):
    sweep, page = Sweep(), sign_in("Hoàng Minh Lan")
    limit = first_link(page, "/quan-tri/thoi-han/", r"/quan-tri/thoi-han/\d+/")
    year = first_link(page, "/quan-tri/lich/?nam=2027", r"/quan-tri/lich/\d+/chot/")

    for path in (limit, year):
        sweep.open(page, [path])
        sweep.send_empty(page)

    assert sweep.found == []


@pytest.mark.browser
def test_page_of_an_invitation_is_clean(visit, sign_in):
    sweep, page = Sweep(), sign_in("Nguyễn Quốc Dũng")
    page.goto("/quan-tri/nguoi/moi/")
    page.fill("[name=name]", "Tẩn Mỹ Dao")
    page.fill("[name=email]", "dao@vidu.example")
    page.select_option("[name=unit]", "che.sao")
    page.locator("[name=role][value=officer]").check(force=True)
    submit(page)
    page.wait_for_load_state()
    page.goto("/thu/thu-tu/")
    page.locator("main form button").click()
    page.wait_for_load_state()
    sweep.look(page)
    link = re.search(r"/moi/[\w-]+/", page.content())
    assert link is not None

    guest = visit()
    sweep.open(guest, [link[0]])
    sweep.open(guest, ["/moi/khong-co/"], status=410)

    assert sweep.found == []
