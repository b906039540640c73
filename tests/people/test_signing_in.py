"""Signing in: a code by e-mail or a recovery code, never a password, never a lock."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from kipthoi.outbox.chores import send_waiting
from kipthoi.outbox.models import Letter
from kipthoi.people.models import Session
from kipthoi.people.sessions import device_of
from tests.house import NOW

CODE = "/dang-nhap/ma/"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def ask(client, email, **more):
    return client.post(reverse("people:sign_in"), {"email": email, **more})


def code_for(email: str) -> str:
    letter = Letter.objects.filter(address=email).order_by("-id").first()
    return re.search(r"\b(\d{6})\b", letter.subject)[1]


def test_sign_in_by_code_opens_the_desk(client, house, at_now):
    response = ask(client, "chi@vidu.example")
    assert (response.status_code, response["Location"]) == (303, CODE)

    response = client.post(
        CODE, {"code": code_for("chi@vidu.example")}, HTTP_USER_AGENT=PHONE
    )

    assert response["Location"] == reverse("cases:today")
    row = Session.objects.get(person=house.person("chi"))
    assert (row.device, row.begun_at) == ("Chrome, Android", NOW)


def test_code_leaves_through_the_outbox_and_its_letter_is_emptied(
    client, house, at_now
):
    ask(client, "chi@vidu.example")
    assert mail.outbox == []

    send_waiting(NOW)

    assert mail.outbox[0].to == ["chi@vidu.example"]
    letter = Letter.objects.get()
    assert (letter.address, letter.subject, letter.body) == ("", "", "")


def test_known_and_unknown_address_see_the_same(client, house, at_now):
    pages, writes = [], []
    for email in ("chi@vidu.example", "ai-do@vidu.example"):
        client.cookies.clear()
        before = Letter.objects.count()
        assert ask(client, email)["Location"] == CODE
        page = client.get(CODE).content.decode().replace(email, "…")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
        writes.append(Letter.objects.count() - before)

    assert pages[0] == pages[1]
    assert writes == [1, 1]
    assert not Letter.objects.filter(address="ai-do@vidu.example").exists()


def test_no_code_opens_for_an_unknown_address(client, house, at_now):
    ask(client, "ai-do@vidu.example")

    for typed in ("000000", "", "0" * 60):
        response = client.post(CODE, {"code": typed})

    assert "_auth_user_id" not in client.session
    assert response.status_code == 302  # the third wrong code ends the asking


def test_code_ends_after_ten_minutes(client, house, at_now):
    ask(client, "chi@vidu.example")
    code = code_for("chi@vidu.example")
    at_now.move_to(NOW + timedelta(minutes=11))

    response = client.post(CODE, {"code": code}, follow=True)

    assert "_auth_user_id" not in client.session
    assert response.redirect_chain[-1][0] == reverse("people:sign_in")


def test_three_wrong_codes_end_the_asking_and_say_so(client, house, at_now):
    ask(client, "chi@vidu.example")
    code = code_for("chi@vidu.example")
    for _ in range(3):
        response = client.post(CODE, {"code": "000000" if code != "000000" else "1"})

    response = client.post(CODE, {"code": code})

    assert "_auth_user_id" not in client.session
    assert response.status_code == 302


def test_too_many_letters_to_one_address_do_not_stop_another(client, house, at_now):
    for _ in range(4):
        ask(client, "chi@vidu.example")

    refused = ask(client, "CHI@vidu.example ")
    other = ask(client, "ha@vidu.example")

    assert refused.status_code == 200
    assert "chi@vidu.example" in refused.context["form"].data["email"].lower()
    assert refused.context["form"].errors["email"]
    assert other.status_code == 303


def test_forty_people_behind_one_address_all_get_in(client, house, at_now):
    answers = {
        ask(client, f"nguoi{n}@vidu.example", REMOTE_ADDR="10.0.0.1").status_code
        for n in range(40)
    }

    assert answers == {303}


@pytest.mark.parametrize(
    ("onward", "goes"),
    [
        ("/tai-khoan/", "/tai-khoan/"),
        ("https://la.example/", None),
        ("//la.example/", None),
        ("javascript:alert(1)", None),
        ("/" + "a" * 100_000, None),
    ],
)
def test_next_stays_inside_the_house(client, house, at_now, onward, goes):
    response = ask(client, "chi@vidu.example", next=onward)
    path = response["Location"]
    code = code_for("chi@vidu.example")

    response = client.post(path, {"code": code, "next": onward if goes else ""})

    assert response["Location"] == (goes or reverse("cases:today"))


@pytest.mark.parametrize(
    "email",
    ["", "khong-phai", "a@b", "<b>@x", "a" * 100_000, "\0a@vidu.example", "😀@😀"],
)
def test_odd_addresses_are_told_at_the_field(client, house, email):
    response = ask(client, email)

    assert response.status_code == 200
    assert response.context["form"].errors["email"]


def test_somebody_who_left_cannot_come_in(client, house, at_now):
    person = house.person("chi")
    person.is_active = False
    person.save()

    ask(client, "chi@vidu.example")

    assert not Letter.objects.exclude(address="").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/signup/",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/",
    ],
)
def test_nothing_else_of_allauth_has_an_address(client, house, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_reset_password",
        "account_email",
        "account_set_password",
    ],
)
def test_pages_of_passwords_and_sign_up_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_passkey_options_are_given_as_json(client, house):
    response = client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")

    assert response.json()["request_options"]["publicKey"]["rpId"] == "testserver"


def test_a_key_that_is_none_is_told_and_lets_nobody_in(client, house):
    client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")

    for credential in ("", "x", "{}", "[]", '{"id": 1}', "null", "1" * 9000):
        response = client.post(
            reverse("mfa_login_webauthn"), {"credential": credential}
        )
        assert response.status_code in (200, 302)

    assert "_auth_user_id" not in client.session


def test_sign_out_is_a_post(signed_in):
    client = signed_in("chi")

    assert client.get(reverse("people:sign_out")).status_code == 405
    assert "_auth_user_id" in client.session

    response = client.post(
        reverse("people:sign_out"), {"again": "1", "next": "/tai-khoan/"}
    )

    assert "_auth_user_id" not in client.session
    assert response["Location"] == "/dang-nhap/?next=%2Ftai-khoan%2F"


def test_expired_session_comes_back_to_the_same_page(client, house):
    response = client.get("/tai-khoan/?xong=key")

    assert response["Location"] == "/dang-nhap/?next=%2Ftai-khoan%2F%3Fxong%3Dkey"


def test_session_in_use_is_put_off_and_an_idle_one_ends(signed_in, house):
    with time_machine.travel(NOW, tick=False) as clock:
        client = signed_in("chi")
        for hours in (6, 12, 18):
            clock.move_to(NOW + timedelta(hours=hours))
            assert client.get(reverse("people:account")).status_code == 200

        clock.move_to(NOW + timedelta(hours=31))

        assert client.get(reverse("people:account")).status_code == 302


def test_english_page_is_english(client, house):
    page = client.get("/en/dang-nhap/").content.decode()

    assert "Send me a code" in page


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (PHONE, "Chrome, Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0",
            "Firefox, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17 Safari/604",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/114",
            "Cốc Cốc, Windows",
        ),
        ("", ""),
        ("curl/8 10.0.0.1", ""),
    ],
)
def test_device_is_called_coarsely(agent, said):
    assert device_of(agent) == said
