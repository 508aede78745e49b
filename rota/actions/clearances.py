"""Putting clearances on record, correcting them, ending them early, and taking that back."""

import datetime as dt
from copy import copy

from django.db import transaction

from accounts.models import Clearance, Person
from nursery.models import Nursery
from nursery.public_ids import new_public_id
from nursery.refusal import refuse
from rota.actions.booking import lock_time_of
from rota.actions.history import record
from rota.models import Verb
from rota.rules.clearances import end_refusal, recorded_refusal, replaced_refusal, undo_clearance_refusal

# What a correction may change; whose it is stays.
SAID = ("kind", "starts", "ends", "reference", "issued", "level", "checked_by", "decision")


@transaction.atomic
def record_clearance(clearance: Clearance, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Clearance:
    """Put a new one on record for `clearance.person`. Raises Refused.

    Whoever is just being booked waits, or is waited for: then the booking is among those that this changes.
    """
    on_record = _lock(clearance.person)
    refuse(recorded_refusal(clearance, on_record))
    clearance.nursery = nursery
    clearance.recorded_at = now
    clearance.save(force_insert=True)
    _record(Verb.CLEARANCE_ADDED, clearance, manager, nursery, now)
    return clearance


@transaction.atomic
def correct_clearance(
    clearance: Clearance, said: Clearance, manager: Person, *, nursery: Nursery, now: dt.datetime
) -> Clearance:
    """Make the record say what `said` does (the fields in SAID), and keep what it said before. Raises Refused.

    What changes nothing leaves no trace.
    """
    on_record = _lock(clearance.person)
    stored = next(row for row in on_record if row.pk == clearance.pk)
    refuse(replaced_refusal(stored))
    wanted = copy(stored)
    for name in SAID:
        setattr(wanted, name, getattr(said, name))
    refuse(recorded_refusal(wanted, on_record))
    if all(getattr(wanted, name) == getattr(stored, name) for name in SAID):
        return stored
    return _replace(stored, wanted, Verb.CLEARANCE_CHANGED, manager, nursery, now)


@transaction.atomic
def end_clearance(
    clearance: Clearance, last: dt.date, manager: Person, *, nursery: Nursery, now: dt.datetime
) -> Clearance:
    """Let it end early: `last` is the last day on which it counts. Raises Refused."""
    on_record = _lock(clearance.person)
    stored = next(row for row in on_record if row.pk == clearance.pk)
    refuse(end_refusal(stored, last))
    wanted = copy(stored)
    wanted.ends = last
    return _replace(stored, wanted, Verb.CLEARANCE_ENDED, manager, nursery, now)


@transaction.atomic
def undo_clearance(clearance: Clearance, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Clearance | None:
    """Take back what was just put on record: what it said before, or None where it was new. Raises Refused."""
    on_record = _lock(clearance.person)
    stored = next(row for row in on_record if row.pk == clearance.pk)
    refuse(undo_clearance_refusal(stored, now))
    before = next((row for row in on_record if row.replaced_at == stored.recorded_at), None)
    _record(Verb.CLEARANCE_UNDONE, stored, manager, nursery, now)
    if before is None:
        stored.delete()
        return None
    before.delete()
    for name in SAID:
        setattr(stored, name, getattr(before, name))
    stored.recorded_at = before.recorded_at
    stored.save(update_fields=[*SAID, "recorded_at"])
    return stored


def _lock(person: Person) -> list[Clearance]:
    """One change at a time for one account, and none while it is being booked; then all that is on record."""
    lock_time_of(person)
    return list(Clearance.objects.filter(person=person).order_by("pk"))


def _replace(
    stored: Clearance, wanted: Clearance, verb: Verb, manager: Person, nursery: Nursery, now: dt.datetime
) -> Clearance:
    """The row goes on, so that addresses lead to what is on record now; a copy keeps what it said."""
    kept = copy(stored)
    kept.pk = None
    kept._state = copy(stored._state)
    kept._state.adding = True
    kept.public_id = new_public_id()
    kept.replaced_at = now
    kept.save(force_insert=True)
    wanted.recorded_at = now
    wanted.save(update_fields=[*SAID, "recorded_at"])
    _record(verb, wanted, manager, nursery, now)
    return wanted


def _record(verb: Verb, clearance: Clearance, manager: Person, nursery: Nursery, now: dt.datetime) -> None:
    record(verb, nursery=nursery, actor=manager, subject=clearance.person, now=now, clearance=clearance.kind)
