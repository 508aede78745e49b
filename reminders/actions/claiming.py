"""Whose hands messages are in, and what became of them. Each function runs inside the nursery's scope."""

import datetime as dt
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from reminders.channels import needs
from reminders.models import Bounced, Channel, Failure, Message, MessageStatus
from reminders.queries import waiting

logger = logging.getLogger(__name__)

BATCH = 50
TRIES = 10
_FIRST_PAUSE = dt.timedelta(minutes=1)
_LONGEST_PAUSE = dt.timedelta(hours=1)
_FAULT_LENGTH = 500
_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Claim:
    """A message in one worker's hands until `leased_until`, which no other claim of it shares.

    `lapsed` says that an earlier worker handed it over and never told what became of it: it may be a second copy.
    """

    pk: int
    public_id: str
    leased_until: dt.datetime
    attempts: int
    lapsed: bool


def claim_messages(now: dt.datetime, limit: int = BATCH) -> list[Claim]:
    """Take about `limit` messages that are due by `now`, the longest due first, and with each all that its person is to
    be told, so that one worker alone puts it into one letter. They are taken once the transaction around is committed.

    Passes over the people for whom another worker is just taking theirs. A message at which workers have died too
    often is parked instead.
    """
    due = Message.objects.filter(waiting(now)).annotate(clock=Now()).order_by("send_at", "pk")
    # The person's row stands for all of theirs, by a lock that is no obstacle to what refers to the person. Of the
    # messages none is locked yet: a row that is passed over for one lock would keep the other, and so be nobody's.
    nobody_s = due.select_related("person").select_for_update(skip_locked=True, no_key=True, of=("person",))
    people = {message.person_id for message in nobody_s[:limit]}
    rows = list(due.filter(person__in=people).select_for_update(skip_locked=True, no_key=True)) if people else []
    lease = dt.timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    claims = []
    for row in rows:
        if row.attempts >= TRIES:
            row.status, row.leased_until = MessageStatus.PARKED, None
            row.fault = _("Every worker that tried to send it was stopped before it could say so.")
            logger.error("Message %s is parked: %s", row.public_id, row.fault)
            row.save(update_fields=["status", "leased_until", "fault"])
            continue
        lapsed = row.handed_at is not None
        if lapsed:
            logger.warning("Nobody knows what became of message %s; it may be sent a second time.", row.public_id)
        claims.append(Claim(row.pk, row.public_id, rows[0].clock + lease, row.attempts + 1, lapsed))
    if claims:
        Message.objects.filter(pk__in=[claim.pk for claim in claims]).update(
            leased_until=claims[0].leased_until, attempts=F("attempts") + 1, handed_at=None
        )
    return claims


def held(claims: Sequence[Claim], at_least: dt.timedelta) -> list[Message]:
    """Those messages, locked, that are still this worker's for that long; in the order of `claims`."""
    rows = (
        _held_by(claims)
        .filter(leased_until__gt=Now() + at_least)
        .select_related("person")
        .prefetch_related(*needs())
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    found = {row.pk: row for row in rows}
    return [found[claim.pk] for claim in claims if claim.pk in found]


def record_failure(messages: Sequence[Message], channel: Channel, sentence: str, *, unheard: bool) -> None:
    """Of what is `unheard` nobody knows whether it was taken: it stays handed over."""
    Failure.objects.bulk_create(
        Failure(
            nursery_id=message.nursery_id,
            message=message,
            channel=channel,
            at=Now(),
            sentence=sentence[:_FAULT_LENGTH],
        )
        for message in messages
    )
    if not unheard:
        rows = Message.objects.filter(pk__in=[message.pk for message in messages], channel=channel)
        rows.update(channel="", letter="", handed_at=None)


def record_bounce(person_id: int, nursery_id: int, channel: Channel, address: str, sentence: str) -> None:
    """That this address of the person's is good for nothing; the newest stands."""
    stands = {"address": address, "sentence": sentence[:_FAULT_LENGTH], "at": Now()}
    Bounced.objects.update_or_create(
        person_id=person_id,
        channel=channel,
        defaults=stands,
        create_defaults={"nursery_id": nursery_id, **stands},
    )


def mark_dropped(claims: Sequence[Claim]) -> None:
    _held_by(claims).update(status=MessageStatus.DROPPED, leased_until=None)


def mark_unwanted(claims: Sequence[Claim]) -> None:
    """Their people have asked not to be told, since they were queued."""
    _held_by(claims).update(status=MessageStatus.UNWANTED, leased_until=None)


def mark_parked(claims: Sequence[Claim], fault: str) -> None:
    _held_by(claims).update(status=MessageStatus.PARKED, leased_until=None, handed_at=None, fault=fault[:_FAULT_LENGTH])


def put_off(claims: Sequence[Claim], fault: str, *, unheard: bool = False) -> list[tuple[str, bool]]:
    """Try those again later, together, each time after a longer pause; or park them after the last. By public id, which
    are to be tried.

    Of what is `unheard` nobody knows whether it was taken, so the next try counts as one that may be a second copy.
    """
    again = [claim for claim in claims if claim.attempts < TRIES]
    mark_parked([claim for claim in claims if claim.attempts >= TRIES], fault)
    if again:
        _held_by(again).update(
            leased_until=Now() + pause_after(max(claim.attempts for claim in again)),
            handed_at=F("handed_at") if unheard else None,
            fault=fault[:_FAULT_LENGTH],
        )
    return [(claim.public_id, claim in again) for claim in claims]


def give_back(claims: Sequence[Claim], send_at: dt.datetime | None = None) -> None:
    """Not sent, and as if never claimed; to go at `send_at` where that is another moment now."""
    moved = {} if send_at is None else {"send_at": send_at}
    _held_by(claims).update(
        leased_until=None, handed_at=None, channel="", letter="", attempts=F("attempts") - 1, **moved
    )


def pause_after(attempts: int) -> dt.timedelta:
    """Doubling from a minute to an hour, less up to half by chance, so that failures do not march in step."""
    pause: dt.timedelta = min(_FIRST_PAUSE * 2 ** (attempts - 1), _LONGEST_PAUSE)
    return pause * _chance.uniform(0.5, 1.0)


def _held_by(claims: Sequence[Claim]) -> QuerySet[Message]:
    """Those of them that no other worker has claimed since; all come of one claiming."""
    pks, leases = [claim.pk for claim in claims], {claim.leased_until for claim in claims}
    return Message.objects.filter(pk__in=pks, status=MessageStatus.WAITING, leased_until__in=leases)
