"""The forms of the second factor: allauth's in this house's words, and the code by mail for who has nothing else."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context as allauth_context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import RegistrationResponse

from accounts.forms import InOurWords
from accounts.proof import note_shown

_LONGEST_NAME = 60


class _TellsOfRecoveryCodes:
    """A recovery code that was used is one that somebody may have found: a mail says so."""

    authenticator: Authenticator
    user: Any

    def save(self) -> None:
        super().save()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            get_factor_adapter().send_notification_mail("mfa/email/recovery_code_used", self.user)


# allauth is untyped, hence the ignores.
class AuthenticateForm(_TellsOfRecoveryCodes, InOurWords, base_forms.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("A code from your app, or a recovery code")}


class ReauthenticateForm(_TellsOfRecoveryCodes, InOurWords, base_forms.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("A code from your app, or a recovery code")}


class ActivateAppForm(InOurWords, app_forms.ActivateTOTPForm):  # type: ignore[misc]
    """Whoever types the first code has shown the factor, and need not show it again in this session."""

    labels = {"code": _("The six digits that the app shows")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        code: str = super().clean_code()
        note_shown(allauth_context.request, "mfa", type=Authenticator.Type.TOTP.value)
        return code


class AddPasskeyForm(InOurWords, passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A key that asks for a finger, a face or a PIN, always, so that it opens the door alone.

    `passwordless` is what allauth's script reads that from; it is no choice of ours. Whoever adds one has shown it.
    """

    labels = {"name": _("What you call it")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = _LONGEST_NAME
        self.fields["name"].widget.attrs["maxlength"] = _LONGEST_NAME
        self.initial["passwordless"] = True
        self.fields["passwordless"].widget.attrs["hidden"] = True

    def clean_name(self) -> str:
        name: str = super().clean_name()
        return name[:_LONGEST_NAME]

    def clean_credential(self) -> Any:
        """allauth answers what is no credential at all in plain words only when it signs in; here it would break."""
        credential = self.cleaned_data["credential"]
        try:
            RegistrationResponse.from_dict(credential)
        except (TypeError, ValueError) as error:
            raise get_factor_adapter().validation_error("incorrect_code") from error
        return credential

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            note_shown(allauth_context.request, "mfa", type=Authenticator.Type.WEBAUTHN.value)
        return cleaned


class RenamePasskeyForm(InOurWords, passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("What you call it"), max_length=_LONGEST_NAME)


class CodeByMailForm(InOurWords, forms.Form):
    """`expected` is the code that was sent."""

    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        self.expected = expected
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not compare_user_code(actual=code, expected=self.expected):
            raise get_adapter().validation_error("incorrect_code")
        return code
