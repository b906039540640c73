"""What an officer does before the answer: it works, another may not, not now.

Each act leaves rows and its events, `==`; a stranger may not; a case that has moved on
refuses; where the journal refuses, nothing is changed.
"""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.forms.models import model_to_dict

from kipthoi.cases import queries, rules
from kipthoi.cases.actions import counter, dates, handling, names, passing
from kipthoi.cases.actions.intake import Asker
from kipthoi.cases.models import Case, HandOver, Identity, Message, Withholding
from kipthoi.core.kinds import KINDS
from kipthoi.core.viewer import Holder, Public
from kipthoi.core.workflow import WrongStep
from kipthoi.deadlines.models import Clock
from kipthoi.journal.models import Event, Mention
from kipthoi.journal.record import Replayed
from kipthoi.search.models import Entry
from kipthoi.search.queries import search
from tests.cases.matters import (
    CONCERN,
    QUESTION,
    answered,
    contested,
    fresh,
    taken_up,
    token,
    told,
)
from tests.house import NOW

WORDS = "Lý do: bến cách xưởng bốn cây số."

ACTS = {
    "accept": lambda by, case, house: handling.accept(
        by=by, now=NOW, case=case, kind=CONCERN, title="Xe ca đêm"
    ),
    "give": lambda by, case, house: handling.give(
        by=by, now=NOW, case=case, person=house.person("ha")
    ),
    "ask": lambda by, case, house: handling.ask(
        by=by, now=NOW, case=case, text="Ca nào?"
    ),
    "message": lambda by, case, house: handling.message(
        by=by, now=NOW, case=case, text="Tôi đã đọc.", token=token()
    ),
    "note": lambda by, case, house: handling.note(
        by=by, now=NOW, case=case, text="Hẹn gặp giám đốc.", token=token()
    ),
    "transcribe": lambda by, case, house: handling.transcribe(
        by=by, now=NOW, case=case, text="Chị em đi bộ đường tối"
    ),
    "hand_over": lambda by, case, house: passing.hand_over(
        by=by, now=NOW, case=case, to=house.unit("che"), reason=WORDS
    ),
    "extend": lambda by, case, house: dates.extend(
        by=by, now=NOW, case=case, reason="figures", text=WORDS
    ),
    "mark_urgent": lambda by, case, house: dates.mark_urgent(
        by=by, now=NOW, case=case, text=WORDS
    ),
    "close": lambda by, case, house: passing.close(
        by=by, now=NOW, case=case, reason="not_ours", text=WORDS
    ),
    "ask_withholding": lambda by, case, house: passing.ask_withholding(
        by=by, now=NOW, case=case, text=WORDS
    ),
    "withhold": lambda by, case, house: passing.withhold(by=by, now=NOW, case=case),
    "open_identity": lambda by, case, house: names.open_identity(
        by=by, now=NOW, case=case, reason=WORDS
    ),
    "renew_key": lambda by, case, house: names.renew_key(
        by=by, now=NOW, case=case, token=token()
    ),
    "hand_slip": lambda by, case, house: counter.hand_slip(by=by, now=NOW, case=case),
}
# Who does it, from which state, and what the journal then says besides.
WORKS = {
    "accept": ("chi", "received", ["accepted"]),
    "give": ("chi", "received", ["assigned"]),
    "ask": ("chi", "open", ["asked"]),
    "message": ("chi", "received", ["message_sent"]),
    "note": ("chi", "received", ["noted"]),
    "transcribe": ("chi", "received", ["transcribed"]),
    "hand_over": ("chi", "received", ["handed_over", "assigned"]),
    "extend": ("dung", "open", ["extended"]),
    "mark_urgent": ("chi", "received", ["urgent"]),
    "close": ("chi", "received", ["closed"]),
    "ask_withholding": ("chi", "open", ["withholding_asked"]),
    "withhold": ("dung", "wished", ["withheld"]),
    "open_identity": ("chi", "received", ["identity_opened"]),
    "renew_key": ("chi", "received", ["key_renewed"]),
    "hand_slip": ("chi", "received", ["receipt_kept"]),
}
# Acts of a step, and a state in which it does not start.
TOO_LATE = {
    "accept": "open",
    "ask": "received",
    "hand_over": "answered",
    "extend": "answered",
    "mark_urgent": "answered",
    "close": "answered",
    "ask_withholding": "withheld",
    "withhold": "withheld",
}
NAMED = Asker(name="An", contact="an@vidu.example", may_contact=True)


@pytest.fixture
def matter(ask, house):
    """Return a function that gives a case with a name in a state."""

    def make(state: str) -> Case:
        case = ask(asker=NAMED)
        if state in ("open", "wished", "withheld"):
            taken_up(case, house.chi)
        if state in ("wished", "withheld"):
            ACTS["ask_withholding"](house.chi, case, house)
        if state == "withheld":
            ACTS["withhold"](house.dung, case, house)
        if state == "answered":
            answered(case, house.chi)
        return fresh(case)

    return make


def rows(case) -> dict:
    """Return every row that belongs to a case, for comparing before and after."""
    return {
        "case": model_to_dict(fresh(case)),
        "events": told(case),
        "messages": list(Message.objects.filter(case=case).values_list("text", "side")),
        "clocks": list(Clock.objects.filter(subject=case.ref).values_list()),
        "handed": HandOver.objects.filter(case=case).count(),
        "wishes": Withholding.objects.filter(case=case).count(),
        "found": list(
            Entry.objects.filter(ref=case.ref).values_list("title", "folded")
        ),
    }


@pytest.mark.parametrize("act", WORKS)
def test_act_records_its_events_and_no_others(matter, house, act):
    who, state, made = WORKS[act]
    case = matter(state)
    before = told(case)

    ACTS[act](getattr(house, who), case, house)

    assert told(case)[len(before) :] == made


@pytest.mark.parametrize("act", WORKS)
@pytest.mark.parametrize("who", ["em", "khoa", "lan", "public", "holder"])
def test_act_of_a_stranger_changes_nothing(matter, house, act, who):
    case = matter(WORKS[act][1])
    before = rows(case)
    by = {"public": Public(), "holder": Holder(case.code)}.get(who) or getattr(
        house, who
    )

    with pytest.raises(rules.NotAllowed):
        ACTS[act](by, case, house)

    assert rows(case) == before


@pytest.mark.parametrize("act", TOO_LATE)
def test_act_in_a_state_where_it_does_not_start_changes_nothing(matter, house, act):
    case = matter(TOO_LATE[act])
    before = rows(case)

    with pytest.raises(WrongStep):
        ACTS[act](getattr(house, WORKS[act][0]), case, house)

    assert rows(case) == before


@pytest.mark.parametrize("act", WORKS)
def test_act_that_the_journal_refuses_changes_nothing(matter, house, act, request):
    who, state, _made = WORKS[act]
    case = matter(state)
    before = rows(case)
    request.getfixturevalue("journal_refuses")

    with pytest.raises(DatabaseError):
        ACTS[act](getattr(house, who), case, house)

    assert rows(case) == before


SHELVES = (handling, passing, dates, names)
WITH_TOKEN = (
    ("accept", {"kind": CONCERN, "title": "Xe"}, "chi", "received"),
    ("ask", {"text": "Ca nào?"}, "chi", "open"),
    ("message", {"text": "Đã đọc."}, "chi", "open"),
    ("note", {"text": "Hẹn gặp."}, "chi", "open"),
    ("transcribe", {"text": "Đi bộ."}, "chi", "open"),
    ("extend", {"reason": "figures", "text": WORDS}, "dung", "open"),
    ("mark_urgent", {"text": WORDS}, "chi", "open"),
    ("close", {"reason": "not_ours", "text": WORDS}, "chi", "open"),
    ("ask_withholding", {"text": WORDS}, "chi", "open"),
    ("withhold", {}, "dung", "wished"),
    ("open_identity", {"reason": WORDS}, "chi", "open"),
    ("renew_key", {}, "chi", "open"),
)


@pytest.mark.parametrize(("act", "more", "who", "state"), WITH_TOKEN)
def test_same_post_twice_is_done_once(matter, house, act, more, who, state):
    case, once = matter(state), token()
    do = next(getattr(shelf, act) for shelf in SHELVES if hasattr(shelf, act))
    do(by=getattr(house, who), now=NOW, case=case, token=once, **more)
    after_the_first = rows(case)

    with pytest.raises(Replayed) as replay:
        do(by=getattr(house, who), now=NOW, case=case, token=once, **more)

    assert replay.value.ref == case.ref
    assert rows(case) == after_the_first


# accept


def test_accepted_case_has_kind_title_topic_and_person(ask, house, now):
    case = ask()

    handling.accept(
        by=house.chi,
        now=now,
        case=case,
        kind=CONCERN,
        title="Xe ca đêm",
        topic=house.topic(),
        assignee=house.person("ha"),
    )

    now_it_is = fresh(case)
    assert (now_it_is.state, now_it_is.kind_id) == ("open", CONCERN.id)
    assert (now_it_is.title, now_it_is.topic) == ("Xe ca đêm", house.topic())
    assert now_it_is.assignee == house.person("ha")
    assert told(case) == ["received", "assigned", "accepted", "assigned"]


@pytest.mark.parametrize("kind", [CONCERN, QUESTION])
def test_acceptance_never_moves_the_promise_back(ask, house, now, kind):
    case = ask()
    promised = case.promised_on

    handling.accept(by=house.chi, now=now, case=case, kind=kind, title="Xe")

    now_it_is = fresh(case)
    assert now_it_is.promised_on == promised
    assert now_it_is.due_on <= promised


def test_accepted_case_is_found_by_its_new_title(ask, house, now):
    case = ask()

    handling.accept(
        by=house.chi, now=now, case=case, kind=CONCERN, title="Bến Pom Sáng"
    )

    hits = search("pom sang", audience="officers")
    assert [hit.ref for hit in hits] == [case.ref]


def test_case_is_not_accepted_as_what_only_begins_inside(ask, house, now):
    case = ask()
    inside = next(kind for kind in KINDS.values() if kind.begins_inside)

    with pytest.raises(WrongStep):
        handling.accept(by=house.chi, now=now, case=case, kind=inside, title="Xe")

    assert fresh(case).state == "received"


def test_case_is_not_given_on_acceptance_to_who_may_not_read_it(ask, house, now):
    case = ask()

    with pytest.raises(rules.NotAllowed):
        handling.accept(
            by=house.chi,
            now=now,
            case=case,
            kind=CONCERN,
            title="Xe",
            assignee=house.person("em"),
        )

    assert fresh(case).state == "received"


# give, ask, message, note, transcribe


def test_case_is_not_given_to_who_may_not_read_it(matter, house, now):
    case = matter("open")

    with pytest.raises(rules.NotAllowed):
        handling.give(by=house.chi, now=now, case=case, person=house.person("em"))

    assert fresh(case).assignee == house.person("chi")


def test_question_waits_for_the_asker_and_the_date_goes_on(matter, house, now):
    case = matter("open")

    handling.ask(by=house.chi, now=now, case=case, text="Ca nào?")

    after = fresh(case)
    assert (after.state, after.due_on) == ("waiting", case.due_on)
    assert [m.text for m in after.messages.filter(side=Message.OFFICER)] == ["Ca nào?"]


def test_asker_does_not_see_a_note(matter, house, now):
    case = matter("open")

    handling.note(by=house.chi, now=now, case=case, text="Trong nhà", token=token())

    seen = queries.conversation(case, viewer=Holder(case.code))
    inside = queries.conversation(case, viewer=house.ha)
    assert [said.message.text for said in seen] == []
    assert [said.message.text for said in inside] == ["Trong nhà"]


def test_case_is_found_by_what_a_voice_said_also_after_later_steps(matter, house, now):
    case = matter("received")

    handling.transcribe(by=house.chi, now=now, case=case, text="Bản Huổi Tre")
    taken_up(case, house.chi)
    passing.hand_over(
        by=house.chi, now=now, case=case, to=house.unit("che"), reason="x"
    )

    assert [hit.ref for hit in search("huoi tre", audience="officers")] == [case.ref]


# hand_over


def test_handed_over_case_keeps_its_clock_and_gets_a_person_there(matter, house, now):
    case = matter("open")

    passing.hand_over(
        by=house.chi, now=now, case=case, to=house.unit("che"), reason=WORDS
    )

    after = fresh(case)
    assert after.unit == house.unit("che")
    assert after.assignee == house.person("ha")
    assert (after.due_on, after.promised_on) == (case.due_on, case.promised_on)
    handed = HandOver.objects.get(case=case)
    assert (handed.from_unit.slug, handed.to_unit.slug) == ("che.sao", "che")
    assert Mention.objects.filter(ref="unit:che", event__stream=case.ref).count() == 1


def test_old_unit_reads_what_it_wrote_and_no_more(matter, house, now):
    case = matter("open")
    handling.note(by=house.chi, now=now, case=case, text="Của xưởng", token=token())
    passing.hand_over(
        by=house.chi, now=now, case=case, to=house.unit("che"), reason=WORDS
    )
    handling.note(by=house.ha, now=now, case=case, text="Của ban", token=token())

    case = fresh(case)
    seen = queries.conversation(case, viewer=house.chi)
    assert queries.access(case, viewer=house.chi) == "former"
    assert [said.message.text for said in seen] == ["Của xưởng"]
    with pytest.raises(rules.NotAllowed):
        handling.note(by=house.chi, now=now, case=case, text="Nữa", token=token())


def test_case_does_not_go_back_to_the_level_that_was_passed_over(ask, house, now):
    case = ask(unit="che", passed_over=house.unit("che.sao"))

    with pytest.raises(rules.PassedOver):
        passing.hand_over(
            by=house.ha, now=now, case=case, to=house.unit("che.sao"), reason=WORDS
        )

    assert fresh(case).unit.slug == "che"


def test_case_does_not_go_where_only_a_person_of_the_passed_level_would_take_it(
    ask, house, now
):
    case = ask(unit="che.sao", passed_over=house.unit("che"))

    with pytest.raises(rules.NobodyThere):
        passing.hand_over(
            by=house.chi, now=now, case=case, to=house.unit("che.donggoi"), reason=WORDS
        )


@pytest.mark.parametrize("slug", ["che.sao", "closed"])
def test_case_does_not_go_where_it_lies_or_where_nobody_is(matter, house, now, slug):
    case = matter("open")
    unit = house.unit("che.sao" if slug == "che.sao" else "che.donggoi")
    if slug == "closed":
        unit.closed_on = date(2026, 11, 1)
        unit.save()

    with pytest.raises(rules.NobodyThere):
        passing.hand_over(by=house.chi, now=now, case=case, to=unit, reason=WORDS)

    assert fresh(case).unit.slug == "che.sao"


# extend


def test_extension_is_a_new_clock_and_the_first_promise_stays(matter, house, now):
    case = matter("open")
    promise = case.promised_on

    dates.extend(by=house.dung, now=now, case=case, reason="figures", text=WORDS)

    after = fresh(case)
    old, new = Clock.objects.filter(subject=case.ref, name="first_answer").order_by(
        "id"
    )
    assert after.promised_on == promise == old.due_on
    assert (old.outcome, new.extends) == ("extended", old)
    assert after.due_on == new.due_on > promise
    assert after.n_extended == 1


def test_extension_tells_the_same_date_that_was_shown_before(matter, house, now, today):
    case = matter("open")
    shown = queries.extension(case, today=today)

    dates.extend(by=house.dung, now=now, case=case, reason="figures", text=WORDS)

    assert (shown.used, shown.allowed) == (0, 1)
    assert fresh(case).due_on == shown.after


def test_second_extension_is_refused_by_the_rule(matter, house, now):
    case = matter("open")
    dates.extend(by=house.dung, now=now, case=case, reason="figures", text=WORDS)
    before = rows(case)

    with pytest.raises(rules.NoMoreExtensions) as refusal:
        dates.extend(by=house.dung, now=now, case=case, reason="other", text=WORDS)

    assert (refusal.value.used, refusal.value.allowed) == (1, 1)
    assert rows(case) == before


def test_officer_who_is_no_chair_does_not_extend(matter, house, now):
    case = matter("open")

    with pytest.raises(rules.NotAllowed):
        dates.extend(by=house.chi, now=now, case=case, reason="other", text=WORDS)


# mark_urgent


def test_urgent_case_has_two_clocks_in_hours_as_was_shown(matter, house, now):
    case = matter("received")
    shown = queries.urgent_times(case, now=now)

    dates.mark_urgent(by=house.chi, now=now, case=case, text=WORDS)

    clocks = Clock.objects.filter(subject=case.ref, name__in=("first_word", "plan"))
    assert {clock.name: clock.due_at for clock in clocks} == shown
    assert fresh(case).urgent


def test_case_is_marked_urgent_once(matter, house, now):
    case = matter("received")
    dates.mark_urgent(by=house.chi, now=now, case=case, text=WORDS)

    with pytest.raises(WrongStep):
        dates.mark_urgent(by=house.chi, now=now, case=case, text=WORDS)


@pytest.mark.parametrize(("plan", "running"), [(False, ["plan"]), (True, [])])
def test_message_stops_the_first_word_and_with_the_plan_both(
    matter, house, now, plan, running
):
    case = matter("received")
    dates.mark_urgent(by=house.chi, now=now, case=case, text=WORDS)

    handling.message(
        by=house.chi, now=now, case=case, text="Đã đọc.", token=token(), plan=plan
    )

    clocks = Clock.objects.filter(
        subject=case.ref, name__in=("first_word", "plan"), stopped_on=None
    )
    assert [clock.name for clock in clocks] == running


# join


def test_joined_cases_keep_number_key_and_clock(ask, house, now):
    case, other = ask(), ask()
    taken_up(other, house.chi)
    key, due = bytes(case.key), case.due_on

    passing.join(by=house.chi, now=now, case=case, to=other)

    after = fresh(case)
    assert after.joined_to == other
    assert (bytes(after.key), after.due_on, after.state) == (key, due, "open")
    assert told(case)[2:] == ["accepted", "joined"]
    assert Mention.objects.filter(ref=other.ref).count() == 1


@pytest.mark.parametrize("who", ["em", "lan", "khoa"])
def test_stranger_joins_nothing(ask, house, now, who):
    case, other = ask(), ask()

    with pytest.raises(rules.NotAllowed):
        passing.join(by=getattr(house, who), now=now, case=case, to=other)

    assert fresh(case).joined_to is None


def test_case_is_not_joined_with_one_that_the_officer_may_not_read(ask, house, now):
    case, other = ask(), ask(unit="may")

    with pytest.raises(rules.NotAllowed):
        passing.join(by=house.chi, now=now, case=case, to=other)

    assert fresh(case).joined_to is None


def test_case_that_is_over_is_not_joined(matter, ask, house, now):
    case, other = matter("answered"), ask()
    taken_up(other, house.chi)

    with pytest.raises(WrongStep):
        passing.join(by=house.chi, now=now, case=case, to=other)


@pytest.mark.parametrize("to", ["itself", "ended", "joined"])
def test_case_is_not_joined_with_itself_an_ended_one_or_twice(ask, house, now, to):
    case, other, third = ask(), ask(), ask()
    taken_up(other, house.chi)
    taken_up(third, house.chi)
    if to == "joined":
        passing.join(by=house.chi, now=now, case=case, to=third)
    if to == "ended":
        passing.close(by=house.chi, now=now, case=other, reason="spam", text="x")
    target = {"itself": case, "ended": other, "joined": other}[to]

    with pytest.raises(rules.OtherMatter):
        passing.join(by=house.chi, now=now, case=case, to=target)


def test_join_that_the_journal_refuses_changes_nothing(ask, house, now, request):
    case, other = ask(), ask()
    taken_up(other, house.chi)
    before = rows(case)
    request.getfixturevalue("journal_refuses")

    with pytest.raises(DatabaseError):
        passing.join(by=house.chi, now=now, case=case, to=other)

    assert rows(case) == before


# close, withhold


def test_closed_case_owes_nothing_and_can_be_contested(matter, house, now):
    case = matter("received")

    passing.close(by=house.chi, now=now, case=case, reason="not_ours", text=WORDS)

    after = fresh(case)
    running = Clock.objects.filter(subject=case.ref, stopped_on=None)
    assert (after.state, after.due_on) == ("closed", None)
    assert [clock.name for clock in running] == ["bar"]


def test_withholding_takes_two_persons(ask, house, now):
    case = ask()
    taken_up(case, house.chi)
    ACTS["ask_withholding"](house.dung, case, house)

    with pytest.raises(rules.SamePerson):
        passing.withhold(by=house.dung, now=now, case=case)

    assert fresh(case).state == "open"


def test_nobody_withholds_what_nobody_asked_for(matter, house, now):
    case = matter("open")

    with pytest.raises(WrongStep):
        passing.withhold(by=house.dung, now=now, case=case)


def test_withheld_case_stops_its_clocks_and_keeps_its_lateness(matter, house, now):
    case = matter("wished")

    passing.withhold(by=house.dung, now=now, case=case)

    after = fresh(case)
    assert (after.state, after.due_on) == ("withheld", None)
    assert after.promised_on == case.promised_on
    clock = Clock.objects.get(subject=case.ref, name="first_answer")
    assert clock.outcome == "withheld"


# open_identity, renew_key


def test_opened_name_is_told_to_the_asker(matter, house, now):
    case = matter("received")

    identity = names.open_identity(by=house.chi, now=now, case=case, reason=WORDS)

    event = Event.objects.get(stream=case.ref, name="case.identity_opened")
    assert identity == Identity.objects.get(case=case)
    assert (identity.name, event.actor) == ("An", house.chi.ref)


@pytest.mark.parametrize("act", ["open_identity", "renew_key"])
def test_nameless_case_has_no_name_to_open_and_nobody_to_recognise(ask, house, act):
    case = ask()
    before = rows(case)

    with pytest.raises(rules.NotNamed):
        ACTS[act](house.chi, case, house)

    assert rows(case) == before


def test_new_key_ends_the_old_one_and_every_open_session(matter, house, now):
    case = matter("received")

    names.renew_key(by=house.chi, now=now, case=case, token=token())

    after = fresh(case)
    assert bytes(after.key) != bytes(case.key)
    assert after.epoch == case.epoch + 1


# hand_slip


def test_slip_is_handed_over_by_who_keyed_it_in_and_reads_it_no_more(ask, house, now):
    case = ask()
    Case.objects.filter(pk=case.pk).update(keyed_by=house.person("em"))

    counter.hand_slip(by=house.em, now=now, case=case)

    assert fresh(case).receipt_kept_at == now
    assert told(case)[-1] == "receipt_kept"


def test_slip_that_was_handed_already_keeps_its_hour(matter, house, now):
    case = matter("received")
    counter.hand_slip(by=house.chi, now=now, case=case)

    counter.hand_slip(by=house.chi, now=now + timedelta(hours=2), case=case)

    assert fresh(case).receipt_kept_at == now


def test_slip_of_a_new_key_is_handed_over_anew(matter, house, now):
    case, later = matter("received"), now + timedelta(hours=2)
    counter.hand_slip(by=house.chi, now=now, case=case)
    names.renew_key(by=house.chi, now=now, case=case, token=token())
    assert fresh(case).receipt_kept_at is None

    counter.hand_slip(by=house.chi, now=later, case=case)

    assert fresh(case).receipt_kept_at == later


# the asker is told


def test_asker_who_left_a_way_is_knocked_at_without_a_word_of_the_case(
    matter, house, now
):
    from kipthoi.outbox.models import Letter

    case = matter("open")

    handling.ask(by=house.chi, now=now, case=case, text="Ca nào?")

    letter = Letter.objects.order_by("-id").first()
    assert letter.address == "an@vidu.example"
    assert "Ca nào" not in letter.body


def test_contested_case_is_not_extended(ask, house, now):
    case = contested(ask(), house.chi)

    with pytest.raises(WrongStep):
        dates.extend(by=house.dung, now=now, case=case, reason="other", text=WORDS)
