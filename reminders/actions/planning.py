"""Asking each time-driven kind what the database's present state says is due."""

import datetime as dt
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import DatabaseError, connection, transaction

from nursery.dates import local_day, local_instant
from nursery.models import Nursery
from reminders.actions.queueing import write_messages
from reminders.kinds import Due, Kind, kinds
from reminders.letters import voice_of
from reminders.models import LookedAt, Message, MessageStatus
from reminders.queries import kinds_to_plan
from reminders.transactions import own_transaction

logger = logging.getLogger(__name__)


def plan_everything(now: dt.datetime, *, seconds: float) -> int:
    """Plan wherever something is to be said, beginning with no more nurseries after `seconds`; how many messages that
    makes.

    A nursery that fails is logged and keeps none of the others waiting. They come in random order, so that
    whoever is left out when time runs short is not left out every time.
    """
    ends = time.monotonic() + seconds
    planned = 0
    found = kinds_to_plan(now)
    for nursery in Nursery.objects.filter(pk__in=found).order_by("?"):
        if time.monotonic() > ends:
            logger.warning("Planning took longer than %d s; the rest is planned at the next sweep.", seconds)
            break
        try:
            with own_transaction(nursery):
                planned += plan_messages(nursery, now, found[nursery.pk])
        except Exception:
            logger.exception("Nothing could be planned for %s.", nursery.slug)
            if not connection.is_usable():
                raise
    return planned


def plan_messages(nursery: Nursery, now: dt.datetime, asked: Sequence[Kind] | None = None) -> int:
    """Write what is due in the nursery in scope and not yet in its outbox; how many messages that makes.

    `asked` narrows it to these kinds. A kind that fails is logged and keeps none of the others waiting; a daily one
    is then asked again a minute later.
    """
    planned = 0
    planned_kinds = asked if asked is not None else [kind for kind in kinds().values() if kind.is_planned]
    for kind in planned_kinds:
        _advance(kind, nursery, now)
    for kind in planned_kinds:
        try:
            with transaction.atomic():
                made = write_messages(nursery, kind.name, list(unplanned(kind, nursery, now)), now)
                if kind.daily_at is not None:
                    _looked_at(kind, nursery, now)
        except Exception as error:
            if isinstance(error, DatabaseError) and not connection.is_usable():
                raise
            logger.exception("Kind %s could not be planned for %s.", kind.name, nursery.slug)
            continue
        if made:
            logger.info("Planned %s for %d in %s.", kind.name, made, nursery.slug)
        planned += made
    return planned


def _looked_at(kind: Kind, nursery: Nursery, now: dt.datetime) -> None:
    """In the transaction of what was found, so that a day counts as looked at only with it."""
    LookedAt.objects.update_or_create(nursery=nursery, kind=kind.name, defaults={"day": local_day(now, nursery.zone)})


def _advance(kind: Kind, nursery: Nursery, now: dt.datetime) -> None:
    try:
        with transaction.atomic(), voice_of(nursery):
            kind.advance(nursery, now)
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        logger.exception("Kind %s could not be advanced for %s.", kind.name, nursery.slug)


def unplanned(kind: Kind, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
    """What `kind` says is due and nobody has been told or is about to be told.

    What a daily kind names was due at its hour, however late it is asked: what waits for the morning then still goes
    this morning.
    """
    today = local_day(now, nursery.zone)
    with voice_of(nursery):
        dues = [
            due
            for due in kind.due(nursery, now)
            if due.due_at <= now and (due.person.left is None or today <= due.person.left)
        ]
    if not dues:
        return
    if kind.daily_at is not None:
        hour = local_instant(today, kind.daily_at, nursery.zone)
        dues = [replace(due, due_at=min(due.due_at, hour)) for due in dues]
    told = set(
        Message.objects.filter(
            kind=kind.name,
            person_id__in={due.person.pk for due in dues},
            subject__in={due.subject for due in dues},
        )
        .exclude(status=MessageStatus.DROPPED)
        .values_list("person_id", "subject", "occasion")
    )
    yield from (due for due in dues if due.identity not in told)
