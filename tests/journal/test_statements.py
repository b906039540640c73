"""Statements that are worded once say the same as the ORM does each time."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kipthoi.deadlines.models import CalendarYear, Clock, DeadlineRule
from kipthoi.journal.statements import Select, insert
from kipthoi.units.models import Unit

BY_SLUG = Select(
    lambda slug: Unit.objects.select_related("body_unit__body", "parent").filter(
        slug=slug, opened_on__gte=date(2000, 1, 1)
    ),
    "a slug",
)


def test_select_gives_what_the_orm_gives_with_all_that_was_read_along(house):
    expected = Unit.objects.get(slug="che.sao")

    with CaptureQueriesContext(connection) as asked:
        found = BY_SLUG.one("che.sao")
        along = found.body_unit.body.name, found.parent.slug

    assert len(asked) == 1
    assert found.__getstate__().keys() >= {"ancestry", "opened_on"}
    assert found == expected
    assert [getattr(found, f.attname) for f in Unit._meta.concrete_fields] == [
        getattr(expected, f.attname) for f in Unit._meta.concrete_fields
    ]
    assert along == ("Công đoàn Chè Mường Sương", "che")


def test_select_reads_the_table_anew_each_time(house):
    before = BY_SLUG.one("che.sao").name
    Unit.objects.filter(slug="che.sao").update(name="Xưởng sao mới")

    assert (before, BY_SLUG.one("che.sao").name) == ("Xưởng sao chè", "Xưởng sao mới")


def test_select_gives_nothing_for_what_is_not_there(house):
    assert BY_SLUG("nowhere") == []
    assert BY_SLUG.one("nowhere") is None


def test_select_leaves_out_a_row_that_is_not_joined(house):
    assert BY_SLUG.one("muongsuong").parent is None


def test_select_takes_as_many_values_as_samples(house):
    with pytest.raises(TypeError):
        BY_SLUG("che", "may")


def test_select_refuses_a_sample_that_is_not_in_the_statement(house):
    idle = Select(lambda slug: Unit.objects.all(), "a slug")

    with pytest.raises(TypeError):
        idle("che")


def test_insert_writes_every_field_and_gives_the_key(house):
    rule = DeadlineRule.objects.order_by("id").first()
    clock = Clock(
        subject="case:TEST",
        name="first_answer",
        rule=rule,
        started_on=date(2026, 11, 18),
        nominal_on=date(2026, 11, 25),
        due_on=date(2026, 11, 25),
        why=[{"text": "năm ngày"}],
        calendar="2026",
    )

    insert(clock)

    kept = Clock.objects.get(pk=clock.pk)
    assert not clock._state.adding
    assert [getattr(kept, f.attname) for f in Clock._meta.concrete_fields] == [
        getattr(clock, f.attname) for f in Clock._meta.concrete_fields
    ]


def test_insert_is_held_by_the_constraints_of_the_table(db):
    insert(CalendarYear(year=1999))

    with pytest.raises(IntegrityError), transaction.atomic():
        insert(CalendarYear(year=1999))
