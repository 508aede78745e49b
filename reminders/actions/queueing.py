"""Writing to the outbox."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from reminders.kinds import Due, kinds
from reminders.models import Message, MessageStatus
from reminders.queries import Wishes
from reminders.waking import wake_worker

logger = logging.getLogger(__name__)


def queue_message(
    *,
    nursery: Nursery,
    kind: str,
    people: Iterable[Person],
    subject: str,
    occasion: str,
    due_at: dt.datetime,
    now: dt.datetime,
    urgent: bool = False,
) -> int:
    """Tell each of `people` once, in the transaction of the action that causes it; how many are newly told.

    Call it inside the nursery's scope. Somebody who was or is to be told of this subject and occasion already is
    left out; a message that was dropped as no longer needed waits again. An `urgent` one (somebody is looked for
    today) does not wait for the end of quiet hours where the person lets it pass.
    """
    queued = write_messages(nursery, kind, [Due(p, subject, occasion, due_at, urgent) for p in people], now)
    if queued:
        logger.info("Queued %s for %d in %s.", kind, queued, nursery.slug)
        if due_at <= now:
            transaction.on_commit(lambda: wake_worker(nursery.pk) and None)
    return queued


def queue_in_a_row(
    *, nursery: Nursery, kind: str, person: Person, subject: str, occasion: str, lull: dt.timedelta, now: dt.datetime
) -> bool:
    """Tell `person` of several things that happen in a row by one message, due when nothing of the kind has happened
    for `lull`, and at the latest five such lulls after the first; whether this is the first of them.

    Call it inside the nursery's scope, with a lock by which only one such thing happens to the person at a time. The
    message stays the first one's, and its kind says everything that has happened since, up to the person's next
    message of the kind.
    """
    last = Message.objects.filter(kind=kind, person=person).order_by("-pk").select_for_update().first()
    # Of one that a worker has, or has handed over, nobody knows what is written in it.
    if last is None or last.status != MessageStatus.WAITING or last.leased_until or last.handed_at:
        due = Due(person, subject, occasion, now + lull)
        return write_messages(nursery, kind, [due], now) > 0
    due = Due(person, last.subject, last.occasion, max(last.due_at, min(now + lull, last.queued_at + 5 * lull)))
    (anew,) = messages_due(nursery, kind, [due], now)
    last.due_at, last.send_at = anew.due_at, anew.send_at
    last.save(update_fields=["due_at", "send_at"])
    return False


def messages_due(nursery: Nursery, kind: str, dues: Sequence[Due], now: dt.datetime) -> list[Message]:
    """The messages, not yet written, each with the moment at which it may go; two queries."""
    wishes = Wishes({due.person.pk for due in dues}, [kind])
    return [_message(nursery, kind, due, wishes, now) for due in dues]


def _message(nursery: Nursery, kind: str, due: Due, wishes: Wishes, now: dt.datetime) -> Message:
    said_by = kinds().get(kind)
    # A kind that nothing here knows any more is found out when it is to be written.
    send_at, status = due.due_at, MessageStatus.WAITING
    if said_by is not None:
        wish = wishes.of(due.person.pk, said_by)
        if not wish.channels:
            status = MessageStatus.UNWANTED
        send_at = wish.moment(due.due_at, now, urgent=due.urgent, zone=nursery.zone)
    return Message(
        nursery=nursery,
        kind=kind,
        person=due.person,
        subject=due.subject,
        occasion=due.occasion,
        due_at=due.due_at,
        send_at=send_at,
        status=status,
        urgent=due.urgent,
        queued_at=now,
    )


def write_messages(nursery: Nursery, kind: str, dues: Sequence[Due], now: dt.datetime) -> int:
    """Insert what is not there yet and bring back what was dropped; how many messages that makes."""
    if not dues:
        return 0
    # In one order everywhere, so that two who write the same messages never wait for each other.
    made = messages_due(nursery, kind, sorted(dues, key=lambda due: due.identity), now)
    Message.objects.bulk_create(made, ignore_conflicts=True)
    written = set(
        Message.objects.filter(public_id__in=[m.public_id for m in made]).values_list(
            "person_id", "subject", "occasion"
        )
    )
    others = [due for due in dues if due.identity not in written]
    return len(written) + (_bring_back(kind, others, {m.identity: m for m in made}, now) if others else 0)


def _bring_back(
    kind: str, dues: Sequence[Due], wanted: Mapping[tuple[int, str, str], Message], now: dt.datetime
) -> int:
    # The lock waits for a worker that is just deciding to drop one (see delivering.py), so that none is lost
    # between its decision and ours; in the order of the key, so that two of us never wait for each other.
    there = (
        Message.objects.filter(
            kind=kind,
            person_id__in={due.person.pk for due in dues},
            subject__in={due.subject for due in dues},
            status__in=[MessageStatus.WAITING, MessageStatus.DROPPED],
        )
        .order_by("pk")
        .select_for_update()
    )
    dropped = []
    for message in there:
        anew = wanted.get(message.identity)
        if anew is not None and message.status == MessageStatus.DROPPED:
            message.status = MessageStatus.WAITING
            message.due_at, message.send_at, message.urgent = anew.due_at, anew.send_at, anew.urgent
            message.queued_at = now
            message.attempts, message.fault = 0, ""
            dropped.append(message)
    if dropped:
        Message.objects.bulk_update(
            dropped, ["status", "due_at", "send_at", "urgent", "queued_at", "attempts", "fault"]
        )
    return len(dropped)
