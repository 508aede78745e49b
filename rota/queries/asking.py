"""Whom a request for cover or a call-out asks next."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from nursery.models import Nursery
from reminders.queries import not_to_be_told
from rota import messages
from rota.models import (
    LIVE,
    Absence,
    Ask,
    Booking,
    BookingStatus,
    Called,
    CallOut,
    CallOutStatus,
    CoverRequest,
    CoverStatus,
    Offer,
    OfferStatus,
    Place,
    PlaceKind,
    Pricing,
    Shift,
    ShiftStatus,
)
from rota.queries.cover import people_who_could_cover
from rota.queries.engine_facts import rule_book
from rota.queries.facts import askers, closure_on, members_on
from rota.queries.reserves import reserve_ids
from rota.queries.shares import attainments, term_on
from rota.rules.calling import answer_refusal
from rota.rules.facts import Asker, Post, Question
from rota.rules.waves import in_order, wave_of
from rota.safety import NoRuleSetError

Call = CoverRequest | CallOut


def requests_with_a_wave_due(now: dt.datetime) -> QuerySet[CoverRequest]:
    """Open, of a shift to come, nobody has offered, and the time for the next wave has come."""
    offered = Offer.objects.filter(request=OuterRef("pk"), status=OfferStatus.OPEN)
    return (
        CoverRequest.objects.filter(
            ~Exists(offered), status=CoverStatus.OPEN, next_wave_at__lte=now, booking__shift__starts_at__gt=now
        )
        .select_related("booking__place", "booking__person", "booking__shift__duty", "booking__shift__room")
        .order_by("booking__shift_id", "pk")
    )


def call_outs_with_a_wave_due(now: dt.datetime) -> QuerySet[CallOut]:
    return (
        CallOut.objects.filter(status=CallOutStatus.OPEN, next_wave_at__lte=now, place__shift__ends_at__gt=now)
        .select_related("place__shift__duty", "place__shift__room")
        .order_by("place__shift_id", "pk")
    )


def over_call_outs(now: dt.datetime) -> QuerySet[CallOut]:
    """Open, and in truth over: the shift has ended or was cancelled, or the place was filled by another way than an
    answer. Each carries `is_held`."""
    held = Booking.objects.filter(place=OuterRef("place"), status__in=LIVE, covers__isnull=True).exclude(
        cover_requests__status=CoverStatus.OPEN
    )
    return (
        CallOut.objects.filter(status=CallOutStatus.OPEN)
        .annotate(is_held=Exists(held))
        .filter(Q(is_held=True) | Q(place__shift__ends_at__lte=now) | Q(place__shift__status=ShiftStatus.CANCELLED))
        .order_by("pk")
    )


def ended_call_outs(over: Iterable[CallOut]) -> list[tuple[CallOut, CallOutStatus]]:
    """What each of `over_call_outs` is to be marked as."""
    return [(call, CallOutStatus.FILLED if getattr(call, "is_held", False) else CallOutStatus.STOPPED) for call in over]


def shift_of(call: Call) -> Shift:
    return call.place.shift if isinstance(call, CallOut) else call.booking.shift


def kind_of(call: Call) -> str:
    """The kind of message that asks."""
    return messages.CALL_OUT if isinstance(call, CallOut) else messages.COVER_ASKED


def asks_of(call: Call) -> QuerySet[Ask]:
    return Ask.objects.filter(**asked_by(call))


def asked_by(call: Call) -> dict[str, Call]:
    """The field of an Ask that names the call."""
    return {"call_out": call} if isinstance(call, CallOut) else {"request": call}


@dataclass(slots=True)
class Waves:
    """Whom the next waves ask, as things stand at `now`. What several calls of one term need is read once."""

    nursery: Nursery
    now: dt.datetime
    _attainments: dict[int | None, dict[int, Decimal | None]] = field(default_factory=dict)

    def next_wave(self, call: Call) -> tuple[list[Person], int]:
        """Who is asked next, and how many are left to ask after them; nobody who does not want to be."""
        shift = shift_of(call)
        could = self.could_come(call)
        asked = set(asks_of(call).values_list("person", flat=True))
        left = [person for person in could if person.pk not in asked]
        unwilling = not_to_be_told(kind_of(call), (person.pk for person in left))
        left = [person for person in left if person.pk not in unwilling]
        if not left:
            return [], 0
        reserves = reserve_ids(shift)
        ordered = in_order(left, reserves, self._attainments_on(shift.date))
        wave = wave_of(ordered, reserves, asked, self.nursery.policy.call_out_wave_size)
        return wave, len(left) - len(wave)

    def could_come(self, call: Call) -> list[Person]:
        if isinstance(call, CallOut):
            return people_who_could_answer(call.place, call.called, self.nursery, self.now)
        return people_who_could_cover(call, self.nursery, self.now)

    def _attainments_on(self, day: dt.date) -> dict[int, Decimal | None]:
        term = term_on(day)
        key = term.pk if term is not None else None
        if key not in self._attainments:
            self._attainments[key] = attainments(self.nursery, day)
        return self._attainments[key]


def people_who_could_answer(place: Place, called: str, nursery: Nursery, now: dt.datetime) -> list[Person]:
    """Everybody of those `called` who may come to the place, by name: eight queries, whatever their number.

    Care is called out for because somebody is needed among those who count, so whoever would not count there is not
    asked; but for a nursery in which parents never do, whose parents are wanted all the same.
    """
    shift = place.shift
    needs = _counting_needs(shift, nursery)
    post = Post(place, shift, None, closure_on(shift.date))
    everybody = askers(_people_to_ask(place), shift.date, shift.date)
    acts = _ACTS[Called(called)]
    return [
        asker.person
        for asker in everybody.values()
        if acts(asker)
        and not _is_there_in_vain(asker, place, needs)
        and answer_refusal(Question(post, from_now_on(asker, shift, now), nursery, now)) is None
    ]


def _counting_needs(shift: Shift, nursery: Nursery) -> tuple[Collection[str], Collection[str]] | None:
    """The clearances without which paid people, and parents, do not count on a care shift; None on another shift,
    and where no ratio rules hold. One query on a care shift."""
    if shift.duty.pricing != Pricing.CARE:
        return None
    try:
        rules = rule_book(nursery).on(shift.date)
    except NoRuleSetError:
        return None
    return rules.staff_needs, rules.parent_needs if nursery.policy.parents_count else ()


def _is_there_in_vain(asker: Asker, place: Place, needs: tuple[Collection[str], Collection[str]] | None) -> bool:
    """Whether the asker would be present and not counted, for want of something (domain 02, who counts)."""
    if needs is None:
        return False
    acts_paid = asker.person.is_paid and not (asker.person.is_parent and place.kind == PlaceKind.PARENT)
    wanted = needs[0] if acts_paid else needs[1]
    day = place.shift.date
    return not asker.person.adult or any(asker.clearance_on(kind, day) is None for kind in wanted)


_ACTS: dict[Called, Callable[[Asker], bool]] = {
    Called.PARENTS: lambda asker: asker.acts_in(PlaceKind.PARENT),
    Called.STAFF: lambda asker: asker.acts_in(PlaceKind.PAID),
    Called.EVERYBODY: lambda _asker: True,
}


def from_now_on(asker: Asker, shift: Shift, now: dt.datetime) -> Asker:
    """For a shift that runs: where they stood until now keeps nobody from coming."""
    if shift.starts_at > now:
        return asker
    return replace(asker, busy=tuple(busy for busy in asker.busy if busy.ends_at > whole_minute(now)))


def whole_minute(moment: dt.datetime) -> dt.datetime:
    """The rota knows minutes: whoever answers at 09:20:30 is there from 09:20."""
    return moment.replace(second=0, microsecond=0)


def _people_to_ask(place: Place) -> QuerySet[Person]:
    """Members that day, less who is away, who has said they can't come to this shift or did not come, and whose
    place it is."""
    shift = place.shift
    away = Absence.objects.filter(person=OuterRef("pk"), starts__lte=shift.date, ends__gte=shift.date)
    not_coming = Booking.objects.filter(person=OuterRef("pk"), shift=shift).filter(
        Q(status__in=[BookingStatus.MISSED, BookingStatus.CANCELLED_LATE])
        | Q(cover_requests__status=CoverStatus.OPEN)
        | Q(place=place, status=BookingStatus.BOOKED)
    )
    return members_on(shift.date).filter(~Exists(away), ~Exists(not_coming)).order_by("name", "pk")
