"""The slices of some days, for pages: read once, then asked about any day, as it is or as it would be."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nursery.models import Nursery
from rota.queries.engine_facts import care_facts
from rota.safety import Board, NoRuleSetError, RoomDay, Rota


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """One day's rooms, by their keys. `no_rules`: neither the nursery nor its country has ratio rules for the day,
    so nobody can say what is required; there are no rooms then."""

    day: dt.date
    rooms: tuple[RoomDay, ...]
    no_rules: bool = False

    @property
    def has_children(self) -> bool:
        return any(piece.has_children for room in self.rooms for piece in room.slices)


@dataclass(frozen=True, slots=True)
class Coverage:
    """`names`: the rooms' names by key. The board is the engine's, on the facts of the days asked for."""

    rota: Rota
    names: Mapping[str, str]
    board: Board

    def spoken(self, day: dt.date) -> Mapping[str, str]:
        """The rooms' names where a sentence about the day has to say which is meant: where it is not about one."""
        rooms = self.on(day).rooms
        return {room.room: self.names.get(room.room, room.room) for room in rooms} if len(rooms) > 1 else {}

    def on(self, day: dt.date) -> DayCoverage:
        """No query."""
        try:
            return DayCoverage(day, tuple(self.board.day(day)))
        except NoRuleSetError:
            return DayCoverage(day, (), no_rules=True)


def coverage_of(nursery: Nursery, days: Collection[dt.date], besides: Collection[int] = ()) -> Coverage:
    """Everything about these days in three queries; `besides` are the ids of people who may come. At least one day."""
    rota, names = care_facts(nursery, days, besides)
    return Coverage(rota, names, Board(rota, min(days), max(days)))
