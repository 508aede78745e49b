"""Somebody came who was not on the rota."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, member
from nursery.refusal import Refused
from rota.actions.walk_in import mark_walk_in
from rota.forms import WalkInForm
from rota.models import LIVE, Booking, PlaceKind, Shift
from rota.queries.attendance import who_could_walk_in
from rota.queries.levels import with_levels
from rota.rules.marking import marking_refusal
from rota.views.attendance import attendance_url


@member
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: MemberRequest, public_id: str) -> HttpResponse:
    """Choose who came; they take an open place, or one is added to this one shift."""
    shift = get_object_or_404(Shift.objects.select_related("duty", "room"), public_id=public_id)
    bookings = list(with_levels(Booking.objects.filter(shift=shift)).select_related("person").order_by("pk"))
    refusal = marking_refusal(shift, bookings, request.me, request.now)
    if refusal is not None:
        raise PermissionDenied(str(refusal))
    beside = {booking.covers_id for booking in bookings if booking.status in LIVE}
    form = WalkInForm(
        request.POST if request.method == "POST" else None,
        shift=shift,
        people=who_could_walk_in(shift),
        parents=[
            booking
            for booking in bookings
            if booking.status in LIVE
            and booking.kind == PlaceKind.PARENT
            and not booking.shadow
            and booking.covers_id is None
            and booking.pk not in beside
        ],
        zone=request.nursery.zone,
        now=request.now,
    )
    if form.is_valid():
        person = form.who()
        try:
            booking = mark_walk_in(
                shift,
                person,
                request.me,
                came=form.came_at(),
                left=form.left_at(),
                beside=form.beside_whom(),
                nursery=request.nursery,
                now=request.now,
            )
        except Refused as error:
            form.refuse(error.refusal.code, str(error.refusal))
        else:
            messages.success(request, _("%(name)s is marked as come, thank you.") % {"name": person.short_name})
            return HttpResponseRedirect(attendance_url(request, shift.date, f"came-{booking.public_id}"))
    context = {"form": form, "shift": shift, "back_url": attendance_url(request, shift.date)}
    return render(request, "rota/walk_in.html", context, status=422 if form.errors else 200)
