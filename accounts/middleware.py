"""That a session is alive, and in which browser: for the page that lists where somebody is signed in. And its end."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

SEEN_AT = "seen-at"
_EVERY = 60 * 60  # seconds; oftener would cost every page its queries


class SeenNow:
    """Once an hour, when a whole page is opened, writes down that its session was seen. Other pages pay no query: the
    session itself knows when that was last, and is over where that is too long ago (settings.SESSION_UNSEEN_AGE)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            unseen = time.time() - request.session.get(SEEN_AT, 0)
            if SEEN_AT in request.session and unseen > settings.SESSION_UNSEEN_AGE:
                logout(request)
            elif unseen >= _EVERY and request.method == "GET" and not request.htmx:  # type: ignore[attr-defined]
                note_seen(request)
        return self.get_response(request)


def note_seen(request: HttpRequest) -> None:
    """Writes it down now, where somebody is signed in."""
    if request.user.is_authenticated:
        UserSession.objects.create_from_request(request)
        request.session[SEEN_AT] = int(time.time())
