"""A workbook as XLSX. Formulas are written with what they come to, so that a program which works nothing out (a
preview, a mail reader) shows the figures too. Text is text, whatever it begins with.
"""

import datetime as dt
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nursery.documents.book import HEADS, Book, Box, Look, Sheet, at, on

_NUMBERS = {
    Look.MONEY: "#,##0.00",
    Look.HOURS: "#,##0.00",
    Look.SHARE: "0.00%",
    Look.INDEX: "0.0000",
    Look.COUNT: "#,##0",
    Look.DATE: "d mmm yyyy",
}
_A4 = 9


def write_book(book: Book, out: BinaryIO) -> None:
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as file:
        file.set_properties({"title": book.title, "comments": book.about, "created": book.made.astimezone(dt.UTC)})
        file.set_calc_mode("auto")
        head = file.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        above_numbers = file.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right"}
        )
        looks = {
            (look, strong): file.add_format(_look(look, strong=strong)) for look in Look for strong in (False, True)
        }
        for sheet in book.sheets:
            page = file.add_worksheet(sheet.name)
            _write_sheet(page, sheet, (head, above_numbers), looks)
            for row, boxes in enumerate(sheet.rows):
                for column, box in enumerate(boxes):
                    if box.name:
                        cell = on(sheet.name, _absolute(at(row, column)))
                        file.define_name(box.name, f"={cell}")
        _write_meanings(file.add_worksheet(_("What it means")), book, head, looks)


def _look(look: Look, *, strong: bool) -> dict[str, object]:
    found: dict[str, object] = {"valign": "top"}
    if look in _NUMBERS:
        found["num_format"] = _NUMBERS[look]
    else:
        found["indent"] = 1  # a number may stand close before it
    if look == Look.PROSE:
        found["text_wrap"] = True
    if strong:
        found |= {"bold": True, "top": 1}
    return found


def _absolute(cell: str) -> str:
    """ "B7" as "$B$7"."""
    column = cell.rstrip("0123456789")
    return f"${column}${cell.removeprefix(column)}"


def _write_sheet(
    page: Worksheet, sheet: Sheet, heads: tuple[Format, Format], looks: dict[tuple[Look, bool], Format]
) -> None:
    """`heads` are how a heading looks above words, and above numbers."""
    for number, column in enumerate(sheet.heads):
        page.set_column(number, number, column.width)
        above_numbers = any(number < len(row) and row[number].look in _NUMBERS for row in sheet.rows)
        page.write_string(0, number, column.name, heads[above_numbers])
    page.freeze_panes(HEADS, 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    for row, boxes in enumerate(sheet.rows, start=HEADS):
        for number, box in enumerate(boxes):
            _write_box(page, row, number, box, looks[box.look, box.strong])


def _write_box(page: Worksheet, row: int, number: int, box: Box, look: Format) -> None:
    if box.formula:
        page.write_formula(row, number, f"={box.formula}", look, "" if box.value is None else box.value)
        return
    match box.value:
        case None:
            page.write_blank(row, number, None, look)
        case str():
            page.write_string(row, number, box.value, look)
        case dt.date() | dt.time():
            page.write_datetime(row, number, box.value, look)
        case _number:
            page.write_number(row, number, box.value, look)


def _write_meanings(page: Worksheet, book: Book, head: Format, looks: dict[tuple[Look, bool], Format]) -> None:
    page.set_column(0, 1, 24)
    page.set_column(2, 2, 90)
    page.write_string(0, 0, book.title, head)
    page.write_string(0, 1, "", head)
    page.write_string(0, 2, book.about, head)
    plain, prose = looks[Look.TEXT, False], looks[Look.PROSE, False]
    row = 1
    for sheet in book.sheets:
        row += 1
        page.write_string(row, 0, sheet.name, looks[Look.TEXT, True])
        page.write_string(row, 1, "", looks[Look.TEXT, True])
        page.write_string(row, 2, sheet.note, looks[Look.TEXT, True])
        for column in sheet.heads:
            row += 1
            page.write_string(row, 1, column.name, plain)
            page.write_string(row, 2, column.meaning, prose)
    row += 1
    for words in book.words:
        row += 1
        page.write_string(row, 2, words, prose)
