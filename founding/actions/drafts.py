"""Beginning a nursery, keeping what is said of it, and throwing it away."""

import datetime as dt
import logging
from typing import Any

from django.db import transaction

from accounts.models import Account
from accounts.scope import account_scope
from founding.models import Draft
from founding.queries.drafts import accounts_with_drafts_before, drafts_of
from founding.rules.founders import UNTOUCHED, begin_refusal
from nursery.refusal import refuse

logger = logging.getLogger(__name__)


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
