"""Writing what a spreadsheet says: all of it, or nothing."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Family, Person
from membership.actions.inviting import invite
from membership.actions.locks import lock_person
from membership.actions.people import family_keys, new_family, new_person, one_at_a_time, people_keys, put_down
from membership.queries.sheets import plan_of
from membership.rules.people import NewFamily
from membership.rules.sheets import SheetPlan, Typed, plain_name
from nursery.models import Nursery


class SheetChanged(Exception):  # noqa: N818 - no error: what was looked at is not what would be done any more
    """Nothing was written; `plan` is what would be done now."""

    def __init__(self, plan: SheetPlan) -> None:
        super().__init__()
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Written:
    new: int
    changed: int
    invited: int


@transaction.atomic
def write_sheet(
    typed: Sequence[Typed],
    seen: str,
    ticked: Collection[int],
    manager: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    today: dt.date,
) -> Written:
    """`seen` is the digest of what the manager looked at, `ticked` the rows, by number, whose people are invited.

    Raises SheetChanged where something else would be done by now, or a row has a fault.
    """
    one_at_a_time(nursery)
    plan = plan_of(typed, now, today)
    if plan.digest != seen or plan.faulty:
        raise SheetChanged(plan)
    families: dict[str, Family] = {}
    taken, families_taken = people_keys(), family_keys()
    invited = 0
    for row in plan.rows:
        family = row.known.family
        if isinstance(family, NewFamily):
            called = plain_name(family.name)
            if called not in families:
                families[called] = new_family(family, nursery, keys=families_taken)
                families_taken.add(families[called].key)
            family = families[called]
        if row.person is None:
            person = new_person(row.known, family, nursery, keys=taken)
            taken.add(person.key)
        else:
            person = row.person
            if row.changes:
                person = lock_person(person)
                put_down(person, row.known, family, now=now)
        if row.number in ticked and row.may_be_invited:
            invite(person, manager, nursery=nursery, now=now, today=today)
            invited += 1
    return Written(plan.new, plan.changed, invited)
