"""Making a table's rows what a part of the file says, and touching nothing that is so already."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import ProtectedError, RestrictedError

from nursery.models import Nursery, Term
from nursery.owned import NurseryOwned
from portability.checks import Check
from portability.faults import Faults
from portability.shape import Document

BATCH = 1000
Values = dict[str, Any]


@dataclass(slots=True)
class Book:
    """One import under way: the document, the nursery, what its keys stand for, and what is wrong so far."""

    document: Document
    nursery: Nursery
    check: Check
    faults: Faults = field(default_factory=Faults)
    keyed: dict[str, dict[str, Any]] = field(default_factory=dict)  # part → key → row
    occasions: dict[tuple[str, dt.date], Any] = field(default_factory=dict)  # (pattern's key, its day) → shift
    closed: list[Term] = field(default_factory=list)
    _going: list[tuple[str, list[NurseryOwned]]] = field(default_factory=list)

    def has(self, part: str) -> bool:
        return part in self.document

    def entries(self, part: str) -> list[Document]:
        entries: list[Document] = self.document.get(part, [])
        return entries

    def row(self, part: str, key: str) -> Any:
        return self.keyed[part][key]

    def forget_keys(self, part: str, rows: Iterable[Any]) -> None:
        self.keyed[part] = {row.key: row for row in rows}

    # --- a closed term ------------------------------------------------------------------------------------
    def closed_on(self, day: dt.date | None) -> Term | None:
        return next((term for term in self.closed if day is not None and term.holds(day)), None)

    def refuse_if_closed(self, day: dt.date | None, part: str, what: str) -> None:
        term = self.closed_on(day)
        if term is not None:
            self.faults.add(f"{term.name} is closed, so {what} on {day} cannot change", part)

    # --- what is to go ------------------------------------------------------------------------------------
    def remove_later(self, part: str, rows: Iterable[NurseryOwned]) -> None:
        self._going.append((part, list(rows)))

    def remove_now(self) -> None:
        """The last parts first, since they refer to the first ones. What is still referred to is a fault."""
        for part, rows in reversed(self._going):
            if not rows:
                continue
            try:
                type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).delete()
            except (ProtectedError, RestrictedError) as error:
                self._say_protected(part, rows, error)
        self._going.clear()

    def _say_protected(self, part: str, rows: list[NurseryOwned], error: ProtectedError | RestrictedError) -> None:
        blockers = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
        names = ", ".join(sorted({str(row._meta.verbose_name_plural) for row in blockers}))
        for row in rows:
            key = getattr(row, "key", None)
            what = f"'{key}' is left out" if key else "an entry is left out"
            self.faults.add(f"{what}, but {names} in the nursery still refer to it", part)


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
    match: tuple[str, ...] | None = None,
    existing: Iterable[NurseryOwned] | None = None,
    day_of: Callable[[Any], dt.date | None] | None = None,
    keep_others: bool = False,
    remove_first: bool = False,
) -> Synced:
    """Create, change and mark for removal, so that `model` holds `wanted` and nothing else in this nursery.

    `match` names the fields by which a row is the same (None: all of its content, and how many-th such row it is).
    `day_of` gives the day of a row, which must not lie in a closed term if anything about it changes.
    `remove_first` is for rows that would stand in the way of new ones, and that nothing refers to.
    """
    fields = list(wanted[0]) if wanted else []
    names = match or tuple(fields)
    rows = list(model.objects.all() if existing is None else existing)
    found = _numbered(rows, lambda row: tuple(_value(row, name) for name in names))
    result: list[Any] = []
    new: list[Any] = []
    changed: list[Any] = []
    for identity, values in _numbered(wanted, lambda values: tuple(_plain(values[name]) for name in names)).items():
        row = found.pop(identity, None)
        if row is None:
            row = model(nursery=book.nursery, **values)
            new.append(row)
        else:
            _take_over(row, values, changed, book, part, day_of)
        result.append(row)
    gone = [] if keep_others else list(found.values())
    if day_of is not None:
        for row in [*new, *gone]:
            book.refuse_if_closed(day_of(row), part, "what stands")
    if remove_first:
        model.objects.filter(pk__in=[row.pk for row in gone]).delete()
        gone = []
    model.objects.bulk_create(new, batch_size=BATCH)
    if changed:
        model.objects.bulk_update(changed, fields, batch_size=BATCH)
    book.remove_later(part, gone)
    return Synced(result, gone)


def _take_over(
    row: Any, values: Values, changed: list[Any], book: Book, part: str, day_of: Callable[[Any], dt.date | None] | None
) -> None:
    different = [name for name in values if _value(row, name) != _plain(values[name])]
    if not different:
        return
    if day_of is not None:
        book.refuse_if_closed(day_of(row), part, "what stands")
    for name in different:
        setattr(row, name, values[name])
    changed.append(row)


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
