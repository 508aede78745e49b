"""Kinds for choosing among: one that may be turned off, one that may not, one of the mornings, one for the manager."""

from typing import Any, ClassVar

from reminders.kinds import Group, Kind
from reminders.models import Channel, Timing
from tests.reminders.kinds import Note


class Plain(Note):
    name = "tests.plain"
    description = "When a place is free"
    group = Group.COVER


class Needed(Note):
    name = "tests.needed"
    description = "When your shift is moved"
    needed = True
    may_wait = False


class Morning(Note):
    name = "tests.morning"
    description = "What is still open"
    group = Group.COVER
    channels: ClassVar[tuple[Channel, ...]] = (Channel.EMAIL,)
    timing = Timing.MORNING


class ForManagers(Note):
    name = "tests.for_managers"
    description = "What only a manager hears"
    group = Group.RUNNING

    def concerns(self, person) -> bool:
        return bool(person.is_manager)


class Urgent(Note):
    name = "tests.urgent"
    description = "When you are called"
    group = Group.COVER
    may_wait = False

    def context(self, message, now) -> dict[str, Any] | None:
        return {"words": f"Come: {message.subject}"}


KINDS: list[type[Kind]] = [Plain, Needed, Morning, ForManagers, Urgent]
