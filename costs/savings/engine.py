"""Savings of a period, from facts: slices, displaced hours, then the three scenarios (domain 03)."""

import datetime as dt
from collections.abc import Sequence
from decimal import localcontext

from costs.savings.care import care_slices
from costs.savings.facts import SavingsFacts, Scenario
from costs.savings.rates import PayBook, RateBook
from costs.savings.result import Savings
from costs.savings.scenario import Books, scenario_savings
from costs.savings.worked import tell_hours_apart
from rota.exact import EXACT, ZERO, rounded
from rota.safety import RoomDay, child_session_count, evaluate_span
from rota.shares import given_hours


def work_out_savings(
    facts: SavingsFacts, first: dt.date, last: dt.date, room_days: Sequence[RoomDay] | None = None
) -> Savings:
    """The savings from `first` to `last`, both included. Everything is dated by its day: a booking by its shift's.

    `room_days` spares the work where the caller has them already: `evaluate_span(facts.rota, first, last)`.
    Raises what `evaluate_span` raises. A missing rate or pay is no error but a fault in the result.
    """
    with localcontext(EXACT):
        rota = facts.rota
        slices = tuple(evaluate_span(rota, first, last) if room_days is None else room_days)
        bookings = {booking.key: booking for booking in rota.bookings}
        care = care_slices(slices, bookings, {shift.key: shift for shift in rota.shifts})
        worked = tell_hours_apart(given_hours(rota, facts.contributions, first, last), care)
        books = Books(
            rates=RateBook(facts.rates),
            pay=PayBook(facts.pay),
            duties={duty.key: duty for duty in rota.duties},
            persons={booking.key: booking.person for booking in rota.bookings},
        )
        programme = [entry for entry in facts.programme if first <= entry.day <= last]
        relief = sum((rounded(each.amount) for each in facts.fee_relief if first <= each.day <= last), ZERO)
        return Savings(
            first=first,
            last=last,
            scenarios={scenario: scenario_savings(scenario, books, worked, programme, relief) for scenario in Scenario},
            hours=worked,
            child_sessions=child_session_count(rota, first, last),
            fee_relief=relief,
            room_days=slices,
            care=tuple(care),
        )
