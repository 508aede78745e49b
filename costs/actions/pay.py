"""Keeping what an hour of a paid person costs, from a day on."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from costs.actions.changes import Written, record_change
from costs.actions.settling import closed_terms_locked, lock_row
from costs.models import ChangeVerb, Pay
from costs.rules.kept import not_paid_refusal, same_pay_day_refusal
from costs.rules.rates import settled_rate_refusal, span_from
from nursery.models import Nursery
from nursery.money import plain
from nursery.refusal import refuse


@dataclass(frozen=True, slots=True)
class Paid:
    """What an hour of `person` costs from `starts` on, until the next."""

    person: Person
    starts: dt.date
    hourly_cost: Decimal


@transaction.atomic
def add_pay(paid: Paid, keeper: Person, *, nursery: Nursery, now: dt.datetime) -> Pay:
    """Raises Refused."""
    closed = closed_terms_locked(nursery)
    others = _other_days(paid.person)
    refuse(not_paid_refusal(paid.person))
    refuse(same_pay_day_refusal(paid.starts, others))
    refuse(settled_rate_refusal([span_from(paid.starts, others)], closed))
    pay = Pay.objects.create(nursery=nursery, person=paid.person, starts=paid.starts, hourly_cost=paid.hourly_cost)
    record_change(ChangeVerb.ADDED, pay, nursery=nursery, actor=keeper, now=now, after=_facts(pay))
    return pay


@transaction.atomic
def change_pay(pay: Pay, paid: Paid, keeper: Person, *, nursery: Nursery, now: dt.datetime) -> Pay:
    """Another day or another cost; whose it is stays. Raises Refused."""
    closed = closed_terms_locked(nursery)
    found = lock_row(pay)
    others = _other_days(found.person, besides=found)
    refuse(same_pay_day_refusal(paid.starts, others))
    spans = [span_from(found.starts, others), span_from(paid.starts, others)]
    refuse(settled_rate_refusal(spans, closed))
    before = _facts(found)
    found.starts, found.hourly_cost = paid.starts, paid.hourly_cost
    found.save(update_fields=["starts", "hourly_cost"])
    record_change(ChangeVerb.CHANGED, found, nursery=nursery, actor=keeper, now=now, before=before, after=_facts(found))
    return found


@transaction.atomic
def remove_pay(pay: Pay, keeper: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """What was kept before it holds on. Raises Refused."""
    closed = closed_terms_locked(nursery)
    found = lock_row(pay)
    refuse(settled_rate_refusal([span_from(found.starts, _other_days(found.person, besides=found))], closed))
    record_change(ChangeVerb.REMOVED, found, nursery=nursery, actor=keeper, now=now, before=_facts(found))
    found.delete()


def _other_days(person: Person, besides: Pay | None = None) -> list[dt.date]:
    others = Pay.objects.filter(person=person).values_list("pk", "starts")
    return [starts for pk, starts in others if besides is None or pk != besides.pk]


def _facts(pay: Pay) -> Written:
    """As the nursery file writes it."""
    return {
        "person": pay.person.key,
        "from": pay.starts.isoformat(),
        "hourly_cost": plain(pay.hourly_cost, 2),
    }
