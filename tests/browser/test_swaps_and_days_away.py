"""Two parents swap their turns, one of them on a phone; somebody of the staff is away for a week."""

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import Account, Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from rota.models import Booking
from rota.queries.swaps import swap_choices
from tests.browser.conftest import LAPTOP, PHONE
from tests.pages import sign_in as sign_in_by_session

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def swappable(now: dt.datetime) -> tuple[Booking, Booking]:
    """A turn of Amara's that she could swap, and whose it could be swapped with."""
    nursery = Nursery.objects.get(slug="bluebell")
    with nursery_scope(nursery):
        nursery = Nursery.objects.select_related("policy").get(pk=nursery.pk)
        amara = Person.objects.get(name="Amara Okafor")
        for booking in Booking.objects.filter(
            person=amara, status="booked", place__isnull=False, shift__starts_at__gt=now
        ).select_related("shift__duty", "shift__room", "place", "person"):
            for other in swap_choices(booking, nursery, now, now.date()).choices:
                return booking, other
    pytest.fail("The demo has no turn that Amara could swap.")


def test_a_parent_asks_to_swap_and_the_other_says_yes_on_a_phone(
    browser: Browser, site: str, look: Look, sign_in: SignIn, page: Page, ten_on_wednesday: dt.datetime
):
    mine, theirs = swappable(ten_on_wednesday)
    assert mine.place is not None
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}/bluebell/rota/places/{mine.place.public_id}/")
    page.get_by_role("link", name="Swap", exact=True).click()
    expect(page.get_by_role("heading", name="Whose turn would suit you?")).to_be_visible()
    look(page, "swap-ask")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    look(page, "swap-ask")
    page.locator(f'input[value="{theirs.public_id}"]').check()
    page.get_by_role("button", name="Ask to swap").click()
    expect(page.get_by_text(f"You asked {theirs.person.short_name} to swap.")).to_be_visible()
    look(page, "swap-asked")
    other = _context_of(browser, site, theirs.person)
    phone = other.new_page()
    phone.goto(f"{site}/bluebell/")
    expect(phone.get_by_text("Amara O. asks to swap.")).to_be_visible()
    look(phone, "swap-on-home")
    phone.get_by_role("button", name=re.compile(r"^Swap\b.*Amara O\.")).click()
    expect(phone.get_by_role("status").filter(has_text="Swapped:")).to_be_visible()
    look(phone, "swapped")
    other.close()


def _context_of(browser: Browser, site: str, person: Person) -> BrowserContext:
    """A phone on which this person is signed in: the demo offers one click for a few people alone."""
    client = Client()
    account = person.account or Account.objects.create_user(email=person.email)
    with nursery_scope(person.nursery):
        Person.objects.filter(pk=person.pk).update(account=account)
    sign_in_by_session(client, account)
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")  # type: ignore[arg-type]
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    return context


def test_a_week_away_is_looked_at_before_it_is_entered(
    site: str, look: Look, sign_in: SignIn, page: Page, ten_on_wednesday: dt.datetime
):
    monday = (ten_on_wednesday.astimezone(ZoneInfo("Europe/London")) + dt.timedelta(days=5)).date()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/rota/away/")
    look(page, "absences")
    page.get_by_role("link", name="Somebody is away").click()
    look(page, "absence-add")
    page.get_by_label("Who").select_option(label="Marta Zielińska (staff)")
    page.get_by_label("First day away").fill(monday.isoformat())
    page.get_by_label("Last day away").fill((monday + dt.timedelta(days=4)).isoformat())
    page.get_by_role("button", name="See what it opens").click()
    expect(page.get_by_role("heading", name=re.compile("This opens \\d+ place"))).to_be_visible()
    look(page, "absence-preview")
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    look(page, "absence-preview")
    page.get_by_role("button", name=re.compile("tell people")).click()
    entered = re.compile(r"Entered: \d+ places? (is|are) open")
    expect(page.get_by_role("status").filter(has_text=entered)).to_be_visible()
    look(page, "absence-entered")
