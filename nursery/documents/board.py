"""What board.typ sets: two upright pages of A4, rows of pieces side by side. It knows words, figures and drawings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nursery.documents.as_pdf import Run


@dataclass(frozen=True, slots=True)
class Stripe:
    """A lying bar. `start`, `length` and `beyond` (a paler part after it) are in hundredths of the drawing; `mark` is
    where a stroke stands. `kind` is plus, minus, total or beside."""

    label: Run
    amount: str
    start: float
    length: float
    kind: str
    beyond: float = 0
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """An upright bar, its `height` in hundredths; `low` marks one that stands out for being short."""

    height: float
    low: bool


@dataclass(frozen=True, slots=True)
class Skyline:
    """Upright bars without names, and a line across. `told` says all of it to whoever hears the page."""

    title: str
    told: str
    columns: Sequence[Column]
    line: float
    line_label: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """`level` is "" or "total"."""

    cells: Sequence[Run | str]
    level: Literal["", "total"] = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `numbers` says of each column whether figures stand in it (to the right), `wide` how much room it takes
    of what the others leave (0: as much as it needs)."""

    heads: Sequence[str]
    numbers: Sequence[bool]
    wide: Sequence[float]
    rows: Sequence[GridRow]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence; `mark` stands in front of it, apart ("!", "✓", "1")."""

    text: Run
    mark: str = ""
    kind: Literal["", "warn", "good", "quiet"] = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """What it is about, then sentences, drawings and tables in this order, then a note in small type."""

    title: Run | None = None
    sentences: Sequence[Said] = ()
    stripes: Sequence[Stripe] = ()
    skyline: Skyline | None = None
    grid: Grid | None = None
    note: Run | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Pieces side by side, each with its part of the width."""

    pieces: Sequence[Piece]
    wide: Sequence[float]


@dataclass(frozen=True, slots=True)
class Board:
    """`before`, `figure` and `after` are the one sentence that it is about, its figure in the largest type."""

    title: str
    nursery: Run
    subtitle: str
    before: str
    figure: str
    after: str
    lead: Sequence[Said]
    first: Sequence[Strip]
    second: Sequence[Strip]
    foot: str
