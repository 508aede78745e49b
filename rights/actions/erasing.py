"""Erasing whoever has been kept long enough, by the register (nursery/held.py): one transaction a person.

Rows that go are deleted by the app's own role; what names somebody in rows that stay is replaced by the one role that
may (nursery/erasing.py). What past reports stand on (turns, hours, levels, days, shares) stays, of a pseudonym.
"""

import datetime as dt
import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.models import Account, Child, Family, Person, pseudonym
from nursery.crossing import Crossing, crossing
from nursery.erasing import as_eraser
from nursery.held import Goes, Held, Kept, Words, register
from nursery.models import Nursery, Policy
from nursery.owned import NurseryOwned
from reminders.letters import voice_of
from rights.models import Erased, Erasure, Wish
from rights.queries.due import due_in, is_due, old_invitations, old_messages, old_remarks

logger = logging.getLogger(__name__)

# Whose rows go or are replaced on their own, and not with one of their people.
_APART = (Family, Child)
_BATCH = 1000


@transaction.atomic
def erase_person(pk: int, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Erasure | None:
    """What names this person, in rows that stay, is replaced; the rest goes, and their account with the last of its
    people. None: they are not due (any more). Call it inside the nursery's scope. Raises EraserMissingError."""
    person = Person.objects.select_for_update(no_key=True).get(pk=pk)
    asked = Wish.objects.filter(person=person, granted=True).exists()
    if not is_due(person, Policy.objects.get(nursery=nursery), today, granted=asked):
        return None
    counts: Counter[str] = Counter()
    account_id = person.account_id
    mine = [held for held in register() if _is_of_a_person(held)]
    for held in mine:
        if held.goes == Goes.ROW:
            counts[held.model._meta.label_lower] += _delete(held.model._default_manager.filter(**{held.path: pk}))
    Person.objects.filter(pk=pk).update(account=None)
    counts += _close_account(account_id)
    _replace(mine, pk, nursery, counts)
    _replace_mentions(person, nursery, counts)
    return _log(Erased.PERSON, nursery, now, counts, row=pk, public_id=person.public_id, asked=asked)


def _is_of_a_person(held: Held) -> bool:
    """Whether it goes with one of its people: not a family's or a child's, nor an account's, which may be several's."""
    return issubclass(held.model, NurseryOwned) and held.model not in _APART and "people" not in held.path


def _delete(rows: "models.QuerySet[models.Model]") -> int:
    gone, _by_table = rows.delete()
    return gone


def _close_account(pk: int | None) -> Counter[str]:
    """Where it is nobody's any more, in any nursery, and founds none: with its addresses, sessions, passkeys and
    codes."""
    if pk is None:
        return Counter()
    with crossing(Crossing.MEMBERSHIPS):
        if Person.objects.filter(account=pk).exists():
            return Counter()
    if any(import_string(path)([pk]) for path in settings.ACCOUNTS_IN_USE):
        return Counter()
    for session in UserSession.objects.filter(user=pk):
        session.end()
    _gone, by_table = Account.objects.filter(pk=pk).delete()
    return Counter({label.lower(): number for label, number in by_table.items()})


def _replace(declared: Iterable[Held], pk: int, nursery: Nursery, counts: Counter[str]) -> None:
    """Of the rows by id, which the app looks up: the other role sees no more than ids."""
    wanted: dict[tuple[type[models.Model], tuple[tuple[str, Words], ...]], set[int]] = {}
    for held in declared:
        if held.goes == Goes.REPLACED:
            found = held.model._default_manager.filter(**{held.path: pk}).values_list("pk", flat=True)
            wanted.setdefault((held.model, tuple(held.replaced.items())), set()).update(found)
    for (model, replaced), rows in wanted.items():
        counts[model._meta.label_lower] += replace_identity(model, rows, dict(replaced), nursery)


def _replace_mentions(person: Person, nursery: Nursery, counts: Counter[str]) -> None:
    """What others wrote and names them in full, or by address or number: of the texts that erasing may empty."""
    said = [_mention(words) for words in (person.name, person.email, person.phone) if words]
    for held in register():
        texts = [name for name, becomes in held.replaced.items() if becomes == "" and name not in {"email", "phone"}]
        for name in texts:
            names_them = Q(*(Q(**{f"{name}__{how}": pattern}) for how, pattern in said), _connector=Q.OR)
            rows = set(held.model._default_manager.filter(names_them).values_list("pk", flat=True))
            counts[held.model._meta.label_lower] += replace_identity(held.model, rows, {name: ""}, nursery)


def _mention(words: str) -> tuple[str, str]:
    """How a text is looked through for them: as whole words; and a name of one word as it is written, since "May" is
    somebody and "may" is not."""
    return ("iregex" if " " in words or "@" in words else "regex"), rf"(?<!\w){re.escape(words)}(?!\w)"


def replace_identity(
    model: type[models.Model], rows: Collection[int], replaced: Mapping[str, Words], nursery: Nursery
) -> int:
    """In the nursery's language; how many rows."""
    with voice_of(nursery):
        said = {name: str(words) for name, words in replaced.items()}
    by_id = any("%(id)s" in words for words in said.values())
    ids = dict(model._default_manager.filter(pk__in=rows).values_list("pk", "public_id")) if by_id else {}
    ordered = sorted(rows)
    with as_eraser():
        if not by_id:
            for start in range(0, len(ordered), _BATCH):
                model._default_manager.filter(pk__in=ordered[start : start + _BATCH]).update(**said)
        for pk, public_id in sorted(ids.items()):
            values = {name: words % {"id": public_id} if "%(id)s" in words else words for name, words in said.items()}
            if "name" in values:
                values["name"] = pseudonym(values["name"])
            model._default_manager.filter(pk=pk).update(**values)
    return len(ordered)


@transaction.atomic
def erase_child(pk: int, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Erasure | None:
    """The name goes; month of birth and sessions, which the ratios of past days stand on, stay of nobody."""
    child = Child.objects.select_for_update(no_key=True).get(pk=pk)
    if pk not in due_in(nursery, today).children:
        return None
    return _erase_apart(Child, Erased.CHILD, child, nursery, now)


@transaction.atomic
def erase_family(pk: int, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Erasure | None:
    """Once none of its people and children has a name."""
    family = Family.objects.select_for_update(no_key=True).get(pk=pk)
    if pk not in due_in(nursery, today).families:
        return None
    return _erase_apart(Family, Erased.FAMILY, family, nursery, now)


def _erase_apart(
    model: type[Child] | type[Family], what: Erased, row: Child | Family, nursery: Nursery, now: dt.datetime
) -> Erasure | None:
    (held,) = (each for each in register() if each.model is model)
    counts = Counter({model._meta.label_lower: replace_identity(model, [row.pk], held.replaced, nursery)})
    return _log(what, nursery, now, counts, row=row.pk, public_id=row.public_id)


@transaction.atomic
def forget_what_only_served(pks: Collection[int], *, nursery: Nursery, now: dt.datetime) -> Erasure | None:
    """Of people who have left: devices, wishes, calendar addresses and the like, the night after."""
    counts: Counter[str] = Counter()
    for held in register():
        if held.kept == Kept.HERE and _is_of_a_person(held):
            counts[held.model._meta.label_lower] += _delete(
                held.model._default_manager.filter(**{f"{held.path}__in": pks})
            )
    return _log(Erased.LEAVERS, nursery, now, counts)


@transaction.atomic
def forget_old(*, nursery: Nursery, now: dt.datetime, today: dt.date) -> Erasure | None:
    """Messages, invitations and notes that are older than the nursery keeps them."""
    counts: Counter[str] = Counter()
    for rows in (old_messages(nursery, today), old_remarks(nursery, today), old_invitations(nursery, today)):
        counts[rows.model._meta.label_lower] += _delete(rows)
    return _log(Erased.MESSAGES, nursery, now, counts)


def _log(
    what: Erased,
    nursery: Nursery,
    now: dt.datetime,
    counts: Counter[str],
    *,
    row: int | None = None,
    public_id: str = "",
    asked: bool = False,
) -> Erasure | None:
    found = {label: number for label, number in sorted(counts.items()) if number}
    if row is None and not found:
        return None
    logger.info("Erased in %s: %s %s %s", nursery.slug, what, public_id, found)
    return Erasure.objects.create(
        nursery=nursery, at=now, what=what, row=row, public_id=public_id, counts=found, asked=asked
    )
