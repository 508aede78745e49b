"""Saying, from inside, that something which is kept is not right."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from membership import messages
from membership.actions.locks import lock_person
from membership.models import Remark
from membership.queries.members import managers_on
from membership.rules.invitations import remark_refusal
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.actions import queue_message


@transaction.atomic
def remark_about_me(person: Person, text: str, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Remark:
    """Tell the managers; changes nothing else. Raises Refused where enough notes wait already."""
    found = lock_person(person)
    refuse(remark_refusal(Remark.objects.filter(person=found, done_at=None).count()))
    said = Remark.objects.create(nursery=nursery, person=found, text=text, at=now)
    queue_message(
        nursery=nursery,
        kind=messages.NOT_RIGHT,
        people=[each for each in managers_on(today) if each != found],
        subject=said.public_id,
        occasion="",
        due_at=now,
        now=now,
    )
    return said
