"""One shift for itself: moved, given places, cancelled, brought back; who is on it is named before and told after."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from nursery.models import Term
from nursery.scope import nursery_scope
from reminders.kinds import kinds
from rota import messages
from rota.actions.planning import make_shifts
from rota.models import Booking, HistoryEntry, Place, Shift, Verb
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to
from tests.rota.previews import confirm

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 10, 7)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(house: House) -> Client:
    return client_of(house.manager())


def url(shift: Shift, what: str = "change") -> str:
    return f"/bluebell/rota/shifts/{shift.public_id}/{what}/"


def typed(shift: Shift, **fields: Any) -> dict[str, Any]:
    values = {
        "date": shift.date.isoformat(),
        "starts": "9",
        "ends": "13",
        "duty": shift.duty_id,
        "room": shift.room_id or "",
        "paid_places": 0,
        "parent_places": 1,
    }
    return values | fields


@pytest.fixture
def booking(house: House) -> Booking:
    """Amara, in the only place of a one-off shift, 09:00–13:00."""
    return house.booking(house.place(house.shift(DAY)), house.parent("Amara Okafor"))


def test_who_is_on_it_is_named_before_it_moves(booking: Booking, manager: Client):
    text = text_of(manager.post(url(booking.shift), typed(booking.shift, date="8 Oct", starts="10", ends="14")))
    assert (
        "Amara Okafor Wed 7 Oct, 09:00–13:00, care, Bluebell Room: moves to Thu 8 Oct and becomes 10:00–14:00" in text
    )
    assert Shift.objects.get().date == DAY


def test_it_moves_with_the_people_on_it_and_they_are_told(booking: Booking, manager: Client):
    confirm(manager, url(booking.shift), typed(booking.shift, date="8 Oct 2026"))
    booking.refresh_from_db()
    assert booking.status == "booked"
    assert booking.during.lower == dt.datetime(2026, 10, 8, 8, tzinfo=dt.UTC)
    letter = letter_to(booking.person, messages.SHIFT_CHANGED, NOW)
    assert letter is not None
    assert letter.subject == "Changed: Thu 8 Oct, 09:00–13:00"
    assert HistoryEntry.objects.get(verb=Verb.SHIFT_CHANGED).reason == "Wed 7 Oct, 09:00–13:00"


def test_the_reminder_of_the_evening_before_follows_the_shift(house: House, booking: Booking, manager: Client):
    confirm(manager, url(booking.shift), typed(booking.shift, date="8 Oct 2026"))
    on_the_old_eve = dt.datetime(2026, 10, 6, 17, tzinfo=dt.UTC)
    on_the_new_eve = dt.datetime(2026, 10, 7, 17, tzinfo=dt.UTC)
    from_kind = _due(house, on_the_old_eve), _due(house, on_the_new_eve)
    assert from_kind == ([], ["2026-10-08"])


def _due(house: House, now: dt.datetime) -> list[str]:
    return [due.occasion for due in kinds()[messages.SHIFT_TOMORROW].due(house.nursery, now)]


def test_an_overlap_refuses_and_names_whom(house: House, booking: Booking, manager: Client):
    house.booking(house.place(house.shift(DAY, "14:00", "16:00", duty=house.food)), booking.person)
    page = manager.post(url(booking.shift), typed(booking.shift, starts="13", ends="15"))
    assert page.status_code == 422
    assert "Amara O. is expected elsewhere at that time." in text_of(page)
    assert booking.shift.starts == dt.time(9)


def test_places_are_added_and_taken_away_open_ones_first(booking: Booking, manager: Client):
    confirm(manager, url(booking.shift), typed(booking.shift, parent_places=3, paid_places=1))
    assert Place.objects.count() == 4
    confirm(manager, url(booking.shift), typed(booking.shift, parent_places=1))
    assert list(Place.objects.values_list("kind", "number")) == [("parent", 1)]
    booking.refresh_from_db()
    assert booking.status == "booked"
    assert letter_of(booking) is None  # another place beside theirs is no news


def letter_of(booking: Booking) -> Any:
    from_kind = booking.person.messages.filter(kind=messages.SHIFT_CHANGED)
    return from_kind.first()


def test_a_patterns_shift_that_is_moved_says_so_and_no_other_is_touched(house: House, manager: Client):
    house.pattern(room=house.room)
    make_shifts(house.nursery, [house.term], house.manager("Maker Made"), now=NOW)
    shift = Shift.objects.get(date=DAY)
    confirm(manager, url(shift), typed(shift, date="8 Oct 2026", paid_places=1))
    shift.refresh_from_db()
    assert (shift.date, shift.occasion, shift.status) == (dt.date(2026, 10, 8), DAY, "moved")
    assert Shift.objects.filter(status="planned").count() == 12


def test_cancelling_frees_and_tells_whoever_is_on_it_and_it_can_come_back(booking: Booking, manager: Client):
    assert "Amara Okafor" in text_of(manager.get(url(booking.shift, "cancel")))
    confirm(manager, url(booking.shift, "cancel"), {})
    booking.refresh_from_db()
    shift = Shift.objects.get()
    assert (booking.status, shift.status, shift.cancelled_by_plan) == ("cancelled", "cancelled", False)
    letter = letter_to(booking.person, messages.SHIFT_CANCELLED, NOW)
    assert letter is not None
    assert letter.subject == "Cancelled: Wed 7 Oct, 09:00–13:00"
    manager.post(url(booking.shift, "restore"))
    assert Shift.objects.get().status == "planned"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"date": "29 Sep 2026"}, "That moment has gone by."),
        ({"date": "28 Oct 2026"}, "The nursery is closed on Wed 28 Oct: Half term."),
        ({"date": "some day"}, "We can’t read this as a day."),
        ({"ends": "8"}, "This is not after the start."),
    ],
)
def test_what_cannot_be_says_so(booking: Booking, manager: Client, fields: dict[str, Any], sentence: str):
    page = manager.post(url(booking.shift), typed(booking.shift, **fields))
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_a_shift_that_has_begun_and_one_of_a_closed_term_stay_as_they_are(house: House, manager: Client):
    begun = house.shift(dt.date(2026, 9, 30), "08:00", "12:00")
    page = manager.post(url(begun), typed(begun, date="7 Oct 2026"))
    assert "This shift has begun, so it stays as it is." in text_of(page)
    coming = house.shift(DAY)
    Term.objects.update(closed_at=NOW)
    page = manager.post(url(coming), typed(coming, starts="10"))
    assert "Autumn term is closed" in text_of(page)


def test_a_one_off_shift_is_added_with_open_places(house: House, manager: Client):
    values = {
        "date": "Sat 10 October",
        "starts": "10 am",
        "ends": "1 pm",
        "duty": house.food.pk,
        "room": "",
        "paid_places": 0,
        "parent_places": 4,
    }
    page = manager.post("/bluebell/rota/shifts/add/", values, follow=True)
    assert "The shift is there, and its places are open." in text_of(page)
    shift = Shift.objects.get()
    assert (shift.date, shift.starts, shift.ends) == (dt.date(2026, 10, 10), dt.time(10), dt.time(13))
    assert shift.places.count() == 4
    assert HistoryEntry.objects.get().verb == Verb.SHIFT_ADDED


def test_a_shift_on_a_closed_day_is_not_added_and_nothing_typed_is_lost(house: House, manager: Client):
    values = typed(house.shift(DAY), date="28 Oct 2026", starts="9.15")
    page = manager.post("/bluebell/rota/shifts/add/", values)
    assert page.status_code == 422
    assert 'value="9.15"' in page.content.decode()
    assert Shift.objects.count() == 1


@pytest.mark.parametrize("what", ["change", "cancel", "restore"])
def test_nobody_but_the_manager_and_nobody_from_elsewhere(house: House, other_house: House, what: str):
    shift = house.shift(DAY)
    for person in (house.parent(), house.staff()):
        assert client_of(person).post(url(shift, what), typed(shift)).status_code == 403
    with nursery_scope(other_house.nursery):
        outsider = client_of(other_house.manager())
        theirs = other_house.shift(DAY)
    assert outsider.post(url(shift, what)).status_code == 404
    assert client_of(house.manager()).post(url(theirs, what)).status_code == 404
