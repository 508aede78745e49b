"""The pages of a call-out: for the manager or a deputy, on a phone at ten past seven."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Deputy
from rota.actions.calling import answer_no, answer_yes
from rota.models import Ask, CallOut, CallOutStatus, CoverRequest, Reserve
from tests.builders import TODAY, House
from tests.pages import client_of, text_of
from tests.rota.test_calling import SEVEN, Alarm


@pytest.fixture
def alarm(house: House) -> Iterator[Alarm]:
    with time_machine.travel(SEVEN, tick=False):
        yield Alarm(house)


@pytest.fixture
def helen(alarm: Alarm) -> Client:
    return client_of(alarm.helen)


def start_url(alarm: Alarm) -> str:
    return f"/bluebell/rota/places/{alarm.place.public_id}/call-out/"


def shift_url(alarm: Alarm) -> str:
    return f"/bluebell/rota/shifts/{alarm.shift.public_id}/"


# --- on the shift's page --------------------------------------------------------------------------------------------
def test_the_shift_offers_to_call_out_its_open_place(alarm: Alarm, helen: Client) -> None:
    assert start_url(alarm) in helen.get(shift_url(alarm)).content.decode()


def test_a_held_place_can_be_called_out_when_its_holder_is_ill(alarm: Alarm, helen: Client) -> None:
    alarm.house.booking(alarm.place, alarm.house.staff("Marta Zielińska"))
    page = helen.get(shift_url(alarm))
    assert "Somebody on it can’t come" in text_of(page)
    assert start_url(alarm) in page.content.decode()


def test_the_manager_sees_who_is_reserve_and_others_do_not(alarm: Alarm, helen: Client) -> None:
    Reserve.objects.create(nursery=alarm.nursery, person=alarm.kofi, weekday=TODAY.weekday())
    assert "Kofi M. (Wednesday)" in text_of(helen.get(shift_url(alarm)))
    assert "Kofi M." not in text_of(client_of(alarm.tomasz).get(shift_url(alarm)))


def test_what_waits_leads_to_calling_out(alarm: Alarm, helen: Client) -> None:
    assert "Call out" in text_of(helen.get("/bluebell/rota/waiting/"))
    alarm.call()
    page = text_of(helen.get("/bluebell/rota/waiting/"))
    assert "Called out Today, 09:00–13:00, care" in page


# --- starting -------------------------------------------------------------------------------------------------------
def test_the_page_says_how_many_each_choice_reaches(alarm: Alarm, helen: Client) -> None:
    page = text_of(helen.get(start_url(alarm)))
    assert "Parents: 1 could come" in page
    assert "Staff and bank staff: 2 could come" in page
    assert "Parents and staff: 3 could come" in page


def test_calling_out_leads_to_who_was_asked(alarm: Alarm, helen: Client) -> None:
    page = helen.post(start_url(alarm), {"called": "everybody"}, follow=True)
    assert page.redirect_chain == [(f"/bluebell/rota/call-outs/{CallOut.objects.get().public_id}/", 302)]
    words = text_of(page)
    assert "3 people asked" in words
    for name in ("Kofi M.", "Denise C.", "Tomasz N."):
        assert f"{name} no answer" in words


def test_a_place_that_is_called_out_leads_to_its_call_out(alarm: Alarm, helen: Client) -> None:
    call = alarm.call()
    assert helen.get(start_url(alarm)).headers["Location"].endswith(f"/call-outs/{call.public_id}/")


@pytest.mark.parametrize("sent", [{}, {"called": "children"}])
def test_who_is_asked_must_be_said(alarm: Alarm, helen: Client, sent: dict[str, str]) -> None:
    page = helen.post(start_url(alarm), sent)
    assert page.status_code == 422
    assert "Say who is asked." in text_of(page)
    assert not CallOut.objects.exists()


def test_a_shift_far_ahead_says_why_it_is_not_called_out(alarm: Alarm, helen: Client) -> None:
    place = alarm.house.place(alarm.house.shift(day=dt.date(2026, 10, 21)))
    page = helen.post(f"/bluebell/rota/places/{place.public_id}/call-out/", {"called": "parents"})
    assert page.status_code == 409
    assert "more than 7 days ahead" in text_of(page)


# --- while it goes on -------------------------------------------------------------------------------------------------
def test_the_page_follows_the_answers(alarm: Alarm, helen: Client) -> None:
    call = alarm.call()
    url = f"/bluebell/rota/call-outs/{call.public_id}/"
    answer_no(call, alarm.denise, nursery=alarm.nursery, now=SEVEN)
    page = text_of(helen.get(url))
    assert "Nobody has said yes yet" in page
    assert "2 people asked, 1 can’t" in page
    answer_yes(call, alarm.kofi, nursery=alarm.nursery, now=SEVEN)
    page = text_of(helen.get(url))
    assert "Kofi M. comes" in page
    assert "Filled" in page


def test_more_can_be_asked_at_once(alarm: Alarm, helen: Client) -> None:
    Reserve.objects.create(nursery=alarm.nursery, person=alarm.kofi, shift=alarm.shift)
    call = alarm.call()
    page = helen.post(f"/bluebell/rota/call-outs/{call.public_id}/next/", follow=True)
    assert "1 more person is asked." in text_of(page)
    assert Ask.objects.count() == 2


def test_it_can_be_stopped(alarm: Alarm, helen: Client) -> None:
    call = alarm.call()
    page = helen.post(f"/bluebell/rota/call-outs/{call.public_id}/stop/", follow=True)
    assert "Stopped" in text_of(page)
    call.refresh_from_db()
    assert call.status == CallOutStatus.STOPPED
    again = helen.post(f"/bluebell/rota/call-outs/{call.public_id}/stop/", follow=True)
    assert "Nobody is needed for this one any more" in text_of(again)


# --- who may ----------------------------------------------------------------------------------------------------------
def test_a_deputy_may_call_out_and_others_may_not(alarm: Alarm) -> None:
    assert client_of(alarm.denise).get(start_url(alarm)).status_code == 403
    Deputy.objects.create(nursery=alarm.nursery, person=alarm.denise, starts=TODAY, ends=TODAY)
    assert client_of(alarm.denise).get(start_url(alarm)).status_code == 200


def test_another_nurserys_call_out_is_not_there(alarm: Alarm, helen: Client) -> None:
    call = alarm.call()
    other = alarm.house.place(alarm.shift, "parent")
    assert helen.get(f"/foxglove/rota/call-outs/{call.public_id}/").status_code == 404
    assert helen.get(f"/bluebell/rota/call-outs/{other.public_id}/").status_code == 404


def test_the_holder_of_a_called_out_place_stays_until_somebody_comes(alarm: Alarm, helen: Client) -> None:
    marta = alarm.house.staff("Marta Zielińska")
    alarm.house.booking(alarm.place, marta)
    assert "Marta Z. stays down for the place" in text_of(helen.get(start_url(alarm)))
    helen.post(start_url(alarm), {"called": "staff"})
    assert CoverRequest.objects.get().booking.person == marta


@pytest.mark.parametrize("asked", [2, 9])
def test_the_number_of_queries_does_not_grow_with_who_was_asked(
    alarm: Alarm, helen: Client, django_assert_num_queries, asked: int
) -> None:
    for number in range(asked - 2):
        alarm.house.person(f"B{number} Bank", "bank")
    alarm.nursery.policy.call_out_wave_size = 20
    call = alarm.call()
    with django_assert_num_queries(17):
        helen.get(f"/bluebell/rota/call-outs/{call.public_id}/")
