"""A family sees where it stands; a trustee lifts part of it; the manager passes approvals on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_family_sees_its_share_and_a_trustee_lifts_part_of_it(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Amara Okafor")
    page.get_by_role("link", name="More").click()
    page.get_by_role("link", name=re.compile("^Shares")).click()
    expect(page.locator(".finding")).to_contain_text(re.compile(r"of .* hours done"))
    expect(page.get_by_role("heading", name="Your family’s turns")).to_be_visible()
    look(page, "shares-parent")

    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "Joanna Whitfield")
    page.goto(f"{site}/bluebell/rota/shares/")
    look(page, "shares-trustee")
    page.get_by_role("link", name="Okafor").click()
    look(page, "family-trustee")
    page.get_by_role("link", name="Lift part of the share").click()
    look(page, "relief-add")
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_label("How much").fill("lots")
    page.get_by_role("button", name="Lift it").click()
    expect(page.get_by_text("Write a number from 1 to 100").first).to_be_visible()
    expect(page.get_by_label("First day")).to_have_value("2026-01-01")
    look(page, "relief-slip")


def test_the_manager_names_a_deputy(page: Page, site: str, sign_in: SignIn, look: Look) -> None:
    sign_in(page, "Helen")
    page.goto(f"{site}/bluebell/rota/deputies/")
    page.get_by_label("Who").select_option(index=1)
    page.get_by_label("Last day").fill(page.get_by_label("First day").input_value())
    page.get_by_role("button", name="Name them").click()
    expect(page.get_by_text("says yes or no in your stead")).to_be_visible()
    look(page, "deputies")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nobody. Everything waits for you alone.")).to_be_visible()
