"""allauth's forms, in this house's words, and asking this house whom an address belongs to."""

from typing import Any
from urllib.parse import urlencode

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.http import HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actions import open_known_account
from accounts.queries import plain_address
from nursery import dates

_LABELS: dict[str, Promise] = {
    "login": _("Your e-mail address"),
    "email": _("Your e-mail address"),
    "code": _("The code"),
    "oldpassword": _("The password you have now"),
    "password": _("Your password"),
    "password1": _("A new password"),
    "password2": _("The same again"),
}


class InOurWords:
    """Labels above the fields in our words, and no placeholder that vanishes as one types."""

    fields: dict[str, Any]
    labels: dict[str, Promise] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name) or _LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


# allauth is untyped, hence the ignores.
class LoginForm(InOurWords, allauth_forms.LoginForm):  # type: ignore[misc]
    pass


class ConfirmLoginCodeForm(InOurWords, allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class ConfirmEmailVerificationCodeForm(InOurWords, allauth_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class AddEmailForm(InOurWords, allauth_forms.AddEmailForm):  # type: ignore[misc]
    labels = {"email": _("Another e-mail address")}


class SetPasswordForm(InOurWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password is a new way in, so they show that it is them before the form is; allauth does not ask for it.

    Raises ImmediateHttpResponse, which leads there and back. allauth's own way would keep what was typed meanwhile,
    the password, in the session.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = allauth_context.request
        try:
            raise_if_reauthentication_required(request, app="allauth.mfa")
        except ReauthenticationRequired as required:
            way = get_adapter(request).get_reauthentication_methods(request.user)[0]["url"]
            lead = HttpResponseRedirect(f"{way}?{urlencode({'next': request.path})}")
            raise ImmediateHttpResponse(lead) from required


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(InOurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class RequestLoginCodeForm(InOurWords, allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """A code for everybody whom a nursery knows, account or not; for others the same answer, and another mail."""

    def clean_email(self) -> str:
        # The mail goes to the address as compared, never as typed: see plain_address.
        email = plain_address(super().clean_email())
        self._user = open_known_account(email, dates.now().date())
        return email


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """The same people may set a password by mail, a first one included."""

    def clean_email(self) -> str:
        email = plain_address(super().clean_email())
        account = open_known_account(email, dates.now().date())
        self.users = [account] if account else []
        return email
