"""A whole nursery on a phone, from the first page to its first week."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]

PAGES = 9  # one to begin on, seven steps, one look
FIELDS = 6  # all that has to be typed: the rest stands there already


@pytest.fixture(autouse=True)
def _opened(settings) -> None:
    settings.FOUNDING_OPEN = True


def test_a_nursery_is_started_on_a_phone(page: Page, site: str, sign_in: SignIn, look: Look) -> None:
    sign_in(page, "Helen Tanaka")
    shown: list[str] = []
    typed: list[str] = []

    def see(name: str) -> None:
        look(page, f"founding-{name}")
        shown.append(name)

    def fill(label: str, value: str) -> None:
        page.get_by_label(label, exact=True).first.fill(value)
        typed.append(label)

    def go_on() -> None:
        page.get_by_role("button", name="Save and go on", exact=True).click()

    page.goto(f"{site}/new/")
    see("start")
    page.get_by_role("button", name="Begin").click()
    go_on()
    expect(page.get_by_role("heading", name="Please look at this again")).to_be_visible()
    look(page, "founding-name-slip")
    fill("What it is called", "Foxglove")
    fill("Your name", "Helen Tanaka")
    see("name")
    go_on()
    for step in ("rooms", "sessions", "term", "work", "rules"):
        see(step)
        go_on()
    fill("The family’s name", "Lindgren")
    fill("Name (optional)", "Ola Lindgren")
    fill("First name or initial (optional)", "Mo")
    fill("Month of birth (optional)", "2024-01")
    see("people")
    page.get_by_role("button", name="Enter this family").click()
    expect(page.get_by_text("Ola Lindgren · Mo")).to_be_visible()
    page.get_by_text("Enter a family").click()
    look(page, "founding-people-entered")
    go_on()
    see("look")
    page.get_by_role("button", name="Make this nursery").click()
    expect(page.get_by_text("Foxglove is here, and you are its manager")).to_be_visible()
    look(page, "founding-week")
    assert (len(shown), len(typed)) == (PAGES, FIELDS)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="More").click()
    page.get_by_role("link", name="First steps").click()
    look(page, "founding-first-steps")

    page.goto(f"{site}/new/")
    page.get_by_role("button", name="Send a nursery file").click()
    wrong = b'{"format": "nursery/1", "nursery": {"slug": "a b"}, "rooms": [{"key": "r"}]}'
    page.get_by_label("The nursery file").set_input_files(
        {"name": "nursery.json", "mimeType": "application/json", "buffer": wrong}  # type: ignore[arg-type]
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("rooms[0].name")).to_be_visible()
    look(page, "founding-file-faults")
