"""One day, hour by hour."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, member
from nursery.dates import parse_day
from rota.queries.day import day_hours


@member
@require_safe
def day(request: MemberRequest, date: str) -> HttpResponse:
    """Each room's children, adults required, counted and present, slice by slice; and who stands there when."""
    wanted = parse_day(date)
    if wanted is None or wanted.isoformat() != date:
        raise Http404
    shown = day_hours(wanted, request.me, request.nursery, request.now, request.today)
    return render(request, "rota/day.html", {"day": shown})
