"""Kinds that the clock plans, for the engine's own tests."""

from collections.abc import Iterator

from accounts.models import Person
from reminders.kinds import Due
from tests.reminders.kinds import Note


class Broken(Note):
    name = "tests.broken"

    def due(self, nursery, now) -> Iterator[Due]:
        raise ValueError("this kind cannot say what is due")


class Daily(Note):
    """One note a day to everybody in the nursery."""

    name = "tests.daily"

    def due(self, nursery, now) -> Iterator[Due]:
        for person in Person.objects.all():
            yield Due(person, "daily", now.date().isoformat(), now)


KINDS = [Broken, Daily]
