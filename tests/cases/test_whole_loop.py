"""One matter through the whole loop, act by act, and what its leaves say afterwards."""

import json
from datetime import timedelta

import pytest

from kipthoi.cases import rules
from kipthoi.cases.actions import answers, asking, handling, publishing
from kipthoi.cases.actions.answers import AnswerText
from kipthoi.cases.actions.intake import Asker
from kipthoi.core.kinds import get_kind
from kipthoi.core.viewer import Public
from kipthoi.deadlines.models import Clock
from kipthoi.journal.models import Event
from kipthoi.journal.queries import timeline
from kipthoi.publications.actions import Text
from kipthoi.publications.queries import issued, readings_waiting
from kipthoi.search.queries import search

FIELDS = {
    "result": "Từ 07/12 có xe đưa người làm ca đêm về ba bản.",
    "found": "Xưởng sao chè bị bỏ sót khi đổi giờ ca tháng 9.",
    "done": "Đã gặp giám đốc xưởng, có biên bản.",
    "done_by": "Ban Chính sách",
    "done_on": "18/11/2026",
    "left": "Tuần này chưa có xe, tổ trưởng xếp người đi cùng nhau.",
}
PROOF = AnswerText(fields=FIELDS, proof="Biên bản làm việc ngày 18/11/2026")
CONCERN = get_kind("concern/1")


@pytest.fixture
def answered(ask, house, now):
    """Return a case that Chi has accepted and answered, with consent to publish."""
    case = ask(asker=Asker(may_publish=True))
    handling.accept(by=house.chi, now=now, case=case, kind=CONCERN, title="Xe ca đêm")
    answers.answer(by=house.chi, now=now, case=case, text=PROOF)
    case.refresh_from_db()
    return case


def leaves(case):
    rows = Event.objects.filter(stream=case.ref, n__isnull=False).order_by("n")
    return [json.loads(bytes(row.leaf)) for row in rows]


def test_a_worry_is_answered_contested_revised_and_agreed(ask, house, holder, now):
    case = ask()
    me = holder(case)
    days = iter(now + timedelta(days=n) for n in range(1, 20))

    handling.accept(
        by=house.chi, now=next(days), case=case, kind=CONCERN, title="Xe ca đêm"
    )
    handling.ask(by=house.chi, now=next(days), case=case, text="Những bản nào?")
    asking.write_back(by=me, now=next(days), case=case, text="Ba bản.", token=b"1" * 16)
    answers.answer(by=house.chi, now=next(days), case=case, text=PROOF)
    asking.contest(by=me, now=next(days), case=case, reason="promise_not_kept")
    assert case.contests.get().reviewer == house.person("ha")
    with pytest.raises(rules.NotAllowed):
        answers.revise(by=house.chi, now=next(days), case=case, text=PROOF)
    answers.revise(by=house.ha, now=next(days), case=case, text=PROOF)
    asking.agree(by=me, now=next(days), case=case)

    case.refresh_from_db()
    assert (case.state, case.due_on) == ("agreed", None)
    told = [(leaf["e"][5:], leaf["s"], leaf["a"]) for leaf in leaves(case)]
    assert told == [
        ("received", "received", 0),
        ("accepted", "open", 1),
        ("asked", "waiting", 1),
        ("replied", "open", 0),
        ("answered", "answered", 1),
        ("contested", "contested", 0),
        ("revised", "answered", 2),
        ("agreed", "agreed", 0),
    ]
    assert [leaf["n"] for leaf in leaves(case)] == list(range(8))


def test_leaves_show_the_clocks_that_run(answered, holder, now):
    asking.contest(by=holder(answered), now=now, case=answered, reason="other")

    first, *_middle, last = leaves(answered)
    assert list(first["d"]) == ["first_answer"]
    assert list(last["d"]) == ["contest"]
    bar = Clock.objects.get(subject=answered.ref, name="bar")
    assert bar.outcome == "contested"


def test_publication_needs_a_second_person_and_is_found_afterwards(
    answered, house, now
):
    text = Text(
        title="Ca đêm có xe về không?", short="Có, từ 07/12.", body="Theo Điều 14."
    )
    reading = publishing.publish(by=house.chi, now=now, case=answered, text=text)

    assert issued().count() == 0
    assert readings_waiting(house.chi, today=house.today) == []
    with pytest.raises(rules.SamePerson):
        publishing.approve(by=house.chi, now=now, reading=reading, case=answered)
    assert readings_waiting(house.giang, today=house.today) == [reading]
    publishing.approve(by=house.giang, now=now, reading=reading, case=answered)

    assert [each.current.title for each in issued()] == [text.title]
    hits = search("CA DEM co xe ve", audience="public")
    assert [hit.title for hit in hits] == [text.title]
    assert leaves(answered)[-1]["e"] == "case.published"
    public = timeline(answered.ref, viewer=Public())
    assert public[-1].type.name == "case.published"
    assert public[-1].content == {}


def test_hidden_publication_is_not_found(answered, house, now):
    text = Text(title="Ca đêm có xe về không?", short="Có.", body="")
    reading = publishing.publish(by=house.chi, now=now, case=answered, text=text)
    done = publishing.approve(by=house.giang, now=now, reading=reading, case=answered)

    publishing.unpublish(
        by=house.dung, now=now, case=answered, publication=done, reason="Sai số liệu"
    )

    assert search("ca dem", audience="public") == []
    assert issued().count() == 0
    assert leaves(answered)[-1]["e"] == "case.unpublished"
