"""Where the links in letters lead, without signing in: one's own turn, cover for somebody, and no more of a kind."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.links import lasting_path, link_path
from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.models import Message
from rota import messages
from rota.actions.cover import ask_for_cover
from rota.models import Ask, Booking, BookingStatus
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]


def links(now: dt.datetime) -> dict[str, str]:
    """Paths of a parent's own links, by what they are for; another parent asks for cover."""
    nursery = Nursery.objects.get(slug="bluebell")
    with nursery_scope(nursery):
        to_come = Booking.objects.filter(
            status=BookingStatus.BOOKED, kind="parent", shadow=False, shift__starts_at__gt=now + dt.timedelta(days=3)
        ).select_related("shift__duty", "place", "person")
        asked = to_come.exclude(person__name="Amara Okafor").order_by("shift__starts_at").first()
        assert asked is not None
        request = ask_for_cover(asked, asked.person, nursery=nursery, now=now)
        other = Ask.objects.filter(request=request).select_related("person").order_by("pk").first()
        assert other is not None
        mine = to_come.exclude(pk=asked.pk).order_by("shift__starts_at").first()
        assert mine is not None
        subject, ends = f"{mine.public_id}-letter", mine.shift.starts_at
        return {
            "come": link_path(mine.person, messages.WILL_COME, subject, ends),
            "cannot": link_path(mine.person, messages.CANNOT_COME, subject, ends),
            "cover": link_path(other.person, messages.COVER_ASKED, request.public_id, asked.shift.starts_at),
            "stop": lasting_path("stop", mine.person, messages.THANK_YOU),
        }


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_behind_a_letters_links_are_calm_and_clear(
    page: Page, site: str, look: Look, ten_on_wednesday: dt.datetime, viewport: dict[str, int], scheme: str
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    paths = links(ten_on_wednesday)
    page.goto(site + paths["come"])
    look(page, f"tap-come-{scheme}")
    page.get_by_role("button", name="I’ll be there").click()
    expect(page.get_by_text("Thank you, see you then")).to_be_visible()
    look(page, f"tap-come-done-{scheme}")
    page.goto(site + paths["come"])
    expect(page.get_by_text("This link has done its work already")).to_be_visible()
    look(page, f"tap-used-{scheme}")
    page.goto(site + paths["cannot"])
    look(page, f"tap-cannot-{scheme}")
    page.get_by_role("button", name="Ask for cover").click()
    expect(page.get_by_text("You have asked for cover")).to_be_visible()
    look(page, f"tap-cannot-done-{scheme}")
    page.goto(site + paths["cover"])
    look(page, f"tap-cover-{scheme}")
    page.get_by_role("button", name="I can take it").click()
    expect(page.get_by_text("Thank you")).to_be_visible()
    look(page, f"tap-cover-done-{scheme}")
    page.goto(site + paths["cover"][:-6] + "abcde/")
    expect(page.get_by_text("This is not one of our links.")).to_be_visible()
    look(page, f"tap-broken-{scheme}")
    page.goto(site + paths["stop"])
    look(page, f"stop-{scheme}")
    page.get_by_role("button").first.click()
    look(page, f"stop-done-{scheme}")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_everybody_looks_at_what_was_sent_to_them(
    page: Page, site: str, sign_in: SignIn, look: Look, ten_on_wednesday: dt.datetime, viewport: dict[str, int]
) -> None:
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        amara = Person.objects.get(name="Amara Okafor")
        for days, kind in enumerate((messages.BOOKED, messages.SHIFT_TOMORROW, messages.THANK_YOU), start=1):
            moment = ten_on_wednesday - dt.timedelta(days=days)
            Message.objects.create(
                nursery=amara.nursery,
                person=amara,
                kind=kind,
                subject=kind,
                due_at=moment,
                send_at=moment,
                queued_at=moment,
                sent_at=moment,
                status="sent",
                channel="email",
            )
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark" if viewport == LAPTOP else "light")
    sign_in(page, "Amara Okafor")
    page.goto(f"{site}/bluebell/reminders/mine/")
    expect(page.get_by_text("When you have booked a shift")).to_be_visible()
    look(page, "mine")
