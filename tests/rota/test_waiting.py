"""What waits for the manager, on one page."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Clearance
from nursery.scope import nursery_scope
from rota.models import Booking, CoverRequest, Offer
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

WAITING = "/bluebell/rota/waiting/"
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def asked(house: House, day: dt.date = TOMORROW, name: str = "Tomasz Nowak") -> CoverRequest:
    booking = house.booking(house.place(house.shift(day)), house.parent(name))
    return CoverRequest.objects.create(nursery=house.nursery, booking=booking, asked_at=NOW)


def offer(house: House, person, place, request: CoverRequest | None = None) -> Offer:
    return Offer.objects.create(nursery=house.nursery, place=place, person=person, request=request, offered_at=NOW)


def offered(house: House, day: dt.date = TOMORROW, **fields) -> Offer:
    """Tomasz asks, Amara offers."""
    request = asked(house, day)
    return offer(house, house.parent("Amara Okafor", **fields), request.booking.place, request)


def look(house: House) -> str:
    return text_of(client_of(house.manager()).get(WAITING))


# --- Cover to approve


def test_cover_to_approve_says_who_asks_who_offers_and_for_when(house: House):
    offered(house)
    text = look(house)
    assert "Tomorrow, 09:00–13:00 , care" in text
    assert "Tomasz N. can’t come. Amara O. offers." in text


def test_it_says_that_the_one_who_offers_is_cleared(house: House):
    offered(house)
    assert "Cleared for care Yes" in look(house)


def test_it_names_the_clearance_that_is_missing_on_that_day_and_offers_no_yes(house: House):
    offered(house, cleared=("dbs",))
    text = look(house)
    assert "references missing that day" in text
    assert "Approve" not in text
    assert "Decline" in text


def test_a_clearance_that_ends_before_the_shift_is_missing_though_it_holds_today(house: House):
    made = offered(house, dt.date(2026, 10, 14))
    Clearance.objects.filter(person=made.person, kind="dbs").update(ends=dt.date(2026, 10, 10))
    assert "DBS check missing that day" in look(house)


def test_it_says_what_else_they_do_that_day(house: House):
    made = offered(house)
    house.booking(house.place(house.shift(TOMORROW, "14:00", "16:00", duty=house.food)), made.person)
    assert "Food, 14:00–16:00" in look(house)


def test_a_yes_that_would_put_them_in_two_places_is_not_offered(house: House):
    made = offered(house)
    house.booking(house.place(house.shift(TOMORROW, "12:00", "14:00", duty=house.food)), made.person)
    text = look(house)
    assert "not free at that time" in text
    assert "Approve" not in text


def test_it_says_where_their_family_stands(house: House):
    made = offered(house)
    done = house.place(house.shift(dt.date(2026, 9, 15)))
    house.booking(done, made.person, status="worked", confirmed=True)
    assert "The family’s share 4 hours done, none due" in look(house)


def test_an_offer_for_an_open_place_of_the_other_kind_says_which_it_is(house: House):
    offer(house, house.staff(), house.place(house.shift(TOMORROW)))
    assert "Marta Z. (staff) offers to take an open place that is kept for a parent." in look(house)


def test_yes_and_no_are_plain_forms_that_lead_back_here(house: House):
    first, second = offered(house), offered(house, dt.date(2026, 10, 2))
    client = client_of(house.manager())
    body = client.get(WAITING).content.decode()
    assert body.count(f'name="next" value="{WAITING}"') == 4
    for name, made in (("rota:offer_approve", first), ("rota:offer_decline", second)):
        url = reverse(name, args=["bluebell", made.public_id])
        assert url in body
        assert client.post(url, {"next": WAITING})["Location"] == WAITING
    assert sorted(Offer.objects.values_list("status", flat=True)) == ["approved", "declined"]


def test_the_soonest_comes_first(house: House):
    later, sooner = offered(house, dt.date(2026, 10, 9)), offered(house, dt.date(2026, 10, 2))
    body = client_of(house.manager()).get(WAITING).content.decode()
    assert body.index(sooner.public_id) < body.index(later.public_id)


def test_what_is_too_late_to_decide_no_longer_waits(house: House):
    offered(house, TODAY - dt.timedelta(days=1))
    assert "offers" not in look(house)


# --- Looking for cover


def test_a_request_without_an_offer_says_how_many_could_come(house: House):
    asked(house)
    house.parent("Radu Popescu")
    house.parent("Layla Haddad")
    house.parent("Efua Mensah", cleared=("dbs",))
    house.staff()
    assert "Tomasz N. asks. 2 people could come, nobody has offered yet." in look(house)


def test_a_request_that_nobody_can_answer_says_so(house: House):
    asked(house)
    assert "Nobody else is cleared and free at that time." in look(house)


def test_a_request_with_an_offer_stands_under_the_offer_alone(house: House):
    offered(house)
    assert "Tomasz N. asks" not in look(house)


def test_somebody_who_joins_later_cannot_come_before(house: House):
    asked(house)
    house.parent("Radu Popescu", joined=dt.date(2026, 10, 5))
    assert "Nobody else is cleared and free at that time." in look(house)


# --- Gaps


def test_open_places_are_grouped_by_shift_with_a_link_to_it(house: House):
    shift = house.shift(TOMORROW, paid=1, parents=2)
    page = client_of(house.manager()).get(WAITING)
    assert "Tomorrow, 09:00–13:00, care 3 places open, 1 for staff and 2 for parents" in text_of(page)
    assert reverse("rota:shift", args=["bluebell", shift.public_id]) in page.content.decode()


def test_fourteen_days_are_looked_at_and_no_more(house: House):
    house.shift(TODAY + dt.timedelta(days=13))
    house.shift(TODAY + dt.timedelta(days=14))
    text = look(house)
    assert "Tue 13 Oct" in text
    assert "Wed 14 Oct" not in text


def test_a_shift_that_is_full_cancelled_or_begun_has_no_gap(house: House):
    house.booking(house.place(house.shift(TOMORROW)), house.parent())
    house.shift(TOMORROW, "14:00", "15:00", status="cancelled")
    house.shift(TODAY, "08:00", "10:00")
    assert "place open" not in look(house)


def test_nobody_is_missing_on_a_day_on_which_the_nursery_is_closed(house: House):
    with time_machine.travel(dt.datetime(2026, 10, 20, 8, tzinfo=dt.UTC), tick=False):
        house.shift(dt.date(2026, 10, 28))
        assert "place open" not in look(house)


def test_when_other_things_wait_it_says_that_no_place_is_open(house: House):
    house.booking(house.place(house.shift(TODAY - dt.timedelta(days=1))), house.parent())
    text = look(house)
    assert "Every place of the next 14 days is filled." in text
    assert "No offer waits for your yes." in text


def test_a_place_that_somebody_gave_back_is_a_gap_again(house: House):
    house.booking(house.place(house.shift(TOMORROW)), house.parent(), status="cancelled")
    assert "Tomorrow, 09:00–13:00, care 1 place open, for a parent" in look(house)


# --- Not marked yet


def test_a_shift_that_nobody_has_marked_is_one_tap_from_marking(house: House):
    shift = house.shift(TODAY - dt.timedelta(days=1))
    house.booking(house.place(shift), house.parent())
    page = client_of(house.manager()).get(WAITING)
    assert "Yesterday, 09:00–13:00, care 1 person to mark" in text_of(page)
    assert f"/bluebell/rota/day/2026-09-29/attendance/#shift-{shift.public_id}" in page.content.decode()


def test_a_shift_on_which_nobody_was_needs_no_mark(house: House):
    house.shift(TODAY - dt.timedelta(days=1))
    assert "Mark who came" not in look(house)


def test_a_marked_shift_and_one_of_three_weeks_ago_no_longer_wait(house: House):
    marked = house.place(house.shift(TODAY - dt.timedelta(days=1)))
    house.booking(marked, house.parent(), status="worked", confirmed=True)
    house.booking(house.place(house.shift(TODAY - dt.timedelta(days=21))), house.parent("Radu Popescu"))
    assert "Mark who came" not in look(house)


# --- The page itself


def test_when_nothing_waits_the_page_says_what_will_stand_here(house: House):
    page = client_of(house.manager()).get(WAITING)
    assert "Nothing waits" in text_of(page)
    assert reverse("rota:plan", args=["bluebell"]) in page.content.decode()


def test_it_is_the_managers_page(house: House):
    for person in (house.parent(), house.staff(), house.person("Joanna Whitfield", "trustee")):
        response = client_of(person).get(WAITING)
        assert response.status_code == 403
        assert "for the manager, and for whoever deputises today" in text_of(response)


def test_an_outsider_finds_nothing(house: House):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        outsider = other.manager()
    assert client_of(outsider).get(WAITING).status_code == 404


def test_nothing_of_another_nursery_waits_here(house: House):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        offered(other)
        other.shift(TOMORROW)
    assert "Nothing waits" in look(house)


def test_whoever_is_not_signed_in_is_asked_to(house: House):
    assert Client().get(WAITING)["Location"].startswith(reverse("account_login"))


def test_it_is_only_looked_at(house: House):
    assert client_of(house.manager()).post(WAITING).status_code == 405


# Session, account, nursery, its scope, the person with the policy; fifteen for what waits; a savepoint around the view.
@pytest.mark.parametrize("times", [1, 12])
def test_the_number_of_queries_does_not_grow_with_what_waits(house: House, django_assert_num_queries, times: int):
    for number in range(times):
        day = TOMORROW + dt.timedelta(days=number)
        offered(house, day)
        asked(house, day, f"Asking {number}")
        house.shift(day, "14:00", "15:00", paid=1)
        past = house.place(house.shift(TODAY - dt.timedelta(days=1 + number)))
        house.booking(past, house.parent(f"Unmarked {number}"))
    assert Booking.objects.count() == 3 * times
    client = client_of(house.manager())
    with django_assert_num_queries(36 + 2):
        client.get(WAITING)
