"""Taking a place and leaving it again."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Account, Family, Person
from nursery.dates import WEEK, local_day
from nursery.models import Nursery
from nursery.refusal import Refusal, Refused, refuse
from reminders.actions import queue_in_a_row, queue_message
from rota import messages
from rota.actions.history import record
from rota.models import (
    Booking,
    BookingStatus,
    CallOut,
    CallOutStatus,
    CoverRequest,
    CoverStatus,
    HistoryEntry,
    Offer,
    OfferStatus,
    Place,
    Shift,
    Swap,
    SwapStatus,
    Verb,
)
from rota.queries.cover import approvers
from rota.queries.facts import question_about
from rota.queries.reserves import reserves_who_may_book
from rota.queries.shares import term_on
from rota.queries.told import may_have_been_told
from rota.rules.booking import booking_refusal, other_kind_refusal
from rota.rules.leaving import give_back_refusal, no_longer_booked, undo_refusal

# Bookings of one person that follow each other so soon are told by one letter.
_LULL = dt.timedelta(minutes=2)


def lock_shift(shift_id: int) -> Shift:
    """Everything that changes who stands on a shift waits here, so that rules are asked on settled facts."""
    return Shift.objects.select_for_update().get(pk=shift_id)


def lock_place(place: Place) -> Place:
    """The place as it is once its shift is locked: whoever planned in between may have moved, cancelled or removed it.

    Raises Refused where it is gone.
    """
    Shift.objects.select_for_update().filter(pk=place.shift_id).first()
    fresh = Place.objects.select_related("shift__duty", "shift__room").filter(pk=place.pk).first()
    if fresh is None:
        raise Refused(
            Refusal(
                "gone",
                _("This place is no longer on the rota: the plan has just been changed."),
                _("Look at the week for another place."),
                override=False,
            )
        )
    return fresh


def lock_time_of(person: Person) -> None:
    """One booking at a time for one account, in all its nurseries; always taken after the shift's lock.

    Without it two overlapping bookings of one person deadlock inside PostgreSQL's exclusion constraint, and in
    two nurseries nothing at all would stop them.
    """
    if person.account_id is not None:
        Account.objects.select_for_update(no_key=True).get(pk=person.account_id)
    else:
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    # Whoever sets a last day holds this lock: what was read before it may be of before.
    person.left = Person.objects.values_list("left", flat=True).get(pk=person.pk)


def lock_hours_of(family_id: int | None, nursery: Nursery) -> None:
    """One booking at a time for one family, where the policy limits what it may book ahead; always taken last.

    Without it two adults of a family, on two shifts, would both be told that the family is below its limit.
    """
    if family_id is not None and nursery.policy.family_limit_percent is not None:
        Family.objects.select_for_update(no_key=True).get(pk=family_id)


@contextmanager
def last_wall() -> Iterator[None]:
    """What PostgreSQL itself refuses, in words: the constraints hold even where a rule was passed by."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if constraint == "one_live_booking_a_place":
            raise Refused(
                Refusal(
                    "taken",
                    _("Just taken by somebody else, thank you."),
                    _("Look at the week for another place."),
                    override=False,
                )
            ) from error
        if constraint == "no_person_twice_at_once":
            raise Refused(
                Refusal(
                    "overlap",
                    _("There is another booking at that time."),
                    _("Give that one over first, or choose another time."),
                    override=False,
                )
            ) from error
        raise


@transaction.atomic
def book_place(place: Place, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False) -> Booking:
    """Book a place of the person's own kind. Raises Refused."""
    place = lock_place(place)
    lock_time_of(person)
    lock_hours_of(person.family_id, nursery)
    question = question_about(place, person, nursery, now)
    refuse(booking_refusal(question) or other_kind_refusal(question))
    booking = write_booking(place, person, nursery=nursery, now=now)
    entry = record(
        Verb.BOOKED, nursery=nursery, actor=person, now=now, shift=place.shift, booking=booking, by_link=by_link
    )
    tell_booked(entry, booking, nursery=nursery, now=now)
    return booking


def tell_booked(entry: HistoryEntry, booking: Booking, *, nursery: Nursery, now: dt.datetime) -> None:
    """Confirm to its person what they have booked themselves, which `entry` remembers; the caller has their lock."""
    queue_in_a_row(
        nursery=nursery,
        kind=messages.BOOKED,
        person=booking.person,
        subject=booking.public_id,
        occasion=str(entry.pk),
        lull=_LULL,
        now=now,
    )


def tell_given_back(booking: Booking, *, nursery: Nursery, now: dt.datetime) -> None:
    """Where a letter has put the turn into its person's calendar, one takes it out again."""
    if may_have_been_told(booking):
        queue_message(
            nursery=nursery,
            kind=messages.GIVEN_BACK,
            people=[booking.person],
            subject=booking.public_id,
            occasion="",
            due_at=now,
            now=now,
        )


def write_booking(
    place: Place,
    person: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    booked_at: dt.datetime | None = None,
    there_from: dt.datetime | None = None,
) -> Booking:
    """Insert the row; the caller holds the locks and has asked the rules. Raises Refused at the last wall.

    `booked_at` is given for what is no fresh booking and cannot be undone as one, `there_from` for somebody who comes
    to a shift that runs already.
    """
    with last_wall():
        booking = Booking.objects.create(
            nursery=nursery,
            shift=place.shift,
            place=place,
            kind=place.kind,
            person=person,
            booked_at=booked_at or now,
            there_from=there_from,
        )
    # Whoever else offered is answered by the place being filled, and nobody else is called.
    close_offers(Offer.objects.filter(place=place), nursery=nursery, now=now)
    end_call_outs(place, CallOutStatus.FILLED, now=now)
    return booking


def lock_booking(booking: Booking) -> Booking:
    """The booking as it is once its shift is locked. Raises Refused where it has been undone in between."""
    lock_shift(booking.shift_id)
    fresh = (
        Booking.objects.select_related("shift__duty", "shift__room", "place", "person").filter(pk=booking.pk).first()
    )
    if fresh is None:
        raise Refused(no_longer_booked())
    if fresh.place is not None:
        fresh.place.shift = fresh.shift
    return fresh


@transaction.atomic
def undo_booking(booking: Booking, person: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """Within ten minutes, as if it had not been; history alone remembers, and calendars that know it already are told
    that it is off. Raises Refused."""
    booking = lock_booking(booking)
    refuse(undo_refusal(booking, person, now, term_on(booking.shift.date)))
    record(Verb.UNDONE, nursery=nursery, actor=person, now=now, shift=booking.shift, booking=booking)
    asked = Swap.objects.filter(Q(given=booking) | Q(wanted=booking))
    told = may_have_been_told(booking)
    if told or booking.cover_requests.exists() or booking.covered_by.exists() or asked.exists():
        # A letter has told of this booking or others have answered it, so its row has to stay.
        end_requests(booking, CoverStatus.WITHDRAWN, nursery=nursery, now=now)
        end_swaps(booking, nursery=nursery, now=now)
        booking.status = BookingStatus.CANCELLED
        booking.save(update_fields=["status"])
        tell_given_back(booking, nursery=nursery, now=now)
    else:
        booking.delete()


@transaction.atomic
def give_back(
    booking: Booking, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False
) -> Booking:
    """Up to the notice period the place is simply open again. Raises Refused."""
    booking = lock_booking(booking)
    refuse(give_back_refusal(booking, person, nursery.policy, now, term_on(booking.shift.date)))
    end_requests(booking, CoverStatus.WITHDRAWN, nursery=nursery, now=now)
    end_swaps(booking, nursery=nursery, now=now)
    booking.status = BookingStatus.CANCELLED
    booking.save(update_fields=["status"])
    record(
        Verb.GIVEN_BACK, nursery=nursery, actor=person, now=now, shift=booking.shift, booking=booking, by_link=by_link
    )
    tell_reserves(booking, nursery=nursery, now=now)
    tell_given_back(booking, nursery=nursery, now=now)
    return booking


def tell_reserves(left: Booking, *, nursery: Nursery, now: dt.datetime) -> int:
    """The place of `left`, a booking that has just ended, is open: tell the reserves who may book it; how many.

    For the action that opens the place; whoever has just left it is not told. A call-out that goes on tells them
    itself.
    """
    place = left.place
    if place is None or CallOut.objects.filter(place=place, status=CallOutStatus.OPEN).exists():
        return 0
    place.shift = left.shift
    return queue_message(
        nursery=nursery,
        kind=messages.PLACE_REOPENED,
        people=reserves_who_may_book(place, [left.person_id], nursery, now),
        subject=place.public_id,
        occasion=left.public_id,
        due_at=now,
        now=now,
    )


def tell_reserves_soon(left: Booking, *, nursery: Nursery, now: dt.datetime) -> int:
    """The same for a place that opens otherwise than by being given back: for shifts of the next seven days alone."""
    today = local_day(now, nursery.zone)
    if left.shift.ends_at <= now or left.shift.date > today + WEEK:
        return 0
    return tell_reserves(left, nursery=nursery, now=now)


def end_requests(booking: Booking, status: CoverStatus, *, nursery: Nursery, now: dt.datetime) -> None:
    """Close what is open around a booking that ends: its requests, and the offers on them."""
    requests = CoverRequest.objects.filter(booking=booking, status=CoverStatus.OPEN)
    close_offers(Offer.objects.filter(request__in=requests), nursery=nursery, now=now)
    requests.update(status=status, ended_at=now)


def tell_cover_filled(request: CoverRequest, booking: Booking, *, nursery: Nursery, now: dt.datetime) -> int:
    """Tell whoever approves that `booking` has ended `request` without a yes of theirs; how many are told."""
    own = [request.booking.person_id, booking.person_id]
    return queue_message(
        nursery=nursery,
        kind=messages.COVER_FILLED,
        people=approvers(local_day(now, nursery.zone)).exclude(pk__in=own),
        subject=booking.public_id,
        occasion=request.public_id,
        due_at=now,
        now=now,
    )


def end_swaps(booking: Booking, *, nursery: Nursery, now: dt.datetime) -> None:
    """Close the swaps that are asked for with a booking that ends, and tell those who wait for it.

    Where a swap is left open all the same, nobody can accept it: the rule looks at both bookings.
    """
    swaps = Swap.objects.filter(Q(given=booking) | Q(wanted=booking), status=SwapStatus.OPEN)
    for swap in swaps.select_related("given__person").order_by("pk"):
        swap.status, swap.ended_at = SwapStatus.ENDED, now
        swap.save(update_fields=["status", "ended_at"])
        if swap.wanted_id == booking.pk:
            queue_message(
                nursery=nursery,
                kind=messages.SWAP_DECLINED,
                people=[swap.given.person],
                subject=swap.public_id,
                occasion="",
                due_at=now,
                now=now,
            )


def end_call_outs(place: Place, status: CallOutStatus, *, now: dt.datetime) -> None:
    """Whoever answers a call for the place from now on reads that it is filled, or that nobody is needed."""
    CallOut.objects.filter(place=place, status=CallOutStatus.OPEN).update(
        status=status, ended_at=now, next_wave_at=None
    )


def close_offers(offers: QuerySet[Offer], *, nursery: Nursery, now: dt.datetime) -> None:
    """Decline those of `offers` that are still open, and tell whoever made them: nobody is left waiting."""
    for offer in offers.filter(status=OfferStatus.OPEN).select_related("person"):
        offer.status, offer.decided_at = OfferStatus.DECLINED, now
        offer.save(update_fields=["status", "decided_at"])
        queue_message(
            nursery=nursery,
            kind=messages.COVER_DECLINED,
            people=[offer.person],
            subject=offer.public_id,
            occasion="",
            due_at=now,
            now=now,
        )
