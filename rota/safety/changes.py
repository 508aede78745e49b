"""What a day would be otherwise, and what that does to every slice it touches."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from rota.safety.facts import Booking, Person
from rota.safety.slices import Alert, RoomDay, Slice

_Interval = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class Change:
    """Bookings taken away (by key), bookings added on shifts that the rota holds, people with other clearances or
    levels (in place of those of the same key; somebody who comes may be among them)."""

    leaving: frozenset[str] = frozenset()
    coming: tuple[Booking, ...] = ()
    people: tuple[Person, ...] = ()


NO_CHANGE = Change()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a slice says, without who stands in it. `first_aid`: enough first-aiders are on the premises."""

    required: int
    counted: int
    present: int
    qualified: int
    alerts: tuple[Alert, ...]

    @property
    def short_by(self) -> int:
        return max(0, self.required - self.counted)

    @property
    def first_aid(self) -> bool:
        return Alert.NO_FIRST_AIDER not in self.alerts


@dataclass(frozen=True, slots=True)
class Touched:
    """A span `[starts, ends)` (UTC) of a room's day with children in it, as it is and as it would be."""

    room: str
    starts: dt.datetime
    ends: dt.datetime
    before: Figures
    after: Figures

    @property
    def differs(self) -> bool:
        return self.before != self.after


def touched_slices(
    before: Iterable[RoomDay], after: Iterable[RoomDay], windows: Iterable[tuple[str | None, _Interval]] = ()
) -> tuple[Touched, ...]:
    """Every span in which a figure or an alert differs, by room and time, and those within `windows` (a room and
    the time in which somebody comes or goes there) though nothing differs. Neighbours that are alike are one; times
    without a child are left out: nobody is required then."""
    old, new = ({room_day.room: room_day for room_day in room_days} for room_days in (before, after))
    watched = list(windows)
    touched: list[Touched] = []
    for room in sorted({*old, *new}):
        own = [interval for of_room, interval in watched if of_room == room]
        sides = [side[room].slices if room in side else () for side in (old, new)]
        edges = {moment for side in sides for piece in side for moment in (piece.starts, piece.ends)}
        edges.update(moment for interval in own for moment in interval)
        for starts, ends in pairwise(sorted(edges)):
            was, would_be = (_at(side, starts) for side in sides)
            if was is None or would_be is None or not was.has_children:
                continue  # a change moves no children, so they are on both sides or on neither
            span = Touched(room, starts, ends, _figures(was), _figures(would_be))
            if span.differs or any(begin <= starts < end for begin, end in own):
                _append(touched, span)
    return tuple(touched)


def _at(pieces: Iterable[Slice], moment: dt.datetime) -> Slice | None:
    return next((piece for piece in pieces if piece.starts <= moment < piece.ends), None)


def _figures(piece: Slice) -> Figures:
    return Figures(piece.required, piece.counted, piece.present, piece.qualified, piece.alerts)


def _append(touched: list[Touched], span: Touched) -> None:
    last = touched[-1] if touched else None
    if last is not None and last.ends == span.starts and replace(last, starts=span.starts, ends=span.ends) == span:
        touched[-1] = replace(last, ends=span.ends)
    else:
        touched.append(span)
