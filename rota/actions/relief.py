"""Lifting part of what a family owes for a span of days: dates, amount, the trustee; never a reason."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import Family, Person
from nursery.models import Nursery, Term
from nursery.refusal import refuse
from rota.actions.history import record
from rota.models import Relief, Verb
from rota.rules.relief import own_family_refusal, settled_relief_refusal


@dataclass(frozen=True, slots=True)
class Lifted:
    """`part` of what the family owes from `starts` to `ends`, both included; 1 is all of it."""

    starts: dt.date
    ends: dt.date
    part: Decimal


@contextmanager
def _decided_by(trustee: Person, family: Family, *spans: tuple[dt.date, dt.date]) -> Iterator[None]:
    with transaction.atomic():
        # Whoever closes a term takes its row, so that no relief slips in while its figures are settled.
        closed = list(Term.objects.select_for_update(of=("self",)).order_by("pk"))
        refuse(own_family_refusal(family, trustee))
        refuse(settled_relief_refusal(spans, [term for term in closed if term.closed_at is not None]))
        yield


def grant_relief(family: Family, lifted: Lifted, trustee: Person, *, nursery: Nursery, now: dt.datetime) -> Relief:
    """Raises Refused."""
    with _decided_by(trustee, family, (lifted.starts, lifted.ends)):
        relief = Relief.objects.create(
            nursery=nursery,
            family=family,
            starts=lifted.starts,
            ends=lifted.ends,
            lifted=lifted.part,
            approved_by=trustee,
        )
        record(Verb.RELIEF_GRANTED, nursery=nursery, actor=trustee, now=now, family=family)
    return relief


def change_relief(relief: Relief, lifted: Lifted, trustee: Person, *, nursery: Nursery, now: dt.datetime) -> Relief:
    """Other dates or another part; whoever changes it approves it. Raises Refused."""
    with _decided_by(trustee, relief.family, (relief.starts, relief.ends), (lifted.starts, lifted.ends)):
        relief.starts, relief.ends, relief.lifted = lifted.starts, lifted.ends, lifted.part
        relief.approved_by = trustee
        relief.save(update_fields=["starts", "ends", "lifted", "approved_by"])
        record(Verb.RELIEF_CHANGED, nursery=nursery, actor=trustee, now=now, family=relief.family)
    return relief


def take_relief_back(relief: Relief, trustee: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """As if it had not been; history alone remembers. Raises Refused."""
    with _decided_by(trustee, relief.family, (relief.starts, relief.ends)):
        relief.delete()
        record(Verb.RELIEF_CHANGED, nursery=nursery, actor=trustee, now=now, family=relief.family)
