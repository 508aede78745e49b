"""What this house asks of allauth: nobody signs up alone, and whoever signs in becomes the people they are."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import link_people
from accounts.models import Account
from nursery import dates


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
        """Nothing on coming in: whoever signs in wants their page, not a greeting on top of it."""
        if message_template == "account/messages/logged_in.txt":
            return
        if message_template == "account/messages/email_confirmed.txt" and not request.user.is_authenticated:
            return
        super().add_message(request, level, message_template, *args, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        link_people(user, dates.now().date())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            link_people(email_address.user, dates.now().date())
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """After the commit: a slow mail server holds no row, and nobody hears of what was rolled back."""
        request = allauth_context.request
        known = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, known | context)
        transaction.on_commit(message.send)
