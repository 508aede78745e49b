"""What the clock plans while the fault tests kill who plans it."""

import datetime as dt
import os
from collections.abc import Iterator

from accounts.models import Person
from reminders.kinds import Due
from tests.reminders.kinds import Note

ROUNDS = 10
BEGAN = "FAULTS_BEGAN"  # in the environment of workers, as ISO


class Round(Note):
    """One note to everybody, every second second, ten times in all."""

    name = "tests.round"

    def due(self, nursery, now) -> Iterator[Due]:
        began = dt.datetime.fromisoformat(os.environ[BEGAN])
        people = list(Person.objects.all())
        for number in range(ROUNDS):
            due_at = began + dt.timedelta(seconds=2 * number)
            yield from (Due(person, "round", str(number), due_at) for person in people)


KINDS = [Round]
