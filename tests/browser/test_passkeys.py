"""A passkey, as a phone makes it: Chromium's own virtual one answers with a finger."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def finger(page: Page) -> None:
    """From now on this browser has a passkey maker built in, and whoever holds it touches it at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_member_adds_a_passkey_signs_out_and_signs_in_with_it(
    site: str, look: Look, sign_in: SignIn, page: Page, finger: None
):
    sign_in(page, "Joanna Whitfield")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="More").click()
    page.get_by_role("link", name="How you get in").click()
    look(page, "ways-in")
    page.get_by_role("link", name="Add a passkey").click()
    look(page, "passkey-add")
    page.get_by_label("What you call it").fill("My phone")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    look(page, "recovery-codes")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("My phone", exact=True)).to_be_visible()
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        look(page, "ways-in-with-passkey")
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"{site}/accounts/login/?next=/bluebell/costs/")
    look(page, "login-with-passkey")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page).to_have_url(f"{site}/bluebell/costs/")
