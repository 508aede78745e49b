"""How one gets in, and showing once more that it is oneself."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, signed_in
from accounts.actions import end_other_sessions, end_session
from accounts.factor_forms import CodeByMailForm
from accounts.proof import has_second_factor, note_shown
from accounts.views import next_of
from accounts.ways_in import open_sessions, ways_in_of
from nursery import dates

_WANTED = "second_factor_wanted"  # templates ask for it
_CODE = "reauthentication-code"


@signed_in
@never_cache
@require_safe
def ways_in(request: SignedInRequest) -> HttpResponse:
    """Passkeys, app, recovery codes, password, and where they are signed in."""
    sessions = open_sessions(request.user, request.session.session_key, dates.now())
    return render(request, "accounts/ways_in.html", {"ways": ways_in_of(request.user), "sessions": sessions})


@signed_in
@require_POST
def session_end(request: SignedInRequest) -> HttpResponse:
    """`session` is the number of one of their own."""
    number, here = request.POST.get("session", ""), request.session.session_key
    if number.isdecimal() and len(number) < 19 and end_session(request.user, int(number), here=here):
        messages.success(request, _("Signed out there."))
    else:
        messages.info(request, _("You are not signed in there any more."))
    return HttpResponseRedirect(reverse("mfa_index"))


@signed_in
@require_POST
def sessions_end_others(request: SignedInRequest) -> HttpResponse:
    ended = end_other_sessions(request.user, here=request.session.session_key)
    said = ngettext("Signed out in one other place.", "Signed out in %(n)s other places.", ended) % {"n": ended}
    messages.success(request, said if ended else _("You are signed in nowhere else."))
    return HttpResponseRedirect(reverse("mfa_index"))


@signed_in
@never_cache
@require_safe
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Why a page asks for a second factor, and the ways to show or set one up; then on to `next`.

    Setting one up leads over pages of allauth's, which know of no `next`; their last one leads back here.
    """
    wanted = next_of(request, request.session.get(_WANTED, "/"))
    if has_second_factor(request):
        request.session.pop(_WANTED, None)
        return HttpResponseRedirect(wanted)
    request.session[_WANTED] = wanted
    return render(request, "accounts/second_factor.html", {"ways": ways_in_of(request.user), "next": wanted})


class _ReauthenticateByCode(BaseReauthenticateView):  # type: ignore[misc]  # allauth is untyped
    """For who has neither a factor nor a password: a code by mail, like the one they signed in with.

    Three tries a code, as when signing in; how many codes are sent is limited as there.
    """

    form_class = CodeByMailForm
    template_name = "accounts/reauthenticate_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "send" or not self._sent():
            return self._send() or self._again()
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"expected": self._sent().get("code", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"email": self._address(), "sent": bool(self._sent())}

    def form_valid(self, form: CodeByMailForm) -> HttpResponse:
        del self.request.session[_CODE]
        note_shown(self.request, "code")
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: CodeByMailForm) -> HttpResponse:
        sent = self._sent()
        if sent["tries"] == 1:
            del self.request.session[_CODE]
            messages.warning(self.request, _("That was not the code, three times over. Ask for a new one."))
            return self._again()
        self.request.session[_CODE] = sent | {"tries": sent["tries"] - 1}
        answer: HttpResponse = super().form_invalid(form)
        return answer

    def _again(self) -> HttpResponse:
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))

    def _sent(self) -> dict[str, Any]:
        """What was sent and holds still: the code, when, how many tries are left. Empty where nothing was."""
        sent: dict[str, Any] = self.request.session.get(_CODE) or {}
        return sent if time.time() < sent.get("at", 0) + app_settings.LOGIN_BY_CODE_TIMEOUT else {}

    def _send(self) -> HttpResponse | None:
        """A new code; the answer that says "too many", where it is one too many."""
        address = self._address()
        if too_many := ratelimit.consume_or_429(self.request, action="request_login_code", key=address):
            refused: HttpResponse = too_many
            return refused
        adapter = get_adapter(self.request)
        code = adapter.generate_login_code()
        self.request.session[_CODE] = {
            "code": code,
            "at": time.time(),
            "tries": app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
        }
        adapter.send_mail("account/email/reauthentication_code", address, {"code": code})
        return None

    def _address(self) -> str:
        user: Any = self.request.user
        address: str = EmailAddress.objects.get_primary_email(user) or user.email
        return address


reauthenticate_by_code = signed_in(never_cache(_ReauthenticateByCode.as_view()))
