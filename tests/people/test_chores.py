"""Writes of signing in that are nobody's act."""

from datetime import timedelta

import time_machine

from kipthoi.people import chores
from kipthoi.people.models import Session
from kipthoi.tick import once
from tests.house import NOW


def test_sessions_whose_time_is_over_are_deleted_by_tick(house, client):
    with time_machine.travel(NOW, tick=False):
        client.force_login(house.person("chi"))

    once(NOW + timedelta(hours=11))
    assert Session.objects.count() == 1

    once(NOW + timedelta(hours=13))
    assert Session.objects.count() == 0


def test_recovery_code_of_somebody_without_any_opens_nothing(house):
    person = house.person("chi")

    assert not chores.spend_recovery_code(person, "123456789012", now=NOW)
