"""What the first page of a person holds, whatever roles they have."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Person
from nursery.models import Nursery
from rota.models import LIVE, Booking, CoverRequest, Shift, ShiftStatus
from rota.queries.mine import coming_bookings, hours_given
from rota.queries.planning import Gap, OfferToDecide, unmarked_shifts, waiting_for_manager
from rota.queries.week import Act, DayRow, PlaceRow, ShiftRow, days_ahead
from rota.rules.marking import leads_of

AHEAD = 14  # days looked at
WANTED = 4  # places offered, the nearest first


@dataclass(frozen=True, slots=True)
class NextTurn:
    booking: Booking
    others: list[Person]  # who else is there


@dataclass(frozen=True, slots=True)
class Home:
    """`today` is None for those who see no one's day but their own (parents); `offers`, `asking`, `gaps` and
    `unmarked` are the manager's, or empty."""

    next: NextTurn | None
    coming: int  # further turns after the next
    could_cover: list[PlaceRow]
    wanted: list[PlaceRow]
    today: DayRow | None
    i_lead: list[Shift]  # shifts of today that I may mark
    offers: list[OfferToDecide]
    asking: list[tuple[CoverRequest, int]]
    gaps: list[Gap]
    unmarked: list[Shift]
    hours: Decimal  # mine, this term


def home_of(me: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> Home:
    """Twelve queries for a parent, some more for the manager, however large the nursery."""
    days = days_ahead(today, AHEAD, me, nursery, now)
    shifts = [shift for day in days for shift in day.shifts]
    rows = [row for shift in shifts for row in shift.places]
    may = [row for row in rows if row.refusal is None and row.my_offer is None]
    coming = coming_bookings(me, now)
    manager = waiting_for_manager(nursery, now, today) if me.is_manager else None
    on_the_spot = me.is_paid or me.is_manager
    return Home(
        next=_next_turn(coming, shifts, me),
        coming=max(0, len(coming) - 1),
        could_cover=[row for row in may if row.act is Act.COVER] if not me.is_manager else [],
        wanted=_wanted(may, me),
        today=days[0] if on_the_spot and days and days[0].is_today else None,
        i_lead=_led_today(days, me, now),
        offers=manager.offers if manager else [],
        asking=manager.requests if manager else [],
        gaps=manager.gaps if manager else [],
        unmarked=manager.unmarked if manager else unmarked_by_me(days, me, now, today),
        hours=hours_given([me], now, today)[me.pk],
    )


def _wanted(may: Sequence[PlaceRow], me: Person) -> list[PlaceRow]:
    """The nearest places that I may book, one a shift; the manager sees them as gaps."""
    if me.is_manager and not me.is_parent:
        return []
    found: dict[int, PlaceRow] = {}
    for row in may:
        if row.act is Act.BOOK and row.shift.status != ShiftStatus.CANCELLED:
            found.setdefault(row.shift.pk, row)
    return list(found.values())[:WANTED]


def _next_turn(coming: Sequence[Booking], shifts: Sequence[ShiftRow], me: Person) -> NextTurn | None:
    if not coming:
        return None
    booking = coming[0]
    shift = next((s for s in shifts if s.shift.pk == booking.shift_id), None)
    others = []
    if shift is not None:
        others = [r.holder.person for r in shift.places if r.holder is not None and r.holder.person_id != me.pk]
    return NextTurn(booking, others)


def _led_today(days: Sequence[DayRow], me: Person, now: dt.datetime) -> list[Shift]:
    """Today's shifts that have begun and that I run."""
    if not days or not days[0].is_today:
        return []
    return [
        row.shift
        for row in days[0].shifts
        if row.shift.starts_at <= now
        and row.shift.status != ShiftStatus.CANCELLED
        and (me.is_manager or me.pk in leads_of(b for b in row.shift.bookings.all() if b.status in LIVE))
    ]


def unmarked_by_me(days: Sequence[DayRow], me: Person, now: dt.datetime, today: dt.date) -> list[Shift]:
    """Shifts of the last days that I run and have not marked; nothing is read for those who run none."""
    if not me.is_paid:
        return []
    found = unmarked_shifts(now, today)
    led = Booking.objects.filter(shift__in=found, status__in=LIVE).select_related("person")
    by_shift: dict[int, list[Booking]] = {}
    for booking in led:
        by_shift.setdefault(booking.shift_id, []).append(booking)
    return [shift for shift in found if me.pk in leads_of(by_shift.get(shift.pk, []))]
