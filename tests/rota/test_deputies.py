"""The manager passes approvals on for a span of days, and takes them back."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Deputy, Person
from nursery.scope import nursery_scope
from reminders.models import Message
from rota.actions.cover import ask_for_cover, offer_place
from rota.models import Booking, HistoryEntry, Offer
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/rota/deputies/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def helen(house: House) -> Client:
    return client_of(house.manager())


@pytest.fixture
def marta(house: House) -> Person:
    return house.staff("Marta Zielińska")


def name(client: Client, person: Person, starts: str = "30 Sep", ends: str = "2/10/2026") -> Any:
    return client.post(URL, {"person": person.pk, "starts": starts, "ends": ends}, follow=True)


def offered(house: House) -> Offer:
    """Cover asked for tomorrow week, and offered."""
    amara, bo = house.parent("Amara Okafor"), house.parent("Bo Berg")
    place = house.place(house.shift())
    ask_for_cover(house.booking(place, amara), amara, nursery=house.nursery, now=NOW)
    offer = offer_place(place, bo, nursery=house.nursery, now=NOW)
    assert isinstance(offer, Offer)
    return offer


def test_a_deputy_is_named_for_days_and_listed(helen: Client, marta: Person) -> None:
    page = text_of(name(helen, marta))
    assert "Marta Z. says yes or no in your stead on these days." in page
    assert "Marta Z. now Wed 30 Sep 2026 – Fri 2 Oct 2026" in page


def test_a_deputy_approves_cover(helen: Client, marta: Person, house: House) -> None:
    offer = offered(house)
    name(helen, marta)
    client_of(marta).post(f"/bluebell/rota/offers/{offer.public_id}/approve/")
    assert Booking.objects.get(status="booked").person == offer.person
    offer.refresh_from_db()
    assert offer.decided_by == marta


def test_before_and_after_these_days_they_may_not(helen: Client, marta: Person, house: House) -> None:
    offer = offered(house)
    name(helen, marta, "1 Oct", "2 Oct")
    for day in (TODAY, dt.date(2026, 10, 3)):
        with time_machine.travel(dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC), tick=False):
            assert client_of(marta).post(f"/bluebell/rota/offers/{offer.public_id}/approve/").status_code == 403


def test_what_waits_is_on_the_deputys_home_and_page(helen: Client, marta: Person, house: House) -> None:
    offered(house)
    name(helen, marta)
    home = text_of(client_of(marta).get("/bluebell/"))
    assert "You deputise for the manager today." in home
    assert "Bo B. offers." in home
    assert "Bo B. offers." in text_of(client_of(marta).get("/bluebell/rota/waiting/"))


def test_offers_are_told_to_the_deputy_too(helen: Client, marta: Person, house: House) -> None:
    name(helen, marta)
    offered(house)
    told = set(Message.objects.filter(kind="rota.cover_offered").values_list("person__name", flat=True))
    assert told == {"Helen Tanaka", "Marta Zielińska"}


def test_planning_and_naming_deputies_stay_the_managers(helen: Client, marta: Person) -> None:
    name(helen, marta)
    for url in (URL, "/bluebell/rota/plan/"):
        assert client_of(marta).get(url).status_code == 403


def test_it_can_be_undone_before_anything_is_decided(helen: Client, marta: Person) -> None:
    name(helen, marta)
    page = helen.post(f"{URL}{Deputy.objects.get().public_id}/end/", follow=True)
    assert "Marta Z. no longer deputises." in text_of(page)
    assert not Deputy.objects.exists()


def test_ended_after_some_days_the_days_gone_by_stay_true(helen: Client, marta: Person, house: House) -> None:
    deputy = Deputy.objects.create(
        nursery=house.nursery, person=marta, starts=dt.date(2026, 9, 28), ends=dt.date(2026, 10, 2)
    )
    for _pressed in range(2):
        helen.post(f"{URL}{deputy.public_id}/end/")
    deputy.refresh_from_db()
    assert deputy.ends == dt.date(2026, 9, 29)
    assert list(HistoryEntry.objects.values_list("verb", flat=True)) == ["deputy_ended"]


def test_history_says_who_named_whom(helen: Client, marta: Person) -> None:
    name(helen, marta)
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor.name, entry.subject) == ("deputy_named", "Helen Tanaka", marta)


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("", "2 Oct", "Say from when."),
        ("1 Oct", "soon", "We can’t read this as a day."),
        ("3 Oct", "2 Oct", "This is before the first day."),
    ],
)
def test_a_slip_is_said_beside_its_field(helen: Client, marta: Person, starts: str, ends: str, sentence: str) -> None:
    page = name(helen, marta, starts, ends)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not Deputy.objects.exists()


def test_the_same_days_twice_are_refused_plainly(helen: Client, marta: Person) -> None:
    name(helen, marta)
    page = text_of(name(helen, marta, "2 Oct", "9 Oct"))
    assert "Marta Z. deputises from Wed 30 Sep to Fri 2 Oct already." in page
    assert Deputy.objects.count() == 1


def test_somebody_who_leaves_meanwhile_cannot_deputise(helen: Client, marta: Person) -> None:
    marta.left = dt.date(2026, 10, 1)
    marta.save()
    assert "Marta Z. is not with the nursery on all of these days." in text_of(name(helen, marta))


def test_a_manager_or_somebody_under_17_is_not_offered(helen: Client, house: House) -> None:
    young = house.person("Kim Lee", "parent", adult=False)
    form = helen.get(URL).context["form"]
    assert set(form.fields["person"].queryset) == set()
    assert "Choose" in text_of(name(helen, young))


def test_another_nurserys_people_are_not_taken(helen: Client, other_house: House) -> None:
    with nursery_scope(other_house.nursery):
        stranger = other_house.staff("Eve Stranger")
    assert name(helen, stranger).status_code == 422
