"""allauth's second factor at addresses of ours, under /accounts/. Its lists are one page of ours, `mfa_index`; the
views that lead to a list when they are done lead there."""

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, reverse_lazy

from accounts import way_views

_HERE = reverse_lazy("mfa_index")

urlpatterns = [
    path("ways-in/", way_views.ways_in, name="mfa_index"),
    path("ways-in/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "ways-in/passkeys/<int:pk>/rename/",
        passkeys.EditWebAuthnView.as_view(success_url=_HERE),
        name="mfa_edit_webauthn",
    ),
    path(
        "ways-in/passkeys/<int:pk>/remove/",
        passkeys.RemoveWebAuthnView.as_view(success_url=_HERE),
        name="mfa_remove_webauthn",
    ),
    path("ways-in/app/add/", app.activate_totp, name="mfa_activate_totp"),
    path("ways-in/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("ways-in/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ways-in/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ways-in/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("login/second-factor/", base.authenticate, name="mfa_authenticate"),
    path("reauthenticate/app/", base.reauthenticate, name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
