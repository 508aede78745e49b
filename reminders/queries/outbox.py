"""Named reads of the outbox."""

import datetime as dt

from django.db.models import Min, Q
from django.db.models.functions import Now

from nursery.crossing import Crossing, crossing
from reminders.models import Message, MessageStatus

# A lease is measured by PostgreSQL's own clock, which all workers share, whatever time a pass is made for.
UNLEASED = Q(leased_until__isnull=True) | Q(leased_until__lte=Now())


def waiting(now: dt.datetime) -> Q:
    """What may be sent by `now` and is in nobody's hands."""
    return UNLEASED & Q(status=MessageStatus.WAITING, send_at__lte=now)


def nurseries_with_waiting(now: dt.datetime) -> list[int]:
    """Ids of the nurseries that have something to send, the longest waiting first (crossing: outbox)."""
    with crossing(Crossing.OUTBOX):
        return list(
            Message.objects.filter(waiting(now))
            .values("nursery_id")
            .annotate(oldest=Min("send_at"))
            .order_by("oldest", "nursery_id")
            .values_list("nursery_id", flat=True)
        )
