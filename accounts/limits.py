"""How often one address, one account or one key may do what costs much, or what somebody who guesses would do.

Counted by allauth, as signing in is: in PostgreSQL, for all workers together. What is counted stays counted, also where
the page then refuses; so it is counted outside what the page takes back.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from accounts.journal import note

P = ParamSpec("P")

# What, and how often by whom: a number, in how long, by address ("ip"), account ("user") or what is named ("key").
LIMITS = {
    "paper": "30/m/user",  # a PDF costs up to a second of a processor
    "wrong_key": "30/m/ip",  # of a link, a calendar, the operator's figures: those who hold one are never counted
    "link_pressed": "30/m/ip,10/m/key",
    "notifications_on": "30/h/user",
    "notifications_renewed": "30/h/ip",
    "held_taken_away": "6/h/key",  # all that is held about somebody
    "remark": "10/h/key",
    # Of an account: what is looked at costs seconds, and what is made costs rows.
    "nursery_begun": "20/h/user",
    "nursery_file": "30/h/user",
    "nursery_step": "600/h/user",
    "nursery_made": "20/h/user",
}


def within(request: HttpRequest, action: str, key: str = "") -> bool:
    """Counts this once more; whether it is still within the limit."""
    counted = ratelimit.consume(request, app="turnabout", action=action, key=key, config=LIMITS, limit_get=True)
    return counted is not None


def too_many(request: HttpRequest) -> HttpResponse:
    """429, which also answers for allauth (handler429 in nursery/urls.py)."""
    note("too often", request)
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = "60"
    return answer


def too_often(request: HttpRequest, action: str, key: str = "") -> HttpResponse | None:
    """Counts this once more: None, or what they are told who do it too often."""
    return None if within(request, action, key) else too_many(request)


def wrong_key(request: HttpRequest) -> HttpResponse | None:
    """Somebody came with a key that opens nothing: None, or what they are told who try too often."""
    note("key that opens nothing", request)
    return too_often(request, "wrong_key")


def nothing_here(request: HttpRequest) -> HttpResponse:
    """404 for whoever came with a key that opens nothing. Answered, not raised: what is counted would be taken back."""
    return wrong_key(request) or page_not_found(request, Http404())


def limited(action: str) -> Callable[[Callable[Concatenate[Any, P], HttpResponse]], Any]:
    """A page that costs much: so many for one account, by LIMITS. Stands below who may open it."""

    def decorate(view: Callable[Concatenate[Any, P], HttpResponse]) -> Any:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return too_often(request, action) or view(request, *args, **kwargs)

        wrapper.limited = action  # type: ignore[attr-defined]
        return wrapper

    return decorate
