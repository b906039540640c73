"""The demonstration: everybody with one click, and the letters that left."""

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from tests.house import CAST, NOW


@pytest.fixture(autouse=True)
def _now():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def test_cast_lists_everybody_with_role_and_what_to_try(client, house):
    page = client.get(reverse("demo:cast"))

    assert len(page.context["rows"]) == len(CAST)
    assert all(row["try"] and row["role"] for row in page.context["rows"])
    assert "Go in" in client.get("/en/thu/").content.decode()


def test_one_click_enters_and_only_a_click(client, house):
    url = reverse("demo:enter", args=[house.person("chi").pk])

    assert client.get(url).status_code == 405
    assert "_auth_user_id" not in client.session

    response = client.post(url)

    assert (response.status_code, response["Location"]) == (303, reverse("cases:today"))
    assert client.session["begun_at"]
    assert client.post(reverse("demo:enter", args=[9999])).status_code == 404


def test_mails_are_sent_by_the_button_and_read_in_order(
    client, house, settings, tmp_path
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    url = reverse("demo:mails")
    client.post(reverse("people:sign_in"), {"email": "chi@vidu.example"})
    assert client.get(url).context["letters"] == []
    assert client.get(url).context["waiting"] == 1

    assert client.post(url).status_code == 303

    found = client.get(url).context["letters"]
    assert [letter["to"] for letter in found] == ["chi@vidu.example"]
    assert "mã để anh/chị đăng nhập" in found[0]["text"]
    assert "-----" not in found[0]["text"]
    assert client.get(url).context["waiting"] == 0


def test_every_page_says_that_it_is_a_trial_and_leads_to_the_cast(client, house):
    assert (
        f'href="{reverse("demo:cast")}"' in client.get("/dang-nhap/").content.decode()
    )


def test_components_page_shows(client, house):
    assert client.get(reverse("demo:components")).status_code == 200
