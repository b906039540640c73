"""Publishing a rewritten answer: one writes, another reads, a chair may hide it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http import HttpResponseRedirect as SeeOther
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kipthoi.cases import chores, queries, rules
from kipthoi.cases.actions import publishing
from kipthoi.cases.forms.publishing import PublishForm, SecondReadForm, UnpublishForm
from kipthoi.cases.views import shown
from kipthoi.cases.views.stepping import step_page
from kipthoi.cases.words import FIELDS
from kipthoi.core.keys import grouped_code
from kipthoi.core.redaction import find
from kipthoi.files.send import NotHere, send
from kipthoi.journal import refusals
from kipthoi.journal.guard import officers_only
from kipthoi.people.roles import SECOND_READER
from kipthoi.publications import queries as published
from kipthoi.publications.words import address
from kipthoi.sources.queries import citations
from kipthoi.templatetags.kt import day
from kipthoi.units.words import called


@officers_only()
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Write the public text beside the original, and ask a second person to read it."""
    officer = request.officer
    case = queries.get_case(code, viewer=officer)
    if not case.may_publish:
        return _no_consent(request, case)
    before = published.of_origin(case.ref)
    if before is not None and published.is_waiting(before):
        return _waits(request, case, before)
    if request.method == "POST" and "mask" in request.POST:
        return _mask(request, case)
    return step_page(
        request,
        code,
        "publish",
        PublishForm,
        _publish,
        workflow="publish",
        show=_beside,
    )


def _publish(form: Any, stored: Any, common: Any) -> Any:
    return publishing.publish(**common, text=form.act(stored))


def _beside(case: Any, form: Any) -> dict[str, Any]:
    original = _original(case)
    return {
        "original": original,
        "spans": find(original),
        "returned": form.returned(),
        "publication": form.publication,
    }


def _original(case: Any) -> str:
    """Return what asker and officer wrote, to be read beside the public text."""
    parts = [case.text]
    given = queries.answers(case)
    fields = given[-1].fields if given else {}
    parts += [f"{_(FIELDS[n][0])}: {fields[n]}" for n in FIELDS if fields.get(n)]
    return "\n\n".join(part for part in parts if part)


def _no_consent(request: HttpRequest, case: Any) -> HttpResponse:
    """Say that the asker has not agreed; what was typed stands there to copy."""
    context = {"case": case, "retry": refusals.kept(request)}
    status = 409 if request.method == "POST" else 200
    return render(request, "cases/publish_no_consent.html", context, status=status)


def _waits(request: HttpRequest, case: Any, publication: Any) -> HttpResponse:
    reading = published.last_reading(publication)
    context = {"case": case, "reading": reading}
    return render(request, "cases/publish_waits.html", context)


def _mask(request: HttpRequest, case: Any) -> HttpResponse:
    """Keep the words with masks put in, and show the page anew."""
    officer, now = request.officer, timezone.now()
    today = timezone.localdate()
    form = PublishForm(request.POST, case=case, officer=officer, today=today)
    typed = form.masked(request.POST["mask"])
    chores.keep_draft(officer, case, "publish", typed, now=now)
    return SeeOther(f"{request.path}?draft=kept#che", status=303)


@officers_only(SECOND_READER)
@require_safe
def second_reads(request: HttpRequest) -> HttpResponse:
    """List the texts that wait for a second reader and were not written by this one."""
    officer = request.officer
    waiting = published.readings_waiting(officer, today=timezone.localdate())
    context = {
        "rows": [
            {
                "url": reverse("cases:second_read", args=[reading.pk]),
                "title": reading.version.title,
                "unit": called(reading.version.publication.unit),
                "by": reading.asked_by.addressed,
                "at": reading.asked_at,
                "correction": reading.version.n > 1,
            }
            for reading in waiting
        ],
        "done": request.GET.get("xong", ""),
    }
    return render(request, "cases/second_reads.html", context)


@officers_only()
@require_http_methods(["GET", "HEAD", "POST"])
def second_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read private and public text side by side; pass it, or return it with words."""
    officer = request.officer
    reading, today = _reading(pk), timezone.localdate()
    case = queries.case_of_reading(reading, viewer=officer, today=today)
    reads = published.may_read(officer, reading, today=today)
    form = SecondReadForm(request.POST or None)
    if request.method == "POST" and reads and form.is_valid():
        try:
            return _decide(request, reading, case, form.cleaned_data)
        except rules.NoConsent:
            form.add_error(None, _("The asker has taken the consent back. Return it."))
    status = 200 if reads else 403
    context = _side_by_side(case, reading) | {
        "form": form,
        "reads": reads,
        "wrote": officer.person in (reading.asked_by_id, reading.version.written_by_id),
    }
    return render(request, "cases/second_read.html", context, status=status)


def _reading(pk: int) -> Any:
    return published.get_reading(pk if pk < 2**63 else 0)


def _side_by_side(case: Any, reading: Any) -> dict[str, Any]:
    version, original = reading.version, _original(case)
    public = "\n\n".join(filter(None, (version.title, version.short, version.body)))
    return {
        "case": case,
        "reading": reading,
        "version": version,
        "unit": called(version.publication.unit),
        "texts": {
            "original": original,
            "spans": find(original),
            "public": public,
            "public_spans": find(public),
        },
        "consent": case.may_publish,
        "sources": citations(version.ref),
        "files": _files(reading),
        "until": day(version.valid_until),
    }


def _files(reading: Any) -> list[dict[str, Any]]:
    rows = []
    for file in published.attachments(reading.version):
        url = reverse("cases:second_read_file", args=[reading.pk, file.public_id])
        picture = file.kind == "photo"
        rows.append(
            {
                "name": file.neutral_name,
                "size": file.size,
                "url": url,
                "kind": shown.KINDS_OF_FILES[file.kind],
                "preview": url if picture else "",
            }
        )
    return rows


def _decide(
    request: HttpRequest, reading: Any, case: Any, decided: dict[str, Any]
) -> HttpResponse:
    """Pass the text or send it back; the same press twice is done once."""
    common = {
        "by": request.officer,
        "now": timezone.now(),
        "reading": reading,
        "case": case,
    }
    passes = decided["decision"] == "approve"
    try:
        if passes:
            publishing.approve(**common)
        else:
            publishing.send_back(**common, words=decided["words"])
    except rules.WrongStep:
        again = _reading(reading.pk)
        mine = again.reader_id == common["by"].person and again.passed is passes
        if not mine:
            raise
    done = "dang" if passes else "tra"
    return SeeOther(f"{reverse('cases:second_reads')}?xong={done}", status=303)


@officers_only()
@require_safe
def second_read_file(request: HttpRequest, pk: int, public_id: str) -> HttpResponseBase:
    """Show the second reader a copy that is to be published."""
    officer = request.officer
    reading = _reading(pk)
    queries.case_of_reading(reading, viewer=officer, today=timezone.localdate())
    file = published.attachment(reading.version, public_id.replace("\0", ""))
    if file is None:
        raise Http404
    try:
        return send(request, file, as_download=False)
    except NotHere:
        raise Http404 from None


@officers_only()
@require_http_methods(["GET", "HEAD", "POST"])
def unpublish(request: HttpRequest, code: str) -> HttpResponse:
    """Hide a published answer, with a reason that everybody reads."""
    officer = request.officer
    case = queries.get_case(code, viewer=officer)
    publication = published.of_origin(case.ref)
    if publication is None or publication.state != "issued":
        url = reverse("cases:case", args=[grouped_code(case.code)])
        back = {"url": url, "button": _("Back to the case")}
        sentence = _("There is no published answer of this case to hide.")
        return refusals.conflict(request, sentence, back=back)

    def act(form: Any, stored: Any, common: Any) -> Any:
        return publishing.unpublish(
            **common, publication=publication, reason=form.cleaned_data["reason"]
        )

    def show(case: Any, form: Any) -> dict[str, Any]:
        return {"publication": publication, "url": address(publication)}

    return step_page(
        request, code, "unpublish", UnpublishForm, act, workflow="unpublish", show=show
    )
