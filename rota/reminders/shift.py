"""What is said about a booked shift: the evening before, and when somebody did not come."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.dates import DAY, local_day, local_instant
from nursery.models import Closure, Nursery
from reminders.kinds import Due, Group, Kind
from reminders.models import Message
from rota import messages
from rota.models import Booking, BookingStatus, CoverRequest, CoverStatus, ShiftStatus
from rota.queries.reminding import nurseries_to_remind
from rota.reminders.words import sample_words, shift_words

EVENING = dt.time(18)


def evening_before(day: dt.date, nursery: Nursery) -> dt.datetime:
    """18:00 on the nursery's own clock, the day before `day`."""
    return local_instant(day - DAY, EVENING, nursery.zone)


def bookings_to_come(now: dt.datetime) -> QuerySet[Booking]:
    """Booked, on a shift that is still ahead, was not cancelled and falls in no closure."""
    closed = Closure.objects.filter(starts__lte=OuterRef("shift__date"), ends__gte=OuterRef("shift__date"))
    return (
        Booking.objects.filter(~Exists(closed), status=BookingStatus.BOOKED, shift__starts_at__gt=now)
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .select_related("shift__duty", "shift__room", "place", "person")
    )


class ShiftTomorrow(Kind):
    """The day-before reminder: at 18:00 the evening before, or at once for a booking made after that.

    One for each booking and day, so that a shift which is moved to another day reminds again.
    """

    name = messages.SHIFT_TOMORROW
    description = _("The evening before a shift of yours")
    template = "rota/mail/shift_tomorrow"
    group = Group.MINE

    def nurseries_due(self, now: dt.datetime, clocks: Mapping[str, dt.datetime]) -> Collection[int]:
        """One query. Until the end of the day that follows, from that evening on; until the end of today before."""
        untils = {}
        for zone, clock in clocks.items():
            last = clock.date() + (DAY if clock.time() >= EVENING else dt.timedelta(0))
            untils[zone] = local_instant(last + DAY, dt.time(0), ZoneInfo(zone))
        return nurseries_to_remind(self.name, untils, now)

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
        """One query."""
        today = local_day(now, nursery.zone)
        last = today + DAY if evening_before(today + DAY, nursery) <= now else today
        for booking in bookings_to_come(now).filter(shift__date__range=(today, last)):
            day = booking.shift.date
            yield Due(
                person=booking.person,
                subject=booking.public_id,
                occasion=day.isoformat(),
                due_at=min(max(evening_before(day, nursery), booking.booked_at), now),
            )

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        asked = CoverRequest.objects.filter(booking=OuterRef("pk"), status=CoverStatus.OPEN)
        booking = (
            bookings_to_come(now)
            .filter(public_id=message.subject, person=message.person, shift__date=message.occasion)
            .annotate(cover_asked=Exists(asked))
            .first()
        )
        if booking is None:
            return None
        return shift_words(booking.shift, message.nursery, now, booking.place) | {
            "shadow": booking.shadow,
            "cover_asked": booking.cover_asked,
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now) | {"shadow": False, "cover_asked": False}


class ShiftMissed(Kind):
    """To the manager, at once: nobody came, so that what was needed can be called out."""

    name = messages.SHIFT_MISSED
    description = _("When somebody did not come to a shift")
    template = "rota/mail/shift_missed"
    group = Group.RUNNING
    needed = True

    def concerns(self, person: Person) -> bool:
        return person.approves

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        booking = (
            Booking.objects.filter(public_id=message.subject, status=BookingStatus.MISSED)
            .select_related("shift__duty", "shift__room", "place", "person")
            .first()
        )
        if booking is None:
            return None
        return shift_words(booking.shift, message.nursery, now, booking.place) | {
            "who": booking.person.short_name,
            "over": booking.shift.ends_at <= now,
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=0) | {"who": "Amara O.", "over": False}
