"""What a monitor asks of all nurseries together: times and counts, and nothing that tells one from another."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min
from django.db.models.functions import Greatest

from nursery.crossing import Crossing, crossing
from reminders.models import Message, Sweep
from reminders.queries.outbox import waiting

WINDOW = dt.timedelta(hours=1)
_PATIENCE = "SET LOCAL statement_timeout = '5s'"


@dataclass(frozen=True, slots=True)
class Count:
    """`what` is waiting, later (it may not go yet) or parked, which are states; or queued, sent, dropped, unwanted or
    failed, which are what happened in the window. `channel` is "" where none has anything to do with it."""

    what: str
    kind: str
    channel: str
    messages: int


def oldest_waiting(now: dt.datetime) -> dt.datetime | None:
    """Since when the oldest message that may go has been in nobody's hands (crossing: outbox).

    One that is put off because its address fails is held until its next try, and then waits from that moment: a fault
    of one address is not a worker's that has stopped.
    """
    with crossing(Crossing.OUTBOX):
        found: dt.datetime | None = Message.objects.filter(waiting(now)).aggregate(
            since=Min(Greatest("send_at", "leased_until"))
        )["since"]
    return found


def last_sweep() -> dt.datetime | None:
    """None where there has never been one, nor been waited for."""
    return Sweep.objects.order_by("-at").values_list("at", flat=True).first()


def sweep_interval() -> dt.timedelta:
    """How long beat lies still between two."""
    return dt.timedelta(seconds=settings.SWEEP_SECONDS)


def message_counts(now: dt.datetime) -> list[Count]:
    """One call of a function of PostgreSQL's own (reminders/migrations/0013), which reads what waits or is parked and
    the last hour, however long the outbox is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
        cursor.execute("SELECT what, kind, channel, messages FROM reminders_counts(%s, %s)", [now - WINDOW, now])
        return [Count(*row) for row in cursor.fetchall()]
