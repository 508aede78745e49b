"""Leaving the nursery: the last day, what it ends, who hears; and staying after all."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Child, Person
from membership import messages
from membership.actions.locks import lock_person
from membership.actions.people import one_at_a_time
from membership.models import Invitation
from membership.queries.leaving import other_people_of_family
from membership.queries.members import managers_on, other_managers
from membership.rules.leaving import family_goes_along, last_day_refusal
from membership.rules.people import last_manager_refusal
from nursery.dates import DAY, local_instant
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.actions import queue_message
from rota.actions.going import Back, free_after, take_up_again
from rota.models import Booking, DayMark

# The letter with what they have given goes on the last day itself, before quiet hours and while they may still sign in.
_STATEMENT_AT = dt.time(17)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves, the turns that ended, and how many children go with them."""

    people: list[Person]
    ended: list[Booking] = field(default_factory=list)
    children: int = 0


@transaction.atomic
def leave(
    person: Person, last: dt.date, by: Person, *, family: bool, nursery: Nursery, now: dt.datetime, today: dt.date
) -> Leaving:
    """`last` is their last day, and with `family` that of all of it. Later turns end and their places open; sign-in
    ends at midnight, by itself; the managers hear, and whoever leaves. Raises Refused.

    Of a family whose last grown-up leaves the children leave too.
    """
    one_at_a_time(nursery)
    staying = other_people_of_family(person, max(last, today))
    leavers = [person, *(staying if family else [])]
    done = Leaving(leavers)
    managers = other_managers(person)
    refuse(last_manager_refusal(person, person.roles, last, [each for each in managers if each not in leavers]))
    for each in leavers:
        refuse(last_day_refusal(each, last, today))
    # Of whoever leaves later than was said nothing is left to end.
    sooner = [each for each in leavers if each.left is None or each.left > last]
    if sooner:
        done.ended.extend(free_after(sooner, last, by, nursery=nursery, now=now))
    for each in leavers:  # after the turns: whoever books locks shifts before people
        found = lock_person(each)
        before, found.left, each.left = found.left, last, last
        Person.objects.filter(pk=found.pk).update(left=last)
        if before is not None and before < last:
            take_up_again(found, before + DAY, last, by, nursery=nursery, now=now)
        Invitation.objects.filter(person=found, used_at=None, recalled_at=None, expires_at__date__gt=last).update(
            recalled_at=now
        )
    if family_goes_along(person, 0 if family else len(staying), family):
        children = _children_to_go(person, last)
        gone = list(children.values_list("pk", flat=True))
        DayMark.objects.filter(child__in=gone, date__gt=last).delete()
        done = Leaving(leavers, done.ended, children.update(left=last))
    for each in leavers:
        _tell(each, f"{last.isoformat()} {now.isoformat(timespec='seconds')}", by, nursery, now, today)
        queue_message(
            nursery=nursery,
            kind=messages.STATEMENT,
            people=[each],
            subject=each.public_id,
            occasion=last.isoformat(),
            due_at=max(now, local_instant(last, _STATEMENT_AT, nursery.zone)),
            now=now,
        )
    return done


def _children_to_go(person: Person, last: dt.date) -> QuerySet[Child]:
    return Child.objects.filter(Q(left=None) | Q(left__gt=last), family=person.family_id)


@transaction.atomic
def stay(person: Person, by: Person, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Back:
    """Undo, up to the last day: they stay, and the turns that nobody has taken meanwhile are theirs again; so do the
    children of the family who were to leave that day. Raises Refused."""
    one_at_a_time(nursery)
    last = person.left
    if last is None:
        return Back([], [])
    refuse(last_day_refusal(person, max(last, today), today))
    Person.objects.filter(pk=person.pk).update(left=None)
    person.left = None
    if person.family_id is not None:
        Child.objects.filter(family=person.family_id, left=last).update(left=None)
    back = take_up_again(person, last + DAY, dt.date.max, by, nursery=nursery, now=now)
    _tell(person, f"stays {now.isoformat(timespec='seconds')}", by, nursery, now, today)
    return back


def _tell(person: Person, occasion: str, by: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> None:
    """The managers and whoever it is about, but for who did it and knows."""
    concerned = {each.pk: each for each in (*managers_on(today), person)}
    concerned.pop(by.pk, None)
    queue_message(
        nursery=nursery,
        kind=messages.LEAVING,
        people=concerned.values(),
        subject=person.public_id,
        occasion=occasion,
        due_at=now,
        now=now,
    )
