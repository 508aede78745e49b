"""A manager enters somebody; they follow the link of their letter on a phone, and are in."""

import datetime as dt
from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.links import link_path
from membership import messages
from membership.models import Invitation
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def link_of_the_letter() -> str:
    nursery = Nursery.objects.get(slug="bluebell")
    with nursery_scope(nursery):
        found = Invitation.objects.select_related("person__nursery").get()
        return link_path(found.person, messages.INVITED, found.public_id, found.expires_at)


def was_opened() -> bool:
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        return Invitation.objects.get().opened_at is not None


def test_somebody_new_joins_by_their_link(
    page: Page, site: str, sign_in: SignIn, look: Look, ten_on_wednesday: dt.datetime
) -> None:
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("link", name="Members").click()
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        look(page, "members")
    page.get_by_role("link", name="Enter somebody").click()
    look(page, "member-add")
    page.get_by_label("Name", exact=True).fill("Ola Lindgren")
    page.get_by_label("E-mail address").fill("ola.lindgren@example.org")
    page.get_by_label("parent", exact=True).check()
    page.get_by_label("Name of a new family").fill("Lindgren")
    page.get_by_role("button", name="Enter them").click()
    expect(page.get_by_text("Ola Lindgren is entered and invited.")).to_be_visible()
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        look(page, "member")

    page.goto(f"{site}/bluebell/members/sheet/")
    look(page, "sheet")
    for fault, rows in (("-fault", b"Jan Bo,jan,cook\n"), ("", b"Jan Bo,jan.bo@example.org,staff\n")):
        sent = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"Name,E-mail,Roles\n" + rows}
        page.get_by_label("The spreadsheet").set_input_files(sent)  # type: ignore[arg-type]
        page.get_by_role("button", name="Look at it").click()
        look(page, f"sheet-look{fault}")
    page.get_by_label("Invite Jan Bo").uncheck()
    page.get_by_role("button", name="Write them down").click()
    expect(page.get_by_text("1 person entered, 0 changed, 0 invited.")).to_be_visible()

    page.context.clear_cookies()
    page.goto(site + link_of_the_letter())
    page.wait_for_load_state("networkidle")  # the browser says that it has shown the page
    assert was_opened()
    look(page, "invitation")
    page.get_by_text("Something here is not right").first.click()
    page.get_by_role("textbox").fill("My family is called Lindgren-Bell.")
    look(page, "invitation-not-right")
    page.get_by_role("button", name="Tell the nursery").click()
    expect(page.get_by_text("the nursery has your note")).to_be_visible()
    page.get_by_role("button", name="That is me, let me in").click()
    expect(page.get_by_role("heading", name="You are in, Ola")).to_be_visible()
    look(page, "joined")
    page.get_by_role("link", name="See the week").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="More").click()
    page.get_by_role("link", name="Before you start").click()
    look(page, "checklist")

    page.goto(site + link_of_the_letter())
    expect(page.get_by_text("You have joined already, thank you.")).to_be_visible()
    look(page, "invitation-used")
