"""Saying "I'll be there"."""

import datetime as dt

from accounts.models import Person
from nursery.models import Term
from nursery.refusal import Refusal
from rota.models import Booking
from rota.rules.leaving import not_booked_refusal, not_mine_refusal


def will_come_refusal(booking: Booking, person: Person, now: dt.datetime, term: Term | None) -> Refusal | None:
    """`term` is the shift's own."""
    return not_mine_refusal(booking, person) or not_booked_refusal(booking, now, term)
