"""A parent reads what is kept of them, takes it away, sets a last day, takes that back; the manager sets how long."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def look_twice(page: Page, look: Look, name: str) -> None:
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        look(page, name)


def test_reading_taking_away_and_leaving(
    page: Page, site: str, sign_in: SignIn, look: Look, ten_on_wednesday: dt.datetime, tmp_path: Path
) -> None:
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("link", name="What is kept about you").click()
    page.get_by_role("button", name="Ask to be erased").click()
    expect(page.get_by_text("The manager is told, and decides.")).to_be_visible()
    look_twice(page, look, "kept")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download it").click()
    with zipfile.ZipFile(taken.value.path()) as packed:
        readable = packed.read("held.html").decode()
    assert "Amara Okafor" in readable

    page.goto(f"{site}/bluebell/members/leaving/")
    page.get_by_label("Last day").fill((ten_on_wednesday + dt.timedelta(days=1)).date().isoformat())
    page.get_by_role("button", name="See what it ends").click()
    look_twice(page, look, "leaving-look")
    page.get_by_role("button", name="Yes, I leave").click()
    expect(page.get_by_text("Amara O. leaves on")).to_be_visible()
    look_twice(page, look, "leaving")
    page.get_by_role("link", name="What you have given").click()
    look_twice(page, look, "hours-given")
    page.goto(f"{site}/bluebell/members/leaving/")
    page.get_by_role("button", name="I stay after all").click()
    expect(page.get_by_text("no last day is set")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("link", name="How long people are kept").click()
    page.get_by_label("A child’s name").fill("40")
    page.get_by_role("button", name="Save").click()
    look_twice(page, look, "how-long")
    (tmp_path / "held.html").write_text(readable)
    page.goto((tmp_path / "held.html").as_uri())
    look_twice(page, look, "held-file")
