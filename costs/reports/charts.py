"""Charts as plain figures, which templates draw (components/bars.html, components/columns.html) and any other writer
may: what is said of each bar, and where it begins and how long it is, in hundredths of the drawing."""

from dataclasses import dataclass
from decimal import Decimal

from rota.exact import ZERO

WHOLE = Decimal(100)
_SEEN = Decimal("0.5")  # the least that an eye finds
_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart. `label`, `amount` and `note` are words. `kind`: "plus", "minus", "total", or "beside" for
    what is there for comparison. `beyond` is how far a paler part goes on after the bar; `mark` is where a stroke
    stands (a plan, or nought); `url` is where the figure opens."""

    label: str
    amount: str
    start: Decimal
    length: Decimal
    kind: str = "plus"
    beyond: Decimal = ZERO
    mark: Decimal | None = None
    note: str = ""
    url: str = ""

    @property
    def ends(self) -> Decimal:
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Column:
    """`start`, `width` and `height` in hundredths of the drawing; `low` marks one that stands out for being short."""

    start: Decimal
    width: Decimal
    height: Decimal
    low: bool = False

    @property
    def top(self) -> Decimal:
        return WHOLE - self.height


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars without names, the least first, and one line across. `summary` says all of it to an ear."""

    title: str
    summary: str
    columns: tuple[Column, ...]
    line: Decimal
    line_label: str

    @property
    def line_top(self) -> Decimal:
        return WHOLE - self.line


def part_of(value: Decimal, most: Decimal) -> Decimal:
    """`value` in hundredths of `most`; what is there at all is long enough to be seen."""
    if not value or most <= 0:
        return ZERO
    return max((value * WHOLE / most).quantize(_PLACES), _SEEN)


def place_of(value: Decimal, least: Decimal, most: Decimal) -> Decimal:
    """Where `value` lies between `least` and `most`, in hundredths."""
    return ((value - least) * WHOLE / (most - least)).quantize(_PLACES) if most > least else ZERO


def bar_between(begin: Decimal, end: Decimal, least: Decimal, most: Decimal) -> tuple[Decimal, Decimal]:
    """Start and length of a bar from `begin` to `end`, whichever is more, on a scale from `least` to `most`."""
    start, stop = sorted((place_of(begin, least, most), place_of(end, least, most)))
    length = max(stop - start, _SEEN)
    return min(start, WHOLE - length), length
