"""The officer's steps, one page each: a form, one action, back to the case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from kipthoi.cases import queries, rules
from kipthoi.cases.actions import answers, dates, handling, names, passing
from kipthoi.cases.forms import answering
from kipthoi.cases.forms.dates import ExtendForm, MarkUrgentForm
from kipthoi.cases.forms.handling import (
    AcceptForm,
    AskForm,
    GiveForm,
    MessageForm,
    NoteForm,
    TranscribeForm,
)
from kipthoi.cases.forms.names import OpenIdentityForm
from kipthoi.cases.forms.passing import (
    AskWithholdingForm,
    CloseForm,
    HandOverForm,
    JoinForm,
    WithholdForm,
)
from kipthoi.cases.views import shown
from kipthoi.cases.views.stepping import step_page
from kipthoi.core.keys import grouped_code
from kipthoi.journal.guard import officers_only
from kipthoi.people.queries import title_of


@officers_only()
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Take a matter up as a kind."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return handling.accept(**common, **form.act())

    return step_page(request, code, "accept", AcceptForm, act, workflow="accept")


@officers_only()
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give a case to a colleague."""

    def act(form: Any, files: Any, common: Any) -> Any:
        del common["token"]  # giving twice to the same person changes nothing
        return handling.give(**common, **form.act())

    return step_page(request, code, "give", GiveForm, act)


@officers_only()
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the asker for what is missing."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return handling.ask(**common, **form.act(), files=files)

    return step_page(request, code, "ask", AskForm, act, workflow="ask")


@officers_only()
def message(request: HttpRequest, code: str) -> HttpResponse:
    """Write to the asker without asking."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return handling.message(**common, **form.act(), files=files)

    return step_page(request, code, "message", MessageForm, act)


@officers_only()
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Leave a note inside the house."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return handling.note(**common, **form.act(), files=files)

    return step_page(request, code, "note", NoteForm, act)


@officers_only()
def transcribe(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what a recording says."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return handling.transcribe(**common, **form.act())

    def show(case: Any, form: Any) -> dict[str, Any]:
        return {"voices": shown.files_shown(case, queries.voices(case))}

    return step_page(request, code, "transcribe", TranscribeForm, act, show=show)


@officers_only()
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Hand a matter over to another unit of the house."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return passing.hand_over(**common, **form.act())

    return step_page(
        request, code, "hand_over", HandOverForm, act, workflow="hand_over"
    )


@officers_only()
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the asker for more days."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return dates.extend(**common, **form.act())

    def show(case: Any, form: Any) -> dict[str, Any]:
        more = queries.extension(case, today=timezone.localdate())
        english = get_language() == "en"
        return {
            "more": more,
            "rule_name": (english and more.rule.label_en) or more.rule.label
            if more
            else "",
            "used_up": more is None or more.used >= more.allowed,
            "left": more.allowed - more.used if more else 0,
        }

    return step_page(
        request, code, "extend", ExtendForm, act, workflow="extend", show=show
    )


@officers_only()
def mark_urgent(request: HttpRequest, code: str) -> HttpResponse:
    """Mark a matter urgent: two clocks in working hours begin."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return dates.mark_urgent(**common, **form.act())

    def show(case: Any, form: Any) -> dict[str, Any]:
        return {"times": queries.urgent_times(case, now=timezone.now())}

    return step_page(
        request,
        code,
        "mark_urgent",
        MarkUrgentForm,
        act,
        workflow="mark_urgent",
        show=show,
    )


@officers_only()
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Join a matter with the same one."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return passing.join(**common, **form.act())

    return step_page(request, code, "join", JoinForm, act, workflow="join")


@officers_only()
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a matter without an answer, with a reason."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return passing.close(**common, **form.act())

    return step_page(request, code, "close", CloseForm, act, workflow="close")


@officers_only()
def withhold(request: HttpRequest, code: str) -> HttpResponse:
    """Handle a matter in private: one person asks, a chair who is another decides."""
    case = queries.get_case(code, viewer=request.officer)
    wish = queries.withholding(case)
    mine = wish is not None and wish.asked_by_id == request.officer.person
    deciding = wish is not None and not mine and queries.is_chair(request.officer, case)

    def ask_for_it(form: Any, files: Any, common: Any) -> Any:
        return passing.ask_withholding(**common, **form.act())

    def decide(form: Any, files: Any, common: Any) -> Any:
        return passing.withhold(**common)

    def show(case: Any, form: Any) -> dict[str, Any]:
        return {"wish": wish, "mine": mine}

    if deciding:
        template = "cases/withhold_decide.html"
        return step_page(
            request,
            code,
            "withhold",
            WithholdForm,
            decide,
            workflow="withhold",
            template=template,
            show=show,
        )
    case.kind.step("withhold", case.state)
    return step_page(
        request, code, "withhold", AskWithholdingForm, ask_for_it, show=show
    )


@officers_only()
def open_identity(request: HttpRequest, code: str) -> HttpResponse:
    """Show the asker's name once, with a reason that the asker reads."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return names.open_identity(**common, **form.act())

    def once(case: Any, identity: Any) -> HttpResponse:
        context = {"case": case, "identity": identity}
        return render(request, "cases/identity.html", context)

    return step_page(request, code, "open_identity", OpenIdentityForm, act, done=once)


@officers_only()
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Write the answer, look at it as the asker will read it, and send it."""

    def act(form: Any, files: Any, common: Any) -> Any:
        return answers.answer(**common, text=form.text(files))

    return step_page(
        request,
        code,
        "answer",
        answering.AnswerForm,
        act,
        workflow="answer",
        show=_around_an_answer,
    )


def _around_an_answer(case: Any, form: Any) -> dict[str, Any]:
    """Return what stands beside an answer: checks, whom it reaches, who signs."""
    joined = [one for one in queries.joined(case) if one.state in queries.OWING]
    return {
        "checks": form.checks(),
        "joined": joined,
        "n_readers": len(joined) + 1,
        "signed": form.officer.name,
        "signed_title": title_of(form.officer.person, today=form.today),
        "late": shown.lateness(case, today=form.today, now=timezone.now()) == "late",
    }


@officers_only()
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Read a contested answer anew: keep it with reasons, or answer again."""
    case = queries.get_case(code, viewer=request.officer)
    outcome = request.GET.get("outcome", "")

    def uphold(form: Any, files: Any, common: Any) -> Any:
        return answers.uphold(**common, text=form.text(files))

    def revise(form: Any, files: Any, common: Any) -> Any:
        return answers.revise(**common, text=form.text(files))

    def show(case: Any, form: Any) -> dict[str, Any]:
        return {
            **_around_an_answer(case, form),
            "answers": shown.answers_shown(case),
            "contests": shown.contests_shown(case),
            "outcome": outcome,
        }

    if outcome not in ("uphold", "revise"):
        rules.allow(case, "revise", request.officer)
        context = {
            "case": case,
            "code": grouped_code(case.code),
            "said": shown.conversation(case, viewer=request.officer),
            **show(case, _none(case, request.officer)),
        }
        return render(request, "cases/review.html", context)
    form = answering.UpholdForm if outcome == "uphold" else answering.ReviseForm
    act = uphold if outcome == "uphold" else revise
    return step_page(
        request,
        code,
        "review",
        form,
        act,
        template="cases/review_form.html",
        workflow=outcome,
        show=show,
        draft=outcome,
    )


def _none(case: Any, officer: Any) -> Any:
    """Return an empty form, for the page on which the outcome is chosen."""
    today = timezone.localdate()
    return answering.UpholdForm(case=case, officer=officer, today=today)
