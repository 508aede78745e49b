"""What was done: the manager's page of the nursery, and everybody's of themselves."""

import datetime as dt
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, manager, member
from accounts.models import Person
from home.history.asking import HistoryForm
from home.history.reading import Asked, DeedsPage, deeds_about, deeds_of_nursery
from nursery.dates import moment_of, tick_of

_MOMENTS = ("before", "deed")


@manager
@require_safe
def history(request: MemberRequest) -> HttpResponse:
    """By day, newest first, narrowed to a person, a kind of thing or days."""
    form = HistoryForm(request.GET, people=list(Person.objects.order_by("name", "pk")))
    page = deeds_of_nursery(
        request.nursery, form.asked(before=_moment(request, "before"), deed=_moment(request, "deed"))
    )
    context = _shown(request, page) | {"form": form, "narrowed": bool(form.changed_data)}
    return render(request, "home/history.html", context, status=422 if form.errors else 200)


@member
@require_safe
def about_me(request: MemberRequest) -> HttpResponse:
    """What has been done about me, and by me."""
    page = deeds_about(
        request.me, request.nursery, Asked(before=_moment(request, "before"), deed=_moment(request, "deed"))
    )
    return render(request, "home/about_me.html", _shown(request, page))


def _shown(request: MemberRequest, page: DeedsPage) -> dict[str, object]:
    said = {key: value for key, value in request.GET.items() if value and key not in _MOMENTS}
    return {
        "page": page,
        "older": tick_of(page.older) if page.older is not None else None,
        "others": urlencode(said) + "&" if said else "",
        "later": "before" in request.GET,
        "one": "deed" in request.GET,
        "today": request.today,
    }


def _moment(request: MemberRequest, name: str) -> dt.datetime | None:
    """What can be read as no moment asks for none."""
    return moment_of(request.GET.get(name, ""))
