"""Who and what has been kept long enough, by the nursery's policy."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Child, Family, Person
from membership.models import Invitation, Remark
from nursery.dates import local_instant
from nursery.models import Nursery, Policy
from reminders.models import MOMENT, Message, MessageStatus
from rights.models import Wish
from rights.rules.due import child_due, months_before, person_due


@dataclass(frozen=True, slots=True)
class Due:
    """Ids, in the order of the tables. `leavers` have left and are still known by name."""

    people: Sequence[int]
    children: Sequence[int]
    families: Sequence[int]
    leavers: Sequence[int]


def due_in(nursery: Nursery, today: dt.date) -> Due:
    """Four queries."""
    policy = Policy.objects.get(nursery=nursery)
    granted = set(Wish.objects.filter(granted=True).values_list("person", flat=True))
    everybody = list(Person.objects.order_by("pk"))
    people = [person.pk for person in everybody if is_due(person, policy, today, granted=person.pk in granted)]
    of_family: defaultdict[int | None, list[Person]] = defaultdict(list)
    for person in everybody:
        of_family[person.family_id].append(person)
    children: list[int] = []
    named: set[int | None] = set()
    for child in Child.objects.order_by("pk"):
        if child.key == former_key(child):
            continue
        if child_due(child.left, _last_of(of_family[child.family_id]), today, policy.keep_child_years):
            children.append(child.pk)
        else:
            named.add(child.family_id)
    named |= {person.family_id for person in everybody if not person.is_erased and person.pk not in people}
    families = [
        family.pk
        for family in Family.objects.order_by("pk")
        if family.key != former_key(family) and family.pk not in named and family.pk in of_family
    ]
    leavers = [p.pk for p in everybody if p.left is not None and p.left < today and not p.is_erased]
    return Due(people, children, families, leavers)


def is_due(person: Person, policy: Policy, today: dt.date, *, granted: bool) -> bool:
    """Whether this person's name has been kept long enough; `granted`: they asked to go earlier, and may."""
    return not person.is_erased and person_due(person.left, today, policy.keep_account_years, granted=granted)


def _last_of(people: Sequence[Person]) -> dt.date | None:
    """The last day of the last of them; None while one is here, or where there is nobody."""
    days = [person.left for person in people]
    return None if None in days else max((day for day in days if day is not None), default=None)


def former_key(row: Person | Child | Family) -> str:
    """What the nursery file calls it once its name is replaced."""
    return f"former-{row.public_id}"


def old_messages(nursery: Nursery, today: dt.date) -> QuerySet[Message]:
    """Those that are done with, and older than messages are kept."""
    done = Message.objects.exclude(status=MessageStatus.WAITING)
    return done.alias(moment=MOMENT).filter(moment__lt=_since(nursery, today))


def old_invitations(nursery: Nursery, today: dt.date) -> QuerySet[Invitation]:
    since = _since(nursery, today)
    return Invitation.objects.filter(Q(expires_at__lt=since) | Q(used_at__lt=since) | Q(recalled_at__lt=since))


def old_remarks(nursery: Nursery, today: dt.date) -> QuerySet[Remark]:
    """Seen to, and as old; what waits stays until it is."""
    return Remark.objects.filter(done_at__lt=_since(nursery, today))


def _since(nursery: Nursery, today: dt.date) -> dt.datetime:
    months = Policy.objects.values_list("keep_message_months", flat=True).get(nursery=nursery)
    return local_instant(months_before(today, months), dt.time(), nursery.zone)
