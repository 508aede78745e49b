"""Making a table's rows what a part of the file says, and touching nothing that is so already."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from nursery.models import Nursery, Term
from nursery.owned import NurseryOwned
from portability.checks import Check
from portability.faults import Faults, Step
from portability.pattern_shifts import Occasion
from portability.shape import Document
from portability.values import the_day
from rota.models import Shift

BATCH = 1000
Values = dict[str, Any]
Steps = tuple[Step, ...]
Days = tuple[dt.date, dt.date]  # first and last, both included


@dataclass(slots=True)
class Book:
    """One import under way: the document, the nursery, what its keys stand for, and what is wrong so far."""

    document: Document
    nursery: Nursery
    check: Check
    faults: Faults
    keyed: dict[str, dict[str, Any]] = field(default_factory=dict)  # part → key → row
    closed: list[Term] = field(default_factory=list)
    closing: dict[str, dt.datetime | None] = field(default_factory=dict)  # open ones' keys, and what the file says
    exceptions: dict[int, Shift] = field(default_factory=dict)  # stored, where the file leaves `shifts` out
    occasions: dict[Occasion, Shift] = field(default_factory=dict)
    moved_to: dict[Occasion, Shift] = field(default_factory=dict)  # by the day to which they were moved
    set_aside: dict[int, str] = field(default_factory=dict)  # booking's id → its status, for the while
    surplus_places: set[int] = field(default_factory=set)
    _going: list[tuple[Steps, list[NurseryOwned]]] = field(default_factory=list)

    def has(self, part: str) -> bool:
        return part in self.document

    def entries(self, part: str) -> list[Document]:
        entries: list[Document] = self.document.get(part, [])
        return entries

    def row(self, part: str, key: str) -> Any:
        return self.keyed[part][key]

    def remember_keys(self, part: str, rows: Iterable[Any]) -> None:
        self.keyed[part] = {row.key: row for row in rows}

    def shift_of(self, entry: Document) -> Shift:
        """Of a booking, by key or by pattern and day."""
        if "shift" in entry:
            shift: Shift = self.row("shifts", entry["shift"])
            return shift
        occasion = (entry["pattern"], the_day(entry, "date"))
        return self.occasions.get(occasion) or self.moved_to[occasion]

    # --- a closed term ------------------------------------------------------------------------------------
    def refuse_if_closed(self, days: Days | None, *here: Step) -> None:
        """A fault where one of `days`, first and last, or a day between them lies in a closed term."""
        if days is None:
            return
        for term in self.closed:
            if days[0] <= term.ends and term.starts <= days[1]:
                day = max(days[0], term.starts)
                self.faults.add(f"{term.name} is closed, so nothing on {day} can change", *here)

    # --- what is to go ------------------------------------------------------------------------------------
    def remove_later(self, here: Steps, rows: Iterable[NurseryOwned]) -> None:
        self._going.append((here, list(rows)))

    def remove_now(self) -> None:
        """The last parts first, since they refer to the first ones. What is still referred to is a fault."""
        for here, rows in reversed(self._going):
            self.remove(here, rows)
        self._going.clear()

    def remove(self, here: Steps, rows: list[NurseryOwned]) -> None:
        if not rows:
            return
        try:
            with transaction.atomic():
                type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).delete()
        except (ProtectedError, RestrictedError) as error:
            self._say_protected(here, rows, error)

    def _say_protected(self, here: Steps, rows: list[NurseryOwned], error: ProtectedError | RestrictedError) -> None:
        blockers = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        for row in rows:
            names = {str(one._meta.verbose_name_plural) for one in blockers if _refers_to(one, row)}
            if names:
                what = f"'{key}'" if (key := getattr(row, "key", "")) else f"a {row._meta.verbose_name}"
                sentence = f"{what} is left out, but {', '.join(sorted(names))} in the nursery still refer to it"
                self.faults.add(sentence, *here)


def _refers_to(blocker: Any, row: models.Model) -> bool:
    return any(
        getattr(blocker, one.attname) == row.pk
        for one in blocker._meta.concrete_fields
        if isinstance(one, models.ForeignKey) and isinstance(row, one.related_model)
    )


@dataclass(frozen=True, slots=True)
class Synced:
    """`rows` in the order of the wanted values; `gone` are those that no wanted value matches."""

    rows: list[Any]
    gone: list[Any]


def sync(
    book: Book,
    model: type[NurseryOwned],
    wanted: list[Values],
    *,
    part: str,
    places: Sequence[Steps] | None = None,
    match: tuple[str, ...] | None = None,
    existing: Iterable[NurseryOwned] | None = None,
    days_of: Callable[[Any], Days | None] | None = None,
    remove_first: bool = False,
    before_change: Callable[[list[Any]], None] | None = None,
) -> Synced:
    """Create, change and mark for removal, so that `model` holds `wanted` and nothing else in this nursery.

    `places` say where in the file each wanted value stands (None: they are the part's entries, in order).
    `match` names the fields by which a row is the same (None: all of its content, and how many-th such row it is).
    `days_of` gives a row's first and last day; in a closed term nothing about such a row may change.
    Where there are faults nothing is written: new rows are then without a key of the database's.
    `remove_first` is for rows that would stand in the way of new ones. `before_change` is handed the rows that are
    about to change, as they still are in the database.
    """
    fields = list(wanted[0]) if wanted else []
    names = match or tuple(fields)
    rows = list(model.objects.all() if existing is None else existing)
    found = _numbered(rows, lambda row: tuple(_value(row, name) for name in names))
    identities = _numbered(wanted, lambda values: tuple(_plain(values[name]) for name in names))
    heres = places if places is not None else [(part, number) for number in range(len(wanted))]
    result: list[Any] = []
    new: list[Any] = []
    changed: list[Any] = []
    for (identity, values), here in zip(identities.items(), heres, strict=True):
        row = found.pop(identity, None)
        if row is None:
            row = model(nursery=book.nursery, **values)
            new.append(row)
            _refuse(book, row, days_of, here)
        elif different := [name for name in values if _value(row, name) != _plain(values[name])]:
            _refuse(book, row, days_of, here)
            for name in different:
                setattr(row, name, values[name])
            _refuse(book, row, days_of, here)
            changed.append(row)
        result.append(row)
    gone = list(found.values())
    for row in gone:
        _refuse(book, row, days_of, (part,))
    if book.faults:  # nothing of this is to stay, and PostgreSQL would refuse what was refused here
        return Synced(result, [])
    if remove_first:
        book.remove((part,), gone)
    else:
        book.remove_later((part,), gone)
    if changed and before_change is not None:
        before_change(changed)
    if changed:
        model.objects.bulk_update(changed, fields, batch_size=BATCH)
    model.objects.bulk_create(new, batch_size=BATCH)
    return Synced(result, gone)


def _refuse(book: Book, row: Any, days_of: Callable[[Any], Days | None] | None, here: Steps) -> None:
    if days_of is not None:
        book.refuse_if_closed(days_of(row), *here)


def on(day: dt.date) -> Days:
    return (day, day)


def _numbered(items: Iterable[Any], identify: Callable[[Any], Hashable]) -> dict[Hashable, Any]:
    """By identity and how many-th of that identity, so that two equal rows stay two."""
    counts: Counter[Hashable] = Counter()
    numbered: dict[Hashable, Any] = {}
    for item in items:
        identity = identify(item)
        numbered[identity, counts[identity]] = item
        counts[identity] += 1
    return numbered


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return tuple(value) if isinstance(value, list) else value


def _value(row: Any, name: str) -> Any:
    field_of = row._meta.get_field(name)
    return _plain(getattr(row, field_of.attname))
