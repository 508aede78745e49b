"""How people want to be told of a kind of message. Inside the nursery's scope; two queries whatever their number."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reminders.kinds import Kind
from reminders.models import Channel, Preference, Reach, Timing
from reminders.rules.timing import NEVER, USUAL, Quiet, moment_to_send_still


@dataclass(frozen=True, slots=True)
class Wish:
    """By which channels, in this order (none: not at all), when, and not between which hours."""

    channels: tuple[Channel, ...]
    timing: Timing
    quiet: Quiet

    def moment(self, due_at: dt.datetime, now: dt.datetime, *, urgent: bool, zone: ZoneInfo) -> dt.datetime:
        """When a message may go that fell due at `due_at` and is found at `now`; UTC."""
        return moment_to_send_still(due_at, now, timing=self.timing, quiet=self.quiet, urgent=urgent, zone=zone)


class Wishes:
    """The wishes of some people, read once for all the kinds that are asked about."""

    def __init__(self, people: Iterable[int], kinds: Iterable[str] | None = None) -> None:
        """`people` are row ids; `kinds` narrows what is read to these names."""
        ids = set(people)
        chosen = Preference.objects.filter(person_id__in=ids)
        if kinds is not None:
            chosen = chosen.filter(kind__in=set(kinds))
        self._chosen: Mapping[tuple[int, str], Preference] = {(row.person_id, row.kind): row for row in chosen}
        self._quiet: Mapping[int, Quiet] = {
            row.person_id: Quiet(row.quiet_from, row.quiet_until, row.call_outs_pass)
            for row in Reach.objects.filter(person_id__in=ids)
        }

    def of(self, person: int, kind: Kind) -> Wish:
        """What is needed is told by the kind's own channels to whoever wants to hear of it by none."""
        quiet = NEVER if kind.asked_for else self._quiet.get(person, USUAL)
        row = self._chosen.get((person, kind.name))
        if row is None:
            return Wish(kind.channels, kind.timing, quiet)
        channels = tuple(Channel(name) for name in row.channels)
        return Wish(channels or (kind.channels if kind.needed else ()), Timing(row.timing), quiet)


def not_to_be_told(kind: str, people: Iterable[int]) -> set[int]:
    """Those of `people`, by row id, who asked not to be told of this kind of message; one query."""
    chosen = Preference.objects.filter(kind=kind, person_id__in=set(people), channels=[])
    return set(chosen.values_list("person", flat=True))
