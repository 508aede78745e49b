"""A trustee asks of a figure what it is made of, from the report down to one shift."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def test_a_trustee_opens_net_down_to_a_shift_on_a_laptop(page: Page, site: str, sign_in: SignIn, look: Look) -> None:
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    sign_in(page, "Joanna Whitfield")
    page.goto(f"{site}/bluebell/costs/")
    page.locator(".bars").first.get_by_role("link", name="Saved, most likely").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Net is")
    look(page, "opened-net")
    page.get_by_role("link", name="High").click()
    expect(page.get_by_role("link", name="High")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Most likely").click()
    page.locator("#value").get_by_role("link", name=re.compile("^Care")).click()
    expect(page.get_by_role("heading", name="How it is reckoned")).to_be_visible()
    look(page, "opened-line")
    page.locator(".shifts a").first.click()
    expect(page.get_by_role("heading", name="Slice by slice")).to_be_visible()
    expect(page.locator(".card").first).to_contain_text("Parent 1")
    look(page, "opened-shift")
    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="Net").click()
    page.get_by_role("link", name="Open all hours").click()
    expect(page.get_by_role("heading", name="Child-sessions")).to_be_visible()
    look(page, "opened-hours")


def test_the_same_on_a_phone_with_the_keyboard(page: Page, site: str, sign_in: SignIn, look: Look) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, "Joanna Whitfield")
    page.goto(f"{site}/bluebell/costs/lines/")
    look(page, "opened-net")
    care = page.locator("#value").get_by_role("link", name=re.compile("^Care"))
    for _ in range(40):
        page.keyboard.press("Tab")
        if care.evaluate("each => each === document.activeElement"):
            break
    expect(care).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How it is reckoned")).to_be_visible()
    look(page, "opened-line")
    shift = page.locator(".shifts a").first
    shift.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Slice by slice")).to_be_visible()
    look(page, "opened-shift")
    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="Care").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How it is reckoned")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{site}/bluebell/costs/burden/")
    look(page, "opened-hours")
