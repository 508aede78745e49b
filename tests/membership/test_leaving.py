"""Leaving: what ends after the last day, who goes along, who hears, and that it can be taken back."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from accounts.models import Child, Deputy, Person
from membership.actions.leaving import Leaving, leave, stay
from nursery.dates import DAY
from nursery.models import Recorded
from nursery.refusal import Refused
from reminders.models import Message
from rota.actions.booking import book_place
from rota.models import (
    Booking,
    BookingStatus,
    Contribution,
    CoverRequest,
    CoverStatus,
    HistoryEntry,
    Offer,
    OfferStatus,
    Reserve,
    StandingTurn,
    Swap,
    SwapStatus,
    Verb,
)
from rota.queries.going import statement_of
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to

LAST = dt.date(2026, 10, 6)
AFTER, BEFORE = dt.date(2026, 10, 7), dt.date(2026, 10, 5)
PAGE = "/bluebell/members/leaving/"


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def go(
    person: Person, last: dt.date = LAST, by: Person | None = None, *, family: bool = False, now: dt.datetime = NOW
) -> Leaving:
    return leave(person, last, by or person, family=family, nursery=person.nursery, now=now, today=TODAY)


def turn(house: House, person: Person, day: dt.date, **fields: Any) -> Booking:
    return house.booking(house.place(house.shift(day=day)), person, **fields)


def status_of(booking: Booking) -> str:
    return str(Booking.objects.get(pk=booking.pk).status)


def test_turns_after_the_last_day_open_and_those_up_to_it_stay(house: House) -> None:
    amara = house.parent("Amara Okafor")
    before, on_it, after = (turn(house, amara, day) for day in (BEFORE, LAST, AFTER))
    done = go(amara)
    assert [booking.pk for booking in done.ended] == [after.pk]
    assert [status_of(each) for each in (before, on_it, after)] == ["booked", "booked", "cancelled"]
    entry = HistoryEntry.objects.get(verb=Verb.LEAVES)
    assert (entry.booking_id, entry.actor) == (after.pk, amara)
    assert Recorded.objects.get(thing="person", row=amara.pk, operation="changed").after == {"left": "2026-10-06"}


def test_whoever_waits_for_them_is_told_and_the_reserve_of_the_place(house: House) -> None:
    amara, tomasz, nia = house.parent("Amara Okafor"), house.parent("Tomasz Nowak"), house.parent("Nia Bello")
    after = turn(house, amara, AFTER)
    other = turn(house, tomasz, dt.date(2026, 10, 8))
    swap = Swap.objects.create(nursery=house.nursery, given=other, wanted=after, asked_at=NOW)
    request = CoverRequest.objects.create(nursery=house.nursery, booking=after, asked_at=NOW)
    Reserve.objects.create(nursery=house.nursery, person=nia, shift=after.shift)
    go(amara)
    swap.refresh_from_db()
    request.refresh_from_db()
    assert (swap.status, request.status) == (SwapStatus.ENDED, CoverStatus.WITHDRAWN)
    told = set(Message.objects.values_list("person__name", "kind"))
    assert {("Tomasz Nowak", "rota.swap_declined"), ("Nia Bello", "rota.place_reopened")} <= told


def test_standing_turns_offers_and_days_as_deputy_end_with_it(house: House) -> None:
    amara, tomasz = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
    pattern = house.pattern()
    held = StandingTurn.objects.create(nursery=house.nursery, pattern=pattern, kind="parent", person=amara)
    StandingTurn.objects.create(nursery=house.nursery, pattern=pattern, kind="parent", person=amara, starts=AFTER)
    place = house.place(house.shift(day=AFTER))
    house.booking(place, tomasz)
    offer = Offer.objects.create(nursery=house.nursery, place=place, person=amara, offered_at=NOW)
    Reserve.objects.create(nursery=house.nursery, person=amara, shift=place.shift)
    deputy = Deputy.objects.create(nursery=house.nursery, person=amara, starts=TODAY, ends=AFTER)
    led = house.shift(day=AFTER, lead=amara)
    go(amara)
    held.refresh_from_db()
    offer.refresh_from_db()
    deputy.refresh_from_db()
    led.refresh_from_db()
    assert [each.ends for each in StandingTurn.objects.all()] == [LAST]
    assert (held.ends, offer.status, deputy.ends, led.lead) == (LAST, OfferStatus.WITHDRAWN, LAST, None)
    assert not Reserve.objects.exists()


def test_nothing_after_it_can_be_booked(house: House) -> None:
    amara = house.parent("Amara Okafor")
    go(amara)
    amara.refresh_from_db()
    with pytest.raises(Refused, match="Your last day is Tue 6 Oct 2026"):
        book_place(house.place(house.shift(day=AFTER)), amara, nursery=house.nursery, now=NOW)
    assert book_place(house.place(house.shift(day=LAST)), amara, nursery=house.nursery, now=NOW)


def test_taking_it_back_gives_the_turns_that_are_open_still(house: House) -> None:
    amara, tomasz = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
    kept, lost = turn(house, amara, AFTER), turn(house, amara, dt.date(2026, 10, 8))
    go(amara)
    assert lost.place is not None
    house.booking(lost.place, tomasz)
    back = stay(amara, amara, nursery=house.nursery, now=NOW, today=TODAY)
    assert [booking.place_id for booking in back.again] == [kept.place_id]
    assert [booking.pk for booking, _why in back.gone] == [lost.pk]
    assert Person.objects.get(pk=amara.pk).left is None


def test_a_later_last_day_gives_the_turns_up_to_it_back(house: House) -> None:
    amara = house.parent("Amara Okafor")
    for day in (AFTER, AFTER + DAY):
        turn(house, amara, day)
    go(amara)
    go(amara, AFTER)
    live = Booking.objects.filter(person=amara, status=BookingStatus.BOOKED)
    assert [booking.shift.date for booking in live] == [AFTER]


def test_the_managers_hear_and_whoever_leaves_if_another_said_so(house: House) -> None:
    helen, amara = house.manager("Helen Tanaka"), house.parent("Amara Okafor")
    turn(house, amara, AFTER)
    go(amara)
    letter = letter_to(helen, "membership.leaving", NOW)
    assert letter is not None
    assert "Amara O. leaves on Tue 6 Oct 2026" in letter.subject
    assert "Wed 7 Oct, 09:00–13:00, care" in letter.text
    assert not Message.objects.filter(person=amara, kind="membership.leaving").exists()
    go(amara, AFTER, by=helen, now=NOW + dt.timedelta(minutes=1))
    letter = letter_to(amara, "membership.leaving", NOW + dt.timedelta(minutes=1))
    assert letter is not None
    assert "Your last day is Wed 7 Oct 2026" in letter.subject


def test_the_hours_given_go_by_letter_on_the_last_day_and_not_if_they_stay(house: House) -> None:
    amara = house.parent("Amara Okafor")
    turn(house, amara, dt.date(2026, 9, 28), status=BookingStatus.WORKED, confirmed=True)
    go(amara)
    message = Message.objects.get(kind="membership.statement")
    assert message.due_at == dt.datetime(2026, 10, 6, 16, tzinfo=dt.UTC)
    letter = letter_to(amara, "membership.statement", message.due_at)
    assert letter is not None
    assert "You have given 4 hours" in letter.text
    assert "Autumn term Care: 4 h (Mon 28 Sep 2026)" in letter.text
    assert "£" not in letter.text
    stay(amara, amara, nursery=house.nursery, now=NOW, today=TODAY)
    assert letter_to(amara, "membership.statement", message.due_at) is None


def test_a_whole_family_leaves_with_its_children(house: House) -> None:
    family = house.family("Okafor family")
    amara, chidi = house.parent("Amara Okafor", family=family), house.parent("Chidi Okafor", family=family)
    Child.objects.create(nursery=house.nursery, key="tobi", family=family, name="Tobi", born="2024-03-01")
    theirs = turn(house, chidi, AFTER)
    done = go(amara, family=True)
    assert (len(done.people), done.children, status_of(theirs)) == (2, 1, "cancelled")
    assert set(Person.objects.filter(family=family).values_list("left", flat=True)) == {LAST}
    assert Child.objects.get().left == LAST
    stay(amara, amara, nursery=house.nursery, now=NOW, today=TODAY)
    assert Child.objects.get().left is None


def test_children_stay_while_another_grown_up_of_the_family_does(house: House) -> None:
    family = house.family("Okafor family")
    amara, chidi = house.parent("Amara Okafor", family=family), house.parent("Chidi Okafor", family=family)
    Child.objects.create(nursery=house.nursery, key="tobi", family=family, name="Tobi", born="2024-03-01")
    go(amara)
    assert Child.objects.get().left is None
    go(chidi, AFTER)
    assert Child.objects.get().left == AFTER


def test_the_last_manager_cannot_leave(house: House) -> None:
    helen = house.manager("Helen Tanaka")
    with pytest.raises(Refused, match="only manager"):
        go(helen)
    second = house.manager("Ben Carter")
    assert go(helen).people == [helen]
    with pytest.raises(Refused, match="only manager"):
        go(second)


@pytest.mark.parametrize(
    ("last", "said"),
    [(TODAY - DAY, "This day is over."), (dt.date(2030, 1, 1), "more than three years"), (None, "has left already")],
)
def test_a_day_that_cannot_be_is_refused(house: House, last: dt.date | None, said: str) -> None:
    amara = house.parent("Amara Okafor", left=TODAY - DAY if last is None else None)
    with pytest.raises(Refused, match=said):
        go(amara, last or LAST)


def test_sign_in_to_this_nursery_ends_at_its_own_midnight_and_another_s_stays(house: House, other_house: House) -> None:
    """The last day is 30 September, in summer time: it ends at 23:00 UTC."""
    amara = house.parent("Amara Okafor")
    Person.objects.filter(pk=amara.pk).update(left=TODAY)
    with time_machine.travel(dt.datetime(2026, 9, 30, 22, 59, tzinfo=dt.UTC), tick=False):
        client = client_of(amara)
        assert client.get("/bluebell/").status_code == 200
    with time_machine.travel(dt.datetime(2026, 9, 30, 23, 0, tzinfo=dt.UTC), tick=False):
        client = client_of(amara)
        assert client.get("/bluebell/").status_code == 404


def test_one_s_own_page_shows_what_it_ends_then_asks_once_more(house: House) -> None:
    amara = house.parent("Amara Okafor")
    after = turn(house, amara, AFTER)
    client = client_of(amara)
    looked = text_of(client.get(PAGE, {"last": "2026-10-06"}))
    assert "1 turn after it opens again" in looked
    assert "Wed 7 Oct 2026" in looked
    assert status_of(after) == "booked"
    said = text_of(client.post(PAGE, {"last": "2026-10-06"}, follow=True))
    assert "Amara O. leaves on Tue 6 Oct 2026. 1 turn is open again." in said
    assert "I stay after all" in said
    said = text_of(client.post("/bluebell/members/stay/", follow=True))
    assert "Taken back: no last day is set. 1 turn is theirs again." in said


def test_the_manager_sets_somebody_s_last_day_from_their_page(house: House) -> None:
    helen, amara = house.manager("Helen Tanaka"), house.parent("Amara Okafor")
    client = client_of(helen)
    page = f"/bluebell/members/people/{amara.public_id}/"
    assert "No last day is set." in text_of(client.get(page))
    client.post(f"{page}leaving/", {"last": "2026-10-06"})
    assert "Their last day is Tue 6 Oct 2026." in text_of(client.get(page))
    typed = {"name": "Amara Okafor", "email": amara.email, "roles": ["parent"], "family": amara.family_id}
    client.post(page, typed)
    assert Person.objects.get(pk=amara.pk).left == LAST


def test_a_statement_has_what_was_worked_and_confirmed_by_term_and_duty(house: House) -> None:
    amara, helen = house.parent("Amara Okafor"), house.manager()
    turn(house, amara, dt.date(2026, 9, 28), status=BookingStatus.WORKED)
    turn(house, amara, dt.date(2026, 9, 29), status=BookingStatus.MISSED)
    for day, confirmed in ((dt.date(2026, 8, 1), True), (dt.date(2026, 8, 2), False)):
        Contribution.objects.create(
            nursery=house.nursery,
            person=amara,
            duty=house.food,
            hours=2,
            date=day,
            confirmed=confirmed,
            confirmed_by=helen if confirmed else None,
        )
    found = statement_of(amara)
    assert [(term.name, [(d.duty, d.hours) for d in term.duties]) for term in found.terms] == [
        ("", [("Food", Decimal(2))]),
        ("Autumn term", [("Care", Decimal(4))]),
    ]
    client = client_of(amara)
    assert "6 hours altogether. Thank you." in text_of(client.get("/bluebell/members/hours-given/"))
    rows = client.get("/bluebell/members/hours-given.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Term,Day,Duty,Hours,Outside the rota"
    assert rows[-1].startswith("Autumn term,2026-09-28,Care,4")
