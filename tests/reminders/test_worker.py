"""The whole way: an action commits, Redis wakes a real Celery worker, the mail server has the letter."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings

from nursery.scope import nursery_scope
from reminders.models import Message, MessageStatus
from tests.builders import House
from tests.reminders.postbox import Postbox


@pytest.fixture
def worker(house: House, surroundings: dict[str, str], redis_url: str, redis_queue) -> Iterator[subprocess.Popen[str]]:
    program = [sys.executable, "-m", "celery", "-A", "nursery.celery", "worker", "-l", "info", "-c", "1"]
    process = subprocess.Popen(
        [*program, "--without-gossip", "--without-mingle", "--without-heartbeat"],
        env=surroundings | {"REDIS_URL": redis_url},
        cwd=django_settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if " ready." in line:
            break
    else:
        raise AssertionError("The worker ended before it was ready.")
    yield process
    process.kill()
    process.communicate(timeout=30)


@pytest.mark.usefixtures("sleepless")
def test_a_queued_message_is_sent_at_once_by_a_worker(
    house: House, tell, people, postbox: Postbox, worker: subprocess.Popen[str]
):
    tell("supper", people[0])
    mail = postbox.mails.get(timeout=60)
    assert (mail.to, mail.subject) == ("amara@example.org", "supper")
    worker.send_signal(signal.SIGTERM)  # it finishes what it is at, and goes
    worker.communicate(timeout=60)
    with nursery_scope(house.nursery):
        assert Message.objects.get().status == MessageStatus.SENT
