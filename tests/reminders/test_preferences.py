"""The page where somebody says how they want to be told, and what that does to what waits for them already."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions import deliver_waiting
from reminders.actions.preferring import keep_wishes
from reminders.actions.queueing import queue_message
from reminders.models import Channel, Message, MessageStatus, Preference, Reach, Timing
from reminders.queries.preferences import Kept, kept_of
from reminders.rules.choices import Choice
from reminders.rules.timing import Quiet
from tests.builders import NOW, House
from tests.languages import speak
from tests.pages import client_of, text_of

URL = "/bluebell/reminders/"
NIGHT = dt.datetime(2026, 9, 30, 21, 30, tzinfo=dt.UTC)  # 22:30 in London
SEVEN = dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)
USUAL = {
    "phone": "",
    "quiet_from": "21:00",
    "quiet_until": "07:00",
    "kind-tests-plain": "push+email+text",
    "kind-tests-needed": "push+email+text",
    "kind-tests-morning": "email@morning",
    "kind-tests-urgent": "push+email+text",
}


@pytest.fixture(autouse=True)
def kinds_and_clock(settings) -> Iterator[None]:
    settings.REMINDER_KINDS = ["tests.reminders.chosen_kinds"]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amara(house: House) -> Person:
    with nursery_scope(house.nursery):
        return house.parent("Amara Okafor", email="amara@example.org")


@pytest.fixture
def client(amara: Person) -> Client:
    return client_of(amara)


@pytest.fixture
def inside(house: House) -> Callable[[], Any]:
    return lambda: nursery_scope(house.nursery)


def queue(
    house: House, person: Person, kind: str, at: dt.datetime = NOW, *, subject: str = "words", **more: Any
) -> Message:
    with nursery_scope(house.nursery):
        queue_message(
            nursery=house.nursery, kind=kind, people=[person], subject=subject, occasion="", due_at=at, now=at, **more
        )
        return Message.objects.get(kind=kind, person=person, subject=subject)


def again(house: House, message: Message) -> Message:
    with nursery_scope(house.nursery):
        return Message.objects.get(pk=message.pk)


# --- the page -------------------------------------------------------------------------------------------------
def test_it_says_at_once_where_we_write_and_when_not(client: Client) -> None:
    words = text_of(client.get(URL))
    assert (
        "We write to amara@example.org. Between 21:00 and 07:00 you are left in peace. You are told the usual." in words
    )


def test_it_shows_what_concerns_me_and_nothing_else(client: Client, house: House) -> None:
    words = text_of(client.get(URL))
    assert "When a place is free" in words
    assert "What only a manager hears" not in words
    with nursery_scope(house.nursery):
        helen = house.manager()
    assert "What only a manager hears" in text_of(client_of(helen).get(URL))


def test_whoever_has_no_address_reads_it(house: House) -> None:
    with nursery_scope(house.nursery):
        nobody = house.person("Ines Costa", email="ines@example.org")
        nobody.account.email = nobody.email = ""
        nobody.account.save()
        nobody.save()
    assert "Ines C. has no e-mail address." in text_of(client_of(nobody).get(URL))


def test_the_usual_is_kept_as_no_row(client: Client, inside) -> None:
    assert client.post(URL, USUAL).status_code == 302
    with inside():
        assert not Preference.objects.exists()
        assert not Reach.objects.exists()


def test_what_differs_is_kept_and_nothing_else(client: Client, amara: Person, inside) -> None:
    client.post(URL, USUAL | {"kind-tests-plain": "none", "kind-tests-morning": "email", "quiet_from": "8 pm"})
    with inside():
        rows = {row.kind: (row.channels, row.timing) for row in Preference.objects.all()}
        assert rows == {"tests.plain": ([], Timing.AT_ONCE), "tests.morning": (["email"], Timing.AT_ONCE)}
        assert Reach.objects.get(person=amara).quiet_from == dt.time(20)


def test_back_to_the_usual_way_takes_the_row_away(client: Client, inside) -> None:
    client.post(URL, USUAL | {"kind-tests-plain": "email", "quiet_until": "06:00"})
    client.post(URL, USUAL)
    with inside():
        assert not Preference.objects.exists()
        assert not Reach.objects.exists()


def test_where_the_site_speaks_one_language_nobody_is_asked_for_theirs(client: Client) -> None:
    assert b'name="language"' not in client.get(URL).content


def test_the_language_that_is_chosen_sticks_and_the_page_speaks_it(
    client: Client, amara: Person, inside, settings, tmp_path
) -> None:
    speak(settings, tmp_path / "locale")
    page = client.get(URL).content.decode()
    assert re.findall(r'<option value="([a-z-]*)"( selected)?>([^<]+)', page.partition('name="language"')[2])[:4] == [
        ("", " selected", "The nursery’s own"),
        ("en-gb", "", "British English"),
        ("pl", "", "Polski"),
        ("ar", "", "العربيّة"),
    ]
    said = client.post(URL, USUAL | {"language": "pl"}, follow=True)
    assert "O czym i jak Cię powiadamiamy" in text_of(said)
    assert '<option value="pl" selected>' in said.content.decode()
    with inside():
        assert Person.objects.get(pk=amara.pk).language == "pl"


def test_undo_brings_the_language_back_and_the_nursery_s_own_can_be_chosen_again(
    client: Client, amara: Person, inside, settings, tmp_path
) -> None:
    speak(settings, tmp_path / "locale")

    def chosen() -> str:
        with inside():
            return Person.objects.get(pk=amara.pk).language

    client.post(URL, USUAL | {"language": "pl"})
    client.post(URL, USUAL | {"language": ""})
    assert chosen() == ""
    client.post(f"{URL}undo/")
    assert chosen() == "pl"


def test_a_language_that_the_site_does_not_speak_is_not_kept(
    client: Client, amara: Person, inside, settings, tmp_path
) -> None:
    speak(settings, tmp_path / "locale")
    assert client.post(URL, USUAL | {"language": "fr"}).status_code == 422
    with inside():
        assert Person.objects.get(pk=amara.pk).language == ""


def test_undo_brings_all_of_it_back(client: Client, amara: Person, inside) -> None:
    client.post(URL, USUAL | {"phone": "07700 900123", "kind-tests-plain": "email", "quiet_from": "20:00"})
    client.post(URL, USUAL | {"kind-tests-plain": "none"})
    assert "As it was before." in text_of(client.post(f"{URL}undo/", follow=True))
    with inside():
        amara.refresh_from_db()
        assert kept_of(amara) == Kept(
            "07700 900123", "", Quiet(dt.time(20), dt.time(7)), {"tests.plain": Choice((Channel.EMAIL,))}
        )
    assert "nothing to undo" in text_of(client.post(f"{URL}undo/", follow=True))


def test_back_to_the_usual_keeps_my_number(client: Client, amara: Person, inside) -> None:
    client.post(URL, USUAL | {"phone": "07700 900123", "kind-tests-plain": "none", "call_outs_pass": "on"})
    page = client.post(f"{URL}usual/", follow=True)
    assert "You are told the usual." in text_of(page)
    with inside():
        amara.refresh_from_db()
        assert kept_of(amara) == Kept(phone="07700 900123")


def test_what_is_needed_cannot_be_turned_off(client: Client, inside) -> None:
    page = client.post(URL, USUAL | {"kind-tests-needed": "none"})
    assert page.status_code == 422
    with inside():
        assert not Preference.objects.exists()


def test_the_action_refuses_it_as_well(house: House, amara: Person) -> None:
    with nursery_scope(house.nursery), pytest.raises(Exception, match="can’t be turned off"):
        keep_wishes(amara, Kept(kinds={"tests.needed": Choice(())}), nursery=house.nursery, now=NOW)


def test_a_kind_that_cannot_wait_is_offered_no_morning(client: Client) -> None:
    assert client.post(URL, USUAL | {"kind-tests-urgent": "email@morning"}).status_code == 422


def test_text_messages_are_offered_where_they_can_be_sent(client: Client, settings) -> None:
    assert "By text message" not in text_of(client.get(URL))
    settings.TEXT_URLS = {"bluebell": "json://localhost/{phone}"}
    assert "By text message, else by e-mail" in text_of(client.get(URL))


def test_where_the_site_sends_no_notifications_none_are_promised(client: Client, settings) -> None:
    assert "On my phone, else by e-mail" in text_of(client.get(URL))
    settings.PUSH_KEY = ""
    words = text_of(client.get(URL))
    assert "On my phone" not in words
    assert "By e-mail" in words
    assert client.post(URL, USUAL).status_code == 302


def test_a_slip_is_said_and_nothing_typed_is_lost(client: Client, inside) -> None:
    page = client.post(URL, USUAL | {"phone": "ask Kofi", "quiet_from": "late", "kind-tests-plain": "none"})
    assert page.status_code == 422
    body = page.content.decode()
    assert "We can’t read this as a telephone number." in text_of(page)
    assert "We can’t read this as a time." in text_of(page)
    assert 'value="ask Kofi"' in body
    assert 'value="late"' in body
    with inside():
        assert not Preference.objects.exists()


def test_a_number_is_taken_as_people_write_it(client: Client, amara: Person, inside) -> None:
    client.post(URL, USUAL | {"phone": " +44 7700.900/123 "})
    with inside():
        amara.refresh_from_db()
    assert amara.phone == "+44 7700-900-123"


def test_a_number_that_no_text_can_reach_is_said_at_once(client: Client, settings) -> None:
    settings.TEXT_URLS = {"": "json://localhost/{phone}"}
    assert client.post(URL, USUAL | {"phone": "12345"}).status_code == 422
    assert client.post(URL, USUAL | {"phone": "07700 900123"}).status_code == 302


def test_a_choice_made_elsewhere_stays_until_another_is_made(client: Client, house: House, amara: Person) -> None:
    odd = {"channels": ["push"], "timing": "morning"}
    with nursery_scope(house.nursery):
        Preference.objects.create(nursery=house.nursery, person=amara, kind="tests.plain", **odd)
        Preference.objects.create(nursery=house.nursery, person=amara, kind="tests.for_managers", channels=[])
    assert "In the morning, on my phone" in text_of(client.get(URL))
    client.post(URL, USUAL | {"kind-tests-plain": "push@morning", "quiet_from": "20:00"})
    with nursery_scope(house.nursery):
        assert Preference.objects.filter(kind="tests.plain", **odd).exists()
        assert Preference.objects.filter(kind="tests.for_managers", channels=[]).exists()


@pytest.mark.parametrize("chosen", [0, 4])
def test_the_page_asks_as_often_however_much_was_chosen(
    client: Client, house: House, amara: Person, chosen: int
) -> None:
    with nursery_scope(house.nursery):
        for name in ("plain", "morning", "urgent", "for_managers")[:chosen]:
            Preference.objects.create(nursery=house.nursery, person=amara, kind=f"tests.{name}", channels=[])
    with CaptureQueriesContext(connection) as asked:
        client.get(URL)
    assert len(asked) == 10


# --- what waits already ----------------------------------------------------------------------------------------
def test_what_waits_for_the_night_to_end_moves_with_the_night(client: Client, house: House, amara: Person) -> None:
    message = queue(house, amara, "tests.plain", NIGHT)
    assert message.send_at == SEVEN
    with time_machine.travel(NIGHT, tick=False):
        client.post(URL, USUAL | {"quiet_until": "05:30"})
    assert again(house, message).send_at == SEVEN - dt.timedelta(hours=1, minutes=30)


def test_what_could_go_now_waits_where_the_night_has_come_over_it(client: Client, house: House, amara: Person) -> None:
    message = queue(house, amara, "tests.plain", NOW)
    client.post(URL, USUAL | {"quiet_from": "08:00", "quiet_until": "10:00"})
    assert again(house, message).send_at == dt.datetime(2026, 9, 30, 9, 0, tzinfo=dt.UTC)


def test_what_is_turned_off_does_not_go_and_undo_brings_it_back(client: Client, house: House, amara: Person) -> None:
    message = queue(house, amara, "tests.plain", NIGHT)
    client.post(URL, USUAL | {"kind-tests-plain": "none"})
    assert again(house, message).status == MessageStatus.UNWANTED
    client.post(f"{URL}undo/")
    back = again(house, message)
    assert (back.status, back.send_at) == (MessageStatus.WAITING, SEVEN)


def test_old_news_is_not_dug_out(client: Client, house: House, amara: Person) -> None:
    client.post(URL, USUAL | {"kind-tests-plain": "none"})
    old = queue(house, amara, "tests.plain", NOW - dt.timedelta(days=1))
    late = queue(house, amara, "tests.plain", NOW - dt.timedelta(hours=23), subject="other words")
    client.post(URL, USUAL)
    assert again(house, old).status == MessageStatus.UNWANTED
    assert again(house, late).status == MessageStatus.WAITING


def test_an_urgent_one_goes_through_the_night_where_somebody_lets_it(
    client: Client, house: House, amara: Person, postbox
) -> None:
    message = queue(house, amara, "tests.urgent", NIGHT, urgent=True)
    assert message.send_at == SEVEN
    with time_machine.travel(NIGHT, tick=False):
        client.post(URL, USUAL | {"call_outs_pass": "on"})
    assert again(house, message).send_at == NIGHT
    deliver_waiting(NIGHT, seconds=30)
    assert [mail.subject for mail in postbox.all()] == ["Come: words"]


def test_another_persons_stay_where_they_are(client: Client, house: House) -> None:
    with nursery_scope(house.nursery):
        ines = house.parent("Ines Costa")
    hers = queue(house, ines, "tests.plain", NIGHT)
    client.post(URL, USUAL | {"kind-tests-plain": "none", "quiet_until": "05:00"})
    assert (again(house, hers).status, again(house, hers).send_at) == (MessageStatus.WAITING, SEVEN)
