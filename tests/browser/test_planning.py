"""The manager changes a pattern's times, sees whom that reaches, and each of them has a letter."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from nursery.mail import sent_mail
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from reminders.tasks import deliver_due
from rota.models import Booking
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]
both = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])


def _half_an_hour_later(clock: str) -> str:
    hours, minutes = divmod(
        sum(int(part) * unit for part, unit in zip(clock.split(":"), (60, 1), strict=True)) + 30, 60
    )
    return f"{hours:02}:{minutes:02}"


@both
def test_a_patterns_times_change_and_whoever_is_on_it_has_a_letter(
    page: Page,
    viewport: dict[str, int],
    site: str,
    sign_in: SignIn,
    settings,
    ten_on_wednesday: dt.datetime,
    look: Look,
):
    settings.EMAIL_BACKEND = "nursery.mail.FileBackend"
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    next_monday = ten_on_wednesday.date() + dt.timedelta(days=5)
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        booking = (
            Booking.objects.filter(
                shift__date__gte=next_monday, status="booked", kind="parent", shift__pattern__isnull=False
            )
            .select_related("person", "shift__pattern")
            .earliest("shift__starts_at", "pk")
        )
        term = Term.objects.get(starts__lte=next_monday, ends__gte=next_monday)
    pattern, name = booking.shift.pattern, booking.person.name
    assert pattern is not None
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/rota/plan/")
    look(page, "plan-planned")
    page.locator(f'a[href$="/plan/patterns/{pattern.public_id}/change/"]').click()
    look(page, "pattern-change")
    times = [_half_an_hour_later(page.get_by_label(label, exact=True).input_value()) for label in ("Starts", "Ends")]
    page.get_by_label("Starts", exact=True).fill(times[0])
    page.get_by_label("Ends", exact=True).fill(times[1])
    page.get_by_role("button", name="See whom it affects").click()
    affected = page.locator(".affected > li").filter(has_text=name)
    expect(affected).to_contain_text(f"becomes {times[0]}–{times[1]}")
    look(page, "pattern-preview")
    page.get_by_role("button", name=re.compile("^Do this, and tell")).click()
    expect(page.get_by_role("status").filter(has_text=re.compile(r"Changed \d+ shifts?\."))).to_be_visible()
    deliver_due()
    (letter,) = [one for one in sent_mail(100) if one.to == booking.person.email and "Changed:" in one.subject]
    assert f"{times[0]}–{times[1]}" in letter.subject
    for path, picture in (
        ("plan/standing/", "standing-turns"),
        (f"plan/terms/{term.public_id}/closures/", "closures"),
        ("plan/terms/add/", "term-add"),
    ):
        page.goto(f"{site}/bluebell/rota/{path}")
        look(page, picture)


@both
def test_a_standing_turn_is_given_and_a_day_is_closed(
    page: Page, viewport: dict[str, int], site: str, sign_in: SignIn, ten_on_wednesday: dt.datetime, look: Look
):
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    sign_in(page, "Helen Tanaka")
    page.goto(f"{site}/bluebell/rota/plan/standing/")
    page.get_by_role("link", name=re.compile("^Add somebody")).first.click()
    page.get_by_label("Who", exact=True).select_option(index=3)
    page.get_by_role("button", name="See what it fills").click()
    expect(page.locator("#preview")).to_be_visible()
    look(page, "standing-preview")
    page.get_by_role("button", name=re.compile("^Do this")).click()
    expect(page.get_by_role("status").first).to_be_visible()
    day = ten_on_wednesday.date() + dt.timedelta(days=6)
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        term = Term.objects.get(starts__lte=day, ends__gte=day)
    page.goto(f"{site}/bluebell/rota/plan/terms/{term.public_id}/closures/add/")
    page.get_by_label("What for").fill("Training day")
    page.get_by_label("First day").fill(day.isoformat())
    page.get_by_role("button", name="See whom it affects").click()
    expect(page.locator("#preview")).to_contain_text("cancelled")
    look(page, "closure-preview")
    page.get_by_role("button", name=re.compile("^Do this")).click()
    expect(page.get_by_role("status").filter(has_text="Cancelled")).to_be_visible()
    expect(page.get_by_role("link", name="Change : Training day")).to_be_visible()
