"""Reading cases. What somebody may see is decided here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.http import Http404

from kipthoi.cases import rules
from kipthoi.cases.models import (
    Answer,
    Case,
    Contest,
    Draft,
    HandOver,
    Message,
    Rating,
    Withholding,
)
from kipthoi.core.deadlines import due_on
from kipthoi.core.keys import digest_key, digest_token, read_code
from kipthoi.core.localtime import instant, local, local_day
from kipthoi.core.viewer import Holder, Officer, Viewer
from kipthoi.core.workflow import ENDED, RUNNING, Kind
from kipthoi.deadlines.models import DeadlineRule
from kipthoi.deadlines.queries import (
    calendar_for,
    extension_rule,
    find_rule,
    rule_for,
    running_clock,
)
from kipthoi.files.models import File
from kipthoi.files.queries import file_under, files_of, files_under
from kipthoi.journal.models import Event
from kipthoi.journal.registry import EVENTS
from kipthoi.journal.secrets import secret
from kipthoi.journal.statements import Select
from kipthoi.people.models import Person, Term
from kipthoi.people.queries import holders, officer_of, on_duty, running
from kipthoi.people.roles import CHAIR, DEPUTY, DUTY, OFFICER
from kipthoi.publications.models import Reading
from kipthoi.publications.queries import may_read, of_origin
from kipthoi.search.queries import search, similar
from kipthoi.sources.queries import citations
from kipthoi.units.models import Unit
from kipthoi.units.queries import above, all_units, open_units

PAGE = 25
OWING = frozenset({"received", "open", "waiting"})
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
    return _by_token.one(digest_token(token))


_by_token = Select(lambda token: _rows().filter(token=token), b"token")


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


def _in_reach(officer: Officer, *, counting: bool = False) -> QuerySet[Case]:
    """Return the cases an officer may read in full; `counting` them needs no order."""
    mine = officer.units(OFFICER)
    sitting = {grant.unit for grant in officer.grants}
    # Lists are read along the index of their order and stop after a page; `+ 0` keeps
    # the engine from gathering a whole reach by its units first, and then sorting it.
    # What is counted up to a hundred is quickest unit by unit, however small the reach.
    rows = _rows().annotate(lies_at=F("unit_id") if counting else F("unit_id") + 0)
    inside = Q(lies_at__in=mine) & (
        Q(passed_over__isnull=True) | ~Q(passed_over__in=sitting)
    )
    given = Contest.objects.filter(outcome="", reviewer=officer.person)
    # A reviewer may sit outside the unit; a condition that is mostly idle costs most.
    outside = list(given.values_list("case", flat=True))
    return rows.filter(inside | Q(pk__in=outside) if outside else inside)


def _tab(cases: QuerySet[Case], tab: str, *, today: date, now: datetime) -> QuerySet[Case]:
    late = Q(due_on__lt=today) | Q(due_at__lt=now)
    # Later than the first of days: SQLite reads a span of an index, but no "not null".
    owed = cases.filter(due_on__gt=date.min)
    choose = {
        "todo": owed,
        "late": owed.filter(late, due_on__lte=today),
        "today": owed.filter(due_on=today).exclude(due_at__lt=now),
        "soon": owed.filter(due_on__gt=today, due_on__lte=today + timedelta(days=3)),
        "new": cases.filter(state="received"),
        "contested": cases.filter(state="contested"),
        "waiting": cases.filter(state="waiting"),
        # Most cases are done with: what is not is told faster than what is.
        "answered": cases.exclude(state__in=sorted(RUNNING | {"withheld"})),
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
    cases = _filtered(cases, filters, officer)
    return _whole(_keyset(cases, filters)[: PAGE + 1])


def _whole(page: QuerySet[Case]) -> list[Case]:
    """Return the rows of one page with all that a list shows, in their order."""
    keys = list(page.select_related(None).values_list("pk", flat=True))
    shown = Case.objects.select_related("unit", "assignee").defer("text")
    found = shown.in_bulk(keys)
    return [found[key] for key in keys]


def _filtered(cases: QuerySet[Case], filters: Filters, officer: Officer) -> QuerySet[Case]:
    if filters.unit is not None:
        cases = cases.filter(unit=filters.unit)
    if filters.kind:
        cases = cases.filter(kind_id=filters.kind)
    if filters.topic is not None:
        cases = cases.filter(topic=filters.topic)
    if filters.mine:
        cases = cases.filter(assignee=officer.person)
    return cases


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
    cases = _in_reach(officer, counting=True).select_related(None).order_by()
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


def files_of_answers(given: list[Answer]) -> dict[str, list[File]]:
    """Return the files of the proofs of these answers, by the answer's reference."""
    return files_of([answer.ref for answer in given])


def file_for_holder(case: Case, public_id: str) -> File | None:
    """Return a file that the asker may have: what was said openly, and proofs.

    Never what hangs on an inside note. A proof that answers several joined cases lies
    with one of them; its citation opens it for all.
    """
    file = file_under(case.ref, public_id)
    answers_of = [answer.ref for answer in case.answers.all()]
    if file is not None and file.role != "published":
        said = case.messages.exclude(side=Message.NOTE)
        open_to = {case.ref, *answers_of, *(message.ref for message in said)}
        if file.ref in open_to:
            return file
    proofs = [c.version.file for c in citations(*answers_of) if c.version.file]
    return next((f for f in proofs if f.public_id == public_id), None)


def voices(case: Case) -> list[File]:
    """Return the recordings of a case that are still there, oldest first."""
    return [file for file in files_under(case.ref) if file.kind == "voice"]


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
    over = frozenset({case.passed_over_id} if case.passed_over_id else ())
    person = on_duty(to, today=today, skip=over)
    # Above the body somebody may be found who does not read its cases.
    if person is None or not officer_of(person, today=today).may(OFFICER, to.pk):
        raise rules.NobodyThere
    return person


def heir(case: Case, to: Unit, *, today: date) -> tuple[Unit, Person]:
    """Return which unit takes a case whose own unit ends, and who there.

    The nearest one from `to` upward that was not passed over and has somebody who reads
    the case. Raises NobodyThere.
    """
    for unit in above(to):
        try:
            return unit, taker(case, unit, today=today)
        except (rules.NobodyThere, rules.PassedOver):
            continue
    raise rules.NobodyThere


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


# What an officer's pages need beyond the case itself


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a case after a page was drawn, and by whom."""

    number: int
    label: str
    by: str
    at: datetime


def last_number(case: Case) -> int:
    """Return the number of the newest event of a case: what a form says it has seen."""
    newest = Event.objects.filter(stream=case.ref).order_by("-id").first()
    return newest.pk if newest else 0


# What the asker does on their own page changes nothing in what an officer writes.
_QUIET = frozenset({"case.rated", "case.receipt_kept", "case.locked"})


def happened_since(case: Case, seen: int, *, viewer: Officer) -> list[Happened]:
    """Return what others did to a case after event `seen`, oldest first."""
    events = (
        Event.objects.filter(stream=case.ref, pk__gt=seen)
        .exclude(actor=viewer.ref)
        .exclude(name__in=_QUIET)
        .order_by("id")
    )
    return [Happened(e.pk, EVENTS[e.name].label, e.actor, e.at) for e in events]


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of the people among these references, `person:7` each."""
    keys = {int(a.removeprefix("person:")) for a in actors if a.startswith("person:")}
    return {
        person.ref: person.addressed for person in Person.objects.filter(pk__in=keys)
    }


def reviewer(case: Case) -> Person | None:
    """Return who was given a contested case to read anew, or None."""
    contest = case.contests.select_related("reviewer").filter(outcome="").first()
    return contest.reviewer if contest else None


def is_published(case: Case) -> bool:
    """Tell whether an answer made of this case can be read by everybody."""
    made = of_origin(case.ref)
    return made is not None and made.state == "issued"


def narrow(
    cases: list[Case], filters: Filters, officer: Officer, *, today: date, now: datetime
) -> list[Case]:
    """Return those of the cases found by words that the filters leave, in their order."""
    keys = [case.pk for case in cases]
    left = _tab(Case.objects.filter(pk__in=keys), filters.tab, today=today, now=now)
    left = _filtered(left, filters, officer)
    kept = set(left.values_list("pk", flat=True))
    return [case for case in cases if case.pk in kept]


def withholding(case: Case) -> Withholding | None:
    """Return the wish to withhold a case, with who had it, or None."""
    return Withholding.objects.select_related("asked_by").filter(case=case).first()


def hand_overs(case: Case) -> list[HandOver]:
    """Return where a case came from inside the house, oldest first."""
    return list(
        case.hand_overs.select_related("from_unit", "to_unit", "person").order_by("id")
    )


def begun(officer: Officer, cases: Iterable[Case], form: str = "answer") -> set[int]:
    """Return the ids of those cases in which an officer has begun to write."""
    drafts = Draft.objects.filter(
        person=officer.person, form=form, case__in=[case.pk for case in cases]
    )
    return set(drafts.values_list("case", flat=True))


def units_in_reach(officer: Officer) -> list[Unit]:
    """Return the units whose cases an officer reads, in the order of the tree."""
    mine = officer.units(OFFICER)
    return [unit for unit in open_units() if unit.pk in mine]


def find(typed: str, *, viewer: Officer, limit: int = 50) -> list[Case]:
    """Return the cases that fit some words, the best fit first."""
    slugs = [unit.slug for unit in all_units() if unit.pk in viewer.units(OFFICER)]
    hits = search(typed, audience="officers", units=slugs, limit=limit)
    codes = [hit.ref.removeprefix("case:") for hit in hits if hit.what == "case"]
    return by_codes(codes, viewer=viewer)


def like(case: Case, *, viewer: Officer, most: int = 3) -> list[Case]:
    """Return earlier cases that say much the same, as far as the officer reads them."""
    hits = similar(case.text, audience="officers", limit=most * 3)
    codes = [hit.ref.removeprefix("case:") for hit in hits if hit.ref != case.ref]
    return by_codes(codes, viewer=viewer)[:most]


def takers(case: Case, *, today: date) -> list[tuple[Unit, Person | None]]:
    """Return every open unit a case could go to, with who would take it there.

    The unit it lies at and the level that the asker went over are left out. Two looks,
    however many units there are.
    """
    wanted = (DUTY, OFFICER, CHAIR, DEPUTY)
    at: dict[int, list[Term]] = {}
    terms = Term.objects.select_related("person").filter(
        running(today), role__in=wanted, person__is_active=True
    )
    for term in terms:
        at.setdefault(term.unit_id, []).append(term)
    at.pop(case.passed_over_id or 0, None)
    units = open_units()
    bodies = {unit.pk: unit.body_unit_id for unit in units}
    out = {case.unit_id, case.passed_over_id}
    return [
        (unit, _nearest(unit, at, bodies, wanted))
        for unit in units
        if unit.pk not in out
    ]


def _nearest(
    unit: Unit,
    at: dict[int, list[Term]],
    bodies: dict[int, int | None],
    wanted: tuple[str, ...],
) -> Person | None:
    for level in reversed(unit.ancestry):
        if level in at and bodies.get(level) == unit.body_unit_id:
            return min(at[level], key=lambda t: (wanted.index(t.role), t.pk)).person
    return None


def promise_as(case: Case, kind: Kind) -> date:
    """Return the day promised if a case is taken up as `kind`: it only comes nearer."""
    clock = kind.clock("first_answer")
    running_now = running_clock(case.ref, "first_answer")
    stands = running_now.due_on if running_now else case.promised_on
    if clock is None:
        return stands
    rule = rule_for(clock, on=case.received_on)
    due = due_on(
        case.received_on,
        int(rule.number),
        rule.unit,
        calendar_for(case.unit),
        rule.sense,
    )
    return min(stands, due.due)


@dataclass(frozen=True, slots=True)
class Extension:
    """What asking for more days would do: from when to when, and how often it may be."""

    before: date
    after: date
    used: int
    allowed: int
    rule: DeadlineRule


def extension(case: Case, *, today: date) -> Extension | None:
    """Return what an extension would do now, or None if no rule allows one at all."""
    clock = running_clock(case.ref, "first_answer")
    if clock is None:
        return None
    first = clock
    while first.extends is not None:
        first = first.extends
    rule = extension_rule(first.rule, on=today)
    if rule is None:
        return None
    due = due_on(
        clock.due_on, int(rule.number), rule.unit, calendar_for(case.unit), rule.sense
    )
    allowed = rule.max_extensions or 1
    return Extension(clock.due_on, due.due, case.n_extended, allowed, rule)


def urgent_times(case: Case, *, now: datetime) -> dict[str, datetime]:
    """Return by when an urgent matter has its first word and its plan (instants)."""
    calendar = calendar_for(case.unit)
    times = {}
    for name in ("first_word", "plan"):
        rule = find_rule(name, "any", "urgent", on=local_day(now))
        due = due_on(local(now), int(rule.number), rule.unit, calendar, rule.sense)
        assert isinstance(due.due, datetime)
        times[name] = instant(due.due)
    return times


def is_chair(officer: Officer, case: Case) -> bool:
    """Tell whether an officer is chair over the unit of a case."""
    return officer.may(CHAIR, case.unit_id)


def case_of_reading(reading: Reading, *, viewer: Officer, today: date) -> Case:
    """Return the case whose public text somebody reads as the second person.

    The one case of the one reading, and only for its second reader or who reads the
    case anyway. Raises NotAllowed.
    """
    origin = reading.version.publication.origin
    case = _rows().prefetch_related("contests").get(code=origin.removeprefix("case:"))
    if may_read(viewer, reading, today=today) or access(case, viewer=viewer) == "full":
        return case
    raise rules.NotAllowed


def copyable(case: Case) -> list[File]:
    """Return the photos and papers of a case that may be published as cleaned copies.

    Never a recording: a voice can be recognised.
    """
    return [
        file for file in files_under(case.ref) if file.kind in ("photo", "document")
    ]
