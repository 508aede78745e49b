"""What became of each hour that was given on a shift, slice by slice, and by which rule: pure.

Nothing is decided here. What counts, the engines said (`rota.safety`, `costs.savings`); this reads it off their
slices for one shift, so that a page can say it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from costs.queries.opened.figures import Ledger, seconds_of
from costs.queries.opened.refs import Kind
from costs.savings import CareSlice, Part
from rota.exact import ZERO, hours
from rota.safety import Booking, Pricing, RoomDay, RuleSet, Shift, Slice, Standing, presence


class Fate(StrEnum):
    """What became of hours that somebody gave; of one booking they are told in this order."""

    COUNTED = "counted"  # care in the place of a paid adult
    PRICED = "priced"  # a task, confirmed
    BEYOND = "beyond"  # care beyond what was required
    NO_CHILDREN = "no_children"  # care while no child was there, so that nobody was required
    NO_ROOM = "no_room"  # beyond the number of adults below level 2 that the rules count
    NOT_IN_RATIO = "not_in_ratio"  # present, not counted by the ratio rules
    OUTSIDE = "outside"  # care in no room's slice
    UNCONFIRMED = "unconfirmed"
    LEARNING = "learning"
    UNPRICED = "unpriced"
    PAID = "paid"
    COVER = "cover"  # a paid person in a parent place


_OF_UNPRICED = {Kind.UNCONFIRMED: Fate.UNCONFIRMED, Kind.LEARNING: Fate.LEARNING, Kind.UNPRICED: Fate.UNPRICED}


COUNTS = frozenset({Fate.COUNTED, Fate.PRICED})


@dataclass(frozen=True, slots=True)
class FateHours:
    """`hours` of one booking that had one fate."""

    fate: Fate
    hours: Decimal


@dataclass(frozen=True, slots=True)
class ParentInSlice:
    """A parent whose confirmed work is recorded in a slice. `here`: on the shift that is opened, not on another of
    the room."""

    booking: str
    fate: Fate
    here: bool


@dataclass(frozen=True, slots=True)
class OpenedSlice:
    """A slice of the room while the shift lasted, or while somebody of it stood there.

    `care` is what the savings engine reckoned in it, None where no counted parent's confirmed work is recorded.
    `displaced` are the hours of the shift's own parents that took the place of paid ones.
    """

    piece: Slice
    rules: RuleSet
    care: CareSlice | None
    parents: tuple[ParentInSlice, ...]

    @property
    def hours(self) -> Decimal:
        return hours(self.piece.seconds)

    @property
    def displaced(self) -> Decimal:
        return hours(
            sum((self.piece.seconds for each in self.parents if each.here and each.fate == Fate.COUNTED), ZERO)
        )


@dataclass(frozen=True, slots=True)
class OpenedBooking:
    """A live booking. `standing` is how the safety engine saw it (care alone), `times` are when they were there."""

    booking: Booking
    acts_paid: bool
    standing: Standing | None
    times: tuple[tuple[dt.datetime, dt.datetime], ...]
    fates: tuple[FateHours, ...]

    @property
    def hours(self) -> Decimal:
        return sum((each.hours for each in self.fates), ZERO)


@dataclass(frozen=True, slots=True)
class OpenedShift:
    shift: Shift
    bookings: tuple[OpenedBooking, ...]
    slices: tuple[OpenedSlice, ...]


def open_shift(ledger: Ledger, key: str) -> OpenedShift:
    """`key` is a shift's of the ledger's period."""
    shift = ledger.shifts[key]
    is_care = ledger.duties[shift.duty].pricing == Pricing.CARE
    slices = tuple(_slices(ledger, shift)) if is_care and not shift.cancelled else ()
    standings = {
        standing.booking: standing for each in slices for standing in each.piece.standings if standing.shift == key
    }
    parts: dict[str, list[tuple[str, Part]]] = defaultdict(list)
    for name, made_of in ledger.savings.hours.parts.items():
        for part in made_of:
            if part.shift == key and part.booking:
                parts[part.booking].append((name, part))
    people = {person.key: person for person in ledger.facts.rota.people}
    live = [each for each in ledger.facts.rota.bookings if each.shift == key and each.is_live]
    return OpenedShift(
        shift,
        tuple(
            OpenedBooking(
                booking=booking,
                acts_paid=people[booking.person].acts_paid_in(booking.place),
                standing=standings.get(booking.key),
                times=tuple(presence(booking, shift)),
                fates=tuple(_fates(ledger, booking, parts[booking.key], slices)),
            )
            for booking in live
        ),
        slices,
    )


def _slices(ledger: Ledger, shift: Shift) -> Iterator[OpenedSlice]:
    reckoned = {(each.slice.room, each.slice.starts): each for each in ledger.savings.care}
    for room_day in _room_days(ledger, shift):
        for piece in room_day.slices:
            stands = any(standing.shift == shift.key for standing in piece.standings)
            if stands or (piece.starts < shift.ends and shift.starts < piece.ends):
                care = reckoned.get((piece.room, piece.starts))
                yield OpenedSlice(piece, room_day.rules, care, tuple(_parents(ledger, shift, piece, care)))


def _room_days(ledger: Ledger, shift: Shift) -> Iterator[RoomDay]:
    for room_day in ledger.savings.room_days:
        if room_day.day == shift.day and room_day.room == shift.room:
            yield room_day


def _parents(ledger: Ledger, shift: Shift, piece: Slice, care: CareSlice | None) -> Iterator[ParentInSlice]:
    """Everybody who worked there as a parent, confirmed and not to learn, with what became of this slice's time."""
    beyond_room = care.parents - care.admitted if care else 0
    crowded = care.enriching[len(care.enriching) - beyond_room :] if care else ()  # the engine names them last
    for standing in piece.standings:
        booking = ledger.bookings[standing.booking]
        if standing.acts_paid or booking.shadow or not booking.is_given:
            continue
        if not standing.counted:
            fate = Fate.NOT_IN_RATIO
        elif care and standing.booking in care.displacing:
            fate = Fate.COUNTED
        elif not piece.required:
            fate = Fate.NO_CHILDREN
        else:
            fate = Fate.NO_ROOM if standing.booking in crowded else Fate.BEYOND
        yield ParentInSlice(standing.booking, fate, standing.shift == shift.key)


def _fates(
    ledger: Ledger, booking: Booking, parts: list[tuple[str, Part]], slices: tuple[OpenedSlice, ...]
) -> Iterator[FateHours]:
    """What the booking gave, told apart; the hours add up to what was given."""
    found: dict[Fate, Decimal] = defaultdict(lambda: ZERO)
    care = [(name, part) for name, part in parts if name in {"displaced", "enriching"}]
    if care:
        left = seconds_of(part for _name, part in care)
        for each in slices:
            for parent in each.parents:
                if parent.booking == booking.key:
                    found[parent.fate] += each.piece.seconds
                    left -= each.piece.seconds
        found[Fate.OUTSIDE] += left
    for name, part in parts:
        if name == "task":
            found[Fate.PRICED] += part.seconds
        elif name == "unpriced":
            found[_OF_UNPRICED[ledger.kind_of_unpriced(part)]] += part.seconds
        elif name == "paid":
            found[Fate.COVER if ledger.is_cover(part.booking) else Fate.PAID] += part.seconds
    for fate in Fate:
        if found[fate]:
            yield FateHours(fate, hours(found[fate]))
