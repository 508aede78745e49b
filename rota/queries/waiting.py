"""What waits for the manager: yes or no, somebody to find, somebody to thank or to miss."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from accounts.models import Person
from nursery.dates import DAY
from nursery.models import ClearanceKind, Closure, Nursery, Term
from nursery.refusal import Refusal
from rota.models import LIVE, Booking, BookingStatus, CallOut, CoverRequest, Offer, Place, PlaceKind, Shift, ShiftStatus
from rota.queries.calling import open_call_outs
from rota.queries.cover import offers_to_decide, open_requests, unfilled_places, who_could_cover
from rota.queries.effects import Coming, Effect, Effects, effects_on
from rota.queries.facts import askers
from rota.queries.levels import with_levels
from rota.queries.mine import hours_given
from rota.queries.shares import FamilyStanding, Standings, standings_of_offers
from rota.queries.term_days import term_days
from rota.rules.booking import booking_refusal, cover_refusal
from rota.rules.facts import Asker, Busy, Post, Question
from rota.rules.marking import leads_of

AHEAD = 14  # days, today the first of them, in which a gap is worth saying
NEAR = 3  # days, today the first of them, in which a gap is called out rather than left to the week
BEHIND = 14  # days in which an unmarked shift is


@dataclass(frozen=True, slots=True)
class OfferToDecide:
    """One offer with what saying yes would do, as far as it is known."""

    offer: Offer
    refusal: Refusal | None  # why the yes would be refused, by the very rule that refuses it
    missing: list[str]  # clearances that the duty needs and that the one who offers has not got, in words
    same_day: list[Busy]  # where else they stand that day in this nursery
    hours: Decimal  # given this term
    standing: FamilyStanding | None  # where their family stands, for who would stand there as a parent
    effect: Effect  # on every slice of the day that it touches


@dataclass(frozen=True, slots=True)
class Asking:
    """A request for cover that nobody has answered, and how many people could."""

    request: CoverRequest
    could: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A shift with places that nobody holds."""

    shift: Shift
    places: Sequence[Place]
    near: bool = False  # so near that calling out is the way to fill them

    @property
    def first(self) -> Place:
        return self.places[0]

    @property
    def paid(self) -> int:
        return sum(place.kind == PlaceKind.PAID for place in self.places)

    @property
    def parents(self) -> int:
        return len(self.places) - self.paid


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A shift that is over and of which nobody has said yet who came."""

    shift: Shift
    people: int  # how many of those on it are not marked
    leads: set[int]  # ids of those who run it, besides the manager


@dataclass(frozen=True, slots=True)
class Waiting:
    offers: list[OfferToDecide]
    asking: list[Asking]
    gaps: list[Gap]
    unmarked: list[Unmarked]
    call_outs: list[CallOut]

    @property
    def nothing(self) -> bool:
        return not (self.offers or self.asking or self.gaps or self.unmarked or self.call_outs)


def waiting_for_manager(nursery: Nursery, now: dt.datetime, today: dt.date, *, whole: bool) -> Waiting:
    """All that wants the manager, the soonest first. Fourteen queries, whatever there is.

    `whole`: with what the manager alone may know, which a deputy may not.
    """
    offers = list(offers_to_decide(now))
    answered = {offer.request_id for offer in offers}
    requests = [request for request in open_requests(now) if request.pk not in answered]
    days = {o.place.shift.date for o in offers} | {r.booking.shift.date for r in requests} or {today}
    first, last = min(days), max(days)
    in_term = term_days(first, last)
    closed = {day: in_term.closure(day) for day in days}
    bookings = list(live_bookings(days))
    everybody = askers(_people_between(first, last, [offer.person for offer in offers]), first, last, bookings)
    hours = hours_given([offer.person for offer in offers], now, today)
    standings = standings_of_offers(offers, {day: in_term.term(day) for day in days}, nursery)
    effects = effects_on(
        nursery, {o.place.shift.date for o in offers} or {today}, [offer.person_id for offer in offers]
    )
    return Waiting(
        [
            offer_to_decide(
                offer,
                everybody[offer.person_id],
                bookings,
                closed[offer.place.shift.date],
                hours[offer.person_id],
                effect_of_offer(offer, effects, whole=whole),
                nursery,
                now,
                in_term.term(offer.place.shift.date),
                standings,
            )
            for offer in offers
        ],
        [
            Asking(
                request,
                len(
                    who_could_cover(
                        request.booking, everybody.values(), closed[request.booking.shift.date], nursery, now
                    )
                ),
            )
            for request in requests
        ],
        gaps_ahead(now, today),
        unmarked_shifts(now, today),
        list(open_call_outs(now)),
    )


def live_bookings(days: Iterable[dt.date]) -> Iterable[Booking]:
    """Everybody who stands anywhere on these days: one query."""
    return Booking.objects.filter(status__in=LIVE, shift__date__in=days).select_related("shift__duty")


def _people_between(first: dt.date, last: dt.date, besides: Iterable[Person]) -> list[Person]:
    """Everybody who belongs to the nursery on one of these days, and `besides`, who may have left since."""
    people = Person.objects.filter(Q(joined__isnull=True) | Q(joined__lte=last)).filter(
        Q(left__isnull=True) | Q(left__gte=first)
    )
    return list({person.pk: person for person in (*people.order_by("name", "pk"), *besides)}.values())


def offer_to_decide(
    offer: Offer,
    asker: Asker,
    bookings: Iterable[Booking],
    closure: Closure | None,
    hours: Decimal,
    effect: Effect,
    nursery: Nursery,
    now: dt.datetime,
    term: Term | None,
    standings: Standings,
) -> OfferToDecide:
    """What a yes to `offer` would do: no query. `bookings` hold those who stand on its shift now."""
    shift = offer.place.shift
    holder = next((b for b in bookings if b.place_id == offer.place_id and b.covers_id is None), None)
    question = Question(Post(offer.place, shift, holder, closure, term), asker, nursery, now)
    return OfferToDecide(
        offer,
        cover_refusal(question) if offer.request else booking_refusal(question),
        [str(ClearanceKind(kind).label) for kind in asker.missing_for(shift)],
        [busy for busy in asker.busy if busy.shift is not None and busy.shift.date == shift.date],
        hours,
        standings.get((term.pk, asker.person.family_id or 0))
        if term and offer.place.kind == PlaceKind.PARENT
        else None,
        effect,
    )


def effect_of_offer(offer: Offer, effects: Effects, *, whole: bool) -> Effect:
    """What a yes to `offer` does to its day: no query. `effects` are for its day, its person among them; `whole`:
    with what the manager alone may know."""
    place = offer.place
    leaving = [offer.request.booking_id] if offer.request is not None else []
    coming = [Coming(offer.person_id, place.shift_id, place.kind)]
    effect = effects.of(place.shift.date, leaving=leaving, coming=coming)
    return effect if whole else effect.for_everybody()


def gaps_ahead(now: dt.datetime, today: dt.date, days: int = AHEAD) -> list[Gap]:
    """Shifts of the next days with open places: one query."""
    places = unfilled_places(today, today + (days - 1) * DAY, now)
    return [
        Gap(shift, list(group), near=shift.date < today + NEAR * DAY)
        for shift, group in groupby(places, key=lambda place: place.shift)
    ]


def unmarked_shifts(now: dt.datetime, today: dt.date) -> list[Unmarked]:
    """Shifts that are over and on which somebody is still only booked, the latest first: one query."""
    booked = Booking.objects.filter(shift=OuterRef("shift"), status=BookingStatus.BOOKED)
    closed = Term.objects.filter(
        closed_at__isnull=False, starts__lte=OuterRef("shift__date"), ends__gte=OuterRef("shift__date")
    )
    bookings = (
        with_levels(Booking.objects.all())
        .filter(
            Exists(booked),
            ~Exists(closed),
            status__in=LIVE,
            shift__date__range=(today - BEHIND * DAY, today),
            shift__ends_at__lte=now,
        )
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .select_related("shift__duty", "shift__room", "person")
        .order_by("-shift__starts_at", "shift__pk")
    )
    found = []
    for shift, group in groupby(bookings, key=lambda booking: booking.shift):
        on_it = list(group)
        found.append(Unmarked(shift, sum(b.status == BookingStatus.BOOKED for b in on_it), leads_of(shift, on_it)))
    return found
