"""Choosing how one is told while a worker is at a message, and twice at once (real transactions)."""

import datetime as dt
import threading

import pytest
from django.db import transaction

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions.claiming import claim_messages, held
from reminders.actions.handing import Desk
from reminders.actions.preferring import keep_wishes
from reminders.models import Channel, Message, MessageStatus, Preference, Reach
from reminders.queries.preferences import Kept
from reminders.rules.choices import Choice
from reminders.rules.timing import Quiet
from reminders.transactions import own_transaction
from tests.builders import NOW, House
from tests.reminders.conftest import Tell, at_once
from tests.reminders.test_claiming import somebody_waits_for_a_lock


@pytest.fixture(autouse=True)
def _kinds(settings) -> None:
    settings.REMINDER_KINDS = ["tests.reminders.chosen_kinds"]


@pytest.fixture
def amara(people: list[Person]) -> Person:
    return people[0]


def the_message(house: House) -> Message:
    with nursery_scope(house.nursery):
        return Message.objects.get()


def test_what_a_worker_has_handed_over_is_its_own_to_finish(house: House, amara: Person, tell: Tell) -> None:
    tell("words", amara, kind="tests.plain")
    with own_transaction(house.nursery):
        [claim] = claim_messages(NOW)
    with Desk(house.nursery) as desk:
        assert desk.hand_over([claim], Channel.EMAIL)
    with nursery_scope(house.nursery):
        keep_wishes(amara, Kept(kinds={"tests.plain": Choice(())}), nursery=house.nursery, now=NOW)
    assert the_message(house).status == MessageStatus.WAITING


def test_a_worker_that_claimed_it_finds_it_turned_off(house: House, amara: Person, tell: Tell) -> None:
    tell("words", amara, kind="tests.plain")
    with own_transaction(house.nursery):
        [claim] = claim_messages(NOW)
    with nursery_scope(house.nursery):
        keep_wishes(amara, Kept(kinds={"tests.plain": Choice(())}), nursery=house.nursery, now=NOW)
    with own_transaction(house.nursery):
        assert held([claim], dt.timedelta()) == []
    assert the_message(house).status == MessageStatus.UNWANTED


def test_saving_waits_for_a_worker_that_is_just_writing_it_which_then_leaves_it(
    house: House, amara: Person, tell: Tell
) -> None:
    """Never both sent and unwanted, never neither."""
    tell("words", amara, kind="tests.plain")
    with own_transaction(house.nursery):
        [claim] = claim_messages(NOW)

    def save() -> None:
        with transaction.atomic(), nursery_scope(house.nursery):
            keep_wishes(amara, Kept(kinds={"tests.plain": Choice(())}), nursery=house.nursery, now=NOW)

    with own_transaction(house.nursery):
        assert len(held([claim], dt.timedelta())) == 1
        saving = threading.Thread(target=lambda: at_once(save))
        saving.start()
        assert somebody_waits_for_a_lock()
    saving.join(30)
    with Desk(house.nursery) as desk:
        assert not desk.hand_over([claim], Channel.EMAIL)
    kept = the_message(house)
    assert (kept.status, kept.handed_at) == (MessageStatus.UNWANTED, None)


def test_two_saves_at_once_leave_one_row_a_kind(house: House, amara: Person) -> None:
    def save(channel: Channel) -> None:
        with transaction.atomic(), nursery_scope(house.nursery):
            wanted = Kept(quiet=Quiet(dt.time(20), dt.time(6)), kinds={"tests.plain": Choice((channel,))})
            keep_wishes(amara, wanted, nursery=house.nursery, now=NOW)

    assert at_once(lambda: save(Channel.EMAIL), lambda: save(Channel.PUSH)) == [None, None]
    with nursery_scope(house.nursery):
        assert Preference.objects.count() == 1
        assert Reach.objects.count() == 1
