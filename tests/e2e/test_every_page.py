"""Every page: nothing that axe finds, nothing wider than 320 px, both themes."""

import pytest

from tests.e2e.conftest import DESK, faults, overflows
from tests.e2e.walk import accept, come_back, desk, send

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
PUBLIC = (
    "/",
    "/tim/?q=ca+dem",
    "/tim/?q=zzzz",
    "/gui/",
    "/xem/",
    "/viec/",
    "/tra-loi/",
    "/nguon/",
    "/rieng-tu/",
    "/giup-do/",
    "/dang-nhap/",
    "/khong-co-trang-nay/",
    "/thu/",
    "/thu/thanh-phan/",
)
OFFICER = (
    "/can-bo/",
    "/can-bo/viec/",
    "/can-bo/viec/?tab=answered",
    "/can-bo/nhap/",
    "/can-bo/nguon/",
    "/tai-khoan/",
)
CHAIR = (
    "/can-bo/doc-lai/",
    "/quan-tri/don-vi/",
    "/quan-tri/nguoi/",
    "/quan-tri/lich/",
    "/quan-tri/thoi-han/",
    "/quan-tri/he-thong/",
)
STEPS = (
    "",
    "nhan/",
    "hoi-them/",
    "nhan-tin/",
    "ghi-chu/",
    "tra-loi/",
    "chuyen/",
    "khan/",
    "gop/",
    "dong/",
)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, DESK], ids=["320", "1280"])
def test_public_page_is_clean(visit, size, dark):
    page = visit(size=size, dark=dark)
    found = []

    for path in (*PUBLIC, *(f"/en{path}" for path in PUBLIC[:9])):
        page.goto(path)
        found += faults(page)
        if overflows(page):
            found.append(f"{path} is wider than the window")

    assert found == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, DESK], ids=["320", "1280"])
def test_officers_page_is_clean(sign_in, size, dark):
    found = []
    for name, paths in (("Trần Thu Hà", OFFICER), ("Nguyễn Quốc Dũng", CHAIR)):
        page = sign_in(name, size=size, dark=dark)
        for path in paths:
            page.goto(path)
            found += faults(page)
            if overflows(page):
                found.append(f"{path} is wider than the window")

    assert found == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_page_of_a_case_and_its_steps_is_clean(visit, sign_in, dark):
    phone = visit(size=NARROW, dark=dark)
    receipt = send(phone, "Bậc thang kho trơn, hôm qua có người ngã.")
    found = faults(phone)
    come_back(phone, receipt.key)
    found += faults(phone)
    phone.goto("/xem/y-kien/")
    found += faults(phone)
    officer = sign_in("Vi Thị Chi", dark=dark, size=NARROW)

    for step in STEPS:
        desk(officer, receipt.code, step)
        found += faults(officer)
        if overflows(officer):
            found.append(f"{step} is wider than the window")
        if step == "nhan/":
            accept(officer, receipt.code, "Bậc thang kho trơn")

    assert found == []
