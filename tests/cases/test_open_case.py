"""Taking a matter in: rows, one event, a name and a date, in one commit."""

import json
import threading

import pytest
from django.db import DatabaseError, connection

from kipthoi.cases.actions.intake import Asker, first_words
from kipthoi.cases.models import Case, Identity
from kipthoi.cases.queries import case_by_key, case_by_token
from kipthoi.core.keys import derive_key
from kipthoi.core.leaf import commit
from kipthoi.deadlines.models import Clock
from kipthoi.journal.models import Event
from kipthoi.journal.record import Replayed
from kipthoi.journal.secrets import secret
from kipthoi.search.models import Entry

TOKEN = b"0123456789abcdef"


def test_open_case_writes_rows_clock_index_and_one_public_event(ask, house):
    case = ask(token=TOKEN)

    assert (case.state, case.kind_id, case.unit.slug) == (
        "received",
        "intake/1",
        "che.sao",
    )
    assert case.assignee == house.person("chi")
    assert not case.named
    assert Entry.objects.get(ref=case.ref).audience == "officers"
    public = Event.objects.filter(stream=case.ref, n__isnull=False)
    assert [(event.name, event.n, event.ordinal) for event in public] == [
        ("case.received", 0, 0)
    ]


def test_open_case_promises_ten_working_days_without_the_holiday(ask):
    case = ask()

    clock = Clock.objects.get(subject=case.ref)
    assert clock.rule.rule_id == "knpa-answer/1"
    # 18 November 2026 is a Wednesday; Tuesday 24 November is a holiday.
    assert clock.due_on.isoformat() == "2026-12-03"
    assert case.promised_on == case.due_on == clock.due_on


def test_leaf_of_an_intake_says_what_is_owed_and_no_word_of_it(ask):
    case = ask()

    event = Event.objects.get(stream=case.ref, n=0)
    line = json.loads(bytes(event.leaf))
    assert line["c"] == case.code
    assert (line["b"], line["u"], line["k"]) == ("che", "che.sao", "intake/1")
    assert line["d"] == {
        "first_answer": {
            "due": "2026-12-03",
            "rule": "knpa-answer/1",
            "from": "2026-11-18",
        }
    }
    content = json.loads(event.content)
    assert bytes(event.commitment) == commit(bytes(event.salt), content)
    assert line["h"] == bytes(event.commitment).hex()
    assert "xe" not in bytes(event.leaf).decode()


def test_key_is_nowhere_in_the_database(ask):
    case = ask(token=TOKEN)

    key = derive_key(secret("key.secret"), TOKEN, case.key_counter)
    assert case_by_key(key) == case
    assert case_by_token(TOKEN) == case
    for row in Event.objects.filter(stream=case.ref):
        assert key not in (row.content or "")
    assert key.encode() not in bytes(case.key)


def test_same_token_makes_one_case_and_names_it(ask):
    case = ask(token=TOKEN)

    with pytest.raises(Replayed) as told:
        ask("Lời khác", token=TOKEN)

    assert told.value.ref == case.ref
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_posts_at_once_make_one_case(ask):
    refs = []

    def send():
        try:
            refs.append(ask(token=TOKEN).ref)
        except Replayed as told:
            refs.append(told.ref)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refs) == 8
    assert set(refs) == {Case.objects.get().ref}


def test_name_and_contact_lie_apart_from_the_case(ask):
    case = ask(asker=Asker(name="An", contact="an@vidu.example", may_contact=True))

    identity = Identity.objects.get(case=case)
    assert (identity.name, identity.contact) == ("An", "an@vidu.example")
    assert case.named
    assert case.may_contact
    content = Event.objects.get(stream=case.ref, n=0).content
    assert "an@vidu.example" not in content


def test_contact_is_not_used_where_there_is_none(ask):
    assert not ask(asker=Asker(name="An", may_contact=True)).may_contact


def test_passed_over_level_does_not_get_the_case(ask, house):
    case = ask(unit="che", passed_over=house.unit("che.sao"))

    assert case.unit.slug == "che"
    assert case.passed_over.slug == "che.sao"
    assert case.assignee != house.person("chi")


def test_open_case_leaves_nothing_when_the_journal_refuses(ask, house, journal_refuses):
    with pytest.raises(DatabaseError, match="the journal refuses"):
        ask()

    assert Case.objects.count() == Clock.objects.count() == Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ngắn  thôi\n", "Ngắn thôi"),
        ("từ " * 60, ("từ " * 26).strip() + "…"),
        ("", ""),
    ],
)
def test_title_is_the_first_words(text, title):
    assert first_words(text) == title
