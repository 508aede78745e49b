"""Asking somebody to join, and taking that back."""

import datetime as dt
import logging

from django.db import transaction

from accounts.models import Person
from accounts.queries import plain_address
from membership import messages
from membership.actions.locks import lock_person
from membership.models import Invitation
from membership.rules.invitations import LASTS, invite_refusal
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.actions import queue_message

logger = logging.getLogger(__name__)


@transaction.atomic
def invite(person: Person, manager: Person, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Invitation:
    """By mail, at once or when quiet hours end; an earlier invitation ends with it. Raises Refused."""
    found = lock_person(person)
    refuse(invite_refusal(found, today))
    Invitation.objects.filter(person=found, used_at=None, recalled_at=None).update(recalled_at=now)
    invitation = Invitation.objects.create(
        nursery=nursery,
        person=found,
        email=plain_address(found.email),
        invited_by=manager,
        invited_at=now,
        expires_at=now + LASTS,
    )
    _send(invitation, found, nursery, now)
    logger.info("%s is invited to %s.", found.public_id, nursery.slug)
    return invitation


@transaction.atomic
def recall(invitation: Invitation, *, now: dt.datetime) -> bool:
    """From now on its link lets nobody in. False: it was used or taken back already."""
    lock_person(invitation.person)
    return bool(Invitation.objects.filter(pk=invitation.pk, used_at=None, recalled_at=None).update(recalled_at=now))


@transaction.atomic
def bring_back(invitation: Invitation, *, now: dt.datetime) -> bool:
    """Undo: its link works again. False: a newer one does, it has run out meanwhile, or they have joined."""
    person = lock_person(invitation.person)
    found = Invitation.objects.get(pk=invitation.pk)
    another = Invitation.objects.filter(person=person, used_at=None, recalled_at=None).exists()
    if found.recalled_at is None or found.expires_at <= now or person.account_id is not None or another:
        return False
    found.recalled_at = None
    found.save(update_fields=["recalled_at"])
    # What was not sent meanwhile was dropped; to be told of the same again brings it back, and says nothing twice.
    _send(found, person, person.nursery, now)
    return True


def _send(invitation: Invitation, person: Person, nursery: Nursery, now: dt.datetime) -> None:
    queue_message(
        nursery=nursery,
        kind=messages.INVITED,
        people=[person],
        subject=invitation.public_id,
        occasion="",
        due_at=now,
        now=now,
    )
