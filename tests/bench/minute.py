"""What a minute's planning takes for a thousand nurseries: an ordinary one, six in the evening, six in the morning."""

import datetime as dt
from time import perf_counter

import psutil
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.crowd import make_crowd
from tests.bench.figures import row, spread, title

_NURSERIES = 1000


def planning_minute() -> None:
    from django.conf import settings  # noqa: PLC0415 - models are there after django.setup()

    from reminders.actions import plan_everything  # noqa: PLC0415
    from reminders.kinds import kinds  # noqa: PLC0415

    title(f"A minute's planning for {_NURSERIES:,} nurseries of 60 families")
    # A Tuesday morning in winter: the wall's clock is UTC. What fell due until now has been told.
    now = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
    make_crowd(now, nurseries=_NURSERIES)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM nursery_nursery), (SELECT reltuples::bigint FROM pg_class WHERE relname ="
            " 'rota_booking'), (SELECT reltuples::bigint FROM pg_class WHERE relname = 'reminders_message')"
        )
        row("nurseries, bookings, messages there", ", ".join(f"{count:,}" for count in cursor.fetchone()))
    row("kinds that the clock plans", str(sum(kind.is_planned for kind in kinds().values())))
    assert settings.REMINDER_KINDS
    _one(now, "the day's first look at the daily kinds, late")
    times = []
    for minute in range(1, 11):
        with CaptureQueriesContext(connection) as seen:
            began = perf_counter()
            planned = plan_everything(now + dt.timedelta(minutes=minute), seconds=600)
            times.append((perf_counter() - began) * 1000)
        assert planned == 0, planned
    row("an ordinary minute, ten times", spread(times), "aim: under 1 s")
    row("an ordinary minute: queries", str(len(seen)))
    evening = now.replace(hour=18)
    _one(evening, "six in the evening: everybody is reminded of tomorrow")
    _one(now.replace(hour=6) + dt.timedelta(days=1), "six in the morning: the daily kinds")


def _one(moment: dt.datetime, label: str) -> None:
    from reminders.actions import plan_everything  # noqa: PLC0415

    process = psutil.Process()
    before = process.memory_info().rss
    began = perf_counter()
    planned = plan_everything(moment, seconds=600)
    took = perf_counter() - began
    grown = (process.memory_info().rss - before) / 1e6
    row(label, f"{took:.1f} s, {planned:,} messages, memory {grown:+.0f} MB")


PARTS = {"minute": planning_minute}
