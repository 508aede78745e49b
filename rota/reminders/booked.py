"""What is said when a place passes to somebody, or from them, by another's hand."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from nursery.models import Closure, Nursery
from reminders.kinds import Group, Kind
from reminders.models import Message
from rota import messages
from rota.models import LIVE, Booking, BookingStatus
from rota.reminders.words import sample_words, shift_words


def _booking(message: Message, now: dt.datetime) -> Booking | None:
    """The booking that a message is about, while its shift is still to come."""
    booking = (
        Booking.objects.filter(public_id=message.subject)
        .select_related("shift__duty", "shift__room", "place", "person")
        .first()
    )
    if booking is None or booking.shift.starts_at <= now or booking.shift.is_cancelled:
        return None
    day = booking.shift.date
    return None if Closure.objects.filter(starts__lte=day, ends__gte=day).exists() else booking


class HandedOver(Kind):
    """To both adults of a family, one of whom now has the other's turn."""

    name = messages.HANDED_OVER
    description = _("When a turn is handed over within your family")
    template = "rota/mail/handed_over"
    group = Group.MINE
    readers = _("to both adults")
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        booking = _booking(message, now)
        if booking is None or booking.status != BookingStatus.BOOKED:
            return None
        mine = booking.person_id == message.person_id
        return shift_words(booking.shift, message.nursery, now, booking.place) | {
            "mine": mine,
            "who": booking.person.short_name,
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"mine": True, "who": "Kofi O."}


class BookedForYou(Kind):
    """To somebody whom the manager has put in a place, or on a shift as a shadow."""

    name = messages.BOOKED_FOR_YOU
    description = _("When the manager books a shift for you")
    template = "rota/mail/booked_for_you"
    group = Group.MINE
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        booking = _booking(message, now)
        if booking is None or booking.status != BookingStatus.BOOKED:
            return None
        return shift_words(booking.shift, message.nursery, now, booking.place) | {"shadow": booking.shadow}

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"shadow": False}


class Released(Kind):
    """To somebody whom the manager has taken out of a place. Why is between the two of them."""

    name = messages.RELEASED
    description = _("When the manager takes you out of a shift")
    template = "rota/mail/released"
    group = Group.MINE
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        booking = _booking(message, now)
        if booking is None or booking.is_live:
            return None
        again = Booking.objects.filter(shift=booking.shift, person=message.person, status__in=LIVE)
        if again.exists():
            return None
        return shift_words(booking.shift, message.nursery, now, booking.place)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3)
