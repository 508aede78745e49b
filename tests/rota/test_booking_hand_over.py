"""Within a family, either adult takes the other's turn at once if cleared for it (domain 02)."""

import datetime as dt
import threading
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from accounts.models import Person
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from reminders.models import Message
from rota import messages
from rota.actions.booking import give_back
from rota.actions.cover import approve_offer, ask_for_cover, offer_place
from rota.actions.handing import hand_back, hand_over
from rota.models import LIVE, Booking, BookingStatus, HistoryEntry, Offer, OfferStatus
from rota.queries.facts import holder_of, question_about
from rota.rules.handing import hand_over_refusal
from tests.builders import NOW, House
from tests.pages import client_of, htmx, text_of
from tests.rota.letters import letter_to
from tests.rota.test_booking_race import at_once

SOON = dt.timedelta(minutes=9, seconds=59)
AN_HOUR_BEFORE = dt.datetime(2026, 10, 7, 7, 0, tzinfo=dt.UTC)


class Okafors:
    """Amara stands in a parent's place on Wednesday 7 October; Kofi is of her family."""

    def __init__(self, house: House, **kofi: Any) -> None:
        self.house, self.nursery = house, house.nursery
        self.amara = house.parent("Amara Okafor")
        self.kofi = house.parent("Kofi Okafor", family=self.amara.family, **kofi)
        self.tomasz = house.parent("Tomasz Nowak")
        self.place = house.place(house.shift())
        self.booking = house.booking(self.place, self.amara)

    def at(self, now: dt.datetime = NOW) -> dict[str, Any]:
        return {"nursery": self.nursery, "now": now}

    @property
    def holder(self) -> Person | None:
        held = holder_of(self.place)
        return held.person if held is not None else None


@pytest.fixture
def okafors(house: House) -> Okafors:
    return Okafors(house)


pytestmark = pytest.mark.django_db


def test_i_hand_my_turn_to_my_partner(okafors: Okafors):
    made = hand_over(okafors.booking, okafors.kofi, okafors.amara, **okafors.at())
    okafors.booking.refresh_from_db()
    assert okafors.holder == okafors.kofi
    assert (okafors.booking.status, made.status) == (BookingStatus.CANCELLED, BookingStatus.BOOKED)


def test_my_partner_takes_it_without_asking(okafors: Okafors):
    hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at())
    assert okafors.holder == okafors.kofi


def test_late_does_not_matter_and_is_not_called_late(okafors: Okafors):
    hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at(AN_HOUR_BEFORE))
    okafors.booking.refresh_from_db()
    assert okafors.booking.status == BookingStatus.CANCELLED


def test_history_says_who_did_it_and_with_whom(okafors: Okafors):
    hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at())
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor, entry.subject) == ("handed_over", okafors.kofi, okafors.amara)


def test_both_are_told_what_it_means_for_them(okafors: Okafors):
    hand_over(okafors.booking, okafors.kofi, okafors.amara, **okafors.at())
    theirs = letter_to(okafors.kofi, messages.HANDED_OVER, NOW)
    mine = letter_to(okafors.amara, messages.HANDED_OVER, NOW)
    assert theirs is not None
    assert mine is not None
    assert theirs.subject == "Yours now: Wed 7 Oct, 09:00–13:00, care"
    assert mine.subject == "Handed over: Wed 7 Oct, 09:00–13:00, care"
    assert "Kofi O. comes instead of you" in mine.text


def test_whoever_offered_cover_is_told_that_it_is_filled(okafors: Okafors):
    ask_for_cover(okafors.booking, okafors.amara, **okafors.at())
    offer = offer_place(okafors.place, okafors.tomasz, **okafors.at())
    hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at())
    offer.refresh_from_db()
    assert offer.status == OfferStatus.DECLINED
    assert Message.objects.filter(kind=messages.COVER_DECLINED, person=okafors.tomasz).exists()


def test_another_family_takes_nothing_at_once(okafors: Okafors):
    with pytest.raises(Refused, match="This is somebody else’s place"):
        hand_over(okafors.booking, okafors.tomasz, okafors.tomasz, **okafors.at())
    with pytest.raises(Refused, match="Only somebody of the same family"):
        hand_over(okafors.booking, okafors.tomasz, okafors.amara, **okafors.at())
    assert okafors.holder == okafors.amara


def test_a_partner_who_is_not_cleared_reads_why_and_nobody_else_does(house: House):
    okafors = Okafors(house, cleared=("dbs",))
    with pytest.raises(Refused, match="care needs references, and none is recorded for you"):
        hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at())
    with pytest.raises(Refused) as refused:
        hand_over(okafors.booking, okafors.kofi, okafors.amara, **okafors.at())
    assert str(refused.value) == ("Kofi O. can’t take this turn at the moment. Ask for cover, or choose somebody else.")


def test_a_partner_who_is_busy_then_is_refused(okafors: Okafors):
    other = okafors.house.shift(starts="12:00", ends="14:00", duty=okafors.house.food)
    okafors.house.booking(okafors.house.place(other), okafors.kofi)
    with pytest.raises(Refused, match="You are already booked for food"):
        hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at())


@pytest.mark.parametrize(("moment", "refused"), [(-1, False), (0, True)])
def test_a_turn_is_handed_over_until_it_begins(okafors: Okafors, moment: int, refused: bool):
    now = okafors.place.shift.starts_at + dt.timedelta(seconds=moment)
    if refused:
        with pytest.raises(Refused, match="This shift has begun"):
            hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at(now))
    else:
        assert hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at(now))


def test_a_paid_place_is_not_handed_to_a_partner_who_is_no_staff(house: House):
    okafors = Okafors(house)
    marta = house.staff("Marta Okafor", family=okafors.amara.family)
    booking = house.booking(house.place(house.shift(dt.date(2026, 10, 8), paid=1), "paid"), marta)
    with pytest.raises(Refused, match="kept for staff"):
        hand_over(booking, okafors.kofi, okafors.kofi, **okafors.at())


def test_a_shadow_has_no_place_to_hand_over(okafors: Okafors):
    shadow = Booking.objects.create(
        nursery=okafors.nursery,
        shift=okafors.house.shift(dt.date(2026, 10, 8)),
        kind="parent",
        person=okafors.amara,
        shadow=True,
        booked_at=NOW,
    )
    with pytest.raises(Refused, match="no place of its own"):
        hand_over(shadow, okafors.kofi, okafors.amara, **okafors.at())


def test_whoever_stands_beside_stays_beside_the_place(okafors: Okafors):
    marta = okafors.house.staff()
    beside = okafors.house.booking(okafors.place, marta, covers=okafors.booking)
    made = hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at())
    beside.refresh_from_db()
    assert beside.covers == made
    hand_back(okafors.booking, okafors.amara, **okafors.at())
    beside.refresh_from_db()
    assert beside.covers == okafors.booking


def test_within_ten_minutes_either_of_the_two_undoes_it(okafors: Okafors):
    for actor in (okafors.amara, okafors.kofi):
        hand_over(okafors.booking, okafors.kofi, okafors.amara, **okafors.at())
        hand_back(okafors.booking, actor, **okafors.at(NOW + SOON))
        assert okafors.holder == okafors.amara
        assert Booking.objects.filter(status=BookingStatus.BOOKED).count() == 1


def test_after_ten_minutes_it_is_handed_over_the_other_way_instead(okafors: Okafors):
    hand_over(okafors.booking, okafors.kofi, okafors.amara, **okafors.at())
    with pytest.raises(Refused, match="Hand it over once more, the other way"):
        hand_back(okafors.booking, okafors.amara, **okafors.at(NOW + dt.timedelta(minutes=10)))


def test_what_was_given_back_since_is_not_undone(okafors: Okafors):
    made = hand_over(okafors.booking, okafors.kofi, okafors.amara, **okafors.at())
    give_back(made, okafors.kofi, **okafors.at())
    with pytest.raises(Refused, match="changed hands again"):
        hand_back(okafors.booking, okafors.amara, **okafors.at())
    assert okafors.holder is None


def test_what_was_never_handed_over_is_not_handed_back(okafors: Okafors):
    """A booking of mine that was cancelled, and a place that my partner booked since."""
    Booking.objects.update(status=BookingStatus.CANCELLED)
    okafors.house.booking(okafors.place, okafors.kofi)
    with pytest.raises(Refused, match="changed hands again"):
        hand_back(okafors.booking, okafors.amara, **okafors.at())


def test_a_stranger_undoes_nothing(okafors: Okafors):
    hand_over(okafors.booking, okafors.kofi, okafors.amara, **okafors.at())
    with pytest.raises(Refused, match="changed hands again"):
        hand_back(okafors.booking, okafors.tomasz, **okafors.at())


# --- on the pages ---


@pytest.fixture
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def url(okafors: Okafors, name: str) -> str:
    return f"/bluebell/rota/bookings/{okafors.booking.public_id}/{name}/"


def place_page(okafors: Okafors, client: Client) -> str:
    return text_of(client.get(f"/bluebell/rota/places/{okafors.place.public_id}/"))


@pytest.mark.usefixtures("_on_the_day")
def test_my_place_offers_to_hand_it_over_by_name(okafors: Okafors):
    client = client_of(okafors.amara)
    assert "Hand over to Kofi O." in place_page(okafors, client)
    page = client.post(url(okafors, "hand-over"), {"to": okafors.kofi.public_id}, follow=True)
    assert "Handed over: Kofi O. has Wed 7 Oct, care, 09:00–13:00, and is told." in text_of(page)
    assert url(okafors, "hand-back") in page.content.decode()


@pytest.mark.usefixtures("_on_the_day")
def test_my_partners_place_offers_to_take_it_from_the_week_on(okafors: Okafors):
    client = client_of(okafors.kofi)
    assert "Amara O. Take it" in text_of(client.get("/bluebell/rota/?day=2026-10-07"))
    assert "Take this turn" in place_page(okafors, client)
    response = htmx(client, "post", url(okafors, "hand-over"), f"place-{okafors.place.public_id}")
    assert "Kofi O. you" in text_of(response)
    page = client.post(url(okafors, "hand-back"), follow=True)
    assert "Undone: the turn is Amara O.’s again." in text_of(page)


@pytest.mark.usefixtures("_on_the_day")
def test_a_partner_who_asks_for_cover_is_relieved_at_once(okafors: Okafors):
    ask_for_cover(okafors.booking, okafors.amara, **okafors.at())
    client = client_of(okafors.kofi)
    assert "Take this turn" in place_page(okafors, client)
    client.post(url(okafors, "hand-over"))
    assert okafors.holder == okafors.kofi


@pytest.mark.usefixtures("_on_the_day")
def test_a_partner_who_cannot_reads_why_and_the_other_only_that(house: House):
    okafors = Okafors(house, cleared=("dbs",))
    assert "care needs references, and none is recorded for you" in place_page(okafors, client_of(okafors.kofi))
    mine = place_page(okafors, client_of(okafors.amara))
    assert "Kofi O. can’t take this turn at the moment." in mine
    assert "references" not in mine


@pytest.mark.usefixtures("_on_the_day")
def test_another_family_sees_no_such_button(okafors: Okafors):
    client = client_of(okafors.tomasz)
    assert "Take" not in place_page(okafors, client)
    assert "Only they can give it over" in text_of(client.post(url(okafors, "hand-over"), follow=True))


@pytest.mark.usefixtures("_on_the_day")
def test_it_is_handed_to_nobody_outside_the_family(okafors: Okafors):
    client = client_of(okafors.amara)
    page = client.post(url(okafors, "hand-over"), {"to": okafors.tomasz.public_id}, follow=True)
    assert "Only somebody of the same family takes a turn over at once. Ask for cover instead" in text_of(page)
    for to in (okafors.amara.public_id, "nobody", ""):
        assert client.post(url(okafors, "hand-over"), {"to": to}).status_code == 404


@pytest.mark.usefixtures("_on_the_day")
def test_another_nurserys_booking_is_not_found(okafors: Okafors, other_house: House):
    with nursery_scope(other_house.nursery):
        foreign = other_house.booking(other_house.place(other_house.shift()), other_house.parent())
    for name in ("hand-over", "hand-back"):
        response = client_of(okafors.amara).post(f"/bluebell/rota/bookings/{foreign.public_id}/{name}/")
        assert response.status_code == 404


# --- at the same moment as a cover's approval ------------------------------------------------------------------------


def cover_to_approve() -> tuple[Okafors, Offer, Person]:
    house = House()
    with nursery_scope(house.nursery):
        okafors = Okafors(house)
        ask_for_cover(okafors.booking, okafors.amara, **okafors.at())
        offer = offer_place(okafors.place, okafors.tomasz, **okafors.at())
        assert isinstance(offer, Offer)
        return okafors, offer, house.manager()


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_are_told_that_the_turn_is_theirs():
    """The race: both rules are asked before either writes. Only the database's own constraint saves the place."""
    okafors, offer, _helen = cover_to_approve()
    both_asked = threading.Barrier(2)

    def take(person: Person) -> object:
        with nursery_scope(okafors.nursery):
            question = question_about(okafors.place, person, okafors.nursery, NOW)
            refusal = hand_over_refusal(okafors.booking, question, person) if person == okafors.kofi else None
            both_asked.wait(10)
            Booking.objects.filter(pk=okafors.booking.pk).update(status=BookingStatus.CANCELLED)
            okafors.house.booking(okafors.place, person)
            return refusal

    results = at_once(lambda: take(okafors.kofi), lambda: take(offer.person))
    assert results.count(None) == 1
    assert sum(isinstance(r, IntegrityError) for r in results) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_with_the_lock_one_has_it_and_the_other_reads_a_sentence(_again: int):
    """The cure."""
    okafors, offer, helen = cover_to_approve()
    ready = threading.Barrier(2)

    def approve() -> Booking:
        with nursery_scope(okafors.nursery):
            ready.wait(10)
            return approve_offer(offer, helen, **okafors.at())

    def take() -> Booking:
        with nursery_scope(okafors.nursery):
            ready.wait(10)
            return hand_over(okafors.booking, okafors.kofi, okafors.kofi, **okafors.at())

    results = at_once(approve, take)
    (made,) = [r for r in results if isinstance(r, Booking)]
    (refused,) = [r for r in results if isinstance(r, Refused)]
    assert refused.refusal.code in {"not_booked", "offer_decided"}
    with nursery_scope(okafors.nursery):
        assert list(Booking.objects.filter(place=okafors.place, status__in=LIVE)) == [made]


@pytest.mark.django_db(transaction=True)
def test_two_partners_who_take_each_others_turns_do_not_wait_for_ever():
    house = House()
    with nursery_scope(house.nursery):
        okafors = Okafors(house)
        theirs = house.booking(house.place(house.shift(dt.date(2026, 10, 8))), okafors.kofi)
    ready = threading.Barrier(2)

    def take(booking: Booking, to: Person) -> Booking:
        with nursery_scope(house.nursery):
            ready.wait(10)
            return hand_over(booking, to, to, **okafors.at())

    results = at_once(lambda: take(okafors.booking, okafors.kofi), lambda: take(theirs, okafors.amara))
    assert all(isinstance(r, Booking) for r in results), results
