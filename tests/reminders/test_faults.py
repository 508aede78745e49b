"""A thousand messages while whoever carries them is killed at random: none is lost, and none is doubled but where a
worker died between the mail server's yes and the mark, which the outbox itself counts.

The seed is printed; TURNABOUT_FAULT_SEED=… takes the same faults in the same order again (not at the same instants:
those are the machine's).
"""

import datetime as dt
import os
import queue
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import redis

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions import queue_message
from reminders.channels import message_id
from reminders.models import Message, MessageStatus, Reach
from tests.builders import House
from tests.reminders.conftest import broker_at
from tests.reminders.fault_kinds import BEGAN, ROUNDS
from tests.reminders.kinds import NOTE
from tests.reminders.postbox import Mail, Postbox
from tests.reminders.programs import Program, Redis, beat, lapsed, worker

NURSERIES, PEOPLE, ACTIONS = 3, 10, 70
MESSAGES = PEOPLE * (ACTIONS + NURSERIES * ROUNDS)
FAULTS = {"worker": 5, "child": 6, "at the yes": 6, "beat": 2, "redis": 3, "flush": 3}
PATIENCE = 300.0  # seconds for the last to come, when all live again: what is too slow here is lost


@dataclass
class Site:
    """Everything that carries messages, in the hands of somebody who breaks it."""

    chance: random.Random
    postbox: Postbox
    redis: Redis
    workers: list[Program]
    beats: list[Program]
    worker_kills: int = 0
    came: list[Mail] = field(default_factory=list)

    def start(self) -> None:
        self.redis.start()
        for program in (*self.workers, *self.beats):
            program.start()

    def stop(self) -> None:
        for program in (*self.beats, *self.workers):
            program.kill()
        self.redis.kill()

    def wait_for_mail(self, more: int, seconds: float) -> bool:
        """Until so many more have come, but not for ever; whether they have."""
        ends = time.monotonic() + seconds
        for _ in range(more):
            try:
                self.came.append(self.postbox.mails.get(timeout=max(0.0, ends - time.monotonic())))
            except queue.Empty:
                return False
        return True

    def break_something(self, what: str) -> None:
        match what:
            case "worker":
                self.worker_kills += 1
                self.chance.choice(self.workers).restart()
            case "child":
                self.worker_kills += self.chance.choice(self.workers).kill_a_child()
            case "at the yes":
                self.postbox.on_mail = self._kill_children_once
            case "beat":
                self.chance.choice(self.beats).restart()
            case "redis":
                self.redis.kill()
                self.wait_for_mail(30, self.chance.uniform(0, 2))
                self.redis.start()
            case "flush":
                redis.Redis.from_url(self.redis.url).flushall()

    def _kill_children_once(self, mail: Mail) -> None:
        """Whoever has just given this letter to the mail server never hears its yes."""
        self.postbox.on_mail = None
        for program in self.workers:
            self.worker_kills += program.kill_a_child()


@pytest.fixture
def seed() -> int:
    seed = int(os.environ.get("TURNABOUT_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    sys.stdout.write(f"TURNABOUT_FAULT_SEED={seed}\n")
    return seed


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    logs = tmp_path / "logs"
    logs.mkdir()
    return logs


@pytest.fixture
def site(
    seed: int, house: House, postbox: Postbox, surroundings: dict[str, str], logs: Path, monkeypatch
) -> Iterator[Site]:
    server = Redis(logs)
    around = surroundings | {
        "DJANGO_SETTINGS_MODULE": "tests.reminders.fault_settings",
        "REDIS_URL": server.url,
        BEGAN: dt.datetime.now(dt.UTC).isoformat(),
    }
    broker_at(monkeypatch, server.url)
    site = Site(
        random.Random(seed),
        postbox,
        server,
        [worker(name, around, logs) for name in ("worker-a", "worker-b")],
        [beat(name, around, logs) for name in ("beat-a", "beat-b")],
    )
    yield site
    site.stop()


def crowd(house: House) -> list[Person]:
    """Ten people who may be written to at any hour, whatever the clock of whoever runs this says."""
    with nursery_scope(house.nursery):
        people = [
            house.parent(f"Ines{number} Costa", email=f"ines{number}@{house.nursery.slug}.example.org")
            for number in range(PEOPLE)
        ]
        noon = dt.time(12)
        Reach.objects.bulk_create(
            Reach(nursery=house.nursery, person=person, quiet_from=noon, quiet_until=noon) for person in people
        )
    return people


def act(house: House, people: list[Person], subject: str) -> None:
    now = dt.datetime.now(dt.UTC)
    with nursery_scope(house.nursery):
        queue_message(
            nursery=house.nursery, kind=NOTE, people=people, subject=subject, occasion="", due_at=now, now=now
        )


def waiting_in(houses: list[House]) -> int:
    found = 0
    for house in houses:
        with nursery_scope(house.nursery):
            found += Message.objects.exclude(status=MessageStatus.SENT).count()
    return found


def written_in(houses: list[House]) -> set[str]:
    """Every message of the outbox, by the Message-ID that its mail carries."""
    found = set()
    for house in houses:
        with nursery_scope(house.nursery):
            found |= {message_id(public_id) for public_id in Message.objects.values_list("public_id", flat=True)}
    return found


def in_any_order(chance: random.Random, site: Site, acts: Sequence[Callable[[], None]]) -> list[Callable[[], None]]:
    """The actions and the faults among them, neither all at the beginning nor all at the end."""
    faults = [name for name, times in FAULTS.items() for _ in range(times)]
    chance.shuffle(faults)
    steps = list(acts)
    for fault in faults:
        steps.insert(chance.randrange(len(steps) // 10, len(steps)), partial(site.break_something, fault))
    return steps


def test_a_thousand_messages_outlive_killed_workers_beats_and_queue(
    site: Site, seed: int, house: House, logs: Path, postbox: Postbox
):
    houses = [house, *(House(slug=slug, name=slug.title()) for slug in ("clover", "foxglove"))]
    crowds = [crowd(one) for one in houses]
    site.start()
    first, *acts = (
        partial(act, houses[number % NURSERIES], crowds[number % NURSERIES], f"note {number}")
        for number in range(ACTIONS)
    )
    first()
    assert site.wait_for_mail(1, 60), "no worker has come up"

    for step in in_any_order(site.chance, site, acts):
        step()
        site.wait_for_mail(site.chance.randint(0, 25), site.chance.uniform(0, 0.6))
    postbox.on_mail = None

    ends = time.monotonic() + PATIENCE
    while waiting_in(houses) and time.monotonic() < ends:
        site.wait_for_mail(MESSAGES, 0.5)
    assert waiting_in(houses) == 0
    site.wait_for_mail(MESSAGES, 2.5)  # two more sweeps of each beat find nothing

    written = written_in(houses)
    copies = Counter(mail.message["Message-ID"] for mail in site.came)
    second = Counter({name: count - 1 for name, count in copies.items() if count > 1})
    # What the outbox says of itself, and what the mail server saw: lines that were cut after a letter was taken.
    foreseen = Counter(message_id(public_id) for public_id in lapsed(logs))
    cut_off = Counter(mail.message["Message-ID"] for mail in postbox.cut_off.values())
    told = (
        f"seed {seed}: {len(copies)} delivered, {len(written - copies.keys())} lost, {second.total()} second copies, "
        f"of which {(second & foreseen).total()} were foreseen "
        f"and {(second & cut_off).total()} came of a kill between send and mark; "
        f"{site.worker_kills} workers were killed, {cut_off.total()} of them at a letter"
    )
    sys.stdout.write(told + "\n")
    assert len(written) == MESSAGES, told
    assert copies.keys() == written, told
    assert second <= foreseen, told
    assert second <= cut_off, told
    assert second.total() <= site.worker_kills, told
