"""A first-aid certificate has ended: what the manager sees at once, and what the parent reads."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import Clearance, Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from rota.models import Booking, Place
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]
both = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])


def two_turns_of(name: str, today: dt.date) -> None:
    """Two turns on care ahead, in places that nobody holds or whose holders step back, and no other turn."""
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        person = Person.objects.get(name=name)
        Booking.objects.filter(person=person, shift__date__gte=today, status="booked").update(status="cancelled")
        ahead = Place.objects.filter(kind="parent", shift__duty__key="care", shift__date__gt=today)
        for place in ahead.order_by("shift__date", "shift__starts")[:2]:
            Booking.objects.filter(place=place, status="booked").update(status="cancelled")
            Booking.objects.create(
                nursery=person.nursery,
                shift=place.shift,
                place=place,
                kind="parent",
                person=person,
                booked_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=3),
            )
        Clearance.objects.filter(person__name="Chidi Okafor", kind="pfa").update(ends=today + dt.timedelta(days=20))


@both
def test_the_manager_enters_that_a_pfa_ended_and_sees_two_turns_that_no_longer_count(
    browser: Browser, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look, ten_on_wednesday: dt.datetime
):
    today = ten_on_wednesday.date()
    two_turns_of("Amara Okafor", today)
    helen, amara = (
        browser.new_context(viewport=viewport, locale="en-GB").new_page()  # type: ignore[arg-type]
        for _ in range(2)
    )
    sign_in(amara, "Amara Okafor")
    sign_in(helen, "Helen Tanaka")
    helen.goto(f"{site}/bluebell/more/")
    helen.get_by_role("link", name=re.compile("^Clearances")).click()
    look(helen, "clearances")
    helen.get_by_role("searchbox", name="Name").fill("okafor")
    helen.get_by_role("button", name="Search").click()
    helen.get_by_role("link", name="Amara Okafor").click()
    look(helen, "person-clearances")
    helen.get_by_role("link", name=re.compile(r"^Correct\s*: paediatric first aid")).click()
    helen.get_by_label("Valid until").fill((today - dt.timedelta(days=1)).isoformat())
    helen.get_by_label("Who checked").select_option(index=1)
    helen.get_by_role("button", name="See what it would change").click()
    expect(helen.get_by_role("heading", name="2 booked turns would no longer count")).to_be_visible()
    look(helen, "clearance-correct")
    helen.get_by_role("button", name="Save the correction").click()
    expect(helen.get_by_role("heading", name="2 booked turns no longer count")).to_be_visible()
    changes = helen.locator("section", has=helen.get_by_role("heading", name="What this changes"))
    expect(changes.get_by_role("link", name=re.compile("^See the shift"))).to_have_count(2)
    expect(changes.get_by_text("paediatric first aid missing that day").first).to_be_visible()
    look(helen, "clearance-corrected")
    helen.goto(f"{site}/bluebell/rota/clearances/?show=booked")
    expect(helen.get_by_role("link", name="Amara Okafor", exact=True)).to_be_visible()
    look(helen, "clearances-booked")
    helen.goto(f"{site}/bluebell/rota/waiting/")
    expect(helen.get_by_role("link", name=re.compile("booked and not cleared"))).to_be_visible()

    amara.goto(f"{site}/bluebell/more/")
    amara.get_by_role("link", name=re.compile("^What I hold")).click()
    expect(amara.get_by_role("heading", name="Expected of you, and not there")).to_be_visible()
    expect(amara.get_by_text("Paediatric first aid").first).to_be_visible()
    expect(amara.get_by_text("there, and not counted: paediatric first aid missing that day")).to_have_count(2)
    look(amara, "my-clearances")
    for page in (helen, amara):
        page.context.close()


def test_the_register_works_without_script(browser: Browser, site: str, sign_in: SignIn):
    context = browser.new_context(viewport=LAPTOP, java_script_enabled=False, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/rota/clearances/")
    page.get_by_role("link", name=re.compile("^Lacks something")).click()
    expect(page.get_by_role("link", name=re.compile("^Lacks something"))).to_have_attribute("aria-current", "true")
    page.get_by_role("searchbox", name="Name").fill("boateng")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("show=lacking&name=boateng"))
    context.close()


def test_the_register_is_printed_as_a_table(page: Page, site: str, sign_in: SignIn, look: Look):
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/rota/clearances/")
    page.emulate_media(media="print")
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()
    look(page, "clearances-printed")


def test_somebody_under_the_need_reads_on_the_place_why_and_is_led_to_what_they_hold(
    page: Page, site: str, sign_in: SignIn, look: Look
):
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        Clearance.objects.filter(person__name="Shanice Clarke", kind="induction").update(decision="not_accepted")
    sign_in(page, "Shanice Clarke")
    page.goto(f"{site}/bluebell/rota/")
    page.get_by_role("link", name="After").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week of")
    food = page.locator("section.shift", has=page.get_by_role("link", name="Food"))
    food.get_by_role("link", name="Why can’t I?").first.click()
    page.get_by_role("link", name="What you hold, and what is missing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What I hold, and what it lets me do")
    expect(page.get_by_text("not accepted").first).to_be_visible()
    look(page, "my-clearances-refused")
