"""A treasurer keeps the programme, fee relief and a budget; the manager pay."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.mark.parametrize("viewport", [LAPTOP], ids=["laptop"])
def test_a_treasurer_keeps_the_programme(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Adam Goldberg")
    page.get_by_role("link", name="More").click()
    page.get_by_role("link", name="What is kept about money").click()
    look(page, "kept")
    page.get_by_role("link", name="Programme").click()
    look(page, "programme")
    page.get_by_role("link", name="Add", exact=True).click()
    page.get_by_label("What for").select_option("dbs")
    page.get_by_label("Amount").fill("lots")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("We can’t read this as an amount.").first).to_be_visible()
    look(page, "programme-slip")
    page.get_by_label("Amount").fill("£44")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept: DBS checks.")).to_be_visible()
    expect(page.get_by_text("£44.00")).to_be_visible()

    page.goto(f"{site}/bluebell/costs/kept/pay/")
    look(page, "pay")
    page.emulate_media(color_scheme="dark")
    look(page, "pay-dark")
    page.emulate_media(color_scheme="light")
    page.goto(f"{site}/bluebell/costs/kept/relief/")
    look(page, "relief")
    page.goto(f"{site}/bluebell/costs/kept/budget/")
    page.get_by_role("link", name="Plan it").first.click()
    page.get_by_label("Cost avoided, net").fill("4,000")
    page.get_by_label("Hours that parents give").fill("1,200")
    look(page, "budget-set")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("£4,000.00")).to_be_visible()
    look(page, "budget")
    page.goto(f"{site}/bluebell/costs/kept/changes/")
    expect(page.get_by_text("added what is planned")).to_be_visible()
    look(page, "money-changes")
