"""The sweep: what is due is done once, however often and wherever it runs."""

from datetime import timedelta

from django.core import mail

from kipthoi.outbox.models import Letter
from kipthoi.tick import once
from tests.house import NOW


def test_sweep_sends_what_waits_and_the_second_finds_nothing(house):
    Letter.objects.create(
        about="x", address="an@vidu.example", subject="s", made_at=NOW, next_at=NOW
    )

    first, second = once(NOW), once(NOW + timedelta(minutes=5))

    assert "mail sent 1, failed 0" in first
    assert "mail sent 0, failed 0" in second
    assert len(mail.outbox) == 1
