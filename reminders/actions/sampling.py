"""Sending a sample of a kind to whoever asks for it."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.actions.queueing import queue_message
from reminders.kinds import Kind
from reminders.models import Message
from reminders.rules.samples import WITHIN, sample_refusal
from reminders.samples import SAMPLE


@transaction.atomic
def send_sample(kind: Kind, person: Person, *, nursery: Nursery, now: dt.datetime) -> int:
    """By e-mail, through the outbox, and at once also in quiet hours: they sit there waiting for it. Asked for twice
    within a minute it is sent once; how many that makes. Raises Refused."""
    Person.objects.select_for_update().get(pk=person.pk)  # two who press at one moment are counted one by one
    mine = Message.objects.filter(kind=SAMPLE, person=person)
    refuse(sample_refusal(mine.filter(queued_at__gt=now - WITHIN).count()))
    occasion = f"{now:%Y-%m-%dT%H:%M}"
    return queue_message(
        nursery=nursery, kind=SAMPLE, people=[person], subject=kind.name, occasion=occasion, due_at=now, now=now
    )
