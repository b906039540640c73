"""What allauth asks us: mail goes through the outbox, sessions say when they began.

Officers sign in with a passkey or with a code by e-mail, either alone. There are no
passwords, no sign-up and no confirming of addresses (DESIGN 6).
"""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kipthoi.journal.action import turn
from kipthoi.journal.secrets import secret
from kipthoi.people.chores import send_code
from kipthoi.people.queries import by_email
from kipthoi.people.sessions import stamp
from kipthoi.units.queries import root_body


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in as this house does it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: people come in by invitation only."""
        return False

    def get_login_stages(self) -> list[str]:
        """Ask for one thing only: a code or a passkey, not both (FACE 4.2)."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write the letter with a sign-in code to the outbox; nothing else is sent."""
        if template_prefix != "account/email/login_code":
            return
        person = by_email(email)
        if person is None:
            return
        body = root_body()
        with override(person.language):
            subject = _("Your code to sign in: %(code)s") % {"code": context["code"]}
            text = _(
                "%(code)s is the code with which you sign in at %(body)s.\n"
                "It works for 10 minutes, once, on the device that asked for it.\n"
                "If you did not ask for it, do nothing. We never ask for this code by"
                " telephone or message."
            ) % {"code": context["code"], "body": body.name if body else "Kịp Thời"}
        send_code(person, subject, text, now=timezone.now())

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session: in the writers' turn, with its hour and device."""
        with turn():
            super().login(request, user)
        stamp(request, timezone.now())

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Send somebody who is no longer active back, with the words for everybody."""
        return redirect("people:sign_in")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Keep what went wrong, for the page that comes next; leave the cheers out."""
        if level >= messages.ERROR and message:
            messages.add_message(request, level, message, extra_tags=extra_tags)


class MfaAdapter(DefaultMFAAdapter):
    """Keys and recovery codes, under a secret that lies outside database and backup."""

    def encrypt(self, text: str) -> str:
        """Return the seed of recovery codes sealed with the house's own secret."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. Raises InvalidToken for another house's."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the house to the browser as it names itself on its pages."""
        body = root_body()
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": body.name if body else "Kịp Thời"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Name the person to the browser."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name, "name": user.email}


def _box() -> Fernet:
    outside = hashlib.sha256(b"kipthoi/recovery/v1\x00" + secret("django.secret"))
    return Fernet(base64.urlsafe_b64encode(outside.digest()))
