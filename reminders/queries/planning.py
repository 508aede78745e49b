"""Where there is something to plan, in all nurseries at once."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection, transaction

from nursery.models import Nursery
from reminders.kinds import Kind, kinds

logger = logging.getLogger(__name__)


def kinds_to_plan(now: dt.datetime) -> Mapping[int, list[Kind]]:
    """The kinds to be asked in each nursery, by its id; nurseries in which nothing is to be said are not there.

    One query for all daily kinds and one for each of the others, however many nurseries there are. A kind that fails
    is logged and keeps none of the others waiting.
    """
    planned = [kind for kind in kinds().values() if kind.is_planned]
    clocks = _clocks(now)
    unseen = _not_looked_at([kind for kind in planned if kind.daily_at is not None], clocks)
    found: dict[int, list[Kind]] = defaultdict(list)
    for kind in planned:
        for nursery in unseen[kind.name] if kind.daily_at is not None else _nurseries_due(kind, now, clocks):
            found[nursery].append(kind)
    return found


def _clocks(now: dt.datetime) -> Mapping[str, dt.datetime]:
    """What the clock on the wall says, in each time zone that a nursery is in. By Python's own knowledge of zones,
    which is what every other date here comes from; a zone that it does not know is logged and left out."""
    found: dict[str, dt.datetime] = {}
    for name in Nursery.objects.order_by("timezone").values_list("timezone", flat=True).distinct():
        try:
            found[name] = now.astimezone(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            logger.exception("Nothing can be planned for the nurseries in %r.", name)
    return found


def _nurseries_due(kind: Kind, now: dt.datetime, clocks: Mapping[str, dt.datetime]) -> Collection[int]:
    try:
        with transaction.atomic():
            named = kind.nurseries_due(now, clocks)
    except Exception:
        logger.exception("Where %s is due could not be asked.", kind.name)
        if not connection.is_usable():
            raise
        return ()
    return named if named is not None else list(Nursery.objects.values_list("pk", flat=True))


def _not_looked_at(daily: list[Kind], clocks: Mapping[str, dt.datetime]) -> Mapping[str, set[int]]:
    """By kind, the nurseries in whose day it has not been looked at and is to be by now."""
    found: dict[str, set[int]] = defaultdict(set)
    asked = [
        (kind.name, zone, clock.date())
        for zone, clock in clocks.items()
        for kind in daily
        if kind.daily_at is not None and kind.daily_at <= clock.time()
    ]
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kind, nursery_id FROM reminders_not_looked_at(%s, %s, %s::date[])",
                [list(column) for column in zip(*asked, strict=True)],
            )
            for name, nursery in cursor.fetchall():
                found[name].add(nursery)
    return found
