"""The manager takes somebody out, and puts somebody on a shift to learn."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.models import Person
from nursery.refusal import Refused
from reminders.models import Message
from rota import messages
from rota.actions.assigning import add_shadow, assign_place, release_booking, withdraw_shadow
from rota.actions.cover import ask_for_cover, offer_place
from rota.models import LIVE, Booking, BookingStatus, CoverRequest, HistoryEntry, Offer, Place, ShiftStatus
from rota.queries.facts import holder_of
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def helen(house: House) -> Person:
    return house.manager()


@pytest.fixture
def booking(house: House) -> Booking:
    return house.booking(house.place(house.shift()), house.parent())


def release(house: House, booking: Booking, helen: Person, now: dt.datetime = NOW, reason: str = "") -> Booking:
    return release_booking(booking, helen, reason=reason, nursery=house.nursery, now=now)


def test_the_place_is_open_and_the_person_is_told(house: House, helen: Person, booking: Booking):
    assert release(house, booking, helen).status == "cancelled"
    assert booking.place is not None
    assert holder_of(booking.place) is None
    letter = letter_to(booking.person, messages.RELEASED, NOW)
    assert letter is not None
    assert letter.subject == "You are free: Wed 7 Oct, 09:00–13:00, care"


def test_the_reason_stays_in_the_history_and_out_of_the_letter(house: House, helen: Person, booking: Booking):
    release(house, booking, helen, reason=" Room closed for painting ")
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.reason) == ("released", "Room closed for painting")
    letter = letter_to(booking.person, messages.RELEASED, NOW)
    assert letter is not None
    assert "painting" not in letter.text + letter.html


def test_put_in_again_nothing_is_said_to_be_off(house: House, helen: Person, booking: Booking):
    release(house, booking, helen)
    assert booking.place is not None
    assign_place(booking.place, booking.person, helen, nursery=house.nursery, now=NOW)
    assert letter_to(booking.person, messages.RELEASED, NOW) is None


def test_what_was_asked_and_offered_around_it_ends(house: House, helen: Person, booking: Booking):
    ask_for_cover(booking, booking.person, nursery=house.nursery, now=NOW)
    assert booking.place is not None
    offer_place(booking.place, house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)
    release(house, booking, helen)
    assert CoverRequest.objects.get().status == "withdrawn"
    assert Offer.objects.get().status == "declined"


def test_whoever_stood_beside_them_has_the_place(house: House, helen: Person, booking: Booking):
    assert booking.place is not None
    beside = house.booking(booking.place, house.staff(), covers=booking)
    release(house, booking, helen)
    assert holder_of(booking.place) == beside


@pytest.mark.parametrize(("seconds", "refused"), [(-1, False), (0, True)])
def test_once_it_has_begun_somebody_is_marked_instead(
    house: House, helen: Person, booking: Booking, seconds: int, refused: bool
):
    now = booking.shift.starts_at + dt.timedelta(seconds=seconds)
    if refused:
        with pytest.raises(Refused, match="Mark that they did not come instead"):
            release(house, booking, helen, now)
    else:
        assert release(house, booking, helen, now)


def test_somebody_is_taken_out_once(house: House, helen: Person, booking: Booking):
    release(house, booking, helen)
    with pytest.raises(Refused, match="is not booked here any more"):
        release(house, booking, helen)


@pytest.mark.usefixtures("_on_the_day")
def test_the_page_shows_what_it_does_and_asks_for_no_reason(house: House, helen: Person, booking: Booking):
    client = client_of(helen)
    path = f"/bluebell/rota/bookings/{booking.public_id}/release/"
    text = text_of(client.get(path))
    assert "Take Amara Okafor out" in text
    assert "What it does" in text
    assert "Never about anybody’s health" in text
    response = client.post(path, {"reason": ""}, follow=True)
    assert "Amara O. is no longer down for Wed 7 Oct, care, 09:00–13:00, and is told." in text_of(response)


@pytest.mark.usefixtures("_on_the_day")
def test_a_reason_too_long_is_said_beside_it_and_kept_on_the_page(house: House, helen: Person, booking: Booking):
    response = client_of(helen).post(f"/bluebell/rota/bookings/{booking.public_id}/release/", {"reason": "y" * 501})
    assert response.status_code == 422
    assert "y" * 501 in response.content.decode()
    assert Booking.objects.get().status == "booked"


@pytest.mark.usefixtures("_on_the_day")
def test_what_cannot_be_released_says_so_on_the_page(house: House, helen: Person, booking: Booking):
    Booking.objects.update(status=BookingStatus.CANCELLED)
    client = client_of(helen)
    path = f"/bluebell/rota/bookings/{booking.public_id}/release/"
    assert "is not booked here any more" in text_of(client.get(path))
    assert client.post(path).status_code == 409


@pytest.mark.usefixtures("_on_the_day")
def test_a_parent_takes_nobody_out(house: House, booking: Booking):
    path = f"/bluebell/rota/bookings/{booking.public_id}/release/"
    assert client_of(house.parent("Tomasz Nowak")).post(path).status_code == 403


# --- to learn ---


def test_a_shadow_stands_in_nobodys_place_and_needs_no_clearance(house: House, helen: Person):
    shift, new = house.shift(), house.parent("Ada Clark", cleared=())
    shadow = add_shadow(shift, new, helen, nursery=house.nursery, now=NOW)
    assert (shadow.shadow, shadow.place, shadow.kind) == (True, None, "parent")
    assert HistoryEntry.objects.get().verb == "shadowed"
    letter = letter_to(new, messages.BOOKED_FOR_YOU, NOW)
    assert letter is not None
    assert letter.subject == "To learn: Wed 7 Oct, 09:00–13:00, care"


def test_a_shadow_of_staff_acts_as_staff(house: House, helen: Person):
    shadow = add_shadow(house.shift(), house.staff(), helen, nursery=house.nursery, now=NOW)
    assert shadow.kind == "paid"


def test_a_shadow_is_nowhere_else_at_that_time(house: House, helen: Person, booking: Booking):
    other = house.shift(starts="12:00", ends="14:00", duty=house.food)
    with pytest.raises(Refused) as refused:
        add_shadow(other, booking.person, helen, nursery=house.nursery, now=NOW)
    assert refused.value.refusal.of_them == "Amara O. is booked for care on Wed 7 Oct, 09:00–13:00."
    with pytest.raises(IntegrityError, match="no_person_twice_at_once"), transaction.atomic():
        Booking.objects.create(
            nursery=house.nursery, shift=other, kind="parent", person=booking.person, shadow=True, booked_at=NOW
        )


@pytest.mark.parametrize("why", ["cancelled", "begun"])
def test_there_is_nothing_to_learn_on_a_shift_that_is_not_to_come(house: House, helen: Person, why: str):
    shift = house.shift(status=ShiftStatus.CANCELLED if why == "cancelled" else ShiftStatus.PLANNED)
    now = shift.starts_at if why == "begun" else NOW
    with pytest.raises(Refused) as refused:
        add_shadow(shift, house.parent(), helen, nursery=house.nursery, now=now)
    assert refused.value.refusal.code == why


def test_a_shadow_may_stay_away_until_it_begins(house: House, helen: Person):
    shift, new = house.shift(), house.parent()
    shadow = add_shadow(shift, new, helen, nursery=house.nursery, now=NOW)
    withdraw_shadow(shadow, new, nursery=house.nursery, now=shift.starts_at - dt.timedelta(seconds=1))
    assert not Booking.objects.filter(status__in=LIVE).exists()


def test_a_place_is_not_left_as_a_shadow_is(house: House, booking: Booking):
    with pytest.raises(Refused, match="Others count on you in this place"):
        withdraw_shadow(booking, booking.person, nursery=house.nursery, now=NOW)


@pytest.mark.usefixtures("_on_the_day")
def test_the_pages_add_a_shadow_and_let_them_withdraw(house: House, helen: Person):
    shift, new = house.shift(), house.parent("Ada Clark", cleared=())
    client = client_of(helen)
    path = f"/bluebell/rota/shifts/{shift.public_id}/shadow/"
    assert "Ada Clark" in text_of(client.get(path, {"q": "ada"}))
    response = client.post(path, {"person": new.public_id}, follow=True)
    assert "Ada C. comes to learn on Wed 7 Oct, care, 09:00–13:00, and is told." in text_of(response)
    shadow = Booking.objects.get()
    page = client_of(new).get(f"/bluebell/rota/shifts/{shift.public_id}/")
    assert "I can’t come" in text_of(page)
    response = client_of(new).post(f"/bluebell/rota/bookings/{shadow.public_id}/shadow-withdraw/", follow=True)
    assert "You are no longer down to learn on Wed 7 Oct" in text_of(response)


@pytest.mark.usefixtures("_on_the_day")
def test_the_shadow_page_says_who_is_not_free(house: House, helen: Person, booking: Booking):
    other = house.shift(starts="12:00", ends="14:00", duty=house.food)
    path = f"/bluebell/rota/shifts/{other.public_id}/shadow/"
    response = client_of(helen).post(path, {"person": booking.person.public_id})
    assert response.status_code == 409
    assert "Amara O. is booked for care on Wed 7 Oct, 09:00–13:00." in text_of(response)
    assert not Message.objects.exists()


def test_a_shadow_leaves_the_place_open(house: House, helen: Person):
    place: Place = house.place(house.shift())
    add_shadow(place.shift, house.parent(), helen, nursery=house.nursery, now=NOW)
    assert assign_place(place, house.parent("Tomasz Nowak"), helen, nursery=house.nursery, now=NOW)
