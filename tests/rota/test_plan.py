"""The plan: what the patterns of a term would make is said before it is made."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nursery.models import Closure, Term
from nursery.scope import nursery_scope
from rota.actions.planning import make_shifts
from rota.models import Shift
from tests.builders import NOW, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

PLAN = "/bluebell/rota/plan/"
# Wednesdays from 7 September to 11 December, without the one in half term.
WEDNESDAYS = 14 - 1


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def spring(house: House) -> Term:
    return Term.objects.create(
        nursery=house.nursery, key="spring", name="Spring term", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 3, 26)
    )


def look(house: House) -> str:
    return text_of(client_of(house.manager()).get(PLAN))


# --- The preview


def test_the_preview_says_how_many_shifts_and_on_which_days(house: House):
    house.pattern()
    text = look(house)
    assert f"{WEDNESDAYS} new shifts would be made;" in text
    assert "0 are there already" in text
    assert "none on the 5 closed days." in text
    assert "Wednesday, 09:00–13:00, care 13 shifts, Wed 9 Sep to Wed 9 Dec" in text


def test_looking_makes_nothing(house: House):
    house.pattern()
    look(house)
    assert not Shift.objects.exists()


def test_the_preview_counts_what_is_there_already(house: House):
    house.shift()
    house.pattern()
    assert "1 is there already and stays as it is;" in look(house)


def test_shifts_on_days_gone_by_are_pointed_out_before_they_are_made(house: House):
    house.pattern()
    assert "3 of them lie on days that have gone by: nobody can book those any more." in look(house)


def test_a_pattern_that_starts_later_makes_only_what_comes_after(house: House):
    house.pattern(starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 18))
    assert "3 new shifts would be made;" in look(house)
    assert "from Sun 1 Nov 2026" in look(house)


def test_the_closures_of_a_term_are_named(house: House):
    assert "Closed: Mon 26 Oct–Fri 30 Oct (Half term)." in look(house)


def test_the_present_term_comes_first_and_those_that_are_over_last(house: House):
    spring(house)
    Term.objects.create(
        nursery=house.nursery, key="summer", name="Summer term", starts=dt.date(2026, 4, 13), ends=dt.date(2026, 7, 17)
    )
    text = look(house)
    assert text.index("Autumn term") < text.index("Spring term") < text.index("Summer term")
    assert "Make these shifts: Summer term" not in text


def test_patterns_are_listed_by_weekday_with_times_room_and_places(house: House):
    house.pattern(room=house.room, paid_places=2, parent_places=1)
    text = look(house)
    assert "Wednesday 09:00–13:00, care, Bluebell Room 2 for staff, 1 for a parent" in text


def test_without_terms_and_patterns_the_page_says_how_to_begin(house: House):
    Closure.objects.all().delete()
    house.term.delete()
    page = client_of(house.manager()).get(PLAN)
    text = text_of(page)
    assert "No term ahead" in text
    assert "No patterns yet." in text
    assert reverse("rota:pattern_add", args=["bluebell"]) in page.content.decode()


def test_a_shift_that_was_moved_or_cancelled_is_not_to_be_made_anew(house: House):
    house.pattern()
    make_shifts(house.nursery, [house.term], house.manager(), now=NOW)
    Shift.objects.filter(date=dt.date(2026, 11, 4)).update(date=dt.date(2026, 11, 5), status="moved")
    Shift.objects.filter(date=dt.date(2026, 11, 11)).update(status="cancelled")
    text = look(house)
    assert "13 shifts are there. The patterns have nothing to add." in text
    assert "Make these shifts" not in text


def test_a_closed_term_says_why_nothing_is_made_in_it(house: House):
    house.pattern()
    Term.objects.filter(pk=house.term.pk).update(closed_at=NOW)
    text = look(house)
    assert "Autumn term is closed: its figures are settled." in text
    assert "Make these shifts" not in text


def test_nothing_of_another_nursery_is_shown(house: House):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        spring(other)
        other.pattern()
    text = look(house)
    assert "Spring term" not in text
    assert "No patterns yet." in text


# --- Who may come, and what it costs


def test_the_plan_is_the_managers(house: House):
    house.pattern()
    for person in (house.parent(), house.staff(), house.person("Joanna Whitfield", "trustee")):
        assert client_of(person).get(PLAN).status_code == 403


def test_an_outsider_finds_nothing(house: House):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        outsider = other.manager()
    assert client_of(outsider).get(PLAN).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(house: House):
    assert Client().get(PLAN)["Location"].startswith(reverse("account_login"))


def test_the_plan_is_only_looked_at(house: House):
    assert client_of(house.manager()).post(PLAN).status_code == 405


# Session, account, nursery, its scope, the person with the policy; the terms and patterns, what they would make, who
# stands in it; the view's savepoint.
@pytest.mark.parametrize("times", [1, 12])
def test_the_number_of_queries_does_not_grow_with_terms_and_patterns(
    house: House, django_assert_num_queries, times: int
):
    for number in range(times):
        starts = dt.date(2027 + number, 1, 4)
        term = Term.objects.create(
            nursery=house.nursery, key=f"t{number}", name=f"Term {number}", starts=starts, ends=starts.replace(month=3)
        )
        Closure.objects.create(nursery=house.nursery, term=term, starts=starts, ends=starts, name="Snow")
        house.pattern(weekday=number % 5, starts=dt.time(8, number))
        house.shift(starts)
    client = client_of(house.manager())
    with django_assert_num_queries(19):
        client.get(PLAN)
