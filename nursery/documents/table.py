"""A table to take away: what its columns hold, and its rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"


# A date, time or number stands in a column of that kind; None is an empty cell in any.
Cell = str | dt.date | dt.time | Decimal | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """`meaning` is the sentence that explains it to whoever opens the file; `width` is in characters."""

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` is read once, a row at a time. `about` is said above the meanings: whose, from when to when."""

    title: str
    about: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
