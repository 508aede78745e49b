"""Staff absence is entered once as a span and opens every place in it; and back early."""

import datetime as dt

import pytest

from accounts.models import Deputy
from nursery.refusal import Refused
from reminders.models import Message
from rota.actions.absence import enter_absence, shorten_absence
from rota.actions.booking import book_place
from rota.actions.cover import approve_offer, ask_for_cover, offer_place
from rota.actions.swap import ask_for_swap
from rota.models import LIVE, Absence, Booking, CoverRequest, HistoryEntry, Offer, Place, Swap
from rota.queries.cover import people_who_could_cover
from rota.queries.facts import question_about
from rota.rules.booking import booking_refusal
from tests.builders import NOW, TODAY, House
from tests.rota.letters import letter_to

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = dt.date(2026, 10, 5), dt.date(2026, 10, 9)
WEDNESDAY = dt.date(2026, 10, 7)


class Away:
    """Marta stands in paid places on Monday, Wednesday and the Monday after; Helen manages, Ola is staff, too."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.marta, self.ola, self.helen = house.staff(), house.staff("Ola Berg"), house.manager()
        days = (MONDAY, WEDNESDAY, MONDAY + dt.timedelta(days=7))
        self.places = [house.place(house.shift(day, paid=1), "paid") for day in days]
        self.bookings = [house.booking(place, self.marta) for place in self.places]

    def enter(self, starts=MONDAY, ends=FRIDAY, by=None, now=NOW):
        return enter_absence(self.marta, starts, ends, by or self.marta, nursery=self.house.nursery, now=now)

    def back(self, last_day: dt.date | None, by=None, now=NOW):
        absence = Absence.objects.get(person=self.marta)
        return shorten_absence(absence, last_day, by or self.marta, nursery=self.house.nursery, now=now)

    @property
    def standing(self) -> list[str]:
        """Who stands in each of the three places."""
        held = {
            b.place_id: b.person.name.split()[0]
            for b in Booking.objects.filter(status__in=LIVE).select_related("person")
        }
        return [held.get(place.pk, "") for place in self.places]


@pytest.fixture
def away(house: House) -> Away:
    return Away(house)


# --- Entering


def test_every_place_in_the_span_opens_and_no_other(away: Away):
    entered = away.enter()
    assert away.standing == ["", "", "Marta"]
    assert [turn.status for turn in entered.ended] == ["cancelled", "cancelled"]


def test_both_ends_are_included(away: Away):
    away.enter(WEDNESDAY, WEDNESDAY)
    assert away.standing == ["Marta", "", "Marta"]


def test_a_turn_that_has_begun_stays_to_be_marked(away: Away):
    begun = away.places[0].shift.starts_at
    away.enter(now=begun)
    assert away.standing == ["Marta", "", "Marta"]


def test_history_names_each_turn_and_keeps_no_reason(away: Away):
    away.enter(by=away.helen)
    entries = HistoryEntry.objects.filter(verb="absent")
    assert {entry.booking_id for entry in entries} == {booking.pk for booking in away.bookings[:2]}
    assert {(entry.actor, entry.subject, entry.reason) for entry in entries} == {(away.helen, away.marta, "")}


def test_days_on_which_they_are_on_no_shift_are_kept_too(away: Away):
    away.enter(dt.date(2026, 11, 2), dt.date(2026, 11, 3))
    assert HistoryEntry.objects.get(verb="absent").shift is None
    assert Absence.objects.get().ends == dt.date(2026, 11, 3)


def test_overlapping_and_touching_days_become_one_absence(away: Away):
    away.enter(MONDAY, WEDNESDAY)
    away.enter(dt.date(2026, 10, 8), FRIDAY)
    away.enter(dt.date(2026, 10, 14), dt.date(2026, 10, 16))
    away.enter(dt.date(2026, 10, 9), dt.date(2026, 10, 14))
    assert list(Absence.objects.values_list("starts", "ends")) == [(MONDAY, dt.date(2026, 10, 16))]
    assert away.standing == ["", "", ""]


def test_days_apart_stay_two(away: Away):
    away.enter(MONDAY, MONDAY)
    away.enter(WEDNESDAY, WEDNESDAY)
    assert Absence.objects.count() == 2


def test_who_offered_to_cover_now_offers_for_the_open_place(away: Away):
    ask_for_cover(away.bookings[0], away.marta, nursery=away.house.nursery, now=NOW)
    offer = offer_place(away.places[0], away.ola, nursery=away.house.nursery, now=NOW)
    assert isinstance(offer, Offer)
    away.enter()
    assert CoverRequest.objects.get().status == "withdrawn"
    approve_offer(offer, away.helen, nursery=away.house.nursery, now=NOW)
    assert away.standing == ["Ola", "", "Marta"]


def test_a_swap_that_was_asked_ends(away: Away):
    other = away.house.booking(
        away.house.place(away.house.shift(dt.date(2026, 10, 12), "14:00", "15:00", paid=1), "paid"), away.ola
    )
    ask_for_swap(other, [away.bookings[1]], away.ola, nursery=away.house.nursery, now=NOW)
    away.enter()
    assert Swap.objects.get().status == "ended"
    assert Message.objects.get(kind="rota.swap_declined").person == away.ola


# --- Who may, and which days


def test_staff_enter_their_own_and_whoever_approves_anybodys(away: Away):
    away.enter(MONDAY, MONDAY)
    away.enter(WEDNESDAY, WEDNESDAY, by=away.helen)
    with pytest.raises(Refused, match="somebody else’s days"):
        away.enter(by=away.ola)


def test_parents_ask_for_cover_instead(away: Away):
    parent = away.house.parent()
    with pytest.raises(Refused, match="asks for cover"):
        enter_absence(parent, MONDAY, FRIDAY, parent, nursery=away.house.nursery, now=NOW)


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (FRIDAY, MONDAY, "before the first"),
        (TODAY - dt.timedelta(days=3), TODAY - dt.timedelta(days=1), "are over"),
        (MONDAY, dt.date(2027, 10, 6), "more than a year"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(away: Away, starts: dt.date, ends: dt.date, sentence: str):
    with pytest.raises(Refused, match=sentence):
        away.enter(starts, ends)
    assert not Absence.objects.exists()


# --- The rule


def test_nobody_is_booked_on_a_day_of_their_absence(away: Away):
    away.enter()
    shift = away.house.shift(WEDNESDAY, "14:00", "16:00", paid=1)
    refusal = booking_refusal(question_about(away.house.place(shift, "paid"), away.marta, away.house.nursery, NOW))
    assert refusal is not None
    assert refusal.code == "absent"
    assert str(refusal) == (
        "You are down as away from Mon 5 Oct to Fri 9 Oct. If you are back early, say so under “Days away” first."
    )


def test_nor_asked_to_cover_on_it(away: Away):
    away.enter()
    shift = away.house.shift(WEDNESDAY, "14:00", "16:00", paid=1)
    asked = ask_for_cover(
        away.house.booking(away.house.place(shift, "paid"), away.ola), away.ola, nursery=away.house.nursery, now=NOW
    )
    assert away.marta not in people_who_could_cover(asked, away.house.nursery, NOW)


# --- Who is told


def test_the_manager_is_told_once_with_the_list(away: Away):
    away.enter()
    letter = letter_to(away.helen, "rota.absence_entered", NOW)
    assert letter is not None
    assert letter.subject == "Marta Z. away Mon 5 Oct – Fri 9 Oct: 2 places open"
    assert "Mon 5 Oct, 09:00–13:00, care" in letter.text
    assert "Wed 7 Oct, 09:00–13:00, care" in letter.text


def test_a_deputy_is_told_too_and_who_entered_it_is_not(away: Away):
    Deputy.objects.create(nursery=away.house.nursery, person=away.ola, starts=TODAY, ends=TODAY)
    away.enter(by=away.helen)
    told = Message.objects.filter(kind="rota.absence_entered").values_list("person__name", flat=True)
    assert sorted(told) == ["Marta Zielińska", "Ola Berg"]
    letter = letter_to(away.marta, "rota.absence_entered", NOW)
    assert letter is not None
    assert letter.subject == "You are down as away from Mon 5 Oct to Fri 9 Oct"


def test_whoever_could_come_gets_one_message_with_all_they_could_take_and_not_who_is_away(away: Away):
    away.house.booking(away.house.place(away.house.shift(MONDAY, "12:00", "14:00", paid=1), "paid"), away.ola)
    bank = away.house.person("Bo Lind", "bank")
    assert away.enter().told == 3  # Helen acts in paid places, too
    letter = letter_to(bank, "rota.places_open", NOW)
    assert letter is not None
    assert letter.subject == "Could you come? 2 places open, Mon 5 Oct – Wed 7 Oct"
    assert "Marta" not in letter.text
    busy = letter_to(away.ola, "rota.places_open", NOW)
    assert busy is not None
    assert busy.subject == "Could you come on Wed 7 Oct? 1 place is open"


def test_what_has_been_taken_meanwhile_is_not_offered(away: Away):
    bank = away.house.person("Bo Lind", "bank")
    away.enter(WEDNESDAY, WEDNESDAY)
    book_place(away.places[1], away.ola, nursery=away.house.nursery, now=NOW)
    assert letter_to(bank, "rota.places_open", NOW) is None


# --- Back early


def test_what_is_still_open_becomes_theirs_again(away: Away):
    away.enter()
    back = away.back(dt.date(2026, 10, 6))
    assert away.standing == ["", "Marta", "Marta"]
    assert [booking.place for booking in back.again] == [away.places[1]]
    assert Absence.objects.get().ends == dt.date(2026, 10, 6)


def test_not_away_at_all_takes_the_days_back(away: Away):
    away.enter()
    away.back(None)
    assert away.standing == ["Marta", "Marta", "Marta"]
    assert not Absence.objects.exists()


def test_days_that_are_over_stay_as_they_were(away: Away):
    away.enter()
    tuesday = dt.datetime(2026, 10, 6, 8, tzinfo=dt.UTC)
    away.back(None, now=tuesday)
    assert away.standing == ["", "Marta", "Marta"]
    assert Absence.objects.get().ends == MONDAY


def test_what_somebody_has_taken_stays_theirs_and_is_said(away: Away):
    away.enter()
    book_place(away.places[1], away.ola, nursery=away.house.nursery, now=NOW)
    back = away.back(None)
    assert away.standing == ["Marta", "Ola", "Marta"]
    ((turn, refusal),) = back.gone
    assert (turn.place, refusal.sentence) == (away.places[1], "Just taken by Ola B., thank you.")


def test_what_they_had_given_up_themselves_does_not_come_back(away: Away):
    Booking.objects.filter(pk=away.bookings[1].pk).update(status="cancelled")
    away.enter()
    away.back(None)
    assert away.standing == ["Marta", "", "Marta"]


def test_what_they_gave_up_after_coming_back_once_does_not_come_back_the_next_time(away: Away):
    away.enter()
    away.back(None)
    Booking.objects.filter(place=away.places[1], status="booked").update(status="cancelled")
    away.enter()
    away.back(None)
    assert away.standing == ["Marta", "", "Marta"]


def test_an_open_offer_for_the_place_is_answered_when_they_come_back(away: Away):
    parent = away.house.parent()
    away.enter()
    offer_place(away.places[1], parent, nursery=away.house.nursery, now=NOW)
    away.back(None)
    assert Message.objects.get(kind="rota.cover_declined").person == parent


@pytest.mark.parametrize(
    ("last_day", "sentence"), [(FRIDAY, "not earlier than"), (dt.date(2026, 10, 4), "before the first day")]
)
def test_another_last_day_lies_inside_the_span(away: Away, last_day: dt.date, sentence: str):
    away.enter()
    with pytest.raises(Refused, match=sentence):
        away.back(last_day)
    assert away.standing == ["", "", "Marta"]


def test_only_they_or_whoever_approves_bring_them_back(away: Away):
    away.enter()
    with pytest.raises(Refused, match="somebody else’s days"):
        away.back(None, by=away.ola)
    away.back(None, by=away.helen)
    assert away.standing == ["Marta", "Marta", "Marta"]


def test_after_they_are_back_nobody_is_told_of_open_places(away: Away):
    away.enter()
    away.back(None)
    assert letter_to(away.ola, "rota.places_open", NOW) is None


def test_place_of_a_parent_that_staff_cover_opens_too(away: Away):
    place: Place = away.house.place(away.house.shift(WEDNESDAY, "14:00", "16:00"))
    away.house.booking(place, away.marta)
    parent = away.house.parent()
    away.enter()
    assert not Booking.objects.filter(place=place, status__in=LIVE).exists()
    letter = letter_to(parent, "rota.places_open", NOW)
    assert letter is not None
    assert "Wed 7 Oct, 14:00–16:00, care" in letter.text
