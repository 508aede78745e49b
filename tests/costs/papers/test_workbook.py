"""The workbook: every figure under its name, and formulas that come to the same in a spreadsheet's own hands."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from costs.papers.entries import Unit, entries
from costs.papers.workbook import workbook
from costs.reports.figures import Report, Scenarios
from nursery.documents.as_book import write_book
from nursery.documents.book import Book, Box, Head, Look, Sheet
from tests.costs.papers.reports import beside, lacking, nothing_yet, put_right
from tests.office import worked_out

PENNY, HAIR = Decimal("0.01"), Decimal("0.0000001")


def written(book: Book) -> bytes:
    out = BytesIO()
    write_book(book, out)
    return out.getvalue()


def named(file: Any) -> dict[str, Any]:
    """What stands in each box that has a name."""
    found = {}
    for name, defined in file.defined_names.items():
        if name.startswith("_"):
            continue  # a program's own
        [(sheet, cell)] = defined.destinations
        found[name] = file[sheet][cell.replace("$", "")].value
    return found


def differences(report: Report, boxes: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """The report's figures that the boxes lack, or hold otherwise."""
    found = []
    for entry in entries(report):
        if not entry.is_figure:
            continue
        box = boxes.get(entry.figure)
        if entry.value is None:
            fits = box == "none yet"
        elif isinstance(box, int | float) and isinstance(entry.value, Decimal | int):
            # A spreadsheet holds binary numbers: money is compared to the penny, all else to a hair.
            fine = PENNY / 1000 if entry.unit == Unit.MONEY else HAIR
            fits = abs(Decimal(repr(box)) - entry.value) < fine
        else:
            fits = False
        if not fits:
            found.append((entry.figure, entry.value, box))
    return found


@pytest.fixture
def full(report: Report) -> Report:
    """With a plan, and with thirds of an hour, which no decimal holds."""
    third = Decimal("0.33333333")
    central = report.scenarios.central
    [care, *others] = central.lines
    line = replace(care, hours=care.hours + third, value=Decimal("3790.16"))
    assert line.value == ((care.hours * 3 + 1) / Decimal(3) * care.rate).quantize(PENNY)
    more = replace(
        central,
        lines=(line, *others),
        value=Decimal("5706.50"),
        net=Decimal("4367.40"),
        retained=Decimal("1367.40"),
        returned=Decimal("0.6869"),
    )
    per = replace(report.per, net_per_parent_hour=Decimal("8.29"))
    return replace(beside(report), scenarios=Scenarios(report.scenarios.low, more, report.scenarios.high), per=per)


def test_every_figure_stands_in_it_under_its_name(full: Report):
    file = openpyxl.load_workbook(BytesIO(written(workbook(full))), data_only=True)
    assert differences(full, named(file)) == []


def test_its_formulas_come_to_the_reports_figures_in_libreoffice(full: Report):
    made = written(workbook(full))
    assert differences(full, named(worked_out(made))) == []


def test_every_box_of_every_sheet_comes_to_what_it_says(full: Report):
    """Those without a name, too: sums of months, this period beside the one before, what is beyond the plan."""
    made = written(workbook(full))
    said = openpyxl.load_workbook(BytesIO(made), data_only=True)
    found = worked_out(made)
    for sheet in said:
        for row in sheet:
            for cell in row:
                there = found[sheet.title][cell.coordinate].value
                if isinstance(cell.value, float | int) and not isinstance(cell.value, bool):
                    assert there == pytest.approx(cell.value, abs=1e-7), (sheet.title, cell.coordinate)
                else:
                    assert there == cell.value or not (there or cell.value), (sheet.title, cell.coordinate)


def test_a_result_that_is_not_what_the_formula_comes_to_would_be_found():
    sheet = Sheet("Lie", "", [Head("A", "")], [[Box(Decimal(5), Look.MONEY, "2+2", "net")]])
    book = Book("Lie", "", dt.datetime(2026, 12, 11, tzinfo=dt.UTC), [sheet])
    assert named(worked_out(written(book)))["net"] == 4


def test_totals_are_formulas_and_not_numbers(report: Report):
    file = openpyxl.load_workbook(BytesIO(written(workbook(report))))
    formulas = named(file)
    for figure in (
        "scenarios.central.lines.0.value",
        "scenarios.central.value",
        "scenarios.low.premium_total",
        "scenarios.high.programme_total",
        "scenarios.central.net",
        "scenarios.central.retained",
        "scenarios.central.returned",
        "hours.parent",
        "hours.paid",
        "months.0.given",
        "duties.0.given",
        "rates.0.an_hour",
        "per.net_per_child_session",
    ):
        assert str(formulas[figure]).startswith("="), figure
    assert formulas["scenarios.central.lines.0.value"].count("ROUND(") == 1


def test_a_figure_that_is_missing_is_none_yet_and_no_formula(report: Report):
    found = lacking(report)
    made = written(workbook(found))
    assert named(openpyxl.load_workbook(BytesIO(made)))["scenarios.central.net"] == "none yet"
    assert differences(found, named(worked_out(made))) == []


def test_corrections_add_up_to_net_with_them(report: Report):
    found = put_right(report)
    figures = named(worked_out(written(workbook(found))))
    lacking_or_else = differences(found, figures)
    assert lacking_or_else == [("adjustments.1.hours", None, None)]  # money alone has no hours
    assert figures["adjusted.net_central"] == 4422.88


def test_nothing_worked_yet_makes_a_workbook_without_an_error_in_it(report: Report):
    bare = nothing_yet(report)
    found = worked_out(written(workbook(bare)))
    assert differences(bare, named(found)) == []
    assert not [cell.value for sheet in found for row in sheet for cell in row if str(cell.value).startswith("#")]


def test_a_name_that_looks_like_a_formula_is_text(report: Report):
    [care, *others] = report.duties
    odd = replace(report, duties=(replace(care, name="=1+1"), *others))
    file = openpyxl.load_workbook(BytesIO(written(workbook(odd))))
    cell = next(cell for row in file["Hours by duty"] for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_the_same_report_makes_the_same_bytes(report: Report):
    assert written(workbook(report)) == written(workbook(report))


def test_every_column_says_what_it_means(report: Report):
    book = workbook(report)
    assert [(sheet.name, head.name) for sheet in book.sheets for head in sheet.heads if not head.meaning] == []
    file = openpyxl.load_workbook(BytesIO(written(book)))
    shown = {str(cell.value) for row in file["What it means"] for cell in row}
    assert {head.meaning for sheet in book.sheets for head in sheet.heads} <= shown
