"""Entering somebody, and correcting what the nursery knows of them. PostgreSQL itself writes down what changed."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.models import Family, Person
from accounts.queries import plain_address
from membership.actions.locks import lock_person
from membership.models import Invitation
from membership.queries.members import free_key, other_managers, with_address
from membership.rules.people import last_manager_refusal, shared_address_refusal, twice_refusal
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.models import Bounced, Channel


@dataclass(frozen=True, slots=True)
class NewFamily:
    name: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody. `family` may be one that is not there yet."""

    name: str
    email: str
    phone: str
    family: Family | NewFamily | None
    roles: tuple[str, ...]
    joined: dt.date | None
    left: dt.date | None = None


@transaction.atomic
def add_person(known: Known, *, nursery: Nursery, today: dt.date) -> Person:
    """Somebody who was not there. Raises Refused."""
    _one_at_a_time(nursery)
    others = with_address(known.email, today)
    refuse(twice_refusal(known.name, others))
    family = known.family if isinstance(known.family, Family) else None
    refuse(shared_address_refusal(family, others))
    key = free_key(slugify(known.name)[:70] or "person", Person.objects.values_list("key", flat=True))
    person = Person(nursery=nursery, key=key)
    _write(person, known, _family_of(known, nursery))
    person.save()
    return person


@transaction.atomic
def correct_person(person: Person, known: Known, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Person:
    """What is known from now on. An invitation that waits at another address ends. Raises Refused."""
    _one_at_a_time(nursery)
    found = lock_person(person)
    refuse(last_manager_refusal(found, known.roles, known.left, other_managers(found)))
    moved = plain_address(known.email) != plain_address(found.email)
    family = known.family if isinstance(known.family, Family) else None
    if moved or known.family != found.family:
        refuse(shared_address_refusal(family, with_address(known.email, today, besides=found)))
    if moved:
        Invitation.objects.filter(person=found, used_at=None, recalled_at=None).update(recalled_at=now)
        Bounced.objects.filter(person=found, channel=Channel.EMAIL).delete()
    _write(found, known, _family_of(known, nursery))
    found.save()
    return found


def _write(person: Person, known: Known, family: Family | None) -> None:
    person.name, person.email, person.phone = known.name, plain_address(known.email), known.phone
    person.family, person.roles = family, list(known.roles)
    person.joined, person.left = known.joined, known.left


def _family_of(known: Known, nursery: Nursery) -> Family | None:
    if not isinstance(known.family, NewFamily):
        return known.family
    key = free_key(slugify(known.family.name)[:70] or "family", Family.objects.values_list("key", flat=True))
    return Family.objects.create(nursery=nursery, key=key, name=known.family.name, share=known.family.share)


def _one_at_a_time(nursery: Nursery) -> None:
    """Addresses and keys are compared with everybody's: of two who enter the same, the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('turnabout people'), hashint8(%s))", [nursery.pk])
