"""A tired parent says when to be left in peace and turns one kind of message off, without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_quiet_hours_and_one_kind_less_by_keyboard(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}/bluebell/more/")
    look(page, "preferences-more")
    page.get_by_role("link", name="What you are told, and how").click()
    expect(page.get_by_text("Between 21:00 and 07:00 you are left in peace.")).to_be_visible()
    look(page, "preferences")

    page.get_by_label("From").fill("20:30")  # which keys that takes depends on the machine's own clock format
    cover = page.locator("summary", has_text="Cover, swaps and being called")
    cover.focus()
    page.keyboard.press("Enter")
    choice = page.get_by_label("When places have come open that you could take")
    choice.focus()
    page.keyboard.press("End")
    expect(choice).to_have_value("none")
    look(page, "preferences-open")
    page.emulate_media(color_scheme="dark")
    look(page, "preferences-dark")
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Between 20:30 and 07:00 you are left in peace.")).to_be_visible()
    expect(page.get_by_text("1 as you chose")).to_be_visible()
    look(page, "preferences-kept")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("As it was before.")).to_be_visible()
    expect(page.get_by_text("Between 21:00 and 07:00 you are left in peace.")).to_be_visible()
