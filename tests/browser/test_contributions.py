"""A parent logs hours in two taps on a phone; somebody of another family confirms them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_a_parent_logs_hours_in_two_taps_and_another_confirms(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Amara Okafor")
    look(page, "contribution-home")
    page.get_by_role("link", name="Log hours").click()
    look(page, "contribution-log")
    page.emulate_media(color_scheme="dark")
    look(page, "contribution-log-dark")
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Logged, thank you")).to_be_visible()
    expect(page.get_by_text("waiting", exact=True).first).to_be_visible()
    look(page, "contributions-giver")

    page.goto(f"{site}/bluebell/rota/given/log/")
    page.get_by_text("Other hours, another day, a note").click()
    page.get_by_label("Other hours").fill("a while")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Write them like 1.5, 1:30 or 90 min.").first).to_be_visible()
    expect(page.get_by_label("Other hours")).to_have_value("a while")
    look(page, "contribution-slip")

    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "Joanna Whitfield")
    page.get_by_role("link", name="gave outside the rota wait").click()
    look(page, "contributions-other")
    page.get_by_role("button", name="Confirm").first.click()
    expect(page.get_by_text("Confirmed, thank you: Amara O.")).to_be_visible()
    look(page, "contributions-confirmed")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It waits again.")).to_be_visible()
