"""The treasurer proposes to close a term, a trustee looks and confirms; then something turns up, and is put right."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import Page, expect

from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from tests.browser.conftest import LAPTOP

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def in_the_next_term(site: str, ten_on_wednesday: dt.datetime) -> Iterator[None]:
    """The demo's first term is over, and the next one has begun."""
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        last = Term.objects.order_by("starts")[1].starts + dt.timedelta(days=2)
    with time_machine.travel(ten_on_wednesday.replace(year=last.year, month=last.month, day=last.day), tick=True):
        yield


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("button", name="Sign out").click()


@pytest.mark.parametrize("viewport", [LAPTOP], ids=["laptop"])
def test_two_people_close_a_term_and_put_right_what_turns_up(
    page: Page, viewport: dict[str, int], site: str, in_the_next_term: None, sign_in: SignIn, look: Look
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Adam Goldberg")
    page.goto(f"{site}/bluebell/costs/?term=autumn-2026")
    page.get_by_role("link", name="Close this term").click()
    look(page, "term-close")
    page.get_by_role("button", name="Propose to close it").click()
    expect(page.get_by_text("A trustee has been asked to look").first).to_be_visible()
    sign_out(page, site)

    sign_in(page, "Joanna Whitfield")
    page.goto(f"{site}/bluebell/costs/?term=autumn-2026")
    page.get_by_role("link", name="Look and confirm").click()
    look(page, "term-confirm")
    page.get_by_role("button", name="I have looked: close it for good").click()
    expect(page.get_by_text("Its report never changes from now on")).to_be_visible()
    sign_out(page, site)

    sign_in(page, "Adam Goldberg")
    page.goto(f"{site}/bluebell/costs/corrections/")
    page.get_by_role("link", name="Enter a correction").click()
    page.get_by_label("What parent duty cost").check()
    page.get_by_label("More than the report says").check()
    page.get_by_label("How much money").fill("£12.50")
    look(page, "correction-add")
    page.get_by_label("Why").fill("The invoice for the first-aid course came late")
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_text("Waiting for a second pair of eyes")).to_be_visible()
    sign_out(page, site)

    sign_in(page, "Joanna Whitfield")
    page.goto(f"{site}/bluebell/costs/corrections/")
    look(page, "corrections")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("These count")).to_be_visible()
    page.goto(f"{site}/bluebell/costs/?term=autumn-2026")
    expect(page.get_by_text("1 correction was entered since")).to_be_visible()
    look(page, "report-closed")
