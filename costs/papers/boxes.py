"""A report's figures as the boxes of a workbook, each under its name in the JSON."""

from decimal import Decimal

from django.utils.translation import gettext as _

from costs.papers.entries import Unit, entries
from costs.reports.figures import Report
from nursery.documents.book import Box, Head, Look, at
from nursery.documents.table import Cell
from rota.exact import EXACT, HOUR

ESTIMATES = ("low", "central", "high")
_LOOKS = {
    Unit.MONEY: Look.MONEY,
    Unit.HOURS: Look.HOURS,
    Unit.SHARE: Look.SHARE,
    Unit.INDEX: Look.INDEX,
    Unit.COUNT: Look.COUNT,
    Unit.DATE: Look.DATE,
}
_NEAR = Decimal("0.00000001")  # as far as hours of eight places may be from what they stand for


class Boxes:
    """Finds figures by their names. What cannot be said yet is "none yet", without a formula."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._entries = {entry.figure: entry for entry in entries(report)}

    def value(self, figure: str) -> Decimal:
        """A number; nought where it cannot be said."""
        found = self._entries[figure].value
        return Decimal(found) if isinstance(found, Decimal | int) else Decimal(0)

    def known(self, *figures: str) -> bool:
        return all(self._entries[figure].value is not None for figure in figures)

    def of(self, figure: str, formula: str = "", *, strong: bool = False, again: bool = False) -> Box:
        """`again`: the figure stands elsewhere under its name."""
        name = "" if again else figure
        entry = self._entries[figure]
        look = _LOOKS.get(entry.unit, Look.TEXT)
        if entry.value is None:
            return Box(_("none yet"), name=name, strong=strong)
        value: Cell = entry.value
        if entry.unit == Unit.HOURS and isinstance(value, Decimal):
            value = whole_seconds(value)
        return Box(value, look, formula, name, strong)


def whole_seconds(hours: Decimal) -> Decimal:
    """Hours as near as a spreadsheet can have them: a third is 0.33333333 in a report, and all its digits here, so that
    a product with it comes to the penny. Left alone where they are no whole number of seconds."""
    seconds = EXACT.multiply(hours, HOUR).to_integral_value()
    whole = EXACT.divide(seconds, HOUR)
    return whole if abs(whole - hours) <= _NEAR else hours


def words(text: str, *, strong: bool = False) -> Box:
    return Box(text, strong=strong)


def prose(text: str) -> Box:
    return Box(text, Look.PROSE)


def sum_of(column: int, first: int, rows: int) -> str:
    """The formula that adds up `rows` boxes of a column; nought where there are none."""
    return f"SUM({at(first, column)}:{at(first + rows - 1, column)})" if rows else "0"


def heads(*columns: tuple[str, str, int]) -> list[Head]:
    return [Head(*column) for column in columns]


def none_yet_unless(condition: str, formula: str) -> str:
    """A formula that divides, where there may be nothing to divide by."""
    return f'IF({condition},{formula},"{_("none yet")}")'
