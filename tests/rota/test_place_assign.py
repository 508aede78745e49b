"""The manager puts somebody in a place, and overrides with a reason whatever may be put aside."""

import datetime as dt
import threading
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Person
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from reminders.models import Message
from rota import messages
from rota.actions.assigning import assign_place
from rota.actions.booking import book_place
from rota.models import LIVE, Absence, Booking, HistoryEntry, Place, ShiftStatus
from rota.queries.assigning import candidates
from rota.rules.assigning import ASSIGNING_RULES
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def place(house: House) -> Place:
    return house.place(house.shift())


@pytest.fixture
def helen(house: House) -> Person:
    return house.manager()


def assign(house: House, place: Place, person: Person, helen: Person, reason: str = "", now: dt.datetime = NOW) -> Any:
    return assign_place(place, person, helen, reason=reason, nursery=house.nursery, now=now)


def test_the_manager_books_for_a_parent(house: House, place: Place, helen: Person):
    booking = assign(house, place, house.parent(), helen)
    assert (booking.status, booking.place) == ("booked", place)
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor, entry.subject, entry.reason) == ("assigned", helen, booking.person, "")


def test_the_person_is_told_and_the_manager_who_books_herself_is_not(house: House, place: Place, helen: Person):
    parent = house.parent()
    assign(house, place, parent, helen)
    letter = letter_to(parent, messages.BOOKED_FOR_YOU, NOW)
    assert letter is not None
    assert letter.subject == "Booked for you: Wed 7 Oct, 09:00–13:00, care"
    assign(house, house.place(house.shift(dt.date(2026, 10, 8), paid=1), "paid"), helen, helen)
    assert Message.objects.filter(kind=messages.BOOKED_FOR_YOU).count() == 1


def test_staff_in_a_parents_place_need_no_reason(house: House, place: Place, helen: Person):
    """The manager's own yes is the approval that the other kind of place asks for."""
    assert assign(house, place, house.staff(), helen).kind == "parent"


def test_a_rule_is_put_aside_with_a_reason_that_is_kept(house: House, place: Place, helen: Person):
    parent = house.parent(cleared=("dbs",))
    with pytest.raises(Refused, match="care needs references"):
        assign(house, place, parent, helen, "   ")
    assign(house, place, parent, helen, " References seen on paper today ")
    overridden = HistoryEntry.objects.get(verb="overridden")
    assert (overridden.reason, overridden.subject) == ("References seen on paper today", parent)
    assert HistoryEntry.objects.get(verb="assigned").reason == ""


def test_a_reason_that_is_not_needed_is_not_kept(house: House, place: Place, helen: Person):
    assign(house, place, house.parent(), helen, "she asked me to")
    assert not HistoryEntry.objects.exclude(reason="").exists()


def test_an_overlap_is_never_put_aside(house: House, place: Place, helen: Person):
    parent = house.parent(cleared=())
    house.booking(house.place(house.shift(starts="12:00", ends="14:00", duty=house.food)), parent)
    with pytest.raises(Refused) as refused:
        assign(house, place, parent, helen, "please")
    assert refused.value.refusal.of_them == "Amara O. is booked for food on Wed 7 Oct, 12:00–14:00."


def test_a_taken_place_is_never_put_aside(house: House, place: Place, helen: Person):
    house.booking(place, house.parent("Tomasz Nowak"))
    with pytest.raises(Refused, match="Just taken by Tomasz N"):
        assign(house, place, house.parent(), helen, "please")
    assert Booking.objects.count() == 1


def test_a_closed_term_is_never_put_aside(house: House, place: Place, helen: Person):
    house.term.closed_at = NOW
    house.term.save()
    with pytest.raises(Refused, match="is closed"):
        assign(house, place, house.parent(), helen, "please")


def test_somebody_who_has_left_by_then_is_never_put_in(house: House, place: Place, helen: Person):
    with pytest.raises(Refused, match="does not belong to the nursery on that day"):
        assign(house, place, house.parent(left=dt.date(2026, 10, 6)), helen, "please")
    assert assign(house, place, house.parent(left=dt.date(2026, 10, 7)), helen)


@pytest.mark.parametrize("against", ["absence", "window", "over", "cancelled", "closed"])
def test_all_else_can_be_put_aside(house: House, helen: Person, against: str):
    shift = house.shift(
        dt.date(2026, 10, 28) if against == "closed" else dt.date(2026, 10, 7),
        status=ShiftStatus.CANCELLED if against == "cancelled" else ShiftStatus.PLANNED,
    )
    house.nursery.policy.booking_opens_days = 1 if against == "window" else None
    now = shift.ends_at if against == "over" else NOW
    parent = house.staff() if against == "absence" else house.parent()
    if against == "absence":
        Absence.objects.create(nursery=house.nursery, person=parent, starts=shift.date, ends=shift.date)
    with pytest.raises(Refused):
        assign(house, house.place(shift), parent, helen, "", now)
    assert assign(house, house.place(shift), parent, helen, "agreed with everybody", now)


def test_no_rule_but_those_named_refuses_for_good(house: House, helen: Person):
    """The manager may override any refusal except an overlap; and what is settled, taken, not theirs, or after their
    last day."""
    for_good = {"mine", "taken", "overlap", "closed_term", "not_a_member", "left"}
    place = house.place(house.shift(status=ShiftStatus.CANCELLED))
    everything = candidates(place, house.nursery, place.shift.ends_at)
    codes = {refusal.code for each in everything for refusal in each.refusals if not refusal.override}
    assert codes <= for_good
    assert len(ASSIGNING_RULES) == 12, "say here whether the new rule can be put aside"


def test_candidates_are_those_who_may_by_right_first_then_those_who_may_not(house: House, place: Place):
    house.nursery.policy.cover_needs_manager = True
    free, staff = house.parent("Zoe Adams"), house.staff("Bo Berg")
    uncleared, busy = house.parent("Ada Clark", cleared=()), house.parent("Al Dean")
    house.booking(house.place(house.shift(starts="08:00", ends="10:00", duty=house.food)), busy)
    found = candidates(place, house.nursery, NOW)
    assert [each.person for each in found] == [free, staff, uncleared, busy]
    assert [each.possible for each in found] == [True, True, True, False]


@pytest.mark.parametrize("people", [3, 30])
def test_the_list_takes_the_same_queries_however_many_there_are(
    house: House, place: Place, django_assert_num_queries, people: int
):
    for number in range(people):
        house.parent(f"Parent {number}")
    fresh = Place.objects.select_related("shift__duty").get(pk=place.pk)
    with django_assert_num_queries(6):
        candidates(fresh, house.nursery, NOW)


# --- the page ---


def url(place: Place) -> str:
    return f"/bluebell/rota/places/{place.public_id}/assign/"


def page(client: Client, place: Place, **query: str) -> Any:
    return client.get(url(place), query)


@pytest.mark.usefixtures("_on_the_day")
def test_the_page_names_those_who_may_and_why_others_may_not(house: House, place: Place, helen: Person):
    house.parent("Tomasz Nowak")
    house.parent("Ada Clark", cleared=("dbs",))
    text = text_of(page(client_of(helen), place))
    assert text.index("Those who may") < text.index("Tomasz Nowak") < text.index("Something stands against it")
    assert "Ada C.: care needs references, and none is recorded." in text


@pytest.mark.usefixtures("_on_the_day")
def test_a_name_narrows_the_list(house: House, place: Place, helen: Person):
    house.parent("Tomasz Nowak")
    house.parent("Ada Clark")
    for typed in ("now", "Tomasz n", "NOWAK"):
        text = text_of(page(client_of(helen), place, q=typed))
        assert "Tomasz Nowak" in text
        assert "Ada Clark" not in text
    assert "Nobody called “xyz” may stand here." in text_of(page(client_of(helen), place, q="xyz"))


@pytest.mark.usefixtures("_on_the_day")
def test_choosing_shows_what_it_does_before_it_is_done(house: House, place: Place, helen: Person):
    tomasz = house.parent("Tomasz Nowak")
    text = text_of(page(client_of(helen), place, person=tomasz.public_id))
    assert "What it does" in text
    assert "Why all the same" not in text
    assert not Booking.objects.exists()


@pytest.mark.usefixtures("_on_the_day")
def test_putting_in_leads_to_the_shift_with_undo(house: House, place: Place, helen: Person):
    tomasz = house.parent("Tomasz Nowak")
    client = client_of(helen)
    response = client.post(url(place), {"person": tomasz.public_id}, follow=True)
    assert "Tomasz N. is down for Wed 7 Oct, care, 09:00–13:00, and is told." in text_of(response)
    undo = f"/bluebell/rota/bookings/{Booking.objects.get().public_id}/release/"
    assert undo in response.content.decode()
    client.post(undo)
    assert not Booking.objects.filter(status__in=LIVE).exists()


@pytest.mark.usefixtures("_on_the_day")
def test_a_reason_is_asked_for_beside_its_field_and_nothing_is_lost(house: House, place: Place, helen: Person):
    ada = house.parent("Ada Clark", cleared=())
    client = client_of(helen)
    response = client.post(url(place), {"person": ada.public_id, "reason": ""})
    assert response.status_code == 422
    assert "Say in a few words why this rule is put aside." in text_of(response)
    long = "x" * 501
    response = client.post(url(place), {"person": ada.public_id, "reason": long})
    assert response.status_code == 422
    assert long in response.content.decode()
    assert not Booking.objects.exists()


@pytest.mark.usefixtures("_on_the_day")
def test_the_reason_is_shown_to_the_manager_and_to_nobody_else(house: House, place: Place, helen: Person):
    ada = house.parent("Ada Clark", cleared=())
    client_of(helen).post(url(place), {"person": ada.public_id, "reason": "Seen on paper"})
    shift = f"/bluebell/rota/shifts/{place.shift.public_id}/"
    assert "put a rule aside: Ada C. (Seen on paper)" in text_of(client_of(helen).get(shift))
    assert "Seen on paper" not in text_of(client_of(ada).get(shift))


@pytest.mark.usefixtures("_on_the_day")
def test_what_cannot_be_put_aside_has_no_button(house: House, place: Place, helen: Person):
    busy = house.parent("Al Dean")
    house.booking(house.place(house.shift(starts="08:00", ends="10:00", duty=house.food)), busy)
    text = text_of(page(client_of(helen), place, person=busy.public_id))
    assert "This one cannot be put aside." in text
    assert "Put them in" not in text
    response = client_of(helen).post(url(place), {"person": busy.public_id, "reason": "please"})
    assert response.status_code == 409
    assert "Al D. is booked for food on Wed 7 Oct, 08:00–10:00." in text_of(response)


@pytest.mark.usefixtures("_on_the_day")
def test_a_held_place_says_who_stands_there_and_how_to_take_them_out(house: House, place: Place, helen: Person):
    booking = house.booking(place, house.parent("Tomasz Nowak"))
    response = page(client_of(helen), place)
    assert "Tomasz N. stands here. Take them out first" in text_of(response)
    assert f"/bookings/{booking.public_id}/release/" in response.content.decode()


@pytest.mark.usefixtures("_on_the_day")
def test_a_parent_books_for_nobody_else(house: House, place: Place):
    tomasz = house.parent("Tomasz Nowak")
    assert client_of(house.parent()).post(url(place), {"person": tomasz.public_id}).status_code == 403
    assert not Booking.objects.exists()


@pytest.mark.usefixtures("_on_the_day")
def test_a_place_and_a_person_of_another_nursery_are_not_found(
    house: House, place: Place, helen: Person, other_house: House
):
    with nursery_scope(other_house.nursery):
        foreign, stranger = other_house.place(other_house.shift()), other_house.parent("Far Away")
    assert client_of(helen).get(url(foreign)).status_code == 404
    response = client_of(helen).post(url(place), {"person": stranger.public_id})
    assert "Far Away" not in text_of(response)
    assert not Booking.objects.exists()


@pytest.mark.usefixtures("_on_the_day")
def test_the_place_offers_it_to_the_manager_alone(house: House, place: Place, helen: Person):
    path = f"/bluebell/rota/places/{place.public_id}/"
    assert "Put somebody in" in text_of(client_of(helen).get(path))
    assert "Put somebody in" not in text_of(client_of(house.parent()).get(path))


# --- at the same moment ---


@pytest.mark.django_db(transaction=True)
def test_the_manager_and_a_parent_at_the_same_moment_one_place_one_booking():
    house = House()
    with nursery_scope(house.nursery):
        place = house.place(house.shift())
        helen, tomasz, amara = house.manager(), house.parent("Tomasz Nowak"), house.parent()
    ready = threading.Barrier(2)

    def run(work: Any) -> Any:
        with nursery_scope(house.nursery):
            ready.wait(10)
            return work()

    results = at_once(
        lambda: run(lambda: assign(house, place, tomasz, helen, "whatever")),
        lambda: run(lambda: book_place(place, amara, nursery=house.nursery, now=NOW)),
    )
    assert sum(isinstance(r, Booking) for r in results) == 1
    (refused,) = [r for r in results if isinstance(r, Refused)]
    assert refused.refusal.code == "taken"
    assert not refused.refusal.override


def test_standing_against_names_what_is_for_good_first(house: House, place: Place):
    parent = house.parent(cleared=())
    house.booking(house.place(house.shift(starts="12:00", ends="14:00", duty=house.food)), parent)
    (found,) = candidates(place, house.nursery, NOW)
    assert [refusal.code for refusal in found.refusals] == ["overlap", "clearance"]
