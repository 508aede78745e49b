"""Swaps that wait for an answer, and with whom a booking could be swapped."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person
from nursery.dates import WEEK
from nursery.models import Closure, Nursery
from rota.models import Booking, BookingStatus, ShiftStatus, Swap, SwapStatus
from rota.queries.facts import askers
from rota.rules.swap import Exchange, asking_refusal

WEEKS = 8  # how far ahead a turn is looked for


@dataclass(frozen=True, slots=True)
class SwapChoices:
    """`choices` are bookings of others, the soonest first; `asked` are the swaps that wait for an answer already."""

    choices: list[Booking]
    asked: list[Swap]


def open_swaps(me: Person, now: dt.datetime) -> list[Swap]:
    """Swaps that wait for an answer and concern me, mine and others', by the turn that I would give.

    One query where there are none, three where there are.
    """
    mine = Q(given__person=me) | Q(wanted__person=me)
    found = _ahead(Swap.objects.filter(mine), now)
    return sorted(found, key=lambda s: (s.given if s.given.person_id == me.pk else s.wanted).shift.starts_at)


def swaps_with(booking: Booking, now: dt.datetime) -> list[Swap]:
    """Swaps that wait for an answer and concern this booking, whoever asked: as many queries."""
    return _ahead(Swap.objects.filter(Q(given=booking) | Q(wanted=booking)), now)


def _ahead(swaps: QuerySet[Swap], now: dt.datetime) -> list[Swap]:
    """Of those that wait, the ones whose both turns are still booked and to come, with all that is said of them.

    Few swaps wait at a time, so each turn is fetched by its key: one query over both turns with all that hangs on
    them is a dozen tables, which PostgreSQL cannot be trusted to put in a good order.
    """
    turns = Booking.objects.select_related("person", "place", "shift__duty", "shift__room")
    waiting = (
        swaps.filter(status=SwapStatus.OPEN)
        .prefetch_related(Prefetch("given", turns), Prefetch("wanted", turns))
        .order_by("asked_at", "pk")
    )
    return [
        swap
        for swap in waiting
        if all(turn.status == BookingStatus.BOOKED and turn.shift.starts_at > now for turn in (swap.given, swap.wanted))
    ]


def swap_choices(booking: Booking, nursery: Nursery, now: dt.datetime, today: dt.date) -> SwapChoices:
    """Whose turns of the next eight weeks the one who stands in `booking` may take, and who may take theirs.

    Nine queries at most, however many there are.
    """
    asked = _ahead(Swap.objects.filter(given=booking), now)
    last = today + WEEKS * WEEK
    others = list(
        Booking.objects.filter(
            status=BookingStatus.BOOKED,
            kind=booking.kind,
            place__isnull=False,
            covers__isnull=True,
            shift__starts_at__gt=now,
            shift__date__lte=last,
        )
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .exclude(person=booking.person_id)
        .exclude(shift=booking.shift_id)
        .exclude(pk__in=[swap.wanted_id for swap in asked])
        .select_related("shift__duty", "shift__room", "place", "person")
        .order_by("shift__starts_at", "person__name", "pk")
    )
    closures = _closures(booking.shift.date, *(other.shift.date for other in others))
    me = askers([booking.person], today, last)[booking.person_id]
    them = askers(list({other.person_id: other.person for other in others}.values()), *(2 * (booking.shift.date,)))
    return SwapChoices(
        [
            other
            for other in others
            if asking_refusal(
                Exchange(
                    booking,
                    other,
                    me,
                    them[other.person_id],
                    closures.get(booking.shift.date),
                    closures.get(other.shift.date),
                    nursery,
                    now,
                )
            )
            is None
        ],
        asked,
    )


def _closures(*days: dt.date) -> dict[dt.date, Closure]:
    """The closure of each of these days that is in one."""
    found = list(Closure.objects.filter(starts__lte=max(days), ends__gte=min(days)))
    return {day: closure for day in days for closure in found if closure.starts <= day <= closure.ends}


def exchange_of(given: Booking, wanted: Booking, nursery: Nursery, now: dt.datetime) -> Exchange:
    """Everything that the rules look at, read afresh, but for the bookings themselves."""
    closures = _closures(given.shift.date, wanted.shift.date)
    return Exchange(
        given,
        wanted,
        askers([given.person], wanted.shift.date, wanted.shift.date)[given.person_id],
        askers([wanted.person], given.shift.date, given.shift.date)[wanted.person_id],
        closures.get(given.shift.date),
        closures.get(wanted.shift.date),
        nursery,
        now,
    )


def bookings_afresh(ids: Iterable[int]) -> dict[int, Booking]:
    """By id, each with all that the rules look at; those that are gone are not among them."""
    return {
        booking.pk: booking
        for booking in Booking.objects.filter(pk__in=list(ids)).select_related(
            "shift__duty", "shift__room", "place", "person"
        )
    }
