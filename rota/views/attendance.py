"""Who is here: one day's shifts and children, and every mark with one tap."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, member
from nursery.dates import DAY, parse_day
from nursery.refusal import Refusal, Refused
from rota.actions.marking import mark_all_came, mark_booking, mark_came_late, mark_left_early, set_times
from rota.actions.walk_in import undo_walk_in
from rota.forms import TimesForm
from rota.models import Booking, BookingStatus, Shift
from rota.queries.attendance import DayHere, changes_of, day_here, may_look
from rota.queries.levels import with_levels
from rota.queries.marks import breaks_of, marked_on, with_marks
from rota.rules.marking import marking_refusal

MARKS = {"worked", "missed", "booked", "late", "left", "not_there"}


def attendance_url(request: MemberRequest, day: dt.date, anchor: str = "") -> str:
    url = reverse("rota:attendance", args=[request.nursery.slug, day.isoformat()])
    return f"{url}#{anchor}" if anchor else url


def find_day(text: str) -> dt.date:
    day = parse_day(text)
    if day is None:
        raise Http404
    return day


def look_at(request: MemberRequest, day: dt.date) -> DayHere:
    """The day as whoever asks may see it; a page for those who work together there."""
    here = day_here(day, request.me, request.nursery, request.now, request.today)
    if not may_look(here, request.me):
        raise PermissionDenied(_("This page is for whoever runs a shift that day, for staff and for the manager."))
    return here


def page(request: MemberRequest, here: DayHere, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page; `more` says what is asked for beside a row (a reason) or was refused there."""
    context = {
        "here": here,
        "before_url": attendance_url(request, here.date - DAY),
        "after_url": attendance_url(request, here.date + DAY),
        "today_url": attendance_url(request, request.today),
        "changes": changes_of(here.date) if request.me.approves else [],
    } | more
    piece = request.htmx and request.htmx.target == "attendance"  # type: ignore[attr-defined]
    return render(
        request, "rota/attendance.html#attendance" if piece else "rota/attendance.html", context, status=status
    )


@member
@require_safe
def attendance(request: MemberRequest, day: str) -> HttpResponse:
    """Who is here on a day: for whoever runs a shift, the staff and the manager."""
    return page(request, look_at(request, find_day(day)))


def in_row(request: MemberRequest, prefix: str) -> bool:
    """Whether a row of this page asks, and takes the answer itself."""
    return bool(request.htmx) and (request.htmx.target or "").startswith(prefix)  # type: ignore[attr-defined]


def _find_booking(public_id: str) -> Booking:
    bookings = with_marks(Booking.objects.select_related("shift__duty", "shift__room", "person", "place"))
    return get_object_or_404(bookings, public_id=public_id)


@member
@require_POST
def booking_mark(request: MemberRequest, public_id: str) -> HttpResponse:
    """`status` is worked, late or left (now), missed, booked (takes the mark back), or not_there (of somebody who was
    marked without having been on the rota). `reason` is asked for what was marked on an earlier day."""
    booking = _find_booking(public_id)
    said, reason = request.POST.get("status", ""), request.POST.get("reason", "")
    if said not in MARKS:
        return HttpResponseBadRequest(_("Mark a booking as worked or missed."))
    refusal = _refused(lambda: _mark(request, booking, said, reason))
    if said == "not_there" and refusal is None and in_row(request, "came-"):
        return _shift_row(request, booking)
    return _answer(request, booking, refusal, asked=said, reason=reason)


def _mark(request: MemberRequest, booking: Booking, said: str, reason: str) -> None:
    nursery, now = request.nursery, request.now
    minute = now.replace(second=0, microsecond=0)
    match said:
        case "late":
            at = max(minute, booking.shift.starts_at)
            mark_came_late(booking, at, request.me, nursery=nursery, now=now, reason=reason)
        case "left":
            at = min(minute, booking.shift.ends_at)
            mark_left_early(booking, at, request.me, nursery=nursery, now=now, reason=reason)
        case "not_there":
            undo_walk_in(booking, request.me, nursery=nursery, now=now, reason=reason)
        case _status:
            mark_booking(booking, BookingStatus(said), request.me, nursery=nursery, now=now, reason=reason)


def _refused(action: Callable[[], Any]) -> Refusal | None:
    try:
        action()
    except Refused as error:
        return error.refusal
    return None


def _answer(
    request: MemberRequest, booking: Booking, refusal: Refusal | None, *, asked: str = "", reason: str = ""
) -> HttpResponse:
    """The row as it now is, with what is required; without script the page again, or a word on why it was refused."""
    asks = refusal is not None and refusal.code == "reason"
    status = 200 if refusal is None else 422 if asks else 409
    if refusal is None and not in_row(request, "came-"):
        return HttpResponseRedirect(attendance_url(request, booking.shift.date, f"came-{booking.public_id}"))
    here = look_at(request, booking.shift.date)
    said = {"refused_row": booking.public_id, "refusal": refusal, "asked": asked if asks else "", "reason": reason}
    found = here.person(booking)
    if refusal is not None and found is None:
        messages.warning(request, str(refusal))  # they are gone from the page, and so is the row to say it in
    if not in_row(request, "came-") or found is None:
        return page(request, here, status=status, **said)
    context = {"here": here, "part": found[0], "person": found[1], "changed": True, **said}
    return render(request, "rota/attendance_changed.html", context, status=status)


def _shift_row(request: MemberRequest, booking: Booking) -> HttpResponse:
    """After somebody is gone from the page altogether: nothing where they stood, and what is required."""
    here = look_at(request, booking.shift.date)
    shift = get_object_or_404(Shift, pk=booking.shift_id)
    return render(request, "rota/attendance_changed.html", {"here": here, "part": here.shift(shift)})


@member
@require_http_methods(["GET", "HEAD", "POST"])
def booking_times(request: MemberRequest, public_id: str) -> HttpResponse:
    """When somebody was really there, and their breaks."""
    booking = _find_booking(public_id)
    everybody = with_levels(Booking.objects.filter(shift=booking.shift)).select_related("person")
    refusal = marking_refusal(booking.shift, everybody, request.me, request.now)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    if "shut" in request.GET and in_row(request, "came-"):
        return _answer(request, booking, None)
    made_on = marked_on(booking, request.nursery)
    form = TimesForm(
        request.POST if request.method == "POST" else None,
        booking=booking,
        shift=booking.shift,
        breaks=breaks_of(booking),
        zone=request.nursery.zone,
        earlier=made_on is not None and made_on < request.today,
    )
    if form.is_valid():
        refusal = _refused(
            lambda: set_times(
                booking,
                form.came_at(),
                form.left_at(),
                form.breaks(),
                request.me,
                nursery=request.nursery,
                now=request.now,
                reason=form.cleaned_data.get("reason", ""),
            )
        )
        if refusal is None:
            return _answer(request, booking, None)
        form.refuse(refusal.code, str(refusal))
    piece = "rota/booking_times.html#opened" if in_row(request, "came-") else "rota/booking_times.html"
    context = {"form": form, "booking": booking, "back_url": attendance_url(request, booking.shift.date)}
    return render(request, piece, context, status=422 if form.errors else 200)


@member
@require_POST
def shift_all_came(request: MemberRequest, public_id: str) -> HttpResponse:
    """Everybody on a shift who is not marked yet came as booked."""
    shift = get_object_or_404(Shift, public_id=public_id)
    marked = 0
    try:
        marked = mark_all_came(shift, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        said = ngettext("%(n)d person marked as come.", "%(n)d people marked as come.", marked) % {"n": marked}
        messages.success(request, said)
    if in_row(request, "shift-"):
        here = look_at(request, shift.date)
        return render(request, "rota/attendance_shift.html", {"here": here, "part": here.shift(shift), "changed": True})
    return HttpResponseRedirect(attendance_url(request, shift.date, f"shift-{shift.public_id}"))
