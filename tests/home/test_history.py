"""What was done, read by the manager, and by each of what concerns them."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import psycopg2
import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from accounts.models import Clearance, Person
from costs.models import Pay, Rate
from home.history.reading import DEEDS, EACH
from nursery.acting import By, acting, acts
from nursery.models import Policy
from nursery.scope import nursery_scope
from rota.models import BookingStatus, HistoryEntry, Relief, Verb
from tests.builders import NOW, House
from tests.databases import address
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
HISTORY = reverse("home:history", args=["bluebell"])
MINE = reverse("home:about_me", args=["bluebell"])
DAY = dt.timedelta(days=1)
OCTOBER = dt.date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def helen(house: House) -> Person:
    return house.manager(cleared=())


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent(cleared=())


Past = Callable[..., None]


@pytest.fixture
def past(house: House) -> Iterator[Past]:
    """Writes down what was done on other days, as PostgreSQL does it: a test is one transaction, hence one deed."""
    link = psycopg2.connect(address(connection.settings_dict["NAME"]))
    link.autocommit = True

    def write(days_ago: float, person: Person, thing: str = "person", row: int = 0, **facts: Any) -> None:
        before, after = facts.get("before", '{"level": 0}'), facts.get("after", '{"level": 3}')
        with link.cursor() as cursor:
            cursor.execute(
                "INSERT INTO nursery_recorded"
                " (nursery_id, at, thing, row, person, operation, before, after, actor, by, origin)"
                " VALUES (%s, %s, %s, %s, %s, 'changed', %s, %s, %s, 'page', 'rota:level_set')",
                [house.nursery.pk, NOW - days_ago * DAY, thing, row or person.pk, person.pk, before, after, person.pk],
            )

    yield write
    with link.cursor() as cursor:
        cursor.execute("DELETE FROM nursery_recorded WHERE nursery_id = %s", [house.nursery.pk])
    link.close()


def read(person: Person, url: str = HISTORY) -> str:
    return text_of(client_of(person).get(url))


def set_level(helen: Person, person: Person) -> None:
    url = reverse("rota:level_set", args=["bluebell", person.public_id])
    assert client_of(helen).post(url, {"level": "3", "starts": "1 Oct 2026"}).status_code == 302


def take_out(house: House, helen: Person, person: Person, reason: str) -> None:
    booking = house.booking(house.place(house.shift()), person)
    HistoryEntry.objects.create(
        nursery=house.nursery, at=NOW, actor=helen, verb=Verb.RELEASED, booking_id=booking.pk, reason=reason
    )
    booking.delete()


# --- The manager's page


def test_it_says_who_did_what_from_where_and_what_the_app_said_of_it(helen: Person, amara: Person) -> None:
    set_level(helen, amara)
    text = read(helen)
    assert "Helen Tanaka on a page rota:level_set" in text
    assert ("Amara Okafor: qualification level entered level 3 · from Thu 1 Oct 2026 Set a qualification level") in text


def test_a_reason_stands_beside_what_was_done(house: House, helen: Person, amara: Person) -> None:
    take_out(house, helen, amara, "Two were there")
    assert "Took somebody out of the place: “Two were there”" in read(helen, f"{HISTORY}?thing=booking")


def test_a_booking_is_named_by_its_shift_and_what_became_of_it(house: House, helen: Person, amara: Person) -> None:
    booking = house.booking(house.place(house.shift()), amara)
    booking.status = BookingStatus.MISSED
    booking.save()
    text = read(helen, f"{HISTORY}?thing=booking")
    assert "Amara Okafor: booked for Care on Wed 7 Oct 2026, 09:00–13:00 it is booked · place parent" in text
    assert "Amara Okafor: booking changed, Care on Wed 7 Oct 2026, 09:00–13:00 it is booked → became missed" in (text)


def test_what_was_removed_since_is_said_to_be(house: House, helen: Person) -> None:
    gone = house.person("Gone Away", cleared=("dbs",), sign_in=False)
    gone.delete()
    text = read(helen, f"{HISTORY}?thing=person")
    assert "Gone" not in text
    assert "Somebody who is no longer on record: removed" in text


def test_that_an_address_was_changed_is_said_without_it(helen: Person, amara: Person) -> None:
    Person.objects.filter(pk=amara.pk).update(email="another@example.net")
    text = read(helen, f"{HISTORY}?thing=person")
    assert "Amara Okafor: changed of what the nursery knows e-mail changed" in text
    assert "another@example.net" not in text


def test_where_the_app_said_nothing_it_says_so(helen: Person) -> None:
    Policy.objects.update(min_adults=3)
    assert "By a way that we do not know The nursery’s rules entered" in read(helen, f"{HISTORY}?thing=policy")


def test_of_a_deed_with_many_changes_the_first_are_said_and_a_link_leads_to_all(helen: Person, past: Past) -> None:
    for _change in range(EACH + 3):
        past(1, helen)
    client = client_of(helen)
    page = client.get(HISTORY + "?last=2026-09-29")
    assert "3 changes more" in text_of(page)
    whole = re.search(r'href="(\?[^"]*deed=\d+)"', page.content.decode())
    assert whole
    [day] = client.get(HISTORY + unescape(whole[1])).context["page"].days
    assert [(len(deed.lines), deed.more) for deed in day.deeds] == [(EACH + 3, 0)]


def test_it_can_be_narrowed_to_a_person(house: House, helen: Person, amara: Person) -> None:
    house.parent("Tomasz Nowak")
    text = read(helen, f"{HISTORY}?person={amara.public_id}").partition("Show everything")[2]
    assert "Amara Okafor" in text
    assert "Tomasz Nowak" not in text


def test_it_can_be_narrowed_to_what_changed(helen: Person, amara: Person) -> None:
    Policy.objects.update(min_adults=3)
    text = read(helen, f"{HISTORY}?thing=policy").partition("Show everything")[2]
    assert "The nursery’s rules changed" in text
    assert "Amara" not in text


def test_it_can_be_narrowed_to_days_both_included(helen: Person, past: Past) -> None:
    for days in (1, 2, 3, 4):
        past(days, helen)
    page = client_of(helen).get(f"{HISTORY}?first=2026-09-27&last=2026-09-28").context["page"]
    assert [str(each.day) for each in page.days] == ["2026-09-28", "2026-09-27"]


def test_a_day_that_is_none_says_so_beside_its_field(helen: Person) -> None:
    answer = client_of(helen).get(f"{HISTORY}?first=yesterdayish")
    assert answer.status_code == 422
    assert "We can’t read this as a day." in text_of(answer)


def test_older_ones_are_one_link_away_and_nothing_is_said_twice(helen: Person, past: Past) -> None:
    for hours in range(DEEDS + 5):
        past(30 + hours / 24, helen)
    client, url, seen = client_of(helen), f"{HISTORY}?last=2026-09-01", []
    while url:
        answer = client.get(url)
        seen += [deed.at for each in answer.context["page"].days for deed in each.deeds]
        older = re.search(r'href="(\?[^"]*)" rel="next"', answer.content.decode())
        url = HISTORY + unescape(older[1]) if older else ""
    assert len(seen) == DEEDS + 5
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize("before", ["x", "", "9" * 30, "-5", "1.5"])
def test_an_address_that_was_changed_by_hand_is_no_error(helen: Person, before: str) -> None:
    assert client_of(helen).get(HISTORY, {"before": before, "deed": before}).status_code == 200


@pytest.mark.parametrize("many", [2, 25])
def test_the_queries_are_as_many_whatever_the_number_of_changes(
    house: House, helen: Person, past: Past, django_assert_num_queries: Any, many: int
) -> None:
    for number in range(many):
        past(1 + number, house.parent(f"Parent Number{number}"))
        house.booking(house.place(house.shift(dt.date(2026, 10, 7) + number * DAY)), helen)
    client = client_of(helen)
    with django_assert_num_queries(16):
        assert client.get(HISTORY).status_code == 200


def test_whoever_is_not_the_manager_is_told_whose_it_is(amara: Person) -> None:
    answer = client_of(amara).get(HISTORY)
    assert answer.status_code == 403
    assert "This page is the manager’s." in text_of(answer)


def test_another_nurserys_history_is_not_there(house: House, helen: Person, other_house: House) -> None:
    with nursery_scope(other_house.nursery):
        other_house.parent("Unknown Here")
    assert "Unknown" not in read(helen)


# --- Everybody's own


def test_i_read_what_was_done_about_me_and_by_whom_in_short(helen: Person, amara: Person) -> None:
    set_level(helen, amara)
    text = read(amara, MINE)
    assert "Helen T. on a page You: qualification level entered" in text
    assert "Tanaka" not in text


def test_i_read_what_i_did_myself(house: House) -> None:
    amara = house.parent()
    place = house.place(house.shift())
    client_of(amara).post(reverse("rota:place_book", args=["bluebell", place.public_id]))
    assert "You on a page You: booked for Care on Wed 7 Oct 2026, 09:00–13:00" in read(amara, MINE)


def test_i_read_nothing_that_was_done_about_others(house: House, helen: Person, amara: Person) -> None:
    set_level(helen, house.parent("Tomasz Nowak"))
    assert "Tomasz" not in read(amara, MINE)


def test_i_read_what_is_lifted_of_my_familys_share_and_not_of_anothers(house: House, amara: Person) -> None:
    trustee = house.person("Adam Goldberg", "trustee")
    for family in filter(None, (amara.family, house.family("Nowak family"))):
        Relief.objects.create(
            nursery=house.nursery, family=family, starts=OCTOBER, ends=OCTOBER, lifted="0.5", approved_by=trustee
        )
    text = read(amara, MINE)
    assert "Okafor family: part of the share lifted" in text
    assert "approved by Adam G." in text
    assert "Nowak" not in text


def test_why_i_was_taken_out_is_not_on_my_page(house: House, helen: Person, amara: Person) -> None:
    take_out(house, helen, amara, "Two were there")
    text = read(amara, MINE)
    assert "You: taken out of Care on" in text
    assert "Two were there" not in text


def test_what_an_hour_of_me_costs_is_not_on_my_page(house: House) -> None:
    marta = house.staff()
    Pay.objects.create(nursery=house.nursery, person=marta, starts=OCTOBER, hourly_cost="15.20")
    assert "hour" not in read(marta, MINE).partition("The manager reads it too.")[2]


def test_whoever_was_manager_reads_that_they_did_it_and_no_more_of_it(house: House, helen: Person) -> None:
    tomasz = house.parent("Tomasz Nowak", cleared=())
    with acting(By.PAGE, "rota:clearance_add"), nursery_scope(house.nursery):
        acts(house.nursery.pk, helen.pk)
        Clearance.objects.create(
            nursery=house.nursery, person=tomasz, kind="dbs", starts=OCTOBER, decision="not_accepted"
        )
        acts(house.nursery.pk, 0)
    assert "decision not accepted" in read(helen, MINE)
    Person.objects.filter(pk=helen.pk).update(roles=["parent"])
    text = read(helen, MINE)
    assert "Tomasz N.: put on record, DBS check" in text
    assert "not accepted" not in text


def test_whoever_was_treasurer_reads_no_rate_any_more(house: House) -> None:
    adam = house.person("Adam Goldberg", "treasurer")
    with nursery_scope(house.nursery):
        acts(house.nursery.pk, adam.pk)
        Rate.objects.create(nursery=house.nursery, key="manager", starts=OCTOBER, wage="18.71", source="Her contract")
        acts(house.nursery.pk, 0)
    assert "wage £18.71" in read(adam, MINE)
    Person.objects.filter(pk=adam.pk).update(roles=["trustee"])
    assert "18.71" not in read(adam, MINE)


@pytest.mark.parametrize("many", [2, 25])
def test_my_page_takes_as_many_queries_whatever_the_number(
    house: House, amara: Person, past: Past, django_assert_num_queries: Any, many: int
) -> None:
    for number in range(many):
        past(1 + number, amara)
        house.booking(house.place(house.shift(dt.date(2026, 10, 7) + number * DAY)), amara)
    client = client_of(amara)
    with django_assert_num_queries(15):
        assert client.get(MINE).status_code == 200
