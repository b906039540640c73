"""Publishing: one writes, another reads, a chair may hide; never one person alone."""

import pytest
from django.db import DatabaseError

from kipthoi.cases import rules
from kipthoi.cases.actions import answers, asking, handling, publishing
from kipthoi.cases.actions.intake import Asker
from kipthoi.core.viewer import Holder
from kipthoi.core.workflow import WrongStep
from kipthoi.journal.models import Event
from kipthoi.publications.actions import Text
from kipthoi.publications.models import Publication, Reading, Version
from kipthoi.search.models import Entry
from tests.cases.test_whole_loop import CONCERN, PROOF

TEXT = Text(title="Ca đêm có xe về không?", short="Có, từ 07/12.", body="Theo Điều 14.")
TABLES = (Publication, Version, Reading, Entry)


@pytest.fixture
def opened(ask, house, now):
    case = ask(asker=Asker(may_publish=True))
    handling.accept(by=house.chi, now=now, case=case, kind=CONCERN, title="Xe ca đêm")
    return case


@pytest.fixture
def case(opened, house, now):
    answers.answer(by=house.chi, now=now, case=opened, text=PROOF)
    return opened


@pytest.fixture
def reading(case, house, now):
    return publishing.publish(by=house.chi, now=now, case=case, text=TEXT)


@pytest.fixture
def issued(reading, case, house, now):
    return publishing.approve(by=house.giang, now=now, reading=reading, case=case)


def made_since(before):
    return [e.name for e in Event.objects.filter(id__gt=before).order_by("id")]


def last_id():
    return Event.objects.order_by("-id").values_list("id", flat=True).first()


def counts():
    return [table.objects.count() for table in TABLES]


def test_publish_writes_a_version_and_asks_for_a_reading(case, house, now):
    before = last_id()

    reading = publishing.publish(by=house.chi, now=now, case=case, text=TEXT)

    assert reading.version.publication.state == "reading"
    assert reading.reader is None
    assert made_since(before) == ["case.reading_asked"]


def test_publish_without_consent_is_refused(ask, house, now):
    case = ask()
    handling.accept(by=house.chi, now=now, case=case, kind=CONCERN, title="Xe")
    answers.answer(by=house.chi, now=now, case=case, text=PROOF)

    with pytest.raises(rules.NoConsent):
        publishing.publish(by=house.chi, now=now, case=case, text=TEXT)


def test_publish_before_the_answer_is_refused(opened, house, now):
    with pytest.raises(WrongStep):
        publishing.publish(by=house.chi, now=now, case=opened, text=TEXT)


@pytest.mark.parametrize("name", ["em", "khoa"])
def test_publish_by_somebody_elses_officer_is_refused(name, case, house, now):
    with pytest.raises(rules.NotAllowed):
        publishing.publish(by=getattr(house, name), now=now, case=case, text=TEXT)


def test_publish_that_cannot_be_logged_changes_nothing(
    case, house, now, journal_refuses
):
    before = counts()

    with pytest.raises(DatabaseError):
        publishing.publish(by=house.chi, now=now, case=case, text=TEXT)

    assert counts() == before


def test_approve_issues_with_its_two_public_events(reading, case, house, now):
    before = last_id()

    done = publishing.approve(by=house.giang, now=now, reading=reading, case=case)

    assert (done.state, done.current) == ("issued", reading.version)
    assert made_since(before) == ["publication.issued", "case.published"]


def test_writer_is_no_second_reader_even_as_chair(case, house, now):
    reading = publishing.publish(by=house.dung, now=now, case=case, text=TEXT)

    with pytest.raises(rules.SamePerson):
        publishing.approve(by=house.dung, now=now, reading=reading, case=case)


@pytest.mark.parametrize("name", ["ha", "em", "khoa"])
def test_approve_without_the_role_is_refused(name, reading, case, house, now):
    with pytest.raises(rules.NotAllowed):
        publishing.approve(by=getattr(house, name), now=now, reading=reading, case=case)


def test_superior_steps_in_as_second_reader(reading, case, house, now):
    done = publishing.approve(by=house.lan, now=now, reading=reading, case=case)

    assert done.state == "issued"


def test_approve_twice_is_refused(issued, reading, case, house, now):
    with pytest.raises(WrongStep):
        publishing.approve(by=house.giang, now=now, reading=reading, case=case)


def test_approve_after_the_asker_changed_their_mind_is_refused(
    reading, case, house, now
):
    asking.change_consent(by=Holder(case.code), now=now, case=case, may_publish=False)

    with pytest.raises(rules.NoConsent):
        publishing.approve(by=house.giang, now=now, reading=reading, case=case)


def test_approve_with_another_case_is_refused(reading, ask, house, now):
    other = ask("Việc khác")

    with pytest.raises(rules.NotAllowed):
        publishing.approve(by=house.giang, now=now, reading=reading, case=other)


def test_approve_that_cannot_be_logged_changes_nothing(
    reading, case, house, now, journal_refuses
):
    with pytest.raises(DatabaseError):
        publishing.approve(by=house.giang, now=now, reading=reading, case=case)

    assert Publication.objects.get().state == "reading"
    assert Reading.objects.get().decided_at is None


def test_send_back_returns_the_text_with_words(reading, case, house, now):
    before = last_id()

    publishing.send_back(
        by=house.giang, now=now, reading=reading, case=case, words="Còn tên người."
    )

    reading.refresh_from_db()
    assert (reading.passed, reading.words) == (False, "Còn tên người.")
    assert Publication.objects.get().state == "returned"
    assert made_since(before) == ["case.reading_returned"]


def test_send_back_by_the_writer_is_refused(reading, case, house, now):
    with pytest.raises(rules.SamePerson):
        publishing.send_back(
            by=house.chi, now=now, reading=reading, case=case, words="x"
        )


@pytest.mark.parametrize("name", ["ha", "em", "khoa"])
def test_send_back_by_no_second_reader_is_refused(reading, case, house, now, name):
    before = last_id()

    with pytest.raises(rules.NotAllowed):
        publishing.send_back(
            by=getattr(house, name), now=now, reading=reading, case=case, words="x"
        )

    assert Reading.objects.get().decided_at is None
    assert made_since(before) == []


def test_send_back_of_a_decided_text_is_refused(issued, reading, case, house, now):
    with pytest.raises(WrongStep):
        publishing.send_back(
            by=house.giang, now=now, reading=reading, case=case, words="x"
        )


def test_send_back_that_cannot_be_logged_changes_nothing(
    reading, case, house, now, journal_refuses
):
    with pytest.raises(DatabaseError):
        publishing.send_back(
            by=house.giang, now=now, reading=reading, case=case, words="x"
        )

    assert Reading.objects.get().decided_at is None


def test_second_version_corrects_the_first(issued, case, house, now):
    text = Text(title=TEXT.title, short="Có, từ 08/12.", change="Sửa ngày.")
    reading = publishing.publish(by=house.chi, now=now, case=case, text=text)
    assert Publication.objects.get().state == "issued"
    before = last_id()

    publishing.approve(by=house.giang, now=now, reading=reading, case=case)

    assert Publication.objects.get().current.n == 2
    assert made_since(before) == ["publication.corrected", "case.published"]


def test_unpublish_hides_with_a_reason(issued, case, house, now):
    before = last_id()

    publishing.unpublish(
        by=house.dung, now=now, case=case, publication=issued, reason="Sai số"
    )

    issued.refresh_from_db()
    assert (issued.state, issued.hidden_reason) == ("hidden", "Sai số")
    assert made_since(before) == ["publication.hidden", "case.unpublished"]


@pytest.mark.parametrize("name", ["chi", "ha", "giang", "em"])
def test_unpublish_without_the_chair_is_refused(name, issued, case, house, now):
    with pytest.raises(rules.NotAllowed):
        publishing.unpublish(
            by=getattr(house, name),
            now=now,
            case=case,
            publication=issued,
            reason="x",
        )


def test_unpublish_of_what_is_hidden_is_refused(issued, case, house, now):
    publishing.unpublish(
        by=house.dung, now=now, case=case, publication=issued, reason="Sai số"
    )
    before = last_id()

    with pytest.raises(WrongStep):
        publishing.unpublish(
            by=house.dung, now=now, case=case, publication=issued, reason="Nữa"
        )

    issued.refresh_from_db()
    assert issued.hidden_reason == "Sai số"
    assert made_since(before) == []


def test_unpublish_that_cannot_be_logged_changes_nothing(
    issued, case, house, now, journal_refuses
):
    with pytest.raises(DatabaseError):
        publishing.unpublish(
            by=house.dung, now=now, case=case, publication=issued, reason="x"
        )

    assert Publication.objects.get().state == "issued"
    assert Entry.objects.filter(ref=issued.ref).exists()
