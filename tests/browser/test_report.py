"""A new trustee reads what the shifts saved, on a laptop; and on a phone with a keyboard, for other days."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]
BEYOND_THEIR_SHEET = """() => {
  document.querySelectorAll("main details").forEach(each => { each.open = true });
  return [...document.querySelectorAll(".figures")]
    .filter(each => each.getBoundingClientRect().right > each.closest(".sheet").getBoundingClientRect().right)
    .map(each => each.caption.textContent);
}"""


def test_a_trustee_sees_what_was_saved_opens_the_figures_and_follows_one(
    page: Page, site: str, sign_in: SignIn, look: Look
) -> None:
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    sign_in(page, "Joanna Whitfield")
    page.get_by_role("link", name="Open the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^Parents’ shifts saved the nursery between\s+£[\d,]+ and £[\d,]+\s*$")
    )
    expect(page.get_by_text("cost avoided (estimate)").first).to_be_visible()
    look(page, "report-trustee")

    told = page.get_by_role("region", name=re.compile("^The same work, paid for"))
    told.get_by_text("Show the figures").click()
    net = told.locator("[data-figure='scenarios.central.net']")
    expect(net).to_be_visible()
    said = net.inner_text()
    look(page, "report-figures")
    for width in (320, 768, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BEYOND_THEIR_SHEET) == [], width
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    net.click()
    expect(page.get_by_role("main")).to_contain_text(said)

    page.go_back()
    page.emulate_media(media="print", color_scheme="light")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_text("Another period")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_trustee_asks_for_other_days_with_a_keyboard_on_a_phone(
    page: Page, site: str, sign_in: SignIn, look: Look
) -> None:
    sign_in(page, "Joanna Whitfield")
    page.goto(f"{site}/bluebell/costs/")
    look(page, "report-trustee")
    page.get_by_text("Another period").focus()
    page.keyboard.press("Enter")
    first, last = page.get_by_label("From", exact=True), page.get_by_label("To", exact=True)
    expect(first).to_be_visible()
    began = first.input_value()
    first.fill(last.input_value())
    last.fill(began)
    last.press("Enter")
    expect(page.get_by_text("This is before the first day. Choose a later one.").first).to_be_visible()
    expect(last).to_have_value(began)
    look(page, "report-slip")
    first.fill(began)
    last.fill(began)
    last.press("Enter")
    expect(page).to_have_url(re.compile(rf"from={began}&to={began}"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.go_back()
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
