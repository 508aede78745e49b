"""The rota off the screen, as a parent and the manager take it."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import LAPTOP

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def test_a_parent_prints_the_week_and_reads_it_in_their_calendar(page: Page, sign_in: SignIn, look: Look):
    sign_in(page, "Amara Okafor")
    page.get_by_role("link", name="Rota", exact=True).click()
    page.get_by_role("link", name="Print this week, or take it away").click()
    look(page, "papers")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Sheet of this week (PDF)").click()
    kept = Path(os.environ.get("TEST_PICTURES", "var/pictures")) / "week.pdf"
    downloading.value.save_as(kept)
    [sheet] = PdfReader(kept).pages
    assert "Week of" in sheet.extract_text()
    form = page.get_by_role("button", name="Spreadsheet (XLSX)")
    for button, ending in ((form, ".xlsx"), (page.get_by_role("button", name="Plain table (CSV)"), ".csv")):
        with page.expect_download() as downloading:
            button.click()
        assert downloading.value.suggested_filename.endswith(ending)

    page.get_by_role("link", name="Your turns").click()
    look(page, "calendar-none")
    page.get_by_role("button", name="Make my calendar address").click()
    address = page.get_by_label("Or give your calendar this address").input_value()
    look(page, "calendar")
    served = page.url.partition("/bluebell/")[0] + "/bluebell/" + address.partition("/bluebell/")[2]
    assert "BEGIN:VCALENDAR" in page.request.get(served).text()
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_role("button", name="Make my calendar address")).to_be_visible()
    assert page.request.get(served).status == 410


def test_the_manager_sees_both_pages_on_a_laptop(page: Page, sign_in: SignIn, look: Look):
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    sign_in(page, "Helen Tanaka")
    page.get_by_role("link", name="More", exact=True).click()
    page.get_by_role("link", name="Print and take away").click()
    look(page, "papers")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Sheets for the wall (PDF)").first.click()
    kept = Path(os.environ.get("TEST_PICTURES", "var/pictures")) / "term.pdf"
    downloading.value.save_as(kept)
    assert len(PdfReader(kept).pages) > 1
    page.get_by_role("link", name="Your turns, and the nursery’s open places").click()
    page.get_by_role("button", name="Make the nursery’s address").click()
    expect(page.get_by_role("link", name="Add to a calendar")).to_be_visible()
    look(page, "calendar")
