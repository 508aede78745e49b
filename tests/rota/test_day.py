"""A day, hour by hour: its slices, who stands there when, and what is missing."""

import datetime as dt
import re

import pytest
import time_machine

from accounts.models import Child, Clearance
from nursery.models import Room
from rota.models import Booking, Break, DayMark
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.care import WEDNESDAY, checked_day, children_come

pytestmark = pytest.mark.django_db

DAY = "/bluebell/rota/day/2026-10-07/"
# Session, account, nursery, its scope, the person with the policy; seven for the day; the savepoint around the view.
QUERIES = 12 + 2


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def page(house: House, person=None, url: str = DAY) -> str:
    return text_of(client_of(person or house.parent()).get(url))


def body(house: House, person=None, url: str = DAY) -> str:
    return client_of(person or house.parent()).get(url).content.decode()


def full_day(house: House) -> None:
    """The check of domain 02: five of five."""
    shift = checked_day(house)
    house.booking(house.place(shift), house.parent("Tomasz Nowak"))
    house.booking(house.place(shift, number=2), house.parent("Linh Tran"))


def at_lunch(house: House) -> None:
    booking = Booking.objects.get(person__name="Kofi Mensah")
    noon = dt.datetime(2026, 10, 7, 11, 0, tzinfo=dt.UTC)  # 12:00 in London
    Break.objects.create(
        nursery=house.nursery, booking=booking, starts_at=noon, ends_at=noon + dt.timedelta(minutes=30)
    )


def test_a_day_with_enough_of_everybody_is_safe_all_day(house: House):
    full_day(house)
    text = page(house)
    assert "Wed 7 Oct 2026 Safe all day" in text
    assert "09:00–13:00 17 under 2: 2 · 2 years: 6 · 3 and over: 9 5 5 5 3 Nothing" in text


def test_the_level_2_at_lunch_shows_in_that_slice_alone(house: House):
    full_day(house)
    at_lunch(house)
    text = page(house)
    assert "One short 12:00–12:30, and 1 more" in text
    assert "12:00–12:30 17 under 2: 2 · 2 years: 6 · 3 and over: 9 5 4 4 2 One short Too few qualified" in text
    assert text.count("One short") == 2


def test_each_slice_of_the_drawing_leads_to_its_row_and_says_itself(house: House):
    full_day(house)
    at_lunch(house)
    drawn = body(house)
    assert len(re.findall(r'<a class="slice (?:good|bad)" href="#slice-main-\d"', drawn)) == 3
    assert 'href="#slice-main-2" aria-label="12:00–12:30: 4 of 5 counted, 17 children. One short, too few' in drawn
    assert 'id="slice-main-2"' in drawn


def test_the_drawing_holds_no_style_of_its_own(house: House):
    full_day(house)
    assert "style=" not in body(house)


def test_who_stands_there_and_when_is_said(house: House):
    full_day(house)
    at_lunch(house)
    text = page(house)
    assert "Kofi M. staff 09:00–12:00, 12:30–13:00" in text
    assert "Linh T. 09:00–13:00" in text
    assert "Mensah" not in text


def uncleared(house: House):
    shift = checked_day(house)
    person = house.parent("Tomasz Nowak", cleared=("dbs", "references"))
    house.booking(house.place(shift), person)
    return person


def test_why_somebody_does_not_count_is_told_to_the_manager(house: House):
    uncleared(house)
    said = "Present, not counted: missing that day: induction, paediatric first aid, found competent"
    assert said in page(house, house.manager())


def test_and_to_the_person(house: House):
    assert "Present, not counted: missing that day: induction" in page(house, uncleared(house))


def test_and_to_nobody_else(house: House):
    uncleared(house)
    for other in (house.parent(), house.staff(), house.person("Joanna Whitfield", "trustee")):
        text = page(house, other)
        assert "not counted" not in text
        assert "5 3 4 3 2 short" in text  # needed, counted, there: as figures


def test_a_clearance_that_ends_soon_is_told_to_the_manager_alone(house: House):
    full_day(house)
    Clearance.objects.filter(person__name="Linh Tran", kind="pfa").update(ends=dt.date(2026, 11, 30))
    assert "Ends within 60 days: paediatric first aid" in page(house, house.manager())
    assert "60 days" not in page(house)


def test_levels_and_first_aid_are_shown_to_the_manager_alone(house: House):
    full_day(house)
    assert "level 3 · first aid" in page(house, house.manager())
    assert "level 3" not in page(house)


def test_children_away_lower_what_is_needed(house: House):
    full_day(house)
    for child in Child.objects.filter(born__year=2025):
        DayMark.objects.create(nursery=house.nursery, child=child, date=WEDNESDAY, mark="away")
    assert "09:00–13:00 15 2 years: 6 · 3 and over: 9 4 5 5 3 Nothing" in page(house)


def test_a_duty_s_own_needs_restrict_booking_only(house: House):
    full_day(house)
    house.care.needs = ["dbs", "references", "competence"]
    house.care.save()
    Clearance.objects.filter(person__name="Kofi Mensah", kind="competence").delete()
    assert "Safe all day" in page(house)


def test_children_are_counts_and_never_names(house: House):
    children_come(house, three=1)
    Child.objects.update(name="Zebedee")
    assert "Zebedee" not in body(house, house.parent())


def test_rooms_stand_apart_each_with_its_own_state(house: House):
    full_day(house)
    acorn = Room.objects.create(nursery=house.nursery, key="acorn", name="Acorn Room")
    children_come(house, three=3, room=acorn)
    text = page(house)
    assert "Acorn Room: 2 short all day" in text
    assert "Acorn Room 2 short all day" in text
    assert "Bluebell Room Safe all day" in text


def test_a_closed_day_says_why_there_is_nothing(house: House):
    assert "The nursery is closed: Half term." in page(house, url="/bluebell/rota/day/2026-10-28/")


def test_a_day_without_anybody_says_what_will_be_here(house: House):
    assert "Nothing on this day" in page(house)


def test_a_day_outside_every_term_says_so(house: House):
    assert "This day is outside every term." in page(house, url="/bluebell/rota/day/2027-08-02/")


def test_where_a_country_has_no_rules_the_day_says_so_and_who_is_there(house: House):
    full_day(house)
    house.nursery.country = "AT"
    house.nursery.save()
    text = page(house)
    assert "There are no ratio rules for AT on this day" in text
    assert "Marta Z." in text


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "20261007", "2026-W41-3"])
def test_a_day_that_is_no_day_is_not_found(house: House, day: str):
    assert client_of(house.parent()).get(f"/bluebell/rota/day/{day}/").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_are_open_all_the_same(house: House, day: str):
    assert client_of(house.parent()).get(f"/bluebell/rota/day/{day}/").status_code == 200


def test_before_and_after_lead_over_days_on_which_no_child_comes(house: House):
    children_come(house, three=1, weekday=2)
    children_come(house, three=1, weekday=4)
    found = body(house)
    assert 'href="/bluebell/rota/day/2026-10-02/"' in found
    assert 'href="/bluebell/rota/day/2026-10-09/"' in found


def test_work_that_is_no_care_is_on_the_page_and_not_in_the_drawing(house: House):
    full_day(house)
    house.booking(house.place(house.shift(duty=house.food, starts="11:00")), house.parent("Grace Bello"))
    text = page(house)
    assert "11:00–13:00, food Grace B." in text
    assert "09:00–13:00 17" in text


@pytest.mark.parametrize("times", [1, 6])
def test_the_number_of_queries_does_not_grow_with_the_day(house: House, django_assert_num_queries, times: int):
    for number in range(times):
        room = Room.objects.create(nursery=house.nursery, key=f"room-{number}", name=f"Room {number}")
        children_come(house, 1, 1, 1, room=room)
        shift = house.shift(paid=1, parents=1)
        house.booking(house.place(shift, "paid"), house.staff(f"Staff {number}"))
        house.booking(house.place(shift), house.parent(f"Parent {number}"))
    client = client_of(house.manager())
    with django_assert_num_queries(QUERIES):
        client.get(DAY)


def test_another_nursery_s_day_is_not_found(house: House, other_house: House):
    assert client_of(house.parent()).get("/foxglove/rota/day/2026-10-07/").status_code == 404


def test_the_week_leads_to_the_day_and_says_its_state(house: House):
    full_day(house)
    at_lunch(house)
    found = body(house, url="/bluebell/rota/?day=2026-10-07")
    assert 'href="day/2026-10-07/"' in found
    assert "One short 12:00–12:30, and 1 more" in found


def test_the_manager_s_first_page_says_first_whether_today_is_safe(house: House):
    children_come(house, three=3)
    text = page(house, house.manager(), "/bluebell/")
    assert "Home Is today safe? 2 short all day" in text
    assert "Is today safe?" not in page(house, url="/bluebell/")
