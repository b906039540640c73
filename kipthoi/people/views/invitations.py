"""Inviting somebody by a one-time link, and taking the role up."""

import base64
import binascii
import secrets
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kipthoi.core.viewer import Public
from kipthoi.journal.guard import officers_only
from kipthoi.people import actions, queries, rules
from kipthoi.people.actions import Invitee, Mail
from kipthoi.people.forms import InviteForm
from kipthoi.people.roles import CHAIR
from kipthoi.people.views.people import overlap
from kipthoi.people.views.signing_in import enter
from kipthoi.people.words import role_name
from kipthoi.units.queries import body_of
from kipthoi.units.words import called

TOKEN_BYTES = 32


@officers_only(CHAIR)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a role: a letter with a link that works once, for 7 days."""
    officer = request.officer
    form = InviteForm(request.POST or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        invitee, token = Invitee(**form.cleaned_data), secrets.token_bytes(TOKEN_BYTES)
        mail = letter(invitee, by=officer.name, url=link(request, token))
        try:
            actions.invite(
                by=officer, now=timezone.now(), invitee=invitee, token=token, mail=mail
            )
        except rules.TermsOverlap as clash:
            form.add_error("role", overlap(clash))
        else:
            url = f"{reverse('people:people')}?xong=invited"
            return HttpResponseRedirect(url, status=303)
    return render(request, "people/invite.html", {"form": form})


def link(request: HttpRequest, token: bytes) -> str:
    """Return the whole address of an invitation, under the house's own origin."""
    with override(settings.LANGUAGE_CODE):
        path = reverse("people:take_up", args=[written(token)])
    return (
        settings.ORIGIN + path if settings.ORIGIN else request.build_absolute_uri(path)
    )


def written(token: bytes) -> str:
    """Return a token as it stands in an address."""
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


def read(text: str) -> bytes:
    """Return the token meant by an address; nothing sensible for anything else."""
    try:
        return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def letter(invitee: Invitee, *, by: str, url: str) -> Mail:
    """Word the letter of an invitation, in the first language of the house."""
    with override(settings.LANGUAGE_CODE):
        body = body_of(invitee.unit)
        return Mail(
            _("Invitation to work with %(body)s") % {"body": body.name},
            _(
                "Dear %(name)s,\n"
                "%(by)s invites you to be “%(role)s” at %(unit)s.\n"
                "Open this link and press the button to take it up. It works once and"
                " for 7 days:\n%(url)s\n"
                "If you expected nothing of the kind, leave the letter alone."
            )
            % {
                "name": f"{invitee.honorific} {invitee.name}".strip(),
                "by": by,
                "role": role_name(invitee.role),
                "unit": called(invitee.unit),
                "url": url,
            },
        )


@require_POST
@officers_only(CHAIR)
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = queries.get_invitation(pk, viewer=request.officer)
    # One that is over by itself is what was wanted.
    with suppress(rules.InvitationEnded):
        actions.withdraw_invitation(
            by=request.officer, now=timezone.now(), invitation=invitation
        )
    url = f"{reverse('people:people')}?xong=withdrawn"
    return HttpResponseRedirect(url, status=303)


def take_up(request: HttpRequest, token: str) -> HttpResponse:
    """Say what one is invited to; the button, and not the link, takes it up."""
    now = timezone.now()
    try:
        if request.method == "POST":
            person = actions.take_up(by=Public(), now=now, token=read(token))
            return _inside(request, person)
        found = rules.usable(token=actions.digest(read(token)), now=now)
    except rules.InvitationEnded:
        return render(request, "people/invitation_ended.html", status=410)
    except rules.TermsOverlap:
        held = {"held": True}
        return render(request, "people/invitation_ended.html", held, status=410)
    context = {
        "invitation": found,
        "role": role_name(found.role),
        "unit": called(found.unit),
        "body_name": called(body_of(found.unit)),
    }
    return render(request, "people/take_up.html", context)


def _inside(request: HttpRequest, person: Any) -> HttpResponse:
    """Sign the person in and offer to add a passkey."""
    enter(request, person)
    url = f"{reverse('people:account')}?xong=welcome"
    return HttpResponseRedirect(url, status=303)
