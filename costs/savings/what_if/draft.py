"""A base's facts while they are being changed, one move after the other."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from costs.savings.facts import SavingsFacts
from costs.savings.what_if.base import Base
from rota.safety import Booking, DateSpan, Person, Shift

MADE_UP = "what-if"  # what the keys of shifts, bookings and people begin with that never were


class Draft:
    """Begins as the base's facts. `changed` are the days that must be evaluated anew."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.facts = base.facts
        self.term = base.term
        self.sessions = {session.key: session for session in base.facts.rota.sessions}
        self.children = list(base.facts.rota.children)
        self.people: dict[str, Person] = {person.key: person for person in base.facts.rota.people}
        self.shifts: dict[str, Shift] = {shift.key: shift for shift in base.facts.rota.shifts}
        self.day_marks = list(base.facts.rota.day_marks)
        self.pricing = {duty.key: duty.pricing for duty in base.facts.rota.duties}
        self.running = set(base.running)
        self.changed: set[dt.date] = set()
        self._standing: dict[str, list[Booking]] = defaultdict(list)
        for booking in sorted(base.facts.rota.bookings, key=lambda each: (each.person, each.key)):
            self._standing[booking.shift].append(booking)
        self._made = 0

    def with_places(self, shift: Shift, parent_places: int) -> None:
        self.shifts[shift.key] = replace(shift, parent_places=parent_places)

    @property
    def last(self) -> dt.date:
        return self.term.days.last

    def made_up_key(self, what: str) -> str:
        self._made += 1
        return f"{MADE_UP}-{what}-{self._made}"

    # --- shifts and who stands on them --------------------------------------------------------------------
    def standing_on(self, shift: str) -> list[Booking]:
        return self._standing[shift]

    def parents_on(self, shift: str) -> list[Booking]:
        """Everybody who stands there as a parent, those who learn too: each takes a place."""
        return [each for each in self._standing[shift] if not self.people[each.person].acts_paid_in(each.place)]

    def book(self, booking: Booking) -> None:
        self._standing[booking.shift].append(booking)
        self.changed.add(self.shifts[booking.shift].day)

    def free(self, booking: Booking) -> None:
        self._standing[booking.shift].remove(booking)
        self.changed.add(self.shifts[booking.shift].day)

    def drop(self, shift: Shift) -> None:
        del self.shifts[shift.key]
        self._standing.pop(shift.key, None)
        self.changed.add(shift.day)

    def copy(self, shift: Shift, standing: Iterable[Booking], day: dt.date) -> None:
        """The same shift on another day, by the wall clock, with the same people on it."""
        copied = replace(self.on_day(shift, day), key=self.made_up_key("shift"))
        self.shifts[copied.key] = copied
        for booking in standing:
            self.book(
                replace(
                    booking,
                    key=self.made_up_key("booking"),
                    shift=copied.key,
                    there_from=booking.there_from and self._moved(booking.there_from, shift.day, day),
                    there_to=booking.there_to and self._moved(booking.there_to, shift.day, day),
                    breaks=tuple(
                        replace(
                            each,
                            starts=self._moved(each.starts, shift.day, day),
                            ends=self._moved(each.ends, shift.day, day),
                        )
                        for each in booking.breaks
                    ),
                )
            )
        self.changed.add(day)

    def on_day(self, shift: Shift, day: dt.date) -> Shift:
        return replace(
            shift,
            day=day,
            starts=self._moved(shift.starts, shift.day, day),
            ends=self._moved(shift.ends, shift.day, day),
        )

    def _moved(self, moment: dt.datetime, day: dt.date, to: dt.date) -> dt.datetime:
        local = moment.astimezone(self.base.facts.rota.zone)
        return dt.datetime.combine(local.date() + (to - day), local.timetz().replace(tzinfo=None), tzinfo=local.tzinfo)

    # --- days -----------------------------------------------------------------------------------------------
    def close(self, first: dt.date, last: dt.date) -> None:
        self.term = replace(self.term, closures=(*self.term.closures, DateSpan(first, last)))

    def as_facts(self) -> SavingsFacts:
        rota = replace(
            self.base.facts.rota,
            terms=(self.term,),
            sessions=tuple(self.sessions.values()),
            children=tuple(self.children),
            people=tuple(self.people.values()),
            shifts=tuple(self.shifts.values()),
            bookings=tuple(booking for shift in self.shifts for booking in self._standing.get(shift, ())),
            day_marks=tuple(self.day_marks),
        )
        return replace(self.facts, rota=rota)
