"""Signing in with a passkey, in Chromium with an authenticator of its own."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def authenticator(page: Page, *, verified: bool = True) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_is_made_and_opens_the_door(sign_in):
    page = sign_in("Trần Thu Hà")
    authenticator(page)
    page.goto("/tai-khoan/khoa/them/")
    page.get_by_label("Tên của khóa này").fill("Máy cơ quan")
    page.get_by_role("button", name="Tạo khóa").click()
    page.wait_for_url("**/tai-khoan/?xong=key")
    assert page.get_by_text("Máy cơ quan").first.is_visible()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(lambda url: "/tai-khoan/" not in url)

    page.goto("/dang-nhap/?next=/tai-khoan/")
    page.get_by_role("button", name="Dùng khóa trên máy này").click()

    page.wait_for_url(lambda url: url.endswith("/tai-khoan/") and "next" not in url)
    assert page.get_by_text("Trần Thu Hà").first.is_visible()


def test_key_without_finger_or_pin_is_not_taken(sign_in):
    page = sign_in("Trần Thu Hà")
    authenticator(page, verified=False)
    page.goto("/tai-khoan/khoa/them/")
    page.get_by_label("Tên của khóa này").fill("Máy lạ")

    page.get_by_role("button", name="Tạo khóa").click()

    page.locator("[data-passkey-failed]").wait_for(state="visible")
    assert page.url.endswith("/tai-khoan/khoa/them/")


def test_without_script_the_code_remains(visit):
    page = visit(script=False)
    page.goto("/dang-nhap/")

    assert not page.get_by_role("button", name="Dùng khóa trên máy này").is_visible()
    page.get_by_label("Địa chỉ thư điện tử của anh/chị").fill("ha@vidu.example")
    page.get_by_role("button", name="Gửi mã cho tôi").click()
    page.wait_for_url("**/dang-nhap/ma/")

    assert page.get_by_role("heading", name="Xin mở hộp thư").is_visible()
