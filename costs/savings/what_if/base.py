"""What a what-if starts from: one term as it was, as far as it has gone, and how its parent places were filled."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cached_property

from costs.savings.facts import SavingsFacts
from rota.exact import EXACT, ONE, ZERO, ratio
from rota.safety import Booking, OpenDays, RoomDay, Shift, Term, child_sessions, evaluate_span
from rota.shares import Family, booked_seconds, shift_seconds


@dataclass(frozen=True, slots=True)
class Filled:
    """How the parent places of some shifts were filled: by whom, and the `part` of their hours that was given.

    `given` are the bookings of parents who came, confirmed and not to learn, in the order of their shifts.
    """

    places: int
    given: tuple[Booking, ...]
    part: Decimal


@dataclass(frozen=True)
class Base:
    """The facts of a term up to its last day, or up to today where it is not over.

    `room_days` are all of its days, evaluated once. Facts may reach beyond these days; what lies ahead of them is
    left out, so that nothing is made up about it.
    """

    facts: SavingsFacts
    term: Term
    families: tuple[Family, ...]
    room_days: tuple[RoomDay, ...]
    running: frozenset[str]

    @classmethod
    def of(cls, facts: SavingsFacts, term: str, families: Sequence[Family], until: dt.date) -> "Base":
        """Raises KeyError for a term that the facts do not have, and what `evaluate_span` raises."""
        whole = {each.key: each for each in facts.rota.terms}[term]
        first, last = whole.days.first, min(whole.days.last, until)
        dated = replace(whole, days=replace(whole.days, last=last))
        inside = {shift.key for shift in facts.rota.shifts if first <= shift.day <= last and not shift.cancelled}
        rota = replace(
            facts.rota,
            terms=(dated,),
            shifts=tuple(shift for shift in facts.rota.shifts if shift.key in inside),
            bookings=tuple(each for each in facts.rota.bookings if each.shift in inside and each.is_live),
            day_marks=tuple(mark for mark in facts.rota.day_marks if first <= mark.day <= last),
        )
        return cls(
            facts=replace(facts, rota=rota),
            term=dated,
            families=tuple(families),
            room_days=evaluate_span(rota, first, last),
            running=frozenset(each.session.key for each in child_sessions(rota, first, last) if each.days),
        )

    @property
    def first(self) -> dt.date:
        return self.term.days.first

    @property
    def last(self) -> dt.date:
        return self.term.days.last

    @cached_property
    def open_days(self) -> OpenDays:
        return OpenDays((self.term,), self.first, self.last)

    @cached_property
    def day_of(self) -> dict[str, dt.date]:
        """Of each shift, by its key."""
        return {shift.key: shift.day for shift in self.facts.rota.shifts}

    @cached_property
    def standing(self) -> dict[str, list[Booking]]:
        """The bookings on each shift, by its key."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in self.facts.rota.bookings:
            found[booking.shift].append(booking)
        return dict(found)

    def shifts_of(self, duty: str, weekday: int | None) -> list[Shift]:
        return in_order(each for each in self.facts.rota.shifts if on_duty(each, duty, weekday))

    def filled(self, duty: str, weekday: int | None) -> Filled:
        with localcontext(EXACT):
            shifts = {shift.key: shift for shift in self.shifts_of(duty, weekday) if shift.parent_places}
            people = {person.key: person for person in self.facts.rota.people}
            given = [
                booking
                for booking in self.facts.rota.bookings
                if booking.shift in shifts
                and booking.is_given
                and not booking.shadow
                and not people[booking.person].acts_paid_in(booking.place)
            ]
            given.sort(key=lambda each: (*_order(shifts[each.shift]), each.person, each.key))
            offered = sum((shift.parent_places * shift_seconds(shift) for shift in shifts.values()), ZERO)
            came = sum((booked_seconds(each, shifts[each.shift]) for each in given), ZERO)
            part = min(ONE, ratio(came, offered) or ZERO)
        return Filled(sum(shift.parent_places for shift in shifts.values()), tuple(given), part)


def on_duty(shift: Shift, duty: str, weekday: int | None) -> bool:
    return shift.duty == duty and weekday in (None, shift.day.weekday())


def in_order(shifts: Iterable[Shift]) -> list[Shift]:
    return sorted(shifts, key=_order)


def _order(shift: Shift) -> tuple[dt.date, dt.datetime, str]:
    return shift.day, shift.starts.astimezone(dt.UTC), shift.key
