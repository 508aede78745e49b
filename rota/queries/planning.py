"""What waits for the manager, and what planning a term would make."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from nursery.dates import DAY
from nursery.models import Closure, Nursery, Term
from nursery.refusal import Refusal
from rota.models import (
    LIVE,
    Booking,
    BookingStatus,
    CoverRequest,
    Offer,
    Place,
    Shift,
    ShiftPattern,
    ShiftStatus,
)
from rota.queries.cover import offers_to_decide, open_requests, unfilled_places
from rota.queries.facts import askers, members_on
from rota.queries.mine import hours_given
from rota.queries.missing import missing_shifts
from rota.rules.booking import booking_refusal, cover_refusal
from rota.rules.facts import Busy, Post, Question

AHEAD = 14  # days in which a gap is worth saying
BEHIND = 14  # days in which an unmarked shift is


@dataclass(frozen=True, slots=True)
class OfferToDecide:
    """One offer with what saying yes would do, as far as it is known."""

    offer: Offer
    refusal: Refusal | None  # why the yes would be refused, by the very rule that refuses it
    same_day: list[Busy]  # what else they do that day
    hours: Decimal  # given this term


@dataclass(frozen=True, slots=True)
class Gap:
    """A shift with places that nobody holds."""

    shift: Shift
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Waiting:
    offers: list[OfferToDecide]
    requests: list[tuple[CoverRequest, int]]  # without an offer yet, and how many people could come
    gaps: list[Gap]
    unmarked: list[Shift]

    @property
    def nothing(self) -> bool:
        return not (self.offers or self.requests or self.gaps or self.unmarked)


def waiting_for_manager(nursery: Nursery, now: dt.datetime, today: dt.date) -> Waiting:
    """All that wants the manager, the soonest first. Twelve queries, whatever there is."""
    offers = list(offers_to_decide(now))
    asking = [r for r in open_requests(now) if all(o.request_id != r.pk for o in offers)]
    shifts = [o.place.shift for o in offers] + [r.booking.shift for r in asking]
    days = [shift.date for shift in shifts] or [today]
    closures = list(Closure.objects.filter(ends__gte=min(days), starts__lte=max(days)))
    everybody = askers(members_on(today).order_by("name", "pk"), min(days), max(days))
    hours = hours_given([o.person for o in offers], now, today)

    def closure_on(day: dt.date) -> Closure | None:
        return next((c for c in closures if c.starts <= day <= c.ends), None)

    decided = []
    for offer in offers:
        shift, asker = offer.place.shift, everybody.get(offer.person_id)
        if asker is None:
            continue
        holder = offer.request.booking if offer.request else None
        question = Question(Post(offer.place, shift, holder, closure_on(shift.date)), asker, nursery, now)
        refusal = cover_refusal(question) if offer.request else booking_refusal(question)
        same_day = [b for b in asker.busy if b.shift is not None and b.shift.date == shift.date]
        decided.append(OfferToDecide(offer, refusal, same_day, hours[offer.person_id]))
    requests = []
    for request in asking:
        booking = request.booking
        if booking.place is None:
            continue
        post = Post(booking.place, booking.shift, booking, closure_on(booking.shift.date))
        could = sum(
            asker.acts_in(booking.kind)
            and asker.person.pk != booking.person_id
            and cover_refusal(Question(post, asker, nursery, now)) is None
            for asker in everybody.values()
        )
        requests.append((request, could))
    return Waiting(decided, requests, gaps_ahead(now, today), unmarked_shifts(now, today))


def gaps_ahead(now: dt.datetime, today: dt.date, days: int = AHEAD) -> list[Gap]:
    """Shifts of the next days with open places: one query."""
    places = unfilled_places(today, today + days * DAY, now)
    return [Gap(shift, list(group)) for shift, group in groupby(places, key=lambda place: place.shift)]


def unmarked_shifts(now: dt.datetime, today: dt.date) -> list[Shift]:
    """Shifts that are over and on which somebody is still only booked, the latest first: one query."""
    waiting = Booking.objects.filter(shift=OuterRef("pk"), status=BookingStatus.BOOKED)
    return list(
        Shift.objects.filter(Exists(waiting), date__gte=today - BEHIND * DAY, ends_at__lte=now)
        .exclude(status=ShiftStatus.CANCELLED)
        .select_related("duty", "room")
        .order_by("-starts_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class TermPlan:
    """A term with what making its shifts would make."""

    term: Term
    closures: list[Closure]
    made: int
    missing: int
    first_missing: list[Shift]

    @property
    def closed_days(self) -> int:
        return sum((c.ends - c.starts).days + 1 for c in self.closures)


def term_plans(nursery: Nursery, today: dt.date) -> list[TermPlan]:
    """Terms that are not over, then those that are, each with its preview: four queries and three a term."""
    terms = list(Term.objects.prefetch_related(Prefetch("closures", Closure.objects.order_by("starts"))))
    terms.sort(key=lambda term: (term.ends < today, term.starts))
    plans = []
    for term in terms:
        missing = missing_shifts(nursery, [term])
        made = Shift.objects.filter(date__range=(term.starts, term.ends)).count()
        plans.append(TermPlan(term, list(term.closures.all()), made, len(missing), missing[:5]))
    return plans


def patterns_with_counts() -> list[ShiftPattern]:
    """Patterns in the order of the week, each with `ahead`, how many live bookings stand on its shifts."""
    live = Count("shifts__bookings", filter=Q(shifts__bookings__status__in=LIVE))
    return list(
        ShiftPattern.objects.select_related("duty", "room").annotate(booked=live).order_by("weekday", "starts", "key")
    )
