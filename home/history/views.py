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

# A moment in an address, exactly: PostgreSQL keeps microseconds.
_EPOCH, _TICK = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(microseconds=1)


@manager
@require_safe
def history(request: MemberRequest) -> HttpResponse:
    """By day, newest first, narrowed to a person, a kind of thing or days."""
    form = HistoryForm(request.GET, people=list(Person.objects.order_by("name", "pk")))
    page = deeds_of_nursery(request.nursery, form.asked(_before(request)))
    context = _shown(request, page) | {"form": form, "narrowed": bool(form.changed_data)}
    return render(request, "home/history.html", context, status=422 if form.errors else 200)


@member
@require_safe
def about_me(request: MemberRequest) -> HttpResponse:
    """What has been done about me, and by me."""
    page = deeds_about(request.me, request.nursery, Asked(before=_before(request)))
    return render(request, "home/about_me.html", _shown(request, page))


def _shown(request: MemberRequest, page: DeedsPage) -> dict[str, object]:
    said = {key: value for key, value in request.GET.items() if value and key != "before"}
    return {
        "page": page,
        "older": (page.older - _EPOCH) // _TICK if page.older is not None else None,
        "others": urlencode(said) + "&" if said else "",
        "later": "before" in request.GET,
        "today": request.today,
    }


def _before(request: MemberRequest) -> dt.datetime | None:
    """Nothing that can be read is the newest."""
    try:
        return _EPOCH + int(request.GET.get("before", "")) * _TICK
    except (ValueError, OverflowError):
        return None
