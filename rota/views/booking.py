"""Book, undo, give back, ask for cover. Each answers with the place as it now is."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, member
from nursery.dates import say_day, say_times
from rota.actions.booking import book_place, give_back, undo_booking
from rota.actions.cover import ask_for_cover, offer_place
from rota.models import Booking, CoverRequest, Place, Shift
from rota.views.answer import find_place, next_url, on_place


def say_shift(shift: Shift) -> str:
    """ "Fri 27 Nov, food, 11:00–13:00"."""
    return f"{say_day(shift.date)}, {shift.duty.name.lower()}, {say_times(shift.starts, shift.ends)}"


def say_given_back(booking: Booking) -> str:
    return _("Given back in good time, thank you: %(shift)s is open for somebody else.") % {
        "shift": say_shift(booking.shift)
    }


def say_asked(request: CoverRequest) -> str:
    """What happens now with a request for cover that has just been made."""
    told = request.asks.count()
    if told == 0:
        return _(
            "Nobody else is cleared for this one at that time. The manager sees that you ask; please ring them too."
        )
    said = ngettext(
        "We have told %(count)d person who could come. It stays yours until the manager says yes to somebody.",
        "We have told %(count)d people who could come. It stays yours until the manager says yes to one of them.",
        told,
    ) % {"count": told}
    return said if request.next_wave_at is None else said + " " + _("While nobody offers, we tell more in turn.")


def find_booking(public_id: str) -> Booking:
    return get_object_or_404(
        Booking.objects.select_related("shift__duty", "shift__room", "place", "person"), public_id=public_id
    )


def place_of(booking: Booking) -> Place:
    if booking.place is None:
        raise Http404  # a shadow stands outside places, so there is none to answer with
    booking.place.shift = booking.shift
    return booking.place


@member
@require_POST
def place_book(request: MemberRequest, public_id: str) -> HttpResponse:
    place = find_place(public_id)

    def action() -> tuple[str, str]:
        booking = book_place(place, request.me, nursery=request.nursery, now=request.now)
        undo = reverse("rota:booking_undo", args=[request.nursery.slug, booking.public_id])
        return _("Booked: %(shift)s.") % {"shift": say_shift(place.shift)}, undo

    return on_place(request, place, action)


@member
@require_POST
def place_offer(request: MemberRequest, public_id: str) -> HttpResponse:
    """ "I can take it": for somebody who asks for cover, or in a place kept for the other kind."""
    place = find_place(public_id)

    def action() -> tuple[str, str]:
        answer = offer_place(place, request.me, nursery=request.nursery, now=request.now)
        if isinstance(answer, Booking):
            return _("Thank you: %(shift)s is yours.") % {"shift": say_shift(place.shift)}, ""
        undo = reverse("rota:offer_withdraw", args=[request.nursery.slug, answer.public_id])
        return _("Thank you. The manager will say yes or no to you soon."), undo

    return on_place(request, place, action)


@member
@require_POST
def booking_undo(request: MemberRequest, public_id: str) -> HttpResponse:
    booking = Booking.objects.select_related("shift__duty", "place").filter(public_id=public_id).first()
    if booking is None or booking.place is None:
        # Undo pressed twice, or from a page left open: there is nothing left to undo.
        messages.info(request, _("That booking is gone already."))
        return HttpResponseRedirect(next_url(request, reverse("rota:week", args=[request.nursery.slug])))
    place = place_of(booking)

    def action() -> tuple[str, str]:
        undo_booking(booking, request.me, nursery=request.nursery, now=request.now)
        return _("Undone: the place is open again."), ""

    return on_place(request, place, action)


@member
@require_POST
def booking_give_back(request: MemberRequest, public_id: str) -> HttpResponse:
    booking = find_booking(public_id)

    def action() -> tuple[str, str]:
        give_back(booking, request.me, nursery=request.nursery, now=request.now)
        return say_given_back(booking), ""

    return on_place(request, place_of(booking), action)


@member
@require_POST
def booking_ask_for_cover(request: MemberRequest, public_id: str) -> HttpResponse:
    booking = find_booking(public_id)

    def action() -> tuple[str, str]:
        asked = ask_for_cover(booking, request.me, nursery=request.nursery, now=request.now)
        return say_asked(asked), reverse("rota:request_withdraw", args=[request.nursery.slug, asked.public_id])

    return on_place(request, place_of(booking), action)
