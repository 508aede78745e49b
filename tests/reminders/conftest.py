"""A real mail server, a real Redis, and a nursery whose people can be written to."""

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.db import connection, connections

from accounts.models import Person
from nursery.celery import app
from nursery.scope import nursery_scope
from reminders import waking
from reminders.actions import queue_message
from reminders.models import Reach
from tests.builders import NOW, House
from tests.databases import SECRET
from tests.reminders.kinds import NOTE
from tests.reminders.postbox import Postbox, free_port, mail_server
from tests.reminders.programs import Redis


@pytest.fixture(autouse=True)
def _engine_alone(settings, monkeypatch) -> None:
    """The engine's own kinds, and no memory of a queue that another test sent away."""
    settings.REMINDER_KINDS = ["tests.reminders.kinds"]
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    monkeypatch.setattr(waking, "_quiet_until", 0.0)


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """A mail server on loopback, to which Django's own SMTP backend sends."""
    postbox = Postbox()
    server = mail_server(postbox)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 20
    yield postbox
    server.stop()


def broker_at(monkeypatch, url: str) -> None:
    for key in ("broker_url", "broker_write_url", "broker_read_url"):
        monkeypatch.setitem(app.conf, key, url)
    monkeypatch.setitem(app.conf, "broker_transport_options", {"socket_timeout": 3, "socket_connect_timeout": 1})


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory) -> Iterator[str]:
    """A Redis for the whole run."""
    server = Redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server.url
    server.kill()


@pytest.fixture
def redis_queue(redis_url: str, monkeypatch) -> "redis.Redis":
    """Celery's broker is the real Redis, emptied."""
    broker_at(monkeypatch, redis_url)
    client = redis.Redis.from_url(redis_url)
    client.flushall()
    return client


@pytest.fixture
def away(monkeypatch) -> None:
    """Nothing listens where Redis should be."""
    broker_at(monkeypatch, f"redis://127.0.0.1:{free_port()}/0")


@pytest.fixture
def house(transactional_db, away) -> House:
    """A nursery outside any transaction, as a worker meets it."""
    return House()


@pytest.fixture
def surroundings(postbox: Postbox, settings) -> dict[str, str]:
    """For a program of its own on the test's database and mail server."""
    at = connection.settings_dict
    server = f"{at['USER']}@{quote(at['HOST'], safe='')}:{at['PORT'] or ''}"
    return os.environ | {
        "DATABASE_URL": f"postgresql://{server}/{at['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
        "SECRET_KEY": SECRET,
        "TURNABOUT_VAR": str(settings.VAR_DIR),
        "DJANGO_SETTINGS_MODULE": "tests.reminders.worker_settings",
    }


Tell = Callable[..., int]


@pytest.fixture
def tell(house: House) -> Tell:
    """`tell("words", person, …)`: queue a note to each person, in a transaction that is committed."""

    def queue(
        subject: str,
        *people: Person,
        in_house: House = house,
        kind: str = NOTE,
        occasion: str = "",
        at: dt.datetime = NOW,
        urgent: bool = False,
    ) -> int:
        with nursery_scope(in_house.nursery):
            return queue_message(
                nursery=in_house.nursery,
                kind=kind,
                people=people,
                subject=subject,
                occasion=occasion,
                due_at=at,
                now=at,
                urgent=urgent,
            )

    return queue


@pytest.fixture
def people(house: House) -> list[Person]:
    with nursery_scope(house.nursery):
        return [house.parent(name, email=f"{name.split()[0].lower()}@example.org") for name in NAMES]


@pytest.fixture
def sleepless(house: House, people: list[Person]) -> None:
    """The `people` have no quiet hours: for what runs by the real clock, at whatever hour."""
    noon = dt.time(12)
    with nursery_scope(house.nursery):
        Reach.objects.bulk_create(
            Reach(nursery=house.nursery, person=person, quiet_from=noon, quiet_until=noon) for person in people
        )


def at_once(*works: Callable[[], object]) -> list[object]:
    results: list[object] = [None] * len(works)

    def run(index: int, work: Callable[[], object]) -> None:
        try:
            results[index] = work()
        except Exception as error:  # noqa: BLE001 - the test looks at whatever came
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


NAMES = ("Amara Okafor", "Tomasz Nowak", "Helen Tanaka")
