"""Every letter as its reader sees it: on a phone, in light and in dark, with nothing to scroll sideways for."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from nursery.dates import now
from reminders.kinds import kinds
from reminders.letters import Letter, voice_of, write_digest, write_letter
from tests.browser.conftest import LAPTOP, PHONE
from tests.builders import House

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]
NARROW = {"width": 320, "height": 640}
IN_DARK = {"runOnly": ["color-contrast"]}  # all else is as it was in light
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"
MORNING = ["rota.shift_in_week", "rota.place_reopened", "rota.clearance_ending", "rota.thank_you"]
FOLDER = Path(os.environ.get("TEST_PICTURES", "var/pictures"))


def letters_of(house: House) -> dict[str, Letter]:
    """What each kind's preview comes to, and a morning of several; the nursery's name is as long as they get."""
    house.nursery.name = "Bluebell Woods Parent-Run Community Nursery"
    reader = house.parent()
    at = now()
    with voice_of(house.nursery):
        previews = {name: (kind, kind.preview(house.nursery, at)) for name, kind in kinds().items()}
        alone = {
            name: write_letter(kind, context, nursery=house.nursery, person=reader, now=at)
            for name, (kind, context) in previews.items()
        }
        together = [
            write_letter(*previews[name], nursery=house.nursery, person=reader, now=at, in_digest=True)
            for name in MORNING
        ]
        return alone | {"digest": write_digest(together, nursery=house.nursery, person=reader, now=at)}


def looked_at(page: Page, name: str, scheme: str) -> list[str]:
    """What is wrong with the letter that stands there; a picture is kept."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = Axe().run(page, options=None if scheme == "light" else IN_DARK)
    page.screenshot(path=FOLDER / f"letter-{name}-{scheme}-{PHONE['width']}.png", full_page=True)
    return [f"{name}, {scheme}: {found.generate_report()}"] if found.violations_count else []


def test_every_letter_reads_well_on_a_phone_in_light_and_dark(page: Page, house: House) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    faults = []
    for name, letter in letters_of(house).items():
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.set_content(letter.html)
        for scheme in ("light", "dark"):
            faults += looked_at(page, name, scheme)
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        if page.evaluate(SIDEWAYS):
            faults.append(f"{name}: wider than {NARROW['width']} px")
    assert faults == []


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_manager_looks_at_what_is_written_and_has_one_sent(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark" if viewport == LAPTOP else "light")
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/more/")
    page.get_by_role("link", name="What Turnabout writes").click()
    expect(page.get_by_role("heading", name="Running the nursery")).to_be_visible()
    look(page, "kinds")
    page.get_by_role("link", name="In the morning, the places of the next seven days").click()
    expect(page.locator(".letter-text", has_text="4 places are open in the next 7 days")).to_be_visible()
    page.get_by_role("button", name="Send it to me").click()
    expect(page.get_by_text("On its way to")).to_be_visible()
    look(page, "kind")
