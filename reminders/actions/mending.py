"""What the manager does about messages that did not reach somebody."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Person
from accounts.queries import plain_address
from nursery.models import Nursery
from reminders.kinds import kinds
from reminders.models import Bounced, Channel, Message, MessageStatus, Timing
from reminders.queries import Wishes
from reminders.queries.troubles import parked_messages
from reminders.rules.parking import is_of_use
from reminders.rules.timing import USUAL, moment_to_send
from reminders.waking import wake_worker

logger = logging.getLogger(__name__)


@transaction.atomic
def try_address_again(bounced: Bounced, *, nursery: Nursery, now: dt.datetime) -> int:
    """Forget that the address was refused, and let what was to go there wait again; how many messages that is."""
    Bounced.objects.filter(pk=bounced.pk).delete()
    logger.info("An address of %s in %s is tried again.", bounced.person.public_id, nursery.slug)
    return _let_wait(parked_messages().filter(person=bounced.person), nursery, now)


@transaction.atomic
def correct_address(person: Person, email: str, phone: str, *, nursery: Nursery, now: dt.datetime) -> int:
    """Write to them there from now on; how many messages wait again.

    What was refused of another address stands in nobody's way; of the same one, it is tried again.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    locked.email, locked.phone = plain_address(email), phone
    locked.save(update_fields=["email", "phone"])
    Bounced.objects.filter(person=locked, channel__in=[Channel.EMAIL, Channel.TEXT]).delete()
    logger.info("The addresses of %s in %s are corrected.", person.public_id, nursery.slug)
    return _let_wait(parked_messages().filter(person=locked), nursery, now)


@transaction.atomic
def try_parked_again(fault: str, *, nursery: Nursery, now: dt.datetime) -> int:
    """All that was given up for this reason; how many messages wait again."""
    return _let_wait(parked_messages().filter(fault=fault), nursery, now)


@transaction.atomic
def put_parked_aside(fault: str, *, now: dt.datetime) -> int:
    """They cannot be helped, or need not: the manager is no longer told of them. How many."""
    return parked_messages().filter(fault=fault).update(put_aside_at=now)


@transaction.atomic
def bring_parked_back(put_aside_at: dt.datetime) -> int:
    """What was put aside at that moment."""
    aside = Message.objects.filter(status=MessageStatus.PARKED, put_aside_at=put_aside_at)
    return aside.update(put_aside_at=None)


def _let_wait(messages: QuerySet[Message], nursery: Nursery, now: dt.datetime) -> int:
    """At once, unless it is the reader's quiet hours; what is too old to be news is put aside instead."""
    rows = list(messages.select_related("person").order_by("pk").select_for_update(of=("self",)))
    wishes = Wishes({row.person_id for row in rows}, {row.kind for row in rows})
    again = 0
    for row in rows:
        if not is_of_use(row, now):
            row.put_aside_at = now
            continue
        kind = kinds().get(row.kind)
        quiet = wishes.of(row.person_id, kind).quiet if kind is not None else USUAL
        row.send_at = moment_to_send(now, timing=Timing.AT_ONCE, quiet=quiet, urgent=row.urgent, zone=nursery.zone)
        row.status, row.attempts, row.fault, row.leased_until, row.handed_at = MessageStatus.WAITING, 0, "", None, None
        again += 1
    Message.objects.bulk_update(
        rows, ["status", "send_at", "attempts", "fault", "leased_until", "handed_at", "put_aside_at"], batch_size=500
    )
    if again:
        transaction.on_commit(lambda: wake_worker(nursery.pk) and None)
    return again
