"""The fixtures that every test shares: a planted house, its cast, a refusing journal."""

import os
import secrets
from datetime import datetime

import pytest
from django.db import connection
from django.utils.translation import activate

from kipthoi.cases.actions.intake import Asker, Matter, open_case
from kipthoi.cases.models import Case
from kipthoi.core.viewer import Holder, Public
from tests.house import NOW, TODAY, Cast, plant

# Playwright's own loop must not make Django refuse the database in browser tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Plant the house once; each test then works in a transaction of its own."""
    with django_db_blocker.unblock():
        plant()


@pytest.fixture(autouse=True)
def speaks_vietnamese():
    """Begin each test in Vietnamese, and with no page kept ready by another test."""
    from kipthoi.journal.kept import forget_kept
    from kipthoi.publications.ready import forget_pages

    activate("vi")
    forget_pages()
    forget_kept()


@pytest.fixture
def house(db) -> Cast:
    """Return the cast of the planted house."""
    plant()
    return Cast()


@pytest.fixture
def now() -> datetime:
    """Return the instant at which tests happen: 09:00 on 18 November 2026."""
    return NOW


@pytest.fixture
def today():
    """Return the day of `now`."""
    return TODAY


@pytest.fixture
def ask(house):
    """Return a function that sends a matter as an asker would, and gives the case."""

    def send(
        text: str = "Ca đêm tan lúc 2 giờ sáng mà không có xe đưa về bản.",
        *,
        unit: str = "che.sao",
        at: datetime = NOW,
        token: bytes | None = None,
        asker: Asker | None = None,
        **more,
    ) -> Case:
        return open_case(
            by=Public(),
            now=at,
            token=token or secrets.token_bytes(16),
            matter=Matter(text=text),
            asker=asker or Asker(),
            unit=house.unit(unit),
            **more,
        )

    return send


@pytest.fixture
def holder():
    """Return a function that gives the Holder of a case."""
    return lambda case: Holder(case.code)


@pytest.fixture
def journal_refuses(db):
    """Make the database refuse every new event, by a trigger of its own."""
    table = "kipthoi_event"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER refuse BEFORE INSERT ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'the journal refuses'); END"
            )
            yield
            cursor.execute("DROP TRIGGER IF EXISTS refuse")
        else:
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN"
                " RAISE EXCEPTION 'the journal refuses'; END $$ LANGUAGE plpgsql"
            )
            cursor.execute(
                f"CREATE TRIGGER refuse BEFORE INSERT ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
            yield
            cursor.execute(f"DROP TRIGGER refuse ON {table}")
            cursor.execute("DROP FUNCTION refuse()")


@pytest.fixture
def signed_in(client, house):
    """Return a function that gives a client signed in as one of the cast."""

    def as_(name: str):
        client.force_login(house.person(name))
        return client

    return as_
