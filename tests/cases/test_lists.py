"""The lists of an officer hold what the rules let them read, by whatever way it is read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kipthoi.cases import queries, rules
from kipthoi.cases.actions.dates import mark_urgent
from kipthoi.cases.models import Case
from kipthoi.cases.queries import Filters, lists, reach
from kipthoi.cases.queries.lists import OWING, PAGE, TABS
from kipthoi.people.queries import officer_of
from tests.cases.matters import answered, contested, fresh, taken_up
from tests.house import NOW, TODAY

CAST = ("ha", "chi", "em", "lan", "giang")
CLOCK = {"today": TODAY, "now": NOW}


def officer(house, name):
    return officer_of(house.person(name), today=TODAY)


def keys(rows) -> list[int]:
    return [row.pk for row in rows]


def page(who, **filters) -> list[int]:
    """Return the keys of the first page of an officer's list."""
    return keys(queries.inbox(queries.reach_of(who), Filters(**filters), **CLOCK))


@pytest.fixture
def many(ask, house):
    """Send in matters of every kind of standing, at several units."""
    ask(at=NOW - timedelta(days=40))
    ask(at=NOW - timedelta(days=7), unit="che.donggoi")
    ask(at=NOW, unit="che", passed_over=house.unit("che.sao"))
    ask(at=NOW, unit="may")
    taken_up(ask(at=NOW - timedelta(days=1)), house.chi)
    answered(ask(at=NOW - timedelta(days=3)), house.chi)
    contested(ask(at=NOW - timedelta(days=2)), house.chi)
    mark_urgent(by=house.chi, now=NOW, case=ask(at=NOW), text="Dây điện hở")


def allowed(who) -> set[int]:
    """Return the keys of what the rules let an officer read."""
    return {
        case.pk
        for case in Case.objects.prefetch_related("contests")
        if rules.reads(who, case) or rules.is_reviewer(who, case)
    }


def stands(case, tab: str) -> bool:
    """Tell of one case whether it belongs under a tab, in the words of the page."""
    due, at = case.due_on, case.due_at
    late = due is not None and (due < TODAY or (at is not None and at < NOW))
    return {
        "todo": due is not None,
        "late": late,
        "today": due == TODAY and not late,
        "soon": due is not None and TODAY < due <= TODAY + timedelta(days=3),
        "new": case.state == "received",
        "contested": case.state == "contested",
        "waiting": case.state == "waiting",
        "answered": case.state in ("answered", "agreed", "closed"),
        "all": True,
    }[tab]


@pytest.mark.parametrize("arms", [reach.ARMS, 0])
@pytest.mark.parametrize("name", CAST)
def test_tabs_hold_what_the_rules_let_an_officer_read(
    many, house, monkeypatch, name, arms
):
    monkeypatch.setattr(reach, "ARMS", arms)
    who = officer(house, name)
    mine = Case.objects.filter(pk__in=allowed(who))

    shown = {tab: set(page(who, tab=tab)) for tab in TABS}
    counted = queries.counts(queries.reach_of(who), **CLOCK)

    assert shown == {tab: {c.pk for c in mine if stands(c, tab)} for tab in TABS}
    assert counted == {tab: len(shown[tab]) for tab in counted}


def test_case_given_for_review_is_listed_and_counted_once(ask, house):
    case = contested(ask(), house.chi)
    who = officer_of(fresh(case).contests.get().reviewer, today=TODAY)
    given = queries.reach_of(who)
    elsewhere = replace(given, units=(house.unit("may").pk,))

    for lying in (given, elsewhere):
        assert keys(queries.inbox(lying, Filters(tab="contested"), **CLOCK)) == [
            case.pk
        ]
        assert queries.counts(lying, **CLOCK)["contested"] == 1
    assert given.given == (case.pk,)


def test_case_given_for_review_obeys_the_filters(ask, house):
    case = contested(ask(), house.chi)
    lying = queries.reach_of(officer(house, "ha"))
    unit = house.unit("che.donggoi").pk

    def listed(**filters):
        found = Filters(tab="all", **filters)
        return keys(queries.inbox(lying, found, **CLOCK))

    assert lying.given == (case.pk,)
    assert listed(unit=case.unit_id) == [case.pk]
    assert listed(unit=unit) == []
    assert listed(mine=True) == [
        one.pk for one in Case.objects.filter(assignee=lying.person)
    ]


def test_count_stops_at_the_most(ask, house):
    for _ in range(3):
        ask(at=NOW)
    lying = queries.reach_of(officer(house, "chi"))

    assert queries.counts(lying, **CLOCK)["todo"] == 3
    assert queries.counts(lying, most=2, **CLOCK)["todo"] == 2


def test_owed_soonest_comes_first_and_newest_first_elsewhere(many, house):
    who = officer(house, "ha")
    rows = queries.inbox(queries.reach_of(who), Filters(), **CLOCK)
    everything = page(who, tab="all")

    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    assert everything == sorted(everything, reverse=True)


def test_neighbours_walk_along_what_is_owed(many, house):
    who = officer(house, "ha")
    owed = page(who)
    assert len(owed) > 3

    for n, key in enumerate(owed):
        before, after = queries.neighbours(who, Case.objects.get(pk=key))

        assert (before and before.pk) == (owed[n - 1] if n else None)
        assert (after and after.pk) == (owed[n + 1] if n + 1 < len(owed) else None)


def test_case_that_nobody_owes_has_no_neighbours(ask, house):
    done = answered(ask(), house.chi)
    assert done.state not in OWING

    assert queries.neighbours(officer(house, "ha"), fresh(done)) == (None, None)


def test_like_cases_are_those_an_officer_reads(ask, house):
    text = "Tan ca sau 22 giờ có xe đưa về bản không, xe của công ty ạ"
    for _ in range(PAGE):
        ask(text, unit="may")
    near, asked = ask(text, unit="che.donggoi"), ask(text)

    found = queries.like(asked, viewer=officer(house, "ha"))

    assert keys(found) == [near.pk]


def test_words_find_within_the_filters(ask, house):
    dark = ask("Đèn nhà xe hỏng", unit="che.donggoi", at=NOW)
    ask("Đèn nhà xe hỏng", at=NOW)
    ask("Đèn nhà xe hỏng", unit="may", at=NOW)
    lying = queries.reach_of(officer(house, "ha"))

    found = queries.find(
        "den nha xe", Filters(tab="new", unit=dark.unit_id), lying, **CLOCK
    )

    assert keys(found) == [dark.pk]
    assert queries.find("den nha", Filters(tab="waiting"), lying, **CLOCK) == []
    assert queries.find("khongcotunay", Filters(), lying, **CLOCK) == []


def test_begun_answers_are_told_for_more_than_a_page(ask, house):
    row = _row(house, ask)
    rows = [replace(row, pk=-n) for n in range(1, 2 * PAGE + 2)]
    case = ask(at=NOW)
    case.drafts.create(person=house.person("ha"), form="answer", fields={}, at=NOW)
    case.drafts.create(person=house.person("chi"), form="answer", fields={}, at=NOW)

    found = lists.begun(officer(house, "ha"), [*rows, replace(rows[0], pk=case.pk)])

    assert found == {case.pk}


def _row(house, ask):
    """Return a case as a list shows it."""
    ask(at=NOW)
    who = queries.reach_of(officer(house, "ha"))
    return queries.inbox(who, Filters(), **CLOCK)[0]
