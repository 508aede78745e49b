"""What a place's action answers with: the place as it now is, in the page; or, without script, the page again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from accounts.access import MemberRequest
from nursery.pieces import page_around
from nursery.refusal import Refused
from rota.models import Place
from rota.queries.week import place_in_day


def week_url(request: MemberRequest, place: Place) -> str:
    """The week that shows a place, at that place."""
    week = reverse("rota:week", args=[request.nursery.slug])
    return f"{week}?day={place.shift.date.isoformat()}#place-{place.public_id}"


def next_url(request: HttpRequest, default: str) -> str:
    """Where the form asked to be led, if that is on this site."""
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed and wanted else default


def find_place(public_id: str) -> Place:
    return get_object_or_404(Place.objects.select_related("shift__duty", "shift__room"), public_id=public_id)


def on_place(request: MemberRequest, place: Place, action: Callable[[], tuple[str, str]]) -> HttpResponse:
    """Run `action`, which returns the sentence to say and the path of its Undo (or ""); then show the place.

    A refusal is a sentence too: the place is shown as it now is, with why and what to do.
    """
    refused = False
    try:
        said, undo = action()
    except Refused as error:
        refused = True
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, said, extra_tags=undo)
    week = reverse("rota:week", args=[request.nursery.slug])
    if refused and not Place.objects.filter(pk=place.pk).exists():
        # The plan has taken it away in between: there is no place left to show.
        gone = f"{week}?day={place.shift.date.isoformat()}"
        return HttpResponseClientRedirect(gone) if request.htmx else HttpResponseRedirect(gone)  # type: ignore[attr-defined]
    if in_page(request):
        return place_fragment(request, place, status=409 if refused else 200)
    if request.htmx and page_around(request).split("?")[0] == week:  # type: ignore[attr-defined]
        return place_fragment(request, place, aside=True)  # Undo, from the line at the foot of the week
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    return HttpResponseRedirect(next_url(request, week_url(request, place)))


def in_page(request: HttpRequest) -> bool:
    """Whether a place in the week asks, and takes the answer itself."""
    return bool(request.htmx) and (request.htmx.target or "").startswith("place-")  # type: ignore[attr-defined]


def in_place(piece: HttpResponse) -> HttpResponse:
    """A piece of the week, after which the address stays the week's (a boosted link would take its own)."""
    piece["HX-Push-Url"] = "false"
    return piece


def place_fragment(request: MemberRequest, place: Place, *, status: int = 200, aside: bool = False) -> HttpResponse:
    """The place's row, its day's state and what was said, each to where it stands in the week.

    `aside`: the row too finds its own place, since something else asked.
    """
    found = place_in_day(place, request.me, request.nursery, request.now, request.today)
    context = {"row": found.row, "day": found.day, "aside": aside}
    return in_place(render(request, "rota/place_changed.html", context, status=status))
