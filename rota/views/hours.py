"""Hours of paid people a month, as a sheet: on the page, on paper, and to take away."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, member
from accounts.limits import limited
from nursery.documents.as_csv import MEDIA_TYPE, write_csv
from nursery.documents.table import Cell, Column, Kind, Table
from rota.exact import rounded
from rota.queries.hours import MonthHours, Turn, month_hours

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")


def _month(request: MemberRequest) -> tuple[dt.date, str]:
    """The first day of the month asked for, and what was asked where it is no month."""
    asked = request.GET.get("month", "")
    found = _MONTH.match(asked)
    if found and 1900 <= int(found[1]) <= 2199 and 1 <= int(found[2]) <= 12:
        return dt.date(int(found[1]), int(found[2]), 1), ""
    return request.today.replace(day=1), asked


def _hours(request: MemberRequest, first: dt.date) -> MonthHours:
    """Everybody's for the manager, their own for paid people."""
    if request.me.is_manager:
        return month_hours(first, request.now)
    if request.me.is_paid:
        return month_hours(first, request.now, request.me)
    raise PermissionDenied(_("Hours of paid people are for the manager, and for each paid person their own."))


@member
@require_safe
def hours(request: MemberRequest) -> HttpResponse:
    """The sheet of `?month=2026-10` (default this month)."""
    first, unknown = _month(request)
    here = reverse("rota:hours", args=[request.nursery.slug])
    sheet = _hours(request, first)
    this_month = first == request.today.replace(day=1)
    context = {
        "sheet": sheet,
        "unknown": unknown,
        "everybody": request.me.is_manager,
        "before_url": f"{here}?month={first - dt.timedelta(days=1):%Y-%m}",
        "after_url": f"{here}?month={sheet.last + dt.timedelta(days=1):%Y-%m}",
        "now_url": "" if this_month else here,
        "csv_url": f"{reverse('rota:hours_csv', args=[request.nursery.slug])}?month={first:%Y-%m}",
    }
    return render(request, "rota/hours.html", context)


@member
@require_safe
@limited("paper")
def hours_csv(request: MemberRequest) -> HttpResponse:
    """The same as CSV: a row a shift."""
    first, _unknown = _month(request)
    out = BytesIO()
    write_csv(_table(_hours(request, first), request.nursery.name), out)
    response = HttpResponse(out.getvalue(), content_type=MEDIA_TYPE)
    name = f"hours-{request.nursery.slug}-{first:%Y-%m}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _table(sheet: MonthHours, nursery: str) -> Table:
    columns = [
        Column(_("Person"), _("Who works")),
        Column(_("Day"), _("The shift’s day"), Kind.DATE),
        Column(_("Starts"), _("As planned, by the nursery’s clock"), Kind.TIME),
        Column(_("Ends"), _("As planned"), Kind.TIME),
        Column(_("Duty"), _("What the shift is for")),
        Column(_("Planned hours"), _("Elapsed hours of the shift; 0 for who was not on the rota"), Kind.NUMBER),
        Column(_("Came"), _("When they really came, where marked otherwise than planned"), Kind.TIME),
        Column(_("Left"), _("When they really left"), Kind.TIME),
        Column(_("Break hours"), _("Breaks inside the time there"), Kind.NUMBER),
        Column(_("Worked hours"), _("Elapsed hours there, less breaks; empty: not marked yet"), Kind.NUMBER),
        Column(_("Paid cover"), _("In a place kept for a parent")),
        Column(_("Marked"), _("What was marked")),
    ]
    title = _("Hours")
    return Table(title, f"{nursery}, {sheet.first:%Y-%m}", columns, _rows(sheet))


def _rows(sheet: MonthHours) -> Iterator[Sequence[Cell]]:
    for person in sheet.people:
        for turn in person.turns:
            shift, booking = turn.booking.shift, turn.booking
            yield [
                person.person.name,
                shift.date,
                shift.starts,
                shift.ends,
                shift.duty.name,
                rounded(turn.planned),
                _clock(booking.there_from),
                _clock(booking.there_to),
                rounded(turn.paused),
                None if turn.worked is None else rounded(turn.worked),
                _("yes") if turn.is_cover else "",
                _said(turn),
            ]


def _said(turn: Turn) -> str:
    return _("not marked yet") if turn.unmarked else str(turn.booking.get_status_display())


def _clock(moment: dt.datetime | None) -> dt.time | None:
    return None if moment is None else timezone.localtime(moment).time().replace(second=0, microsecond=0)
