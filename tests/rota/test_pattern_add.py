"""A new weekly pattern: errors beside their fields, nothing typed lost, and then the preview."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from nursery.scope import nursery_scope
from rota.models import Shift, ShiftPattern
from tests.builders import NOW, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

ADD = "/bluebell/rota/plan/patterns/add/"
QUERIES = 7 + 2  # session, account, nursery, its scope, the person with the policy; duties and rooms; the savepoint


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def typed(house: House, **fields: Any) -> dict[str, Any]:
    """What somebody types for food on Fridays, with `fields` instead."""
    values = {
        "duty": house.food.pk,
        "room": "",
        "weekday": 4,
        "starts": "11:30",
        "ends": "13:30",
        "paid_places": 0,
        "parent_places": 1,
        "starts_on": "2026-10-01",
        "ends_on": "",
    }
    return values | fields


def send(house: House, **fields: Any) -> Any:
    return client_of(house.manager()).post(ADD, typed(house, **fields))


def test_a_pattern_is_kept_as_it_was_typed(house: House):
    send(house)
    pattern = ShiftPattern.objects.get()
    assert (pattern.duty, pattern.room, pattern.weekday) == (house.food, None, 4)
    assert (pattern.starts, pattern.ends) == (dt.time(11, 30), dt.time(13, 30))
    assert (pattern.paid_places, pattern.parent_places) == (0, 1)
    assert (pattern.starts_on, pattern.ends_on) == (dt.date(2026, 10, 1), None)


def test_it_leads_to_the_plan_with_the_preview_and_has_made_nothing_yet(house: House):
    page = client_of(house.manager()).post(ADD, typed(house), follow=True)
    assert page.redirect_chain == [("/bluebell/rota/plan/", 302)]
    text = text_of(page)
    assert "The pattern is there." in text
    assert "Friday, 11:30–13:30, food 10 shifts, Fri 2 Oct to Fri 11 Dec" in text
    assert not Shift.objects.exists()


def test_its_key_says_what_it_is_as_a_nursery_file_would(house: House):
    send(house)
    send(house, starts="14:00", ends="15:00")
    assert set(ShiftPattern.objects.values_list("key", flat=True)) == {"food-fri", "food-fri-2"}


def test_it_begins_today_unless_somebody_says_otherwise(house: House):
    assert 'value="2026-09-30"' in client_of(house.manager()).get(ADD).content.decode()


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", dt.time(9)),
        ("9.30", dt.time(9, 30)),
        ("0930", dt.time(9, 30)),
        ("9h30", dt.time(9, 30)),
        ("9:30am", dt.time(9, 30)),
        ("12 am", dt.time(0)),
    ],
)
def test_a_time_may_be_typed_as_people_write_it(house: House, text: str, clock: dt.time):
    send(house, starts=text)
    assert ShiftPattern.objects.get().starts == clock


@pytest.mark.parametrize("text", ["noon", "25:00", "9:60", "13 pm"])
def test_a_time_that_cannot_be_read_says_how_to_write_it(house: House, text: str):
    page = send(house, starts=text)
    assert "We can’t read this as a time. Write it like 9:30." in text_of(page)
    assert f'value="{text}"' in page.content.decode()


def test_a_day_may_be_typed_as_people_write_it(house: House):
    send(house, starts_on="1/10/2026")
    assert ShiftPattern.objects.get().starts_on == dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"duty": ""}, "Say what the shift is for."),
        ({"starts": ""}, "Say when it starts."),
        ({"ends": ""}, "Say when it ends."),
        ({"ends": "11:30"}, "This is not after the start. Choose a later time."),
        ({"paid_places": 0, "parent_places": 0}, "A shift needs a place for somebody."),
        ({"parent_places": 51}, "less than or equal to 50"),
        ({"paid_places": -1}, "greater than or equal to 0"),
        ({"weekday": 9}, "not one of the available choices"),
        ({"ends_on": "2026-09-01"}, "This is before the first day. Choose a later one."),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(house: House, fields: dict, sentence: str):
    page = send(house, **fields)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not ShiftPattern.objects.exists()


def test_an_error_stands_beside_its_field_and_in_the_summary_that_links_to_it(house: House):
    body = send(house, ends="11:00").content.decode()
    assert '<a href="#id_ends">Ends: This is not after the start. Choose a later time.</a>' in body
    assert 'id="id_ends_error"' in body
    assert 'aria-invalid="true"' in body


def test_nothing_typed_is_lost_over_an_error(house: House):
    body = send(house, starts="10:15", ends="10:00", paid_places=3, ends_on="2026-12-04").content.decode()
    for value in ("10:15", "10:00", "3", "2026-10-01", "2026-12-04"):
        assert f'value="{value}"' in body
    assert f'<option value="{house.food.pk}" selected>Food</option>' in body
    assert '<option value="4" selected>Friday</option>' in body


def test_care_is_given_in_a_room(house: House):
    assert "Care is given in a room. Choose one." in text_of(send(house, duty=house.care.pk))
    send(house, duty=house.care.pk, room=house.room.pk)
    assert ShiftPattern.objects.get().room == house.room


def test_other_duties_have_no_room(house: House):
    assert "Food needs no room." in text_of(send(house, room=house.room.pk))
    assert not ShiftPattern.objects.exists()


def test_the_same_form_sent_twice_makes_one_pattern(house: House):
    send(house)
    page = send(house)
    assert page.status_code == 422
    assert "There is such a pattern already" in text_of(page)
    assert ShiftPattern.objects.count() == 1


def test_the_same_work_may_be_planned_again_once_the_first_has_ended(house: House):
    send(house, ends_on="2026-10-31")
    assert send(house, starts_on="2026-11-01").status_code == 302
    assert ShiftPattern.objects.count() == 2


def test_duties_and_rooms_of_another_nursery_are_not_offered(house: House):
    other = House(slug="clover", name="Clover")
    page = send(house, duty=other.food.pk)
    assert page.status_code == 422
    assert not ShiftPattern.objects.exists()
    assert page.content.decode().count(">Food</option>") == 1


@pytest.mark.parametrize("patterns", [1, 20])
def test_the_number_of_queries_does_not_grow(house: House, django_assert_num_queries, patterns: int):
    for number in range(patterns):
        house.pattern(weekday=number % 5)
    client = client_of(house.manager())
    with django_assert_num_queries(QUERIES):
        client.get(ADD)


def test_nobody_but_the_manager_adds_one(house: House):
    client = client_of(house.parent())
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, typed(house)).status_code == 403
    assert not ShiftPattern.objects.exists()


def test_an_outsider_finds_nothing(house: House):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        outsider = other.manager()
    assert client_of(outsider).get(ADD).status_code == 404


def test_a_pattern_is_added_by_a_form_and_nothing_else(house: House):
    assert client_of(house.manager()).delete(ADD).status_code == 405
