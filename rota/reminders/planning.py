"""What planning has to say to people: one message a person about everything that was done in one moment.

The message's `occasion` is that moment; what was done is read from history, and how things stand from the rota, so that
a message which is sent late never says what is no longer so.
"""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nursery.dates import DAY, local_day, say_day
from nursery.documents.as_calendar import Method
from nursery.models import Nursery
from reminders.kinds import Group, Kind
from reminders.models import Message
from rota import messages
from rota.models import LIVE, Booking, HistoryEntry, Shift, ShiftStatus, Verb
from rota.reminders.enclosed import enclosed, sample_enclosed
from rota.reminders.words import list_words, listed_shifts, sample_words, say_when, shift_line


def _moment(message: Message) -> dt.datetime:
    return dt.datetime.fromisoformat(message.occasion)


def _sample(nursery: Nursery, now: dt.datetime, *, was: bool) -> dict[str, Any]:
    words = sample_words(nursery, now, days_ahead=8)
    today = local_day(now, nursery.zone)
    days = [today + 8 * DAY, today + 15 * DAY]
    lines = [f"{say_day(day)}, {words['times']}: {words['duty']}, {words['room']}" for day in days]
    if was:
        lines = [
            _now("%(shift)s (was %(before)s)") % {"shift": line, "before": f"{say_day(day)}, 08:30–12:30"}
            for line, day in zip(lines, days, strict=True)
        ]
    return list_words(lines, f"{say_day(days[0])}, {words['times']}", nursery)


class ShiftChanged(Kind):
    """To whoever stays on shifts whose day, times, duty or room were changed."""

    name = messages.SHIFT_CHANGED
    description = _("When a shift of yours is changed")
    template = "rota/mail/shift_changed"
    group = Group.MINE
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        mine = Booking.objects.filter(person=message.person, status__in=LIVE)
        changed = HistoryEntry.objects.filter(
            verb=Verb.SHIFT_CHANGED, at=_moment(message), shift__in=mine.values("shift")
        )
        was = dict(changed.values_list("shift", "reason"))
        shifts = list(
            Shift.objects.filter(pk__in=was, starts_at__gt=now)
            .exclude(status=ShiftStatus.CANCELLED)
            .select_related("duty", "room")
            .order_by("starts_at", "pk")
        )
        if not shifts:
            return None
        lines = [_now("%(shift)s (was %(before)s)") % {"shift": shift_line(s), "before": was[s.pk]} for s in shifts]
        return list_words(lines, say_when(shifts[0]), message.nursery) | enclosed(
            message, now, changed=mine.filter(shift__in=shifts)
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return _sample(nursery, now, was=True) | sample_enclosed(nursery, now, days_ahead=8)


class ShiftCancelled(Kind):
    """To whoever was on shifts, or in places, that are no more."""

    name = messages.SHIFT_CANCELLED
    description = _("When a shift of yours is cancelled")
    template = "rota/mail/shift_cancelled"
    group = Group.MINE
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        entries = (
            HistoryEntry.objects.filter(
                verb__in=[Verb.SHIFT_CANCELLED, Verb.RELEASED],
                at=_moment(message),
                booking__person=message.person,
                shift__starts_at__gt=now,
            )
            .exclude(shift__in=Booking.objects.filter(person=message.person, status__in=LIVE).values("shift"))
            .select_related("shift__duty", "shift__room")
            .order_by("shift__starts_at", "pk")
        )
        found = [entry for entry in entries if entry.shift is not None]
        if not found:
            return None
        lines = [f"{entry.reason}: {entry.shift.duty.name.lower()}" for entry in found if entry.shift]
        return list_words(lines, found[0].reason, message.nursery) | enclosed(
            message, now, gone=[entry.booking_id for entry in found if entry.booking_id is not None]
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return _sample(nursery, now, was=False) | sample_enclosed(nursery, now, days_ahead=8, method=Method.CANCEL)


class StandingFilled(Kind):
    """To whoever was put into places by their standing turns."""

    name = messages.STANDING_FILLED
    description = _("When your standing turns put you on the rota")
    template = "rota/mail/standing_filled"
    group = Group.MINE
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        filled = HistoryEntry.objects.filter(
            verb=Verb.STANDING_FILLED, at=_moment(message), booking__person=message.person
        )
        bookings = (
            Booking.objects.filter(pk__in=filled.values("booking"), status__in=LIVE, shift__starts_at__gt=now)
            .select_related("shift__duty", "shift__room")
            .order_by("shift__starts_at", "pk")
        )
        if not bookings:
            return None
        return listed_shifts([booking.shift for booking in bookings], message.nursery) | enclosed(
            message, now, coming=bookings
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return _sample(nursery, now, was=False) | sample_enclosed(nursery, now, days_ahead=8)
