"""A unit ends: its open matters go on with their dates, and somebody is told."""

import pytest
import time_machine
from django.db import DatabaseError
from django.urls import reverse

from kipthoi.cases import rules
from kipthoi.cases.actions.units import close_unit
from kipthoi.cases.models import Case, HandOver
from kipthoi.core.viewer import Clockwork
from kipthoi.journal.models import Event
from kipthoi.outbox.models import Letter
from kipthoi.people.actions import Invitee, appoint
from kipthoi.people.models import Term
from kipthoi.units.actions import open_unit
from kipthoi.units.models import Unit
from kipthoi.units.rules import NotAllowed, UnitClosed
from tests.house import NOW, PLANTED

ROLES = ("officer", "duty", "chair", "deputy")


def close(house, by=None, *, unit="che.sao", into="che.donggoi"):
    return close_unit(
        by=by or house.dung,
        now=NOW,
        unit=house.unit(unit),
        into=house.unit(into) if into else None,
        reason="Sáp nhập theo Quyết định 12",
    )


@pytest.fixture
def packer(house):
    who = Invitee("Sơn", "son@vidu.example", house.unit("che.donggoi"), "duty", "Anh")
    return appoint(by=Clockwork(), now=PLANTED, invitee=who)


def test_merged_unit_gives_each_matter_to_who_is_on_duty_there(house, ask, packer):
    cases = [ask(), ask("Bếp ca ba hết cơm.")]
    elsewhere = ask(unit="che.donggoi")
    dates = [case.promised_on for case in cases]
    before = Event.objects.count()

    moved = close(house)

    assert [case.code for case in moved] == [case.code for case in cases]
    for case, day in zip(cases, dates, strict=True):
        case.refresh_from_db()
        assert (case.unit.slug, case.assignee) == ("che.donggoi", packer)
        assert (case.promised_on, case.due_on) == (day, day)
        assert HandOver.objects.get(case=case).from_unit.slug == "che.sao"
    names = [e.name for e in Event.objects.order_by("id")[before:]]
    assert names == ["case.handed_over", "case.assigned"] * 2 + ["unit.merged"]
    letter = Letter.objects.get()
    assert letter.address == "son@vidu.example"
    assert "cơm" not in letter.body
    assert Unit.objects.get(slug="che.sao").merged_into.slug == "che.donggoi"
    assert not HandOver.objects.filter(case=elsewhere).exists()


def test_closed_unit_gives_its_matters_to_the_superior(house, ask):
    case = ask()

    close(house, into=None)

    case.refresh_from_db()
    assert case.unit.slug == "che"
    assert case.assignee is not None
    assert Event.objects.order_by("-id").first().name == "unit.closed"


def test_empty_unit_ends_and_nobody_is_written_to(house):
    assert close(house, into=None) == []
    assert not Letter.objects.exists()


def test_matter_that_went_over_a_level_goes_above_it(house, ask):
    case = ask()
    Case.objects.filter(pk=case.pk).update(passed_over=house.unit("che"))

    close(house, into=None)

    case.refresh_from_db()
    assert (case.unit.slug, case.assignee) == ("muongsuong", house.person("lan"))


def test_without_anybody_to_take_a_matter_the_unit_stays(house, ask):
    case = ask()
    Term.objects.exclude(unit__slug="che.sao").filter(role__in=ROLES).update(
        to_on=PLANTED.date()
    )

    with pytest.raises(rules.NobodyThere):
        close(house, Clockwork(), into=None)

    case.refresh_from_db()
    assert case.unit.slug == "che.sao"


@pytest.mark.parametrize("name", ["chi", "ha", "giang", "em", "lan", "khoa"])
def test_unit_is_its_chairs_to_end(house, ask, name):
    case = ask()

    with pytest.raises(NotAllowed):
        close(house, getattr(house, name))

    case.refresh_from_db()
    assert case.unit.slug == "che.sao"


def test_unit_ends_once_and_not_above_others(house):
    with pytest.raises(rules.StillBelow):
        close(house, unit="che", into=None)
    close(house, into=None)
    with pytest.raises(UnitClosed):
        close(house, into=None)
    with pytest.raises(rules.NowhereTo):
        close(house, unit="che.donggoi", into="che.donggoi")
    with pytest.raises(rules.NowhereTo):
        close(house, unit="che.donggoi", into="che.sao")


def test_without_a_journal_nothing_ends(house, ask, request):
    case = ask()
    request.getfixturevalue("journal_refuses")

    with pytest.raises(DatabaseError):
        close(house)

    case.refresh_from_db()
    assert case.unit.slug == "che.sao"
    assert Unit.objects.get(slug="che.sao").closed_on is None
    assert not HandOver.objects.exists()


def test_page_counts_what_is_open_and_passes_it_on(signed_in, house, ask, packer):
    case = ask()
    client = signed_in("dung")
    url = reverse("cases:close_unit", args=["che.sao"])

    with time_machine.travel(NOW, tick=False):
        client.force_login(house.person("dung"))
        page = client.get(url)
        assert page.context["n"] == 1
        assert "Còn 1 việc chưa xong ở đây" in page.content.decode()
        silent = client.post(url, {"into": "che.donggoi", "reason": ""})
        assert silent.context["form"].errors["reason"]
        strange = client.post(url, {"into": "may", "reason": "x"})
        assert strange.context["form"].errors["into"]

        done = client.post(url, {"into": "che.donggoi", "reason": "Sáp nhập"})

    assert done.status_code == 303
    case.refresh_from_db()
    assert case.unit.slug == "che.donggoi"


def test_page_tells_that_units_stand_below(signed_in, house):
    open_unit(
        by=house.dung,
        now=NOW,
        slug="che.sao.1",
        name="Tổ 1",
        parent=house.unit("che.sao"),
    )
    client = signed_in("dung")
    url = reverse("cases:close_unit", args=["che.sao"])

    response = client.post(url, {"into": "", "reason": "x"})

    assert response.context["form"].non_field_errors()
    assert signed_in("lan").get(url).status_code == 403
    assert signed_in("dung").get("/quan-tri/don-vi/khong/dong/").status_code == 404
