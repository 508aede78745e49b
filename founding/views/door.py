"""Who may open the pages of founding: whoever is signed in and may found a nursery, and of drafts their own alone."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.access import SignedInRequest, signed_in
from accounts.scope import account_scope
from founding.models import Draft
from founding.queries.drafts import draft_named, drafts_of, proven_addresses
from founding.rules.founders import found_refusal

_MADE = "made-of-draft"

P = ParamSpec("P")


class FounderRequest(SignedInRequest):
    """Of somebody who may be here, in the scope of their account; `draft`, whole, on the pages of one, else
    `drafts`."""

    now: dt.datetime
    today: dt.date
    drafts: list[Draft]
    addresses: list[str]
    draft: Draft


def founder(view: Callable[Concatenate[FounderRequest, P], HttpResponse]) -> Any:
    """Whoever may found a nursery here."""

    @signed_in
    @never_cache
    @wraps(view)
    def wrapper(asked: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = cast("FounderRequest", asked)
        with _inside(request):
            request.drafts = drafts_of(request.user)
            return _refused(request, len(request.drafts)) or view(request, *args, **kwargs)

    return wrapper


def drafted(view: Callable[Concatenate[FounderRequest, P], HttpResponse]) -> Any:
    """Whose draft it is that the path names; 404 for everybody else, and for one that is there no more."""

    @signed_in
    @never_cache
    @wraps(view)
    def wrapper(asked: SignedInRequest, /, public_id: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = cast("FounderRequest", asked)
        with _inside(request):
            found = draft_named(request.user, public_id)
            if found is None:
                return _to_what_was_made(request, public_id)
            request.draft = found
            return _refused(request, 1) or view(request, *args, **kwargs)

    return wrapper


def note_made(request: HttpRequest, public_id: str, where: str) -> None:
    """For whoever goes back and presses the button once more."""
    request.session[_MADE] = [public_id, where]


def _to_what_was_made(request: HttpRequest, public_id: str) -> HttpResponse:
    made, where = request.session.get(_MADE, ("", ""))
    if made != public_id:
        raise Http404
    return HttpResponseRedirect(where)


def _refused(request: FounderRequest, drafts: int) -> HttpResponse | None:
    refusal = found_refusal(opened=settings.FOUNDING_OPEN, proven=bool(request.addresses), drafts=drafts)
    return render(request, "founding/closed.html", {"refusal": refusal}, status=403) if refusal else None


@contextmanager
def _inside(request: FounderRequest) -> Iterator[None]:
    """In the scope of their account, with what is theirs; the day is UTC's, since there is no nursery yet."""
    with account_scope(request.user):
        request.now = timezone.now()
        request.today = request.now.date()
        request.addresses = proven_addresses(request.user)
        yield
