"""What a ledger's keys are called, and which rows of the rota stand behind them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from nursery.models import Room
from rota.models import Duty, Shift


@dataclass(frozen=True, slots=True)
class Names:
    """Of duties and rooms, by key."""

    duties: dict[str, str]
    rooms: dict[str, str]

    def duty(self, key: str) -> str:
        return self.duties.get(key, key)

    def room(self, key: str | None) -> str:
        return self.rooms.get(key, key) if key else ""


def names_of_figures() -> Names:
    """Two queries."""
    return Names(dict(Duty.objects.values_list("key", "name")), dict(Room.objects.values_list("key", "name")))


def shift_ids(keys: Collection[str]) -> dict[str, str]:
    """The public ids of shifts by their keys in the facts (`rota.queries.engine_facts`): one query."""
    rows = Shift.objects.filter(pk__in=[int(key) for key in keys]).values_list("pk", "public_id")
    return {str(pk): public_id for pk, public_id in rows}


def local_times(starts: dt.datetime, ends: dt.datetime, zone: dt.tzinfo) -> tuple[dt.time, dt.time]:
    return starts.astimezone(zone).time(), ends.astimezone(zone).time()
