"""Pages of the chair for people, and the page of an invitation."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kipthoi.outbox.models import Letter
from kipthoi.people import actions
from kipthoi.people.actions import Invitee
from kipthoi.people.models import Invitation, Person, Term
from tests.house import NOW

FORM = {
    "name": "Tẩn Mỹ Dao",
    "honorific": "Chị",
    "email": "dao@vidu.example",
    "unit": "che.sao",
    "role": "officer",
    "title": "Tổ phó",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def link() -> str:
    return re.search(r"/moi/[\w-]+/", Letter.objects.last().body)[0]


@pytest.mark.parametrize("name", ["chi", "ha", "giang", "khoa"])
@pytest.mark.parametrize("page", ["people", "invite"])
def test_people_are_the_chairs(signed_in, name, page):
    assert signed_in(name).get(reverse(f"people:{page}")).status_code == 403


def test_people_says_that_one_chair_is_too_few(signed_in, house):
    client = signed_in("dung")
    assert "Nên có hai" in client.get(reverse("people:people")).content.decode()

    actions.appoint(
        by=house.dung,
        now=NOW,
        invitee=Invitee("Mùa", "mua@vidu.example", house.unit("che"), "deputy"),
    )

    assert "Nên có hai" not in client.get(reverse("people:people")).content.decode()


@pytest.mark.parametrize("more", [0, 3])
def test_people_takes_the_same_looks_for_one_and_for_many(
    signed_in, house, more, django_assert_num_queries
):
    for n in range(more):
        unit = house.unit("che.sao")
        who = Invitee(f"Người {n}", f"nguoi{n}@vidu.example", unit, "officer")
        actions.appoint(by=house.dung, now=NOW, invitee=who)
    client = signed_in("dung")
    client.get(reverse("people:people"))

    with django_assert_num_queries(8):
        client.get(reverse("people:people"))


def test_invitation_goes_from_the_form_to_the_role(signed_in, client, house):
    chair = signed_in("dung")
    response = chair.post(reverse("people:invite"), FORM)
    assert response.status_code == 303
    chair.logout()
    path = link()

    page = client.get(path)
    assert page.status_code == 200
    assert not Person.objects.filter(email=FORM["email"]).exists()

    response = client.post(path)

    assert response["Location"] == reverse("people:account") + "?xong=welcome"
    person = Person.objects.get(email=FORM["email"])
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Term.objects.get(person=person).title == "Tổ phó"
    client.logout()
    for method in (client.get, client.post):
        assert method(path).status_code == 410


def test_withdrawn_and_old_invitations_are_plain_pages(signed_in, client, house):
    chair = signed_in("dung")
    chair.post(reverse("people:invite"), FORM)
    path, pk = link(), Invitation.objects.get().pk

    assert (
        chair.post(reverse("people:withdraw_invitation", args=[pk])).status_code == 303
    )

    assert chair.get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 5000, "Ω", "%00", "..", "==="])
def test_invitation_of_rubbish_is_a_plain_page(client, house, token):
    assert client.get(f"/moi/{token}/").status_code in (404, 410)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a" * 100_000),
        ("name", "\0"),
        ("email", "khong-phai"),
        ("unit", "may"),  # not in reach
        ("unit", "muongsuong"),
        ("unit", "😀"),
        ("role", "king"),
        ("honorific", "<b>"),
        ("title", "a" * 81),
    ],
)
def test_wrong_field_is_told_there_and_nothing_is_lost(signed_in, field, value):
    client = signed_in("dung")

    response = client.post(reverse("people:invite"), {**FORM, field: value})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Invitation.objects.exists()


def test_role_that_is_held_is_told_at_the_field(signed_in):
    client = signed_in("dung")

    response = client.post(
        reverse("people:invite"), {**FORM, "email": "chi@vidu.example", "role": "duty"}
    )

    assert "01/07/2025" in response.context["form"].errors["role"][0]


def test_person_of_another_body_is_not_found(signed_in, house):
    client = signed_in("dung")
    em = house.person("em")

    assert client.get(reverse("people:person", args=[em.pk])).status_code == 404
    for page in ("end_term", "stand_in"):
        term = Term.objects.get(person=em)
        assert client.get(reverse(f"people:{page}", args=[term.pk])).status_code == 404


def test_give_role_tells_an_overlap(signed_in, house):
    client = signed_in("dung")
    url = reverse("people:give_role", args=[house.person("ha").pk])
    data = {"unit": "che", "role": "duty", "title": "", "from_on": "2026-11-20"}

    assert client.post(url, data).status_code == 303
    again = client.post(url, data)

    assert again.context["form"].errors["from_on"]
    assert (
        client.get(reverse("people:person", args=[house.person("ha").pk])).status_code
        == 200
    )


def test_end_term_keeps_the_last_chair(signed_in, house):
    client = signed_in("dung")
    own = Term.objects.get(person=house.person("dung"))
    other = Term.objects.get(person=house.person("chi"))

    refused = client.post(
        reverse("people:end_term", args=[own.pk]), {"on": "2026-11-18"}
    )
    done = client.post(
        reverse("people:end_term", args=[other.pk]), {"on": "18/11/2026"}
    )

    assert refused.context["form"].errors["on"]
    assert done.status_code == 303


def test_stand_in_during_leave(signed_in, house):
    client = signed_in("dung")
    term = Term.objects.get(person=house.person("chi"))
    url = reverse("people:stand_in", args=[term.pk])
    data = {
        "person": house.person("ha").pk,
        "from_on": "2026-11-20",
        "to_on": "2026-11-27",
    }

    wrong = client.post(url, {**data, "to_on": "2026-11-19"})
    done = client.post(url, data)
    again = client.post(url, data)

    assert wrong.context["form"].errors["to_on"]
    assert done.status_code == 303
    assert again.context["form"].errors["from_on"]
    page = client.get(reverse("people:people")).content.decode()
    assert "làm thay Chị Chi" in page


def test_english_people_page(signed_in):
    assert (
        "Invite an officer"
        in signed_in("dung").get("/en/quan-tri/nguoi/").content.decode()
    )


def test_old_invitation_is_said_to_be_over(signed_in, house):
    client = signed_in("dung")
    client.post(reverse("people:invite"), FORM)
    path = link()

    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        client.force_login(house.person("dung"))
        page = client.get(reverse("people:people")).content.decode()
        assert timezone.now() > Invitation.objects.get().ends_at
        assert client.get(path).status_code == 410

    assert "đã quá 7 ngày" in page
