"""What is said about a booked shift: a week, two days and the evening before, and when somebody did not come."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.dates import DAY, local_instant
from nursery.models import Nursery
from reminders.kinds import EARLY, AskedTogether, Due, Group, Kind
from reminders.models import Message, Timing
from rota import messages
from rota.models import Booking, BookingStatus, CoverRequest, CoverStatus
from rota.queries.coming import (
    EVENING,
    TWO_DAYS,
    bookings_in_a_week,
    bookings_in_two_days,
    bookings_to_come,
    bookings_tomorrow,
    evening_before,
    week_before,
)
from rota.queries.reminding import nurseries_to_remind
from rota.reminders.one_tap import sample_taps, shared_addresses, turn_taps
from rota.reminders.words import sample_words, shift_words


class ShiftAhead(AskedTogether):
    """A reminder of a turn of one's own. One for each booking and day, so that a shift which is moved to another day
    reminds again; whoever booked, or was told of a change, after its moment needs none."""

    group = Group.MINE
    days_ahead: ClassVar[int]

    @abstractmethod
    def bookings(self, now: dt.datetime, nursery: Nursery) -> QuerySet[Booking]:
        """Those whose moment has come and is not over."""

    @abstractmethod
    def moment(self, booking: Booking, nursery: Nursery) -> dt.datetime:
        """From when on its person is to be reminded."""

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
        """One query."""
        for booking in self.bookings(now, nursery):
            yield Due(
                person=booking.person,
                subject=booking.public_id,
                occasion=booking.shift.date.isoformat(),
                due_at=min(self.moment(booking, nursery), now),
            )

    def contexts(self, messages: Sequence[Message], now: dt.datetime) -> list[dict[str, Any] | None]:
        """Two queries for all of them."""
        asked = CoverRequest.objects.filter(booking=OuterRef("pk"), status=CoverStatus.OPEN)
        found = (
            bookings_to_come(now)
            .filter(public_id__in=[message.subject for message in messages])
            .annotate(cover_asked=Exists(asked))
        )
        shared = shared_addresses([message.person for message in messages])
        turns = {(b.public_id, b.person_id, b.shift.date.isoformat()): b for b in found}
        return [
            self._words(message, turns.get((message.subject, message.person_id, message.occasion)), shared, now)
            for message in messages
        ]

    def _words(self, message: Message, booking: Any, shared: set[str], now: dt.datetime) -> dict[str, Any] | None:
        if booking is None:
            return None
        return shift_words(booking.shift, message.nursery, now, booking.place) | {
            "shadow": booking.shadow,
            "cover_asked": booking.cover_asked,
            "said": booking.will_come_at is not None,
            "taps": turn_taps(message, booking, shared=shared, asked=booking.cover_asked),
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=self.days_ahead) | {
            "shadow": False,
            "cover_asked": False,
            "said": False,
            "taps": sample_taps(),
        }


class ShiftInWeek(ShiftAhead):
    """On the morning of the same weekday a week before."""

    name = messages.SHIFT_IN_WEEK
    description = _("A week before a shift of yours, in the morning")
    template = "rota/mail/shift_in_week"
    timing = Timing.MORNING
    daily_at = EARLY
    days_ahead = 7

    def bookings(self, now: dt.datetime, nursery: Nursery) -> QuerySet[Booking]:
        return bookings_in_a_week(now, nursery)

    def moment(self, booking: Booking, nursery: Nursery) -> dt.datetime:
        return week_before(booking.shift.date, nursery)


class ShiftInTwoDays(ShiftAhead):
    """48 hours before."""

    name = messages.SHIFT_IN_TWO_DAYS
    description = _("Two days before a shift of yours")
    template = "rota/mail/shift_in_two_days"
    days_ahead = 2

    def nurseries_due(self, now: dt.datetime, clocks: Mapping[str, dt.datetime]) -> Collection[int]:
        """One query."""
        return nurseries_to_remind(self.name, dict.fromkeys(clocks, now + TWO_DAYS), now, notice=TWO_DAYS)

    def bookings(self, now: dt.datetime, nursery: Nursery) -> QuerySet[Booking]:
        return bookings_in_two_days(now, nursery)

    def moment(self, booking: Booking, nursery: Nursery) -> dt.datetime:
        return booking.shift.starts_at - TWO_DAYS


class ShiftTomorrow(ShiftAhead):
    """At 18:00 the evening before, or at once for a booking made after that."""

    name = messages.SHIFT_TOMORROW
    description = _("The evening before a shift of yours")
    may_wait = False
    template = "rota/mail/shift_tomorrow"
    days_ahead = 1

    def nurseries_due(self, now: dt.datetime, clocks: Mapping[str, dt.datetime]) -> Collection[int]:
        """One query. Until the end of the day that follows, from that evening on; until the end of today before."""
        untils = {}
        for zone, clock in clocks.items():
            last = clock.date() + (DAY if clock.time() >= EVENING else dt.timedelta(0))
            untils[zone] = local_instant(last + DAY, dt.time(0), ZoneInfo(zone))
        return nurseries_to_remind(self.name, untils, now)

    def bookings(self, now: dt.datetime, nursery: Nursery) -> QuerySet[Booking]:
        return bookings_tomorrow(now, nursery)

    def moment(self, booking: Booking, nursery: Nursery) -> dt.datetime:
        return max(evening_before(booking.shift.date, nursery), booking.booked_at)


class ShiftMissed(Kind):
    """To the manager, at once: nobody came, so that what was needed can be called out."""

    name = messages.SHIFT_MISSED
    description = _("When somebody did not come to a shift")
    template = "rota/mail/shift_missed"
    group = Group.RUNNING
    may_wait = False
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
