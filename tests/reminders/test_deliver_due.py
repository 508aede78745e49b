"""The sweep plans what the clock says is due from the present state, and sends it."""

import threading

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders import tasks
from reminders.actions import plan_everything
from reminders.models import Message
from tests.builders import NOW, House
from tests.reminders.conftest import at_once
from tests.reminders.postbox import Postbox


@pytest.fixture(autouse=True)
def _planned(settings) -> None:
    settings.REMINDER_KINDS = ["tests.reminders.planned_kinds"]


def test_planning_twice_says_it_once(house: House, people):
    assert plan_everything(NOW, seconds=10) == 3
    assert plan_everything(NOW, seconds=10) == 0


def test_two_beats_at_once_say_it_once(house: House, people):
    ready = threading.Barrier(2)

    def plan():
        ready.wait(20)
        return plan_everything(NOW, seconds=30)

    planned = at_once(plan, plan)
    assert sum(count for count in planned if isinstance(count, int)) == 3
    with nursery_scope(house.nursery):
        assert Message.objects.count() == 3


def test_a_kind_that_fails_holds_up_no_other(house: House, people, caplog):
    assert plan_everything(NOW, seconds=10) == 3
    assert "Kind tests.broken could not be planned for bluebell." in caplog.text


def test_a_nursery_that_fails_holds_up_no_other(house: House, people, caplog):
    broken = House(slug="clover", name="Clover")
    with nursery_scope(broken.nursery):
        broken.parent()
    Nursery.objects.filter(pk=broken.nursery.pk).update(timezone="Atlantis/Centre")
    assert plan_everything(NOW, seconds=10) == 3
    assert "Nothing can be planned for the nurseries in 'Atlantis/Centre'." in caplog.text


def test_somebody_who_has_left_is_left_out(house: House, people):
    with nursery_scope(house.nursery):
        Person.objects.filter(pk=people[0].pk).update(left=NOW.date().replace(day=1))
    assert plan_everything(NOW, seconds=10) == 2


def test_planning_asks_as_much_for_many_as_for_few(house: House, people):
    with CaptureQueriesContext(
        connection,
    ) as few:
        plan_everything(NOW, seconds=10)
    with nursery_scope(house.nursery):
        Message.objects.all().delete()
        for number in range(30):
            house.parent(f"Ines {number} Costa")
    with CaptureQueriesContext(connection) as many:
        assert plan_everything(NOW, seconds=10) == 33
    assert len(many) == len(few)


def test_the_sweep_plans_and_delivers_in_one_go(house: House, people, postbox: Postbox):
    with time_machine.travel(NOW):  # at night they would wait for quiet hours to end
        tasks.deliver_due()
        assert sorted(mail.to for mail in postbox.all()) == [
            "amara@example.org",
            "helen@example.org",
            "tomasz@example.org",
        ]
        tasks.deliver_due()
        assert postbox.all() == []


def test_the_sweep_finds_what_no_worker_was_woken_for(house: House, tell, people, postbox: Postbox, settings):
    settings.REMINDER_KINDS = ["tests.reminders.kinds"]
    tell("supper", people[0])
    with time_machine.travel(NOW):
        tasks.deliver_due()
    assert [mail.subject for mail in postbox.all()] == ["supper"]
