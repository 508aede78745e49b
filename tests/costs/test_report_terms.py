"""The trustees' page as a term goes by: while it is open, once it is over, and beside the term before it."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Child, ChildSession, Person
from costs.models import FeeRelief, Pay, ProgrammeEntry, Rate
from nursery.models import Nursery, Session, Term
from nursery.scope import nursery_scope
from rota.models import Booking
from tests.builders import House
from tests.costs.closings import Ended
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/"
IN_TERM = dt.date(2026, 9, 30)
AFTER_TERM = dt.date(2026, 12, 14)
WEEK = dt.timedelta(days=7)


def page(house: House, today: dt.date, query: str = "") -> str:
    trustee = Person.objects.filter(name="Ruth Adeyemi").first() or house.person("Ruth Adeyemi", "trustee")
    with time_machine.travel(dt.datetime.combine(today, dt.time(12), tzinfo=dt.UTC), tick=False):
        return text_of(client_of(trustee).get(URL + query))


class Kitchen:
    """Food shifts of four hours worked by one parent, at £10 an hour and all bought."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.parent = house.parent("Amara Okafor")
        self.cook = house.staff("Marta Zielińska")
        Rate.objects.create(
            nursery=house.nursery,
            key="food",
            starts=dt.date(2025, 9, 1),
            wage=Decimal(10),
            bought=Decimal(1),
            source="The cook's contract",
        )
        session = Session.objects.create(
            nursery=house.nursery,
            key="wed",
            room=house.room,
            weekday=2,
            starts=dt.time(9),
            ends=dt.time(13),
        )
        family = self.parent.family
        assert family is not None
        child = Child.objects.create(
            nursery=house.nursery, family=family, key="kit", name="Kit", born=dt.date(2023, 1, 1)
        )
        ChildSession.objects.create(nursery=house.nursery, child=child, session=session)

    def cooked(self, *days: dt.date, by: Person | None = None) -> None:
        for day in days:
            paid = by is not None
            shift = self.house.shift(day, duty=self.house.food, paid=int(paid), parents=int(not paid))
            place = self.house.place(shift, "paid" if paid else "parent")
            self.house.booking(place, by or self.parent, status="worked", confirmed=True)


@pytest.fixture
def kitchen(house: House) -> Kitchen:
    return Kitchen(house)


def spring_before(house: House) -> Term:
    return Term.objects.create(
        nursery=house.nursery,
        key="spring",
        name="Spring term",
        starts=dt.date(2026, 1, 5),
        ends=dt.date(2026, 3, 27),
    )


def test_an_open_term_is_measured_by_the_sessions_so_far(kitchen: Kitchen):
    # Wednesdays of the term until 30 September: 9, 16, 23 and 30.
    kitchen.cooked(dt.date(2026, 9, 9), dt.date(2026, 9, 16))
    text = page(kitchen.house, IN_TERM)
    assert "That is 2 hours for each session that a child attends." in text
    assert "an estimate so far, to Wed 30 Sep 2026" in text


def test_an_open_term_does_not_say_who_is_behind(kitchen: Kitchen):
    kitchen.cooked(dt.date(2026, 9, 9))
    kitchen.house.shift(dt.date(2026, 11, 4), "09:00", "17:00", duty=kitchen.house.food)
    assert "less than half" not in page(kitchen.house, IN_TERM)
    assert "1 family gave less than half of its share." in page(kitchen.house, AFTER_TERM)


def test_hours_not_confirmed_are_told_apart(kitchen: Kitchen):
    kitchen.cooked(dt.date(2026, 9, 9), dt.date(2026, 9, 16))
    Booking.objects.filter(shift__date=dt.date(2026, 9, 16)).update(confirmed=False)
    text = page(kitchen.house, IN_TERM)
    assert "Food 4 of 8 h 4 h not confirmed" in text
    assert "Part that is confirmed 50 %" in text


def test_a_shadow_s_hours_are_told_apart(kitchen: Kitchen):
    kitchen.cooked(dt.date(2026, 9, 9))
    shift = kitchen.house.shift(dt.date(2026, 9, 16), duty=kitchen.house.food)
    learner = kitchen.house.parent("Tomasz Nowak")
    booking = kitchen.house.booking(kitchen.house.place(shift), learner, status="worked", confirmed=True)
    Booking.objects.filter(pk=booking.pk).update(shadow=True, place=None)
    assert "Food 4 of 8 h 4 h of learning beside somebody" in page(kitchen.house, IN_TERM)


def test_work_that_nothing_shows_would_have_been_bought_says_so(kitchen: Kitchen):
    kitchen.cooked(dt.date(2026, 9, 9))
    Rate.objects.update(bought=None)
    assert "nothing shows that the nursery would have bought it" in page(kitchen.house, IN_TERM)


def test_a_range_across_nought_is_not_called_a_saving(kitchen: Kitchen):
    kitchen.cooked(dt.date(2026, 9, 9))
    Rate.objects.create(
        nursery=kitchen.house.nursery,
        key="food",
        scenario="high",
        starts=dt.date(2025, 9, 1),
        wage=Decimal(20),
        bought=Decimal(1),
        source="The agency's invoice",
    )
    spent(kitchen.house, "60")
    assert "less what it took to run them, is between −£20 and £20" in page(kitchen.house, IN_TERM)


def test_a_term_that_took_more_than_it_saved_says_by_how_much(kitchen: Kitchen):
    kitchen.cooked(dt.date(2026, 9, 9))
    spent(kitchen.house, "100")
    assert "took more than parents’ shifts saved, by £60" in page(kitchen.house, IN_TERM)


def test_lower_fees_above_what_was_saved_are_not_called_a_part_of_it(kitchen: Kitchen):
    kitchen.cooked(dt.date(2026, 9, 9))
    FeeRelief.objects.create(nursery=kitchen.house.nursery, date=dt.date(2026, 9, 9), amount=Decimal(50))
    assert "£50 came back to families in lower fees, which is more than that." in page(kitchen.house, IN_TERM)


def spent(house: House, amount: str) -> None:
    ProgrammeEntry.objects.create(
        nursery=house.nursery, date=dt.date(2026, 9, 9), kind="first_aid", amount=Decimal(amount)
    )


def test_paid_cover_without_a_known_cost_is_a_listed_fault(kitchen: Kitchen):
    shift = kitchen.house.shift(dt.date(2026, 9, 9), duty=kitchen.house.food)
    kitchen.house.booking(kitchen.house.place(shift), kitchen.cook, status="worked", confirmed=True)
    kitchen.cooked(dt.date(2026, 9, 16))
    text = page(kitchen.house, IN_TERM)
    assert "For paid cover on Wed 9 Sep 2026 (4 hours) no hourly cost is known" in text
    assert "Marta" not in text


def test_what_cover_cost_one_person_is_never_shown(kitchen: Kitchen):
    Pay.objects.create(
        nursery=kitchen.house.nursery, person=kitchen.cook, starts=dt.date(2025, 9, 1), hourly_cost=Decimal("23.45")
    )
    shift = kitchen.house.shift(dt.date(2026, 9, 9), duty=kitchen.house.food)
    kitchen.house.booking(kitchen.house.place(shift), kitchen.cook, status="worked", confirmed=True)
    kitchen.cooked(dt.date(2026, 9, 16))
    text = page(kitchen.house, IN_TERM)
    assert "Paid cover, beyond its value" in text
    assert "23.45" not in text


def test_an_open_term_is_not_yet_compared(kitchen: Kitchen):
    spring_before(kitchen.house)
    kitchen.cooked(dt.date(2026, 1, 7), dt.date(2026, 9, 9))
    assert "It is compared with the time before once it is over." in page(kitchen.house, IN_TERM)


def test_more_asked_of_parents_than_the_term_before_is_an_alarm(kitchen: Kitchen):
    # 12 sessions in spring, 13 in autumn: 1/3 hour for each session, then 12/13.
    spring_before(kitchen.house)
    kitchen.cooked(dt.date(2026, 1, 7))
    kitchen.cooked(*(dt.date(2026, 9, 9) + number * WEEK for number in range(3)))
    text = page(kitchen.house, AFTER_TERM)
    assert "It asked 12 hours of 1 family, 200 % more than in Spring term." in text
    assert "it was 177 % more." in text
    assert "More is being asked of parents: 177 % more hours for each session" in text


def test_fewer_paid_hours_than_the_term_before_are_an_alarm(kitchen: Kitchen):
    spring_before(kitchen.house)
    kitchen.cooked(dt.date(2026, 1, 7), dt.date(2026, 1, 14), dt.date(2026, 9, 9), by=kitchen.cook)
    text = page(kitchen.house, AFTER_TERM)
    assert "Paid people worked 4 hours, 50 % fewer than in Spring term" in text
    assert "If a post was cut because parents do its work" in text


def test_less_coming_back_than_the_term_before_is_an_alarm(kitchen: Kitchen):
    spring_before(kitchen.house)
    kitchen.cooked(dt.date(2026, 1, 7), dt.date(2026, 9, 9))
    for day, amount in ((dt.date(2026, 1, 7), 20), (dt.date(2026, 9, 9), 10)):
        FeeRelief.objects.create(nursery=kitchen.house.nursery, date=day, amount=Decimal(amount))
    text = page(kitchen.house, AFTER_TERM)
    assert "Less of what was saved came back to families: 25.0 %, after 50.0 % in Spring term." in text
    assert "Parents gave as many hours." in text


def test_a_term_before_in_which_nobody_worked_is_nothing_to_compare_with(kitchen: Kitchen):
    spring_before(kitchen.house)
    kitchen.cooked(dt.date(2026, 9, 9))
    assert "there is nothing before it to compare with" in page(kitchen.house, AFTER_TERM)


def test_an_earlier_term_can_be_read_again(kitchen: Kitchen):
    spring_before(kitchen.house)
    kitchen.cooked(dt.date(2026, 1, 7), dt.date(2026, 1, 14), dt.date(2026, 9, 9))
    text = page(kitchen.house, IN_TERM, "?term=spring")
    assert "Savings and burden · Spring term · an estimate" in text
    assert "It asked 8 hours of 1 family." in text


def test_a_country_without_rules_says_what_is_missing(kitchen: Kitchen):
    Nursery.objects.filter(pk=kitchen.house.nursery.pk).update(country="FR")
    kitchen.cooked(dt.date(2026, 9, 9))
    assert "We know no ratio rules for this country and these days" in page(kitchen.house, IN_TERM)


def queries_of(nursery: Nursery, key: str) -> int:
    """Those that read rows: the scope's own settings depend on what this test's transaction did before."""
    with nursery_scope(nursery):
        person = Person.objects.get(key=key)
        if person.account is None:
            person.account = Account.objects.create_user(email=person.email)
            person.save()
    client = client_of(person)
    with (
        time_machine.travel(dt.datetime.combine(AFTER_TERM, dt.time(12), tzinfo=dt.UTC), tick=False),
        CaptureQueriesContext(
            connection,
        ) as captured,
    ):
        assert client.get(f"/{nursery.slug}/costs/").status_code == 200
    return sum(query["sql"].startswith("SELECT") and "set_config" not in query["sql"] for query in captured)


def test_the_page_takes_as_many_queries_for_a_whole_nursery_as_for_one_family(bluebell: Nursery):
    small = House(slug="clover", name="Clover")
    with nursery_scope(small.nursery):
        Kitchen(small).cooked(dt.date(2026, 9, 9))
        trustee = small.person("Ruth Adeyemi", "trustee")
    assert queries_of(small.nursery, trustee.key) == 23
    assert queries_of(bluebell, "samuel-adjei") == 23


def test_a_closed_term_says_since_when_and_shows_what_was_kept(house: House):
    ended = Ended(house)
    ended.close()
    Rate.objects.update(wage=Decimal(99))
    text = page(house, AFTER_TERM)
    assert "closed on Mon 14 Dec 2026" in text
    assert "Parents’ shifts saved the nursery £25" in text
