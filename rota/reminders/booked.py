"""What is said when a place passes to somebody, or from them, by another's hand."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.documents.as_calendar import Method
from nursery.models import Closure, Nursery
from reminders.kinds import Group, Kind
from reminders.models import Channel, Message
from rota import messages
from rota.models import LIVE, Booking, BookingStatus
from rota.queries.coming import bookings_to_come
from rota.queries.told import entries_of
from rota.reminders.enclosed import enclosed, sample_enclosed
from rota.reminders.words import listed_shifts, sample_shift, sample_words, say_when, shift_words


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


def _is_there_again(booking: Booking) -> bool:
    return Booking.objects.filter(shift=booking.shift_id, person=booking.person_id, status__in=LIVE).exists()


class Booked(Kind):
    """To whoever has booked a shift, for their calendar: one letter for all that they have booked in a row, a couple
    of minutes after the last. What they have given back by then is not in it."""

    name = messages.BOOKED
    description = _("When you have booked a shift, for your calendar")
    template = "rota/mail/booked"
    group = Group.MINE
    # What one has just done oneself is no news for a phone.
    channels = (Channel.EMAIL,)

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        bookings = list(
            bookings_to_come(now)
            .filter(pk__in=entries_of(message).values("booking"), person=message.person)
            .order_by("shift__starts_at", "pk")
        )
        if not bookings:
            return None
        return self._words(bookings, message.nursery, now) | enclosed(message, now, coming=bookings)

    def _words(self, bookings: Sequence[Booking], nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        if len(bookings) > 1:
            return listed_shifts([booking.shift for booking in bookings], nursery)
        shift = bookings[0].shift
        return shift_words(shift, nursery, now, bookings[0].place) | {"first": say_when(shift)}

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        shift = sample_shift(nursery, now, days_ahead=3)
        return shift_words(shift, nursery, now) | {"first": say_when(shift)} | sample_enclosed(nursery, now)


class GivenBack(Kind):
    """To whoever has given a turn back, or undone it, that a letter has put into their calendar."""

    name = messages.GIVEN_BACK
    description = _("When you have given a shift back, for your calendar")
    template = "rota/mail/given_back"
    group = Group.MINE
    channels = (Channel.EMAIL,)

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        booking = _booking(message, now)
        if booking is None or booking.is_live or _is_there_again(booking):
            return None
        return shift_words(booking.shift, message.nursery, now, booking.place) | enclosed(message, now, gone=[booking])

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | sample_enclosed(nursery, now, method=Method.CANCEL)


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
        calendar = (
            enclosed(message, now, coming=[booking])
            if mine
            else enclosed(message, now, gone=_left(booking, message.person))
        )
        return (
            shift_words(booking.shift, message.nursery, now, booking.place)
            | {"mine": mine, "who": booking.person.short_name}
            | calendar
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return (
            sample_words(nursery, now, days_ahead=3)
            | {"mine": True, "who": "Kofi O."}
            | sample_enclosed(nursery, now, days_ahead=3)
        )


def _left(booking: Booking, person: Person) -> QuerySet[Booking]:
    """What `person` had of the place that is somebody else's now."""
    ended = [BookingStatus.CANCELLED, BookingStatus.CANCELLED_LATE]
    return Booking.objects.filter(place=booking.place, person=person, status__in=ended)


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
        return (
            shift_words(booking.shift, message.nursery, now, booking.place)
            | {"shadow": booking.shadow}
            | enclosed(message, now, coming=[booking])
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"shadow": False} | sample_enclosed(nursery, now)


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
        if _is_there_again(booking):
            return None
        return shift_words(booking.shift, message.nursery, now, booking.place) | enclosed(message, now, gone=[booking])

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | sample_enclosed(nursery, now, method=Method.CANCEL)
