"""Acts on days and limits: rows, their one event, wrong person, clash, no journal."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError

from kipthoi.deadlines import actions, queries, rules
from kipthoi.deadlines.actions import Day, Limit
from kipthoi.deadlines.models import CalendarDay, CalendarYear, DeadlineRule
from kipthoi.journal.models import Event
from kipthoi.units.rules import NotAllowed
from tests.house import NOW

DAY = Day(day=date(2026, 12, 31), kind="off", source="Quyết định 1")


def limit(**more):
    rule = DeadlineRule.objects.get(slug="knpa-answer", version=1)
    kept = {name: getattr(rule, name) for name in Limit.__slots__}
    return Limit(**{**kept, "number": "8", "valid_from": date(2027, 1, 1), **more})


def set_rule(by, **more):
    return actions.set_rule(by=by, now=NOW, limit=limit(**more), body="muongsuong")


def set_day(by, **more):
    return actions.set_day(by=by, now=NOW, day=replace(DAY, **more), body="muongsuong")


def confirm_year(by):
    actions.confirm_year(by=by, now=NOW, year=2027, source="QĐ 2", body="muongsuong")


ACTS = [
    (set_rule, "rule.set"),
    (set_day, "calendar.day"),
    (confirm_year, "calendar.year"),
]


@pytest.mark.parametrize(("act", "event"), ACTS)
def test_act_records_its_one_event(house, act, event):
    before = Event.objects.count()

    act(house.lan)

    assert [e.name for e in Event.objects.order_by("id")[before:]] == [event]


@pytest.mark.parametrize(("act", "event"), ACTS)
@pytest.mark.parametrize("name", ["dung", "chi", "giang", "em", "khoa"])
def test_what_holds_for_the_house_is_the_root_chairs(house, act, event, name):
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        act(getattr(house, name))

    assert Event.objects.count() == before


@pytest.mark.parametrize(("act", "event"), ACTS)
def test_without_a_journal_nothing_is_done(house, act, event, journal_refuses):
    def rows():
        tables = (DeadlineRule, CalendarDay, CalendarYear)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = rows()

    with pytest.raises(DatabaseError):
        act(house.lan)

    assert rows() == before


def test_seeding_without_a_journal_leaves_nothing(house, journal_refuses):
    before = DeadlineRule.objects.count()

    with pytest.raises(DatabaseError):
        actions.seed_limits(
            by=house.lan,
            now=NOW,
            body="muongsuong",
            limits=[limit(slug="moi")],
            days=[],
            years={},
        )

    assert DeadlineRule.objects.count() == before


def test_seeding_is_the_root_chairs_or_set_ups(house):
    with pytest.raises(NotAllowed):
        actions.seed_limits(
            by=house.dung, now=NOW, body="che", limits=[], days=[], years={}
        )


def test_new_version_holds_from_its_day_and_what_runs_keeps_its_date(house, ask):
    case = ask()
    clock = queries.running_clock(case.ref, "first_answer")

    set_rule(house.lan)

    old = queries.find_rule("first_answer", "kien_nghi_phan_anh", on=date(2026, 12, 31))
    new = queries.find_rule("first_answer", "kien_nghi_phan_anh", on=date(2027, 1, 1))
    assert (old.number, new.number) == ("10", "8")
    assert queries.running_clock(case.ref, "first_answer").due_on == clock.due_on
    assert queries.running_under(old) == 1


def test_two_versions_from_one_day_overlap(house):
    set_rule(house.lan)

    with pytest.raises(rules.Overlap) as told:
        set_rule(house.lan)

    assert told.value.since == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("number", "unit"),
    [
        ("0", "working"),
        ("-1", "working"),
        ("1000", "hours"),
        ("x", "months"),
        ("٣", "calendar"),
        ("13-40", "date"),
        ("10", "date"),
        ("", "working"),
    ],
)
def test_number_has_to_count_its_unit(house, number, unit):
    with pytest.raises(rules.BadNumber):
        set_rule(house.lan, number=number, unit=unit)


def test_extension_that_begins_later_is_not_in_force_yet(house):
    rule = queries.find_rule(
        "first_answer", "kien_nghi_phan_anh", on=date(2026, 11, 18)
    )
    own = DeadlineRule.objects.get(slug="own-extend")
    kept = {name: getattr(own, name) for name in Limit.__slots__}
    later = Limit(**{**kept, "number": "3", "valid_from": date(2027, 1, 1)})
    actions.set_rule(by=house.lan, now=NOW, limit=later, body="muongsuong")

    now = queries.extension_rule(rule, on=date(2026, 11, 18))
    then = queries.extension_rule(rule, on=date(2027, 1, 1))

    assert (now.number, then.number) == ("5", "3")


def test_same_day_twice_is_told_and_a_day_can_be_undone(house):
    set_day(house.lan)
    with pytest.raises(rules.SameDay):
        set_day(house.lan)

    set_day(house.lan, undone=True)

    assert queries.calendar_of("all").is_working(DAY.day)
    assert DAY.day not in [row.day for row in queries.days_said(2026, "all")]


def test_day_of_a_unit_is_its_chairs_and_holds_there_only(house):
    set_day(house.dung, scope="che")

    assert not queries.calendar_of("che").is_working(DAY.day)
    assert queries.calendar_of("may").is_working(DAY.day)
    with pytest.raises(NotAllowed):
        set_day(house.dung, scope="may")
    with pytest.raises(NotAllowed):
        set_day(house.dung, scope="không có")


def test_year_is_confirmed_once(house):
    assert queries.is_confirmed(2027) is False

    confirm_year(house.lan)

    assert queries.is_confirmed(2027) is True
    with pytest.raises(rules.YearConfirmed):
        confirm_year(house.lan)
