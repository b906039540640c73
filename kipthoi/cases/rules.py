"""Who may do what with a case: small predicates on facts, and the refusals they raise."""

from collections.abc import Iterable
from datetime import date

from kipthoi.cases.models import Case
from kipthoi.core.kinds.steps import ORDINARY
from kipthoi.core.viewer import Actor, Holder, Officer
from kipthoi.core.workflow import Step, WrongStep
from kipthoi.deadlines.models import DeadlineRule
from kipthoi.deadlines.queries import running_clock
from kipthoi.people.models import Person
from kipthoi.people.queries import officer_of
from kipthoi.people.roles import CHAIR, OFFICER, SECOND_READER
from kipthoi.units.models import Unit
from kipthoi.units.rules import NotAllowed

__all__ = ["NotAllowed", "WrongStep"]


class SamePerson(NotAllowed):
    """Two persons means two: who wrote or answered may not read or review it."""


class NoSource(Exception):
    """An answer cites at least one source or proof."""


class EmptyPhrase(Exception):
    """A field of an answer is empty or a general phrase only (`.field`)."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


class NoConsent(Exception):
    """The asker has not agreed to have the answer published."""


class NoMoreExtensions(Exception):
    """The rule allows no further extension (`.used` of `.allowed`)."""

    def __init__(self, used: int, allowed: int) -> None:
        self.used, self.allowed = used, allowed
        super().__init__(f"{used}/{allowed}")


class TooLate(Exception):
    """The time to contest has passed (`.on` was the last day)."""

    def __init__(self, on: date | None) -> None:
        self.on = on
        super().__init__(str(on))


class NotNamed(Exception):
    """The asker gave no name, so there is nobody to recognise."""


def reads(officer: Officer, case: Case) -> bool:
    """Tell whether an officer may read a case: in reach, and not passed over."""
    return officer.may(OFFICER, case.unit_id) and not passed_over(officer, case)


def passed_over(officer: Officer, case: Case) -> bool:
    """Tell whether the asker went over the level at which this officer sits."""
    return case.passed_over_id is not None and any(
        grant.unit == case.passed_over_id for grant in officer.grants
    )


def allow(case: Case, name: str, by: Actor) -> Step:
    """Return the step if this actor may take it now.

    Raises WrongStep (the case is elsewhere) or NotAllowed (not this person's).
    """
    if not _is_one_of(case, name, by):
        raise NotAllowed
    return case.kind.step(name, case.state)


def _is_one_of(case: Case, name: str, by: Actor) -> bool:
    roles = _roles(case, name)
    if isinstance(by, Holder):
        return "asker" in roles and by.code == case.code
    if not isinstance(by, Officer):
        return False
    if "reviewer" in roles:
        return is_reviewer(by, case)
    if "chair" in roles:
        return by.may(CHAIR, case.unit_id) and not passed_over(by, case)
    if "second_reader" in roles:
        return True
    return "officer" in roles and reads(by, case)


def _roles(case: Case, name: str) -> frozenset[str]:
    """Return who takes a step, also one that the kind of this case has not (yet)."""
    declared = (*case.kind.steps, *ORDINARY)
    return next((step.by for step in declared if step.name == name), frozenset())


def can(case: Case, name: str, by: Actor) -> bool:
    """Tell whether this actor may take the step now."""
    return case.kind.can(name, case.state) and _is_one_of(case, name, by)


def is_reviewer(officer: Officer, case: Case) -> bool:
    """Tell whether the contested case was given to this officer to read anew."""
    return any(
        contest.reviewer_id == officer.person
        for contest in case.contests.all()
        if not contest.outcome
    )


def allow_reading(case: Case, by: Actor) -> Officer:
    """Return the officer if they may read the case. Raises NotAllowed."""
    if isinstance(by, Officer) and (reads(by, case) or is_reviewer(by, case)):
        return by
    raise NotAllowed


def allow_holder(case: Case, by: Actor) -> None:
    """Raise NotAllowed unless the actor holds the key of this very case."""
    if not isinstance(by, Holder) or by.code != case.code:
        raise NotAllowed


def another_person(by: Actor, others: Iterable[int]) -> None:
    """Raise SamePerson if the actor is one of these persons."""
    if isinstance(by, Officer) and by.person in set(others):
        raise SamePerson


class OtherMatter(Exception):
    """These two cannot be joined: the same case, an ended one, or joined already."""


class NobodyThere(Exception):
    """The unit has nobody who could take the matter."""


class StillBelow(Exception):
    """Units stand under the one that is to end: move or close them first."""


class NowhereTo(Exception):
    """A unit that ends leaves its matters to itself, to an ended unit, or to nobody."""


class PassedOver(Exception):
    """The asker went over this level: the matter does not go back to it."""


def joinable(case: Case, to: Case) -> None:
    """Raise OtherMatter unless `case` can be joined to `to`."""
    fits = to.state in ("open", "waiting") and case.joined_to_id is None
    if case.pk == to.pk or not fits or case.joined.exists():
        raise OtherMatter


def still_extendable(case: Case, rule: DeadlineRule | None) -> DeadlineRule:
    """Return the rule if it may be used once more. Raises NoMoreExtensions."""
    allowed = 0 if rule is None else (rule.max_extensions or 1)
    if rule is None or case.n_extended >= allowed:
        raise NoMoreExtensions(case.n_extended, allowed)
    return rule


def able_to_take(case: Case, person: Person, *, today: date) -> None:
    """Raise NotAllowed unless this person may work on the case."""
    if not reads(officer_of(person, today=today), case):
        raise NotAllowed


def in_time(case: Case, *, today: date) -> None:
    """Raise TooLate unless the time to contest still runs."""
    bar = running_clock(case.ref, "bar")
    if bar is None or bar.due_on < today:
        raise TooLate(bar.due_on if bar else None)


def allow_second_reading(by: Actor, unit: Unit) -> None:
    """Raise NotAllowed unless the actor may be the second reader for a unit.

    Where a body has no second person, the superior unit's steps in (DESIGN 2.6).
    """
    if isinstance(by, Officer) and any(
        by.may(SECOND_READER, pk) for pk in unit.ancestry
    ):
        return
    raise NotAllowed


def nothing_below(unit: Unit) -> None:
    """Raise StillBelow if open units stand under this one."""
    if Unit.objects.filter(parent=unit, closed_on__isnull=True).exists():
        raise StillBelow


def where_to(unit: Unit, into: Unit | None) -> Unit:
    """Return who answers for a unit that ends: `into`, or the unit above.

    Raises NowhereTo.
    """
    heir = into or unit.parent
    if heir is None or heir.pk == unit.pk or heir.closed_on is not None:
        raise NowhereTo
    return Unit.objects.select_related("body_unit__body", "parent").get(pk=heir.pk)
