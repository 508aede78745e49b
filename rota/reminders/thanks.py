"""What is said after a shift: thank you, once, the next morning."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.dates import DAY, local_day
from nursery.models import Nursery
from nursery.money import say_hours
from reminders.kinds import EARLY, AskedTogether, Due, Group
from reminders.letters import absolute
from reminders.models import Channel, Message, Timing
from rota import messages
from rota.models import Booking, BookingStatus, PlaceKind
from rota.reminders.words import sample_words, shift_words
from rota.rules.facts import Asker

FRESH = 4  # days: a Friday's shift may be marked on Monday, and after that nobody remembers


class ThankYou(AskedTogether):
    """To whoever stood in a parent's place and is down as having come. Paid people are thanked in other ways; who is
    both, for the turns that they take as a parent."""

    name = messages.THANK_YOU
    description = _("A thank-you, the morning after a shift of yours")
    template = "rota/mail/thank_you"
    group = Group.MINE
    readers = _("to whoever came in a parent’s place")
    channels = (Channel.EMAIL, Channel.PUSH)
    timing = Timing.MORNING
    daily_at = EARLY

    def concerns(self, person: Person) -> bool:
        return person.is_parent or not person.is_paid

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
        """One query."""
        today = local_day(now, nursery.zone)
        for booking in _came(today):
            if Asker(booking.person).acts_in(booking.kind):
                yield Due(booking.person, booking.public_id, "", now)

    def contexts(self, messages: Sequence[Message], now: dt.datetime) -> list[dict[str, Any] | None]:
        """Two queries for all of them."""
        came = _came(local_day(now, messages[0].nursery.zone)).filter(public_id__in=[m.subject for m in messages])
        found = {(b.public_id, b.person_id): b for b in came.prefetch_related("breaks")}
        return [self._words(message, found.get((message.subject, message.person_id)), now) for message in messages]

    def _words(self, message: Message, booking: Booking | None, now: dt.datetime) -> dict[str, Any] | None:
        if booking is None:
            return None
        return shift_words(booking.shift, message.nursery, now) | {
            "hours": (hours := say_hours(_hours(booking))),
            "one_hour": hours == "1",
            "shadow": booking.shadow,
            "link": absolute(reverse("rota:my_shifts", args=[message.nursery.slug])),
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=-1) | {
            "hours": "4",
            "one_hour": False,
            "shadow": False,
            "link": absolute(reverse("rota:my_shifts", args=[nursery.slug])),
        }


def _came(today: dt.date) -> QuerySet[Booking]:
    """Marked as worked, of the last days before today."""
    return Booking.objects.filter(
        status=BookingStatus.WORKED,
        confirmed=True,
        kind=PlaceKind.PARENT,
        covers__isnull=True,
        shift__date__range=(today - FRESH * DAY, today - DAY),
    ).select_related("shift__duty", "shift__room", "person")


def _hours(booking: Booking) -> Decimal:
    """Of the time really there."""
    there = (booking.there_to or booking.shift.ends_at) - (booking.there_from or booking.shift.starts_at)
    for pause in booking.breaks.all():
        there -= pause.ends_at - pause.starts_at
    return Decimal(there // dt.timedelta(seconds=1)) / 3600
