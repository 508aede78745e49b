"""A rate is added while its term is being closed (real transactions): first the race, then the cure."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import transaction

from costs.actions.rates import RateEntry, add_rate, rate_entry_refusal
from costs.models import Change, Rate
from nursery.models import Term
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from nursery.settled import settle_alone
from tests.builders import NOW, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def entry(wage: str = "13.25") -> RateEntry:
    nought = Decimal(0)
    return RateEntry(
        "care", "", dt.date(2026, 4, 1), Decimal(wage), nought, nought, nought, None, "Pay scale 2026-27", "", ""
    )


def test_without_the_lock_a_rate_slips_under_the_figures_that_are_being_settled():
    """The race: the rule is asked before the term is closed, the rate is written after."""
    house = House()
    asked, closed = threading.Event(), threading.Event()

    def add_without_lock():
        with nursery_scope(house.nursery):
            refusal = rate_entry_refusal(entry())
            asked.set()
            closed.wait(10)
            Rate.objects.create(nursery=house.nursery, **entry().values)
            return refusal

    def close():
        asked.wait(10)
        with nursery_scope(house.nursery):
            Term.objects.update(closed_at=NOW)
        closed.set()

    assert at_once(add_without_lock, close) == [None, None]
    with nursery_scope(house.nursery):
        assert Rate.objects.exists()


def test_with_the_lock_whoever_comes_while_a_term_is_being_closed_is_refused():
    """The cure: adding waits for the closing, and then sees it."""
    house = House()
    with nursery_scope(house.nursery):
        adam = house.person("Adam Goldberg", "treasurer")
    closing = threading.Event()

    def close():
        with nursery_scope(house.nursery), transaction.atomic():
            settle_alone(house.nursery)
            closing.set()
            Term.objects.update(closed_at=NOW)

    def add():
        closing.wait(10)
        with nursery_scope(house.nursery):
            return add_rate(entry(), adam, nursery=house.nursery, now=NOW)

    _none, refused = at_once(close, add)
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "closed_term"
    with nursery_scope(house.nursery):
        assert not Rate.objects.exists()


def test_of_two_who_add_the_same_day_one_is_told():
    house = House()
    with nursery_scope(house.nursery):
        adam = house.person("Adam Goldberg", "treasurer")
    ready = threading.Barrier(2)

    def add(wage: str):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return add_rate(entry(wage), adam, nursery=house.nursery, now=NOW)

    results = at_once(lambda: add("13.25"), lambda: add("13.50"))
    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert refused.refusal.code == "same_day"
    with nursery_scope(house.nursery):
        assert Rate.objects.count() == Change.objects.count() == 1
