"""Whose hands a message is in, and what became of it. Each function runs inside the nursery's scope."""

import datetime as dt
import logging
import random
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from reminders.channels import needs
from reminders.models import Bounced, Channel, Failure, Message, MessageStatus
from reminders.queries import waiting

logger = logging.getLogger(__name__)

BATCH = 20
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
    """Take up to `limit` messages that are due by `now`, the longest due first, passing over those that another
    worker is just taking. They are taken once the transaction around is committed.

    A message at which workers have died too often is parked instead.
    """
    rows = list(
        Message.objects.filter(waiting(now))
        .annotate(clock=Now())
        .order_by("send_at", "pk")
        .select_for_update(skip_locked=True, of=("self",))[:limit]
    )
    lease = dt.timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    claims = []
    for row in rows:
        if row.attempts >= TRIES:
            row.status, row.leased_until = MessageStatus.PARKED, None
            row.fault = "Every worker that tried to send it was stopped before it could say so."
            logger.error("Message %s is parked: %s", row.public_id, row.fault)
            row.save(update_fields=["status", "leased_until", "fault"])
            continue
        lapsed = row.handed_at is not None
        if lapsed:
            logger.warning("Nobody knows what became of message %s; it may be sent a second time.", row.public_id)
        claims.append(Claim(row.pk, row.public_id, row.clock + lease, row.attempts + 1, lapsed))
    if claims:
        Message.objects.filter(pk__in=[claim.pk for claim in claims]).update(
            leased_until=claims[0].leased_until, attempts=F("attempts") + 1, handed_at=None
        )
    return claims


def held(claim: Claim, at_least: dt.timedelta) -> Message | None:
    """The message, locked, if it is still this worker's for that long; else None."""
    return (
        Message.objects.filter(
            pk=claim.pk,
            status=MessageStatus.WAITING,
            leased_until=claim.leased_until,
            leased_until__gt=Now() + at_least,
        )
        .select_related("person")
        .prefetch_related(*needs())
        .select_for_update(of=("self",))
        .first()
    )


def mark_handed(claim: Claim, channel: Channel) -> bool:
    """It goes to the channel as soon as this is committed, if it is still this worker's. `channel` stays on a message
    that waits until the channel has said no."""
    return _held_by(claim).update(handed_at=Now(), channel=channel) > 0


def record_failure(message: Message, channel: Channel, sentence: str, *, unheard: bool) -> None:
    """Of one that is `unheard` nobody knows whether it was taken: it stays handed over."""
    Failure.objects.create(
        nursery_id=message.nursery_id, message=message, channel=channel, at=Now(), sentence=sentence[:_FAULT_LENGTH]
    )
    if not unheard:
        Message.objects.filter(pk=message.pk, channel=channel).update(channel="", handed_at=None)


def record_bounce(message: Message, channel: Channel, address: str, sentence: str) -> None:
    """That this address of the person's is good for nothing; the newest stands."""
    Bounced.objects.update_or_create(
        person_id=message.person_id,
        channel=channel,
        defaults={"address": address, "sentence": sentence[:_FAULT_LENGTH], "at": Now()},
        create_defaults={
            "nursery_id": message.nursery_id,
            "address": address,
            "sentence": sentence[:_FAULT_LENGTH],
            "at": Now(),
        },
    )


def mark_sent(claim: Claim) -> None:
    """Whoever holds it now: it was sent, and is not to be sent again."""
    Message.objects.filter(pk=claim.pk).exclude(status=MessageStatus.SENT).update(
        status=MessageStatus.SENT, sent_at=Now(), leased_until=None, fault=""
    )


def mark_dropped(claim: Claim) -> None:
    _held_by(claim).update(status=MessageStatus.DROPPED, leased_until=None)


def mark_parked(claim: Claim, fault: str) -> None:
    _held_by(claim).update(status=MessageStatus.PARKED, leased_until=None, handed_at=None, fault=fault[:_FAULT_LENGTH])


def put_off(claim: Claim, fault: str, *, unheard: bool = False) -> bool:
    """Try again later, each time after a longer pause; or park it after the last. Whether it will be tried.

    Of one that is `unheard` nobody knows whether it was taken, so the next try counts as one that may be a second
    copy.
    """
    if claim.attempts >= TRIES:
        mark_parked(claim, fault)
        return False
    _held_by(claim).update(
        leased_until=Now() + pause_after(claim.attempts),
        handed_at=F("handed_at") if unheard else None,
        fault=fault[:_FAULT_LENGTH],
    )
    return True


def give_back(claims: list[Claim]) -> None:
    """Not sent, and as if never claimed."""
    if claims:
        Message.objects.filter(
            pk__in=[claim.pk for claim in claims],
            status=MessageStatus.WAITING,
            leased_until=claims[0].leased_until,
        ).update(leased_until=None, handed_at=None, attempts=F("attempts") - 1)


def pause_after(attempts: int) -> dt.timedelta:
    """Doubling from a minute to an hour, less up to half by chance, so that failures do not march in step."""
    pause: dt.timedelta = min(_FIRST_PAUSE * 2 ** (attempts - 1), _LONGEST_PAUSE)
    return pause * _chance.uniform(0.5, 1.0)


def _held_by(claim: Claim) -> QuerySet[Message]:
    return Message.objects.filter(pk=claim.pk, status=MessageStatus.WAITING, leased_until=claim.leased_until)
