"""In which nurseries there is something to remind of: the only reads of the rota that look at all of them, by functions
of PostgreSQL's own which tell ids and nothing else (rota/migrations/0021)."""

import datetime as dt
from collections.abc import Mapping

from django.db import connection


def nurseries_to_remind(
    kind: str, untils: Mapping[str, dt.datetime], now: dt.datetime, *, notice: dt.timedelta | None = None
) -> list[int]:
    """Where somebody is booked on a shift that begins after `now` and by their time zone's instant of `untils`, and has
    not been told by this kind of message, whose occasion is the shift's day. With `notice` only bookings made so long
    before the shift count. One query, from indexes alone; it may name a nursery too many and misses none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nursery_id FROM rota_reminders_due(%s, %s, %s::timestamptz[], make_interval(secs => %s), %s)",
            [kind, list(untils), list(untils.values()), None if notice is None else notice.total_seconds(), now],
        )
        return [nursery for (nursery,) in cursor.fetchall()]


def nurseries_with_a_wave_due(now: dt.datetime) -> list[int]:
    """Where a request or a call-out is to ask the next people, or is over and has to be ended. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nursery_id FROM rota_waves_due(%s)", [now])
        return [nursery for (nursery,) in cursor.fetchall()]
