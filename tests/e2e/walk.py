"""The steps people take, by the names of fields: the same in both languages."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

GO = "main button.btn[name=next]"
FIELDS = {
    "result": "Quạt mới chạy từ hôm nay, xưởng còn 33 độ.",
    "found": "Hai trong bốn quạt hút cháy động cơ, đo 40 độ lúc 14 giờ.",
    "done": "Thay bốn quạt, thêm giờ nghỉ 10 phút mỗi hai giờ.",
    "done_by": "Ban An toàn, phòng cơ điện",
    "left": "Đo nhiệt độ hằng ngày đến hết tháng.",
}


@dataclass(frozen=True)
class Receipt:
    """What a person keeps of a receipt."""

    key: str
    code: str


def send(
    page: Page,
    text: str,
    *,
    unit: str = "che.sao",
    name: str = "",
    publish: bool = True,
) -> Receipt:
    """Send a matter through the four steps and read the receipt."""
    page.goto(page.url if "/gui/" in page.url else "/gui/")
    page.fill("[name=text]", text)
    page.click(GO)
    page.locator(f"input[name=unit][value='{unit}']").check(force=True)
    page.click(GO)
    page.locator(f"input[name=named][value={'yes' if name else 'no'}]").check(
        force=True
    )
    page.click(GO)
    if name:
        page.fill("[name=name]", name)
        page.click(GO)
    if publish:
        page.locator("[name=may_publish]").check(force=True)
    page.click(GO)
    page.wait_for_url("**/bien-nhan/")
    return read_receipt(page)


def read_receipt(page: Page) -> Receipt:
    """Read key and number off a receipt, as a person would."""
    key = re.sub(r"\D", "", page.locator(".secret").inner_text())
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert len(key) == 16
    assert code is not None
    return Receipt(key, code.group())


def come_back(page: Page, key: str, prefix: str = "") -> None:
    """Open the case with its key."""
    page.goto(f"{prefix}/xem/")
    page.fill("[name=key]", " ".join(key[i : i + 4] for i in range(0, 16, 4)))
    page.locator("main form button.btn").first.click()
    page.wait_for_url("**/xem/viec/**")


def desk(page: Page, code: str, step: str = "") -> None:
    """Open a case, or one of its steps, at the officer's desk."""
    page.goto(f"/can-bo/viec/{code}/{step}")


def submit(page: Page) -> None:
    """Press the main button of the form of a step."""
    page.locator(
        "main form[method=post] button.btn:not([name=save]):not([type=button])"
    ).first.click()


def accept(page: Page, code: str, title: str, kind: str = "concern/1") -> None:
    """Take a case up."""
    desk(page, code, "nhan/")
    page.locator(f"input[name=kind][value='{kind}']").check(force=True)
    page.fill("[name=title]", title)
    submit(page)
    page.wait_for_url(f"**/can-bo/viec/{code}/**")


def fill_answer(
    page: Page, *, proof: str = "Biên bản thay quạt", day: str = ""
) -> None:
    """Write an answer that says something, with a proof."""
    for name, text in FIELDS.items():
        page.fill(f"[name={name}]", text)
    page.fill(
        "[name=done_on]", day or page.evaluate("new Date().toISOString().slice(0,10)")
    )
    page.fill("[name=proof]", proof)
