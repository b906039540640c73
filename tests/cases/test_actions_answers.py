"""Answering and reviewing: it works, another may not, not now, not unlogged."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.forms.models import model_to_dict

from kipthoi.cases import rules
from kipthoi.cases.actions import answers, passing
from kipthoi.cases.actions.answers import AnswerText
from kipthoi.cases.actions.asking import contest
from kipthoi.cases.chores import keep_draft
from kipthoi.cases.models import Answer, Case, Contest, Draft
from kipthoi.core.viewer import Holder, Public
from kipthoi.core.workflow import WrongStep
from kipthoi.deadlines.models import Clock
from kipthoi.files.models import File
from kipthoi.journal.record import Replayed
from kipthoi.sources.actions import Cited
from kipthoi.sources.models import Citation
from kipthoi.sources.queries import citations
from tests.cases.matters import (
    FIELDS,
    answered,
    contested,
    fresh,
    law,
    taken_up,
    text,
    token,
    told,
)
from tests.house import NOW

LATER = NOW + timedelta(days=2)
WHY = AnswerText(fields={"why": "Xe đã chạy từ 07/12, có biên bản."})

ACTS = {
    "answer": lambda by, case: answers.answer(by=by, now=NOW, case=case, text=text()),
    "uphold": lambda by, case: answers.uphold(by=by, now=LATER, case=case, text=WHY),
    "revise": lambda by, case: answers.revise(by=by, now=LATER, case=case, text=text()),
}
# Who does it, from which state, and what the journal then says besides.
WORKS = {
    "answer": ("chi", "open", ["answered"]),
    "uphold": ("dung", "contested", ["upheld"]),
    "revise": ("dung", "contested", ["revised"]),
}


@pytest.fixture
def matter(ask, house):
    """Return a function that gives a case in a state, its review given to Dũng."""

    def make(state: str) -> Case:
        case = ask()
        {"open": taken_up, "answered": answered, "contested": contested}[state](
            case, house.chi
        )
        Contest.objects.filter(case=case).update(reviewer=house.person("dung"))
        return fresh(case)

    return make


def rows(case) -> dict:
    """Return every row that belongs to a case, for comparing before and after."""
    return {
        "case": model_to_dict(fresh(case)),
        "events": told(case),
        "answers": list(Answer.objects.filter(case=case).values_list()),
        "contests": list(Contest.objects.filter(case=case).values_list()),
        "clocks": list(Clock.objects.filter(subject=case.ref).values_list()),
        "cited": Citation.objects.count(),
        "files": File.objects.count(),
    }


@pytest.mark.parametrize("act", WORKS)
def test_act_records_its_event_and_no_other(matter, house, act):
    who, state, made = WORKS[act]
    case = matter(state)
    before = told(case)

    ACTS[act](getattr(house, who), case)

    assert told(case)[len(before) :] == made


@pytest.mark.parametrize("act", WORKS)
@pytest.mark.parametrize("who", ["em", "khoa", "lan", "giang", "public", "holder"])
def test_act_of_a_stranger_changes_nothing(matter, house, act, who):
    case = matter(WORKS[act][1])
    before = rows(case)
    by = {"public": Public(), "holder": Holder(case.code)}.get(who) or getattr(
        house, who
    )

    with pytest.raises(rules.NotAllowed):
        ACTS[act](by, case)

    assert rows(case) == before


def test_officer_who_was_not_given_the_review_does_not_decide_it(matter, house):
    case = matter("contested")

    with pytest.raises(rules.NotAllowed):
        ACTS["uphold"](house.ha, case)


@pytest.mark.parametrize("state", ["answered", "contested"])
def test_answered_case_is_not_answered_again(matter, house, state):
    case = matter(state)
    before = rows(case)

    with pytest.raises(WrongStep):
        ACTS["answer"](house.chi, case)

    assert rows(case) == before


@pytest.mark.parametrize("act", ["uphold", "revise"])
def test_review_that_is_decided_is_not_decided_again(matter, house, act):
    case = matter("contested")
    ACTS["uphold"](house.dung, case)
    before = rows(case)

    with pytest.raises((WrongStep, rules.NotAllowed)):
        ACTS[act](house.dung, case)

    assert rows(case) == before


@pytest.mark.parametrize("act", WORKS)
def test_act_that_the_journal_refuses_changes_nothing(matter, house, act, request):
    who, state, _made = WORKS[act]
    case = matter(state)
    before = rows(case)
    request.getfixturevalue("journal_refuses")

    with pytest.raises(DatabaseError):
        ACTS[act](getattr(house, who), case)

    assert rows(case) == before


@pytest.mark.parametrize("act", WORKS)
def test_same_post_twice_is_done_once(matter, house, act):
    who, state, _made = WORKS[act]
    case, once = matter(state), token()
    do, by = getattr(answers, act), getattr(house, who)
    words = WHY if act == "uphold" else text()
    do(by=by, now=LATER, case=case, text=words, token=once)
    after_the_first = rows(case)

    with pytest.raises(Replayed):
        do(by=by, now=LATER, case=case, text=words, token=once)

    assert rows(case) == after_the_first


# answer


def test_answer_stops_the_clock_and_starts_the_time_to_contest(matter, house):
    case = matter("open")

    sent = ACTS["answer"](house.chi, case)

    after = fresh(case)
    clocks = {c.name: c for c in Clock.objects.filter(subject=case.ref)}
    assert (sent.round, sent.fields, sent.upheld) == (0, FIELDS, False)
    assert (after.state, after.due_on, after.answered_on) == ("answered", None, sent.on)
    assert clocks["first_answer"].outcome == "answered"
    assert clocks["bar"].stopped_on is None
    assert after.ask_again_on == sent.on + timedelta(days=28)


def test_answer_cites_its_law_and_its_proof_in_order(matter, house):
    case = matter("open")
    version = law(house, house.chi)
    words = text(cited=[Cited(version, "Điều 14")])

    sent = answers.answer(by=house.chi, now=NOW, case=case, text=words)

    cited = citations(sent.ref)
    assert [(c.version.source.kind, c.article) for c in cited] == [
        ("law", "Điều 14"),
        ("proof", ""),
    ]
    assert not cited[1].version.source.public


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    "words", ["", "  ", "Đã tiếp nhận.", "Giải quyết theo quy định!"]
)
def test_answer_with_an_empty_or_general_field_is_refused(matter, house, name, words):
    case = matter("open")
    before = rows(case)

    with pytest.raises(rules.EmptyPhrase) as refusal:
        answers.answer(
            by=house.chi, now=NOW, case=case, text=text(fields={**FIELDS, name: words})
        )

    assert refusal.value.field == name
    assert rows(case) == before


def test_answer_without_source_or_proof_is_refused(matter, house):
    case = matter("open")
    before = rows(case)

    with pytest.raises(rules.NoSource):
        answers.answer(by=house.chi, now=NOW, case=case, text=AnswerText(fields=FIELDS))

    assert rows(case) == before


def test_one_answer_reaches_every_joined_case(ask, house):
    first, second = ask(), ask()
    taken_up(first, house.chi)
    passing.join(by=house.chi, now=NOW, case=second, to=first)

    sent = ACTS["answer"](house.chi, first)

    copy = Answer.objects.get(case=second)
    assert (fresh(second).state, copy.fields) == ("answered", sent.fields)
    assert told(second)[-1] == "answered"
    assert [c.version_id for c in citations(copy.ref)] == [
        c.version_id for c in citations(sent.ref)
    ]


def test_joined_case_that_was_answered_by_itself_is_left_alone(ask, house):
    first, second = ask(), ask()
    taken_up(first, house.chi)
    passing.join(by=house.chi, now=NOW, case=second, to=first)
    ACTS["answer"](house.chi, second)

    ACTS["answer"](house.chi, first)

    assert Answer.objects.filter(case=second).count() == 1


def test_sent_answer_lets_its_draft_go(matter, house):
    case = matter("open")
    keep_draft(house.chi, case, "answer", {"result": "Có xe"}, now=NOW)

    ACTS["answer"](house.chi, case)

    assert not Draft.objects.filter(case=case).exists()


# uphold, revise


def test_upheld_answer_is_a_new_round_with_reasons(matter, house):
    case = matter("contested")

    sent = ACTS["uphold"](house.dung, case)

    decided = Contest.objects.get(case=case)
    assert (sent.round, sent.upheld, sent.fields) == (1, True, WHY.fields)
    assert (decided.outcome, decided.decided_at) == ("upheld", LATER)
    assert decided.reviewer == house.person("dung")
    assert fresh(case).state == "answered"


def test_revised_answer_keeps_the_first_one_too(matter, house):
    case = matter("contested")

    ACTS["revise"](house.dung, case)

    given = Answer.objects.filter(case=case).order_by("round")
    assert [(a.round, a.upheld) for a in given] == [(0, False), (1, False)]
    assert Contest.objects.get(case=case).outcome == "revised"


@pytest.mark.parametrize("act", ["uphold", "revise"])
def test_who_answered_does_not_review_even_if_it_was_given_to_them(matter, house, act):
    case = matter("contested")
    Contest.objects.filter(case=case).update(reviewer=house.person("chi"))
    before = rows(case)

    with pytest.raises(rules.SamePerson):
        ACTS[act](house.chi, case)

    assert rows(case) == before


def test_uphold_without_reasons_is_refused(matter, house):
    case = matter("contested")

    with pytest.raises(rules.EmptyPhrase):
        answers.uphold(
            by=house.dung,
            now=LATER,
            case=case,
            text=AnswerText(fields={"why": "Trân trọng"}),
        )


def test_revise_without_source_is_refused(matter, house):
    case = matter("contested")

    with pytest.raises(rules.NoSource):
        answers.revise(
            by=house.dung, now=LATER, case=case, text=AnswerText(fields=FIELDS)
        )


def test_second_contest_has_its_own_time_and_there_is_no_third(matter, house):
    case = matter("contested")
    ACTS["uphold"](house.dung, case)
    contest(
        by=Holder(case.code), now=LATER, case=case, reason="other", text="Vẫn chưa."
    )
    second = Contest.objects.get(case=case, outcome="")
    Contest.objects.filter(pk=second.pk).update(reviewer=house.person("giang"))

    answers.uphold(by=house.giang, now=LATER, case=case, text=WHY)

    with pytest.raises(rules.TooLate):
        contest(by=Holder(case.code), now=LATER, case=case, reason="other", text="Nữa")
