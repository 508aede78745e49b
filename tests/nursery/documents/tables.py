"""A small table of every kind of cell."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from nursery.documents.table import Cell, Column, Kind, Table

ROW: tuple[Cell, ...] = (dt.date(2026, 10, 25), dt.time(9, 30), Decimal("3.50"), "Åsa, “B.”", None)


def table(*rows: Sequence[Cell]) -> Table:
    return Table(
        "Rota",
        "Bluebell, from Mon 5 Oct to Fri 9 Oct",
        [
            Column("Day", "The day of the shift.", Kind.DATE),
            Column("Starts", "When it begins.", Kind.TIME),
            Column("Hours", "How long it is.", Kind.NUMBER),
            Column("Who", "First name and initial.", width=24),
            Column("Note", "Anything else."),
        ],
        rows or [ROW],
    )


def naming(who: str) -> Table:
    return table((None, None, None, who, None))
