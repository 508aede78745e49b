"""A table as XLSX, read back by openpyxl, which did not write it."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest

from nursery.documents.as_xlsx import write_xlsx
from nursery.documents.table import Table
from tests.builders import NOW
from tests.nursery.documents.tables import ROW, naming, table


def opened(what: Table) -> openpyxl.Workbook:
    out = BytesIO()
    write_xlsx(what, out, NOW)
    return openpyxl.load_workbook(BytesIO(out.getvalue()))


def test_days_and_times_are_real_values():
    day, starts, hours, who, note = opened(table()).worksheets[0][2]
    assert day.value == dt.datetime(2026, 10, 25)  # noqa: DTZ001 - as a spreadsheet keeps a day
    assert day.is_date
    assert (starts.value, hours.value, who.value, note.value) == (dt.time(9, 30), 3.5, "Åsa, “B.”", None)


def test_the_header_stays_when_the_rows_scroll():
    sheet = opened(table()).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == ["Day", "Starts", "Hours", "Who", "Note"]
    assert sheet.column_dimensions["D"].width == pytest.approx(24, abs=1)


def test_a_second_sheet_says_what_each_column_means():
    meanings = opened(table()).worksheets[1]
    said = [(a.value, b.value) for a, b in meanings.iter_rows(max_col=2)]
    assert said[0] == ("Rota", "Bluebell, from Mon 5 Oct to Fri 9 Oct")
    assert ("Hours", "How long it is.") in said


@pytest.mark.parametrize("text", ["=1+1", "+441", "-2", "@SUM(A1)", "\tx", "http://example.org", "{=1}"])
def test_a_text_is_never_a_formula_or_a_link(text: str):
    cell = opened(naming(text)).worksheets[0]["D2"]
    assert cell.value == text
    assert cell.data_type == "s" or cell.data_type == "inlineStr"
    assert cell.hyperlink is None


def test_a_long_table_is_filtered_and_complete():
    sheet = opened(table(*[ROW] * 2000)).worksheets[0]
    assert sheet.max_row == 2001
    assert sheet.auto_filter.ref == "A1:E2001"


def test_a_table_without_rows_opens():
    assert opened(Table("Rota", "", table().columns, [])).worksheets[0].max_row == 1
