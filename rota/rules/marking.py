"""Who may say who came (domain 02: lead)."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.refusal import Refusal
from rota.models import LIVE, Booking, BookingStatus, PlaceKind, Shift


def leads_of(bookings: Iterable[Booking]) -> set[int]:
    """The ids of those who run a shift: its paid booked people of the highest level; nobody: the manager does."""
    paid = [b for b in bookings if b.kind == PlaceKind.PAID and b.status in LIVE and not b.shadow]
    highest = max((b.person.level for b in paid), default=None)
    return {b.person_id for b in paid if b.person.level == highest}


def marking_refusal(shift: Shift, bookings: Iterable[Booking], marker: Person, now: dt.datetime) -> Refusal | None:
    if not marker.is_manager and marker.pk not in leads_of(bookings):
        return Refusal(
            "not_lead",
            _("Only the person who runs this shift, or the manager, marks who came."),
            override=False,
        )
    if shift.starts_at > now:
        return Refusal("not_begun", _("This shift has not begun yet."), _("Mark it once it has."))
    return None


def mark_refusal(booking: Booking, status: BookingStatus) -> Refusal | None:
    if booking.status not in {BookingStatus.BOOKED, BookingStatus.WORKED, BookingStatus.MISSED}:
        return Refusal("not_booked", _("This booking was given up before the shift, so there is nothing to mark."))
    return None
