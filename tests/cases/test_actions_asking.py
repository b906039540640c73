"""What the holder of the key does: it works, another may not, not now, not unlogged."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from kipthoi.cases import rules
from kipthoi.cases.actions import answers, asking, handling
from kipthoi.cases.actions.intake import Asker
from kipthoi.cases.models import Case, Contest, Identity, Message, Rating
from kipthoi.core.viewer import Holder
from kipthoi.core.workflow import WrongStep
from kipthoi.deadlines.models import Clock
from kipthoi.journal.models import Event
from kipthoi.journal.record import Replayed
from tests.cases.test_whole_loop import CONCERN, PROOF

TOKEN = b"9" * 16
STRANGER = Holder("ZZZZZZZZ")


@pytest.fixture
def received(ask):
    return ask(asker=Asker(name="An", contact="an@vidu.example", may_contact=True))


@pytest.fixture
def opened(received, house, now):
    handling.accept(by=house.chi, now=now, case=received, kind=CONCERN, title="Xe")
    received.refresh_from_db()
    return received


@pytest.fixture
def answered(opened, house, now):
    answers.answer(by=house.chi, now=now, case=opened, text=PROOF)
    opened.refresh_from_db()
    return opened


def events(case, since):
    return [
        event.name
        for event in Event.objects.filter(stream=case.ref, id__gt=since).order_by("id")
    ]


def last_id():
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


ACTS = {
    "write_back": lambda by, now, case: asking.write_back(
        by=by, now=now, case=case, text="Thêm một điều.", token=TOKEN
    ),
    "agree": lambda by, now, case: asking.agree(by=by, now=now, case=case),
    "contest": lambda by, now, case: asking.contest(
        by=by, now=now, case=case, reason="facts_or_law", text="Sai ngày."
    ),
    "withdraw": lambda by, now, case: asking.withdraw(by=by, now=now, case=case),
    "rate": lambda by, now, case: asking.rate(
        by=by, now=now, case=case, solved=True, clear=None
    ),
    "change_consent": lambda by, now, case: asking.change_consent(
        by=by, now=now, case=case, may_publish=True
    ),
    "erase_contact": lambda by, now, case: asking.erase_contact(
        by=by, now=now, case=case
    ),
    "keep_receipt": lambda by, now, case: asking.keep_receipt(
        by=by, now=now, case=case
    ),
    "lock_case": lambda by, now, case: asking.lock_case(by=by, now=now, case=case),
}
# The act, the fixture it starts from, the events it makes.
WORKS = [
    ("write_back", "received", ["case.message_sent"]),
    ("agree", "answered", ["case.agreed"]),
    ("contest", "answered", ["case.contested"]),
    ("withdraw", "opened", ["case.withdrawn"]),
    ("rate", "answered", ["case.rated"]),
    ("change_consent", "received", ["case.consent_changed"]),
    ("erase_contact", "received", ["case.contact_erased"]),
    ("keep_receipt", "received", ["case.receipt_kept"]),
    ("lock_case", "received", ["case.locked"]),
]


@pytest.mark.parametrize(("act", "start", "made"), WORKS, ids=lambda v: str(v))
def test_act_of_the_holder_makes_its_one_event(act, start, made, request, now):
    case = request.getfixturevalue(start)
    before = last_id()

    ACTS[act](Holder(case.code), now, case)

    assert events(case, before) == made


@pytest.mark.parametrize(("act", "start", "made"), WORKS, ids=lambda v: str(v))
def test_act_with_the_key_of_another_case_is_refused(act, start, made, request, now):
    case = request.getfixturevalue(start)
    before = last_id()

    with pytest.raises(rules.NotAllowed):
        ACTS[act](STRANGER, now, case)

    assert last_id() == before


@pytest.mark.parametrize(("act", "start", "made"), WORKS, ids=lambda v: str(v))
def test_officer_cannot_act_as_the_asker(act, start, made, request, house, now):
    case = request.getfixturevalue(start)

    with pytest.raises(rules.NotAllowed):
        ACTS[act](house.chi, now, case)


@pytest.mark.parametrize(("act", "start", "made"), WORKS, ids=lambda v: str(v))
def test_act_that_cannot_be_logged_changes_nothing(act, start, made, request, now):
    case = request.getfixturevalue(start)
    request.getfixturevalue("journal_refuses")
    rows = Case.objects.filter(pk=case.pk).values().get()
    counts = [m.objects.count() for m in (Message, Contest, Rating, Identity, Clock)]

    with pytest.raises(DatabaseError):
        ACTS[act](Holder(case.code), now, case)

    assert Case.objects.filter(pk=case.pk).values().get() == rows
    assert [
        m.objects.count() for m in (Message, Contest, Rating, Identity, Clock)
    ] == counts


@pytest.mark.parametrize(
    ("act", "start"),
    [("agree", "received"), ("contest", "opened"), ("withdraw", "answered")],
)
def test_step_that_does_not_start_here_is_refused(act, start, request, now):
    case = request.getfixturevalue(start)

    with pytest.raises(WrongStep):
        ACTS[act](Holder(case.code), now, case)


def test_reply_to_what_was_asked_is_public_and_reopens(opened, house, now):
    handling.ask(by=house.chi, now=now, case=opened, text="Ca nào?")
    before = last_id()

    ACTS["write_back"](Holder(opened.code), now, opened)

    opened.refresh_from_db()
    assert opened.state == "open"
    assert events(opened, before) == ["case.replied"]


def test_message_sent_twice_arrives_once(received, now):
    ACTS["write_back"](Holder(received.code), now, received)

    with pytest.raises(Replayed):
        ACTS["write_back"](Holder(received.code), now, received)

    assert received.messages.count() == 1


def test_contest_starts_a_clock_of_its_own_and_stops_the_bar(answered, now):
    ACTS["contest"](Holder(answered.code), now, answered)

    answered.refresh_from_db()
    clock = Clock.objects.get(subject=answered.ref, name="contest")
    # Ten working days from 18 November, without the holiday of the 24th.
    assert clock.due_on.isoformat() == "2026-12-03"
    assert answered.due_on == clock.due_on
    assert not Clock.objects.filter(name="bar", stopped_on=None).exists()


def test_contest_after_the_bar_is_too_late_and_says_the_day(answered, now):
    with pytest.raises(rules.TooLate) as told:
        ACTS["contest"](Holder(answered.code), now + timedelta(days=60), answered)

    assert told.value.on is not None


def test_second_contest_goes_to_the_superior_and_there_is_no_third(
    answered, house, now
):
    me = Holder(answered.code)
    ACTS["contest"](me, now, answered)
    answers.revise(by=house.ha, now=now, case=answered, text=PROOF)
    second = ACTS["contest"](me, now, answered)
    assert second.reviewer == house.person("lan")
    answers.revise(by=house.lan, now=now, case=answered, text=PROOF)

    with pytest.raises(rules.TooLate):
        ACTS["contest"](me, now, answered)


def test_erased_contact_is_gone_and_no_letter_goes_there(opened, house, now):
    from kipthoi.outbox.models import Letter

    ACTS["erase_contact"](Holder(opened.code), now, opened)
    letters = Letter.objects.count()
    answers.answer(by=house.chi, now=now, case=opened, text=PROOF)

    assert not Identity.objects.filter(case=opened).exists()
    assert Letter.objects.count() == letters


def test_rating_is_asked_again_after_four_weeks_and_then_no_more(answered, now):
    me = Holder(answered.code)
    ACTS["rate"](me, now, answered)
    answered.refresh_from_db()
    assert answered.ask_again_on.isoformat() == "2026-12-16"

    ACTS["rate"](me, now + timedelta(days=28), answered)

    answered.refresh_from_db()
    assert answered.ask_again_on is None
    assert [rating.round for rating in answered.ratings.order_by("round")] == [0, 1]


def test_locked_case_opens_no_old_session(received, now):
    from kipthoi.cases.queries import case_of_holder

    assert case_of_holder(received.code, 0) == received
    ACTS["lock_case"](Holder(received.code), now, received)

    assert case_of_holder(received.code, 0) is None
