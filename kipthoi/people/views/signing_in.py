"""Signing in, with a passkey or a code by e-mail, and out."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kipthoi.journal.guard import officer_or_none
from kipthoi.people import chores, queries
from kipthoi.people.forms import SignInForm


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey, or for the address to which a code goes; for nothing else."""
    onward = inside(request)
    if officer_or_none(request) is not None:
        return redirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _send_code(request, form.cleaned_data["email"])
        query = f"?{urlencode({'next': onward})}" if onward else ""
        return _see_other(reverse("account_confirm_login_code") + query)
    return render(request, "people/sign_in.html", {"form": form, "next": onward})


def _send_code(request: HttpRequest, email: str) -> None:
    """Write the letter, or for an unknown address do as much and send none."""
    person = queries.by_email(email)
    if person is None:
        chores.send_code(None, "", "", now=timezone.now())
    LoginCodeVerificationProcess.initiate(request=request, user=person, email=email)


def inside(request: HttpRequest) -> str:
    """Return where to go afterwards, if it lies in this house; otherwise nothing."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # Only a path of ours: a whole address, even our own, is never needed.
    return onward if safe and onward.startswith("/") and len(onward) < 2000 else ""


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; `again` leads to the page for signing in."""
    onward = inside(request)
    logout(request)
    if "again" in request.POST:
        query = f"?{urlencode({'next': onward})}" if onward else ""
        return _see_other(reverse("people:sign_in") + query)
    return _see_other(reverse("web:home"))


def enter(request: HttpRequest, person: object) -> None:
    """Begin a session for a person who was recognised in another way."""
    get_adapter(request).login(request, person)


def _see_other(url: str) -> HttpResponse:
    return HttpResponseRedirect(url, status=303)
