"""Acts of people: rows and their one event, wrong person, wrong state, no journal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError

from kipthoi.core.viewer import Clockwork, Public
from kipthoi.journal.models import Event
from kipthoi.outbox.models import Letter
from kipthoi.people import actions, rules
from kipthoi.people.actions import Invitee, Mail
from kipthoi.people.models import Invitation, Person, Session, Term
from kipthoi.units.rules import NotAllowed
from tests.house import NOW, TODAY

MAIL = Mail("Thư", "Lời")
TOKEN = b"t" * 32


def events(before=0):
    return list(Event.objects.order_by("id").values_list("name", flat=True))[before:]


def invitee(house, **more):
    return replace(
        Invitee("Tẩn Mỹ Dao", "dao@vidu.example", house.unit("che.sao"), "officer"),
        **more,
    )


def term(house, name="chi"):
    return Term.objects.select_related("unit").get(person=house.person(name))


def invited(house, **more):
    return actions.invite(
        by=house.dung, now=NOW, invitee=invitee(house, **more), token=TOKEN, mail=MAIL
    )


# Every act with who may do it, who may not, and what it records.


def appoint(house, by):
    return actions.appoint(by=by, now=NOW, invitee=invitee(house))


def invite(house, by):
    return actions.invite(
        by=by, now=NOW, invitee=invitee(house), token=TOKEN, mail=MAIL
    )


def end_term(house, by):
    actions.end_term(by=by, now=NOW, term=term(house), on=TODAY)


def stand_in(house, by):
    actions.stand_in(
        by=by,
        now=NOW,
        term=term(house),
        person=house.person("ha"),
        from_on=TODAY,
        to_on=TODAY + timedelta(days=7),
    )


def set_language(house, by):
    actions.set_language(by=by, now=NOW, person=house.person("dung"), language="en")


def add_key(house, by):
    return actions.add_key(
        by=by,
        now=NOW,
        person=house.person("dung"),
        name="Máy",
        credential={},
        mail=MAIL,
    )


def make_codes(house, by):
    return actions.make_codes(by=by, now=NOW, person=house.person("dung"), mail=MAIL)


ACTS = [
    (appoint, "term.given"),
    (invite, "person.invited"),
    (end_term, "term.ended"),
    (stand_in, "term.stand_in"),
    (set_language, "person.changed"),
    (add_key, "key.added"),
    (make_codes, "codes.made"),
]


@pytest.mark.parametrize(("act", "event"), ACTS)
def test_act_records_its_one_event(house, act, event):
    before = Event.objects.count()

    act(house, house.dung)

    assert events(before) == [event]


@pytest.mark.parametrize(("act", "event"), ACTS)
@pytest.mark.parametrize("name", ["chi", "ha", "giang", "em", "khoa", "lan"])
def test_act_is_the_chairs_or_ones_own(house, act, event, name):
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        act(house, getattr(house, name))

    assert events(before) == []


@pytest.mark.parametrize(("act", "event"), ACTS)
def test_without_a_journal_nothing_is_done(house, act, event, journal_refuses):
    def rows():
        tables = (Person, Term, Invitation, Letter, Authenticator)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = rows()

    with pytest.raises(DatabaseError):
        act(house, house.dung)

    assert rows() == before


def test_appointed_person_has_the_role_from_the_day_on(house):
    person = appoint(house, house.dung)

    made = Term.objects.get(person=person)
    assert (made.role, made.unit.slug, made.from_on) == ("officer", "che.sao", TODAY)
    assert not person.has_usable_password()


def test_same_role_twice_overlaps_and_tells_since_when(house):
    person = appoint(house, house.dung)

    with pytest.raises(rules.TermsOverlap) as told:
        appoint(house, house.dung)

    assert told.value.since == TODAY
    assert Term.objects.filter(person=person).count() == 1


def test_invitation_keeps_no_token_and_the_letter_has_the_words(house):
    row = invited(house)

    assert bytes(row.token) == actions.digest(TOKEN) != TOKEN
    assert row.ends_at == NOW + timedelta(days=7)
    letter = Letter.objects.get()
    assert (letter.address, letter.body) == ("dao@vidu.example", "Lời")


def test_role_that_is_held_cannot_be_offered_again(house):
    with pytest.raises(rules.TermsOverlap):
        invited(house, email="CHI@vidu.example", role="duty")


def test_take_up_makes_the_person_once(house):
    invited(house)
    before = Event.objects.count()

    person = actions.take_up(by=Public(), now=NOW, token=TOKEN)

    assert person.email == "dao@vidu.example"
    assert events(before) == ["term.given", "person.joined"]
    with pytest.raises(rules.InvitationEnded):
        actions.take_up(by=Public(), now=NOW, token=TOKEN)


@pytest.mark.parametrize("token", [b"", b"x", b"\0" * 32, TOKEN + b"x"])
def test_take_up_needs_the_very_token(house, token):
    invited(house)

    with pytest.raises(rules.InvitationEnded):
        actions.take_up(by=Public(), now=NOW, token=token)


def test_take_up_ends_after_seven_days(house):
    invited(house)

    with pytest.raises(rules.InvitationEnded):
        actions.take_up(by=Public(), now=NOW + timedelta(days=7), token=TOKEN)


def test_take_up_without_a_journal_leaves_the_invitation(house, request):
    invited(house)
    request.getfixturevalue("journal_refuses")

    with pytest.raises(DatabaseError):
        actions.take_up(by=Public(), now=NOW, token=TOKEN)

    assert Invitation.objects.get().used_at is None
    assert not Person.objects.filter(email="dao@vidu.example").exists()


def test_withdrawn_invitation_opens_nothing_and_is_withdrawn_once(house):
    row = invited(house)
    before = Event.objects.count()

    actions.withdraw_invitation(by=house.dung, now=NOW, invitation=row)

    assert events(before) == ["person.invitation_withdrawn"]
    with pytest.raises(rules.InvitationEnded):
        actions.take_up(by=Public(), now=NOW, token=TOKEN)
    with pytest.raises(rules.InvitationEnded):
        actions.withdraw_invitation(by=house.dung, now=NOW, invitation=row)


def test_withdrawing_is_the_chairs(house):
    row = invited(house)

    with pytest.raises(NotAllowed):
        actions.withdraw_invitation(by=house.chi, now=NOW, invitation=row)

    assert Invitation.objects.get().withdrawn_at is None


def test_withdrawing_without_a_journal_leaves_it(house, request):
    row = invited(house)
    request.getfixturevalue("journal_refuses")

    with pytest.raises(DatabaseError):
        actions.withdraw_invitation(by=house.dung, now=NOW, invitation=row)

    assert Invitation.objects.get().withdrawn_at is None


def test_ended_term_runs_to_its_day_and_ends_once(house):
    end_term(house, house.dung)

    assert term(house).to_on == TODAY
    with pytest.raises(rules.TermOver):
        actions.end_term(
            by=house.dung, now=NOW + timedelta(days=2), term=term(house), on=TODAY
        )


def test_term_cannot_end_before_it_began(house):
    with pytest.raises(rules.BadDays):
        actions.end_term(by=house.dung, now=NOW, term=term(house), on=date(2020, 1, 1))


def test_a_body_keeps_one_chair(house):
    with pytest.raises(rules.LastChair):
        actions.end_term(by=house.dung, now=NOW, term=term(house, "dung"), on=TODAY)

    actions.appoint(
        by=house.dung,
        now=NOW,
        invitee=invitee(house, unit=house.unit("che"), role="deputy"),
    )
    actions.end_term(by=house.dung, now=NOW, term=term(house, "dung"), on=TODAY)


def test_stand_in_of_a_chair_is_a_deputy_for_those_days_only(house):
    ends = TODAY + timedelta(days=3)
    actions.stand_in(
        by=house.dung,
        now=NOW,
        term=term(house, "dung"),
        person=house.person("ha"),
        from_on=TODAY,
        to_on=ends,
    )

    made = Term.objects.get(stands_in_for=house.person("dung"))
    assert (made.role, made.from_on, made.to_on) == ("deputy", TODAY, ends)
    assert "chair" in replace(house, today=ends).ha.roles
    assert "chair" not in replace(house, today=ends + timedelta(days=1)).ha.roles


def test_a_stand_in_does_not_make_a_chair_free_to_go_but_may_go_themselves(house):
    made = actions.stand_in(
        by=house.dung,
        now=NOW,
        term=term(house, "dung"),
        person=house.person("ha"),
        from_on=TODAY,
        to_on=TODAY + timedelta(days=30),
    )

    with pytest.raises(rules.LastChair):
        actions.end_term(by=house.dung, now=NOW, term=term(house, "dung"), on=TODAY)
    actions.end_term(by=house.dung, now=NOW, term=made, on=TODAY)

    made.refresh_from_db()
    assert made.to_on == TODAY


@pytest.mark.parametrize(("who", "days"), [("chi", 7), ("ha", -1)])
def test_stand_in_is_somebody_else_and_ends_after_it_begins(house, who, days):
    with pytest.raises(rules.BadDays):
        actions.stand_in(
            by=house.dung,
            now=NOW,
            term=term(house),
            person=house.person(who),
            from_on=TODAY,
            to_on=TODAY + timedelta(days=days),
        )


def test_stand_in_for_a_term_that_is_over_is_refused(house):
    end_term(house, house.dung)

    with pytest.raises(rules.TermOver):
        actions.stand_in(
            by=house.dung,
            now=NOW,
            term=term(house),
            person=house.person("ha"),
            from_on=TODAY + timedelta(days=1),
            to_on=TODAY + timedelta(days=2),
        )


def test_language_is_kept(house):
    set_language(house, house.dung)

    assert house.person("dung").language == "en"


@pytest.mark.parametrize("act", ["rename_key", "remove_key"])
def test_key_of_nobody_is_no_key(house, act):
    more = {"name": "x"} if act == "rename_key" else {"mail": MAIL}

    with pytest.raises(rules.NoSuchKey):
        getattr(actions, act)(
            by=house.dung, now=NOW, person=house.person("dung"), pk=999, **more
        )


@pytest.mark.parametrize(
    ("act", "event"), [("rename_key", "key.renamed"), ("remove_key", "key.removed")]
)
def test_key_is_ones_own_to_change(house, act, event, request):
    key = add_key(house, house.dung)
    more = {"name": "Mới"} if act == "rename_key" else {"mail": MAIL}
    call = {"now": NOW, "person": house.person("dung"), "pk": key.pk, **more}

    with pytest.raises(NotAllowed):
        getattr(actions, act)(by=house.chi, **call)
    before = Event.objects.count()
    getattr(actions, act)(by=house.dung, **call)
    assert events(before) == [event]

    other = add_key(house, house.dung)
    request.getfixturevalue("journal_refuses")
    with pytest.raises(DatabaseError):
        getattr(actions, act)(by=house.dung, **{**call, "pk": other.pk})
    assert Authenticator.objects.get(pk=other.pk).data["name"] == "Máy"


def test_new_recovery_codes_replace_the_old(house):
    first = make_codes(house, house.dung)
    second = make_codes(house, house.dung)

    assert len(first) == len(second) == 10
    assert not set(first) & set(second)
    assert Authenticator.objects.count() == 1


def test_device_is_signed_out_by_its_owner_alone(house, client, request):
    client.force_login(house.person("chi"))
    key = client.session.session_key
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        actions.sign_out_device(
            by=house.dung, now=NOW, person=house.person("chi"), key=key
        )
    actions.sign_out_device(by=house.chi, now=NOW, person=house.person("chi"), key=key)

    assert events(before) == ["person.signed_out"]
    assert not Session.objects.filter(session_key=key).exists()


def test_device_stays_signed_in_without_a_journal(house, client, journal_refuses):
    client.force_login(house.person("chi"))
    key = client.session.session_key

    with pytest.raises(DatabaseError):
        actions.sign_out_device(
            by=house.chi, now=NOW, person=house.person("chi"), key=key
        )

    assert Session.objects.filter(session_key=key).exists()


def test_set_up_may_appoint_the_first(house):
    assert appoint(house, Clockwork()).email == "dao@vidu.example"
