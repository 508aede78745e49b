"""A workbook to take away: sheets of figures, some of them formulas over others, and what each column means."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nursery.documents.table import Cell


class Look(StrEnum):
    """How a cell's value is shown."""

    TEXT = "text"
    PROSE = "prose"
    MONEY = "money"
    HOURS = "hours"
    SHARE = "share"
    INDEX = "index"
    COUNT = "count"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell. `formula` (without "=") is what the spreadsheet works out, `value` what it comes to. `name` can be used
    for it anywhere in the book; it has letters, digits, underlines and full stops."""

    value: Cell
    look: Look = Look.TEXT
    formula: str = ""
    name: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading, the sentence that explains it, and its width in characters."""

    name: str
    meaning: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows below one row of headings; a row may be shorter than they are. `note` is said with the meanings."""

    name: str
    note: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Box]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Book:
    """`made` is written into the file as when it was made. `words` follow the meanings of the columns, a line each."""

    title: str
    about: str
    made: dt.datetime
    sheets: Sequence[Sheet]
    words: Sequence[str] = ()


HEADS = 1  # rows above the first


def at(row: int, column: int) -> str:
    """How a formula calls the box in a sheet's `row`, counted from 0 without the headings, and `column`."""
    return f"{letters(column)}{row + HEADS + 1}"


def letters(column: int) -> str:
    """0 as "A", 26 as "AA"."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def on(sheet: str, cell: str) -> str:
    """How a formula in another sheet calls a cell."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"
