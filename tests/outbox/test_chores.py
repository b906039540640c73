"""Letters leave by `tick`: tried again later and later, emptied once they have left."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from kipthoi.cases.actions import answers, handling
from kipthoi.cases.actions.intake import Asker
from kipthoi.outbox.chores import PAUSES, send_waiting
from kipthoi.outbox.models import Letter
from kipthoi.outbox.queries import outlook
from tests.cases.test_whole_loop import CONCERN, PROOF
from tests.house import NOW

BOUNCES = "bounces@vidu.example"


class Bouncing(EmailBackend):
    """A mail server that refuses one address and takes all others."""

    def send_messages(self, messages):
        """Refuse what goes to the bouncing address."""
        if any(BOUNCES in message.to for message in messages):
            raise OSError("mailbox unavailable")
        return super().send_messages(messages)


@pytest.fixture
def bouncing(settings):
    settings.EMAIL_BACKEND = "tests.outbox.test_chores.Bouncing"


def letter(address, **more):
    return Letter.objects.create(
        about="case:7K3M9Q2F",
        address=address,
        subject="Có tin mới",
        body="Mời anh/chị mở trang.",
        made_at=NOW,
        next_at=NOW,
        **more,
    )


def test_letter_leaves_once_and_is_emptied(house):
    row = letter("an@vidu.example")

    first, second = send_waiting(NOW), send_waiting(NOW + timedelta(hours=1))

    row.refresh_from_db()
    assert (first, second) == ((1, 0), (0, 0))
    assert [message.to for message in mail.outbox] == [["an@vidu.example"]]
    assert (row.address, row.subject, row.body, row.sent_at) == ("", "", "", NOW)


def test_address_that_bounces_does_not_stop_the_others(house, bouncing):
    bad, good = letter(BOUNCES), letter("an@vidu.example")

    assert send_waiting(NOW) == (1, 1)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert good.sent_at == NOW
    assert bad.sent_at is None
    assert bad.next_at == NOW + timedelta(minutes=PAUSES[0])


def test_pauses_grow_and_after_the_last_the_words_are_forgotten(house, bouncing):
    row = letter(BOUNCES)
    at, waits = NOW, []

    for _ in PAUSES:
        send_waiting(at)
        row.refresh_from_db()
        waits.append(row.next_at - at)
        at = row.next_at
    send_waiting(at)

    row.refresh_from_db()
    assert waits == sorted(waits)
    assert len(set(waits)) == len(PAUSES)
    assert (row.next_at, row.address, row.body) == (None, "", "")
    assert "mailbox unavailable" in row.failed
    assert outlook().given_up == 1


def test_letter_that_is_not_due_waits(house):
    letter("an@vidu.example")

    assert send_waiting(NOW - timedelta(minutes=1)) == (0, 0)
    assert outlook().waiting == 1
    assert outlook().oldest == NOW


def test_letter_to_the_asker_says_nothing_of_the_matter(ask, house, now):
    asker = Asker(name="An", contact="an@vidu.example", may_contact=True)
    case = ask("Quản đốc trừ lương vô cớ.", asker=asker)
    handling.accept(by=house.chi, now=now, case=case, kind=CONCERN, title="Trừ lương")

    answers.answer(by=house.chi, now=now, case=case, text=PROOF)

    row = Letter.objects.get(address="an@vidu.example")
    for word in ("Quản đốc", "lương", "Trừ", "xe", "Chi", "An"):
        assert word not in f"{row.subject} {row.body}".split()
    assert "mã bí mật" in row.body


@pytest.mark.parametrize("asker", [Asker(), Asker(contact="an@vidu.example")])
def test_no_letter_without_a_way_and_a_wish(asker, ask, house, now):
    case = ask(asker=asker)
    handling.accept(by=house.chi, now=now, case=case, kind=CONCERN, title="Xe")

    answers.answer(by=house.chi, now=now, case=case, text=PROOF)

    assert not Letter.objects.exists()
