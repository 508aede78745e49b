"""Ten past seven, somebody is ill: from the manager's phone by a letter to somebody who comes."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from nursery.mail import sent_mail
from reminders.tasks import deliver_due
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_manager_calls_out_and_somebody_comes_by_one_tap(
    browser: Browser, viewport, site: str, sign_in: SignIn, look: Look, settings, ten_on_wednesday: dt.datetime
) -> None:
    settings.EMAIL_BACKEND = "nursery.mail.FileBackend"
    with time_machine.travel(ten_on_wednesday.replace(hour=7, minute=10), tick=True):
        helen = browser.new_context(viewport=viewport, locale="en-GB").new_page()
        sign_in(helen, "Helen Tanaka")
        helen.goto(f"{site}/bluebell/rota/")
        helen.locator("details.today").get_by_role("link", name=re.compile("^Care")).first.click()
        look(helen, "shift-to-call-out")
        helen.get_by_text("Somebody on it can’t come").click()
        helen.get_by_role("link", name=re.compile(r"^Call out\s*: ")).first.click()
        helen.get_by_label(re.compile(r"^\s*Parents and staff")).check()
        look(helen, "call-out-start")
        helen.get_by_role("button", name="Call out now").click()
        expect(helen.get_by_role("heading", name="Nobody has said yes yet")).to_be_visible()
        look(helen, "call-out")
        deliver_due()
        letter = next(each for each in sent_mail(1000) if "Can you come today," in each.subject)
        link = re.search(r"^http://localhost:8000(/go/\S+)$", letter.text, re.M)
        assert link is not None, letter.text
        # Whoever reads the letter has never signed in on this telephone.
        phone = browser.new_context(viewport=viewport, locale="en-GB").new_page()
        phone.goto(f"{site}{link[1]}")
        expect(phone.get_by_text(re.compile(r"^For \S+ \w\.$"))).to_be_visible()
        look(phone, "call-out-link")
        phone.get_by_role("button", name="I’m coming").click()
        expect(phone.get_by_role("heading", level=1)).to_contain_text("Thank you: you are down for")
        look(phone, "call-out-link-done")
        phone.goto(f"{site}{link[1]}")
        expect(phone.get_by_role("heading", level=1)).to_contain_text("This link has done its work already")
        look(phone, "call-out-link-used")
        helen.reload()
        expect(helen.get_by_role("heading", name=re.compile(r"^\S+ \w\. comes$"))).to_be_visible()
        look(helen, "call-out-filled")
        for page in (helen, phone):
            page.context.close()


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_a_parent_says_call_me(browser: Browser, viewport, site: str, sign_in: SignIn, look: Look) -> None:
    page = browser.new_context(viewport=viewport, locale="en-GB").new_page()
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("link", name=re.compile("^Call me")).click()
    page.get_by_label("Wednesday").check()
    look(page, "reserve")
    page.get_by_role("button", name="Keep these days").click()
    expect(page.get_by_role("status").filter(has_text="Thank you: we will tell you first")).to_be_visible()
    expect(page.get_by_label("Wednesday")).to_be_checked()
    page.context.close()
