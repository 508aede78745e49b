"""What members do, from the first page to the last, on a phone and on a laptop."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from accounts.models import Clearance
from nursery.mail import sent_mail
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.tasks import deliver_due
from rota.models import Booking
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]
both = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])


@pytest.fixture
def wide(page: Page, viewport: dict[str, int]) -> Page:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    return page


def next_week(page: Page, site: str) -> None:
    page.goto(f"{site}/bluebell/rota/")
    page.get_by_role("link", name="After").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week of")


def first_open(page: Page):
    return page.locator("li.place", has=page.get_by_role("link", name="Book it")).first


@both
def test_a_parent_signs_in_by_a_code_from_the_mail(wide: Page, site: str, look: Look):
    """A tired parent types an address, reads the code, and is in the week: no password anywhere."""
    wide.goto(f"{site}/accounts/login/")
    look(wide, "sign-in")
    wide.get_by_label("Your e-mail address").first.fill("agnieszka.nowak@example.org")
    wide.get_by_role("button", name="Send me a code").click()
    expect(wide.get_by_role("textbox", name=re.compile("code", re.I))).to_be_visible()
    look(wide, "code")
    code = re.search(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{2,4})\s*$", str(mail.outbox[-1].body), re.M)
    assert code is not None, mail.outbox[-1].body
    wide.get_by_role("textbox", name=re.compile("code", re.I)).fill(code[1])
    wide.keyboard.press("Enter")
    expect(wide.get_by_role("navigation", name="Main")).to_be_visible()
    expect(wide.get_by_role("banner")).to_contain_text("Agnieszka N.")


@both
def test_a_parent_books_in_three_taps_and_undoes(wide: Page, site: str, sign_in: SignIn, look: Look):
    sign_in(wide, "Amara Okafor")
    next_week(wide, site)
    look(wide, "week")
    row = first_open(wide)
    name = row.get_attribute("id")
    assert name is not None
    row.get_by_role("link", name="Book it").click()
    place = wide.locator(f"#{name}")
    expect(place.get_by_role("button", name="Book it")).to_be_visible()
    expect(place).to_contain_text("with which your family has done or booked")
    look(wide, "place-opened")
    place.get_by_role("button", name="Book it").click()
    expect(place).to_contain_text("Amara O. you")
    expect(wide.get_by_role("status").filter(has_text="Booked:")).to_be_visible()
    look(wide, "booked")
    wide.get_by_role("button", name="Undo").click()
    expect(place).to_contain_text("Open, for a parent")


@both
def test_booking_works_with_the_keyboard_alone(wide: Page, site: str, sign_in: SignIn):
    sign_in(wide, "Amara Okafor")
    next_week(wide, site)
    row = first_open(wide)
    name = row.get_attribute("id")
    row.get_by_role("link", name="Book it").focus()
    wide.keyboard.press("Enter")
    place = wide.locator(f"#{name}")
    expect(place.get_by_role("button", name="Book it")).to_be_visible()
    for _ in range(6):
        if place.get_by_role("button", name="Book it").evaluate("e => e === document.activeElement"):
            break
        wide.keyboard.press("Tab")
    wide.keyboard.press("Enter")
    expect(place).to_contain_text("Amara O. you")


@both
def test_everything_works_without_script(
    browser: Browser, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
):
    """Book, look at one's own shifts, give it back: plain pages and plain forms."""
    context = browser.new_context(viewport=viewport, java_script_enabled=False, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, "Amara Okafor")
    next_week(page, site)
    first_open(page).get_by_role("link", name="Book it").click()
    page.get_by_role("button", name="Book it").click()
    said = page.get_by_role("status").filter(has_text="Booked:")
    expect(said).to_be_visible()
    day = re.search(r"Booked: (\w+ \d+ \w+),", said.inner_text())
    assert day is not None
    page.get_by_role("link", name="Me", exact=True).click()
    expect(page.get_by_role("heading", name="My shifts")).to_be_visible()
    page.get_by_role("link", name=re.compile(rf"Can’t come\s*: {day[1]}")).click()
    page.get_by_role("button", name="Undo the booking").click()
    expect(page.get_by_role("status").filter(has_text="Undone")).to_be_visible()
    context.close()


@both
def test_one_asks_for_cover_another_offers_and_the_manager_approves(
    browser: Browser, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
):
    """Three people, three browsers, one place that is never empty."""
    pages = {}
    for name in ("Amara Okafor", "Agnieszka Nowak", "Helen Tanaka"):
        page = browser.new_context(viewport=viewport, locale="en-GB").new_page()  # type: ignore[arg-type]
        sign_in(page, name)
        pages[name.split()[0]] = page
    amara, agnieszka, helen = pages["Amara"], pages["Agnieszka"], pages["Helen"]
    next_week(amara, site)
    row = first_open(amara)
    place_id = str(row.get_attribute("id")).removeprefix("place-")
    row.get_by_role("link", name="Book it").click()
    amara.get_by_role("button", name="Book it").click()
    mine = amara.locator(f"#place-{place_id}")
    mine.get_by_role("link", name="Can’t come").click()
    look(amara, "cant-come")
    mine.get_by_role("button", name="Ask for cover").click()
    expect(mine).to_contain_text("you, cover asked")
    # Agnieszka sees it where it stands in the week, and offers.
    next_week(agnieszka, site)
    wanted = agnieszka.locator(f"#place-{place_id}")
    expect(wanted).to_contain_text("needs cover")
    wanted.get_by_role("link", name="I can").click()
    wanted.get_by_role("button", name="I can take it").click()
    expect(wanted).to_contain_text("you offered")
    # Until the yes it stays Amara's.
    helen.goto(f"{site}/bluebell/rota/waiting/")
    look(helen, "waiting")
    helen.get_by_role("button", name=re.compile(r"^Approve\s*: Agnieszka N\.")).click()
    expect(helen.get_by_role("status").filter(has_text="Approved: Agnieszka N. takes it")).to_be_visible()
    next_week(agnieszka, site)
    expect(agnieszka.locator(f"#place-{place_id}")).to_contain_text("Agnieszka N. you")
    for page in pages.values():
        page.context.close()


@both
def test_the_manager_declines_and_the_place_still_looks_for_somebody(
    wide: Page, site: str, sign_in: SignIn, look: Look
):
    sign_in(wide, "Helen Tanaka")
    look(wide, "home-manager")
    wide.get_by_role("button", name=re.compile("^Decline")).first.click()
    expect(wide.get_by_role("status").filter(has_text="Declined")).to_be_visible()
    expect(wide.get_by_role("heading", name="Looking for cover")).to_be_visible()


@both
def test_whoever_runs_the_shift_marks_who_came(wide: Page, site: str, sign_in: SignIn, look: Look):
    sign_in(wide, "Marta Zielińska")
    look(wide, "home-staff")
    wide.get_by_role("link", name=re.compile("^Mark who came")).first.click()
    look(wide, "attendance")
    someone = wide.locator("li.place", has=wide.get_by_role("button", name=re.compile(r"^Came\s*:"))).last
    row = wide.locator(f"#{someone.get_attribute('id')}")
    row.get_by_role("button", name=re.compile("^Did not come")).click()
    expect(row).to_contain_text("Did not come")
    row.get_by_role("button", name=re.compile("^Take it back")).click()
    row.get_by_role("button", name=re.compile(r"^Came\s*:")).click()
    expect(row).to_contain_text("Take it back")
    expect(row).to_contain_text("Came")


@both
def test_a_greyed_button_says_why_and_what_to_do(wide: Page, site: str, sign_in: SignIn, look: Look):
    """A refusal is a sentence with a way on, where the person stands."""
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        Clearance.objects.filter(person__name="Shanice Clarke", kind="induction").delete()
    sign_in(wide, "Shanice Clarke")
    next_week(wide, site)
    food = wide.locator("section.shift", has=wide.get_by_role("link", name="Food"))
    food.get_by_role("link", name="Why can’t I?").first.click()
    note = wide.locator(".note")
    expect(note).to_contain_text("You can’t book this one yet: food needs induction")
    expect(note).to_contain_text("Ask the manager about it, or take a shift that does not need it.")
    look(wide, "refusal")


@both
def test_the_evening_before_a_reminder_goes_out_once(wide: Page, site: str, settings, ten_on_wednesday, look: Look):
    """The demo shows the mail that would have gone out; a second pass says nothing twice."""
    settings.EMAIL_BACKEND = "nursery.mail.FileBackend"
    with time_machine.travel(ten_on_wednesday + dt.timedelta(hours=8, minutes=1), tick=True):
        deliver_due()
        once = len(sent_mail(1000))
        deliver_due()
        assert len(sent_mail(1000)) == once
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        tomorrow = Booking.objects.filter(
            shift__date=ten_on_wednesday.date() + dt.timedelta(days=1), status="booked"
        ).select_related("person")
        addresses = {booking.person.email for booking in tomorrow}
    assert addresses
    reminded = {letter.to for letter in sent_mail(1000) if letter.subject.startswith("Tomorrow")}
    assert reminded == addresses
    wide.goto(f"{site}/demo/mail/")
    expect(wide.get_by_text("Tomorrow").first).to_be_visible()
    look(wide, "demo-mail")


@both
def test_the_manager_adds_a_pattern_and_makes_its_shifts_once(wide: Page, site: str, sign_in: SignIn, look: Look):
    sign_in(wide, "Helen Tanaka")
    wide.goto(f"{site}/bluebell/rota/plan/")
    look(wide, "plan")
    wide.get_by_role("link", name="Add a pattern").click()
    wide.get_by_role("button", name="Add it").click()
    expect(wide.get_by_role("group", name="What needs another look")).to_be_focused()
    look(wide, "pattern-faults")
    wide.get_by_label("Duty").select_option(label="Food")
    wide.get_by_label("Weekday").select_option(label="Friday")
    wide.get_by_label("Starts").fill("14:00")
    wide.get_by_label("Ends").fill("15:30")
    wide.get_by_role("button", name="Add it").click()
    expect(wide.get_by_text(re.compile(r"\d+ new shifts?")).first).to_be_visible()
    look(wide, "plan-preview")
    wide.get_by_role("button", name=re.compile("^Make these shifts")).first.click()
    expect(wide.get_by_role("status").filter(has_text=re.compile(r"Made \d+ shifts"))).to_be_visible()


@both
@pytest.mark.parametrize("who", ["Helen Tanaka", "Marta Zielińska", "Amara Okafor", "Joanna Whitfield"])
def test_every_first_page_is_clean(wide: Page, site: str, sign_in: SignIn, look: Look, who: str):
    """axe finds nothing, nothing scrolls sideways, on what each role sees first."""
    sign_in(wide, who)
    key = who.split()[0].lower()
    for name, path in (("home", ""), ("week", "rota/"), ("me", "rota/me/"), ("more", "more/")):
        wide.goto(f"{site}/bluebell/{path}")
        look(wide, f"{name}-{key}")


@both
def test_a_trustee_sees_what_it_saves_and_what_it_asks(wide: Page, site: str, sign_in: SignIn, look: Look):
    """The range first; the hours, how they lie and the sources beside it."""
    sign_in(wide, "Joanna Whitfield")
    works = wide.locator("section", has=wide.get_by_role("heading", name="Does it work, and is it fair?"))
    expect(works).to_contain_text(re.compile(r"between £[\d,]+ and £[\d,]+"))
    works.get_by_role("link", name="Open the report").click()
    expect(wide.get_by_role("heading", level=1)).to_contain_text(re.compile(r"between £[\d,]+ and £[\d,]+"))
    expect(wide.get_by_role("heading", name=re.compile(r"^\d+ families gave [\d.,]+ hours"))).to_be_visible()
    expect(wide.get_by_text("cost avoided (estimate)").first).to_be_visible()
    look(wide, "savings")


@both
def test_a_parent_is_told_whose_page_the_savings_are(wide: Page, site: str, sign_in: SignIn, look: Look):
    sign_in(wide, "Amara Okafor")
    wide.goto(f"{site}/bluebell/costs/")
    expect(wide.get_by_text("This page is for the trustees, the treasurer and the manager.")).to_be_visible()
    look(wide, "not-yours")
