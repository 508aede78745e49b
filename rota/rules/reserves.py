"""Saying "call me" for one shift (domain 02, reserve); for a weekday anybody may."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.refusal import Refusal
from rota.models import LIVE, Booking, Shift


def reserve_refusal(shift: Shift, bookings: Iterable[Booking], person: Person, now: dt.datetime) -> Refusal | None:
    if shift.is_cancelled:
        return Refusal("cancelled", _("This shift has been cancelled."), _("Look at the week for another one."))
    if shift.ends_at <= now:
        return Refusal("over", _("This shift is over."), _("Choose one that is still to come."))
    if any(b.person_id == person.pk and b.status in LIVE for b in bookings):
        return Refusal("mine", _("You are on this shift already."), _("There is no need to be called."))
    return None
