"""Changing a pattern: whom it affects is said before it is done, then exactly that is done, and they are told."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from nursery.models import Term
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.importing import import_document
from reminders.models import Message
from rota import messages
from rota.actions.booking import book_place
from rota.actions.planning import make_shifts
from rota.models import Booking, HistoryEntry, Offer, Place, Shift, ShiftPattern, StandingTurn, Verb
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to
from tests.rota.previews import confirm, digest_in

pytestmark = pytest.mark.django_db

FROM = dt.date(2026, 10, 5)  # a Monday; the Wednesdays from then on: 7, 14, 21 October, not 28, then 4 November…
FIRST = dt.date(2026, 10, 7)
QUERIES = 28


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(house: House) -> Client:
    return client_of(house.manager())


@pytest.fixture
def pattern(house: House) -> ShiftPattern:
    """Care on Wednesdays, 09:00–13:00, one place for staff and one for a parent, its shifts made."""
    made = house.pattern(room=house.room)
    make_shifts(house.nursery, [house.term], house.manager("Maker Made"), now=NOW)
    return made


def url(pattern: ShiftPattern) -> str:
    return f"/bluebell/rota/plan/patterns/{pattern.public_id}/change/"


def typed(pattern: ShiftPattern, **fields: Any) -> dict[str, Any]:
    values = {
        "first": FROM.isoformat(),
        "duty": pattern.duty_id,
        "room": pattern.room_id or "",
        "weekday": pattern.weekday,
        "starts": "9:30",
        "ends": "13:30",
        "paid_places": pattern.paid_places,
        "parent_places": pattern.parent_places,
        "ends_on": "",
    }
    return values | fields


def on(day: dt.date) -> Shift:
    return Shift.objects.get(date=day)


def booked(house: House, name: str, *days: dt.date) -> list[Booking]:
    person = house.parent(name)
    return [house.booking(house.place(on(day)), person) for day in days]


# --- The preview


def test_the_preview_names_who_is_affected_and_changes_nothing(house: House, pattern: ShiftPattern, manager: Client):
    booked(house, "Amara Okafor", FIRST, dt.date(2026, 10, 14))
    page = manager.post(url(pattern), typed(pattern))
    text = text_of(page)
    assert "1 person is on what changes" in text
    assert "9 shifts changed" in text
    assert "Amara Okafor Wed 7 Oct and Wed 14 Oct, 09:00–13:00, care, Bluebell Room: becomes 09:30–13:30" in text
    assert "Do this, and tell 1 person" in text
    assert on(FIRST).starts == dt.time(9)
    assert not Message.objects.exists()
    assert ShiftPattern.objects.count() == 1


def test_what_was_typed_comes_back_to_be_changed_again(pattern: ShiftPattern, manager: Client):
    page = manager.post(url(pattern), typed(pattern, starts="9.45", edit="1"))
    assert page.status_code == 200
    assert 'value="9.45"' in page.content.decode()


def test_an_overlap_that_the_new_times_would_make_is_said_by_name(house: House, pattern: ShiftPattern, manager: Client):
    (booking,) = booked(house, "Amara Okafor", FIRST)
    lunch = house.shift(FIRST, "13:00", "14:00", duty=house.food)
    house.booking(house.place(lunch), booking.person)
    text = text_of(manager.post(url(pattern), typed(pattern)))
    assert "1 turn goes" in text
    assert "loses the place: at food, 13:00–14:00, by then" in text


def test_a_clearance_that_another_duty_needs_is_said_by_name(house: House, pattern: ShiftPattern, manager: Client):
    person = house.parent("Amara Okafor", cleared=("dbs", "references"))
    house.booking(house.place(on(FIRST)), person)
    text = text_of(manager.post(url(pattern), typed(pattern, duty=house.food.pk, room="")))
    assert "1 not cleared" in text
    assert "becomes food · not cleared for it: induction" in text


def test_a_shift_moved_by_hand_is_named_and_stays(house: House, pattern: ShiftPattern, manager: Client):
    Shift.objects.filter(date=FIRST).update(date=dt.date(2026, 10, 8), status="moved")
    text = text_of(manager.post(url(pattern), typed(pattern)))
    assert "Moved by hand, so they stay as they are Thu 8 Oct, 09:00–13:00, care" in text
    confirm(manager, url(pattern), typed(pattern))
    assert Shift.objects.get(date=dt.date(2026, 10, 8)).starts == dt.time(9)


# --- The deed


def test_the_times_change_from_that_day_on_and_what_has_been_stays(pattern: ShiftPattern, manager: Client):
    page = confirm(manager, url(pattern), typed(pattern))
    assert "Changed 9 shifts." in text_of(page)
    assert set(Shift.objects.filter(date__lt=FROM).values_list("starts", flat=True)) == {dt.time(9)}
    assert set(Shift.objects.filter(date__gte=FROM).values_list("starts", flat=True)) == {dt.time(9, 30)}


def test_the_shifts_keep_their_addresses_and_the_people_on_them(house: House, pattern: ShiftPattern, manager: Client):
    (booking,) = booked(house, "Amara Okafor", FIRST)
    before = on(FIRST).public_id
    confirm(manager, url(pattern), typed(pattern))
    booking.refresh_from_db()
    assert on(FIRST).public_id == before
    assert booking.status == "booked"
    assert booking.during.lower == dt.datetime(2026, 10, 7, 8, 30, tzinfo=dt.UTC)


def test_one_message_a_person_says_what_was_and_what_is(house: House, pattern: ShiftPattern, manager: Client):
    first, _second = booked(house, "Amara Okafor", FIRST, dt.date(2026, 10, 14))
    confirm(manager, url(pattern), typed(pattern))
    letter = letter_to(first.person, messages.SHIFT_CHANGED, NOW)
    assert letter is not None
    assert letter.subject == "Changed: Wed 7 Oct, 09:30–13:30, and 1 more"
    assert "Wed 7 Oct, 09:30–13:30: care, Bluebell Room (was Wed 7 Oct, 09:00–13:00)" in letter.text
    assert "Wed 14 Oct, 09:30–13:30" in letter.text


def test_whoever_gave_the_place_back_before_the_message_goes_is_not_told(
    house: House, pattern: ShiftPattern, manager: Client
):
    (booking,) = booked(house, "Amara Okafor", FIRST)
    confirm(manager, url(pattern), typed(pattern))
    Booking.objects.update(status="cancelled")
    assert letter_to(booking.person, messages.SHIFT_CHANGED, NOW) is None


def test_an_open_place_goes_before_a_held_one(house: House, pattern: ShiftPattern, manager: Client):
    (booking,) = booked(house, "Amara Okafor", FIRST)
    confirm(manager, url(pattern), typed(pattern, parent_places=2))
    confirm(manager, url(ShiftPattern.objects.get(ends_on=None)), typed(pattern, parent_places=1))
    booking.refresh_from_db()
    assert booking.status == "booked"
    assert Place.objects.filter(shift=on(FIRST), kind="parent").count() == 1


def test_whose_place_goes_is_free_and_told_and_the_booking_stays_in_the_books(
    house: House, pattern: ShiftPattern, manager: Client
):
    (booking,) = booked(house, "Amara Okafor", FIRST)
    confirm(manager, url(pattern), typed(pattern, starts="9:00", ends="13:00", parent_places=0))
    booking.refresh_from_db()
    assert (booking.status, booking.place) == ("cancelled", None)
    letter = letter_to(booking.person, messages.SHIFT_CANCELLED, NOW)
    assert letter is not None
    assert letter.subject == "Cancelled: Wed 7 Oct, 09:00–13:00"


def test_a_booking_that_was_cancelled_with_its_place_is_in_the_nursery_file(
    house: House, pattern: ShiftPattern, manager: Client
):
    booked(house, "Amara Okafor", FIRST)
    confirm(manager, url(pattern), typed(pattern, parent_places=0))
    document = export_document(house.nursery)
    assert [booking["status"] for booking in document["bookings"]] == ["cancelled"]
    import_document(document)
    assert export_document(house.nursery) == document


def test_an_overlap_frees_the_place_and_says_so(house: House, pattern: ShiftPattern, manager: Client):
    (booking,) = booked(house, "Amara Okafor", FIRST)
    lunch = house.booking(house.place(house.shift(FIRST, "13:00", "14:00", duty=house.food)), booking.person)
    confirm(manager, url(pattern), typed(pattern))
    booking.refresh_from_db()
    lunch.refresh_from_db()
    assert (booking.status, lunch.status) == ("cancelled", "booked")


def test_offers_for_a_place_that_goes_are_answered(house: House, pattern: ShiftPattern, manager: Client):
    person = house.staff()
    place = house.place(on(FIRST))
    offer = Offer.objects.create(nursery=house.nursery, place=place, person=person, offered_at=NOW)
    confirm(manager, url(pattern), typed(pattern, parent_places=0))
    offer.refresh_from_db()
    assert offer.status == "declined"
    assert Message.objects.filter(kind=messages.COVER_DECLINED, person=person).exists()


def test_another_weekday_cancels_the_old_shifts_and_makes_new_ones(
    house: House, pattern: ShiftPattern, manager: Client
):
    (booking,) = booked(house, "Amara Okafor", FIRST)
    text = text_of(confirm(manager, url(pattern), typed(pattern, weekday=3)))
    assert "Made 9 shifts. Cancelled 9 shifts. 1 person is told." in text
    assert on(FIRST).status == "cancelled"
    assert on(FIRST).cancelled_by_plan
    assert not Shift.objects.filter(date=dt.date(2026, 10, 14)).exists()  # nobody stood there: it is simply gone
    assert Shift.objects.filter(date=dt.date(2026, 10, 8), status="planned").exists()
    booking.refresh_from_db()
    assert booking.status == "cancelled"


def test_back_on_its_weekday_the_cancelled_shift_comes_back(house: House, pattern: ShiftPattern, manager: Client):
    booked(house, "Amara Okafor", FIRST)
    confirm(manager, url(pattern), typed(pattern, weekday=3))
    thursdays = ShiftPattern.objects.get(weekday=3)
    confirm(manager, url(thursdays), typed(thursdays, weekday=2))
    assert (on(FIRST).status, on(FIRST).cancelled_by_plan) == ("planned", False)
    assert Place.objects.filter(shift=on(FIRST)).count() == 2


def test_planning_the_term_afterwards_makes_nothing_twice(house: House, pattern: ShiftPattern, manager: Client):
    confirm(manager, url(pattern), typed(pattern))
    before = Shift.objects.count()
    made = make_shifts(house.nursery, [house.term], house.manager("Maker Again"), now=NOW)
    assert (made.made, Shift.objects.count()) == (0, before)


def test_a_standing_turn_goes_on_in_the_changed_pattern(house: House, pattern: ShiftPattern, manager: Client):
    StandingTurn.objects.create(
        nursery=house.nursery,
        pattern=pattern,
        kind="parent",
        person=house.parent(),
        starts=dt.date(2026, 9, 9),
        every=2,
    )
    confirm(manager, url(pattern), typed(pattern))
    old, new = StandingTurn.objects.order_by("starts")
    assert (old.pattern, old.ends) == (pattern, dt.date(2026, 10, 4))
    assert new.pattern != pattern
    assert new.starts == FROM  # four weeks on: the same weeks as before


def test_history_holds_who_changed_it_and_what_it_was(house: House, pattern: ShiftPattern):
    me = house.manager("Helen Tanaka")
    confirm(client_of(me), url(pattern), typed(pattern))
    assert HistoryEntry.objects.filter(verb=Verb.PATTERN_CHANGED, actor=me).count() == 1
    entry = HistoryEntry.objects.get(verb=Verb.SHIFT_CHANGED, shift=on(FIRST))
    assert entry.reason == "Wed 7 Oct, 09:00–13:00"


def test_a_closed_term_is_never_touched(pattern: ShiftPattern, manager: Client):
    Term.objects.update(closed_at=NOW)
    text = text_of(manager.post(url(pattern), typed(pattern)))
    assert "No shift that is there already is touched." in text
    confirm(manager, url(pattern), typed(pattern))
    assert set(Shift.objects.values_list("starts", flat=True)) == {dt.time(9)}


# --- What is refused


def test_somebody_who_books_in_between_is_shown_before_anything_is_done(
    house: House, pattern: ShiftPattern, manager: Client
):
    page = manager.post(url(pattern), typed(pattern))
    book_place(house.place(on(FIRST)), house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)
    page = manager.post(url(pattern), typed(pattern) | {"digest": digest_in(page)})
    text = text_of(page)
    assert page.status_code == 409
    assert "Somebody was faster: what you looked at has changed. Nothing has been done." in text
    assert "Tomasz Nowak" in text
    assert on(FIRST).starts == dt.time(9)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first": "30/9/2026"}, "What has been, and what is on today, stays as it is."),
        ({"first": "soon"}, "We can’t read this as a day."),
        ({"ends": "9"}, "This is not after the start."),
        ({"paid_places": 0, "parent_places": 0}, "A shift needs a place for somebody."),
        ({"ends_on": "1 Oct 2026"}, "The last day is before the change would begin."),
    ],
)
def test_what_cannot_be_says_so_beside_what_was_typed(
    pattern: ShiftPattern, manager: Client, fields: dict[str, Any], sentence: str
):
    page = manager.post(url(pattern), typed(pattern, **fields))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert on(FIRST).starts == dt.time(9)


def test_a_twin_of_another_pattern_is_refused(house: House, pattern: ShiftPattern, manager: Client):
    house.pattern(room=house.room, starts=dt.time(14), ends=dt.time(16))
    page = manager.post(url(pattern), typed(pattern, starts="14", ends="16"))
    assert page.status_code == 422
    assert "There is such a pattern already" in text_of(page)


def test_nobody_but_the_manager_changes_one(house: House, pattern: ShiftPattern):
    for person in (house.parent(), house.staff()):
        assert client_of(person).get(url(pattern)).status_code == 403
        assert client_of(person).post(url(pattern), typed(pattern)).status_code == 403


def test_a_pattern_of_another_nursery_is_not_found(house: House, other_house: House, manager: Client):
    with nursery_scope(other_house.nursery):
        theirs = other_house.pattern()
    assert manager.get(url(theirs)).status_code == 404


@pytest.mark.parametrize("people", [1, 8])
def test_the_number_of_queries_does_not_grow(
    house: House, pattern: ShiftPattern, manager: Client, django_assert_num_queries: Any, people: int
):
    days = Shift.objects.filter(date__gte=FROM).order_by("date").values_list("date", flat=True)
    for number, day in enumerate(days[:people]):
        booked(house, f"Amara Okafor{number}", day)
    with django_assert_num_queries(QUERIES):
        manager.post(url(pattern), typed(pattern))
