"""The week as one person sees it: each day's shifts, each place with who is in it and what this person may do."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Person
from nursery.dates import WEEK, days_between, monday_of
from nursery.models import Closure, Nursery, Term
from nursery.refusal import Refusal
from rota.models import LIVE, Booking, CoverRequest, Offer, Place, Shift, ShiftStatus
from rota.queries.facts import askers, shifts_with_places
from rota.rules.booking import booking_refusal, cover_refusal
from rota.rules.facts import Asker, Post, Question


class Act(StrEnum):
    """The one thing that this person would do with a place."""

    BOOK = "book"  # open, and theirs to book
    OFFER = "offer"  # open, kept for the other kind: needs the manager's yes
    COVER = "cover"  # somebody asks, they could take it
    LEAVE = "leave"  # theirs, and still ahead
    NONE = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place; `refusal` says why `act` cannot be done now (it is None when it can)."""

    place: Place
    shift: Shift
    holder: Booking | None
    extra: Booking | None
    request: CoverRequest | None
    my_offer: Offer | None
    offers: int
    mine: bool
    act: Act
    refusal: Refusal | None

    @property
    def open(self) -> bool:
        return self.holder is None


@dataclass(frozen=True, slots=True)
class ShiftRow:
    shift: Shift
    places: list[PlaceRow]
    shadows: list[Booking]
    missed: list[Booking]

    @property
    def open_places(self) -> int:
        return sum(row.open for row in self.places)


@dataclass(frozen=True, slots=True)
class DayRow:
    date: dt.date
    closure: Closure | None
    shifts: list[ShiftRow]
    today: dt.date

    @property
    def past(self) -> bool:
        return self.date < self.today

    @property
    def is_today(self) -> bool:
        return self.date == self.today

    @property
    def open_places(self) -> int:
        return sum(s.open_places for s in self.shifts if s.shift.status != ShiftStatus.CANCELLED)

    @property
    def requests(self) -> int:
        return sum(row.request is not None for s in self.shifts for row in s.places)

    @property
    def mine(self) -> int:
        return sum(row.mine for s in self.shifts for row in s.places)


@dataclass(frozen=True, slots=True)
class Week:
    monday: dt.date
    term: Term | None
    days: list[DayRow]
    today: dt.date

    @property
    def sunday(self) -> dt.date:
        return self.monday + dt.timedelta(days=6)

    @property
    def before(self) -> dt.date:
        return self.monday - WEEK

    @property
    def after(self) -> dt.date:
        return self.monday + WEEK

    @property
    def before_text(self) -> str:
        return self.before.isoformat()

    @property
    def after_text(self) -> str:
        return self.after.isoformat()

    @property
    def is_this_week(self) -> bool:
        return self.monday == monday_of(self.today)

    @property
    def has_shifts(self) -> bool:
        return any(day.shifts for day in self.days)

    @property
    def closure(self) -> Closure | None:
        """The closure of a week that is closed every working day."""
        return self.days[0].closure if all(day.closure for day in self.days[:5]) else None

    @property
    def several_rooms(self) -> bool:
        return len({row.shift.room_id for day in self.days for row in day.shifts if row.shift.room_id}) > 1


def week_of(day: dt.date, me: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> Week:
    """The week that holds `day`. Ten queries, or eleven for an account that is somebody in several nurseries."""
    monday = monday_of(day)
    sunday = monday + dt.timedelta(days=6)
    shifts = list(shifts_with_places(Shift.objects.filter(date__range=(monday, sunday))))
    closures = list(Closure.objects.filter(starts__lte=sunday, ends__gte=monday))
    term = Term.objects.filter(starts__lte=sunday, ends__gte=monday).order_by("starts").last()
    asker = askers([me], monday, sunday)[me.pk]
    rows = [shift_row(shift, _closure(closures, shift.date), asker, nursery, now) for shift in shifts]
    last = sunday if any(s.date.weekday() >= 5 for s in shifts) else monday + dt.timedelta(days=4)
    days = [
        DayRow(day, _closure(closures, day), [row for row in rows if row.shift.date == day], today)
        for day in days_between(monday, last)
    ]
    return Week(monday, term, days, today)


def _closure(closures: Sequence[Closure], day: dt.date) -> Closure | None:
    return next((c for c in closures if c.starts <= day <= c.ends), None)


def shift_row(shift: Shift, closure: Closure | None, asker: Asker, nursery: Nursery, now: dt.datetime) -> ShiftRow:
    """`shift` as fetched by `shifts_with_places`."""
    bookings = [b for b in shift.bookings.all() if b.status in LIVE]
    holders = {b.place_id: b for b in bookings if b.covers_id is None and b.place_id is not None}
    extras = {b.place_id: b for b in bookings if b.covers_id is not None}
    return ShiftRow(
        shift,
        [
            _place_row(
                Post(place, shift, holders.get(place.pk), closure), extras.get(place.pk), asker, nursery, now
            )
            for place in shift.places.all()
        ],
        [b for b in bookings if b.shadow],
        [b for b in shift.bookings.all() if b.status not in LIVE],
    )


def _place_row(post: Post, extra: Booking | None, asker: Asker, nursery: Nursery, now: dt.datetime) -> PlaceRow:
    holder, place = post.holder, post.place
    open_requests: list[CoverRequest] = getattr(holder, "open_requests", [])
    offers: list[Offer] = getattr(place, "open_offers", [])
    request = open_requests[0] if open_requests else None
    mine = holder is not None and holder.person_id == asker.person.pk
    ahead = post.shift.starts_at > now
    act, refusal = Act.NONE, None
    question = Question(post, asker, nursery, now)
    if mine:
        act = Act.LEAVE if ahead else Act.NONE
    elif request is not None and ahead:
        act, refusal = Act.COVER, cover_refusal(question)
    elif holder is None:
        act = Act.BOOK if asker.acts_in(place.kind) else Act.OFFER
        refusal = booking_refusal(question)
    return PlaceRow(
        place=place,
        shift=post.shift,
        holder=holder,
        extra=extra,
        request=request,
        my_offer=next((o for o in offers if o.person_id == asker.person.pk), None),
        offers=len(offers),
        mine=mine,
        act=act,
        refusal=refusal,
    )


@dataclass(frozen=True, slots=True)
class PlaceInDay:
    """One place with its shift and its day, as the week shows them."""

    day: DayRow
    shift_row: ShiftRow
    row: PlaceRow

    @property
    def others(self) -> list[Person]:
        """Who else stands on the shift."""
        held = [r.holder.person for r in self.shift_row.places if r.holder and r.place.pk != self.row.place.pk]
        return held + [r.extra.person for r in self.shift_row.places if r.extra]


def place_in_day(place: Place, me: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> PlaceInDay:
    """One place afresh; `place.shift` is read already. Nine queries, ten for an account with several nurseries."""
    date = place.shift.date
    shifts = list(shifts_with_places(Shift.objects.filter(date=date)))
    closure = Closure.objects.filter(starts__lte=date, ends__gte=date).first()
    asker = askers([me], date, date)[me.pk]
    rows = [shift_row(shift, closure, asker, nursery, now) for shift in shifts]
    mine = next(row for row in rows if row.shift.pk == place.shift_id)
    return PlaceInDay(
        DayRow(date, closure, rows, today),
        mine,
        next(row for row in mine.places if row.place.pk == place.pk),
    )
