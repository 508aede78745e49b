"""Figures to the penny, each with the name it has in the report's JSON, and tables of them.

Every table that a section shows is made here, so that a reader (and a test) finds the same figure under the same
name on the page, in the files and in a closed report.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from costs.reports.figures import Report
from nursery.money import plain, say_money
from rota.exact import rounded

NO_BREAK = "\N{NO-BREAK SPACE}"
_TENTH = Decimal("0.1")

Opens = Callable[[str], str]


def opens_nowhere(_path: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Figure:
    """`path` is the figure's name in the JSON ("scenarios.central.net"), `value` what the JSON holds (empty for what
    cannot be said), `said` how it is read, `url` where it opens."""

    path: str
    value: str
    said: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A cell of words in a table of figures; `long` is a sentence."""

    said: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """A cell of figures that belong together, each said with its own word."""

    figures: tuple[Figure, ...]


Cell = Figure | Words | Several


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` are those of the cells; `label_head` is that of the rows' labels."""

    caption: str
    label_head: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def labelled(self) -> list[tuple[Row, list[tuple[str, Cell]]]]:
        """Each row with its cells beside their heads, which a phone shows in front of them."""
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]

    @property
    def numeric(self) -> list[tuple[str, bool]]:
        """The heads, and whether figures stand under them."""
        first = self.rows[0].cells if self.rows else ()
        return [(head, n < len(first) and isinstance(first[n], Figure)) for n, head in enumerate(self.heads)]


class Exact:
    """Finds a report's figures by their names."""

    def __init__(self, report: Report, opens: Opens = opens_nowhere) -> None:
        self.report = report
        self.opens = opens

    def money(self, path: str) -> Figure:
        return self._figure(path, lambda value: say_money(value, self.report.currency))

    def hours(self, path: str) -> Figure:
        """To two decimals; the JSON may hold more."""
        return self._figure(path, say_exact_hours)

    def share(self, path: str) -> Figure:
        return self._figure(path, say_exact_percent)

    def index(self, path: str) -> Figure:
        return self._figure(path, lambda value: _number(value, 4))

    def count(self, path: str) -> Figure:
        return self._figure(path, lambda value: str(number_format(value, use_l10n=True, force_grouping=True)))

    def _figure(self, path: str, say: Callable[[Any], str]) -> Figure:
        found: Any = self.report
        for name in path.split("."):
            found = found[int(name)] if name.isdigit() else getattr(found, name)
        if found is None:
            return Figure(path, "", _("none yet"))
        value = f"{found:f}" if isinstance(found, Decimal) else str(found)
        return Figure(path, value, say(found), self.opens(path) if found else "")


def table(caption: str, label_head: str, heads: Iterable[str], rows: Iterable[Row]) -> Table:
    return Table(caption, label_head, tuple(heads), tuple(rows))


def say_exact_hours(hours: Decimal) -> str:
    """ "216.00"."""
    return _number(hours, 2)


def say_percent(part: Decimal, places: int = 1) -> str:
    """0.0541 as "5.4 %", on one line."""
    return f"{_number(part * 100, places)}{NO_BREAK}%"


def say_change(change: Decimal) -> str:
    """By how much, without a sign: "5.4 %", and "336 %" where tenths say nothing more."""
    return say_percent(abs(change), 1 if abs(change) < _TENTH else 0)


def say_exact_percent(part: Decimal) -> str:
    """0.1207 as "12.07 %", 0.15 as "15 %"."""
    return f"{number_format(plain(rounded(part * 100)), use_l10n=True, force_grouping=True)}{NO_BREAK}%"


def say_index(value: Decimal) -> str:
    """An index of fairness to two places."""
    return _number(value, 2)


def _number(value: Decimal, places: int) -> str:
    return str(number_format(rounded(value, places), decimal_pos=places, use_l10n=True, force_grouping=True))
