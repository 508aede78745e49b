"""Several people confirm the same hours at the same moment: first the race, then the cure (real transactions)."""

import threading
from decimal import Decimal

import pytest
from django.db import transaction

from nursery.models import Term
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from nursery.settled import settle_alone
from rota.actions.contributions import confirm_contribution, decline_contribution, log_contribution
from rota.models import Contribution, HistoryEntry
from rota.rules.contributions import Given, confirming_refusal
from tests.builders import NOW, TODAY, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def house_with_hours() -> tuple[House, Contribution, list]:
    house = House()
    with nursery_scope(house.nursery):
        given = Contribution.objects.create(
            nursery=house.nursery, date=TODAY, person=house.parent(), duty=house.food, hours=2
        )
        return house, given, [house.manager(), house.person("Kim Lee", "trustee"), house.parent("Bo Berg")]


def test_without_the_lock_each_is_told_that_they_confirmed_it():
    """The race: all ask the rule before any writes; the last to write stands as the one who confirmed."""
    house, given, people = house_with_hours()
    all_asked = threading.Barrier(len(people))

    def confirm_without_lock(person):
        with nursery_scope(house.nursery):
            found = Contribution.objects.select_related("person").get(pk=given.pk)
            refusal = confirming_refusal(found, person, house.term)
            all_asked.wait(10)
            found.confirmed, found.confirmed_by, found.confirmed_at = True, person, NOW
            found.save()
            return refusal

    assert at_once(*(lambda p=p: confirm_without_lock(p) for p in people)) == [None, None, None]


def test_with_the_lock_one_confirms_and_the_others_read_who_did():
    """The cure."""
    house, given, people = house_with_hours()
    ready = threading.Barrier(len(people))

    def confirm(person):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return confirm_contribution(given, person, nursery=house.nursery, now=NOW)

    results = at_once(*(lambda p=p: confirm(p) for p in people))
    (confirmed,) = [result for result in results if isinstance(result, Contribution)]
    refused = [result for result in results if isinstance(result, Refused)]
    assert [each.refusal.code for each in refused] == ["confirmed", "confirmed"]
    with nursery_scope(house.nursery):
        assert Contribution.objects.get().confirmed_by == confirmed.confirmed_by
        assert [entry.actor for entry in HistoryEntry.objects.all()] == [confirmed.confirmed_by]


def test_one_who_confirms_and_one_who_declines_do_not_both_have_their_way():
    house, given, (manager, trustee, _parent) = house_with_hours()
    ready = threading.Barrier(2)

    def decide(act, person):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return act(given, person, nursery=house.nursery, now=NOW)

    results = at_once(lambda: decide(confirm_contribution, manager), lambda: decide(decline_contribution, trustee))
    assert sum(isinstance(result, Contribution) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 1


def test_a_form_sent_twice_at_once_is_logged_once():
    house = House()
    with nursery_scope(house.nursery):
        me = house.parent()
    ready = threading.Barrier(2)

    def log():
        with nursery_scope(house.nursery):
            ready.wait(10)
            return log_contribution(Given(TODAY, house.food, Decimal(2)), me, nursery=house.nursery, now=NOW)

    results = at_once(log, log)
    assert sum(isinstance(result, Contribution) for result in results) == 1
    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert refused.refusal.code == "same"


def test_whoever_confirms_while_the_term_closes_waits_and_reads_that_it_is_closed():
    house, given, (manager, *_others) = house_with_hours()
    closing, confirming = threading.Event(), threading.Event()

    def close():
        with nursery_scope(house.nursery), transaction.atomic():
            settle_alone(house.nursery)
            closing.set()
            confirming.wait(10)
            Term.objects.filter(pk=house.term.pk).update(closed_at=NOW)

    def confirm():
        with nursery_scope(house.nursery):
            closing.wait(10)
            confirming.set()
            return confirm_contribution(given, manager, nursery=house.nursery, now=NOW)

    _closed, confirmed = at_once(close, confirm)
    assert isinstance(confirmed, Refused)
    assert confirmed.refusal.code == "closed_term"
