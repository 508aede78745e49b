"""Call-outs as the manager sees them, and what their rules look at."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import Refusal
from rota.models import (
    LIVE,
    Answer,
    Ask,
    Booking,
    Called,
    CallOut,
    CallOutStatus,
    CoverRequest,
    CoverStatus,
    Place,
    Reserve,
    Shift,
    ShiftStatus,
)
from rota.queries.asking import from_now_on, people_who_could_answer
from rota.queries.facts import closure_on, holder_of, question_about
from rota.queries.reserves import reserves_for
from rota.rules.calling import call_out_refusal
from rota.rules.facts import Asker, Post, Question
from rota.rules.reserves import reserve_refusal


def start_question(place: Place, starter: Person, nursery: Nursery, now: dt.datetime) -> Question:
    """May `starter` call the place out?"""
    post = Post(place, place.shift, holder_of(place), closure_on(place.shift.date))
    return Question(post, Asker(starter), nursery, now)


def answer_question(
    place: Place, person: Person, nursery: Nursery, now: dt.datetime
) -> tuple[Question, CoverRequest | None]:
    """May `person` come to the place that is called out? With the open request of a holder who gives it over."""
    question = question_about(place, person, nursery, now)
    asker = from_now_on(question.asker, place.shift, now)
    holder, request = question.post.holder, None
    if holder is not None:
        request = (
            CoverRequest.objects.select_related("booking__person", "booking__shift")
            .filter(booking=holder, status=CoverStatus.OPEN)
            .first()
        )
    post = replace(question.post, holder=None) if request is not None else question.post
    return replace(question, post=post, asker=asker), request


def open_call_outs(now: dt.datetime) -> QuerySet[CallOut]:
    """Those that go on, the soonest shift first."""
    return (
        CallOut.objects.filter(status=CallOutStatus.OPEN, place__shift__ends_at__gt=now)
        .exclude(place__shift__status=ShiftStatus.CANCELLED)
        .select_related("place__shift__duty", "place__shift__room")
        .order_by("place__shift__starts_at", "pk")
    )


def unfilled_call_out(public_id: str, now: dt.datetime) -> CallOut | None:
    """The call-out, if it goes on and its place is free or held by somebody who gives it over."""
    call = open_call_outs(now).filter(public_id=public_id).first()
    if call is None:
        return None
    holder = holder_of(call.place)
    if holder is not None and not holder.cover_requests.filter(status=CoverStatus.OPEN).exists():
        return None
    return call


def could_answer(place: Place, nursery: Nursery, now: dt.datetime) -> Mapping[Called, int]:
    """How many people each choice of whom to call would reach: what the manager chooses between."""
    return {called: len(people_who_could_answer(place, called, nursery, now)) for called in Called}


@dataclass(frozen=True, slots=True)
class Wave:
    number: int
    at: dt.datetime
    asks: list[Ask]


@dataclass(frozen=True, slots=True)
class CallOutSeen:
    """One call-out with all that has happened; `holder` is who has the place now, `left` who can still be asked."""

    call: CallOut
    waves: list[Wave]
    holder: Booking | None
    goes_on: bool
    left: int

    @property
    def asked(self) -> int:
        return sum(len(wave.asks) for wave in self.waves)

    @property
    def said_no(self) -> int:
        return sum(ask.answer == Answer.NO for wave in self.waves for ask in wave.asks)

    @property
    def filled_by(self) -> Booking | None:
        """Who came of it; None while somebody is still looked for."""
        return self.holder if self.call.status == CallOutStatus.FILLED else None


def call_out_seen(call: CallOut, nursery: Nursery, now: dt.datetime) -> CallOutSeen:
    """`call` with its place and shift read; ten queries at most, whatever has happened."""
    asks = list(call.asks.select_related("person").order_by("wave", "person__name", "person"))
    goes_on = call.goes_on_at(now)
    left = 0
    if goes_on:
        asked = {ask.person_id for ask in asks}
        could = people_who_could_answer(call.place, call.called, nursery, now)
        left = sum(person.pk not in asked for person in could)
    return CallOutSeen(call, _waves(asks), holder_of(call.place), goes_on, left)


def _waves(asks: Iterable[Ask]) -> list[Wave]:
    waves: dict[int, Wave] = {}
    for ask in asks:
        waves.setdefault(ask.wave, Wave(ask.wave, ask.asked_at, [])).asks.append(ask)
    return list(waves.values())


@dataclass(frozen=True, slots=True)
class PlaceToCall:
    """A place that may be called out, or is; `holder` is who would give it over."""

    place: Place
    holder: Booking | None
    going_on: CallOut | None


@dataclass(frozen=True, slots=True)
class ShiftCalls:
    """What a shift's page says of reserves and calling out. `reserves` and `places` are for whoever approves."""

    mine: Reserve | None  # "call me", for this shift
    my_weekday: bool
    refusal: Refusal | None  # why I may not say "call me"
    reserves: list[Reserve]
    places: list[PlaceToCall]

    @property
    def open(self) -> list[PlaceToCall]:
        return [each for each in self.places if each.holder is None or each.going_on is not None]

    @property
    def held(self) -> list[PlaceToCall]:
        return [each for each in self.places if each.holder is not None and each.going_on is None]


def shift_calls(shift: Shift, me: Person, nursery: Nursery, now: dt.datetime) -> ShiftCalls:
    """Of a shift that was read by `shifts_with_places`: one query, and two more for whoever approves."""
    reserves = list(reserves_for(shift))
    mine = [each for each in reserves if each.person_id == me.pk]
    return ShiftCalls(
        next((each for each in mine if each.shift_id is not None), None),
        any(each.shift_id is None for each in mine),
        reserve_refusal(shift, shift.bookings.all(), me, now),
        reserves if me.approves else [],
        _places_to_call(shift, me, nursery, now) if me.approves else [],
    )


def _places_to_call(shift: Shift, me: Person, nursery: Nursery, now: dt.datetime) -> list[PlaceToCall]:
    holders = {b.place_id: b for b in shift.bookings.all() if b.status in LIVE and b.covers_id is None}
    going_on = {call.place_id: call for call in open_call_outs(now).filter(place__shift=shift)}
    closure = closure_on(shift.date)
    found = []
    for place in shift.places.all():
        holder = holders.get(place.pk)
        question = Question(Post(place, shift, holder, closure), Asker(me), nursery, now)
        if place.pk in going_on or call_out_refusal(question) is None:
            found.append(PlaceToCall(place, holder, going_on.get(place.pk)))
    return found
