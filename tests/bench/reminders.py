"""How fast what is due leaves the house: ten thousand reminders to a mail server on loopback, against smtplib alone."""

import asyncio
import datetime as dt
import multiprocessing
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from multiprocessing.queues import Queue
from time import perf_counter, process_time
from typing import Any

import psutil
from django.db import connections

from nursery import garbage
from tests.bench.crowd import make_crowd
from tests.bench.figures import row, title

_NURSERIES = 230  # in each, some forty-five messages are due by the evening
_ONE_S_SHARE = 60.0  # seconds that one worker process has for itself; two share what it leaves
_EVENING = dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.UTC)  # winter: the wall's clock is UTC


class _Taking:
    """A mail server's part: takes every letter and keeps none."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 taken"


def _serve(port: "Queue[int]") -> None:
    """In a process of its own, as a mail server is."""
    from aiosmtpd.smtp import SMTP  # noqa: PLC0415 - not wanted in the process that starts it

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: SMTP(_Taking()), "127.0.0.1", 0)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


@contextmanager
def _mail_server() -> Iterator[int]:
    """Its port, to which Django's own SMTP backend sends meanwhile."""
    from django.conf import settings  # noqa: PLC0415

    start = multiprocessing.get_context("spawn")
    ports: Queue[int] = start.Queue()
    server = start.Process(target=_serve, args=[ports], daemon=True)
    server.start()
    try:
        port = ports.get(timeout=60)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield port
    finally:
        server.terminate()


def delivering() -> None:
    from nursery.models import Nursery  # noqa: PLC0415 - models are there after django.setup()
    from reminders.actions import deliver_waiting, plan_everything  # noqa: PLC0415

    title("Ten thousand reminders to a mail server on loopback")
    make_crowd(_EVENING - dt.timedelta(hours=1), nurseries=_NURSERIES)
    plan_everything(_EVENING, seconds=600)
    with _mail_server() as port:
        mails = _some_mails(list(Nursery.objects.filter(slug__startswith="crowd-")[:20]))
        row("a mail", f"{sum(len(mail) for _, mail in mails) / len(mails) / 1000:.1f} kB")
        alone = [_smtplib_alone(port, mails)]
        process = psutil.Process()
        garbage.settle()  # as nursery/celery.py does
        deliver_waiting(_EVENING, seconds=1)  # what is opened and read once
        before, began, began_cpu = process.memory_info().rss, perf_counter(), process_time()
        tally = deliver_waiting(_EVENING, seconds=_ONE_S_SHARE)
        took, cpu = perf_counter() - began, process_time() - began_cpu
        grown = (process.memory_info().rss - before) / 1e6
        alone.append(_smtplib_alone(port, mails))
        sent_by_two, took_two = _two_workers()
    assert tally.sent and not tally.put_off and not tally.parked, tally
    rate, against = tally.sent / took, sum(alone) / 2
    row("smtplib alone, before and after", " and ".join(f"{each:.0f}" for each in alone) + " a second")
    row("one worker process", f"{rate:.0f} a second, {cpu / tally.sent * 1000:.2f} ms of CPU each")
    row("against smtplib", f"{rate / against:.2f}", "aim: at least 0.8")
    row(f"memory over {tally.sent:,}", f"{grown:+.1f} MB", "aim: flat")
    row("two worker processes, the rest", f"{sent_by_two / took_two:.0f} a second, {sent_by_two:,} messages")


def _two_workers() -> tuple[int, float]:
    """How many two processes send of what is left, and in how many seconds."""
    fork = multiprocessing.get_context("fork")
    sent: Queue[int] = fork.Queue()
    connections.close_all()
    began = perf_counter()
    workers = [fork.Process(target=_one_of_two, args=[sent]) for _ in range(2)]
    for worker in workers:
        worker.start()
    total = sum(sent.get(timeout=1200) for _ in workers)
    took = perf_counter() - began
    for worker in workers:
        worker.join()
    return total, took


def _one_of_two(sent: "Queue[int]") -> None:
    from reminders.actions import deliver_waiting  # noqa: PLC0415

    sent.put(deliver_waiting(_EVENING, seconds=1000).sent)
    connections.close_all()


def _some_mails(nurseries: Sequence[Any]) -> list[tuple[str, bytes]]:
    """Real ones of what is due, whole, with whom they are to."""
    from reminders.actions import to_be_sent  # noqa: PLC0415
    from reminders.channels.email import mail_of  # noqa: PLC0415
    from reminders.transactions import own_transaction  # noqa: PLC0415

    found = []
    for nursery in nurseries:
        with own_transaction(nursery):
            for message, letter in to_be_sent(nursery, _EVENING):
                mail = mail_of(letter, nursery=nursery, person=message.person, public_id=message.public_id)
                found.append((mail.to[0], mail.message().as_bytes().replace(b"\n", b"\r\n")))
    return found


def _smtplib_alone(port: int, mails: Sequence[tuple[str, bytes]], count: int = 3000) -> float:
    """How many of them it hands over a second, on one connection, with nothing else to do."""
    with smtplib.SMTP("127.0.0.1", port) as server:
        began = perf_counter()
        for to, mail in islice(cycle(mails), count):
            server.sendmail("rota@example.org", [to], mail)
        return count / (perf_counter() - began)


PARTS = {"reminders": delivering}
