"""What the first page of a person holds, whatever roles they have."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Person
from costs.periods import Period, period_of_term
from costs.queries import terms_begun
from costs.queries.closing import SecondLook, second_look
from costs.reports.building import report_of
from costs.reports.headline import Headline, headline
from membership.queries.members import JoiningInShort, joining_in_short
from nursery.dates import DAY
from nursery.models import Nursery
from reminders.queries.troubles import InShort, troubles_in_short
from rota.models import LIVE, Booking, BookingStatus, Offer, Place, Shift, Swap
from rota.queries.clearances import ClearancesToSee, clearances_to_see
from rota.queries.contributions import Waiting, waiting_for
from rota.queries.cover import offers_to_decide
from rota.queries.coverage import Coverage, coverage_of
from rota.queries.day_state import State, safety_states
from rota.queries.effects import Effects
from rota.queries.facts import askers
from rota.queries.mine import hours_given
from rota.queries.shares import standings_of_offers
from rota.queries.swaps import open_swaps
from rota.queries.waiting import (
    AHEAD,
    Gap,
    OfferToDecide,
    Unmarked,
    effect_of_offer,
    gaps_ahead,
    offer_to_decide,
    unmarked_shifts,
)
from rota.queries.week import Act, DayRow, PlaceRow, ShiftRow, days_ahead
from rota.rules.facts import Asker
from rota.rules.marking import leads_of, marking_refusal
from rota.safety import NoRuleSetError

SOON = 7  # days in which a place is worth saying that somebody is wanted there
FEW = 5  # lines of a list before it leads to the page that has them all
AT_ONCE = 2  # offers that are decided here rather than on their own page


@dataclass(frozen=True, slots=True)
class NextTurn:
    shift: Shift
    place: Place | None  # None for a shadow
    others: list[str]  # who else is there
    asked: bool  # cover is asked for it
    begun: bool
    after: int  # how many more turns of mine come after it
    runs: bool  # I run it


@dataclass(frozen=True, slots=True)
class OnToday:
    """A shift of today with everybody on it."""

    shift: Shift
    names: list[str]
    open_places: int
    requests: int
    now: bool
    over: bool
    to_mark: bool  # it has begun, I may say who came, and somebody is not marked yet


@dataclass(frozen=True, slots=True)
class Works:
    """What the report of `period` says first."""

    period: Period
    so_far: bool
    headline: Headline


@dataclass(frozen=True, slots=True)
class Home:
    """Lists are empty, and `next`, `today` and `safety` None, where they are not this person's business.

    `order` names the parts in which there is something to say, the nearest in time first; each is a template beside
    `home/home.html`.
    """

    order: list[str]
    next: NextTurn | None
    today: list[OnToday] | None
    closed_today: str
    safety: tuple[State, ...] | None  # for whoever approves: is today safe
    offers: list[OfferToDecide]  # the manager's, to decide here
    offers_more: int
    asking: list[PlaceRow]  # the manager's: cover is asked, and nobody has offered
    could_cover: list[PlaceRow]  # cover is asked, and I could come
    offered: list[PlaceRow]  # where I have, and wait for a yes
    swaps: list[Swap]  # that others ask of me, and that I asked for
    wanted: list[PlaceRow]
    wanted_more: int
    gaps: list[Gap]
    gaps_more: int
    unmarked: list[Unmarked]
    unmarked_more: int
    hours: Decimal  # mine, this term
    clearances: ClearancesToSee | None  # the manager's
    messages: InShort | None  # the manager's: addresses that bounce, and what could not be sent
    joining: JoiningInShort | None  # the manager's: invitations that ran out, and notes that something is not right
    given: Waiting  # hours given outside the rota that wait for somebody to confirm them
    second_look: SecondLook | None  # theirs too: closings and corrections that wait for a second pair of eyes
    works: Works | None  # the trustee's and the treasurer's: does the model work, and is it fair


def home_of(me: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> Home:
    """However large the nursery: nine queries for a parent, eleven for staff, up to twenty-seven for the manager, and
    for a trustee or the treasurer those of a report more."""
    days = days_ahead(today, AHEAD, me, nursery, now)
    shifts = [shift for day in days for shift in day.shifts if not shift.shift.is_cancelled]
    rows = [row for shift in shifts for row in shift.places]
    offers = list(offers_to_decide(now)) if me.approves else []
    hours = hours_given([me, *(offer.person for offer in offers[:AT_ONCE])], now, today)
    wanted = _wanted(rows, me, today)
    gaps = gaps_ahead(now, today) if me.approves else []
    unmarked = _unmarked(me, now, today)
    coverage = _coverage(offers[:AT_ONCE], today, nursery) if me.approves else None
    may_help = not me.is_manager or me.is_parent
    parts = Home(
        order=[],
        next=_next_turn(shifts, me, now),
        today=[_on_today(row, me, now) for row in shifts if row.shift.date == today] if me.is_paid else None,
        closed_today=str(days[0].closure or ""),
        safety=_safety(coverage, today, me, nursery) if coverage is not None else None,
        offers=_decided(offers[:AT_ONCE], days, hours, coverage, me, nursery, now),
        offers_more=len(offers[AT_ONCE:]),
        asking=[row for row in rows if row.act is Act.COVER and not row.offers] if me.approves else [],
        could_cover=[row for row in rows if _could_cover(row, me)] if may_help else [],
        offered=[row for row in rows if row.my_offer is not None],
        swaps=open_swaps(me, now),
        wanted=wanted[:FEW],
        wanted_more=len(wanted[FEW:]),
        gaps=gaps[:FEW],
        gaps_more=len(gaps[FEW:]),
        unmarked=unmarked[:FEW],
        unmarked_more=len(unmarked[FEW:]),
        hours=hours[me.pk],
        clearances=clearances_to_see(nursery, now, today) if me.is_manager else None,
        messages=troubles_in_short(today) if me.is_manager else None,
        joining=joining_in_short(now, today) if me.is_manager else None,
        given=waiting_for(me),
        second_look=second_look(me) if me.answers_for_it else None,
        works=_works(nursery, today) if me.answers_for_it else None,
    )
    parts.order.extend(_order(parts, now))
    return parts


def _works(nursery: Nursery, today: dt.date) -> Works | None:
    """Of the term that is on or was last; before anybody has given an hour in it, of the one before. None where
    nothing can be said yet."""
    for term in terms_begun(today)[:2]:
        period = period_of_term(term)
        try:
            found = report_of(nursery, period, today)
        except NoRuleSetError:
            continue
        if found.hours.parent:
            return Works(period, found.so_far, headline(found))
    return None


def _order(home: Home, now: dt.datetime) -> list[str]:
    """What has its moment, by that moment; then the lists to choose from, by theirs; last, what is over."""
    moments: dict[str, dt.datetime] = {}
    if home.next is not None:
        moments["next"] = home.next.shift.starts_at
    if home.today is not None:
        moments["today"] = min((part.shift.starts_at for part in home.today if not part.over), default=now)
    if home.offers:
        moments["offers"] = home.offers[0].offer.place.shift.starts_at
    for part, rows in (("asking", home.asking), ("cover", home.could_cover + home.offered)):
        if rows:
            moments[part] = min(row.shift.starts_at for row in rows)
    if home.swaps:
        moments["swaps"] = min(min(s.given.shift.starts_at, s.wanted.shift.starts_at) for s in home.swaps)
    choices: dict[str, dt.datetime] = {}
    if home.wanted:
        choices["wanted"] = home.wanted[0].shift.starts_at
    if home.gaps:
        choices["gaps"] = home.gaps[0].shift.starts_at
    over = ["unmarked"] if home.unmarked else []
    return sorted(moments, key=lambda part: moments[part]) + sorted(choices, key=lambda part: choices[part]) + over


def _people_on(row: ShiftRow) -> list[Person]:
    """Everybody who is expected on a shift, each once: places first, then who stands beside one, then shadows."""
    held = [place.holder for place in row.places] + [place.extra for place in row.places] + row.shadows
    return [booking.person for booking in held if booking is not None]


def _next_turn(shifts: Sequence[ShiftRow], me: Person, now: dt.datetime) -> NextTurn | None:
    mine = [
        (row, booking)
        for row in shifts
        for booking in row.shift.bookings.all()
        if booking.person_id == me.pk and booking.status in LIVE and row.shift.ends_at > now
    ]
    if not mine:
        return None
    row, booking = min(mine, key=lambda pair: pair[0].shift.starts_at)
    place = next((place for place in row.places if place.mine), None)
    return NextTurn(
        row.shift,
        next((place.place for place in row.places if place.place.pk == booking.place_id), None),
        [person.short_name for person in _people_on(row) if person.pk != me.pk],
        place is not None and place.request is not None,
        row.shift.starts_at <= now,
        len(mine) - 1,
        me.pk in leads_of(row.shift, row.shift.bookings.all()),
    )


def _on_today(row: ShiftRow, me: Person, now: dt.datetime) -> OnToday:
    bookings = list(row.shift.bookings.all())
    return OnToday(
        row.shift,
        [person.short_name for person in _people_on(row)],
        row.open_places,
        sum(place.request is not None for place in row.places),
        row.shift.starts_at <= now < row.shift.ends_at,
        row.shift.ends_at <= now,
        any(booking.status == BookingStatus.BOOKED for booking in bookings)
        and marking_refusal(row.shift, bookings, me, now) is None,
    )


def _decided(
    offers: Sequence[Offer],
    days: Sequence[DayRow],
    hours: dict[int, Decimal],
    coverage: Coverage | None,
    me: Person,
    nursery: Nursery,
    now: dt.datetime,
) -> list[OfferToDecide]:
    """Ten queries, where there is anything to decide."""
    if coverage is None:
        return []
    effects = Effects(coverage)
    dates = [offer.place.shift.date for offer in offers]
    in_term = {day.date: day for day in days}
    bookings = _live_bookings(days)
    everybody = askers([offer.person for offer in offers], min(dates), max(dates), bookings) if dates else {}
    standings = standings_of_offers(offers, {day: in_term[day].term for day in dates}, nursery)
    return [
        offer_to_decide(
            offer,
            everybody[offer.person_id],
            bookings,
            in_term[offer.place.shift.date].closure,
            hours[offer.person_id],
            effect_of_offer(offer, effects, whole=me.is_manager),
            nursery,
            now,
            in_term[offer.place.shift.date].term,
            standings,
        )
        for offer in offers
    ]


def _coverage(offers: Sequence[Offer], today: dt.date, nursery: Nursery) -> Coverage:
    """Today's slices, and those that the offers touch: three queries."""
    days = {today, *(offer.place.shift.date for offer in offers)}
    return coverage_of(nursery, days, [offer.person_id for offer in offers])


def _safety(coverage: Coverage, today: dt.date, me: Person, nursery: Nursery) -> tuple[State, ...]:
    return safety_states(coverage.on(today), coverage.spoken(today), nursery.zone, whole=me.is_manager)


def _live_bookings(days: Sequence[DayRow]) -> list[Booking]:
    return [b for day in days for row in day.shifts for b in row.shift.bookings.all() if b.status in LIVE]


def _could_cover(row: PlaceRow, me: Person) -> bool:
    """Whether I am among those who are told that cover is wanted here."""
    return row.act is Act.COVER and row.refusal is None and row.my_offer is None and Asker(me).acts_in(row.place.kind)


def _wanted(rows: Sequence[PlaceRow], me: Person, today: dt.date) -> list[PlaceRow]:
    """The nearest places that I may book, one a shift; whoever only manages sees them as gaps."""
    if me.is_manager and not me.is_parent:
        return []
    found: dict[int, PlaceRow] = {}
    for row in rows:
        if row.act is Act.BOOK and row.refusal is None and row.shift.date < today + SOON * DAY:
            found.setdefault(row.shift.pk, row)
    return list(found.values())


def _unmarked(me: Person, now: dt.datetime, today: dt.date) -> list[Unmarked]:
    """Shifts of days gone by that I may mark; nothing is read for those who run none."""
    if not me.is_paid:
        return []
    return [
        found
        for found in unmarked_shifts(now, today)
        if found.shift.date < today and (me.is_manager or me.pk in found.leads)
    ]
