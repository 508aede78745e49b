"""Naming who runs a shift."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import refuse
from rota.actions.booking import lock_shift
from rota.actions.history import record
from rota.models import Booking, Shift, Verb
from rota.rules.attendance import naming_refusal


@transaction.atomic
def name_lead(shift: Shift, person: Person | None, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Shift:
    """`person` runs the shift; None: nobody is named, so the paid person of the highest level does. Raises Refused."""
    shift = lock_shift(shift.pk)
    if shift.lead_id == (person.pk if person else None):
        return shift
    bookings = Booking.objects.filter(shift=shift).select_related("person")
    refuse(naming_refusal(shift, person, bookings, now))
    shift.lead = person
    shift.save(update_fields=["lead"])
    record(Verb.LEAD_NAMED, nursery=nursery, actor=manager, subject=person, now=now, shift=shift)
    return shift
