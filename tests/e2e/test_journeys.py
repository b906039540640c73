"""Whole journeys of the people the product is for, in Chromium, on the real server."""

import io
import math
import struct
import wave
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, faults, overflows
from tests.e2e.walk import (
    GO,
    accept,
    come_back,
    desk,
    fill_answer,
    read_receipt,
    send,
    submit,
)

pytestmark = pytest.mark.browser

WORRY = "Xưởng sao nóng quá, quạt hút hỏng, chiều nào cũng có người mệt."


def answered_contested_and_upheld(phone: Page, sign_in, *, script: bool) -> None:
    """Walk from a nameless worry to a contested, upheld and published answer."""
    receipt = send(phone, WORRY)

    officer = sign_in("Vi Thị Chi", script=script)
    accept(officer, receipt.code, "Quạt hút hỏng, xưởng sao nóng")
    desk(officer, receipt.code, "tra-loi/")
    fill_answer(officer) if script else fill_plain(officer)
    submit(officer)
    expect(officer.locator("main")).to_contain_text("33 độ")

    come_back(phone, receipt.key)
    expect(phone.locator("main")).to_contain_text("33 độ")
    phone.goto("/xem/xin-xem-lai/")
    phone.locator("input[name=reason]").first.check(force=True)
    phone.fill("[name=text]", "Hôm nay quạt lại đứng.")
    phone.click(GO)
    phone.wait_for_url("**/xem/viec/**")
    expect(phone.locator("main")).to_contain_text("Trần Thu Hà")

    desk(officer, receipt.code, "xem-lai/")
    expect(officer.locator("h1")).to_contain_text("dành cho người được giao việc")
    reviewer = sign_in("Trần Thu Hà", script=script)
    uphold(reviewer, receipt.code)

    come_back(phone, receipt.key)
    expect(phone.locator("main")).to_contain_text("Đã đo lại lúc 14 giờ")
    publish_and_find(receipt.code, reviewer, sign_in, phone, script)


def fill_plain(page: Page) -> None:
    """Fill the answer without asking the page for its date."""
    fill_answer(page, day=date.today().isoformat())


def uphold(page: Page, code: str) -> None:
    """Keep the answer, with the reason that the asker reads."""
    desk(page, code, "xem-lai/")
    page.locator("a[href='?outcome=uphold']").click()
    page.fill("[name=why]", "Đã đo lại lúc 14 giờ: bốn quạt đều chạy.")
    submit(page)
    page.wait_for_url(f"**/can-bo/viec/{code}/?**")


def publish_and_find(
    code: str, writer: Page, sign_in, phone: Page, script: bool
) -> None:
    """Publish with a second reader, and find it as anybody would."""
    desk(writer, code, "dang/")
    writer.fill("[name=title]", f"Xưởng sao nóng thì báo ai, việc {code[:4]}?")
    writer.fill("[name=short]", "Báo Ban An toàn; quạt hỏng được thay trong ngày.")
    writer.fill("[name=body]", "Ban An toàn đo nhiệt độ lúc 14 giờ mỗi ngày.")
    ask_reading = "main form[method=post] button.btn:not([name])"
    writer.click(ask_reading)
    if writer.locator("[name=eyes]").count():
        writer.locator("[name=eyes]").check(force=True)
        writer.click(ask_reading)

    reader = sign_in("Cầm Thị Giang", script=script)
    reader.goto("/can-bo/doc-lai/")
    reader.get_by_role("link", name=f"việc {code[:4]}").click()
    reader.locator("button[name=decision][value=approve]").click()
    reader.wait_for_load_state()

    phone.goto(f"/tim/?q=XUONG sao NONG {code[:4]}")
    expect(phone.locator("main")).to_contain_text(f"việc {code[:4]}")


def test_nameless_worry_by_phone_is_answered_contested_upheld_and_published(
    visit, sign_in
):
    answered_contested_and_upheld(visit(), sign_in, script=True)


def test_the_same_with_javascript_off(visit, sign_in):
    answered_contested_and_upheld(visit(script=False), sign_in, script=False)


def test_officers_morning_by_keyboard_only(sign_in):
    page = sign_in("Trần Thu Hà")
    page.goto("/can-bo/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("table.inbox tbody a").first
    expect(first).to_be_focused()
    title = first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/can-bo/viec/*-*/")
    expect(page.locator("h1")).to_have_text(title)

    page.locator(".next a.btn").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main form[method=post]")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-search]").first).to_be_focused()
    page.keyboard.type("thai san")
    page.keyboard.press("Enter")
    expect(page.locator("table.inbox")).to_contain_text("Hồ sơ thai sản")


def sound(seconds: float = 1.5) -> bytes:
    """Return a short WAV, as a recorder would make it."""
    frames = b"".join(
        struct.pack("<h", int(8000 * math.sin(n / 12)))
        for n in range(int(8000 * seconds))
    )
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(frames)
    return data.getvalue()


def test_counter_desk_takes_in_a_voice_and_gives_a_slip(sign_in, visit):
    officer = sign_in("Lường Văn Tám")
    officer.goto("/can-bo/nhap/")
    officer.locator("[name=door][value=counter]").check(force=True)
    officer.fill("[name=text]", "Bà Ín kể: cầu sang đồng gãy một tấm ván.")
    officer.set_input_files(
        "[name=voice]",
        {"name": "ba-in.wav", "mimeType": "audio/wav", "buffer": sound()},
    )
    officer.select_option("[name=unit]", "xa.nalua")
    submit(officer)
    officer.wait_for_url("**/can-bo/nhap/phieu/")
    slip = read_receipt(officer)
    officer.locator("main form button.btn").click()
    officer.wait_for_load_state()
    expect(officer.locator("body")).not_to_contain_text(
        slip.key[:4] + " " + slip.key[4:8]
    )

    desk(officer, slip.code)
    expect(officer.locator("audio")).to_have_count(1)
    phone = visit()
    come_back(phone, slip.key)
    expect(phone.locator("main")).to_contain_text("gãy một tấm ván")


def test_matter_is_handed_over_and_given_more_days_and_the_asker_reads_why(
    visit, sign_in
):
    phone = visit()
    receipt = send(phone, "Máy sàng rung mạnh, lan can lỏng.")
    chi = sign_in("Vi Thị Chi")
    accept(chi, receipt.code, "Máy sàng rung, lan can lỏng")
    desk(chi, receipt.code, "chuyen/")
    options = chi.locator("[name=to] option").all()
    plant = next(o for o in options if "Công đoàn Chè" in o.inner_text())
    chi.select_option("[name=to]", plant.get_attribute("value"))
    chi.fill("[name=reason]", "Việc của phòng cơ điện, ngoài xưởng.")
    submit(chi)
    chi.wait_for_load_state()

    chair = sign_in("Nguyễn Quốc Dũng")
    desk(chair, receipt.code, "gia-han/")
    chair.locator("input[name=ground]").first.check(force=True)
    chair.fill("[name=text]", "Chờ thợ của hãng lên kiểm máy.")
    submit(chair)
    chair.wait_for_load_state()

    come_back(phone, receipt.key)
    main = phone.locator("main")
    expect(main).to_contain_text("Chờ thợ của hãng lên kiểm máy.")
    expect(main).to_contain_text("Công đoàn Chè Mường Sương")
    desk(chi, receipt.code)
    expect(chi.locator("main")).to_contain_text("Máy sàng rung")


def test_two_officers_at_once_the_second_keeps_the_words(visit, sign_in):
    receipt = send(visit(), "Cửa kho kẹt, không mở được từ trong.", unit="che.donggoi")
    son, ha = sign_in("Quàng Văn Sơn"), sign_in("Trần Thu Hà")
    accept(son, receipt.code, "Cửa kho kẹt")
    for page in (son, ha):
        desk(page, receipt.code, "tra-loi/")
        fill_answer(page)
    submit(son)
    son.wait_for_url("**/?done=answer")

    ha.fill("[name=result]", "Câu của chị Hà viết sau.")
    submit(ha)

    main = ha.locator("main")
    expect(main).to_contain_text("Có người vừa làm trước")
    expect(main).to_contain_text("Câu của chị Hà viết sau.")


def test_whole_way_in_english(visit, sign_in):
    phone = visit(locale="en-GB")
    phone.goto("/en/gui/")
    receipt = send(phone, "The fan in the roasting shop is broken and it is too hot.")
    expect(phone.locator("h1")).to_have_text("We have received it")
    officer = sign_in("Vi Thị Chi")
    accept(officer, receipt.code, "Quạt hỏng")
    desk(officer, receipt.code, "tra-loi/")
    fill_answer(officer)
    submit(officer)
    officer.wait_for_url("**/?done=answer")

    come_back(phone, receipt.key, "/en")
    expect(phone.locator("main")).to_contain_text("Is your matter solved?")
    phone.get_by_role("button", name="Solved").click()
    phone.wait_for_load_state()
    phone.goto(f"/en/viec/{receipt.code}/")
    assert faults(phone) == []


def test_key_in_the_fragment_fills_the_field_and_leaves_the_address(visit):
    phone = visit()
    receipt = send(phone, "Thử mã QR.")

    phone.goto("about:blank")
    phone.goto(f"/xem/#{receipt.key}")

    expect(phone.locator("[name=key]")).to_have_value(
        " ".join(receipt.key[i : i + 4] for i in range(0, 16, 4))
    )
    assert "#" not in phone.url


def test_desk_fits_a_phone(sign_in):
    page = sign_in("Trần Thu Hà", size=PHONE)

    assert not overflows(page)
    expect(page.locator("table.inbox tbody tr").first).to_be_visible()
