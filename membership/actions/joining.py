"""Coming in by an invitation, and saying what is not right."""

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import transaction

from accounts.actions import open_account, prove_address
from accounts.models import Account
from accounts.queries import account_of
from membership import messages
from membership.actions.locks import lock_person
from membership.models import Invitation, Remark
from membership.queries.invitations import signs_in_itself
from membership.queries.members import managers_on
from membership.rules.invitations import closed_account_refusal, ended_refusal, not_theirs_refusal, remark_refusal
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.actions import queue_message

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Joined:
    """Whose account the person now is; None: they have one, and sign in to it as they always do, with all that it asks
    for. They become this person by that, and nothing was written."""

    account: Account | None


@transaction.atomic
def join(invitation: Invitation, visitor: Account | None, *, now: dt.datetime) -> Joined:
    """Open the invited address's account, as whose the link was read, and make it the person. `visitor` is who is
    signed in. Of two who do this at once one does. Raises Refused."""
    person = lock_person(invitation.person)
    found = Invitation.objects.get(pk=invitation.pk)
    refuse(ended_refusal(found, person, now))
    account = account_of(found.email)
    refuse(closed_account_refusal(account))
    refuse(not_theirs_refusal(account, visitor, person))
    if visitor is None and account is not None and signs_in_itself(account):
        return Joined(None)
    account = open_account(found.email)
    prove_address(account, found.email)
    person.account = account
    person.save(update_fields=["account"])
    found.used_at = now
    found.opened_at = found.opened_at or now
    found.save(update_fields=["used_at", "opened_at"])
    logger.info("%s has joined %s.", person.public_id, person.nursery.slug)
    return Joined(account)


def note_opened(invitation: Invitation, *, now: dt.datetime) -> None:
    """That a browser has shown its page; the first time counts."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now)


@transaction.atomic
def remark(invitation: Invitation, text: str, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Remark:
    """Tell the managers that something is not right; changes nothing else. Raises Refused."""
    person = lock_person(invitation.person)
    refuse(ended_refusal(Invitation.objects.get(pk=invitation.pk), person, now))
    refuse(remark_refusal(Remark.objects.filter(invitation=invitation).count()))
    said = Remark.objects.create(nursery=nursery, person=person, invitation=invitation, text=text, at=now)
    queue_message(
        nursery=nursery,
        kind=messages.NOT_RIGHT,
        people=managers_on(today),
        subject=said.public_id,
        occasion="",
        due_at=now,
        now=now,
    )
    return said


@transaction.atomic
def set_done(found: Remark, *, done: bool, now: dt.datetime) -> None:
    """The manager has seen to it; or has not, by Undo."""
    Remark.objects.filter(pk=found.pk).update(done_at=now if done else None)
