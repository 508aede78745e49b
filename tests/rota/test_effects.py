"""What a change does is said where somebody decides: beside an offer, and on a place's own page."""

import datetime as dt

import pytest
import time_machine

from accounts.models import Clearance, Deputy
from nursery.models import Room
from rota.models import CoverRequest, Offer
from rota.queries.effects import Coming, effect_of, effects_on
from rota.safety import Alert
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.care import WEDNESDAY, checked_day, children_come

pytestmark = pytest.mark.django_db

WAITING = "/bluebell/rota/waiting/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def place_page(house: House, place, person) -> str:
    return text_of(client_of(person).get(f"/bluebell/rota/places/{place.public_id}/"))


def offered(house: House, shift, person) -> None:
    """Tomasz asks for cover in the first place, `person` offers."""
    place = house.place(shift)
    asking = house.booking(place, house.parent("Tomasz Nowak"))
    request = CoverRequest.objects.create(nursery=house.nursery, booking=asking, asked_at=NOW)
    Offer.objects.create(nursery=house.nursery, place=place, person=person, request=request, offered_at=NOW)


def test_an_effect_says_each_slice_before_and_after_in_three_queries(house: House, django_assert_num_queries):
    shift = checked_day(house)
    person = house.parent()
    with django_assert_num_queries(3):
        effect = effect_of(house.nursery, WEDNESDAY, coming=[Coming(person.pk, shift.pk, "parent")])
    (span,) = effect.spans
    assert (f"{span.starts:%H:%M}", f"{span.ends:%H:%M}") == ("09:00", "13:00")
    assert (span.before.counted, span.after.counted, span.after.required) == (3, 4, 5)
    assert (span.still, span.new, span.gone) == ([Alert.SHORT], [], [])


def test_many_effects_on_many_days_are_read_in_three_queries(house: House, django_assert_num_queries):
    shift = checked_day(house)
    other = house.shift(WEDNESDAY + dt.timedelta(days=7))
    people = [house.parent(f"Parent {number}") for number in range(3)]
    with django_assert_num_queries(3):
        effects = effects_on(house.nursery, {shift.date, other.date}, [person.pk for person in people])
        for person in people:
            for each in (shift, other):
                assert effects.of(each.date, coming=[Coming(person.pk, each.pk, "parent")]).differing


def test_a_clearance_taken_away_is_felt_where_its_holder_stands(house: House):
    shift = checked_day(house)
    parent = house.parent()
    house.booking(house.place(shift), parent)
    held = list(Clearance.objects.filter(person=parent).exclude(kind="pfa"))
    effect = effect_of(house.nursery, WEDNESDAY, clearances={parent.pk: held})
    (span,) = effect.spans
    assert (span.before.counted, span.after.counted) == (4, 3)


def test_a_check_that_was_not_accepted_holds_nothing_here_either(house: House):
    shift = checked_day(house)
    parent = house.parent()
    house.booking(house.place(shift), parent)
    held = list(Clearance.objects.filter(person=parent))
    next(each for each in held if each.kind == "pfa").decision = "not_accepted"
    assert effect_of(house.nursery, WEDNESDAY, clearances={parent.pk: held}).differing


def test_where_there_are_several_rooms_the_room_is_named(house: House):
    acorn = Room.objects.create(nursery=house.nursery, key="acorn", name="Acorn Room")
    children_come(house, three=1, room=acorn)
    shift = checked_day(house)
    person = house.parent()
    (span,) = effect_of(house.nursery, WEDNESDAY, coming=[Coming(person.pk, shift.pk, "parent")]).spans
    assert span.room == "Bluebell Room"


def test_the_manager_sees_beside_an_offer_what_a_yes_does(house: House):
    shift = checked_day(house)
    offered(house, shift, house.parent("Amara Okafor", cleared=("dbs", "references")))
    text = text_of(client_of(house.manager()).get(WAITING))
    assert "What it does 09:00–13:00: 3 of 5 counted, was 4 of 5; 3 qualified; a first-aider is there" in text
    assert "Still 2 short" in text


def test_an_offer_that_changes_nothing_says_so_and_what_is_still_amiss(house: House):
    shift = checked_day(house)
    offered(house, shift, house.parent("Amara Okafor"))
    text = text_of(client_of(house.manager()).get(WAITING))
    assert "What it does Nothing changes. 09:00–13:00: 4 of 5 counted; 3 qualified" in text
    assert "Still one short" in text


def test_the_manager_s_first_page_says_it_too(house: House):
    shift = checked_day(house)
    offered(house, shift, house.parent("Amara Okafor"))
    assert "Nothing changes. 09:00–13:00: 4 of 5 counted" in text_of(client_of(house.manager()).get("/bluebell/"))


def test_a_deputy_sees_it_too_but_not_whose_clearance_ends(house: House):
    shift = checked_day(house)
    soon = house.parent("Amara Okafor")
    Clearance.objects.filter(person=soon, kind="induction").update(ends=WEDNESDAY)
    offered(house, shift, soon)
    deputy = house.staff("Deborah Adeyemi")
    Deputy.objects.create(nursery=house.nursery, person=deputy, starts=NOW.date(), ends=NOW.date())
    for page in ("/bluebell/", WAITING):
        text = text_of(client_of(deputy).get(page))
        assert "09:00–13:00: 4 of 5 counted" in text
        assert "60 days" not in text


def test_an_open_place_says_what_my_booking_would_do_to_the_day(house: House):
    shift = checked_day(house)
    house.booking(house.place(shift), house.parent("Tomasz Nowak"))
    text = place_page(house, house.place(shift, number=2), house.parent())
    assert "With you 09:00–13:00: 5 of 5 counted, was 4 of 5 Puts right: one short" in text
    assert "qualified" not in text


def test_my_own_place_says_what_is_missing_without_me(house: House):
    shift = checked_day(house)
    me = house.parent()
    place = house.place(shift)
    house.booking(place, me)
    assert "Without you 09:00–13:00: 3 of 5 counted, was 4 of 5" in place_page(house, place, me)


def test_a_food_shift_changes_nothing_in_who_looks_after_the_children(house: House):
    checked_day(house)
    place = house.place(house.shift(duty=house.food))
    assert "With you Nothing changes in who looks after the children." in place_page(house, place, house.parent())


def test_others_are_not_told_that_a_clearance_runs_out(house: House):
    shift = checked_day(house)
    soon = house.parent("Amara Okafor")
    Clearance.objects.filter(person=soon, kind="induction").update(ends=WEDNESDAY)
    text = place_page(house, house.place(shift), soon)
    assert "counted" in text
    assert "60 days" not in text
    offered(house, shift, soon)
    assert "New: a clearance ends within 60 days" in text_of(client_of(house.manager()).get(WAITING))


def test_where_a_country_has_no_rules_it_is_said_plainly(house: House):
    house.nursery.country = "AT"
    house.nursery.save()
    shift = checked_day(house)
    assert "There are no ratio rules for this day" in place_page(house, house.place(shift), house.parent())


def test_what_a_past_place_would_do_is_not_asked(house: House):
    children_come(house, three=3)
    place = house.place(house.shift(dt.date(2026, 9, 23)))
    assert "With you" not in place_page(house, place, house.parent())
