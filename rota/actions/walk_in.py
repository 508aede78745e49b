"""Somebody who was not on the rota, and came."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import local_day
from nursery.models import Nursery
from nursery.refusal import Refusal, Refused, refuse
from rota.actions.booking import close_offers, last_wall, lock_shift, lock_time_of
from rota.actions.history import record
from rota.models import LIVE, Booking, BookingStatus, CoverRequest, HistoryEntry, Offer, Place, PlaceKind, Shift, Verb
from rota.models.marks import booking_facts
from rota.queries.facts import asker_for, closure_on
from rota.queries.levels import with_levels
from rota.queries.marks import breaks_of, marked_on, term_holding, with_marks
from rota.rules.attendance import beside_refusal, walk_in_refusal
from rota.rules.closed_term import closed_term_refusal
from rota.rules.facts import Asker
from rota.rules.marking import correction_refusal, marking_refusal, times_refusal


@transaction.atomic
def mark_walk_in(
    shift: Shift,
    person: Person,
    marker: Person,
    *,
    came: dt.datetime | None,
    left: dt.datetime | None,
    beside: Booking | None,
    nursery: Nursery,
    now: dt.datetime,
) -> Booking:
    """Mark somebody who did not stand on the shift as worked, from `came` to `left` (None: as the shift).

    They take an open place of their kind; where there is none, a further place is added to this one shift. A paid
    person may stand `beside` a parent's booking instead. Raises Refused.
    """
    shift = lock_shift(shift.pk)
    lock_time_of(person)
    everybody = list(with_levels(Booking.objects.filter(shift=shift)).select_related("person"))
    refuse(marking_refusal(shift, everybody, marker, now))
    refuse(closed_term_refusal(term_holding(shift.date)))
    asker = asker_for(person, shift)
    booking = Booking(
        nursery=nursery,
        shift=shift,
        person=person,
        status=BookingStatus.WORKED,
        confirmed=True,
        booked_at=now,
        there_from=came if came != shift.starts_at else None,
        there_to=left if left != shift.ends_at else None,
    )
    refuse(times_refusal(booking, shift, [], now))
    refuse(walk_in_refusal(shift, asker, came or shift.starts_at, left or shift.ends_at, closure_on(shift.date)))
    refuse(beside_refusal(person, beside, everybody))
    added = False
    if beside is not None:
        booking.place, booking.kind, booking.covers = beside.place, PlaceKind.PARENT, beside
    else:
        place, added = _place_for(asker, shift, everybody, nursery)
        booking.place, booking.kind = place, place.kind
        close_offers(Offer.objects.filter(place=place), nursery=nursery, now=now)
    with last_wall():
        booking.save()
    record(
        Verb.WALKED_IN,
        nursery=nursery,
        actor=marker,
        subject=person,
        now=now,
        shift=shift,
        booking=booking,
        after=booking_facts(booking, []) | ({"place_added": True} if added else {}),
    )
    return booking


def _place_for(asker: Asker, shift: Shift, everybody: list[Booking], nursery: Nursery) -> tuple[Place, bool]:
    """An open place of the person's kind, and whether it had to be added."""
    held = {booking.place_id for booking in everybody if booking.status in LIVE}
    kinds = [kind for kind in (PlaceKind.PAID, PlaceKind.PARENT) if asker.acts_in(kind)]
    places = list(Place.objects.filter(shift=shift).order_by("number"))
    for kind in kinds:
        for place in places:
            if place.kind == kind and place.pk not in held:
                return place, False
    highest = Place.objects.filter(shift=shift, kind=kinds[0]).aggregate(highest=Max("number"))["highest"] or 0
    return Place.objects.create(nursery=nursery, shift=shift, kind=kinds[0], number=highest + 1), True


@transaction.atomic
def undo_walk_in(booking: Booking, marker: Person, *, nursery: Nursery, now: dt.datetime, reason: str = "") -> None:
    """They were not there after all: as if it had not been, but for the history. Raises Refused."""
    shift = lock_shift(booking.shift_id)
    everybody = list(with_marks(Booking.objects.filter(shift=shift)).select_related("person", "shift"))
    found = next((b for b in everybody if b.pk == booking.pk), None)
    if found is None or not getattr(found, "walked_in", False):
        raise Refused(Refusal("not_walk_in", _("That mark is gone already."), override=False))
    refuse(marking_refusal(shift, everybody, marker, now))
    refuse(closed_term_refusal(term_holding(shift.date)))
    refuse(correction_refusal(marked_on(found, nursery), local_day(now, nursery.zone), reason))
    record(
        Verb.MARK_CORRECTED if reason else Verb.MARK_UNDONE,
        nursery=nursery,
        actor=marker,
        subject=found.person,
        now=now,
        shift=shift,
        booking=found,
        before=booking_facts(found, breaks_of(found)),
        reason=reason.strip(),
    )
    place = found.place
    if CoverRequest.objects.filter(booking=found).exists() or found.covered_by.exists():
        found.status, found.confirmed = BookingStatus.CANCELLED, False
        found.save(update_fields=["status", "confirmed"])
        return
    said = HistoryEntry.objects.filter(booking=found.pk, verb=Verb.WALKED_IN).values_list("after", flat=True)
    added = any((after or {}).get("place_added") for after in said)
    found.delete()
    if added and place is not None and not place.bookings.exists() and not place.offers.exists():
        place.delete()
