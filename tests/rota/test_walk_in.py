"""Somebody came who was not on the rota."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from nursery.refusal import Refused
from portability.exporting import export_document
from portability.importing import import_document
from rota.actions.walk_in import mark_walk_in
from rota.models import Booking, Place
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, htmx, text_of

pytestmark = pytest.mark.django_db

TEN_PAST = NOW + dt.timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _at_ten_past_nine():
    with time_machine.travel(TEN_PAST, tick=False):
        yield


def begun(house: House, paid: int = 1, parents: int = 1):
    """A care shift from 09:00 today that Marta runs."""
    shift = house.shift(TODAY, paid=paid, parents=parents)
    lead = house.staff()
    house.booking(house.place(shift, "paid"), lead)
    return shift, lead


def came(house: House, shift, who, marker, *, since=None, until=None, beside=None) -> Booking:
    return mark_walk_in(shift, who, marker, came=since, left=until, beside=beside, nursery=house.nursery, now=TEN_PAST)


def url(shift) -> str:
    return reverse("rota:walk_in", args=["bluebell", shift.public_id])


def test_they_take_an_open_place_of_their_kind(house: House):
    shift, lead = begun(house)
    booking = came(house, shift, house.parent(), lead)
    assert (booking.place, booking.status, booking.confirmed) == (house.place(shift), "worked", True)
    assert Place.objects.filter(shift=shift).count() == 2


def test_where_none_is_open_a_place_is_added_to_this_one_shift(house: House):
    shift, lead = begun(house)
    house.booking(house.place(shift), house.parent("Tomasz Nowak"))
    booking = came(house, shift, house.parent(), lead)
    assert (booking.kind, booking.place.number) == ("parent", 2)  # type: ignore[union-attr]


def test_a_paid_person_takes_no_parents_place(house: House):
    shift, lead = begun(house)
    booking = came(house, shift, house.staff("Kofi Mensah"), lead)
    assert (booking.kind, booking.place.number) == ("paid", 2)  # type: ignore[union-attr]


def test_a_paid_person_stands_beside_a_parent_who_does_not_count(house: House):
    shift, lead = begun(house)
    parent = house.booking(house.place(shift), house.parent(cleared=()))
    booking = came(house, shift, house.staff("Kofi Mensah"), lead, beside=parent)
    assert (booking.covers, booking.place, booking.kind) == (parent, parent.place, "parent")


def test_a_parent_stands_beside_nobody(house: House):
    shift, lead = begun(house)
    parent = house.booking(house.place(shift), house.parent(cleared=()))
    with pytest.raises(Refused, match="Only paid people stand beside a parent"):
        came(house, shift, house.parent("Grace Bell"), lead, beside=parent)


def test_one_stands_beside_a_parent_and_no_second(house: House):
    shift, lead = begun(house)
    parent = house.booking(house.place(shift), house.parent(cleared=()))
    came(house, shift, house.staff("Kofi Mensah"), lead, beside=parent)
    with pytest.raises(Refused, match=r"Somebody stands beside Amara O\. already"):
        came(house, shift, house.staff("Denise Clarke"), lead, beside=parent)


def test_who_is_down_for_something_else_then_is_refused_with_a_way_on(house: House):
    shift, lead = begun(house)
    parent = house.parent()
    house.booking(house.place(house.shift(TODAY, "11:00", "14:00", duty=house.food)), parent)
    response = client_of(lead).post(url(shift), {"person": parent.public_id})
    assert response.status_code == 422
    assert "Amara O. is down for food, 11:00–14:00." in text_of(response)


def test_other_times_here_make_room_for_the_other_shift(house: House):
    shift, lead = begun(house)
    parent = house.parent()
    house.booking(house.place(house.shift(TODAY, "11:00", "14:00", duty=house.food)), parent)
    client_of(lead).post(url(shift), {"person": parent.public_id, "left": "11:00"})
    assert Booking.objects.get(shift=shift, person=parent).there_to == dt.datetime(2026, 9, 30, 10, tzinfo=dt.UTC)


def test_who_is_on_the_shift_already_cannot_be_chosen_again(house: House):
    shift, lead = begun(house)
    parent = house.parent()
    house.booking(house.place(shift), parent)
    assert client_of(lead).post(url(shift), {"person": parent.public_id}).status_code == 422
    with pytest.raises(Refused, match="stands on this shift already"):
        came(house, shift, parent, lead)


def test_the_lead_chooses_who_came(house: House):
    shift, lead = begun(house)
    parent = house.parent()
    page = client_of(lead).get(url(shift))
    assert 'value="09:10"' in page.content.decode()  # now, by default
    response = client_of(lead).post(url(shift), {"person": parent.public_id, "came": "9.05"}, follow=True)
    text = text_of(response)
    assert "Amara O. is marked as come, thank you." in text
    assert "Amara O. parent was not on the rota Came 09:05" in text


def test_nobody_but_the_lead_and_the_manager_adds_somebody(house: House):
    shift, _lead = begun(house)
    other = house.staff("Kofi Mensah", level=2)
    assert client_of(other).get(url(shift)).status_code == 403


def test_nothing_typed_is_lost_where_nobody_was_chosen(house: House):
    shift, lead = begun(house)
    response = client_of(lead).post(url(shift), {"person": "", "came": "9.05"})
    assert response.status_code == 422
    assert "Say who came." in text_of(response)
    assert 'value="9.05"' in response.content.decode()


def test_back_takes_the_added_place_away_again(house: House):
    shift, lead = begun(house)
    house.booking(house.place(shift), house.parent("Tomasz Nowak"))
    booking = came(house, shift, house.parent(), lead)
    tap = reverse("rota:booking_mark", args=["bluebell", booking.public_id])
    response = htmx(client_of(lead), "post", tap, f"came-{booking.public_id}", {"status": "not_there"})
    assert response.status_code == 200
    assert "Amara" not in text_of(response)
    assert not Booking.objects.filter(pk=booking.pk).exists()
    assert Place.objects.filter(shift=shift, kind="parent").count() == 1


def test_a_place_that_was_there_before_stays(house: House):
    shift, lead = begun(house)
    booking = came(house, shift, house.parent(), lead)
    tap = reverse("rota:booking_mark", args=["bluebell", booking.public_id])
    client_of(lead).post(tap, {"status": "not_there"})
    assert Place.objects.filter(shift=shift, kind="parent").count() == 1


def test_the_nursery_file_holds_the_added_place_and_who_came(house: House):
    pattern = house.pattern(paid_places=1, parent_places=1, room=house.room)
    shift, lead = begun(house)
    shift.pattern, shift.occasion, shift.key = pattern, TODAY, ""
    shift.save()
    house.booking(house.place(shift), house.parent("Tomasz Nowak"))
    came(house, shift, house.parent(), lead)
    document = export_document(house.nursery)
    listed = next(entry for entry in document["shifts"] if entry["date"] == "2026-09-30")
    assert (listed["pattern"], listed["parent_places"]) == (pattern.key, 2)
    elsewhere = document | {"nursery": document["nursery"] | {"slug": "elsewhere"}}
    assert export_document(import_document(elsewhere)) == elsewhere
