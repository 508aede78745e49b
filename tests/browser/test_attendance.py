"""Marking who came, and the children, on a phone in the middle of it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from nursery.models import Nursery
from nursery.scope import nursery_scope
from rota.models import Booking
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def test_the_lead_marks_late_and_a_child_away_and_somebody_else_on_a_phone(
    page: Page, site: str, sign_in: SignIn, look: Look
):
    """One tap each; what is required follows; nothing reloads."""
    sign_in(page, "Marta Zielińska")
    page.get_by_role("link", name=re.compile("^Mark who came")).first.click()
    expect(page.get_by_role("heading", name="Who is here")).to_be_visible()
    look(page, "attendance-lead")
    page.evaluate("window.same = true")
    late = page.locator("li.place", has=page.get_by_role("button", name=re.compile("^Late"))).last
    row = page.locator(f"#{late.get_attribute('id')}")
    row.get_by_role("button", name=re.compile("^Late")).click()
    expect(row).to_contain_text(re.compile(r"Came 10:0\d"))
    row.get_by_role("link", name=re.compile("^Times")).click()
    row.get_by_label("Came at").fill("09:40")
    look(page, "attendance-times")
    row.get_by_role("button", name="Keep these times").click()
    expect(row).to_contain_text("Came 09:40")
    # A child is away: the room asks for fewer, or at least says so at once.
    child = page.locator("li.child", has=page.get_by_role("button", name=re.compile("^Away"))).first
    seen = page.locator(f"#{child.get_attribute('id')}")
    head = page.locator("section.session", has=seen).locator(".session-head")
    before = int(re.findall(r"(\d+) child", head.inner_text())[0])
    seen.get_by_role("button", name=re.compile("^Away")).click()
    expect(seen).to_contain_text("away")
    expect(head).to_contain_text(f"{before - 1} child")
    assert page.evaluate("window.same"), "the page was loaded anew"
    look(page, "attendance-marked")
    # Somebody came who was not on the rota.
    page.get_by_role("link", name=re.compile("^Somebody else came")).first.click()
    look(page, "walk-in")
    page.get_by_role("button", name="They came").click()
    expect(page.get_by_text("Say who came.").first).to_be_visible()
    who = page.get_by_label("Who came").locator("option").nth(1).inner_text()
    page.get_by_label("Who came").select_option(index=1)
    page.get_by_role("button", name="They came").click()
    expect(page.get_by_role("status").filter(has_text=f"{who} is marked as come")).to_be_visible()
    expect(page.locator("li.place", has_text=who).first).to_contain_text("was not on the rota")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_manager_sees_it_all_and_the_hours(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
):
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Helen Tanaka")
    page.get_by_role("link", name=re.compile("^Mark who came")).first.click()
    page.get_by_role("button", name=re.compile("^All came as booked")).first.click()
    expect(page.get_by_role("status").filter(has_text="marked as come")).to_be_visible()
    look(page, "attendance-manager")
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        shift = Booking.objects.filter(status="worked").latest("shift__starts_at").shift
    page.goto(f"{site}/bluebell/rota/shifts/{shift.public_id}/")
    look(page, "shift-manager")
    page.goto(f"{site}/bluebell/rota/hours/")
    look(page, "hours")
