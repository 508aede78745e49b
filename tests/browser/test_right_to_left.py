"""A reader of Arabic chooses their language, and everything turns round: pages and letters alike."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nursery.dates import now
from reminders.kinds import kinds
from reminders.letters import voice_of, write_letter
from rota import messages
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_letters import FOLDER, SIDEWAYS, looked_at
from tests.builders import House
from tests.languages import speak

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.fixture(autouse=True)
def _spoken_here(settings, tmp_path: Path) -> None:
    speak(settings, tmp_path / "locale")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_with_the_language_the_pages_turn_round(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}/bluebell/reminders/")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.get_by_label("Language").select_option("العربيّة")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("ما نخبرك به وكيف")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    for name, address in {"preferences": "reminders/", "week": "rota/", "home": ""}.items():
        page.goto(f"{site}/bluebell/{address}")
        assert not page.evaluate(SIDEWAYS), name
        look(page, f"rtl-{name}")
    first = page.get_by_role("heading", level=1).bounding_box()
    assert first is not None
    assert first["x"] + first["width"] > viewport["width"] / 2  # it begins at the right


def test_a_letter_turns_round_and_reads_well(page: Page, house: House) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    reader = house.parent(language="ar")
    kind = kinds()[messages.SHIFT_TOMORROW]
    with voice_of(house.nursery, reader):
        made_up = kind.preview(house.nursery, now())
        letter = write_letter(kind, made_up, nursery=house.nursery, person=reader, now=now())
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.set_content(letter.html)
    faults = [fault for scheme in ("light", "dark") for fault in looked_at(page, "rtl-tomorrow", scheme)]
    assert faults == []
    assert not page.evaluate(SIDEWAYS)
