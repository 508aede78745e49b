"""A table that somebody has filled in and sends us: CSV or XLSX, read as text, within bounds, and nothing in it is run.

The first row that holds anything names the columns. What is a date in a workbook is read as 2026-09-30, a number as
people write it. A formula is refused: whoever filled it in sees what it comes to, and we would see something else.
"""

import csv
import datetime as dt
import io
import logging
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

logger = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
MOST_ROWS = 500  # below the header
MOST_COLUMNS = 20
MOST_CHARACTERS = 500  # in a cell
# Of a workbook, which is a zip of XML: unpacked, all parts together.
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_TAGS = 300_000  # a cell is about four; a row is held in memory whole
_LAST_ROW = 5000  # empty ones counted
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CHUNK = 64 * 1024


class SheetRefused(Exception):  # noqa: N818 - said to whoever sent it, as one sentence or two
    """The file is not read; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row's as a spreadsheet counts; as many `cells` as the header has, without blanks around."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(content: bytes) -> Sheet:
    """Raises SheetRefused."""
    if len(content) > MOST_BYTES:
        raise too_large()
    if content.startswith(_OLD_EXCEL):
        raise SheetRefused(_("This is a workbook of an old kind. Save it as .xlsx or as CSV, and try again."))
    rows = _rows_of_workbook(content) if content.startswith(_ZIP) else _rows_of_csv(content)
    return _table(rows)


def too_large() -> SheetRefused:
    return SheetRefused(_("The file is larger than 1 MB. Keep the rows that matter, without pictures."))


def _table(rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    header: tuple[str, ...] = ()
    found: list[Row] = []
    for number, cells in rows:
        if number > _LAST_ROW:
            raise SheetRefused(_("Something stands below row %(row)s. Take it out.") % {"row": _LAST_ROW})
        row = _checked(number, cells)
        if not row:
            continue
        if not header:
            header = row
            continue
        if len(row) > len(header):
            raise SheetRefused(_("Row %(row)s has more cells than there are columns with a name.") % {"row": number})
        if len(found) == MOST_ROWS:
            raise SheetRefused(_("There are more than %(most)s rows. Send them in parts.") % {"most": MOST_ROWS})
        found.append(Row(number, row + ("",) * (len(header) - len(row))))
    if not header:
        raise SheetRefused(_("There is nothing in this file."))
    return Sheet(header, tuple(found))


def _checked(number: int, cells: Sequence[str]) -> tuple[str, ...]:
    """Without blanks around and empty cells behind; raises SheetRefused."""
    row = [cell.strip() for cell in cells]
    while row and not row[-1]:
        row.pop()
    if len(row) > MOST_COLUMNS:
        raise SheetRefused(_("There are more than %(most)s columns.") % {"most": MOST_COLUMNS})
    for cell in row:
        if len(cell) > MOST_CHARACTERS:
            raise SheetRefused(
                _("A cell in row %(row)s is longer than %(most)s characters.")
                % {"row": number, "most": MOST_CHARACTERS}
            )
        if cell.startswith("="):
            raise _formula(number)
        if "\0" in cell:
            raise _unreadable()
    return tuple(row)


def _formula(row: int) -> SheetRefused:
    return SheetRefused(
        _("A cell in row %(row)s is a formula. Put what it comes to in its place: copy it, then paste the value.")
        % {"row": row}
    )


def _unreadable() -> SheetRefused:
    return SheetRefused(_("We can’t read this as a spreadsheet. Save it as .xlsx or as CSV, and try again."))


# --- CSV --------------------------------------------------------------------------------------------------------------
def _rows_of_csv(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """UTF-8, with or without a byte-order mark, else Windows-1252; commas, semicolons or tabs."""
    if content.startswith(_UTF_16):
        raise SheetRefused(_("This is text of a kind we don’t read. Save it as CSV in UTF-8, and try again."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise _unreadable() from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [_without_guard(cell) for cell in cells]
    except csv.Error as error:
        raise _unreadable() from error


def _delimiter(text: str) -> str:
    """What stands most often in the first line that holds anything."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=line.count)


def _without_guard(cell: str) -> str:
    """The apostrophe that we ourselves put before what a spreadsheet would run (as_csv.py) is no part of what it says:
    a telephone number comes back as it went."""
    return cell[1:] if cell.startswith(("'+", "'-", "'@")) else cell


# --- XLSX -------------------------------------------------------------------------------------------------------------
def _rows_of_workbook(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    _look_through(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise _unreadable()
        sheets[0].reset_dimensions()  # what the file says of its size is not to be relied on
        for number, cells in enumerate(sheets[0].iter_rows(min_row=1), start=1):
            yield number, [_text_of(cell, number) for cell in cells]
            if number > _LAST_ROW:
                return
    except SheetRefused:
        raise
    except Exception as error:
        logger.info("A workbook was not read: %s.", type(error).__name__)
        raise _unreadable() from error


def _look_through(content: bytes) -> None:
    """Before anything is read as XML: what the parts say that they hold, and what they really hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            said = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or said > MOST_UNPACKED:
                raise _bomb()
            if any(part.flag_bits & 1 for part in parts):
                raise SheetRefused(_("This workbook is locked with a password. Save it without one."))
            if "xl/workbook.xml" not in packed.namelist():
                raise _unreadable()
            unpacked = tags = 0
            for part in parts:
                with packed.open(part) as opened:
                    while chunk := opened.read(_CHUNK):
                        unpacked += len(chunk)
                        tags += chunk.count(b"<")
                        if unpacked > MOST_UNPACKED or tags > MOST_TAGS:
                            raise _bomb()
    except SheetRefused:
        raise
    except Exception as error:
        logger.info("A workbook was not opened: %s.", type(error).__name__)
        raise _unreadable() from error


def _bomb() -> SheetRefused:
    return SheetRefused(_("This workbook holds far more than a list. Copy the rows into a new one, and send that."))


def _text_of(cell: Any, number: int) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise _formula(number)
    if cell.data_type == "e":
        raise SheetRefused(_("A cell in row %(row)s shows an error. Put it right first.") % {"row": number})
    match value:
        case None:
            return ""
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _other:
            return str(value)
