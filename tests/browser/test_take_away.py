"""The treasurer takes a term's report away in all four forms."""

import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import LAPTOP

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def test_the_treasurer_takes_the_report_away_for_the_board_and_the_auditor(page: Page, sign_in: SignIn, look: Look):
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    sign_in(page, "Adam Goldberg")
    page.goto(f"{page.url.partition('/bluebell/')[0]}/bluebell/costs/")
    look(page, "take-away")
    folder = Path(os.environ.get("TEST_PICTURES", "var/pictures"))
    taken = {}
    for ending, link in (
        ("pdf", "Two pages for the board (PDF)"),
        ("xlsx", "Spreadsheet (XLSX)"),
        ("csv", "Plain table (CSV)"),
        ("json", "For programs (JSON)"),
    ):
        with page.expect_download() as downloading:
            page.get_by_role("link", name=link).click()
        assert downloading.value.suggested_filename.startswith("bluebell-savings-")
        assert downloading.value.suggested_filename.endswith(f".{ending}")
        taken[ending] = folder / f"report.{ending}"
        downloading.value.save_as(taken[ending])
    assert len(PdfReader(taken["pdf"]).pages) == 2
    assert openpyxl.load_workbook(taken["xlsx"]).sheetnames[0] == "Summary"
    assert taken["csv"].read_text(encoding="utf-8-sig").startswith("Section,Estimate,")
    assert '"format":"report/1"' in taken["json"].read_text()
