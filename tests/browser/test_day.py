"""From the week's state of a day to the day, hour by hour, to one slice: with the keyboard alone."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from nursery.models import Nursery
from nursery.scope import nursery_scope
from rota.models import Booking, Break
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]
both = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])


@both
def test_the_week_s_state_leads_to_the_day_and_a_slice_by_keyboard(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look, ten_on_wednesday: dt.datetime
):
    """A paid adult goes to lunch tomorrow, 12:00 to 12:30: the week says so, the day draws it, the slice explains."""
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    tomorrow = ten_on_wednesday.date() + dt.timedelta(days=1)
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        lunch = ten_on_wednesday + dt.timedelta(days=1, hours=2)
        booking = Booking.objects.filter(
            shift__date=tomorrow, status="booked", kind="paid", shift__duty__pricing="care"
        ).first()
        assert booking is not None
        Break.objects.create(
            nursery_id=booking.nursery_id,
            booking=booking,
            starts_at=lunch,
            ends_at=lunch + dt.timedelta(minutes=30),
        )
    sign_in(page, "Helen Tanaka")
    look(page, "home-safety")
    page.goto(f"{site}/bluebell/rota/")
    state = page.locator(f"#state-{tomorrow.isoformat()}")
    expect(state).to_contain_text("12:00–12:30")
    look(page, "week-states")
    day = page.locator("details.day", has=state)
    day.evaluate("each => each.open = true")
    day.get_by_role("link", name="Hour by hour").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(tomorrow.year))
    look(page, "day")
    slices = page.locator("a.slice")
    slices.first.focus()
    for _ in range(20):
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        if label.startswith("12:00–12:30"):
            break
        page.keyboard.press("Tab")
    focused = page.locator("a.slice:focus")
    expect(focused.locator(".said").first).to_be_visible()
    expect(focused.locator(".said").last).to_contain_text("short")
    look(page, "day-slice")
    page.keyboard.press("Enter")
    row = page.locator("tr:target")
    expect(row).to_contain_text("12:00–12:30")
    expect(row).to_contain_text("short")
    look(page, "day-row")
    page.set_viewport_size({"width": 320, "height": 700})
    look(page, "day-narrow")
