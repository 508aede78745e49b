"""Entering somebody, and correcting what the nursery knows of them. PostgreSQL itself writes down what changed."""

import datetime as dt
from collections.abc import Set

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.models import Family, Person
from accounts.queries import plain_address
from membership.actions.locks import lock_person
from membership.models import Invitation
from membership.queries.members import free_key, other_managers, with_address
from membership.rules.people import (
    Known,
    NewFamily,
    last_manager_refusal,
    shared_address_refusal,
    twice_refusal,
)
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.models import Bounced, Channel


@transaction.atomic
def add_person(known: Known, *, nursery: Nursery, today: dt.date) -> Person:
    """Somebody who was not there. Raises Refused."""
    one_at_a_time(nursery)
    others = with_address(known.email, today)
    refuse(twice_refusal(known.name, others))
    family = known.family if isinstance(known.family, Family) else None
    refuse(shared_address_refusal(family, others))
    return new_person(known, _family_of(known, nursery), nursery, keys=people_keys())


@transaction.atomic
def correct_person(person: Person, known: Known, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Person:
    """What is known from now on. An invitation that waits at another address ends. Raises Refused."""
    one_at_a_time(nursery)
    found = lock_person(person)
    refuse(last_manager_refusal(found, known.roles, known.left, other_managers(found)))
    moved = plain_address(known.email) != plain_address(found.email)
    family = known.family if isinstance(known.family, Family) else None
    if moved or known.family != found.family:
        refuse(shared_address_refusal(family, with_address(known.email, today, besides=found)))
    put_down(found, known, _family_of(known, nursery), now=now)
    return found


def people_keys() -> set[str]:
    """What files call the people who are there; one query."""
    return set(Person.objects.values_list("key", flat=True))


def family_keys() -> set[str]:
    return set(Family.objects.values_list("key", flat=True))


def new_person(known: Known, family: Family | None, nursery: Nursery, *, keys: Set[str]) -> Person:
    """Written without a question; `keys` are those that are taken."""
    person = Person(nursery=nursery, key=free_key(slugify(known.name)[:70] or "person", keys))
    _write(person, known, family)
    person.save()
    return person


def new_family(wanted: NewFamily, nursery: Nursery, *, keys: Set[str]) -> Family:
    key = free_key(slugify(wanted.name)[:70] or "family", keys)
    return Family.objects.create(nursery=nursery, key=key, name=wanted.name, share=wanted.share)


def put_down(person: Person, known: Known, family: Family | None, *, now: dt.datetime) -> None:
    """Of somebody who is there and locked, without a question. An invitation that waits at another address ends, and
    what was refused there is forgotten."""
    if plain_address(known.email) != plain_address(person.email):
        Invitation.objects.filter(person=person, used_at=None, recalled_at=None).update(recalled_at=now)
        Bounced.objects.filter(person=person, channel=Channel.EMAIL).delete()
    _write(person, known, family)
    person.save()


def _write(person: Person, known: Known, family: Family | None) -> None:
    person.name, person.email, person.phone = known.name, plain_address(known.email), known.phone
    person.family, person.roles = family, list(known.roles)
    person.joined, person.left = known.joined, known.left


def _family_of(known: Known, nursery: Nursery) -> Family | None:
    if not isinstance(known.family, NewFamily):
        return known.family
    return new_family(known.family, nursery, keys=family_keys())


def one_at_a_time(nursery: Nursery) -> None:
    """Addresses and keys are compared with everybody's: of two who enter the same, the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('turnabout people'), hashint8(%s))", [nursery.pk])
