"""Anybody logs hours given outside the rota; most often one tap on the page is enough."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from nursery.models import Term
from rota.models import Contribution, Duty, HistoryEntry
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of
from tests.rota.shares.house import SharingHouse

pytestmark = pytest.mark.django_db
URL = "/bluebell/rota/given/log/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def laundry(house: House) -> Duty:
    return Duty.objects.create(nursery=house.nursery, key="laundry", name="Laundry", pricing="none")


@pytest.fixture
def amara(house: House, laundry: Duty) -> Client:
    return client_of(house.parent())


def log(client: Client, **said: Any) -> Any:
    return client.post(URL, {"duty": "laundry", "hours": "2", "day": "2026-09-30"} | said)


def given() -> Contribution:
    return Contribution.objects.get()


def checked(page: Any) -> list[str]:
    """The values of the radios that are chosen as the page opens."""
    inputs = page.content.decode().split("<input ")[1:]
    return [each.split('value="')[1].split('"')[0] for each in inputs if "checked" in each.split(">")[0]]


# --- Two taps


def test_home_leads_there_in_one_tap_and_the_page_logs_in_a_second(amara: Client) -> None:
    assert URL in amara.get("/bluebell/").content.decode()
    page = amara.get(URL)
    duty, hours = checked(page)
    assert log(amara, duty=duty, hours=hours, day="2026-09-30").status_code == 302
    assert (given().hours, given().date, given().confirmed) == (Decimal(1), TODAY, False)


def test_the_duty_and_the_hours_of_the_last_time_are_chosen(amara: Client) -> None:
    assert checked(amara.get(URL)) == ["food", "1"]
    log(amara, hours="0.5")
    assert checked(amara.get(URL)) == ["laundry", "0.5"]


def test_unusual_hours_of_the_last_time_stand_in_their_field(amara: Client) -> None:
    log(amara, hours="", other_hours="1:20")
    page = amara.get(URL)
    assert checked(page) == ["laundry"]
    assert 'value="1.3333"' in page.content.decode()


def test_the_duties_that_others_give_come_after_mine(house: House, amara: Client) -> None:
    accounts = Duty.objects.create(nursery=house.nursery, key="accounts", name="Accounts", pricing="none")
    Contribution.objects.create(
        nursery=house.nursery, date=TODAY, person=house.parent("Bo Berg"), duty=house.food, hours=1
    )
    log(amara)
    body = amara.get(URL).content.decode()
    assert body.index('value="laundry"') < body.index('value="food"') < body.index(f'value="{accounts.key}"')


def test_duties_with_the_children_are_not_offered(amara: Client) -> None:
    assert 'value="care"' not in amara.get(URL).content.decode()


def test_a_nursery_with_care_alone_says_so(house: House) -> None:
    house.food.delete()
    assert "Every duty of this nursery is time with the children" in text_of(client_of(house.parent()).get(URL))


@pytest.mark.parametrize("role", ["staff", "bank", "manager", "trustee", "treasurer"])
def test_anybody_may_log(house: House, laundry: Duty, role: str) -> None:
    assert log(client_of(house.person("Kim Lee", role))).status_code == 302


def test_paid_people_read_that_it_counts_towards_no_share(house: House) -> None:
    assert "it counts towards no family’s share" in text_of(client_of(house.staff()).get(URL))


# --- What people type


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2.5", "2.5"),
        ("2,25", "2.25"),
        ("1½", "1.5"),
        ("¾", "0.75"),
        ("1:20", "1.3333"),
        ("1 h 30", "1.5"),
        ("90 min", "1.5"),
        ("45m", "0.75"),
        ("3 hours", "3"),
        ("4 h", "4"),
        (".5", "0.5"),
    ],
)
def test_hours_are_read_as_people_write_them(amara: Client, typed: str, kept: str) -> None:
    log(amara, other_hours=typed)
    assert given().hours == Decimal(kept)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lots", "Write them like 1.5, 1:30 or 90 min."),
        ("1:75", "Write them like 1.5, 1:30 or 90 min."),
        ("-2", "Hours can’t be less than none. Write them without the minus."),
        ("9" * 40, "Write them like 1.5, 1:30 or 90 min."),
        ("1e3", "Write them like 1.5, 1:30 or 90 min."),
        ("0", "That is no time at all."),
        ("25", "A day has 24 hours."),
    ],
)
def test_what_is_no_time_is_said_and_nothing_typed_is_lost(amara: Client, typed: str, sentence: str) -> None:
    page = log(amara, other_hours=typed, note="Minutes")
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert f'value="{typed}"' in page.content.decode()
    assert 'value="Minutes"' in page.content.decode()
    assert not Contribution.objects.exists()


def test_no_hours_at_all_are_asked_for(amara: Client) -> None:
    assert "Say how long." in text_of(log(amara, hours=""))


def test_a_duty_that_is_not_there_is_not_taken(amara: Client) -> None:
    page = log(amara, duty="juggling")
    assert page.status_code == 422
    assert "Choose one of these." in text_of(page)


# --- The rules


def test_a_day_ahead_is_refused_beside_the_day(amara: Client) -> None:
    assert "Which day: That day is still ahead. Log it once it is done." in text_of(log(amara, day="2026-10-01"))
    assert not Contribution.objects.exists()


def test_care_outside_a_shift_is_refused_with_the_way_on(amara: Client) -> None:
    text = text_of(log(amara, duty="care"))
    assert "Time with the children stands on the rota" in text
    assert "Ask whoever ran the shift to mark you" in text
    assert not Contribution.objects.exists()


def test_a_closed_term_takes_nothing_more(amara: Client) -> None:
    Term.objects.update(closed_at=NOW)
    assert "Autumn term is closed: its figures are settled." in text_of(log(amara))
    assert not Contribution.objects.exists()


def test_a_day_before_one_joined_is_refused(house: House, laundry: Duty) -> None:
    text = text_of(log(client_of(house.parent(joined=TODAY)), day="2026-09-29"))
    assert "You were not here yet on that day. Choose a day from Wed 30 Sep 2026 on." in text


def test_a_day_holds_24_hours_with_what_stands_on_the_rota(house: House, laundry: Duty) -> None:
    me = house.parent()
    house.booking(house.place(house.shift(TODAY)), me, status="worked")  # four hours
    client = client_of(me)
    assert log(client, other_hours="15").status_code == 302
    text = text_of(log(client, other_hours="5:30"))
    assert "With the 19 hours that you have on that day already, this would be more than a day has." in text
    assert log(client, other_hours="5").status_code == 302


def test_what_was_declined_leaves_room_for_another(house: House, laundry: Duty) -> None:
    me = house.parent()
    Contribution.objects.create(nursery=house.nursery, date=TODAY, person=me, duty=laundry, hours=20, declined_at=NOW)
    assert log(client_of(me), other_hours="5").status_code == 302


def test_a_form_sent_twice_is_logged_once(amara: Client) -> None:
    log(amara)
    page = log(amara)
    assert "You have logged this already." in text_of(page)
    assert Contribution.objects.count() == 1
    assert log(amara, note="The second load").status_code == 302


# --- What it does


def test_it_says_where_the_family_then_stands_and_can_be_undone(house: House, laundry: Duty) -> None:
    sharing = SharingHouse(house)
    sharing.turn(sharing.amara, 0, 1)
    client = client_of(sharing.amara)
    page = client.post(URL, {"duty": "laundry", "hours": "2", "day": "2026-09-30"}, follow=True)
    text = text_of(page)
    assert "Logged, thank you: 2 h, Laundry, Today. It waits for somebody to confirm it." in text
    assert "Your family then stands at 6 of 20 h." in text
    assert "+2 h once confirmed: your family at 6 of 20 h" in text
    client.post(f"/bluebell/rota/given/{given().public_id}/withdraw/")
    assert not Contribution.objects.exists()


def test_until_it_is_confirmed_the_share_stays_as_it_is(house: House, laundry: Duty) -> None:
    sharing = SharingHouse(house)
    client = client_of(sharing.amara)
    log(client)
    assert "0 of 20 hours done" in text_of(client.get("/bluebell/rota/shares/"))
    Contribution.objects.update(confirmed=True)
    assert "2 of 20 hours done" in text_of(client.get("/bluebell/rota/shares/"))


def test_history_keeps_what_was_logged_without_the_note(amara: Client) -> None:
    log(amara, note="Minutes of the June meeting")
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor) == ("contributed", given().person)
    assert entry.after == {"date": "2026-09-30", "duty": "laundry", "hours": "2", "state": "waiting"}
    assert given().note == "Minutes of the June meeting"


def test_the_form_works_on_a_day_typed_in_words(amara: Client) -> None:
    log(amara, day="Tue 29 Sep")
    assert given().date == dt.date(2026, 9, 29)
