"""Making a term's shifts: outside closures, again and again without doubles."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from nursery.models import Term
from nursery.scope import nursery_scope
from rota.models import HistoryEntry, Place, Shift, Verb
from tests.builders import NOW, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

MAKE = "/bluebell/rota/plan/make/"
AUTUMN = {"term": "autumn"}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def test_each_weekday_of_the_term_gets_its_shift_outside_closures(house: House):
    house.pattern(weekday=2)
    client_of(house.manager()).post(MAKE, AUTUMN)
    days = list(Shift.objects.order_by("date").values_list("date", flat=True))
    expected = [dt.date(2026, 9, 9) + dt.timedelta(weeks=week) for week in range(14)]
    assert days == [day for day in expected if day != dt.date(2026, 10, 28)]


def test_a_shift_comes_with_its_numbered_places(house: House):
    house.pattern(weekday=2, paid_places=2, parent_places=1, starts_on=dt.date(2026, 12, 9))
    client_of(house.manager()).post(MAKE, AUTUMN)
    assert list(Place.objects.order_by("kind", "number").values_list("kind", "number")) == [
        ("paid", 1),
        ("paid", 2),
        ("parent", 1),
    ]


def test_a_shift_keeps_its_clock_times_across_the_clock_change(house: House):
    house.pattern(weekday=2, starts_on=dt.date(2026, 10, 21), ends_on=dt.date(2026, 11, 4))
    client_of(house.manager()).post(MAKE, AUTUMN)
    starts = [shift.starts_at.hour for shift in Shift.objects.order_by("date")]
    assert starts == [8, 9]  # 09:00 in London, before and after 25 October


def test_making_says_how_many_and_leads_back_to_the_plan(house: House):
    house.pattern(weekday=2)
    page = client_of(house.manager()).post(MAKE, AUTUMN, follow=True)
    assert page.redirect_chain == [("/bluebell/rota/plan/", 302)]
    assert "Made 13 shifts in Autumn term." in text_of(page)


def test_a_second_time_makes_nothing_twice_and_says_so(house: House):
    house.pattern(weekday=2)
    client = client_of(house.manager())
    client.post(MAKE, AUTUMN)
    page = client.post(MAKE, AUTUMN, follow=True)
    assert "Every shift of Autumn term is there already." in text_of(page)
    assert Shift.objects.count() == 13
    assert Place.objects.count() == 26


def test_a_new_pattern_adds_its_own_shifts_and_leaves_the_others_alone(house: House):
    house.pattern(weekday=2)
    client = client_of(house.manager())
    client.post(MAKE, AUTUMN)
    before = set(Shift.objects.values_list("pk", flat=True))
    house.pattern(weekday=3, duty=house.food)
    client.post(MAKE, AUTUMN)
    after = set(Shift.objects.values_list("pk", flat=True))
    assert before < after
    assert set(Shift.objects.filter(pk__in=after - before).values_list("duty__key", flat=True)) == {"food"}


def test_only_the_named_term_gets_its_shifts(house: House):
    house.pattern(weekday=2)
    Term.objects.create(
        nursery=house.nursery, key="spring", name="Spring", starts=dt.date(2027, 1, 5), ends=dt.date(2027, 3, 25)
    )
    client_of(house.manager()).post(MAKE, {"term": "spring"})
    assert Shift.objects.earliest("date").date == dt.date(2027, 1, 6)


def test_history_holds_who_planned(house: House):
    house.pattern(weekday=2)
    manager = house.manager()
    client_of(manager).post(MAKE, AUTUMN)
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor, entry.at) == (Verb.PLANNED, manager, NOW)


def test_history_says_nothing_of_a_time_when_nothing_was_made(house: House):
    client_of(house.manager()).post(MAKE, AUTUMN)
    assert not HistoryEntry.objects.exists()


def test_a_closed_term_takes_no_more_shifts(house: House):
    house.pattern(weekday=2)
    Term.objects.update(closed_at=timezone.now())
    page = client_of(house.manager()).post(MAKE, AUTUMN, follow=True)
    assert "Autumn term is closed: its figures are settled." in text_of(page)
    assert not Shift.objects.exists()


def test_a_term_that_is_not_there_is_not_found(house: House):
    client = client_of(house.manager())
    assert client.post(MAKE, {"term": "winter"}).status_code == 404
    assert client.post(MAKE).status_code == 404


def test_a_term_of_another_nursery_is_not_found(house: House):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        Term.objects.create(
            nursery=other.nursery, key="theirs", name="Theirs", starts=dt.date(2027, 1, 5), ends=dt.date(2027, 3, 25)
        )
    assert client_of(house.manager()).post(MAKE, {"term": "theirs"}).status_code == 404


def test_nobody_but_the_manager_makes_shifts(house: House):
    house.pattern(weekday=2)
    for person in (house.parent(), house.staff()):
        assert client_of(person).post(MAKE, AUTUMN).status_code == 403
    assert not Shift.objects.exists()


def test_an_outsider_finds_nothing(house: House):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        outsider = other.manager()
    assert client_of(outsider).post(MAKE, AUTUMN).status_code == 404


def test_looking_makes_nothing(house: House):
    assert client_of(house.manager()).get(reverse("rota:plan_make", args=["bluebell"])).status_code == 405
