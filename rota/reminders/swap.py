"""What is said when somebody asks for a swap, and when it is answered."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nursery.dates import say_day, say_times
from nursery.models import Closure, Nursery
from reminders.kinds import Group, Kind
from reminders.models import Message
from rota import messages
from rota.models import LIVE, Booking, BookingStatus, Shift, Swap, SwapStatus
from rota.reminders.enclosed import enclosed, sample_enclosed
from rota.reminders.words import sample_words, shift_words


def _swaps() -> QuerySet[Swap]:
    return Swap.objects.select_related(
        *(
            f"{side}__{part}"
            for side in ("given", "wanted")
            for part in ("person", "place", "shift__duty", "shift__room")
        )
    )


def _can_be_worked(booking: Booking, now: dt.datetime) -> bool:
    shift = booking.shift
    return (
        shift.starts_at > now
        and not shift.is_cancelled
        and not Closure.objects.filter(starts__lte=shift.date, ends__gte=shift.date).exists()
    )


def _other_turn(shift: Shift) -> dict[str, str]:
    """The turn that is not the one which the message is dated by."""
    return {
        "other_day": say_day(shift.date),
        "other_times": say_times(shift.starts, shift.ends),
        "other_duty": shift.duty.name.lower(),
    }


class SwapAsked(Kind):
    """To the one whose turn somebody would like to have instead of their own."""

    name = messages.SWAP_ASKED
    description = _("When somebody asks you to swap a turn")
    template = "rota/mail/swap_asked"
    group = Group.COVER
    readers = _("to whoever has the turn that is asked for")

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        swap = _swaps().filter(public_id=message.subject, status=SwapStatus.OPEN).first()
        if swap is None:
            return None
        if not all(b.status == BookingStatus.BOOKED and _can_be_worked(b, now) for b in (swap.given, swap.wanted)):
            return None
        mine = swap.wanted
        return (
            shift_words(mine.shift, message.nursery, now, mine.place)
            | _other_turn(swap.given.shift)
            | {"who": swap.given.person.short_name}
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | _sample_turn(nursery, now) | {"who": "Amara O."}


class SwapMade(Kind):
    """To both: each has the other's turn now."""

    name = messages.SWAP_MADE
    description = _("When a swap of yours is made")
    template = "rota/mail/swap_made"
    group = Group.COVER
    readers = _("to both")
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        swap = _swaps().filter(public_id=message.subject, status=SwapStatus.ACCEPTED).first()
        if swap is None:
            return None
        asked = swap.given.person_id == message.person_id
        left, taken = (swap.given, swap.wanted) if asked else (swap.wanted, swap.given)
        if not _can_be_worked(taken, now):
            return None
        theirs = Booking.objects.filter(place=taken.place, person=message.person, status__in=LIVE)
        if not theirs:
            return None  # given back or given over since
        return (
            shift_words(taken.shift, message.nursery, now, taken.place)
            | _other_turn(left.shift)
            | {"who": taken.person.short_name}
            | enclosed(message, now, coming=theirs, gone=[left])
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        words = sample_words(nursery, now, days_ahead=3) | _sample_turn(nursery, now)
        return words | {"who": "Amara O."} | sample_enclosed(nursery, now)


class SwapDeclined(Kind):
    """To the one who asked: their turn stays theirs, for the other said no or has given their own away since."""

    name = messages.SWAP_DECLINED
    description = _("When a swap that you asked for is declined")
    template = "rota/mail/swap_declined"
    group = Group.COVER
    readers = _("to whoever asked")

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        answered = [SwapStatus.DECLINED, SwapStatus.ENDED]
        swap = _swaps().filter(public_id=message.subject, status__in=answered).first()
        if swap is None or swap.given.status != BookingStatus.BOOKED or not _can_be_worked(swap.given, now):
            return None
        return (
            shift_words(swap.given.shift, message.nursery, now, swap.given.place)
            | _other_turn(swap.wanted.shift)
            | {"who": swap.wanted.person.short_name, "declined": swap.status == SwapStatus.DECLINED}
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        words = sample_words(nursery, now, days_ahead=3) | _sample_turn(nursery, now)
        return words | {"who": "Amara O.", "declined": True}


def _sample_turn(nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
    words = sample_words(nursery, now, days_ahead=10)
    return {"other_day": words["day"], "other_times": words["times"], "other_duty": words["duty"]}
