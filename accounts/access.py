"""Who may open a page, in one place: each view wears exactly one of these decorators.

A nursery's page is fetched and authorised in one call: the decorator finds the nursery named in the path, the
person that the account is there, opens the nursery's scope and its time zone, speaks the person's language, and calls
the view without the slug. Somebody who is nobody there gets 404, so that no nursery shows that it exists; a person
without the role gets 403, which says who may. Whoever is not signed in is asked to, and comes back to where they were.

A manager, trustee or treasurer sees more than their own only once their session has passed a second factor. Until then
those roles do not count (`Person.counted_roles`): what is for every member is as it is for any, and a page that only
such a role opens leads to where the factor is shown or set up, and from there back.
"""

import copy
import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.actions import link_people
from accounts.journal import note
from accounts.languages import speak_to
from accounts.models import TRUSTED_ROLES, Account, Person
from accounts.proof import has_second_factor
from accounts.queries import people_of
from nursery.acting import By, acting, acts
from nursery.dates import local_day
from nursery.models import Nursery
from nursery.pieces import page_around
from nursery.scope import nursery_scope


class SignedInRequest(HttpRequest):
    user: Account


class MemberRequest(SignedInRequest):
    """A request of a known person inside a nursery's scope; `now` is the request's one reading of the clock."""

    nursery: Nursery
    me: Person
    people: list[Person]
    others_of_account: list[Person]
    now: dt.datetime
    today: dt.date


SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}  # what changes nothing, and asks nobody who acts

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponse]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public(view: PlainView[P]) -> PlainView[P]:
    """Anybody may open it."""
    view.access = "public"  # type: ignore[attr-defined]  # read by the access matrix
    return view


def signed_in(view: Callable[Concatenate[SignedInRequest, P], HttpResponse]) -> Any:
    """Any account may open it."""

    @wraps(view)
    def wrapper(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    wrapper.access = "signed_in"  # type: ignore[attr-defined]
    return wrapper


def _member_view(
    view: View[P], access: str, may: Callable[[Person], bool], sentence: Promise | str, *, acting: bool = True
) -> Any:
    @wraps(view)
    def wrapper(request: MemberRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        nursery = Nursery.objects.filter(slug=slug).first()
        if nursery is None:
            raise Http404
        request.now = timezone.now()
        request.today = local_day(request.now, nursery.zone)
        with _from_here(request), nursery_scope(nursery, ends_with_transaction=True), timezone.override(nursery.zone):
            request.people = _people_here(request)
            if not request.people:
                note("nobody in that nursery", request)
                raise Http404
            # The people carry the nursery with its policy, which is behind the wall until the scope is open.
            request.nursery = request.people[0].nursery
            me = _who_acts(request)
            speak_to(request, me, request.nursery)
            if me is not None:
                me.second_factor_due = not TRUSTED_ROLES.isdisjoint(me.roles) and not has_second_factor(request)
                request.me = me
                request.others_of_account = [person for person in request.people if person != me]
            elif acting:
                return _to_choice(request)
            if acting and not may(request.me):
                if request.me.second_factor_due and may(_with_every_role(request.me)):
                    return _to_second_factor(request)
                note("not theirs", request)
                raise PermissionDenied(str(sentence))
            if me is not None and request.method not in SAFE:
                acts(nursery.pk, me.pk)
            return view(request, *args, **kwargs)

    wrapper.access = access  # type: ignore[attr-defined]
    return wrapper


def _from_here(request: HttpRequest) -> AbstractContextManager[None]:
    """What is done meanwhile is done on this page."""
    return acting(By.PAGE, request.resolver_match.view_name if request.resolver_match else "")


def _people_here(request: MemberRequest) -> list[Person]:
    people = people_of(request.user, request.today)
    if not people and link_people(request.user, request.today):
        # Entered by a nursery after they last signed in.
        people = people_of(request.user, request.today)
    return people


def _who_acts(request: MemberRequest) -> Person | None:
    """The only person that the account is here, or the one it chose; None while it has not."""
    if len(request.people) == 1:
        return request.people[0]
    chosen = request.session.get(acting_key(request.nursery))
    return next((person for person in request.people if person.public_id == chosen), None)


def _with_every_role(me: Person) -> Person:
    """The same person, as if their second factor had been shown."""
    whole = copy.copy(me)
    whole.second_factor_due = False
    return whole


def _page_to_come_back_to(request: HttpRequest) -> str:
    """This page; for what no link can repeat (a form sent, a fragment fetched), the page it was on."""
    if request.htmx:  # type: ignore[attr-defined]
        return page_around(request) or "/"
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _lead(request: HttpRequest, url: str) -> HttpResponse:
    """Away from here with the whole page, even where htmx asked for a piece of it."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)  # type: ignore[attr-defined]


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return _lead(request, redirect_to_login(_page_to_come_back_to(request)).url)


def _to_choice(request: MemberRequest) -> HttpResponse:
    choice = reverse("accounts:acting_choose", args=[request.nursery.slug])
    return _lead(request, f"{choice}?{urlencode({'next': _page_to_come_back_to(request)})}")


def _to_second_factor(request: MemberRequest) -> HttpResponse:
    return _lead(request, f"{reverse('accounts:second_factor')}?{urlencode({'next': _page_to_come_back_to(request)})}")


def acting_key(nursery: Nursery) -> str:
    """The session's key for "which of us is acting" in a nursery, where an account is several people there."""
    return f"acting-{nursery.pk}"


def member(view: View[P]) -> Any:
    """Any person of the nursery."""
    return _member_view(view, "member", lambda _person: True, "")


def whole_account(view: View[P]) -> Any:
    """Any account that is somebody there, be it clear who acts or not: `request.people`, maybe no `me`."""
    return _member_view(view, "whole_account", lambda _person: True, "", acting=False)


def manager(view: View[P]) -> Any:
    """The nursery's manager."""
    return _member_view(view, "manager", lambda person: person.is_manager, _("This page is the manager’s."))


def approver(view: View[P]) -> Any:
    """The manager, or a deputy today (domain 02): those who say yes or no, and call out."""
    return _member_view(
        view,
        "approver",
        lambda person: person.approves,
        _("This page is for the manager, and for whoever deputises today."),
    )


def staff(view: View[P]) -> Any:
    """Paid people, and whoever approves (a deputy may be a parent)."""
    return _member_view(
        view, "staff", lambda person: person.works_here or person.approves, _("This page is for the staff.")
    )


def trustee(view: View[P]) -> Any:
    """Trustees alone."""
    return _member_view(view, "trustee", lambda person: person.is_trustee, _("This page is for the trustees."))


def costs_reader(view: View[P]) -> Any:
    """Those to whom figures in money are open: manager, trustees, treasurer."""
    return _member_view(
        view,
        "costs_reader",
        lambda person: person.reads_costs,
        _("This page is for the trustees, the treasurer and the manager."),
    )


def treasurer(view: View[P]) -> Any:
    """The treasurer alone: rates, fee relief, budgets, and closing a term."""
    return _member_view(view, "treasurer", lambda person: person.is_treasurer, _("This page is the treasurer’s."))


def money_keeper(view: View[P]) -> Any:
    """The manager and the treasurer, who alone see what one paid person costs (domain 01)."""
    return _member_view(
        view,
        "money_keeper",
        lambda person: person.keeps_money,
        _("This page is for the manager and the treasurer."),
    )


def parent(view: View[P]) -> Any:
    """Parents alone."""
    return _member_view(view, "parent", lambda person: person.is_parent, _("This page is for parents."))
