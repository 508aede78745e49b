"""Passing the manager's approvals to somebody for a span of days, and taking them back."""

import datetime as dt

from django.db import transaction

from accounts.models import Deputy, Person
from nursery.dates import DAY
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.actions import queue_message
from rota import messages
from rota.actions.history import record
from rota.models import Verb
from rota.rules.deputies import deputy_refusal


@transaction.atomic
def name_deputy(
    person: Person, starts: dt.date, ends: dt.date, manager: Person, *, nursery: Nursery, now: dt.datetime
) -> Deputy:
    """From `starts` to `ends`, both included. Raises Refused."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # the same days sent twice meet here
    refuse(deputy_refusal(person, starts, ends, Deputy.objects.filter(person=person)))
    deputy = Deputy.objects.create(nursery=nursery, person=person, starts=starts, ends=ends)
    record(Verb.DEPUTY_NAMED, nursery=nursery, actor=manager, subject=person, now=now)
    queue_message(
        nursery=nursery,
        kind=messages.DEPUTY_NAMED,
        people=[person],
        subject=deputy.public_id,
        occasion="",
        due_at=now,
        now=now,
    )
    return deputy


@transaction.atomic
def end_deputy(deputy: Deputy, manager: Person, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> None:
    """At once: yesterday was the last day. One that has not begun is gone as if it had not been."""
    found = Deputy.objects.select_for_update().select_related("person").filter(pk=deputy.pk).first()
    if found is None or found.ends < today:
        return  # pressed twice
    if found.starts < today:
        found.ends = today - DAY
        found.save(update_fields=["ends"])
    else:
        found.delete()
    record(Verb.DEPUTY_ENDED, nursery=nursery, actor=manager, subject=found.person, now=now)
