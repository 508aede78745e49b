"""What this house asks of allauth: nobody signs up alone, whoever signs in becomes the people they are, and whoever
has a second factor shows that one before changing how they get in."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from qrcode import make as make_qr  # type: ignore[import-untyped]
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]

from accounts.actions import end_other_sessions, link_people
from accounts.middleware import SEEN_AT
from accounts.models import Account
from accounts.proof import showed_lately
from accounts.sealed import opened, sealed
from nursery import dates
from nursery.browsers import name_of

# In the order in which they are offered.
_FACTORS = {
    "mfa_reauthenticate:webauthn": _("Your passkey"),
    "mfa_reauthenticate": _("A code from your app, or a recovery code"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask your nursery’s manager if that is a surprise."),
        "cannot_remove_primary_email": _("This is your main address. Make another one the main one first."),
        "duplicate_email": _("You have this address already."),
        "email_password_mismatch": _("That address and password do not match. A code by e-mail works too."),
        "email_taken": _("This address is in use already."),
        "enter_current_password": _("Please type the password that you have now."),
        "incorrect_code": _("That is not the code. Look again at the newest mail from us."),
        "incorrect_password": _("That is not your password."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "max_email_addresses": _("That is one address too many: you can have %d."),
        "rate_limited": _("That was a lot at once. Wait a few minutes, then try again."),
        "same_as_current": _("This is what it is already."),
        "too_many_login_attempts": _("That was one try too many. Wait a few minutes, then try again."),
        "unverified_primary_email": _("Confirm the address first, then make it the main one."),
    }

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Nothing on coming in: whoever signs in wants their page, not a greeting on top of it. Nor of what the next
        page is about."""
        if message_template in {"account/messages/logged_in.txt", "mfa/messages/recovery_codes_generated.txt"}:
            return
        if message_template == "account/messages/email_confirmed.txt" and not request.user.is_authenticated:
            return
        super().add_message(request, level, message_template, *args, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        request.session[SEEN_AT] = int(time.time())  # allauth lists every session as it begins
        link_people(user, dates.now().date())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            link_people(email_address.user, dates.now().date())
        return confirmed

    def set_password(self, user: Account, password: str) -> None:
        """With another password every other session ends, and is listed no more."""
        super().set_password(user, password)
        request = allauth_context.request
        end_other_sessions(user, here=request.session.session_key if request.user == user else None)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth asks nobody again who has neither factor nor password. We do, unless they have only just signed in.

        Raises ReauthenticationRequired then: what asks this would raise it next.
        """
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        request = allauth_context.request
        ways = self.get_reauthentication_methods(request.user)
        if required and ways and ways[0]["id"] == "code" and not showed_lately(request):
            raise ReauthenticationRequired
        return required

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """By a factor, where they have one: a password alone must not undo it. Else by password, else by a code."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [way | {"description": _FACTORS[way["id"]]} for way in found if way["id"] in _FACTORS]
        if factors:
            return sorted(factors, key=lambda way: list(_FACTORS).index(way["id"]))
        if found or not user.is_authenticated:
            return found
        code = {"id": "code", "description": _("A code by e-mail"), "url": reverse("accounts:reauthenticate_code")}
        return [code]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """After the commit: a slow mail server holds no row, and nobody hears of what was rolled back."""
        request = self.request  # which is still known after the commit
        known = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, known | context)
        transaction.on_commit(message.send)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Recovery codes are for when a passkey or an app is lost. Add one first."),
        "incorrect_code": _("That is not right. Look at what it shows now, and try once more."),
        "unverified_email": _("One of your e-mail addresses is not confirmed yet. Confirm or remove it first."),
    }

    def build_totp_svg(self, url: str) -> SafeString:
        """The picture for an authenticator app, to stand in the page: an <svg> without style, drawn black on nothing.

        Safe: made of numbers, by the package.
        """
        drawn: str = make_qr(url, image_factory=SvgPathImage, border=0).to_string(encoding="unicode")
        return mark_safe(drawn)  # noqa: S308

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        """A passkey is called after the browser in which it is made, as a session is."""
        return name_of(allauth_context.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Turnabout"}

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)
