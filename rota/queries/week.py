"""The week as one person sees it: each day's shifts, each place with who is in it and what this person may do."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from nursery.dates import DAY, WEEK, days_between, monday_of
from nursery.models import Closure, Nursery, Term
from nursery.refusal import Refusal
from rota.models import (
    LIVE,
    Booking,
    CoverRequest,
    CoverStatus,
    Offer,
    OfferStatus,
    Place,
    Shift,
    ShiftStatus,
)
from rota.queries.coverage import Coverage, coverage_of
from rota.queries.day_state import State, safety_states
from rota.queries.effects import Coming, Effect, Effects
from rota.queries.facts import askers, shifts_with_places
from rota.queries.limits import Standings, standing_of, standings_for
from rota.queries.term_days import TermDays, term_days
from rota.rules.booking import booking_refusal, cover_refusal
from rota.rules.facts import Asker, Post, Question
from rota.rules.handing import are_family, taking_refusal

_YEAR = dt.timedelta(days=366)


class Act(StrEnum):
    """The one thing that this person would do with a place."""

    BOOK = "book"  # open, and theirs to book
    OFFER = "offer"  # open, kept for the other kind: needs the manager's yes
    COVER = "cover"  # somebody asks, they could take it
    TAKE = "take"  # their family's: either adult may take it at once
    LEAVE = "leave"  # theirs, and still ahead
    NONE = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place; `refusal` says why `act` cannot be done now (it is None when it can). `said`: its holder has said that
    they will be there, which they and the manager see."""

    place: Place
    shift: Shift
    holder: Booking | None
    extra: Booking | None
    request: str | None  # the public id of the holder's open request for cover
    my_offer: str | None  # the public id of my open offer
    offers: int
    mine: bool
    act: Act
    refusal: Refusal | None
    said: bool = False

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

    @property
    def named_lead(self) -> Person | None:
        """Who was named to run it, while they stand on it."""
        there = (b for b in self.shift.bookings.all() if b.status in LIVE and not b.shadow)
        return next((b.person for b in there if b.person_id == self.shift.lead_id), None)


@dataclass(frozen=True, slots=True)
class DayRow:
    date: dt.date
    closure: Closure | None
    shifts: list[ShiftRow]
    today: dt.date
    safety: tuple[State, ...] = ()  # none for a day that is past, closed or without children
    term: Term | None = None

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

    @property
    def states(self) -> list[State]:
        """The day in few words: is it safe, and is anybody wanted. What is past stays calm."""
        if self.closure and not self.shifts:
            return [State("quiet", str(self.closure))]
        if self.past:
            return [] if self.shifts else [State("quiet", _("No shifts"))]
        states = list(self.safety)
        if self.requests:
            states.append(State("warn", _("Cover wanted")))
        elif self.open_places:
            states.append(
                State(
                    "warn",
                    ngettext("%(n)d place open", "%(n)d places open", self.open_places) % {"n": self.open_places},
                )
            )
        elif not self.shifts:
            states.append(State("quiet", _("No shifts")))
        elif not states:
            states.append(State("good", _("All places filled")))
        return states


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
    """The week that holds `day`, in nine queries; six for one that is over."""
    monday = monday_of(day)
    sunday = monday + dt.timedelta(days=6)
    in_term = term_days(monday, sunday)
    rows = _shift_rows(Q(date__range=(monday, sunday)), monday, in_term, me, nursery, now)
    last = max([monday + dt.timedelta(days=4), *(row.shift.date for row in rows)])  # a weekend with work on it
    ahead = [day for day in days_between(max(monday, today), last) if in_term.closure(day) is None]
    coverage = coverage_of(nursery, ahead) if ahead else None
    days = [
        DayRow(
            day,
            in_term.closure(day),
            [row for row in rows if row.shift.date == day],
            today,
            _safety(coverage, day, nursery) if day in ahead else (),
            in_term.term(day),
        )
        for day in days_between(monday, last)
    ]
    return Week(monday, in_term.last_term, days, today)


def _safety(coverage: Coverage | None, day: dt.date, nursery: Nursery) -> tuple[State, ...]:
    return safety_states(coverage.on(day), coverage.spoken(day), nursery.zone) if coverage is not None else ()


def days_ahead(today: dt.date, days: int, me: Person, nursery: Nursery, now: dt.datetime) -> list[DayRow]:
    """The days that may concern somebody now, in six queries.

    Today in any case; those of the next `days` (today the first of them) that have shifts; and every later one on
    which somebody asks for cover, an offer waits, or I am expected.
    """
    last = today + (days - 1) * DAY
    in_term = term_days(today, today + _YEAR)
    rows = _shift_rows(Q(date__range=(today, last)) | _concerned_after(last, me), today, in_term, me, nursery, now)
    dates = sorted({today, *(row.shift.date for row in rows)})
    return [
        DayRow(day, in_term.closure(day), [row for row in rows if row.shift.date == day], today, term=in_term.term(day))
        for day in dates
    ]


def _concerned_after(day: dt.date, me: Person) -> Q:
    asked = CoverRequest.objects.filter(status=CoverStatus.OPEN, booking__shift__date__gt=day)
    offered = Offer.objects.filter(status=OfferStatus.OPEN, place__shift__date__gt=day)
    mine = Booking.objects.filter(person=me, status__in=LIVE, shift__date__gt=day)
    return (
        Q(date__in=asked.values("booking__shift__date"))
        | Q(date__in=offered.values("place__shift__date"))
        | Q(date__in=mine.values("shift__date"))
    )


def _shift_rows(
    which: Q,
    first: dt.date,
    in_term: TermDays,
    me: Person,
    nursery: Nursery,
    now: dt.datetime,
) -> list[ShiftRow]:
    """Five queries: the shifts (none before `first`) with all that is on them, and what the rules ask about me."""
    shifts = list(shifts_with_places(Shift.objects.filter(which)))
    last = shifts[-1].date if shifts else first
    mine = [b for shift in shifts for b in shift.bookings.all() if b.person_id == me.pk and b.status in LIVE]
    asker = askers([me], first, last, mine)[me.pk]
    posts = {shift.pk: _posts(shift, in_term) for shift in shifts}
    open_posts = (post for of_shift in posts.values() for post in of_shift if post.holder is None)
    standings = standings_for(open_posts, [me], nursery, now)
    return [_shift_row(shift, posts[shift.pk], asker, standings, nursery, now) for shift in shifts]


def _posts(shift: Shift, in_term: TermDays) -> list[Post]:
    holders = {b.place_id: b for b in shift.bookings.all() if b.status in LIVE and b.covers_id is None}
    closure, term = in_term.closure(shift.date), in_term.term(shift.date)
    return [Post(place, shift, holders.get(place.pk), closure, term) for place in shift.places.all()]


def _shift_row(
    shift: Shift, posts: Sequence[Post], asker: Asker, standings: Standings, nursery: Nursery, now: dt.datetime
) -> ShiftRow:
    bookings = [b for b in shift.bookings.all() if b.status in LIVE]
    extras = {b.place_id: b for b in bookings if b.covers_id is not None}
    return ShiftRow(
        shift,
        [
            _place_row(
                Question(post, asker, nursery, now, standing_of(standings, post, asker.person)),
                extras.get(post.place.pk),
            )
            for post in posts
        ],
        [b for b in bookings if b.shadow],
        [b for b in shift.bookings.all() if b.status not in LIVE],
    )


def _place_row(question: Question, extra: Booking | None) -> PlaceRow:
    post, asker = question.post, question.asker
    holder, place = post.holder, post.place
    request: str | None = getattr(holder, "open_request", None)
    offers: list[dict[str, Any]] = getattr(place, "open_offers", [])
    mine = holder is not None and holder.person_id == asker.person.pk
    ahead = post.shift.starts_at > question.now
    act, refusal = Act.NONE, None
    if mine:
        act = Act.LEAVE if ahead else Act.NONE
    elif request is not None and ahead:
        act, refusal = Act.COVER, cover_refusal(question)
    elif holder is not None and ahead and are_family(holder.person, asker.person) and asker.acts_in(place.kind):
        act, refusal = Act.TAKE, taking_refusal(holder, question)
    elif holder is None:
        act = Act.BOOK if asker.acts_in(place.kind) else Act.OFFER
        refusal = booking_refusal(question)
    return PlaceRow(
        place=place,
        shift=post.shift,
        holder=holder,
        extra=extra,
        request=request,
        my_offer=next((o["public_id"] for o in offers if o["person"] == asker.person.pk), None),
        offers=len(offers),
        mine=mine,
        act=act,
        refusal=refusal,
        said=ahead and holder is not None and holder.will_come_at is not None and (mine or asker.person.approves),
    )


@dataclass(frozen=True, slots=True)
class PlaceInDay:
    """One place with its shift and its day, as the week shows them. `effect` is what `row.act` does to the day (for
    one's own place: if nobody stands there instead); None where there is nothing to do."""

    day: DayRow
    shift_row: ShiftRow
    row: PlaceRow
    effect: Effect | None

    @property
    def others(self) -> list[Person]:
        """Who else stands on the shift."""
        held = [r.holder.person for r in self.shift_row.places if r.holder and r.place.pk != self.row.place.pk]
        return held + [r.extra.person for r in self.shift_row.places if r.extra]


def place_in_day(place: Place, me: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> PlaceInDay:
    """One place afresh, in nine queries; `place.shift` is read already."""
    date = place.shift.date
    in_term = term_days(date, date)
    closure = in_term.closure(date)
    rows = _shift_rows(Q(date=date), date, in_term, me, nursery, now)
    mine = next(row for row in rows if row.shift.pk == place.shift_id)
    row = next(row for row in mine.places if row.place.pk == place.pk)
    coverage = coverage_of(nursery, [date], [me.pk]) if date >= today and closure is None else None
    return PlaceInDay(
        DayRow(date, closure, rows, today, _safety(coverage, date, nursery), in_term.term(date)),
        mine,
        row,
        _effect_of_act(row, me, Effects(coverage)) if coverage is not None else None,
    )


def _effect_of_act(row: PlaceRow, me: Person, effects: Effects) -> Effect | None:
    leaving = [row.holder.pk] if row.holder is not None else []
    if row.act is Act.LEAVE:
        return effects.of(row.shift.date, leaving=leaving).for_everybody()
    if row.act is Act.NONE or row.refusal is not None:
        return None
    coming = [Coming(me.pk, row.shift.pk, row.place.kind)]
    return effects.of(row.shift.date, leaving=leaving, coming=coming).for_everybody()
