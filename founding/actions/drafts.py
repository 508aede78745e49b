"""Beginning a nursery, keeping what is said of it, and throwing it away."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from accounts.models import Account
from accounts.scope import account_scope
from founding.models import Draft
from founding.queries.drafts import accounts_of_nobody, accounts_with_drafts_before, drafts_of
from founding.rules.answers import digest_of
from founding.rules.founders import UNTOUCHED, UNUSED, begin_refusal
from founding.rules.people import (
    Entered,
    People,
    address_taken_refusal,
    full_refusal,
    people_of,
    with_one_more,
    without,
)
from founding.rules.steps import Step
from nursery.refusal import refuse

logger = logging.getLogger(__name__)

_BATCH = 5000  # a night; what is left goes in the next


@transaction.atomic
def begin_draft(account: Account, *, opened: bool, now: dt.datetime) -> Draft:
    """In the account's scope. Raises Refused."""
    # One at a time, so that two clicks begin no more than the rule allows.
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    refuse(begin_refusal(opened=opened, drafts=len(drafts_of(account))))
    return new_draft(account, now=now)


def new_draft(account: Account, *, now: dt.datetime) -> Draft:
    draft = Draft.objects.create(account=account, made_at=now, touched_at=now)
    logger.info("A nursery is begun (%s).", draft.public_id)
    return draft


@transaction.atomic
def keep_document(draft: Draft, document: dict[str, Any], *, now: dt.datetime) -> None:
    """In place of what was there: a nursery file that was sent. Raises Draft.DoesNotExist."""
    found = lock_draft(draft)
    found.document = document
    found.touched_at = now
    found.save(update_fields=["document", "touched_at"])


class StepChanged(Exception):  # noqa: N818 - nothing is wrong: another tab was quicker
    """The step has another answer than the one that was looked at; nothing was written. `seen` is that one's digest."""

    def __init__(self, seen: str) -> None:
        super().__init__(seen)
        self.seen = seen


@transaction.atomic
def keep_answer(draft: Draft, step: Step, answer: Any, *, seen: str, now: dt.datetime) -> None:
    """Of one step; what other steps hold stays, whoever kept it meanwhile. `seen` is the digest of the answer that was
    there when the page was opened. Raises StepChanged, Draft.DoesNotExist."""
    found = lock_draft(draft)
    kept = digest_of(found.answers.get(step))
    if kept not in (seen, digest_of(answer)):
        raise StepChanged(kept)
    found.answers[step] = answer
    found.touched_at = now
    found.save(update_fields=["answers", "touched_at"])


@transaction.atomic
def enter(
    draft: Draft, entries: Iterable[tuple[str, dict[str, Any]]], addresses: Sequence[str], *, now: dt.datetime
) -> None:
    """Each one more of "families" or "staff", kept at once, beside whoever was entered meanwhile: all of them or none.
    Raises Refused, Draft.DoesNotExist."""
    found = lock_draft(draft)
    people = people_of(found.answers)
    for kind, said in entries:
        entered = Entered.of({Step.PEOPLE: people}, addresses)
        refuse(full_refusal(people, kind))
        for each in [said, *said.get("adults", [])]:
            refuse(address_taken_refusal(each.get("email", ""), entered))
        people = with_one_more(people, kind, said)
    _keep_people(found, people, now)


@transaction.atomic
def take_out(draft: Draft, key: str, *, now: dt.datetime) -> None:
    """A family or somebody of the staff; whoever is gone already is no fault."""
    found = lock_draft(draft)
    _keep_people(found, without(people_of(found.answers), key), now)


def _keep_people(draft: Draft, people: People, now: dt.datetime) -> None:
    draft.answers[Step.PEOPLE] = people
    draft.touched_at = now
    draft.save(update_fields=["answers", "touched_at"])


def throw_away(draft: Draft) -> bool:
    """False: it was gone already."""
    gone, _by_table = Draft.objects.filter(pk=draft.pk).delete()
    return gone > 0


def lock_draft(draft: Draft) -> Draft:
    """As it now is, held until the transaction ends. Raises Draft.DoesNotExist where it has become a nursery, or was
    thrown away."""
    return Draft.objects.select_for_update().get(pk=draft.pk)


def clear_old_drafts(now: dt.datetime) -> int:
    """Those that nobody has touched for long; how many that were."""
    since = now - UNTOUCHED
    gone = 0
    for number in accounts_with_drafts_before(since):
        account = Account(pk=number)
        with account_scope(account):
            gone += Draft.objects.filter(account=account, touched_at__lt=since).delete()[0]
    return gone


def clear_unused_accounts(now: dt.datetime) -> int:
    """Accounts that are nobody anywhere, have no draft, and were never signed in to: where anybody may found, one is
    opened for each address that is typed. How many went."""
    old = Account.objects.filter(last_login=None, date_joined__lt=now - UNUSED).order_by("pk")
    unused = accounts_of_nobody(list(old.values_list("pk", flat=True)[:_BATCH]))
    gone = 0
    for account in Account.objects.filter(pk__in=unused, last_login=None):
        account.delete()
        gone += 1
    return gone
