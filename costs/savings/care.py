"""How many of the care hours that parents gave took the place of paid ones, slice by slice (domain 03, care)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rota.safety import Booking, PlaceKind, RoomDay, RuleSet, Shift, Slice, room_below_level_2


@dataclass(frozen=True, slots=True)
class CareSlice:
    """A slice in which counted parents worked, and what became of their hours.

    `paid` is P, counted paid adults in paid places; `cover` is C, counted paid adults in parent places; `below` is U,
    the counted paid adults below level 2; all with those booked and not yet recorded. `parents` are counted parents
    who worked, confirmed; `admitted` is E, `parents` less those below level 2 beyond `cap`. `displaced` is D. The
    bookings of the D parents are `displacing`, those of the others `enriching`.
    """

    slice: Slice
    rules: RuleSet
    paid: int
    cover: int
    below: int
    parents: int
    cap: int
    admitted: int
    displacing: tuple[str, ...]
    enriching: tuple[str, ...]

    @property
    def displaced(self) -> int:
        return len(self.displacing)

    @property
    def seconds(self) -> Decimal:
        return self.slice.seconds


def care_slices(
    room_days: Iterable[RoomDay], bookings: Mapping[str, Booking], shifts: Mapping[str, Shift]
) -> list[CareSlice]:
    """One for every slice in which a counted parent's confirmed work is recorded.

    Which of several parents displace does not change the hours. It is settled so that the same shifts are named
    whatever the order of the rows: level 2 and above first, for they are not capped, then by duty, time and key.
    """

    def turn(key: str) -> tuple[str, dt.datetime, str, str, str]:
        shift = shifts[bookings[key].shift]
        return shift.duty, shift.starts.astimezone(dt.UTC), shift.key, bookings[key].person, key

    found = []
    for room_day in room_days:
        for piece in room_day.slices:
            parents = [
                standing
                for standing in piece.standings
                if standing.counted and not standing.acts_paid and bookings[standing.booking].is_given
            ]
            if not parents:
                continue
            paid = [standing for standing in piece.standings if standing.counted and standing.acts_paid]
            cover = sum(standing.place == PlaceKind.PARENT for standing in paid)
            below = sum(standing.level < 2 for standing in paid)
            cap = max(0, room_below_level_2(room_day.rules, piece.required) - below)

            qualified = sorted((each.booking for each in parents if each.level >= 2), key=turn)
            others = sorted((each.booking for each in parents if each.level < 2), key=turn)
            admitted = qualified + others[:cap]
            displaced = max(0, min(len(admitted), piece.required - len(paid)))
            found.append(
                CareSlice(
                    slice=piece,
                    rules=room_day.rules,
                    paid=len(paid) - cover,
                    cover=cover,
                    below=below,
                    parents=len(parents),
                    cap=cap,
                    admitted=len(admitted),
                    displacing=tuple(admitted[:displaced]),
                    enriching=tuple(admitted[displaced:] + others[cap:]),
                )
            )
    return found
