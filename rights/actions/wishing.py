"""Asking to be erased earlier than the nursery’s time, and the manager’s answer."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from membership.actions.remarking import remark_about_me
from nursery.models import Nursery
from rights.models import Wish


@transaction.atomic
def wish_to_be_erased(person: Person, words: str, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Wish:
    """Once: a second time says nothing more. The managers are told by a note, which says `words`. Raises Refused where
    enough notes of theirs wait."""
    wish, made = Wish.objects.get_or_create(person=person, defaults={"nursery": nursery, "asked_at": now})
    if made:
        remark_about_me(person, words, nursery=nursery, now=now, today=today)
    return wish


@transaction.atomic
def take_wish_back(person: Person) -> bool:
    """False: there is none."""
    gone, _by_table = Wish.objects.filter(person=person).delete()
    return bool(gone)


@transaction.atomic
def decide_wish(wish: Wish, manager: Person, *, granted: bool, now: dt.datetime) -> None:
    """The last answer counts; what was granted happens the night after their last day."""
    Wish.objects.filter(pk=wish.pk).update(granted=granted, decided_by=manager, decided_at=now)
