"""Which devices this browser is: a signed cookie names them, for as long as notifications are on.

It is what lets a shared phone show nobody else's: whoever signs out in a browser turns off theirs in it, and whoever
signs in turns off everybody else's, in all nurseries. A session would not do, because notifications outlast it.
"""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import Account
from reminders.actions.devices import forget

COOKIE = "notifications"
_SALT = "reminders.here"
_KEPT = 400 * 24 * 60 * 60  # seconds; browsers keep none longer
_MOST = 20

Here = frozenset[tuple[int, str]]


def here_of(request: HttpRequest) -> Here:
    """Devices by nursery (its row id) and public id; some may be gone."""
    try:
        return frozenset(
            (int(pk), str(name)) for pk, name in signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
        )
    except signing.BadSignature:
        return frozenset()


def keep_here(response: HttpResponse, here: Collection[tuple[int, str]]) -> None:
    if not here:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        signing.dumps(sorted(here)[-_MOST:], salt=_SALT),
        max_age=_KEPT,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",  # no form of another site brings it along
    )


def somebody_signed_in(*, request: HttpRequest, user: Account, **_more: Any) -> None:
    if here := here_of(request):
        forget(here, but_of=user)


def somebody_signed_out(*, request: HttpRequest, **_more: Any) -> None:
    if here := here_of(request):
        forget(here)
