"""Who looks and who acts."""

from datetime import UTC, date, datetime

from kipthoi.core.localtime import instant, local, local_day
from kipthoi.core.viewer import Clockwork, Grant, Holder, Officer, Public


def test_officer_may_what_a_grant_reaches_and_no_more():
    officer = Officer(
        7,
        "Chi",
        (Grant("officer", 1, frozenset({1, 2})), Grant("chair", 2, frozenset({2}))),
    )

    assert officer.may("officer", 2)
    assert not officer.may("chair", 1)
    assert officer.roles == {"officer", "chair"}
    assert officer.units("chair") == {2}
    assert officer.units() == {1, 2}
    assert Officer(8, "Em").units() == frozenset()


def test_everyone_has_a_reference():
    refs = [
        Public().ref,
        Holder("7K3M9Q2F").ref,
        Clockwork().ref,
        Officer(7, "Chi").ref,
    ]

    assert refs == ["public", "asker", "clockwork", "person:7"]


def test_local_day_is_that_of_viet_nam():
    late = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)

    assert local_day(late) == date(2026, 11, 25)
    assert local(late) == datetime(2026, 11, 25, 0, 30)
    assert instant(local(late)) == late
