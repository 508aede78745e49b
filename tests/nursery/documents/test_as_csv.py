"""A table as CSV, read back by the standard library's reader and as a spreadsheet would take it."""

import csv
from io import BytesIO, StringIO

import pytest

from nursery.documents.as_csv import write_csv
from nursery.documents.table import Table
from tests.nursery.documents.tables import naming, table


def written(what: Table) -> bytes:
    out = BytesIO()
    write_csv(what, out)
    return out.getvalue()


def rows(what: Table) -> list[list[str]]:
    return list(csv.reader(StringIO(written(what).decode("utf-8-sig"), newline="")))


def test_it_begins_with_the_mark_by_which_spreadsheets_know_utf_8():
    assert written(table()).startswith(b"\xef\xbb\xbfDay,")


def test_lines_end_as_the_standard_says():
    assert written(table()).endswith(b"\r\n")
    assert written(table()).count(b"\n") == written(table()).count(b"\r\n") == 2


def test_days_times_and_numbers_are_written_one_way():
    assert rows(table())[1] == ["2026-10-25", "09:30", "3.50", "Åsa, “B.”", ""]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+441", "-2", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1", "＠x", "  =1+1", "\u00a0@x", '=HYPERLINK("x")'],
)
def test_what_a_spreadsheet_would_run_stays_text(text: str):
    assert rows(naming(text))[1][3] == f"'{text}"


@pytest.mark.parametrize("text", ["Amara O.", "a=b", "Jean-Luc", "'quoted", "“–”", ""])
def test_what_is_harmless_is_left_alone(text: str):
    assert rows(naming(text))[1][3] == text


def test_quotes_commas_and_line_ends_in_a_cell_come_back():
    text = 'one, "two"\r\nthree'
    assert rows(naming(text))[1][3] == text
