"""Swaps that wait for an answer, and with whom a booking could be swapped."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person
from nursery.dates import WEEK
from nursery.models import Nursery
from rota.models import Booking, BookingStatus, ShiftStatus, Swap, SwapStatus
from rota.queries.facts import askers
from rota.queries.term_days import TermDays, term_days
from rota.rules.facts import Asker, Post
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
    me = askers([booking.person], today, last)[booking.person_id]
    them = askers(
        list({other.person_id: other.person for other in others}.values()), booking.shift.date, booking.shift.date
    )
    days = _days_of(booking, *others)
    return SwapChoices(
        [
            other
            for other in others
            if asking_refusal(_exchange(booking, other, me, them[other.person_id], days, nursery, now)) is None
        ],
        asked,
    )


def _days_of(*bookings: Booking) -> TermDays:
    days = [booking.shift.date for booking in bookings]
    return term_days(min(days), max(days))


def _exchange(
    given: Booking, wanted: Booking, asker: Asker, other: Asker, days: TermDays, nursery: Nursery, now: dt.datetime
) -> Exchange:
    """No query. Both bookings stand in places."""
    posts = []
    for booking in (given, wanted):
        if booking.place is None:
            raise ValueError(f"booking {booking.pk} stands outside places")
        day = booking.shift.date
        posts.append(Post(booking.place, booking.shift, None, days.closure(day), days.term(day)))
    return Exchange(given, wanted, asker, other, posts[0], posts[1], nursery, now)


def exchange_of(given: Booking, wanted: Booking, nursery: Nursery, now: dt.datetime) -> Exchange:
    """Everything that the rules look at, read afresh, but for the bookings themselves, which stand in places."""
    return _exchange(
        given,
        wanted,
        askers([given.person], wanted.shift.date, wanted.shift.date)[given.person_id],
        askers([wanted.person], given.shift.date, given.shift.date)[wanted.person_id],
        _days_of(given, wanted),
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
