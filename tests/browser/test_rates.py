"""The treasurer brings last year's rates up to this year's in a few taps; a trustee reads what they stand on."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from costs.models import Rate
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.browser.conftest import LAPTOP

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


@pytest.mark.parametrize("viewport", [LAPTOP], ids=["laptop"])
def test_the_treasurer_adds_the_new_years_rate_from_the_laws_figures(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, look: Look
) -> None:
    nursery = Nursery.objects.get(slug="bluebell")
    with nursery_scope(nursery):  # as it stood before the new year's rate was entered
        Rate.objects.filter(key="food", scenario="low").update(
            wage=Decimal("12.21"), starts=dt.date(2025, 4, 1), source="National Living Wage from 1 April 2025"
        )
        Rate.objects.filter(key="food", scenario="high").delete()
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark" if viewport == LAPTOP else "light")
    sign_in(page, "Adam Goldberg")
    page.goto(f"{site}/bluebell/costs/rates/")
    expect(page.get_by_role("heading", name="What is missing")).to_be_visible()
    look(page, "rates")

    page.get_by_role("link", name="Add the rate from").first.click()
    expect(page.get_by_label("Wage an hour")).to_have_value("12.71")
    expect(page.get_by_text("£14.24 an hour")).to_be_visible()
    page.get_by_label("Holiday pay, in percent").fill("0.1207")
    page.get_by_label("Employer’s pension, in percent").fill("3")
    page.get_by_label("Of its hours").click()
    expect(page.get_by_text("0.1207 is read as 12.07 %.")).to_be_visible()
    expect(page.get_by_text("£14.67 an hour")).to_be_visible()
    page.get_by_role("button", name="Use them").click()
    expect(page.get_by_label("Employer’s National Insurance, in percent")).to_have_value("15 %")
    look(page, "rate-add")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A part counts only with what shows it").first).to_be_visible()
    look(page, "rate-slip")
    page.get_by_label("What shows that you would have bought it").fill("Caterer’s quote of 9 June 2026")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept: the rate from")).to_be_visible()
    expect(page.get_by_text("Add the rate from")).to_have_count(0)
    look(page, "rates-after")
