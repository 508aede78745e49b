"""Kinds that are asked once a day, or only where something is due, for the engine's own tests."""

from collections.abc import Iterator

from accounts.models import Person
from nursery.dates import local_day, local_instant
from reminders.kinds import EARLY, Due
from reminders.models import Timing
from tests.reminders.kinds import Note

ASKED: list[tuple[str, str]] = []  # which kind was asked in which nursery


class Morning(Note):
    """One note a day to everybody, due early."""

    name = "tests.morning"
    daily_at = EARLY

    def due(self, nursery, now) -> Iterator[Due]:
        ASKED.append((self.name, nursery.slug))
        today = local_day(now, nursery.zone)
        if Person.objects.filter(name="Nobody Yet").exists():
            raise ValueError("this kind cannot say what is due")
        for person in Person.objects.all():
            yield Due(person, "morning", today.isoformat(), local_instant(today, EARLY, nursery.zone))


class Found(Note):
    """One note a day to everybody, which waits for the morning and is due whenever it is found."""

    name = "tests.found"
    daily_at = EARLY
    timing = Timing.MORNING

    def due(self, nursery, now) -> Iterator[Due]:
        for person in Person.objects.exclude(name="Nobody Yet"):
            yield Due(person, "found", local_day(now, nursery.zone).isoformat(), now)


class Named(Note):
    """Due only where the test says."""

    name = "tests.named"
    where: set[int] = set()

    def nurseries_due(self, now, clocks):
        return self.where

    def due(self, nursery, now) -> Iterator[Due]:
        ASKED.append((self.name, nursery.slug))
        yield from ()


class Unaskable(Note):
    name = "tests.unaskable"

    def nurseries_due(self, now, clocks):
        raise ValueError("where this kind is due cannot be said")

    def due(self, nursery, now) -> Iterator[Due]:
        yield from ()


KINDS = [Unaskable, Morning, Found, Named]
