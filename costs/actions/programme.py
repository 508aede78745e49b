"""Keeping what it costs to run parent duty, and what families together paid less."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from costs.actions.changes import Written, record_change
from costs.actions.settling import closed_terms_locked, lock_row
from costs.models import ChangeVerb, FeeRelief, ProgrammeEntry, Rate
from costs.rules.kept import ahead_refusal, no_rate_refusal, settled_day_refusal
from nursery.dates import local_day
from nursery.models import Nursery
from nursery.money import plain
from nursery.refusal import refuse


@dataclass(frozen=True, slots=True)
class Spent:
    """Either `hours` at `rate`, a key of the rates, or an `amount`."""

    day: dt.date
    kind: str
    hours: Decimal | None
    rate: str
    amount: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relieved:
    """What all families together paid less, put down to one day."""

    day: dt.date
    amount: Decimal
    note: str = ""


@transaction.atomic
def add_programme_entry(spent: Spent, keeper: Person, *, nursery: Nursery, now: dt.datetime) -> ProgrammeEntry:
    """Raises Refused."""
    closed = closed_terms_locked(nursery)
    refuse(settled_day_refusal([spent.day], closed))
    _ask(spent, nursery, now)
    entry = ProgrammeEntry.objects.create(nursery=nursery, **_spent_fields(spent))
    after = _programme_facts(entry)
    record_change(ChangeVerb.ADDED, entry, nursery=nursery, actor=keeper, now=now, after=after)
    return entry


@transaction.atomic
def change_programme_entry(
    entry: ProgrammeEntry, spent: Spent, keeper: Person, *, nursery: Nursery, now: dt.datetime
) -> ProgrammeEntry:
    """Raises Refused."""
    closed = closed_terms_locked(nursery)
    found = lock_row(entry)
    refuse(settled_day_refusal([found.date, spent.day], closed))
    _ask(spent, nursery, now)
    before = _programme_facts(found)
    for name, value in _spent_fields(spent).items():
        setattr(found, name, value)
    found.save()
    record_change(
        ChangeVerb.CHANGED,
        found,
        nursery=nursery,
        actor=keeper,
        now=now,
        before=before,
        after=_programme_facts(found),
    )
    return found


@transaction.atomic
def remove_programme_entry(entry: ProgrammeEntry, keeper: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """Raises Refused."""
    closed = closed_terms_locked(nursery)
    found = lock_row(entry)
    refuse(settled_day_refusal([found.date], closed))
    before = _programme_facts(found)
    record_change(ChangeVerb.REMOVED, found, nursery=nursery, actor=keeper, now=now, before=before)
    found.delete()


@transaction.atomic
def add_fee_relief(relieved: Relieved, treasurer: Person, *, nursery: Nursery, now: dt.datetime) -> FeeRelief:
    """Raises Refused."""
    closed = closed_terms_locked(nursery)
    refuse(settled_day_refusal([relieved.day], closed))
    refuse(ahead_refusal(relieved.day, local_day(now, nursery.zone)))
    relief = FeeRelief.objects.create(nursery=nursery, date=relieved.day, amount=relieved.amount, note=relieved.note)
    after = _relief_facts(relief)
    record_change(ChangeVerb.ADDED, relief, nursery=nursery, actor=treasurer, now=now, after=after)
    return relief


@transaction.atomic
def change_fee_relief(
    relief: FeeRelief, relieved: Relieved, treasurer: Person, *, nursery: Nursery, now: dt.datetime
) -> FeeRelief:
    """Raises Refused."""
    closed = closed_terms_locked(nursery)
    found = lock_row(relief)
    refuse(settled_day_refusal([found.date, relieved.day], closed))
    refuse(ahead_refusal(relieved.day, local_day(now, nursery.zone)))
    before = _relief_facts(found)
    found.date, found.amount, found.note = relieved.day, relieved.amount, relieved.note
    found.save()
    record_change(
        ChangeVerb.CHANGED,
        found,
        nursery=nursery,
        actor=treasurer,
        now=now,
        before=before,
        after=_relief_facts(found),
    )
    return found


@transaction.atomic
def remove_fee_relief(relief: FeeRelief, treasurer: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """Raises Refused."""
    closed = closed_terms_locked(nursery)
    found = lock_row(relief)
    refuse(settled_day_refusal([found.date], closed))
    before = _relief_facts(found)
    record_change(ChangeVerb.REMOVED, found, nursery=nursery, actor=treasurer, now=now, before=before)
    found.delete()


def _ask(spent: Spent, nursery: Nursery, now: dt.datetime) -> None:
    refuse(ahead_refusal(spent.day, local_day(now, nursery.zone)))
    if spent.rate:
        begins = Rate.objects.filter(key=spent.rate).values_list("starts", flat=True)
        refuse(no_rate_refusal(spent.rate, spent.day, list(begins)))


def _spent_fields(spent: Spent) -> dict[str, dt.date | str | Decimal | None]:
    return {
        "date": spent.day,
        "kind": spent.kind,
        "hours": spent.hours,
        "rate": spent.rate,
        "amount": spent.amount,
        "note": spent.note,
    }


def _programme_facts(entry: ProgrammeEntry) -> Written:
    """As the nursery file writes it, without the note: what people write may hold names."""
    said = {
        "date": entry.date.isoformat(),
        "kind": entry.kind,
        "hours": None if entry.hours is None else plain(entry.hours),
        "rate": entry.rate or None,
        "amount": None if entry.amount is None else plain(entry.amount, 2),
    }
    return {name: value for name, value in said.items() if value is not None}


def _relief_facts(relief: FeeRelief) -> Written:
    return {"date": relief.date.isoformat(), "amount": plain(relief.amount, 2)}
