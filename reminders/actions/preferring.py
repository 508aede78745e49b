"""Keeping how somebody wants to be told, and moving what waits for them already along with it."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts.models import Person
from nursery.dates import DAY
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.kinds import Kind, kinds
from reminders.models import Message, MessageStatus, Preference, Reach
from reminders.queries.preferences import Kept, kept_of
from reminders.queries.wishes import Wishes
from reminders.rules.choices import Choice, not_told_refusal, usual
from reminders.rules.timing import USUAL, Quiet
from reminders.waking import wake_worker

# What somebody did not want to be told and now does is told late by no more than this; older news is none.
_STILL_NEWS = DAY


@transaction.atomic
def keep_wishes(person: Person, wanted: Kept, *, nursery: Nursery, now: dt.datetime) -> Kept:
    """Keep all that a person chose, and nothing else of them; what was kept before comes back, for Undo.

    Raises Refused.
    """
    for name, choice in wanted.kinds.items():
        if (kind := kinds().get(name)) is not None:
            refuse(not_told_refusal(kind, choice))
    locked = _locked(person)
    before = kept_of(locked)
    if (locked.phone, locked.language) != (wanted.phone, wanted.language):
        locked.phone, locked.language = person.phone, person.language = wanted.phone, wanted.language
        locked.save(update_fields=["phone", "language"])
    if before.quiet != wanted.quiet:
        _keep_quiet(person, wanted.quiet, nursery)
    for name in before.kinds.keys() | wanted.kinds.keys():
        if wanted.kinds.get(name) != before.kinds.get(name):
            _keep_choice(person, name, wanted.kinds.get(name), nursery)
    move_waiting(person, nursery=nursery, now=now)
    return before


@transaction.atomic
def choose_kind(person: Person, kind: Kind, choice: Choice, *, nursery: Nursery, now: dt.datetime) -> Choice:
    """Keep how a person wants to be told of one kind; what held before comes back. Raises Refused."""
    refuse(not_told_refusal(kind, choice))
    before = kept_of(_locked(person)).of(kind)
    if before != choice:
        _keep_choice(person, kind.name, choice, nursery)
        move_waiting(person, nursery=nursery, now=now)
    return before


def move_waiting(person: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """Let what waits for a person go when, and only if, they now want it; in the transaction of what they chose.

    A worker that is just writing one of these holds its row for as long: then this waits, and finds it as the
    worker left it. What it has handed over already is its own to finish.
    """
    rows = list(
        Message.objects.filter(person=person)
        .filter(
            Q(status=MessageStatus.WAITING, handed_at=None)
            | Q(status=MessageStatus.UNWANTED, due_at__gt=now - _STILL_NEWS)
        )
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    wishes = Wishes({person.pk}, {row.kind for row in rows})
    moved = [row for row in rows if _moves(row, wishes, nursery, now)]
    Message.objects.bulk_update(moved, ["status", "send_at"])
    if any(row.may_go(now) for row in moved):
        transaction.on_commit(lambda: wake_worker(nursery.pk) and None)


def _moves(row: Message, wishes: Wishes, nursery: Nursery, now: dt.datetime) -> bool:
    """Whether the row, changed here, is no longer as it is kept."""
    kind = kinds().get(row.kind)
    if kind is None:
        return False
    was = (row.status, row.send_at)
    wish = wishes.of(row.person_id, kind)
    row.status = MessageStatus.WAITING if wish.channels else MessageStatus.UNWANTED
    row.send_at = wish.moment(row.due_at, now, urgent=row.urgent, zone=nursery.zone)
    return was != (row.status, row.send_at)


def _locked(person: Person) -> Person:
    """So that of two who choose at once for a person, the second finds what the first kept."""
    return Person.objects.select_for_update().get(pk=person.pk)


def _keep_quiet(person: Person, quiet: Quiet, nursery: Nursery) -> None:
    if quiet == USUAL:
        Reach.objects.filter(person=person).delete()
        return
    Reach.objects.update_or_create(
        person=person,
        nursery=nursery,
        defaults={"quiet_from": quiet.starts, "quiet_until": quiet.ends, "call_outs_pass": quiet.call_outs_pass},
    )


def _keep_choice(person: Person, name: str, choice: Choice | None, nursery: Nursery) -> None:
    kind = kinds().get(name)
    if choice is None or (kind is not None and choice == usual(kind)):
        Preference.objects.filter(person=person, kind=name).delete()
        return
    Preference.objects.update_or_create(
        person=person,
        kind=name,
        nursery=nursery,
        defaults={"channels": list(choice.channels), "timing": choice.timing},
    )
