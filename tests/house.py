"""The house that tests stand in: an invented commune union, a plant, a cast.

An and Bình ask. Chi is the officer on duty of the roasting shop, Hà an officer of the
plant's union, Dũng its chair, Giang its second reader. Lan is chair of the superior,
Em an officer of another plant, Khoa runs the machine and sees no content.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection

from kipthoi.core.viewer import Clockwork, Officer
from kipthoi.deadlines.actions import seed_limits
from kipthoi.deadlines.seed import days, limits, years
from kipthoi.people.actions import Invitee, appoint
from kipthoi.people.models import Person
from kipthoi.people.queries import officer_of
from kipthoi.units.actions import Letterhead, furnish, open_unit
from kipthoi.units.models import Topic, Unit

# Wednesday 18 November 2026, 09:00 in Viet Nam; 24 November is a holiday.
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 18)
PLANTED = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)

UNITS = (
    # slug, name, parent, letterhead
    ("muongsuong", "Công đoàn xã Mường Sương", "", "Công đoàn xã Mường Sương"),
    ("che", "Công đoàn Chè Mường Sương", "muongsuong", "Công đoàn Chè Mường Sương"),
    ("che.sao", "Xưởng sao chè", "che", ""),
    ("che.donggoi", "Xưởng đóng gói", "che", ""),
    ("may", "Công đoàn May Suối Lụa", "muongsuong", "Công đoàn May Suối Lụa"),
)
CAST = (
    # name, honorific, unit, role, title
    ("Chi", "Chị", "che.sao", "duty", "Tổ trưởng công đoàn"),
    ("Hà", "Chị", "che", "officer", "Ban Chính sách"),
    ("Dũng", "Anh", "che", "chair", "Chủ tịch"),
    ("Giang", "Chị", "che", "second_reader", "Ban Kiểm tra"),
    ("Lan", "Chị", "muongsuong", "chair", "Chủ tịch"),
    ("Em", "Anh", "may", "officer", "Ban Chính sách"),
    ("Khoa", "Anh", "che", "operator", ""),
)


def plant() -> None:
    """Plant the house through the real actions, if it does not stand yet."""
    if Unit.objects.exists():
        return
    if connection.vendor == "sqlite":
        # A flush empties model tables only; the words of the index are another table.
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kipthoi_words(kipthoi_words) VALUES('delete-all')"
            )
    for slug, name, parent, letterhead in UNITS:
        open_unit(
            by=Clockwork(),
            now=PLANTED,
            slug=slug,
            name=name,
            parent=Unit.objects.get(slug=parent) if parent else None,
            letterhead=Letterhead(name=letterhead, phone="0900 000 000", office="Nhà A")
            if letterhead
            else None,
        )
    seed_limits(
        by=Clockwork(),
        now=PLANTED,
        body="muongsuong",
        limits=limits(),
        days=days(),
        years=years(),
    )
    for name, honorific, unit, role, title in CAST:
        invitee = Invitee(
            name=name,
            honorific=honorific,
            email=f"{_ascii(name)}@vidu.example",
            unit=Unit.objects.get(slug=unit),
            role=role,
            title=title,
        )
        appoint(by=Clockwork(), now=PLANTED, invitee=invitee)
    for slug in ("muongsuong", "che", "may"):
        unit = Unit.objects.select_related("body").get(slug=slug)
        furnish(
            by=Clockwork(),
            now=PLANTED,
            body=unit.body,
            topics=[
                {"slug": "luong", "name": "Tiền lương", "name_en": "Pay"},
                {"slug": "antoan", "name": "An toàn", "name_en": "Safety"},
            ],
            places=[("Nhà ăn", unit)],
            outside=[],
        )


def _ascii(name: str) -> str:
    return {"Hà": "ha", "Dũng": "dung"}.get(name, name.lower())


@dataclass(frozen=True)
class Cast:
    """The people of the house, as the Officer values of a day."""

    today: date = TODAY

    def __getattr__(self, name: str) -> Officer:
        person = self.person(name)
        return officer_of(person, today=self.today)

    def person(self, name: str) -> Person:
        """Return the row of one of the cast, by the ASCII name: chi, ha, dung …"""
        return Person.objects.get(email=f"{name}@vidu.example")

    def unit(self, slug: str) -> Unit:
        """Return a unit of the house."""
        return Unit.objects.select_related("body_unit__body").get(slug=slug)

    def topic(self, slug: str = "luong", body: str = "che") -> Topic:
        """Return a topic of a body."""
        return Topic.objects.get(slug=slug, body__unit__slug=body)
