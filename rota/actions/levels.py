"""Qualification levels, each from a day on."""

import datetime as dt

from django.db import transaction

from accounts.models import Person, PersonLevel
from nursery.models import Nursery
from rota.actions.booking import lock_time_of
from rota.actions.history import record
from rota.models import Verb


@transaction.atomic
def set_level(
    person: Person, starts: dt.date, level: int, manager: Person, *, nursery: Nursery, now: dt.datetime
) -> PersonLevel:
    """Let `level` hold from a day on; one that begins on that very day is replaced."""
    lock_time_of(person)
    row, _made = PersonLevel.objects.update_or_create(
        nursery=nursery, person=person, starts=starts, defaults={"level": level}
    )
    record(Verb.LEVEL_SET, nursery=nursery, actor=manager, subject=person, now=now)
    return row


@transaction.atomic
def remove_level(person: Person, starts: dt.date, manager: Person, *, nursery: Nursery, now: dt.datetime) -> bool:
    """Take out the level that begins on a day; False where there is none."""
    lock_time_of(person)
    removed, _by_kind = PersonLevel.objects.filter(person=person, starts=starts).delete()
    if removed:
        record(Verb.LEVEL_REMOVED, nursery=nursery, actor=manager, subject=person, now=now)
    return bool(removed)
