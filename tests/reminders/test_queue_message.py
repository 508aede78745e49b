"""An action writes what is to be said, in its own transaction; waking a worker never costs it anything."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.db import transaction

from nursery.scope import nursery_scope
from reminders.actions import deliver_waiting, queue_message
from reminders.models import Message, MessageStatus
from tests.builders import NOW, House
from tests.reminders.conftest import broker_at
from tests.reminders.kinds import NOTE


def test_each_person_gets_a_message_of_their_own(house: House, tell, people):
    assert tell("supper", *people) == 3
    with nursery_scope(house.nursery):
        assert {m.person for m in Message.objects.filter(status=MessageStatus.WAITING)} == set(people)


def test_the_same_thing_is_said_once(house: House, tell, people):
    tell("supper", people[0])
    assert tell("supper", *people) == 2
    with nursery_scope(house.nursery):
        assert Message.objects.count() == 3


def test_another_occasion_is_another_message(tell, people):
    tell("supper", people[0], occasion="2026-10-07")
    assert tell("supper", people[0], occasion="2026-10-14") == 1


def test_naming_somebody_twice_tells_them_once(tell, people):
    assert tell("supper", people[0], people[0]) == 1


def test_an_action_that_is_rolled_back_says_nothing(house: House, people, redis_queue):
    with transaction.atomic(), nursery_scope(house.nursery):
        queue_message(nursery=house.nursery, kind=NOTE, people=people, subject="s", occasion="", due_at=NOW, now=NOW)
        transaction.set_rollback(True)
    with nursery_scope(house.nursery):
        assert not Message.objects.exists()
    assert redis_queue.llen("celery") == 0


def test_a_worker_is_woken_when_the_action_is_committed_and_not_before(house: House, people, redis_queue):
    with transaction.atomic(), nursery_scope(house.nursery):
        queue_message(nursery=house.nursery, kind=NOTE, people=people, subject="s", occasion="", due_at=NOW, now=NOW)
        assert redis_queue.llen("celery") == 0
    assert redis_queue.llen("celery") == 1


def test_nobody_is_woken_when_there_is_nothing_new_to_say(tell, people, redis_queue):
    tell("supper", people[0])
    redis_queue.flushall()
    tell("supper", people[0])
    assert redis_queue.llen("celery") == 0


def test_a_message_that_was_dropped_and_is_needed_again_waits_again(house: House, tell, people, postbox):
    tell("gone fishing", people[0])
    deliver_waiting(NOW, seconds=10)
    with nursery_scope(house.nursery):
        assert Message.objects.get().status == MessageStatus.DROPPED
    assert tell("gone fishing", people[0]) == 1
    with nursery_scope(house.nursery):
        assert Message.objects.get().status == MessageStatus.WAITING


def test_a_message_that_was_sent_is_not_sent_again(tell, people, postbox):
    tell("supper", people[0])
    deliver_waiting(NOW, seconds=10)
    assert tell("supper", people[0]) == 0
    deliver_waiting(NOW, seconds=10)
    assert [mail.to for mail in postbox.all()] == ["amara@example.org"]


@pytest.fixture(params=["closed", "silent", "swallowing"])
def absent_redis(request, monkeypatch) -> Iterator[None]:
    """A port that is closed; one that takes connections and never answers; one that swallows every packet."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    callers = []
    if request.param == "silent":
        listener.listen(50)
    elif request.param == "swallowing":
        listener.listen(0)
        for _ in range(4):  # a full backlog leaves further callers without any answer
            caller = socket.socket()
            caller.setblocking(False)
            caller.connect_ex(listener.getsockname())
            callers.append(caller)
    broker_at(monkeypatch, f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
    yield
    for each in (*callers, listener):
        each.close()


def test_with_redis_away_the_page_hardly_waits_and_the_sweep_delivers(tell, people, postbox, absent_redis, caplog):
    began = time.monotonic()
    assert tell("supper", people[0]) == 1
    assert time.monotonic() - began < 1.5
    assert "No worker could be woken" in caplog.text
    deliver_waiting(NOW, seconds=10)
    assert [mail.subject for mail in postbox.all()] == ["supper"]


def test_with_redis_away_only_the_first_page_waits_at_all(tell, people, absent_redis):
    tell("supper", people[0])
    began = time.monotonic()
    for number in range(20):
        tell(f"supper {number}", people[0])
    assert time.monotonic() - began < 1.5
