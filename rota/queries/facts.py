"""Reads that fill the facts which the rules look at."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Clearance, Person
from nursery.crossing import Crossing, crossing
from nursery.dates import DAY
from nursery.models import Closure, Nursery
from rota.models import (
    LIVE,
    Booking,
    BookingStatus,
    CoverRequest,
    CoverStatus,
    Offer,
    OfferStatus,
    Place,
    Shift,
)
from rota.rules.facts import Asker, Busy, Post, Question


def shifts_with_places(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """Shifts with duty, room, places, everybody on them, and who asks or offers: five queries."""
    return (
        shifts.select_related("duty", "room")
        .prefetch_related(
            Prefetch("places", Place.objects.order_by("kind", "number")),
            Prefetch(
                "bookings",
                Booking.objects.filter(status__in=[*LIVE, BookingStatus.MISSED])
                .select_related("person")
                .order_by("pk"),
            ),
            Prefetch(
                "bookings__cover_requests",
                CoverRequest.objects.filter(status=CoverStatus.OPEN),
                to_attr="open_requests",
            ),
            Prefetch(
                "places__offers",
                Offer.objects.filter(status=OfferStatus.OPEN).select_related("person").order_by("pk"),
                to_attr="open_offers",
            ),
        )
        .order_by("date", "starts", "duty__key", "room__key", "pk")
    )


def _busy_elsewhere(people: Sequence[Person], starts: dt.datetime, ends: dt.datetime) -> dict[int, list[Busy]]:
    """The other nurseries' bookings of these people's accounts, as times only, by account (crossing: busy)."""
    accounts = {person.account_id for person in people if person.account_id is not None}
    if not accounts:
        return {}
    here = people[0].nursery_id
    spans: dict[int, list[Busy]] = defaultdict(list)
    with crossing(Crossing.BUSY):
        rows = (
            Booking.objects.filter(person__account__in=accounts, status__in=LIVE, during__overlap=(starts, ends))
            .exclude(nursery=here)
            .values_list("person__account", "during")
        )
        for account, during in rows:
            spans[account].append(Busy(during.lower, during.upper))
    return spans


def askers(people: Iterable[Person], first: dt.date, last: dt.date) -> dict[int, Asker]:
    """What the rules need to know of each person for shifts from `first` to `last`, by person id: four queries."""
    people = list(people)
    if not people:
        return {}
    ids = [person.pk for person in people]
    clearances: dict[int, list[Clearance]] = defaultdict(list)
    for clearance in Clearance.objects.filter(person__in=ids):
        clearances[clearance.person_id].append(clearance)
    # A day on either side, so that a zone's offset hides nothing.
    starts = dt.datetime.combine(first - DAY, dt.time(), tzinfo=dt.UTC)
    ends = dt.datetime.combine(last + 2 * DAY, dt.time(), tzinfo=dt.UTC)
    busy: dict[int, list[Busy]] = defaultdict(list)
    bookings = Booking.objects.filter(
        person__in=ids, status__in=LIVE, during__overlap=(starts, ends)
    ).select_related("shift__duty")
    for booking in bookings:
        busy[booking.person_id].append(Busy(booking.during.lower, booking.during.upper, booking.shift))
    elsewhere = _busy_elsewhere(people, starts, ends)
    return {
        person.pk: Asker(
            person,
            tuple(clearances[person.pk]),
            (*busy[person.pk], *elsewhere.get(person.account_id or 0, ())),
        )
        for person in people
    }


def asker_for(person: Person, shift: Shift) -> Asker:
    return askers([person], shift.date, shift.date)[person.pk]


def closure_on(day: dt.date) -> Closure | None:
    return Closure.objects.filter(starts__lte=day, ends__gte=day).first()


def holder_of(place: Place) -> Booking | None:
    return (
        Booking.objects.filter(place=place, status__in=LIVE, covers__isnull=True).select_related("person").first()
    )


def question_about(place: Place, person: Person, nursery: Nursery, now: dt.datetime) -> Question:
    """Everything that a booking rule looks at, read afresh."""
    shift = place.shift
    return Question(
        post=Post(place, shift, holder_of(place), closure_on(shift.date)),
        asker=asker_for(person, shift),
        nursery=nursery,
        now=now,
    )


def members_on(day: dt.date) -> QuerySet[Person]:
    """Everybody who belongs to the nursery on that day."""
    return Person.objects.filter(Q(joined__isnull=True) | Q(joined__lte=day)).filter(
        Q(left__isnull=True) | Q(left__gte=day)
    )
