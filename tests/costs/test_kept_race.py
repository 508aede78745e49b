"""Two keep money at the same moment, or one while a term closes: real transactions."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from costs.actions.pay import Paid, add_pay
from costs.actions.programme import Spent, add_programme_entry
from costs.models import Pay, ProgrammeEntry
from costs.rules.kept import same_pay_day_refusal
from nursery.models import Term
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from nursery.settled import settle_alone
from tests.builders import NOW, TODAY, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_the_lock_both_are_told_that_the_day_is_free():
    """The race: both ask the rule before either writes; only the constraint keeps one pay a person and day."""
    house = House()
    with nursery_scope(house.nursery):
        marta = house.staff()
    both_asked = threading.Barrier(2)

    def keep_without_lock():
        with nursery_scope(house.nursery):
            refusal = same_pay_day_refusal(TODAY, Pay.objects.filter(person=marta).values_list("starts", flat=True))
            both_asked.wait(10)
            Pay.objects.create(nursery=house.nursery, person=marta, starts=TODAY, hourly_cost=18)
            return refusal

    results = at_once(keep_without_lock, keep_without_lock)
    assert results.count(None) == 1
    assert sum(isinstance(result, IntegrityError) for result in results) == 1


def test_with_the_lock_one_is_kept_and_the_other_reads_a_sentence():
    """The cure."""
    house = House()
    with nursery_scope(house.nursery):
        marta, helen = house.staff(), house.manager()
    ready = threading.Barrier(2)

    def keep():
        with nursery_scope(house.nursery):
            ready.wait(10)
            return add_pay(Paid(marta, TODAY, Decimal(18)), helen, nursery=house.nursery, now=NOW)

    results = at_once(keep, keep)
    assert sum(isinstance(result, Pay) for result in results) == 1
    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert refused.refusal.code == "same_day"


def test_whoever_enters_something_while_its_term_closes_waits_and_reads_that_it_is_closed():
    house = House()
    with nursery_scope(house.nursery):
        helen = house.manager()
    closing = threading.Event()
    entering = threading.Event()

    def close():
        with nursery_scope(house.nursery), transaction.atomic():
            settle_alone(house.nursery)
            closing.set()
            entering.wait(10)
            Term.objects.filter(pk=house.term.pk).update(closed_at=NOW)

    def enter():
        with nursery_scope(house.nursery):
            closing.wait(10)
            entering.set()
            spent = Spent(dt.date(2026, 9, 29), "dbs", None, "", Decimal(22))
            return add_programme_entry(spent, helen, nursery=house.nursery, now=NOW)

    _closed, entered = at_once(close, enter)
    assert isinstance(entered, Refused)
    assert entered.refusal.code == "closed_term"
    with nursery_scope(house.nursery):
        assert not ProgrammeEntry.objects.exists()
