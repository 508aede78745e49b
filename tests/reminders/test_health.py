"""When `/healthz` says that reminders stand still, and when it does not."""

import datetime as dt

import pytest
import time_machine
from django.db.models.functions import Now

from nursery.dates import now as clock
from nursery.scope import nursery_scope
from reminders import health
from reminders.actions import deliver_waiting, note_sweep
from reminders.models import Message, Sweep
from reminders.tasks import deliver_due
from tests.builders import House
from tests.reminders.postbox import Postbox, free_port

MINUTE = dt.timedelta(minutes=1)


def waiting_since(house: House, people, ago: dt.timedelta, **fields) -> Message:
    with nursery_scope(house.nursery):
        moment = clock() - ago
        return Message.objects.create(
            nursery=house.nursery,
            kind="tests.note",
            person=people[0],
            subject="supper",
            due_at=moment,
            send_at=moment,
            queued_at=moment,
            **fields,
        )


def lease(message: Message, house: House, ends_in: dt.timedelta) -> None:
    """As a worker takes it: by PostgreSQL's own clock."""
    with nursery_scope(house.nursery):
        Message.objects.filter(pk=message.pk).update(leased_until=Now() + ends_in, attempts=1)


def test_nothing_to_send_is_well(house: House):
    assert health.oldest_waiting() is None


def test_a_message_that_nobody_takes_turns_it_red_after_five_minutes(house: House, people):
    waiting_since(house, people, 4 * MINUTE)
    assert health.oldest_waiting() is None
    with time_machine.travel(clock() + 2 * MINUTE, tick=False):
        said = health.oldest_waiting()
    assert said is not None
    assert said.startswith("A message that may go has waited for 6 minutes, since 20")
    assert said.endswith("Look whether a worker runs and the mail server answers.")


def test_what_waits_for_the_morning_is_well(house: House, people):
    message = waiting_since(house, people, 60 * MINUTE)
    with nursery_scope(house.nursery):
        Message.objects.filter(pk=message.pk).update(send_at=clock() + 60 * MINUTE)
    assert health.oldest_waiting() is None


def test_one_put_off_because_its_address_fails_is_well_until_its_next_try_is_overdue(house: House, people):
    message = waiting_since(house, people, 60 * MINUTE)
    lease(message, house, 30 * MINUTE)
    assert health.oldest_waiting() is None
    lease(message, house, -4 * MINUTE)
    assert health.oldest_waiting() is None
    lease(message, house, -6 * MINUTE)
    assert "has waited for 6 minutes" in str(health.oldest_waiting())


@pytest.mark.usefixtures("sleepless")
def test_an_address_that_fails_while_a_worker_sends_to_others_never_turns_it_red(
    house: House, tell, people, postbox: Postbox
):
    """The real pipeline: the server says no for now to one address, and takes the others' letters."""
    postbox.refuse["amara@example.org"] = "451 not now"
    tell("supper", *people)
    deliver_waiting(clock(), seconds=20)
    assert len(postbox.all()) == 2
    assert health.oldest_waiting() is None


@pytest.mark.usefixtures("sleepless")
def test_a_mail_server_that_is_away_turns_it_red(house: House, tell, people, postbox: Postbox, settings):
    settings.EMAIL_PORT = free_port()
    tell("supper", *people)
    deliver_waiting(clock(), seconds=20)
    assert "has waited for" in str(health.oldest_waiting())


def test_another_nurserys_message_counts_and_nothing_of_it_is_told(house: House, people):
    other = House(slug="foxglove", name="Foxglove")
    with nursery_scope(other.nursery):
        stranger = other.parent("Rosa Lind")
    waiting_since(other, [stranger], 10 * MINUTE)
    said = str(health.oldest_waiting())
    assert "10 minutes" in said
    assert "Foxglove" not in said
    assert "Rosa" not in said


# --- Sweeps


@pytest.fixture
def _never_swept(house: House) -> None:
    Sweep.objects.all().delete()


@pytest.mark.usefixtures("_never_swept")
def test_a_site_whose_beat_never_began_is_found_out_although_nothing_waits():
    assert health.last_sweep() == "No reminders have ever been planned. Look whether a worker and beat run, or cron."


@pytest.mark.usefixtures("_never_swept")
def test_each_sweep_says_that_it_was_there(postbox: Postbox):
    deliver_due()
    deliver_due()
    assert Sweep.objects.count() == 1
    assert health.last_sweep() is None
    with time_machine.travel(clock() + 7 * MINUTE, tick=False):
        said = str(health.last_sweep())
    assert said.startswith("No reminders have been planned for 7 minutes, since 20")


@pytest.mark.usefixtures("_never_swept")
def test_a_beat_that_stopped_yesterday_is_said_in_hours():
    note_sweep(clock() - 26 * 60 * MINUTE)
    assert "for 26 hours" in str(health.last_sweep())
