"""What a new standing turn would fill, what ending one would free, and what all of them would fill now."""

import datetime as dt

from django.db.models import Q

from nursery.models import Nursery
from rota.models import LIVE, Booking, StandingTurn
from rota.planning import Effect, Plan, Why
from rota.queries.proposal import Proposal
from rota.queries.standing import Fillable, fillable, turn_of, turns

_NOTHING = Plan(())


def new_turn_fills(turn: StandingTurn, *, nursery: Nursery, now: dt.datetime) -> Proposal:
    """For a turn that is not written yet. Turns that are there already have had their say."""
    found = fillable(nursery, now, Q(pattern=turn.pattern_id), [turn_of(turn)])
    return _proposal(found)


def all_turns_fill(*, nursery: Nursery, now: dt.datetime) -> Proposal:
    return _proposal(fillable(nursery, now, Q(), turns()))


def _proposal(found: Fillable) -> Proposal:
    return Proposal(_NOTHING, tuple(found.fillings), found.shifts)


def ending_turn_frees(turn: StandingTurn, last: dt.date, *, free: bool, nursery: Nursery, now: dt.datetime) -> Proposal:
    """The bookings of its person on its pattern's shifts after `last`, where they are to be taken out of them."""
    if not free:
        return Proposal(_NOTHING)
    rows = Booking.objects.filter(
        person=turn.person_id,
        kind=turn.kind,
        shadow=False,
        status__in=LIVE,
        shift__pattern=turn.pattern_id,
        shift__occasion__gt=last,
        shift__starts_at__gt=now,
    ).select_related("shift")
    settled = tuple(
        Effect(booking.pk, booking.person_id, booking.shift_id, Why.TURN_ENDED)
        for booking in rows.order_by("shift__starts_at", "pk")
        if turn_of(turn).holds_on(booking.shift.occasion or booking.shift.date)
    )
    return Proposal(Plan((), settled))
