"""A trustee wonders: could we ask one parent fewer on Fridays? And what would three changes do, side by side?"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def test_one_parent_fewer_on_fridays_is_answered_in_a_tap_on_a_phone_and_kept(
    page: Page, site: str, sign_in: SignIn, look: Look
) -> None:
    sign_in(page, "Joanna Whitfield")
    page.get_by_role("link", name="More").click()
    page.get_by_role("link", name=re.compile("^What if")).click()
    look(page, "what-if-begin")
    page.get_by_role("link", name="on Fridays").first.click()
    expect(page.get_by_role("heading", name="Care: 1 parent place fewer on Fridays")).to_be_visible()
    expect(page.get_by_text("It would not be safe as it stands")).to_be_visible()
    look(page, "what-if-fridays")

    page.locator("#id_a-day").select_option(label="Thursday")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="Care: 1 parent place fewer on Thursdays")).to_be_visible()
    expect(page).to_have_url(re.compile(r"a-places=-1&a-duty=care&a-day=3$"))
    expect(page.get_by_role("heading", name="If so")).to_be_focused()

    page.get_by_label("Keep it under a name").fill("One fewer on Thursdays")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("“One fewer on Thursdays” is kept.")).to_be_visible()
    look(page, "what-ifs")
    page.get_by_role("link", name="One fewer on Thursdays").click()
    expect(page.get_by_role("heading", name="Care: 1 parent place fewer on Thursdays")).to_be_visible()


def test_three_questions_stand_side_by_side_on_a_laptop(page: Page, site: str, sign_in: SignIn, look: Look) -> None:
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    sign_in(page, "Joanna Whitfield")
    page.goto(f"{site}/bluebell/costs/what-if/")
    page.get_by_label("Parent places").first.select_option(label="1 more")
    page.get_by_text("Compare with a second question").click()
    page.locator(".question").first.get_by_text("Pay and rates").click()
    page.locator("#id_b-rise").fill("a lot")
    page.get_by_text("And with a third").click()
    page.locator(".question").last.get_by_text("Fee relief", exact=True).click()
    page.locator("#id_c-relief").fill("£1,000")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("We can’t read this as a percentage").first).to_be_visible()
    expect(page.locator("#id_b-rise")).to_have_value("a lot")
    look(page, "what-if-slip")
    page.locator("#id_b-rise").fill("5")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="B Pay up by 5 %")).to_be_visible()
    expect(page.get_by_role("columnheader", name="C", exact=True)).to_be_visible()
    look(page, "what-if-three")
