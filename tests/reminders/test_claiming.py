"""Many workers, killed at any moment: each message is sent once, as far as SMTP allows (real transactions)."""

import datetime as dt
import subprocess
import sys
import threading
import time
from collections import Counter

from django.conf import settings as django_settings
from django.db import connection
from django.db.models.functions import Now

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions import Tally, deliver_waiting
from reminders.actions.claiming import TRIES, claim_messages, held, mark_dropped, put_off
from reminders.actions.handing import Desk
from reminders.models import Message, MessageStatus
from reminders.transactions import own_transaction
from tests.builders import NOW, House
from tests.reminders.conftest import at_once
from tests.reminders.postbox import Postbox


def let_leases_run_out(house: House) -> None:
    with nursery_scope(house.nursery):
        Message.objects.exclude(leased_until=None).update(leased_until=Now() - dt.timedelta(seconds=1))


def test_a_second_worker_passes_over_what_the_first_is_just_taking(house: House, tell, people):
    """The first has claimed and not yet committed; the second neither waits for it nor takes the same."""
    tell("supper", *people)
    first_has_claimed, second_is_done = threading.Event(), threading.Event()

    def first():
        with own_transaction(house.nursery):
            claims = claim_messages(NOW, limit=2)
            first_has_claimed.set()
            assert second_is_done.wait(20)
        return {claim.pk for claim in claims}

    def second():
        assert first_has_claimed.wait(20)
        with own_transaction(house.nursery):
            claims = claim_messages(NOW, limit=3)
        second_is_done.set()
        return {claim.pk for claim in claims}

    mine, theirs = at_once(first, second)
    assert isinstance(mine, set)
    assert isinstance(theirs, set)
    assert (len(mine), len(theirs)) == (2, 1)
    assert not mine & theirs


def test_what_a_worker_passes_over_stays_free_for_others(house: House, tell, people):
    """It only looked at the first person's, whom a third worker had; they are not locked by its having looked."""
    tell("supper", *people)
    with own_transaction(house.nursery):
        Person.objects.select_for_update(no_key=True).get(pk=people[0].pk)

        def second():
            with own_transaction(house.nursery):
                passed = claim_messages(NOW)
                return passed, at_once(third)[0]

        def third():
            with own_transaction(house.nursery):
                return list(Message.objects.select_for_update(nowait=True).filter(person=people[0]))

        (found,) = at_once(second)
    assert isinstance(found, tuple), found
    passed, free = found
    assert len(passed) == 2
    assert isinstance(free, list), free
    assert [message.person_id for message in free] == [people[0].pk]


def test_four_workers_at_once_send_each_message_once(house: House, tell, people, postbox: Postbox):
    for number in range(20):
        tell(f"supper {number}", *people)
    ready = threading.Barrier(4)

    def work():
        ready.wait(20)
        return deliver_waiting(NOW, seconds=60).sent

    sent = at_once(work, work, work, work)
    assert sum(count for count in sent if isinstance(count, int)) == 60
    copies = Counter((mail.to, mail.subject) for mail in postbox.all())
    assert len(copies) == 60
    assert set(copies.values()) == {1}


def test_a_lease_keeps_a_message_to_one_worker_until_it_runs_out(house: House, tell, people):
    tell("supper", people[0])
    with own_transaction(house.nursery):
        (first,) = claim_messages(NOW)
    with own_transaction(house.nursery):
        assert claim_messages(NOW) == []
    let_leases_run_out(house)
    with own_transaction(house.nursery):
        (second,) = claim_messages(NOW)
    assert (first.attempts, second.attempts) == (1, 2)
    assert not second.lapsed  # the first never handed it to anybody


def test_a_worker_that_was_too_slow_neither_sends_nor_judges(house: House, tell, people):
    tell("supper", people[0])
    with own_transaction(house.nursery):
        (slow,) = claim_messages(NOW)
    let_leases_run_out(house)
    with own_transaction(house.nursery):
        (quick,) = claim_messages(NOW)
        assert held([slow], dt.timedelta(0)) == []
        put_off([slow], "too slow")
        mark_dropped([slow])
        (kept,) = held([quick], dt.timedelta(0))
        assert (kept.status, kept.leased_until, kept.fault) == ("waiting", quick.leased_until, "")


def test_what_a_slow_worker_did_send_nobody_sends_again(house: House, tell, people):
    tell("supper", people[0])
    with own_transaction(house.nursery):
        (slow,) = claim_messages(NOW)
    let_leases_run_out(house)
    with own_transaction(house.nursery):
        (quick,) = claim_messages(NOW)
    with Desk(house.nursery) as desk:
        desk.taken([slow])
    with own_transaction(house.nursery):
        assert held([quick], dt.timedelta(0)) == []


def somebody_waits_for_a_lock() -> bool:
    """Asks until somebody stands at a lock in this database; not for ever."""
    ends = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else one transaction sees one moment
            cursor.execute(
                "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.rowcount:
                return True
    return False


def test_needed_again_just_as_a_worker_drops_it_it_is_not_lost(house: House, tell, people):
    """The worker has found it no longer needed and not yet committed that; the action that needs it again waits
    for the worker's word and then brings it back."""
    tell("supper", people[0])
    worker_decides = threading.Event()

    def drop():
        with own_transaction(house.nursery):
            (claim,) = claim_messages(NOW)
        with own_transaction(house.nursery):
            assert len(held([claim], dt.timedelta(0))) == 1
            worker_decides.set()
            assert somebody_waits_for_a_lock()
            mark_dropped([claim])

    def need_again():
        assert worker_decides.wait(20)
        return tell("supper", people[0])

    assert at_once(drop, need_again) == [None, 1]
    with nursery_scope(house.nursery):
        assert Message.objects.get().status == MessageStatus.WAITING


def test_a_message_that_kills_its_workers_is_parked(house: House, tell, people, postbox: Postbox):
    tell("supper", people[0])
    for _ in range(TRIES):
        with own_transaction(house.nursery):
            assert len(claim_messages(NOW)) == 1
        let_leases_run_out(house)
    assert deliver_waiting(NOW, seconds=10) == Tally()
    with nursery_scope(house.nursery):
        parked = Message.objects.get()
    assert parked.status == MessageStatus.PARKED
    assert parked.fault.startswith("Every worker")


def test_killed_between_the_send_and_the_mark_it_is_sent_again_and_counted(
    house: House, tell, people, postbox: Postbox, surroundings
):
    """SMTP promises no more: the server has said yes, the worker dies before it can write that down."""
    worker: subprocess.Popen[bytes]
    started = threading.Event()

    def kill(_mail) -> None:
        assert started.wait(20)
        worker.kill()
        worker.wait(20)
        postbox.on_mail = None

    postbox.on_mail = kill
    tell("supper", people[0])
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "send_reminders", "--now", NOW.isoformat()],
        env=surroundings,
        cwd=django_settings.BASE_DIR,
    )
    started.set()
    assert worker.wait(60) == -9
    first = postbox.mails.get(timeout=20)

    with nursery_scope(house.nursery):
        left = Message.objects.get(subject="supper")
        assert (left.status, left.attempts) == (MessageStatus.WAITING, 1)
    assert deliver_waiting(NOW, seconds=10) == Tally()  # the lease still holds
    let_leases_run_out(house)
    assert deliver_waiting(NOW, seconds=10) == Tally(sent=1, lapsed=1)
    second = postbox.mails.get(timeout=20)
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert deliver_waiting(NOW, seconds=10) == Tally()
