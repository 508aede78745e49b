"""A manager finds out that an address bounces, and puts it right."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.models import Bounced, Failure, Message
from tests.browser.conftest import LAPTOP, PHONE

SignIn = Callable[[Page, str], None]
Look = Callable[[Page, str], None]
REFUSED = "The mail server does not take this address: 550 no such user"


def a_week_of_messages(now: dt.datetime) -> None:
    """Amara's address bounces; others were sent theirs, one by another way than they wished, one given up."""
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        people = {person.name: person for person in Person.objects.all()}
        amara, tomasz = people["Amara Okafor"], people["Tomasz Nowak"]

        def message(person: Person, kind: str, ago: int, **fields: object) -> Message:
            moment = now - dt.timedelta(hours=ago)
            values: dict[str, object] = {"due_at": moment, "send_at": moment, "queued_at": moment}
            return Message.objects.create(
                nursery=person.nursery, person=person, kind=kind, subject=f"{kind}-{ago}", **values | fields
            )

        Bounced.objects.create(
            nursery=amara.nursery, person=amara, channel="email", address=amara.email, sentence=REFUSED, at=now
        )
        message(amara, "rota.cover_asked", 1, status="parked", fault=REFUSED)
        message(tomasz, "rota.swap_made", 20, status="parked", fault="The mail server did not answer in time.")
        went = message(tomasz, "rota.cover_asked", 2, status="sent", sent_at=now, channel="email")
        Failure.objects.create(
            nursery=went.nursery,
            message=went,
            channel="push",
            at=now,
            sentence="The phone no longer takes notifications.",
        )
        message(tomasz, "rota.shift_tomorrow", 26, status="dropped")
        message(tomasz, "rota.places_open", -12)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_manager_finds_that_an_address_bounces_and_tries_it_again(
    page: Page,
    site: str,
    sign_in: SignIn,
    look: Look,
    ten_on_wednesday: dt.datetime,
    viewport: dict[str, int],
    scheme: str,
):
    a_week_of_messages(ten_on_wednesday)
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_in(page, "Helen Tanaka")
    page.get_by_role("link", name=re.compile("^1 address bounces")).click()
    expect(page.get_by_role("heading", name="This address bounces")).to_be_visible()
    page.get_by_text("sent, e-mail").first.click()
    expect(page.get_by_text("The phone no longer takes notifications.")).to_be_visible()
    look(page, f"messages-{scheme}")
    page.get_by_role("link", name=re.compile("^Correct the address")).click()
    look(page, f"messages-address-{scheme}")
    page.go_back()
    page.get_by_role("button", name=re.compile("^Try this address again")).click()
    expect(page.get_by_text("1 message waits again")).to_be_visible()
    expect(page.get_by_role("heading", name="This address bounces")).to_have_count(0)
    page.get_by_text("Look for something").click()
    look(page, f"messages-tried-{scheme}")
