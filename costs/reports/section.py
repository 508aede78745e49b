"""One piece of a report as it is read: a title that says the finding, sentences, a chart, and its exact figures."""

from dataclasses import dataclass

from costs.reports.charts import Bar, Columns
from costs.reports.exact import Table


@dataclass(frozen=True, slots=True)
class Section:
    """`key` names its place on the page. `table` is shown as it is, `tables` when a reader asks for the figures.
    `note` says what must not be read into it. A `wide` one takes the whole width of a laptop."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    columns: Columns | None = None
    note: str = ""
    table: Table | None = None
    tables: tuple[Table, ...] = ()
    wide: bool = False
