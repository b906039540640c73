"""How one step's page lives: shown, filled in, sent once, overtaken, or a draft."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kipthoi.cases import chores, queries, rules
from kipthoi.cases.forms.step import StepForm
from kipthoi.cases.views import shown
from kipthoi.cases.views.offered import LABELS
from kipthoi.cases.views.refused import REFUSED, say_at
from kipthoi.core.keys import grouped_code
from kipthoi.files.actions import discard, store
from kipthoi.journal import refusals
from kipthoi.journal.record import Replayed
from kipthoi.units.words import called

Act = Callable[..., Any]
Show = Callable[[Any, Any], dict[str, Any]]


def step_page(
    request: HttpRequest,
    code: str,
    name: str,
    form_class: type[StepForm],
    act: Act,
    *,
    template: str = "",
    workflow: str = "",
    show: Show | None = None,
    done: Callable[[Any, Any], HttpResponse] | None = None,
    draft: str = "",
) -> HttpResponse:
    """Show a step's form, or take it: 303 to the case once it is done.

    `workflow` is the step of the kind that has to be open (empty: who reads the case
    may); `show` adds to the page's context, `done` answers instead of the case's page.
    Raises NotAllowed, WrongStep and Http404, which are pages of their own.
    """
    officer = request.officer
    case = queries.get_case(code, viewer=officer)
    page = _Page(request, case, officer, name, draft or name, template, show)
    if queries.access(case, viewer=officer) != "full":
        return page.gone_elsewhere()
    if request.method != "POST":
        page.allow(workflow)
        return page.shown(page.form(form_class))
    form = page.form(form_class)
    if form.keeps and ("save" in request.POST or "opening" in request.POST):
        return page.save(form)
    valid = form.is_valid()
    happened = page.overtaken(form)
    if happened:
        return page.conflict(form, happened, still_open=page.open(workflow))
    if not valid:
        page.allow(workflow)
        page.keep(form, only_if_worth=True)
        return page.shown(form)
    return page.take(form, act, done)


class _Page:
    """One request of one step: what its answers have in common."""

    def __init__(
        self,
        request: HttpRequest,
        case: Any,
        officer: Any,
        name: str,
        draft: str,
        template: str,
        show: Show | None,
    ) -> None:
        self.request, self.case, self.officer = request, case, officer
        self.name, self.draft, self.show = name, draft, show
        self.template = template or f"cases/{name}.html"
        self.today: date = timezone.localdate()
        self.now = timezone.now()

    def allow(self, workflow: str) -> None:
        if workflow:
            rules.allow(self.case, workflow, self.officer)
        else:
            rules.allow_reading(self.case, self.officer)

    def open(self, workflow: str) -> bool:
        return not workflow or rules.can(self.case, workflow, self.officer)

    def form(self, form_class: type[StepForm]) -> Any:
        about = {"case": self.case, "officer": self.officer, "today": self.today}
        if self.request.method == "POST":
            return form_class(self.request.POST, self.request.FILES, **about)
        kept = queries.draft(self.case, self.officer, self.draft)
        return form_class(initial=kept, **about)

    def shown(self, form: Any, status: int = 200) -> HttpResponse:
        case = self.case
        context = {
            "case": case,
            "form": form,
            "title": _(LABELS[self.name]),
            "badge": shown.badge_of(case, today=self.today, now=self.now),
            "kind": _(case.kind.label),
            "unit": called(case.unit),
            "said": shown.conversation(case, viewer=self.officer),
            "draft_kept": self.request.GET.get("draft") == "kept",
            "has_draft": bool(form.keeps)
            and not form.is_bound
            and bool(queries.draft(case, self.officer, self.draft)),
            "today": self.today,
            **(self.show(case, form) if self.show else {}),
        }
        return render(self.request, self.template, context, status=status)

    def keep(self, form: Any, *, only_if_worth: bool = False) -> None:
        """Keep what was typed as a draft; on a failure only what is worth it."""
        typed = form.typed()
        if only_if_worth and sum(map(len, typed.values())) < 40:
            return
        if any(typed.values()):
            chores.keep_draft(
                self.officer, self.case, self.draft, typed, now=timezone.now()
            )

    def save(self, form: Any) -> HttpResponse:
        """Keep the draft and show the page anew, with the letter's opening if asked."""
        typed = form.typed()
        if "opening" in self.request.POST:
            typed["result"] = f"{form.opening()}\n{typed['result']}".strip()
        chores.keep_draft(
            self.officer, self.case, self.draft, typed, now=timezone.now()
        )
        query = self.request.GET.copy()
        query["draft"] = "kept"
        return _see_other(f"{self.request.path}?{query.urlencode()}")

    def overtaken(self, form: Any) -> list[Any]:
        seen = form.cleaned_data.get("seen")
        if seen is None:
            return []
        return queries.happened_since(self.case, seen, viewer=self.officer)

    def conflict(
        self, form: Any, happened: list[Any], *, still_open: bool
    ) -> HttpResponse:
        """Show what the other did, beside the words that are kept (409)."""
        self.keep(form)
        names = queries.names_of(one.by for one in happened)
        last = happened[-1]
        retry = refusals.kept(self.request) or {"fields": []}
        for field in retry["fields"]:
            if field["name"] == "seen":
                field["value"] = last.number
        rows = self._side_by_side(form, happened)
        context = {
            "case": self.case,
            "happened": [
                {
                    "title": _(one.label),
                    "at": one.at,
                    "text": shown.actor_name(one.by, names),
                }
                for one in happened
            ],
            "conflict": {
                "at": last.at,
                "by": shown.actor_name(last.by, names),
                "rows": rows,
            },
            "retry": retry if still_open else None,
            "words": [f for f in retry["fields"] if f["label"] and f["value"]],
            "files": retry.get("files", []),
            "kept": bool(form.keeps),
        }
        return render(self.request, "cases/overtaken.html", context, status=409)

    def _side_by_side(self, form: Any, happened: list[Any]) -> list[dict[str, str]]:
        """Return the other's answer beside the one that was typed, field by field."""
        given = queries.answers(self.case)
        if not given or given[-1].at < happened[0].at:
            return []
        typed = form.typed()
        return [
            {"label": row["label"], "yours": typed[row["name"]], "now": row["value"]}
            for row in shown.fields_shown(given[-1].fields)
            if typed.get(row["name"])
        ]

    def take(self, form: Any, act: Act, done: Any) -> HttpResponse:
        """Do the step: once, whole, and with every word kept if it is refused."""
        stored = self._store(form)
        common = {
            "by": self.officer,
            "now": timezone.now(),
            "case": self.case,
            "token": form.cleaned_data["token"],
        }
        try:
            made = act(form, stored, common)
        except Replayed:
            discard(stored)
            return self.back()
        except rules.WrongStep:
            discard(stored)
            return self._too_late(form)
        except REFUSED as refusal:
            discard(stored)
            say_at(form, refusal)
            self.keep(form, only_if_worth=True)
            return self.shown(form)
        except Exception:
            discard(stored)
            raise
        self._forget_draft()
        return done(self.case, made) if done else self.back()

    def _store(self, form: Any) -> list[Any]:
        names = ("files", "proof_files")
        ready = [file for name in names for file in form.cleaned_data.get(name) or ()]
        return store(ready) if ready else []

    def _forget_draft(self) -> None:
        if queries.draft(self.case, self.officer, self.draft):
            chores.drop_draft(self.officer, self.case, self.draft, now=timezone.now())

    def _too_late(self, form: Any) -> HttpResponse:
        """Say that the step is no longer open, with the words (409)."""
        fresh = queries.get_case(self.case.code, viewer=self.officer)
        happened = queries.happened_since(fresh, 0, viewer=self.officer)[-1:]
        self.case = fresh
        if happened:
            return self.conflict(form, happened, still_open=False)
        return self.gone_elsewhere()

    def gone_elsewhere(self) -> HttpResponse:
        """Say that the case lies elsewhere now; what was typed stands there to copy."""
        if self.request.method != "POST":
            raise rules.NotAllowed
        back = {
            "url": reverse("cases:case", args=[grouped_code(self.case.code)]),
            "button": _("See how it stands now"),
        }
        retry = refusals.kept(self.request) or {"fields": [], "files": []}
        context = {
            "case": self.case,
            "sentence": _("This step is no longer open: the case has moved on."),
            "words": [f for f in retry["fields"] if f["label"] and f["value"]],
            "files": retry["files"],
            "back": back,
        }
        return render(self.request, "cases/overtaken.html", context, status=409)

    def back(self) -> HttpResponse:
        """Go to the case, where a note says what was done."""
        url = reverse("cases:case", args=[grouped_code(self.case.code)])
        return _see_other(f"{url}?done={self.name}")


def _see_other(url: str) -> HttpResponse:
    return HttpResponseRedirect(url, status=303)
