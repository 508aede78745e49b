"""What one person has chosen about being told, as it is kept and as their page shows it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Person
from reminders.kinds import Group, Kind, kinds
from reminders.models import Channel, Preference, Reach, Timing
from reminders.rules.choices import Choice, usual
from reminders.rules.timing import USUAL, Quiet


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a person chose: `kinds` holds what differs from a kind's usual way, by its name."""

    phone: str = ""
    language: str = ""
    quiet: Quiet = USUAL
    kinds: Mapping[str, Choice] = field(default_factory=dict)

    def of(self, kind: Kind) -> Choice:
        return self.kinds.get(kind.name) or usual(kind)

    def as_plain(self) -> dict[str, Any]:
        """For a session."""
        return {
            "phone": self.phone,
            "language": self.language,
            "quiet": [f"{self.quiet.starts:%H:%M}", f"{self.quiet.ends:%H:%M}", self.quiet.call_outs_pass],
            "kinds": {name: [list(choice.channels), str(choice.timing)] for name, choice in self.kinds.items()},
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Kept":
        starts, ends, call_outs_pass = plain["quiet"]
        return cls(
            plain["phone"],
            plain["language"],
            Quiet(dt.time.fromisoformat(starts), dt.time.fromisoformat(ends), call_outs_pass),
            {name: choice_of(channels, timing) for name, (channels, timing) in plain["kinds"].items()},
        )


def choice_of(channels: list[str], timing: str) -> Choice:
    return Choice(tuple(Channel(name) for name in channels), Timing(timing))


def kept_of(person: Person) -> Kept:
    """Two queries."""
    reach = Reach.objects.filter(person=person).first()
    return Kept(
        person.phone,
        person.language,
        USUAL if reach is None else Quiet(reach.quiet_from, reach.quiet_until, reach.call_outs_pass),
        {row.kind: choice_of(row.channels, row.timing) for row in Preference.objects.filter(person=person)},
    )


def kinds_for(person: Person) -> dict[Group, list[Kind]]:
    """What can concern a person, by heading; in each, what cannot be turned off comes last. `person` knows whether
    they deputise today (accounts.queries.people_of)."""
    found: dict[Group, list[Kind]] = {group: [] for group in Group}
    for kind in kinds().values():
        if kind.concerns(person):
            found[kind.group].append(kind)
    return {group: sorted(mine, key=lambda kind: kind.needed) for group, mine in found.items() if mine}
