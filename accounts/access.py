"""Who may open a page, in one place: each view wears exactly one of these decorators.

A nursery's page is fetched and authorised in one call: the decorator finds the nursery named in the path, the
person that the account is there, opens the nursery's scope and its time zone, and calls the view without the
slug. Somebody who is nobody there gets 404, so that no nursery shows that it exists; a person without the role
gets 403, which says who may.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, Person, RoleKind
from accounts.queries import people_of
from nursery.dates import local_day
from nursery.models import Nursery
from nursery.scope import nursery_scope


class MemberRequest(HttpRequest):
    """A request of a known person inside a nursery's scope; `now` is the request's one reading of the clock."""

    user: Account
    nursery: Nursery
    me: Person
    others_of_account: list[Person]
    now: dt.datetime
    today: dt.date


P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponse]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public(view: PlainView[P]) -> PlainView[P]:
    """Anybody may open it."""
    view.access = "public"  # type: ignore[attr-defined]  # read by the access matrix
    return view


def signed_in(view: PlainView[P]) -> PlainView[P]:
    """Any account may open it."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    wrapper.access = "signed_in"  # type: ignore[attr-defined]
    return wrapper


def _member_view(view: View[P], access: str, may: Callable[[Person], bool], sentence: str) -> Any:
    @wraps(view)
    def wrapper(request: MemberRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        nursery = Nursery.objects.filter(slug=slug).first()
        if nursery is None:
            raise Http404
        request.now = timezone.now()
        request.today = local_day(request.now, nursery.zone)
        with nursery_scope(nursery), timezone.override(nursery.zone):
            people = people_of(request.user, request.today)
            if not people:
                raise Http404
            chosen = request.session.get(acting_key(nursery))
            me = people[0] if len(people) == 1 else next((p for p in people if p.public_id == chosen), None)
            # The people carry the nursery with its policy, which is behind the wall until the scope is open.
            request.nursery = people[0].nursery
            if me is None:
                return HttpResponseRedirect(
                    reverse("accounts:acting_choose", args=[slug]) + f"?next={request.get_full_path()}"
                )
            request.me = me
            request.others_of_account = [person for person in people if person != me]
            if not may(me):
                raise PermissionDenied(sentence)
            return view(request, *args, **kwargs)

    wrapper.access = access  # type: ignore[attr-defined]
    return wrapper


def acting_key(nursery: Nursery) -> str:
    """The session's key for "which of us is acting" in a nursery, where an account is several people there."""
    return f"acting-{nursery.pk}"


def member(view: View[P]) -> Any:
    """Any person of the nursery."""
    return _member_view(view, "member", lambda _person: True, "")


def manager(view: View[P]) -> Any:
    """The nursery's manager."""
    return _member_view(view, "manager", lambda person: person.is_manager, _("This page is the manager’s."))


def costs_reader(view: View[P]) -> Any:
    """Those to whom figures in money are open: manager, trustees, treasurer."""
    return _member_view(
        view,
        "costs_reader",
        lambda person: person.reads_costs,
        _("This page is for the trustees, the treasurer and the manager."),
    )


def parent(view: View[P]) -> Any:
    """Parents alone."""
    return _member_view(
        view, "parent", lambda person: RoleKind.PARENT in person.roles, _("This page is for parents.")
    )
