"""Asking for a swap, and answering, as pages."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Clearance, Person
from nursery.scope import nursery_scope
from rota.actions.swap import ask_for_swap
from rota.models import Booking, Swap
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, htmx, text_of

pytestmark = pytest.mark.django_db

HOME = "/bluebell/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def turn(house: House, person: Person, days: int, **shift) -> Booking:
    """A turn of `person`, so many days from today."""
    return house.booking(house.place(house.shift(TODAY + dt.timedelta(days=days), **shift)), person)


def ask_page(booking: Booking) -> str:
    return reverse("rota:swap_ask", args=["bluebell", booking.public_id])


def place_page(booking: Booking) -> str:
    assert booking.place is not None
    return reverse("rota:place", args=["bluebell", booking.place.public_id])


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent("Amara Okafor")


@pytest.fixture
def hers(house: House, amara: Person) -> Booking:
    return turn(house, amara, 7)


@pytest.fixture
def his(house: House) -> Booking:
    return turn(house, house.parent("Tomasz Nowak"), 12)


@pytest.fixture
def swap(house: House, amara: Person, hers: Booking, his: Booking) -> Swap:
    return ask_for_swap(hers, [his], amara, nursery=house.nursery, now=NOW)[0]


# --- Choosing


def test_my_place_leads_to_whom_i_could_swap_with(amara: Person, hers: Booking):
    assert ask_page(hers) in client_of(amara).get(place_page(hers)).content.decode()


def test_turns_are_offered_the_soonest_first(house: House, amara: Person, hers: Booking, his: Booking):
    turn(house, house.parent("Efua Mensah"), 3)
    text = text_of(client_of(amara).get(ask_page(hers)))
    assert "Sat 3 Oct, 09:00–13:00 Care, Bluebell Room · Efua M." in text
    assert text.index("Efua M.") < text.index("Tomasz N.")


def test_only_those_who_may_take_mine_and_whose_i_may_take_are_offered(house: House, amara: Person, hers: Booking):
    turn(house, house.parent("Uncleared Person", cleared=("induction",)), 5, duty=house.food)  # may not take care
    turn(house, house.staff("Marta Zielińska"), 6)  # paid cover in a parent place
    turn(house, house.parent("Later Person"), 8 * 7 + 1)  # beyond eight weeks
    turn(house, house.parent("Past Person"), -1)
    turn(house, house.parent("Leaving Person", left=TODAY + dt.timedelta(days=6)), 5)
    text = text_of(client_of(amara).get(ask_page(hers)))
    assert "Nobody to swap with" in text
    assert "Person" not in text


def test_of_two_turns_the_one_that_would_free_them_for_mine_is_offered(house: House, amara: Person, hers: Booking):
    """Whoever stands elsewhere at that time may take mine for that very turn, and for no other."""
    busy = house.parent("Busy Person")
    turn(house, busy, 9)
    turn(house, busy, 7, starts="12:00", ends="14:00", duty=house.food)
    text = text_of(client_of(amara).get(ask_page(hers)))
    assert "Wed 7 Oct, 12:00–14:00 Food · Busy P." in text
    assert "Fri 9 Oct" not in text


def test_why_somebody_is_not_offered_is_told_to_nobody(house: House, amara: Person, hers: Booking, his: Booking):
    Clearance.objects.filter(person=his.person).delete()
    text = text_of(client_of(amara).get(ask_page(hers)))
    assert "Tomasz" not in text
    assert "DBS" not in text


def test_asking_tells_them_and_leads_back_to_my_place(amara: Person, hers: Booking, his: Booking):
    answer = client_of(amara).post(ask_page(hers), {"wanted": his.public_id}, follow=True)
    assert answer.redirect_chain[-1][0] == place_page(hers)
    text = text_of(answer)
    assert "1 person is asked. Your turn stays yours until they say yes." in text
    assert "You asked Tomasz N. to swap." in text
    assert Swap.objects.get().wanted == his


def test_asking_nobody_says_so_beside_the_list(amara: Person, hers: Booking, his: Booking):
    answer = client_of(amara).post(ask_page(hers))
    assert answer.status_code == 422
    assert "Nobody is chosen yet. Tick the turn that would suit you." in text_of(answer)


def test_asking_four_says_so_and_keeps_what_was_ticked(house: House, amara: Person, hers: Booking):
    wanted = [turn(house, house.parent(f"Parent Number{n}"), 10 + n).public_id for n in range(4)]
    answer = client_of(amara).post(ask_page(hers), {"wanted": wanted})
    assert answer.status_code == 422
    assert "You can ask three people at a time." in text_of(answer)
    assert answer.content.decode().count(" checked") == 4
    assert not Swap.objects.exists()


def test_who_was_asked_is_not_offered_again_and_can_be_let_off(amara: Person, swap: Swap):
    client = client_of(amara)
    page = client.get(ask_page(swap.given))
    assert "Asked already" in text_of(page)
    assert swap.wanted.public_id not in page.content.decode()
    client.post(reverse("rota:swap_withdraw", args=["bluebell", swap.public_id]))
    swap.refresh_from_db()
    assert swap.status == "withdrawn"


def test_later_turns_are_a_tap_away(house: House, amara: Person, hers: Booking):
    for n in range(14):
        turn(house, house.parent(f"Parent Number{n}"), 10 + n)
    page = client_of(amara).get(ask_page(hers))
    assert "2 later ones" in text_of(page)
    assert page.content.decode().count('name="wanted"') == 14


def test_another_persons_turn_is_not_mine_to_swap(amara: Person, his: Booking):
    answer = client_of(amara).get(ask_page(his), follow=True)
    assert "somebody else’s place" in text_of(answer)


def test_another_nurserys_turn_is_not_found(house: House, amara: Person, hers: Booking, other_house: House):
    with nursery_scope(other_house.nursery):
        theirs = other_house.booking(other_house.place(other_house.shift()), other_house.parent())
    client = client_of(amara)
    assert client.get(ask_page(theirs)).status_code == 404
    client.post(ask_page(hers), {"wanted": theirs.public_id})
    with nursery_scope(house.nursery):
        assert not Swap.objects.exists()


# --- Answering


def test_the_one_who_is_asked_sees_it_on_home_and_at_their_place(swap: Swap):
    client = client_of(swap.wanted.person)
    for page in (HOME, place_page(swap.wanted)):
        text = text_of(client.get(page))
        assert "Amara O. asks to swap." in text
        assert "You would come on Wed 7 Oct, 09:00–13:00, care," in text
        assert "and Amara O. would take your Mon 12 Oct, 09:00–13:00, care." in text


def test_saying_yes_swaps_and_leads_to_what_is_mine_now(swap: Swap):
    url = reverse("rota:swap_accept", args=["bluebell", swap.public_id])
    answer = client_of(swap.wanted.person).post(url, follow=True)
    assert "Swapped: Wed 7 Oct, care, 09:00–13:00 is yours, and they are told." in text_of(answer)
    assert "day=2026-10-07" in answer.redirect_chain[-1][0]


def test_saying_yes_in_the_week_brings_the_whole_page_anew(swap: Swap):
    """Two places have changed, in two days."""
    url = reverse("rota:swap_accept", args=["bluebell", swap.public_id])
    assert swap.wanted.place is not None
    answer = htmx(client_of(swap.wanted.person), "post", url, f"place-{swap.wanted.place.public_id}")
    assert answer["HX-Refresh"] == "true"


def test_saying_no_leaves_everything(swap: Swap):
    url = reverse("rota:swap_decline", args=["bluebell", swap.public_id])
    answer = client_of(swap.wanted.person).post(url, {"next": HOME}, follow=True)
    assert "That is fine: your turn stays yours, and they are told." in text_of(answer)
    assert "asks to swap" not in text_of(client_of(swap.wanted.person).get(HOME))


def test_a_yes_that_comes_too_late_is_a_plain_sentence(swap: Swap):
    Booking.objects.filter(pk=swap.given_id).update(status="cancelled")
    url = reverse("rota:swap_accept", args=["bluebell", swap.public_id])
    answer = client_of(swap.wanted.person).post(url, follow=True)
    assert answer.status_code == 200
    assert "This swap is no longer possible" in text_of(answer)


def test_nobody_else_sees_a_swap_or_answers_it(house: House, swap: Swap):
    other = client_of(house.parent("Efua Mensah"))
    assert "asks to swap" not in text_of(other.get(HOME))
    answer = other.post(reverse("rota:swap_accept", args=["bluebell", swap.public_id]), follow=True)
    assert "This swap was asked of somebody else." in text_of(answer)
    swap.refresh_from_db()
    assert swap.status == "open"


def test_another_nurserys_swap_is_not_found(swap: Swap, other_house: House):
    with nursery_scope(other_house.nursery):
        there = other_house.parent()
    for name in ("swap_accept", "swap_decline", "swap_withdraw"):
        assert client_of(there).post(reverse(f"rota:{name}", args=["foxglove", swap.public_id])).status_code == 404


def test_answers_are_posted(swap: Swap):
    for name in ("swap_accept", "swap_decline", "swap_withdraw"):
        url = reverse(f"rota:{name}", args=["bluebell", swap.public_id])
        assert client_of(swap.wanted.person).get(url).status_code == 405


# Session, account, nursery, its scope, the person with the policy; the booking; nine for the choices; the savepoint.
@pytest.mark.parametrize("others", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_choice(
    house: House, amara: Person, hers: Booking, django_assert_num_queries, others: int
):
    for n in range(others):
        turn(house, house.parent(f"Parent Number{n}"), 10 + n)
    client = client_of(amara)
    with django_assert_num_queries(16 + 2):
        assert "Parent N." in text_of(client.get(ask_page(hers)))
