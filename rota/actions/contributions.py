"""Logging hours given outside the rota, and confirming them, each with its history."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import local_day
from nursery.models import Nursery, Term
from nursery.refusal import Refusal, refuse
from nursery.settled import hold_open
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import lock_time_of
from rota.actions.history import record
from rota.models import Contribution, Verb
from rota.models.marks import contribution_facts
from rota.queries.contributions import log_question
from rota.queries.marks import term_holding
from rota.rules.contributions import (
    Given,
    confirming_refusal,
    contribution_refusal,
    reopening_refusal,
    withdrawal_refusal,
)


@transaction.atomic
def log_contribution(given: Given, giver: Person, *, nursery: Nursery, now: dt.datetime) -> Contribution:
    """One at a time for one giver, so that a form sent twice is logged once. Raises Refused."""
    hold_open(nursery)
    lock_time_of(giver)
    refuse(contribution_refusal(log_question(given, giver, local_day(now, nursery.zone))))
    logged = Contribution.objects.create(
        nursery=nursery, date=given.day, person=giver, duty=given.duty, hours=given.hours, note=given.note
    )
    after = contribution_facts(logged)
    record(Verb.CONTRIBUTED, nursery=nursery, actor=giver, now=now, family=giver.family, after=after)
    return logged


def confirm_contribution(given: Contribution, other: Person, *, nursery: Nursery, now: dt.datetime) -> Contribution:
    """From now on it counts, as its duty says. Raises Refused."""
    with _locked(given, nursery) as (found, term):
        refuse(confirming_refusal(found, other, term))
        before = contribution_facts(found)
        found.confirmed, found.confirmed_by, found.confirmed_at = True, other, now
        _write(found, Verb.CONTRIBUTION_CONFIRMED, before, other, nursery=nursery, now=now)
        _tell_giver(found, nursery=nursery, now=now)
    return found


def decline_contribution(given: Contribution, other: Person, *, nursery: Nursery, now: dt.datetime) -> Contribution:
    """It stays for the giver to see, and counts nowhere. Raises Refused."""
    with _locked(given, nursery) as (found, term):
        refuse(confirming_refusal(found, other, term))
        before = contribution_facts(found)
        found.declined_by, found.declined_at = other, now
        _write(found, Verb.CONTRIBUTION_DECLINED, before, other, nursery=nursery, now=now)
        _tell_giver(found, nursery=nursery, now=now)
    return found


def _tell_giver(answered: Contribution, *, nursery: Nursery, now: dt.datetime) -> None:
    """The occasion is the answer's moment, for it may be taken back and another given."""
    queue_message(
        nursery=nursery,
        kind=messages.HOURS_ANSWERED,
        people=[answered.person],
        subject=answered.public_id,
        occasion=now.isoformat(),
        due_at=now,
        now=now,
    )


def reopen_contribution(given: Contribution, other: Person, *, nursery: Nursery, now: dt.datetime) -> Contribution:
    """It waits again, as before it was confirmed or declined. Raises Refused."""
    with _locked(given, nursery) as (found, term):
        refuse(reopening_refusal(found, other, term))
        before = contribution_facts(found)
        found.confirmed, found.confirmed_by, found.confirmed_at = False, None, None
        found.declined_by, found.declined_at = None, None
        _write(found, Verb.CONTRIBUTION_REOPENED, before, other, nursery=nursery, now=now)
    return found


def withdraw_contribution(given: Contribution, giver: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """As if it had not been logged; history alone remembers. Raises Refused."""
    with _locked(given, nursery) as (found, term):
        refuse(withdrawal_refusal(found, giver, term))
        before = contribution_facts(found)
        found.delete()
        record(Verb.CONTRIBUTION_WITHDRAWN, nursery=nursery, actor=giver, now=now, family=giver.family, before=before)


@contextmanager
def _locked(given: Contribution, nursery: Nursery) -> Iterator[tuple[Contribution, Term | None]]:
    """The contribution as it is now, nobody changing it meanwhile, and its term, which does not close meanwhile."""
    with transaction.atomic():
        hold_open(nursery)
        term = term_holding(given.date)
        found = (
            Contribution.objects.select_for_update(of=("self",))
            .select_related("person__family", "duty", "confirmed_by", "declined_by")
            .filter(pk=given.pk)
            .first()
        )
        if found is None:
            refuse(Refusal("gone", _("Whoever logged these hours has taken them out again."), override=False))
        else:
            yield found, term


def _write(
    found: Contribution,
    verb: Verb,
    before: dict[str, str],
    other: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
) -> None:
    found.save(update_fields=["confirmed", "confirmed_by", "confirmed_at", "declined_by", "declined_at"])
    record(
        verb,
        nursery=nursery,
        actor=other,
        subject=found.person,
        now=now,
        family=found.person.family,
        before=before,
        after=contribution_facts(found),
    )
