"""The manager books for others; partners take each other's turns."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Clearance, Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from rota.models import LIVE, Booking, Place, Shift
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]
both = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])


@pytest.fixture
def wide(page: Page, viewport: dict[str, int]) -> Page:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    return page


def open_care_place(after: dt.date) -> Place:
    """A parent's place on a care shift that nobody holds."""
    return (
        Place.objects.filter(shift__date__gt=after, kind="parent", shift__duty__pricing="care")
        .exclude(bookings__status__in=LIVE)
        .select_related("shift")
        .order_by("shift__date", "shift__starts", "pk")[0]
    )


@both
def test_the_manager_puts_somebody_in_against_a_rule_and_takes_them_out(
    wide: Page, site: str, sign_in: SignIn, look: Look, ten_on_wednesday: dt.datetime
):
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        Clearance.objects.filter(person__name="Shanice Clarke", kind="induction").delete()
        Clearance.objects.filter(person__name="Shanice Clarke", kind="dbs").delete()
        place = open_care_place(ten_on_wednesday.date())
        shift = Shift.objects.get(pk=place.shift_id)
    sign_in(wide, "Helen Tanaka")
    wide.goto(f"{site}/bluebell/rota/shifts/{shift.public_id}/")
    look(wide, "shift-manager")
    wide.get_by_role("link", name="Put somebody in").first.click()
    expect(wide.get_by_role("heading", name="Those who may")).to_be_visible()
    look(wide, "assign-list")
    wide.get_by_label("Name").fill("shan")
    expect(wide.locator("#people .lines > li")).to_have_count(1)
    wide.get_by_role("link", name=re.compile(r"All the same\s*: Shanice Clarke")).click()
    expect(wide.get_by_role("heading", name="Put Shanice Clarke in")).to_be_visible()
    wide.get_by_role("button", name="Put them in all the same").click()
    expect(wide.get_by_text("Say in a few words why this rule is put aside.").first).to_be_visible()
    look(wide, "assign-reason")
    wide.get_by_label("Why all the same").fill("Seen on paper, entered tomorrow")
    wide.get_by_role("button", name="Put them in all the same").click()
    expect(wide.get_by_role("status").filter(has_text="Shanice C. is down for")).to_be_visible()
    expect(wide.get_by_text("put a rule aside: Shanice C. (Seen on paper, entered tomorrow)")).to_be_visible()
    wide.get_by_role("link", name=re.compile(r"Take out\s*: Shanice C\.")).click()
    look(wide, "release")
    wide.get_by_role("button", name="Take them out").click()
    expect(wide.get_by_role("status").filter(has_text="Shanice C. is no longer down for")).to_be_visible()


@both
def test_one_parent_takes_the_others_turn_and_undoes_it(
    wide: Page, site: str, sign_in: SignIn, look: Look, ten_on_wednesday: dt.datetime
):
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        agnieszka = Person.objects.get(name="Agnieszka Nowak")
        agnieszka.family = Person.objects.get(name="Amara Okafor").family
        agnieszka.save()
        place = open_care_place(ten_on_wednesday.date() + dt.timedelta(days=4))
        Booking.objects.create(
            nursery=agnieszka.nursery,
            shift=place.shift,
            place=place,
            kind=place.kind,
            person=agnieszka,
            booked_at=ten_on_wednesday - dt.timedelta(days=2),
        )
    sign_in(wide, "Amara Okafor")
    wide.goto(f"{site}/bluebell/rota/?day={place.shift.date.isoformat()}")
    row = wide.locator(f"#place-{place.public_id}")
    row.get_by_role("link", name="Take it").click()
    expect(row.get_by_role("button", name="Take this turn")).to_be_visible()
    look(wide, "take-turn")
    row.get_by_role("button", name="Take this turn").click()
    expect(row).to_contain_text("Amara O. you")
    row.get_by_role("link", name="Can’t come").click()
    expect(row.get_by_role("button", name="Hand over to Agnieszka N.")).to_be_visible()
    look(wide, "hand-over")
    wide.get_by_role("button", name="Undo").first.click()
    expect(row).to_contain_text("Agnieszka N.")
