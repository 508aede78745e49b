"""Locks of actions that touch several shifts or several people: always the shifts first, then the accounts, each in
the order of their keys, so that two such actions wait for each other and never deadlock."""

from collections.abc import Collection, Iterable

from accounts.models import Account, Person
from rota.models import Shift


def lock_shifts(ids: Collection[int]) -> list[Shift]:
    """As `lock_shift`, for several."""
    return list(Shift.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def lock_times_of(people: Iterable[Person]) -> None:
    """As `lock_time_of`, for several; two who share an account are one. Call it after the shifts are locked."""
    people = list(people)
    accounts = {person.account_id for person in people if person.account_id is not None}
    others = {person.pk for person in people if person.account_id is None}
    if accounts:
        list(Account.objects.select_for_update(no_key=True).filter(pk__in=accounts).order_by("pk"))
    if others:
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=others).order_by("pk"))
    left = dict(Person.objects.filter(pk__in=[person.pk for person in people]).values_list("pk", "left"))
    for person in people:
        person.left = left.get(person.pk, person.left)  # as `lock_time_of`
