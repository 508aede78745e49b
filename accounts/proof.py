"""What a session has shown of who is in it. Read from the session alone, where allauth notes every step: no query."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts.models import Account

_ONE_CLICK = "demo-one-click"


def has_second_factor(request: HttpRequest) -> bool:
    """Whether a passkey, an app's code or a recovery code was shown in this session, when it began or since.

    The demo's one-click people pass without, while the demo is on.
    """
    if settings.DEMO and request.session.get(_ONE_CLICK) == request.user.pk:
        return True
    return any(record["method"] == "mfa" for record in _records(request))


def showed_lately(request: HttpRequest) -> bool:
    """Whether they showed anything at all, signing in included, as lately as a change of how one signs in asks."""
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in _records(request))


def note_shown(request: HttpRequest, method: str, **more: Any) -> None:
    """`method` was shown a moment ago: "mfa" with its `type`, or "code". It counts as a fresh sign-in."""
    record_authentication(request, request.user, method, reauthenticated=True, **more)


def note_one_click(request: HttpRequest) -> None:
    """They came in by the demo's one click, a moment ago."""
    request.session[_ONE_CLICK] = request.user.pk
    record_authentication(request, request.user, "demo")


def note_link(request: HttpRequest) -> None:
    """They came in by the link of an invitation, which is to have read their mail, a moment ago."""
    record_authentication(request, request.user, "link")


def forget_what_is_gone(sender: object, *, request: HttpRequest, user: Account, **more: Any) -> None:
    """A factor was removed in this session. Whoever has none left has shown none."""
    if not Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        kept = [record for record in _records(request) if record["method"] != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return found
