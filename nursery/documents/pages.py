"""What the templates beside this file set: days side by side on a wall (columns.typ), weeks one below the other
(ledger.typ).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nursery.documents.as_pdf import Run


@dataclass(frozen=True, slots=True)
class Line:
    """One name, or (without one) a line to write on; `word` is small beside it. `write`: a line to write on below."""

    name: Run | None
    word: str = ""
    write: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of work: when, what, who."""

    times: str
    what: Run
    lines: Sequence[Line]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    head: str
    note: Run | None
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Group:
    """Days under one heading."""

    head: str
    days: Sequence[Day]


@dataclass(frozen=True, slots=True)
class Wall:
    """For columns.typ: one group's days as columns."""

    title: str
    nursery: Run
    subtitle: str
    days: Sequence[Day]
    notes: Sequence[str]
    foot: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """For ledger.typ: groups one below the other, a row a block. `heads` are the three columns' headings."""

    title: str
    nursery: Run
    subtitle: str
    heads: Sequence[str]
    groups: Sequence[Group]
    notes: Sequence[str]
    foot: str
