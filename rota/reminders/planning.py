"""What planning has to say to people: one message a person about everything that was done in one moment.

The message's `occasion` is that moment; what was done is read from history, and how things stand from the rota, so that
a message which is sent late never says what is no longer so.
"""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nursery.dates import DAY, local_day, say_day, say_times
from nursery.models import Nursery
from reminders.kinds import Group, Kind
from reminders.letters import absolute
from reminders.models import Message
from rota import messages
from rota.models import LIVE, Booking, HistoryEntry, Shift, ShiftStatus, Verb
from rota.reminders.words import sample_words

MOST_LINES = 20  # in one letter; the rest is on the page of one's own shifts


def _moment(message: Message) -> dt.datetime:
    return dt.datetime.fromisoformat(message.occasion)


def _when(shift: Shift) -> str:
    return f"{say_day(shift.date)}, {say_times(shift.starts, shift.ends)}"


def _line(shift: Shift) -> str:
    """ "Wed 7 Oct, 09:30–13:30: care, Bluebell Room"."""
    where = f", {shift.room.name}" if shift.room is not None else ""
    return f"{_when(shift)}: {shift.duty.name.lower()}{where}"


def _words(lines: list[str], first: str, nursery: Nursery) -> dict[str, Any]:
    return {
        "lines": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES),
        "count": len(lines),
        "first": first,
        "others": len(lines) - 1,
        "link": absolute(reverse("rota:my_shifts", args=[nursery.slug])),
    }


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
    return _words(lines, f"{say_day(days[0])}, {words['times']}", nursery)


class ShiftChanged(Kind):
    """To whoever stays on shifts whose day, times, duty or room were changed."""

    name = messages.SHIFT_CHANGED
    description = _("When a shift of yours is changed")
    template = "rota/mail/shift_changed"
    group = Group.MINE
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        changed = HistoryEntry.objects.filter(
            verb=Verb.SHIFT_CHANGED,
            at=_moment(message),
            shift__in=Booking.objects.filter(person=message.person, status__in=LIVE).values("shift"),
        )
        was = dict(changed.values_list("shift", "reason"))
        shifts = list(
            Shift.objects.filter(pk__in=was, starts_at__gt=now)
            .exclude(status=ShiftStatus.CANCELLED)
            .select_related("duty", "room")
            .order_by("starts_at", "pk")
        )
        lines = [_now("%(shift)s (was %(before)s)") % {"shift": _line(s), "before": was[s.pk]} for s in shifts]
        return _words(lines, _when(shifts[0]), message.nursery) if lines else None

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return _sample(nursery, now, was=True)


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
        return _words(lines, found[0].reason, message.nursery)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return _sample(nursery, now, was=False)


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
        shifts = [booking.shift for booking in bookings]
        if not shifts:
            return None
        return _words([_line(s) for s in shifts], _when(shifts[0]), message.nursery)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return _sample(nursery, now, was=False)
