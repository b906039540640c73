"""Reading cases. What somebody may see is decided here and nowhere else."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from kipthoi.cases import rules
from kipthoi.cases.models import Answer, Case, Contest, Draft, HandOver, Message, Rating
from kipthoi.core.keys import digest_key, digest_token, read_code
from kipthoi.core.viewer import Holder, Officer, Viewer
from kipthoi.core.workflow import ENDED
from kipthoi.files.models import File
from kipthoi.files.queries import files_of
from kipthoi.journal.models import Event
from kipthoi.journal.secrets import secret
from kipthoi.people.models import Person, Term
from kipthoi.people.queries import holders, officer_of, on_duty, running
from kipthoi.people.roles import CHAIR, OFFICER
from kipthoi.units.models import Unit
from kipthoi.units.queries import above

PAGE = 25
TABS = ("todo", "late", "today", "soon", "new", "contested", "waiting", "answered", "all")


def _rows() -> QuerySet[Case]:
    return Case.objects.select_related(
        "unit__body_unit__body", "unit__parent", "topic", "assignee", "passed_over"
    )


def get_case(typed: str, *, viewer: Viewer) -> Case:
    """Return a case by its number, if the viewer may read it. Raises Http404.

    An officer reads what lies in their reach and was not passed over, what was given
    to them to review, and (see `access`) a little of what their unit handed over.
    """
    code = read_code(typed)
    case = _rows().prefetch_related("contests").filter(code=code).first()
    if code is None or case is None or access(case, viewer=viewer) == "":
        raise Http404
    return case


def access(case: Case, *, viewer: Viewer) -> str:
    """Tell how much of a case a viewer may read: "full", "former" or nothing ("")."""
    if isinstance(viewer, Holder):
        return "full" if viewer.code == case.code else ""
    if not isinstance(viewer, Officer):
        return ""
    if rules.reads(viewer, case) or rules.is_reviewer(viewer, case):
        return "full"
    mine = viewer.units(OFFICER)
    handed = HandOver.objects.filter(case=case, from_unit__in=mine).exists()
    return "former" if handed and not rules.passed_over(viewer, case) else ""


def public_case(typed: str) -> Case:
    """Return a case by its public number, for the page without content. Raises Http404."""
    code = read_code(typed)
    case = _rows().filter(code=code).first()
    if code is None or case is None:
        raise Http404
    return case


def case_by_key(key: str) -> Case | None:
    """Return the case that a key opens, by one look-up, or None."""
    digest = digest_key(secret("key.secret"), key)
    return _rows().filter(key=digest).first()


def case_by_token(token: bytes) -> Case | None:
    """Return the case that a form's once-token made, or None."""
    return _rows().filter(token=digest_token(token)).first()


def case_of_holder(code: str, epoch: int) -> Case | None:
    """Return the case of a holder's session, unless it was locked meanwhile."""
    return _rows().filter(code=code, epoch=epoch).first()


# The officer's lists


@dataclass(frozen=True, slots=True)
class Filters:
    """How an officer narrows the inbox; every value stands in the address."""

    tab: str = "todo"
    unit: int | None = None
    kind: str = ""
    topic: int | None = None
    mine: bool = False
    after: tuple[date, int] | None = None


def _in_reach(officer: Officer) -> QuerySet[Case]:
    """Return the cases an officer may read in full."""
    mine = officer.units(OFFICER)
    sitting = {grant.unit for grant in officer.grants}
    given = Contest.objects.filter(
        case=OuterRef("pk"), outcome="", reviewer=officer.person
    )
    # Written as a union of two indexed looks: a reviewer may sit outside the unit.
    inside = Q(unit__in=mine) & (
        Q(passed_over__isnull=True) | ~Q(passed_over__in=sitting)
    )
    return _rows().filter(inside | (Q(state="contested") & Exists(given)))


def _tab(cases: QuerySet[Case], tab: str, *, today: date, now: datetime) -> QuerySet[Case]:
    late = Q(due_on__lt=today) | Q(due_at__lt=now)
    owed = cases.filter(due_on__isnull=False)
    choose = {
        "todo": owed,
        "late": owed.filter(late),
        "today": owed.filter(due_on=today).exclude(due_at__lt=now),
        "soon": owed.filter(due_on__gt=today, due_on__lte=today + timedelta(days=3)),
        "new": cases.filter(state="received"),
        "contested": cases.filter(state="contested"),
        "waiting": cases.filter(state="waiting"),
        "answered": cases.filter(state__in=("answered", "agreed", "closed")),
        "all": cases,
    }
    return choose.get(tab, owed)


def inbox(
    officer: Officer, filters: Filters, *, today: date, now: datetime
) -> list[Case]:
    """Return one page of the inbox by keyset: what is owed soonest first.

    One row more than PAGE tells that there is more.
    """
    cases = _tab(_in_reach(officer), filters.tab, today=today, now=now)
    if filters.unit is not None:
        cases = cases.filter(unit=filters.unit)
    if filters.kind:
        cases = cases.filter(kind_id=filters.kind)
    if filters.topic is not None:
        cases = cases.filter(topic=filters.topic)
    if filters.mine:
        cases = cases.filter(assignee=officer.person)
    return list(_keyset(cases, filters)[: PAGE + 1])


def _by_due(tab: str) -> bool:
    return tab in ("todo", "late", "today", "soon")


def _keyset(cases: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    if _by_due(filters.tab):
        if filters.after:
            day, pk = filters.after
            cases = cases.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk))
        return cases.order_by("due_on", "id")
    if filters.after:
        cases = cases.filter(pk__lt=filters.after[1])
    return cases.order_by("-id")


def next_page(filters: Filters, rows: list[Case]) -> Filters | None:
    """Return the filters of the page after these rows, or None if they are the last."""
    if len(rows) <= PAGE:
        return None
    last = rows[PAGE - 1]
    return replace(filters, after=(last.due_on or last.received_on, last.pk))


def counts(officer: Officer, *, today: date, now: datetime, most: int = 100) -> dict[str, int]:
    """Return how many cases each tab holds, counted up to `most` (shown as "100+")."""
    cases = _in_reach(officer).select_related(None).order_by()
    return {
        tab: _tab(cases, tab, today=today, now=now).values("pk")[:most].count()
        for tab in TABS
        if tab not in ("all", "answered")
    }


def nearest_due(officer: Officer, *, after: date) -> date | None:
    """Return the nearest day after `after` on which an officer's case is owed."""
    return (
        _in_reach(officer)
        .filter(due_on__gt=after)
        .order_by("due_on")
        .values_list("due_on", flat=True)
        .first()
    )


def neighbours(officer: Officer, case: Case) -> tuple[Case | None, Case | None]:
    """Return the cases owed just before and after this one, for the keys K and J."""
    if case.due_on is None:
        return None, None
    owed = _in_reach(officer).filter(due_on__isnull=False)
    before = owed.filter(
        Q(due_on__lt=case.due_on) | Q(due_on=case.due_on, pk__lt=case.pk)
    ).order_by("-due_on", "-id")
    after = owed.filter(
        Q(due_on__gt=case.due_on) | Q(due_on=case.due_on, pk__gt=case.pk)
    ).order_by("due_on", "id")
    return before.first(), after.first()


# What a case page shows


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in a case, with its files."""

    message: Message
    files: list[File]


def conversation(case: Case, *, viewer: Viewer) -> list[Said]:
    """Return what was said, oldest first, as far as the viewer may see it.

    The asker never sees inside notes; a former unit sees only what it wrote itself.
    """
    messages = case.messages.select_related("person", "unit").order_by("at", "id")
    if isinstance(viewer, Officer):
        if access(case, viewer=viewer) == "former":
            messages = messages.filter(unit__in=viewer.units(OFFICER))
    else:
        messages = messages.exclude(side=Message.NOTE)
    found = list(messages)
    files = files_of([message.ref for message in found])
    return [Said(message, files.get(message.ref, [])) for message in found]


def said_files(case: Case) -> list[File]:
    """Return the files that came with the first words."""
    return files_of([case.ref]).get(case.ref, [])


def answers(case: Case) -> list[Answer]:
    """Return the answers of a case, oldest first."""
    return list(case.answers.select_related("person", "unit").order_by("round"))


def contests(case: Case) -> list[Contest]:
    """Return each time the asker asked for a review."""
    return list(case.contests.select_related("reviewer").order_by("level"))


def last_rating(case: Case) -> Rating | None:
    """Return the newest rating of the asker, or None."""
    return case.ratings.order_by("-round").first()


def draft(case: Case, officer: Officer, form: str) -> dict[str, str]:
    """Return what an officer has begun to write in a form, or nothing."""
    kept = Draft.objects.filter(case=case, person=officer.person, form=form).first()
    return kept.fields if kept else {}


def joined(case: Case) -> list[Case]:
    """Return the cases that were joined to this one."""
    return list(case.joined.order_by("id"))


def by_codes(codes: list[str], *, viewer: Officer) -> list[Case]:
    """Return the cases with these numbers that an officer may read, in that order."""
    found = {case.code: case for case in _in_reach(viewer).filter(code__in=codes)}
    return [found[code] for code in codes if code in found]


# Who takes it


def taker(case: Case, to: Unit, *, today: date) -> Person:
    """Return who takes a case that is handed to a unit.

    Raises NobodyThere, and PassedOver for the level that the asker went over.
    """
    if to.pk == case.passed_over_id:
        raise rules.PassedOver
    if to.closed_on is not None or to.pk == case.unit_id:
        raise rules.NobodyThere
    person = on_duty(to, today=today)
    if person is None:
        raise rules.NobodyThere
    return person


def reviewer_for(case: Case, *, today: date) -> Person | None:
    """Return who reads a contested case anew: somebody who neither answered nor assigned.

    The first time in the same body, if there is such a person; the second time, and
    where there is none, at the superior's. None when the whole installation has
    nobody: then the step waits, gets late, and the pages say so.
    """
    busy = _had_a_hand(case)
    here = case.unit.body_unit_id
    levels: list[Unit] = above(case.unit)
    local = [unit for unit in levels if unit.body_unit_id == here]
    superior = [unit for unit in levels if unit.body_unit_id != here]
    order = [superior, local] if case.n_contested >= 2 else [local, superior]
    for side in order:
        found = _free_officer(side, busy, case, today=today)
        if found is not None:
            return found
    return _anybody(busy, case, today=today)


def _had_a_hand(case: Case) -> set[int]:
    """Return who answered, reviewed, assigned or has the case."""
    hands = set(case.answers.values_list("person", flat=True))
    hands |= set(case.contests.values_list("reviewer", flat=True))
    actors = Event.objects.filter(
        stream=case.ref,
        name__in=("case.accepted", "case.assigned", "case.handed_over"),
        actor__startswith="person:",
    ).values_list("actor", flat=True)
    hands |= {int(actor.removeprefix("person:")) for actor in actors}
    return {hand for hand in hands | {case.assignee_id} if hand is not None}


def _free_officer(
    levels: list[Unit], busy: set[int], case: Case, *, today: date
) -> Person | None:
    for unit in levels:
        if unit.pk == case.passed_over_id:
            continue
        terms = (
            Term.objects.select_related("person")
            .filter(
                running(today),
                unit=unit,
                role__in=("officer", "duty", "chair", "deputy"),
                person__is_active=True,
            )
            .exclude(person__in=busy)
            .order_by("id")
        )
        if terms:
            return terms[0].person
    return None


def _anybody(busy: set[int], case: Case, *, today: date) -> Person | None:
    """Return any officer of the same body's subtree who had no hand in it."""
    people = holders(OFFICER, case.unit, today=today)
    return next(
        (
            person
            for person in people
            if person.pk not in busy
            and not rules.passed_over(officer_of(person, today=today), case)
        ),
        None,
    )


def unfinished_in(unit: Unit) -> QuerySet[Case]:
    """Return the cases of a unit that are not ended, for closing or merging it."""
    return Case.objects.filter(unit=unit).exclude(state__in=sorted(ENDED))


def colleagues(case: Case, *, today: date) -> list[Person]:
    """Return the officers to whom a case may be given."""
    return [
        person
        for person in holders(OFFICER, case.unit, today=today)
        if not rules.passed_over(officer_of(person, today=today), case)
    ]


def is_chair(officer: Officer, case: Case) -> bool:
    """Tell whether an officer is chair over the unit of a case."""
    return officer.may(CHAIR, case.unit_id)

