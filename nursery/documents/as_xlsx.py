"""A table as XLSX: dates and times as real values, the header frozen, and a second sheet that says what each column
means. A row is written out before the next is read, so that a long table needs no more memory than a short one.
"""

import datetime as dt
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nursery.documents.table import Cell, Kind, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS = {Kind.DATE: "ddd d mmm yyyy", Kind.TIME: "hh:mm", Kind.NUMBER: "0.00"}


def write_xlsx(table: Table, out: BinaryIO, now: dt.datetime) -> None:
    """`now` is written into the file as when it was made."""
    with xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    ) as book:
        book.set_properties({"title": table.title, "comments": table.about, "created": now.astimezone(dt.UTC)})
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
        _write_rows(book.add_worksheet(_("Rows")), table, bold, formats)
        _write_meanings(
            book.add_worksheet(_("What the columns mean")), table, bold, book.add_format({"text_wrap": True})
        )


def _write_rows(sheet: Worksheet, table: Table, bold: Format, formats: dict[Kind, Format]) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.name, bold)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    last = 0
    for last, row in enumerate(table.rows, start=1):
        for number, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, last, number, cell, formats.get(column.kind))
    sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _write_cell(sheet: Worksheet, row: int, number: int, cell: Cell, look: Format | None) -> None:
    match cell:
        case None:
            pass
        case str():
            sheet.write_string(row, number, cell)  # never a formula, whatever it begins with
        case dt.date() | dt.time():
            sheet.write_datetime(row, number, cell, look)
        case _number:
            sheet.write_number(row, number, cell, look)


def _write_meanings(sheet: Worksheet, table: Table, bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, table.title, bold)
    sheet.write_string(0, 1, table.about, bold)
    for row, column in enumerate(table.columns, start=2):
        sheet.write_string(row, 0, column.name, wrapped)
        sheet.write_string(row, 1, column.meaning, wrapped)
