"""The first page of those who run the nursery, and of those who are several things in it."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from costs.models import Rate
from nursery.models import Term
from nursery.scope import nursery_scope
from rota.models import Booking, Offer
from tests.builders import NOW, TODAY, House
from tests.home.test_home import HOME, TOMORROW, ask, asked_for_cover, links_to, look, offer
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def offered(house: House, day: dt.date = TOMORROW) -> Offer:
    """Tomasz asks, Amara offers."""
    request = asked_for_cover(house, day)
    assert request.booking.place is not None
    return offer(house, house.parent("Amara Okafor"), request.booking.place, request)


# --- The manager


def test_the_manager_reads_who_asks_and_who_offers_and_can_say_yes_or_no_here(house: House):
    made = offered(house)
    page = client_of(house.manager()).get(HOME)
    text = text_of(page)
    assert "Tomorrow, 09:00–13:00 , care" in text
    assert "Tomasz N. can’t come. Amara O. offers." in text
    assert links_to(page, "rota:offer_approve", made.public_id)
    assert links_to(page, "rota:offer_decline", made.public_id)


def test_after_the_yes_the_manager_is_home_again_and_nothing_waits(house: House):
    made = offered(house)
    url = reverse("rota:offer_approve", args=["bluebell", made.public_id])
    page = client_of(house.manager()).post(url, {"next": HOME}, follow=True)
    assert page.redirect_chain == [(HOME, 302)]
    assert "Approved: Amara O. takes it" in text_of(page)
    assert "can’t come" not in text_of(page)
    assert Booking.objects.get(place=made.place, status="booked").person == made.person


def test_after_the_no_the_place_still_looks_for_cover(house: House):
    made = offered(house)
    url = reverse("rota:offer_decline", args=["bluebell", made.public_id])
    text = text_of(client_of(house.manager()).post(url, {"next": HOME}, follow=True))
    assert "Declined, and Amara O. is told." in text
    assert "Tomasz N. asks" in text


def test_many_offers_are_counted_and_decided_on_their_own_page(house: House):
    for days in range(5):
        offered(house, TOMORROW + dt.timedelta(days=days % 2, weeks=days))
    page = client_of(house.manager()).get(HOME)
    assert text_of(page).count("Approve") < 5
    assert "more offers wait for your yes" in text_of(page)
    assert reverse("rota:waiting", args=["bluebell"]) in page.content.decode()


def test_gaps_of_the_next_fourteen_days_are_named_and_later_ones_not(house: House):
    for days in (1, 13, 14):
        house.shift(TODAY + dt.timedelta(days=days), parents=2)
    text = look(house.manager())
    assert "Tomorrow, 09:00–13:00, care 2 places open" in text
    assert "Tue 13 Oct, 09:00–13:00, care" in text
    assert "Wed 14 Oct" not in text


def test_nobody_is_missing_while_the_nursery_is_closed(house: House):
    with time_machine.travel(dt.datetime(2026, 10, 21, 9, tzinfo=dt.UTC), tick=False):
        house.shift(dt.date(2026, 10, 27))
        assert "Tue 27 Oct" not in look(house.manager())


def test_the_manager_sees_who_is_here_today_too(house: House):
    house.booking(house.place(house.shift(TODAY, "11:00", "13:00")), house.parent())
    assert "11:00–13:00, care" in look(house.manager())
    assert "Amara O." in look(house.manager())


def test_from_home_the_manager_is_led_to_what_waits_and_to_planning(house: House):
    body = client_of(house.manager()).get(HOME).content.decode()
    assert f'href="{reverse("rota:waiting", args=["bluebell"])}"' in body
    assert f'href="{reverse("rota:plan", args=["bluebell"])}"' in body


# --- Trustees, treasurers, and people with several roles


@pytest.mark.parametrize("role", ["trustee", "treasurer"])
def test_whoever_answers_for_the_money_opens_an_empty_home_without_a_hitch(house: House, role: str):
    page = client_of(house.person("Joanna Whitfield", role)).get(HOME)
    assert page.status_code == 200
    assert "fair" in text_of(page)


def food_given(house: House, day: dt.date = TODAY) -> None:
    booking = house.booking(house.place(house.shift(day, "10:00", "12:00", duty=house.food)), house.parent())
    Booking.objects.filter(pk=booking.pk).update(status="worked", confirmed=True)


def test_a_trustee_reads_whether_it_works_and_what_it_asked(house: House):
    food_given(house)
    Rate.objects.create(
        nursery=house.nursery, key="food", starts=TODAY, wage=Decimal(13), bought=Decimal(1), source="A quote"
    )
    text = look(house.person("Joanna Whitfield", "trustee"))
    assert "Parents’ shifts saved the nursery £26" in text
    assert "It asked 2 hours" in text


def test_a_trustee_reads_that_something_is_missing(house: House):
    food_given(house)
    assert "Something is missing, so this is not whole yet." in look(house.person("Joanna Whitfield", "trustee"))


def test_before_anybody_has_given_an_hour_in_a_term_the_one_before_is_shown(house: House):
    food_given(house)
    starts = house.term.ends + dt.timedelta(days=10)
    Term.objects.create(
        nursery=house.nursery, key="next", name="The next term", starts=starts, ends=starts + dt.timedelta(days=60)
    )
    with time_machine.travel(dt.datetime.combine(starts, dt.time(12), dt.UTC), tick=False):
        text = look(house.person("Joanna Whitfield", "trustee"))
    assert f"· {house.term.name}" in text
    assert "The next term" not in text


def test_a_parent_reads_no_figures_in_money(house: House):
    food_given(house)
    assert "Does it work" not in look(house.parent("Amara Okafor"))


def test_a_trustee_is_not_asked_to_approve(house: House):
    offered(house)
    assert "Approve" not in look(house.person("Joanna Whitfield", "trustee"))


def test_a_manager_who_is_a_parent_too_finds_both(house: House):
    me = house.person("Helen Tanaka", "manager", "parent")
    house.booking(house.place(house.shift(TOMORROW)), me)
    offered(house, TOMORROW + dt.timedelta(days=1))
    text = look(me)
    assert "Your next shift" in text
    assert "Approve" in text


def test_what_is_nearest_in_time_comes_first(house: House):
    me = house.person("Helen Tanaka", "manager", "parent")
    turn = house.booking(house.place(house.shift(TOMORROW + dt.timedelta(days=6))), me)
    made = offered(house, TOMORROW)
    body = client_of(me).get(HOME).content.decode()
    assert turn.place is not None
    assert body.index(made.public_id) < body.index(turn.place.public_id)


# --- Who may come, and what it costs


def test_an_outsider_does_not_learn_that_the_nursery_exists(house: House):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        outsider = other.parent()
    assert client_of(outsider).get(HOME).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(house: House):
    response = Client().get(HOME)
    assert response["Location"] == f"{reverse('account_login')}?next={HOME}"


def test_home_is_only_looked_at(house: House):
    assert client_of(house.parent()).post(HOME).status_code == 405


def test_a_name_is_never_markup(house: House):
    shift = house.shift(TOMORROW)
    house.booking(house.place(shift), house.parent("<script>alert(1)</script>"))
    ask(house, Booking.objects.get())
    assert "<script>alert" not in client_of(house.parent()).get(HOME).content.decode()


def busy(house: House, shifts: int, me: Person) -> None:
    """Every kind of line on the page, `shifts` times."""
    house.booking(house.place(house.shift(TOMORROW, "14:00", "15:00", duty=house.food)), me)
    for number in range(shifts):
        day = TODAY + dt.timedelta(days=number % 12)
        shift = house.shift(day, "10:00", "12:00", paid=2, parents=4)
        house.booking(house.place(shift, "paid"), house.staff(f"Staff {number}"))
        ask(house, house.booking(house.place(shift), house.parent(f"Asking {number}")))
        request = ask(house, house.booking(house.place(shift, number=2), house.parent(f"Covered {number}")))
        assert request.booking.place is not None
        offer(house, house.parent(f"Offering {number}"), request.booking.place, request)
        past = house.shift(TODAY - dt.timedelta(days=1 + number % 12), paid=1)
        house.booking(house.place(past, "paid"), house.staff(f"Unmarked {number}"))
        done = house.booking(house.place(past), me if number == 0 else house.parent(f"Done {number}"))
        Booking.objects.filter(pk=done.pk).update(status="worked", confirmed=True)


# Session, account, nursery, its scope, the person with the policy; the savepoint around the view; then the page's own.
@pytest.mark.parametrize("shifts", [1, 24])
@pytest.mark.parametrize(
    ("role", "queries"), [("parent", 14 + 2), ("staff", 16 + 2), ("manager", 41 + 2), ("trustee", 33 + 2)]
)
def test_the_number_of_queries_does_not_grow_with_the_nursery(
    house: House, django_assert_num_queries, shifts: int, role: str, queries: int
):
    me = house.person("Helen Tanaka", role, level=6)
    busy(house, shifts, me)
    client = client_of(me)
    with django_assert_num_queries(queries):
        assert client.get(HOME).status_code == 200
