"""One's own account: passkeys, recovery codes, devices, language."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kipthoi.journal.guard import officers_only
from kipthoi.people import actions, queries, sessions
from kipthoi.people.actions import Mail
from kipthoi.people.forms import KeyForm, LanguageForm, RenameKeyForm
from kipthoi.people.words import roles_of

DONE = {"key", "renamed", "removed", "language", "device", "welcome"}


def _me(request: HttpRequest) -> Any:
    """Return the row of the person who looks; `officers_only` has let them in."""
    return request.user


@officers_only()
def account(request: HttpRequest) -> HttpResponse:
    """Show passkeys, recovery codes, the devices signed in on, and the language."""
    person, now = _me(request), timezone.now()
    done = request.GET.get("xong", "")
    context = {
        "person": person,
        "roles": roles_of(request.officer),
        "keys": queries.keys_of(person),
        "n_codes": len(queries.codes_left(person)),
        "devices": queries.devices(
            person, current=request.session.session_key or "", now=now
        ),
        "form": LanguageForm(initial={"language": person.language}),
        "done": done if done in DONE else "",
    }
    return render(request, "people/account.html", context)


def _fresh(view: Any) -> Any:
    """Ask for a new sign-in where the last one is long ago: a desk may stand open."""

    @officers_only()
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sessions.is_fresh(request.session, timezone.now()):
            return view(request, *args, **kwargs)
        return render(request, "people/sign_in_again.html", status=403)

    guarded.__name__ = view.__name__
    guarded.__wrapped__ = view
    return guarded


@_fresh
def add_key(request: HttpRequest) -> HttpResponse:
    """Add a passkey that this browser makes (needs a script; a code needs none)."""
    person = _me(request)
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_key(
            by=request.officer,
            now=timezone.now(),
            person=person,
            mail=_mail(person, _("A passkey was added")),
            **form.cleaned_data,
        )
        return _account("key")
    options = json.dumps(auth.begin_registration(person, True))
    context = {"form": form, "options": options}
    return render(request, "people/add_key.html", context)


def _mail(person: Any, what: str) -> Mail:
    """Word the letter that tells an owner of a change to what they sign in with."""
    with override(person.language):
        return Mail(
            _("Your account: %(what)s") % {"what": _(what)},
            _(
                "%(what)s, just now, to the account of %(name)s.\n"
                "If it was not you, sign in with a code, end the devices that you do"
                " not know, and tell the chair of your unit."
            )
            % {"what": _(what), "name": person.name},
        )


@_fresh
def rename_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a passkey another name."""
    key = queries.get_key(_me(request), pk)
    form = RenameKeyForm(request.POST or None, initial={"name": str(key)})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        actions.rename_key(
            by=request.officer,
            now=timezone.now(),
            person=_me(request),
            pk=pk,
            name=name,
        )
        return _account("renamed")
    return render(request, "people/rename_key.html", {"form": form, "key": key})


@_fresh
def remove_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, and remove a passkey."""
    person = _me(request)
    key = queries.get_key(person, pk)
    if request.method == "POST":
        mail = _mail(person, _("A passkey was removed"))
        actions.remove_key(
            by=request.officer, now=timezone.now(), person=person, pk=pk, mail=mail
        )
        return _account("removed")
    return render(request, "people/remove_key.html", {"key": key})


@_fresh
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes that are left, and make new ones."""
    person = _me(request)
    if request.method == "POST":
        mail = _mail(person, _("New recovery codes were made"))
        actions.make_codes(
            by=request.officer, now=timezone.now(), person=person, mail=mail
        )
        return HttpResponseRedirect(reverse("people:recovery_codes"), status=303)
    context = {"codes": queries.codes_left(person)}
    return render(request, "people/recovery_codes.html", context)


@require_POST
@officers_only()
def set_language(request: HttpRequest) -> HttpResponse:
    """Set the language of one's own letters."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        language = form.cleaned_data["language"]
        actions.set_language(
            by=request.officer,
            now=timezone.now(),
            person=_me(request),
            language=language,
        )
        return _account("language")
    return _account("")


@require_POST
@officers_only()
def sign_out_device(request: HttpRequest, handle: str) -> HttpResponse:
    """End the session on another device."""
    key = queries.session_key(_me(request), handle)
    if key is None:
        raise Http404
    actions.sign_out_device(
        by=request.officer, now=timezone.now(), person=_me(request), key=key
    )
    return _account("device")


def _account(done: str) -> HttpResponse:
    query = f"?xong={done}" if done else ""
    return HttpResponseRedirect(reverse("people:account") + query, status=303)
