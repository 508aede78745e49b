"""Reads that fill the facts which the rules look at."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import IN_FORCE, Clearance, Person
from nursery.dates import DAY
from nursery.models import Closure, Nursery
from rota.models import (
    LIVE,
    Absence,
    Booking,
    BookingStatus,
    CoverStatus,
    Offer,
    OfferStatus,
    Place,
    Shift,
)
from rota.queries.levels import with_levels
from rota.queries.limits import standing_of, standings_for
from rota.queries.term_days import term_days
from rota.rules.facts import Asker, Busy, Post, Question

# What the pages show of a booking: hundreds are read for a week, so nothing more is.
_SHIFT_FIELDS = (
    "public_id",
    "nursery_id",
    "pattern_id",
    "date",
    "starts",
    "ends",
    "starts_at",
    "ends_at",
    "status",
    "lead_id",
    "duty__key",
    "duty__name",
    "duty__needs",
    "duty__pricing",
    "duty__counts_towards_share",
    "duty__nursery_id",
    "room__key",
    "room__name",
    "room__nursery_id",
)
_BOOKING_FIELDS = (
    "public_id",
    "nursery_id",
    "shift_id",
    "place_id",
    "kind",
    "status",
    "shadow",
    "covers_id",
    "booked_at",
    "will_come_at",
    "there_from",
    "there_to",
    "person__name",
    "person__roles",
    "person__level",
    "person__nursery_id",
    "person__family_id",
)


def shifts_with_places(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """Shifts with duty, room, places and everybody on them: three queries.

    Each place carries `open_offers`, a list of {"public_id", "person"}; each booking carries `open_request`, the
    public id of its open request for cover, or None.
    """
    offers = Offer.objects.filter(place=OuterRef("pk"), status=OfferStatus.OPEN).order_by("pk")
    return (
        shifts.select_related("duty", "room")
        .only(*_SHIFT_FIELDS)
        .prefetch_related(
            Prefetch(
                "places",
                Place.objects.annotate(
                    open_offers=ArraySubquery(offers.values(data=JSONObject(public_id="public_id", person="person_id")))
                )
                .only("public_id", "nursery_id", "shift_id", "kind", "number")
                .order_by("kind", "number"),
            ),
            Prefetch(
                "bookings",
                with_levels(Booking.objects.filter(status__in=[*LIVE, BookingStatus.MISSED]))
                .annotate(
                    asking=FilteredRelation("cover_requests", condition=Q(cover_requests__status=CoverStatus.OPEN)),
                    open_request=F("asking__public_id"),
                )
                .select_related("person")
                .only(*_BOOKING_FIELDS)
                .order_by("pk"),
            ),
        )
        .order_by("date", "starts", "duty__key", "room__key", "pk")
    )


def _day_span(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The days from `first` to `last` in any zone: a day more on either side, so that no offset hides a shift."""
    return (
        dt.datetime.combine(first - DAY, dt.time(), tzinfo=dt.UTC),
        dt.datetime.combine(last + 2 * DAY, dt.time(), tzinfo=dt.UTC),
    )


def _busy_elsewhere(people: Sequence[Person], first: dt.date, last: dt.date) -> dict[int, list[Busy]]:
    """When these people's accounts are expected in other nurseries, by account: times and nothing else.

    One of the few reads across nurseries (see `nursery.crossing`): the function is PostgreSQL's, made by
    migration 0002 and run with its owner's rights, and gives away no more than this.
    """
    accounts = [person.account_id for person in people if person.account_id is not None]
    if not accounts:
        return {}
    spans: dict[int, list[Busy]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, starts_at, ends_at FROM rota_busy_elsewhere(%s, %s, %s, %s)",
            [accounts, people[0].nursery_id, *_day_span(first, last)],
        )
        for account, starts_at, ends_at in cursor.fetchall():
            spans[account].append(Busy(starts_at, ends_at))
    return spans


def _away(people: Sequence[Person], first: dt.date, last: dt.date) -> dict[int, list[Absence]]:
    """The days away of these people, by person: one query, none where nobody is paid (days away are for staff)."""
    paid = [person.pk for person in people if person.is_paid]
    absences: dict[int, list[Absence]] = defaultdict(list)
    if paid:
        for absence in Absence.objects.filter(person__in=paid, starts__lte=last, ends__gte=first):
            absences[absence.person_id].append(absence)
    return absences


def askers(
    people: Iterable[Person], first: dt.date, last: dt.date, bookings: Iterable[Booking] | None = None
) -> dict[int, Asker]:
    """What the rules need to know of each person for shifts from `first` to `last`, by person id.

    Three queries, and one more where anybody is paid; one fewer where the caller has the live `bookings` of those
    days already, each with its shift.
    """
    people = list(people)
    if not people:
        return {}
    ids = [person.pk for person in people]
    clearances: dict[int, list[Clearance]] = defaultdict(list)
    for clearance in Clearance.objects.filter(IN_FORCE, person__in=ids):
        clearances[clearance.person_id].append(clearance)
    if bookings is None:
        bookings = Booking.objects.filter(
            person__in=ids, status__in=LIVE, during__overlap=_day_span(first, last)
        ).select_related("shift__duty")
    busy: dict[int, list[Busy]] = defaultdict(list)
    for booking in bookings:
        shift = booking.shift
        busy[booking.person_id].append(
            Busy(booking.there_from or shift.starts_at, booking.there_to or shift.ends_at, shift)
        )
    elsewhere = _busy_elsewhere(people, first, last)
    away = _away(people, first, last)
    return {
        person.pk: Asker(
            person,
            tuple(clearances[person.pk]),
            (*busy[person.pk], *elsewhere.get(person.account_id or 0, ())),
            tuple(away.get(person.pk, ())),
        )
        for person in people
    }


def asker_for(person: Person, shift: Shift) -> Asker:
    return askers([person], shift.date, shift.date)[person.pk]


def closure_on(day: dt.date) -> Closure | None:
    return Closure.objects.filter(starts__lte=day, ends__gte=day).first()


def holder_of(place: Place) -> Booking | None:
    return Booking.objects.filter(place=place, status__in=LIVE, covers__isnull=True).select_related("person").first()


def question_about(place: Place, person: Person, nursery: Nursery, now: dt.datetime) -> Question:
    """Everything that a booking rule looks at, read afresh."""
    shift = place.shift
    days = term_days(shift.date, shift.date)
    holder = holder_of(place) if place.pk is not None else None  # None: where a shadow stands
    post = Post(place, shift, holder, days.closure(shift.date), days.term(shift.date))
    # Cover for somebody is never limited, so where the place is held nothing is read.
    standings = standings_for([post] if post.holder is None else [], [person], nursery, now)
    return Question(
        post=post,
        asker=asker_for(person, shift),
        nursery=nursery,
        now=now,
        standing=standing_of(standings, post, person),
    )


def members_on(day: dt.date) -> QuerySet[Person]:
    """Everybody who belongs to the nursery on that day."""
    return Person.objects.filter(Q(joined__isnull=True) | Q(joined__lte=day)).filter(
        Q(left__isnull=True) | Q(left__gte=day)
    )
