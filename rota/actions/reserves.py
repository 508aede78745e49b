"""Saying "call me", and taking it back."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import refuse
from rota.actions.booking import lock_shift, lock_time_of
from rota.actions.history import record
from rota.models import Booking, Reserve, Shift, Verb
from rota.rules.reserves import reserve_refusal


@transaction.atomic
def set_reserve_weekdays(
    weekdays: Collection[int], person: Person, *, nursery: Nursery, now: dt.datetime
) -> tuple[int, int]:
    """Make these, and no others, the weekdays on which `person` may be called; how many came and went."""
    lock_time_of(person)
    mine = Reserve.objects.filter(person=person, weekday__isnull=False)
    before = set(mine.values_list("weekday", flat=True))
    wanted = set(weekdays)
    Reserve.objects.bulk_create(
        Reserve(nursery=nursery, person=person, weekday=weekday) for weekday in sorted(wanted - before)
    )
    mine.exclude(weekday__in=wanted).delete()
    if wanted - before:
        record(Verb.RESERVE_ADDED, nursery=nursery, actor=person, now=now)
    if before - wanted:
        record(Verb.RESERVE_REMOVED, nursery=nursery, actor=person, now=now)
    return len(wanted - before), len(before - wanted)


@transaction.atomic
def add_reserve(shift: Shift, person: Person, *, nursery: Nursery, now: dt.datetime) -> Reserve:
    """ "Call me" for one shift. Raises Refused."""
    shift = lock_shift(shift.pk)
    lock_time_of(person)
    refuse(reserve_refusal(shift, Booking.objects.filter(shift=shift), person, now))
    reserve, made = Reserve.objects.get_or_create(person=person, shift=shift, defaults={"nursery": nursery})
    if made:
        record(Verb.RESERVE_ADDED, nursery=nursery, actor=person, now=now, shift=shift)
    return reserve


@transaction.atomic
def remove_reserve(reserve: Reserve, person: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """Take it back; a second time does nothing."""
    lock_time_of(person)
    gone, _rows = Reserve.objects.filter(pk=reserve.pk, person=person).delete()
    if gone:
        record(Verb.RESERVE_REMOVED, nursery=nursery, actor=person, now=now, shift=reserve.shift)
