"""A table as CSV: UTF-8 with a byte-order mark (spreadsheets read it as Latin-1 without), commas, CRLF (RFC 4180).

Dates are written 2026-09-30, times 09:00, numbers with a full stop. A cell that a spreadsheet would run as a formula
gets an apostrophe in front.
"""

import codecs
import csv
import datetime as dt
from typing import BinaryIO

from nursery.documents.table import Cell, Table

MEDIA_TYPE = "text/csv; charset=utf-8"

# What spreadsheets take for the beginning of a formula, full-width forms included; the others can hide one behind
# them when the file is read with other separators.
_FORMULA_BEGINS = frozenset("=+-@\t\r\n＝＋－＠")


class _Encoded:
    """What `csv` writes text into."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def write_csv(table: Table, out: BinaryIO) -> None:
    out.write(codecs.BOM_UTF8)
    writer = csv.writer(_Encoded(out))
    writer.writerow([_harmless(column.name) for column in table.columns])
    writer.writerows([_said(cell) for cell in row] for row in table.rows)


def _said(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _harmless(cell)
        case dt.time():
            return f"{cell:%H:%M}"
        case _date_or_number:
            return str(cell)


def _harmless(text: str) -> str:
    return (
        f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff")[:1] in _FORMULA_BEGINS or text[:1] in _FORMULA_BEGINS else text
    )
