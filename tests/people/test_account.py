"""One's own account: devices, language, recovery codes, passkeys."""

import json

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kipthoi.outbox.models import Letter
from kipthoi.people import actions, queries
from kipthoi.people.actions import Mail
from tests.house import NOW

MAIL = Mail("Tài khoản", "Có thay đổi")


@pytest.fixture
def fresh(signed_in):
    """Return a client whose sign-in was just now."""

    def as_(name):
        client = signed_in(name)
        session = client.session
        session["begun_at"] = NOW.isoformat()
        session.save()
        return client

    with time_machine.travel(NOW, tick=False):
        yield as_


def make_key(house, name="chi", called="Máy cơ quan"):
    person = house.person(name)
    return actions.add_key(
        by=getattr(house, name),
        now=NOW,
        person=person,
        name=called,
        credential={"id": "x"},
        mail=MAIL,
    )


def test_account_shows_roles_devices_and_nothing_of_a_session(signed_in, house):
    client = signed_in("chi")

    page = client.get(reverse("people:account")).content.decode()

    assert "Xưởng sao chè" in page
    assert client.session.session_key not in page


def test_other_device_can_be_signed_out_but_not_somebody_elses(house):
    here, there, stranger = Client(), Client(), Client()
    for client, name in ((here, "chi"), (there, "chi"), (stranger, "ha")):
        client.force_login(house.person(name))
    handle = queries.handle_of(there.session.session_key)
    strange = queries.handle_of(stranger.session.session_key)

    missed = here.post(reverse("people:sign_out_device", args=[strange]))
    ended = here.post(reverse("people:sign_out_device", args=[handle]))

    assert (missed.status_code, ended.status_code) == (404, 303)
    assert there.get(reverse("people:account")).status_code == 302
    assert stranger.get(reverse("people:account")).status_code == 200
    assert here.get(reverse("people:account")).status_code == 200


def test_language_of_letters_is_kept(signed_in, house):
    client = signed_in("chi")

    client.post(reverse("people:set_language"), {"language": "en"})
    client.post(reverse("people:set_language"), {"language": "xx"})

    assert house.person("chi").language == "en"


@pytest.mark.parametrize("name", ["add_key", "recovery_codes"])
def test_keys_ask_for_a_new_sign_in_when_the_last_is_long_ago(signed_in, name):
    client = signed_in("chi")

    for method in (client.get, client.post):
        response = method(reverse(f"people:{name}"))
        assert response.status_code == 403
        assert reverse("people:sign_out") in response.content.decode()

    assert not Authenticator.objects.exists()


def test_recovery_codes_are_made_by_post_and_open_the_door_once(fresh, house):
    cache.clear()
    client = fresh("chi")
    url = reverse("people:recovery_codes")
    assert client.get(url).context["codes"] == []

    assert client.post(url).status_code == 303
    codes = client.get(url).context["codes"]

    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {12}
    assert codes[0] not in json.dumps(Authenticator.objects.get().data)
    for expected in (True, False):  # it works once
        door = Client()
        door.post(reverse("people:sign_in"), {"email": "chi@vidu.example"})
        typed = f"{codes[0][:4]} {codes[0][4:8]}-{codes[0][8:]}"
        door.post("/dang-nhap/ma/", {"code": typed})
        assert ("_auth_user_id" in door.session) == expected
    assert len(queries.codes_left(house.person("chi"))) == 9


def test_codes_sealed_under_a_lost_secret_count_as_none(fresh, house):
    cache.clear()
    client = fresh("chi")
    url = reverse("people:recovery_codes")
    client.post(url)
    kept = Authenticator.objects.get()
    kept.data["seed"] = kept.data["seed"][:-8] + "AAAAAAA="
    kept.save()

    assert queries.codes_left(house.person("chi")) == []
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 303
    assert len(queries.codes_left(house.person("chi"))) == 10


def test_key_that_answers_no_challenge_is_not_added(fresh):
    client = fresh("chi")
    url = reverse("people:add_key")
    assert '"challenge"' in client.get(url).context["options"]

    for credential in ("", "x", "{}", "[]", '{"id": 1}', "null", '"a"', "1" * 50_000):
        response = client.post(url, {"name": "Máy", "credential": credential})
        assert response.status_code == 200
        assert response.context["form"].errors["credential"]

    assert not Authenticator.objects.exists()


def test_key_is_renamed_and_removed_and_the_owner_is_told(fresh, house):
    key = make_key(house)
    client = fresh("chi")

    client.post(reverse("people:rename_key", args=[key.pk]), {"name": "Điện thoại"})
    assert str(queries.get_key(house.person("chi"), key.pk)) == "Điện thoại"
    assert client.get(reverse("people:remove_key", args=[key.pk])).status_code == 200
    assert queries.keys_of(house.person("chi"))

    client.post(reverse("people:remove_key", args=[key.pk]))

    assert queries.keys_of(house.person("chi")) == []
    letters = Letter.objects.filter(address="chi@vidu.example")
    assert letters.count() == 2
    assert all("Điện thoại" not in letter.body for letter in letters)


def test_somebody_elses_key_is_not_found(fresh, house):
    key = make_key(house, "ha")
    client = fresh("chi")

    for name in ("rename_key", "remove_key"):
        assert client.post(reverse(f"people:{name}", args=[key.pk])).status_code == 404

    assert len(queries.keys_of(house.person("ha"))) == 1


def test_key_alone_does_not_ask_for_more_than_a_code(house, client):
    cache.clear()
    make_key(house)
    with time_machine.travel(NOW, tick=False):
        client.post(reverse("people:sign_in"), {"email": "chi@vidu.example"})
        letter = Letter.objects.filter(subject__contains="đăng nhập").last() or (
            Letter.objects.last()
        )
        code = "".join(filter(str.isdigit, letter.subject))
        response = client.post("/dang-nhap/ma/", {"code": code})

    assert response["Location"] == reverse("cases:today")
