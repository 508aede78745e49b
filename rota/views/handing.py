"""Handing a turn over within a family, and undoing it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, member
from accounts.models import Person
from rota.actions.handing import hand_back, hand_over
from rota.views.answer import on_place
from rota.views.booking import find_booking, place_of, say_shift


@member
@require_POST
def booking_hand_over(request: MemberRequest, public_id: str) -> HttpResponse:
    """My turn to the one of my family whose public id is `to`; or theirs to me, where it is not mine."""
    booking = find_booking(public_id)
    giving = booking.person_id == request.me.pk
    to = request.me
    if giving:
        others = Person.objects.exclude(pk=request.me.pk)
        to = get_object_or_404(others, public_id=request.POST.get("to", ""))

    def action() -> tuple[str, str]:
        hand_over(booking, to, request.me, nursery=request.nursery, now=request.now)
        undo = reverse("rota:booking_hand_back", args=[request.nursery.slug, booking.public_id])
        words = {"shift": say_shift(booking.shift), "name": (to if giving else booking.person).short_name}
        if giving:
            return _("Handed over: %(name)s has %(shift)s, and is told.") % words, undo
        return _("Yours now: %(shift)s. %(name)s is told.") % words, undo

    return on_place(request, place_of(booking), action)


@member
@require_POST
def booking_hand_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """`public_id` is of the booking that was handed over."""
    booking = find_booking(public_id)

    def action() -> tuple[str, str]:
        hand_back(booking, request.me, nursery=request.nursery, now=request.now)
        if booking.person_id == request.me.pk:
            return _("Undone: the turn is yours again."), ""
        return _("Undone: the turn is %(name)s’s again.") % {"name": booking.person.short_name}, ""

    return on_place(request, place_of(booking), action)
