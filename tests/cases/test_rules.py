"""Who may do what with a case, asked of the predicates themselves."""

from datetime import timedelta

import pytest

from kipthoi.cases import queries, rules
from kipthoi.cases.phrases import PHRASES, says_nothing
from kipthoi.core.viewer import Holder, Public
from kipthoi.core.workflow import WrongStep
from kipthoi.deadlines.queries import running_clock
from kipthoi.journal.links import link
from tests.cases.matters import answered, contested, fresh, taken_up
from tests.house import NOW


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("chi", True),
        ("ha", True),
        ("dung", True),
        ("giang", False),
        ("khoa", False),
        ("lan", False),
        ("em", False),
    ],
)
def test_officer_reads_what_lies_in_reach(ask, house, who, reads):
    case = ask()

    assert rules.reads(getattr(house, who), case) is reads
    assert (link(case.ref, getattr(house, who)) is not None) is reads


def test_passed_over_level_does_not_read_the_case(ask, house):
    case = ask(unit="che", passed_over=house.unit("che.sao"))

    assert not rules.reads(house.chi, case)
    assert rules.reads(house.ha, case)


@pytest.mark.parametrize("viewer", [Public(), Holder("ZZZZZZZZ")])
def test_nobody_else_has_a_link_to_a_case(ask, house, viewer):
    assert link(ask().ref, viewer) is None


def test_link_names_the_case_and_leads_to_the_desk(ask, house):
    case = ask()

    found = link(case.ref, house.chi)

    code = f"{case.code[:4]}-{case.code[4:]}"
    assert found.url.endswith(f"/can-bo/viec/{code}/")
    assert found.text == f"{code} {case.title}"


def test_link_of_garbage_is_none(house):
    assert link("case:", house.chi) is None
    assert link("case:../../x", house.chi) is None


def test_asker_takes_only_the_steps_of_an_asker(ask, house):
    case = answered(ask(), house.chi)

    assert rules.can(case, "agree", Holder(case.code))
    assert not rules.can(case, "agree", Holder("ZZZZZZZZ"))
    assert not rules.can(case, "answer", Holder(case.code))
    assert not rules.can(case, "agree", house.chi)


def test_step_that_does_not_start_here_is_named_with_the_state(ask, house):
    case = ask()

    with pytest.raises(WrongStep) as refusal:
        rules.allow(taken_up(case, house.chi), "accept", house.chi)

    assert (refusal.value.step, refusal.value.state) == ("accept", "open")


def test_unknown_step_is_nobodys(ask, house):
    with pytest.raises(rules.NotAllowed):
        rules.allow(ask(), "fly", house.chi)


def test_reviewer_reads_while_the_contest_is_open_and_not_after(ask, house):
    case = contested(ask(), house.chi)
    reviewer = fresh(case).contests.get().reviewer
    assert reviewer == house.person("ha")

    assert rules.is_reviewer(house.ha, case)
    case.contests.update(outcome="upheld")
    assert not rules.is_reviewer(house.ha, fresh(case))


def test_contest_is_in_time_to_the_last_day_of_the_bar(ask, house, today):
    case = answered(ask(), house.chi)
    bar = running_clock(case.ref, "bar")

    rules.in_time(case, today=bar.due_on)
    with pytest.raises(rules.TooLate) as refusal:
        rules.in_time(case, today=bar.due_on + timedelta(days=1))

    assert refusal.value.on == bar.due_on


def test_contest_without_a_running_bar_is_too_late(ask, today):
    with pytest.raises(rules.TooLate):
        rules.in_time(ask(), today=today)


@pytest.mark.parametrize(
    ("who", "may"), [("giang", True), ("dung", True), ("lan", True), ("chi", False)]
)
def test_second_reader_has_the_role_here_or_above(house, who, may):
    unit = house.unit("che.sao")

    if may:
        rules.allow_second_reading(getattr(house, who), unit)
    else:
        with pytest.raises(rules.NotAllowed):
            rules.allow_second_reading(getattr(house, who), unit)


def test_two_persons_means_two(house):
    rules.another_person(house.chi, [house.ha.person])

    with pytest.raises(rules.SamePerson):
        rules.another_person(house.chi, [house.ha.person, house.chi.person])


@pytest.mark.parametrize("phrase", [*PHRASES, "", "  ", "…", "!!", "\u200b"])
def test_general_phrase_says_nothing(phrase):
    assert says_nothing(phrase)
    assert says_nothing(f"{phrase.upper()}. {phrase}!")


@pytest.mark.parametrize(
    "words",
    [
        "Từ 07/12 có xe.",
        "Đã tiếp nhận 12 đơn, trả lời xong 11.",
        "Không còn gì.",
        "Giải quyết theo quy định tại Điều 14 của thỏa ước.",
        "30%",
    ],
)
def test_words_beside_a_fact_say_something(words):
    assert not says_nothing(words)


def test_matter_goes_only_where_somebody_reads_it(ask, house, today):
    case = ask()

    offered = {
        unit.slug: person.name if person else ""
        for unit, person in queries.takers(case, today=today)
    }

    assert offered == {
        "muongsuong": "Lan",
        "che": "Hà",
        "che.donggoi": "Hà",
        "may": "Em",
    }
    for slug, name in offered.items():
        assert queries.taker(case, house.unit(slug), today=today).name == name


def test_what_others_did_is_told_and_what_one_did_oneself_is_not(ask, house):
    case = ask()
    seen = queries.last_number(case)
    taken_up(case, house.chi)

    mine = queries.happened_since(case, seen, viewer=house.chi)
    theirs = queries.happened_since(case, seen, viewer=house.ha)

    assert mine == []
    assert [one.by for one in theirs] == [house.chi.ref]
    assert theirs[0].at == NOW
