"""A parent books a place: in the page, and equally without script."""

import pytest
import time_machine
from django.urls import reverse

from nursery.scope import nursery_scope
from rota.models import Booking, HistoryEntry
from tests.builders import NOW, House
from tests.pages import client_of, htmx, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def url(house: House, place) -> str:
    return reverse("rota:place_book", args=[house.nursery.slug, place.public_id])


def test_booking_leads_back_to_the_week_at_the_place(house: House):
    place, parent = house.place(house.shift()), house.parent()
    response = client_of(parent).post(url(house, place))
    assert response.status_code == 302
    assert response["Location"] == f"/bluebell/rota/?day=2026-10-07#place-{place.public_id}"
    assert Booking.objects.get(place=place).person == parent


def test_the_page_says_what_is_booked_and_offers_undo(house: House):
    place, parent = house.place(house.shift()), house.parent()
    client = client_of(parent)
    page = client.post(url(house, place), follow=True)
    booking = Booking.objects.get(place=place)
    assert "Booked: Wed 7 Oct, care, 09:00–13:00." in text_of(page)
    assert reverse("rota:booking_undo", args=["bluebell", booking.public_id]) in page.content.decode()


def test_in_the_page_my_name_stands_where_the_place_was_open(house: House):
    place, parent = house.place(house.shift()), house.parent()
    response = htmx(client_of(parent), "post", url(house, place), f"place-{place.public_id}")
    assert response.status_code == 200
    assert f'id="place-{place.public_id}"' in response.content.decode()
    assert "Amara O. you" in text_of(response)
    assert "<html" not in response.content.decode()


def test_the_second_to_tap_reads_just_taken(house: House):
    place = house.place(house.shift())
    house.booking(place, house.parent("Tomasz Nowak"))
    response = htmx(client_of(house.parent()), "post", url(house, place), f"place-{place.public_id}")
    assert response.status_code == 409
    assert "Just taken by Tomasz N., thank you." in text_of(response)


def test_a_refusal_without_script_is_a_sentence_on_the_week(house: House):
    place = house.place(house.shift())
    page = client_of(house.parent(cleared=("dbs",))).post(url(house, place), follow=True)
    assert "care needs references" in text_of(page)
    assert not Booking.objects.exists()


def test_staff_are_told_to_offer_for_a_parents_place(house: House):
    place = house.place(house.shift())
    page = client_of(house.staff()).post(url(house, place), follow=True)
    assert "Offer to take it instead." in text_of(page)
    assert not Booking.objects.exists()


def test_staff_book_a_paid_place_on_the_same_rota(house: House):
    place = house.place(house.shift(paid=1), kind="paid")
    staff = house.staff()
    client_of(staff).post(url(house, place))
    assert Booking.objects.get(place=place).person == staff


def test_history_holds_who_booked(house: House):
    place, parent = house.place(house.shift()), house.parent()
    client_of(parent).post(url(house, place))
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor, entry.shift) == ("booked", parent, place.shift)


def test_a_place_of_another_nursery_is_not_found(house: House):
    other = House(slug="clover", name="Clover")

    with nursery_scope(other.nursery):
        foreign = other.place(other.shift())
    response = client_of(house.parent()).post(url(house, foreign))
    assert response.status_code == 404


def test_an_outsider_finds_nothing(house: House):
    place = house.place(house.shift())
    other = House(slug="clover", name="Clover")

    with nursery_scope(other.nursery):
        outsider = other.parent()
    assert client_of(outsider).post(url(house, place)).status_code == 404


def test_looking_is_not_booking(house: House):
    place, parent = house.place(house.shift()), house.parent()
    assert client_of(parent).get(url(house, place)).status_code == 405


def test_next_leads_only_to_this_site(house: House):
    place, parent = house.place(house.shift()), house.parent()
    response = client_of(parent).post(url(house, place), {"next": "https://elsewhere.example/"})
    assert response["Location"].startswith("/bluebell/rota/")


def test_in_the_page_the_address_stays_the_weeks(house: House):
    """The week's links are relative to it, and a reload shows the week again."""
    place, parent = house.place(house.shift()), house.parent()
    opened = reverse("rota:place", args=["bluebell", place.public_id])
    for method, path in (("get", opened), ("get", f"{opened}?shut"), ("post", url(house, place))):
        response = htmx(client_of(parent), method, path, f"place-{place.public_id}")
        assert response["HX-Push-Url"] == "false"
