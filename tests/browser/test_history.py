"""The manager enters a level, and both of them read afterwards who did."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_what_the_manager_did_is_read_by_her_and_by_whom_it_was_about(
    page: Page, site: str, sign_in: SignIn, look: Look, viewport: dict[str, int]
):
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        amara = Person.objects.get(name="Amara Okafor").public_id
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/rota/people/{amara}/level/")
    page.get_by_label("Level").select_option("level 3")
    page.get_by_role("button", name="Put it on record").click()
    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("link", name=re.compile("^History")).click()
    entry = page.get_by_role("listitem").filter(has_text="Amara Okafor: qualification level entered").first
    expect(entry).to_contain_text("Helen Tanaka on a page rota:level_set")
    look(page, "history-light")
    page.get_by_text("Look for something").click()
    page.get_by_label("What changed").select_option("rates")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("A rate added").first).to_be_visible()
    page.emulate_media(color_scheme="dark")
    look(page, "history-narrowed-dark")

    page.context.clear_cookies()
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("link", name=re.compile("^What has been done about you")).click()
    mine = page.get_by_role("listitem").filter(has_text="You: qualification level entered").first
    expect(mine).to_contain_text("Helen T. on a page")
    look(page, "about-me-dark")
    page.emulate_media(color_scheme="light")
    look(page, "about-me-light")
