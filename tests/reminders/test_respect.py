"""What people asked for is looked at again when a message goes, for it may have waited since it was queued."""

import datetime as dt
from functools import partial

import pytest

from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.actions import Tally, deliver_waiting
from reminders.actions.sampling import send_sample
from reminders.kinds import kinds
from reminders.models import Message, MessageStatus, Preference, Reach
from reminders.rules.timing import QUIET_FROM, QUIET_UNTIL
from tests.builders import House
from tests.reminders.conftest import Tell
from tests.reminders.postbox import Postbox
from tests.reminders.test_claiming import let_leases_run_out

EVENING = dt.datetime(2026, 9, 30, 19, 58, tzinfo=dt.UTC)  # 20:58 in London
NIGHT = dt.datetime(2026, 9, 30, 20, 30, tzinfo=dt.UTC)
SEVEN = dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _kinds(settings) -> None:
    settings.REMINDER_KINDS = ["tests.reminders.chosen_kinds"]


@pytest.fixture
def queue(tell: Tell) -> Tell:
    """As `tell`, two minutes before it is quiet."""
    return partial(tell, kind="tests.plain", at=EVENING)


def the_message(house: House) -> Message:
    with nursery_scope(house.nursery):
        return Message.objects.get()


def deliver(at: dt.datetime) -> Tally:
    return deliver_waiting(at, seconds=20)


def test_what_no_worker_sent_in_time_waits_for_the_morning(house: House, people, queue: Tell, postbox: Postbox):
    queue("words", people[0])
    assert the_message(house).send_at == EVENING
    assert deliver(NIGHT) == Tally()
    waits = the_message(house)
    assert (waits.send_at, waits.attempts, waits.leased_until) == (SEVEN, 0, None)
    assert deliver(SEVEN) == Tally(sent=1)


def test_a_second_try_does_not_come_at_night(house: House, people, queue: Tell, postbox: Postbox):
    postbox.refuse["amara@example.org"] = "450 come back later"
    queue("words", people[0])
    assert deliver(EVENING) == Tally(put_off=1)
    postbox.refuse.clear()
    let_leases_run_out(house)
    assert deliver(NIGHT) == Tally()
    assert postbox.all() == []
    assert deliver(SEVEN) == Tally(sent=1)


def test_being_called_may_come_at_night_where_somebody_lets_it(house: House, people, queue: Tell, postbox: Postbox):
    with nursery_scope(house.nursery):
        Reach.objects.create(
            nursery=house.nursery,
            person=people[0],
            quiet_from=QUIET_FROM,
            quiet_until=QUIET_UNTIL,
            call_outs_pass=True,
        )
    queue("words", people[0], kind="tests.urgent", urgent=True)
    assert deliver(NIGHT) == Tally(sent=1)


def test_a_nursery_that_moves_east_is_asleep_earlier(house: House, people, queue: Tell, postbox: Postbox):
    queue("words", people[0])
    Nursery.objects.filter(pk=house.nursery.pk).update(timezone="Europe/Warsaw")
    assert deliver(EVENING) == Tally()  # two minutes to ten, there
    assert the_message(house).send_at == SEVEN - dt.timedelta(hours=1)


def test_what_somebody_no_longer_wants_is_not_sent_and_is_no_fault(house: House, people, queue: Tell, postbox: Postbox):
    """Kept by something that did not move what waits: a nursery file, say."""
    queue("words", people[0])
    with nursery_scope(house.nursery):
        Preference.objects.create(
            nursery=house.nursery, person=people[0], kind="tests.plain", channels=[], timing="at_once"
        )
    assert deliver(EVENING) == Tally()
    assert postbox.all() == []
    assert the_message(house).status == MessageStatus.UNWANTED


def test_what_somebody_asks_for_comes_at_once_at_any_hour(house: House, people, postbox: Postbox, settings):
    settings.REMINDER_KINDS = ["tests.reminders.chosen_kinds", "reminders.samples"]
    with nursery_scope(house.nursery):
        send_sample(kinds()["tests.plain"], people[0], nursery=house.nursery, now=NIGHT)
    assert deliver(NIGHT) == Tally(sent=1)
