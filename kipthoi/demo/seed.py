"""Growing the demonstration: every row comes from a real act, at its own instant.

Dates are relative to the day it is grown. Started twice it grows once.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from kipthoi.cases.actions import answers, asking, dates, handling, passing, publishing
from kipthoi.cases.actions.answers import AnswerText
from kipthoi.cases.actions.intake import Asker, Matter, open_case
from kipthoi.cases.models import Case
from kipthoi.core.kinds import get_kind
from kipthoi.core.localtime import instant, local_day
from kipthoi.core.viewer import Clockwork, Holder, Officer, Public
from kipthoi.deadlines.actions import seed_limits
from kipthoi.deadlines.seed import days, limits, years
from kipthoi.demo import media
from kipthoi.demo.commune import COMMUNE
from kipthoi.demo.people import (
    CAST,
    OUTSIDE,
    PLACES,
    PLANT,
    ROOT,
    SOURCES,
    TOPICS,
    UNITS,
)
from kipthoi.demo.plant import PLANT as PLANT_MATTERS
from kipthoi.demo.story import Step, Told
from kipthoi.people.actions import Invitee, appoint
from kipthoi.people.models import Person
from kipthoi.people.queries import cast, officer_of
from kipthoi.people.roles import ROLES
from kipthoi.publications.actions import Text
from kipthoi.sources.actions import Cited, add_source
from kipthoi.sources.models import SourceVersion
from kipthoi.sources.queries import citations
from kipthoi.units.actions import furnish, open_unit
from kipthoi.units.models import Topic, Unit
from kipthoi.units.queries import is_empty_house

MATTERS = (*PLANT_MATTERS, *COMMUNE)
MACHINE = Clockwork()


def once(say: Callable[[str], None] = lambda text: None) -> bool:
    """Grow the demonstration if the house is empty; tell whether it was."""
    if not is_empty_house():
        return False
    say("Growing the demonstration, about half a minute …")
    now = timezone.now()
    Grower(now).grow(say)
    say("Done.")
    return True


def welcome(address: str, folder: Path) -> str:
    """Return what the terminal says: address, folder, and how to sign in as each."""
    people = "\n".join(
        f"  {term.person.name:<18} {ROLES[term.role]}, {term.unit.name}"
        for term in cast()
    )
    return (
        f"\nKịp Thời, demonstration: {address}\n"
        f"Data in {folder}; every person and matter is invented.\n"
        f"Sign in with one click as each of the cast: {address}/thu/\n{people}\n"
        "Stop with Ctrl+C.\n"
    )


class Grower:
    """Grows one demonstration; holds what was grown so far under its key."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.planted = now - timedelta(days=150)
        self.sources: dict[str, SourceVersion] = {}
        self.cases: dict[str, Case] = {}

    def grow(self, say: Callable[[str], None]) -> None:
        """Plant units, people, limits and sources, then tell every matter."""
        self._plant()
        acts: list[tuple[datetime, Told, Step | None]] = [
            (self._at(told, 0), told, None) for told in MATTERS
        ]
        acts += [
            (self._at(told, step.day), told, step)
            for told in MATTERS
            for step in told.steps
        ]
        # What happened first is told first: a matter may be joined to an older one.
        for n, (at, told, step) in enumerate(sorted(acts, key=lambda act: act[0]), 1):
            if step is None:
                self._open(told, at)
            else:
                self._take(told, step, at)
            if n % 50 == 0:
                say(f"  {n} of {len(acts)} acts")

    # The house

    def _plant(self) -> None:
        for slug, name, name_en, level, parent, letterhead in UNITS:
            open_unit(
                by=MACHINE,
                now=self.planted,
                slug=slug,
                name=name,
                name_en=name_en,
                level=level,
                parent=Unit.objects.get(slug=parent) if parent else None,
                letterhead=letterhead,
            )
        seed_limits(
            by=MACHINE,
            now=self.planted,
            body=ROOT,
            limits=limits(),
            days=days(),
            years=years(),
        )
        for key, name, honorific, unit, role, title in CAST:
            self._appoint(key, name, honorific, unit, role, title)
        for slug in (ROOT, PLANT):
            self._furnish(slug)
        for key, document, unit in SOURCES:
            self.sources[key] = add_source(
                by=MACHINE,
                now=self.planted,
                document=document,
                unit=Unit.objects.get(slug=unit),
            )

    def _appoint(
        self, key: str, name: str, honorific: str, unit: str, role: str, title: str
    ) -> None:
        appoint(
            by=MACHINE,
            now=self.planted,
            invitee=Invitee(
                name=name,
                honorific=honorific,
                email=f"{key}@vidu.example",
                unit=Unit.objects.get(slug=unit),
                role=role,
                title=title,
            ),
        )

    def _furnish(self, slug: str) -> None:
        body = Unit.objects.select_related("body").get(slug=slug).body
        here = [(n, Unit.objects.get(slug=u)) for n, u in PLACES]
        furnish(
            by=MACHINE,
            now=self.planted,
            body=body,
            topics=[{"slug": s, "name": n, "name_en": e} for s, n, e in TOPICS[slug]],
            places=[
                (name, unit) for name, unit in here if unit.body_unit_id == body.unit_id
            ],
            outside=list(OUTSIDE) if slug == ROOT else [],
        )

    # The matters

    def _at(self, told: Told, day: float) -> datetime:
        """Return the instant of `day` days after a matter came, never after now."""
        hour = time(7 + (len(told.key) * 37 + told.ago) % 9, (told.ago * 13) % 60)
        first = local_day(self.now) - timedelta(days=told.ago)
        at = instant(datetime.combine(first, hour)) + timedelta(days=day)
        return min(at.astimezone(UTC), self.now - timedelta(minutes=2))

    def _officer(self, key: str, at: datetime) -> Officer:
        person = Person.objects.get(email=f"{key}@vidu.example")
        return officer_of(person, today=local_day(at))

    def _once(self) -> bytes:
        return secrets.token_bytes(16)

    def _open(self, told: Told, at: datetime) -> None:
        files = media.photo(told.photo) if told.photo else []
        files += media.voice(told.voice) if told.voice else []
        self.cases[told.key] = open_case(
            by=self._officer(told.by, at) if told.by else Public(),
            now=at,
            token=self._once(),
            matter=Matter(
                text=told.text, place=told.place, language=told.language, files=files
            ),
            asker=Asker(
                name=told.name,
                contact=told.contact,
                may_publish=told.publish,
                may_contact="@" in told.contact,
            ),
            unit=Unit.objects.get(slug=told.unit),
            passed_over=Unit.objects.get(slug=told.over) if told.over else None,
            door=told.door,
        )

    def _take(self, told: Told, step: Step, at: datetime) -> None:
        case = self.cases[told.key]
        by: Any = self._officer(step.by, at) if step.by else Holder(case.code)
        case.refresh_from_db()
        getattr(self, f"_{step.act}")(case, {"by": by, "now": at}, dict(step.what))

    def _accept(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        topic = Topic.objects.filter(
            slug=what["topic"], body__unit=case.unit.body_unit
        ).first()
        kind = get_kind(what["kind"])
        handling.accept(**act, case=case, kind=kind, title=what["title"], topic=topic)

    def _ask(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        handling.ask(**act, case=case, **what)

    def _reply(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        asking.write_back(**act, case=case, token=self._once(), **what)

    def _note(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        handling.note(**act, case=case, token=self._once(), **what)

    def _message(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        handling.message(**act, case=case, token=self._once(), **what)

    def _transcribe(
        self, case: Case, act: dict[str, Any], what: dict[str, Any]
    ) -> None:
        handling.transcribe(**act, case=case, **what)

    def _urgent(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        dates.mark_urgent(**act, case=case, **what)

    def _extend(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        dates.extend(**act, case=case, **what)

    def _close(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        passing.close(**act, case=case, **what)

    def _join(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        passing.join(**act, case=case, to=self.cases[what["to"]])

    def _hand_over(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        to = Unit.objects.get(slug=what["to"])
        passing.hand_over(**act, case=case, to=to, reason=what["reason"])

    def _withdraw(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        asking.withdraw(**act, case=case)

    def _withhold(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        text = "Chuyện gia đình, người hỏi xin giữ kín."
        passing.ask_withholding(**act, case=case, text=text)
        second = {**act, "by": self._officer(what["second"], act["now"])}
        passing.withhold(**second, case=case)

    def _answer(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        answers.answer(**act, case=case, text=self._text(case, act, what))

    def _revise(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        text = self._text(case, act, what)
        answers.revise(**self._reviewer(case, act), case=case, text=text)

    def _text(
        self, case: Case, act: dict[str, Any], what: dict[str, Any]
    ) -> AnswerText:
        fields = dict(zip(case.kind.answer_fields, what["fields"], strict=True))
        if "done_on" in fields:
            yesterday = local_day(act["now"]) - timedelta(days=1)
            fields["done_on"] = f"{yesterday:%d/%m/%Y}"
        cited = [Cited(self.sources[key], article) for key, article in what["cite"]]
        return AnswerText(fields=fields, cited=cited, proof=what["proof"])

    def _uphold(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        text = AnswerText(fields={"why": what["why"]})
        answers.uphold(**self._reviewer(case, act), case=case, text=text)

    def _reviewer(self, case: Case, act: dict[str, Any]) -> dict[str, Any]:
        """Let the one to whom the review was given decide, whoever the story names."""
        person = case.contests.get(outcome="", reviewer__isnull=False).reviewer
        return {
            **act,
            "by": officer_of(person or Person(), today=local_day(act["now"])),
        }

    def _contest(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        asking.contest(**act, case=case, **what)

    def _agree(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        asking.agree(**act, case=case)
        asking.rate(**act, case=case, solved=True, clear=what["clear"])

    def _publish(self, case: Case, act: dict[str, Any], what: dict[str, Any]) -> None:
        reader = what.pop("reader")
        answer = case.answers.latest("round")
        cited = [
            Cited(each.version, each.article)
            for each in citations(answer.ref)
            if each.version.source.public
        ]
        text = Text(
            **what,
            cited=cited,
            valid_until=local_day(self.now) + timedelta(days=400),
            review_on=local_day(self.now) + timedelta(days=180),
        )
        reading = publishing.publish(**act, case=case, text=text)
        if reader:
            second = {**act, "by": self._officer(reader, act["now"])}
            publishing.approve(**second, reading=reading, case=case)
