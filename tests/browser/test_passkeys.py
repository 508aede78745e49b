"""A passkey, as a phone makes it: Chromium's own virtual one answers with a finger."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Account
from tests.accounts.conftest import code_in
from tests.browser.conftest import LAPTOP, PHONE
from tests.pages import sign_in as sign_in_by_session

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


def test_a_trustee_adds_a_passkey_signs_in_with_it_and_shows_it_as_a_second_key(
    site: str, look: Look, sign_in: SignIn, page: Page, finger: None
):
    sign_in(page, "Joanna Whitfield")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="More").click()
    page.get_by_role("link", name="How you get in").click()
    page.get_by_role("link", name="Add an app").click()
    look(page, "app-add")
    page.get_by_role("link", name="Not now").click()
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
        look(page, "ways-in")
    for link in ("Rename", "Remove", "Make new ones"):
        page.get_by_role("link", name=link).click()
        look(page, f"ways-in-{link.split()[0].lower()}")
        page.go_back()
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"{site}/accounts/login/?next=/bluebell/costs/")
    look(page, "login-with-passkey")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{site}/bluebell/costs/")

    signed_in_by_a_code_alone(page, site, "joanna.whitfield@example.org")
    page.goto(f"{site}/bluebell/costs/")
    look(page, "second-factor")
    page.get_by_role("link", name="Use your passkey").click()
    look(page, "reauthenticate-by-passkey")
    page.get_by_role("link", name="A code from your app, or a recovery code").click()
    look(page, "reauthenticate-by-code")
    page.get_by_role("link", name="Your passkey").click()
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(f"{site}/bluebell/costs/")

    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/?next=/bluebell/costs/")
    page.get_by_label("Your e-mail address").first.fill("joanna.whitfield@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code").fill(code_in(mail.outbox[-1].body))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    look(page, "second-step")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(f"{site}/bluebell/costs/")


def signed_in_by_a_code_alone(page: Page, site: str, email: str) -> None:
    """As in a session from before there was a passkey."""
    client = Client()
    account = Account.objects.get(email=email)
    sign_in_by_session(client, account, second_factor=False)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
