"""Calling out: who is asked, who has the place, and what stops it."""

import datetime as dt

import pytest

from nursery.models import Policy
from nursery.refusal import Refused
from reminders.actions import plan_messages
from reminders.models import Message
from rota import messages
from rota.actions.booking import book_place
from rota.actions.calling import answer_no, answer_yes, ask_next_wave, call_out_place, stop_call_out
from rota.actions.cover import withdraw_request
from rota.actions.marking import mark_booking
from rota.models import (
    LIVE,
    Absence,
    Answer,
    Ask,
    Booking,
    BookingStatus,
    Called,
    CallOut,
    CallOutStatus,
    CoverRequest,
    HistoryEntry,
    Reserve,
    Verb,
)
from tests.builders import TODAY, House
from tests.rota.care import children_come

SEVEN = dt.datetime(2026, 9, 30, 6, 10, tzinfo=dt.UTC)  # 07:10 in London


class Alarm:
    """07:10. A place for staff is open on today's shift at 09:00; Kofi (bank) and Denise could come."""

    def __init__(self, house: House, *, paid: int = 1, parents: int = 1) -> None:
        self.house, self.nursery = house, house.nursery
        self.helen = house.manager("Helen Tanaka", cleared=())
        self.kofi = house.person("Kofi Mensah", "bank", level=2)
        self.denise = house.staff("Denise Clarke")
        self.tomasz = house.parent("Tomasz Nowak")
        self.shift = house.shift(day=TODAY, paid=paid, parents=parents)
        self.place = house.place(self.shift, "paid")

    def call(self, called: Called = Called.STAFF, place=None, now: dt.datetime = SEVEN) -> CallOut:
        return call_out_place(place or self.place, self.helen, called, nursery=self.nursery, now=now)

    def yes(self, call: CallOut, person, now: dt.datetime = SEVEN) -> Booking:
        return answer_yes(call, person, nursery=self.nursery, now=now)

    def no(self, call: CallOut, person) -> None:
        answer_no(call, person, nursery=self.nursery, now=SEVEN)


@pytest.fixture
def alarm(house: House) -> Alarm:
    return Alarm(house)


def asked() -> list[str]:
    return sorted(ask.person.short_name for ask in Ask.objects.select_related("person"))


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.refusal.code


# --- who is asked ----------------------------------------------------------------------------------------------------
def test_bank_staff_are_asked_for_a_place_for_staff(alarm: Alarm) -> None:
    alarm.call()
    assert asked() == ["Denise C.", "Kofi M."]


def test_the_manager_chooses_who_is_asked(alarm: Alarm) -> None:
    alarm.call(Called.PARENTS)
    assert asked() == ["Tomasz N."]


def test_both_may_be_asked_for_any_place(alarm: Alarm) -> None:
    alarm.call(Called.EVERYBODY, alarm.house.place(alarm.shift, "parent"))
    assert asked() == ["Denise C.", "Kofi M.", "Tomasz N."]


def test_reserves_are_asked_first_and_the_others_after_ten_minutes(alarm: Alarm) -> None:
    Reserve.objects.create(nursery=alarm.nursery, person=alarm.kofi, weekday=TODAY.weekday())
    alarm.call()
    assert asked() == ["Kofi M."]
    plan_messages(alarm.nursery, SEVEN + dt.timedelta(minutes=10))
    assert asked() == ["Denise C.", "Kofi M."]


def test_whoever_is_away_is_left_in_peace(alarm: Alarm) -> None:
    Absence.objects.create(nursery=alarm.nursery, person=alarm.denise, starts=TODAY, ends=TODAY)
    alarm.call()
    assert asked() == ["Kofi M."]


def test_whoever_stands_elsewhere_at_that_time_is_not_asked(alarm: Alarm) -> None:
    other = alarm.house.shift(day=TODAY, starts="12:00", ends="14:00", paid=1, parents=0)
    alarm.house.booking(alarm.house.place(other, "paid"), alarm.kofi)
    alarm.call()
    assert asked() == ["Denise C."]


def test_whoever_would_be_there_and_not_count_is_not_asked_to_care(alarm: Alarm) -> None:
    """The duty lets them book; the ratio rule would not count them, and the slice would stay short."""
    alarm.house.parent("Noor Haddad", cleared=("dbs", "references", "induction"))
    alarm.house.parent("Kim Lee", adult=False)
    alarm.call(Called.PARENTS)
    assert asked() == ["Tomasz N."]


def test_where_parents_never_count_they_are_wanted_all_the_same(alarm: Alarm) -> None:
    Policy.objects.update(parents_count=False)
    alarm.nursery.policy.refresh_from_db()
    alarm.house.parent("Noor Haddad", cleared=("dbs", "references"))
    alarm.call(Called.PARENTS)
    assert asked() == ["Noor H.", "Tomasz N."]


def test_everybody_who_is_asked_is_written_to(alarm: Alarm) -> None:
    call = alarm.call()
    told = Message.objects.filter(kind=messages.CALL_OUT, subject=call.public_id)
    assert sorted(m.person.short_name for m in told) == ["Denise C.", "Kofi M."]


def test_calling_out_twice_is_one_call_out(alarm: Alarm) -> None:
    assert alarm.call() == alarm.call()
    assert len(asked()) == 2


def test_the_next_wave_can_be_sent_without_waiting(alarm: Alarm) -> None:
    Reserve.objects.create(nursery=alarm.nursery, person=alarm.kofi, shift=alarm.shift)
    call = alarm.call()
    assert ask_next_wave(call, alarm.helen, nursery=alarm.nursery, now=SEVEN) == 1
    assert ask_next_wave(call, alarm.helen, nursery=alarm.nursery, now=SEVEN) == 0


def test_when_all_who_were_asked_cant_the_next_are_asked_at_once(alarm: Alarm) -> None:
    Reserve.objects.create(nursery=alarm.nursery, person=alarm.kofi, shift=alarm.shift)
    call = alarm.call()
    alarm.no(call, alarm.kofi)
    assert asked() == ["Denise C.", "Kofi M."]
    assert Ask.objects.get(person=alarm.kofi).answer == Answer.NO


# --- answers ---------------------------------------------------------------------------------------------------------
def test_the_first_to_answer_has_the_place_at_once(alarm: Alarm) -> None:
    call = alarm.call()
    alarm.yes(call, alarm.kofi)
    call.refresh_from_db()
    assert (call.status, call.next_wave_at) == (CallOutStatus.FILLED, None)
    assert Booking.objects.get(place=alarm.place, status__in=LIVE).person == alarm.kofi
    assert [m.person for m in Message.objects.filter(kind=messages.CALL_OUT_FILLED)] == [alarm.helen]


def test_the_second_to_answer_reads_filled_thank_you(alarm: Alarm) -> None:
    call = alarm.call()
    alarm.yes(call, alarm.kofi)
    with pytest.raises(Refused, match="Filled, thank you") as error:
        alarm.yes(call, alarm.denise)
    assert code_of(error) == "filled"


def test_a_parent_called_to_a_place_for_staff_has_it_without_another_yes(alarm: Alarm) -> None:
    assert alarm.yes(alarm.call(Called.PARENTS), alarm.tomasz).kind == "paid"


def test_the_rules_are_asked_again_when_the_answer_comes(alarm: Alarm) -> None:
    call = alarm.call()
    alarm.kofi.clearances.all().delete()
    with pytest.raises(Refused) as error:
        alarm.yes(call, alarm.kofi)
    assert code_of(error) == "clearance"
    assert not Booking.objects.filter(place=alarm.place).exists()


def test_whoever_fills_the_place_another_way_ends_the_call_out(alarm: Alarm) -> None:
    call = alarm.call()
    book_place(alarm.place, alarm.denise, nursery=alarm.nursery, now=SEVEN)
    with pytest.raises(Refused, match="Filled, thank you"):
        alarm.yes(call, alarm.kofi)


def test_whoever_answers_after_it_was_stopped_reads_that_nobody_is_needed(alarm: Alarm) -> None:
    call = alarm.call()
    stop_call_out(call, alarm.helen, nursery=alarm.nursery, now=SEVEN)
    with pytest.raises(Refused, match="Nobody is needed") as error:
        alarm.yes(call, alarm.kofi)
    assert code_of(error) == "stopped"


def test_a_shift_that_runs_can_be_joined_and_counts_from_then_on(alarm: Alarm) -> None:
    ten = dt.datetime(2026, 9, 30, 9, 0, 40, tzinfo=dt.UTC)
    booking = alarm.yes(alarm.call(now=ten), alarm.kofi, now=ten)
    assert booking.there_from == ten.replace(second=0)


def test_somebody_whose_own_shift_is_over_can_join_one_that_runs(alarm: Alarm) -> None:
    early = alarm.house.shift(day=TODAY, starts="08:00", ends="10:00", paid=1, parents=0)
    alarm.house.booking(alarm.house.place(early, "paid"), alarm.kofi)
    eleven = dt.datetime(2026, 9, 30, 10, 0, tzinfo=dt.UTC)
    assert alarm.yes(alarm.call(now=eleven), alarm.kofi, now=eleven).there_from == eleven


def test_a_shift_that_is_over_ends_its_call_out(alarm: Alarm) -> None:
    call = alarm.call()
    over = alarm.shift.ends_at
    with pytest.raises(Refused, match="over"):
        alarm.yes(call, alarm.kofi, now=over)
    plan_messages(alarm.nursery, over)
    call.refresh_from_db()
    assert call.status == CallOutStatus.STOPPED


def test_history_tells_who_called_and_who_came(alarm: Alarm) -> None:
    alarm.yes(alarm.call(), alarm.kofi)
    verbs = list(HistoryEntry.objects.filter(shift=alarm.shift).order_by("pk").values_list("verb", flat=True))
    assert verbs == [Verb.CALLED_OUT, Verb.ANSWERED_YES]


# --- a place that somebody holds --------------------------------------------------------------------------------------
def test_a_place_whose_holder_is_ill_passes_over_in_one_step(alarm: Alarm) -> None:
    marta = alarm.house.staff("Marta Zielińska")
    held = alarm.house.booking(alarm.place, marta)
    call = alarm.call()
    assert asked() == ["Denise C.", "Kofi M."]
    held.refresh_from_db()
    assert held.status == BookingStatus.BOOKED  # responsible until somebody comes
    alarm.yes(call, alarm.kofi)
    held.refresh_from_db()
    assert held.status == BookingStatus.CANCELLED_LATE
    assert Booking.objects.get(place=alarm.place, status__in=LIVE).person == alarm.kofi


def test_the_call_out_stops_when_the_holder_can_come_after_all(alarm: Alarm) -> None:
    marta = alarm.house.staff("Marta Zielińska")
    alarm.house.booking(alarm.place, marta)
    call = alarm.call()
    withdraw_request(CoverRequest.objects.get(), marta, nursery=alarm.nursery, now=SEVEN)
    call.refresh_from_db()
    assert call.status == CallOutStatus.STOPPED


def test_a_place_whose_holder_is_there_is_not_called_out(alarm: Alarm) -> None:
    alarm.house.booking(alarm.place, alarm.house.staff("Marta Zielińska"), status="worked")
    with pytest.raises(Refused) as error:
        alarm.call()
    assert code_of(error) == "held"


def test_a_shift_weeks_ahead_is_not_called_out(alarm: Alarm) -> None:
    later = alarm.house.place(alarm.house.shift(day=dt.date(2026, 10, 8)))
    with pytest.raises(Refused) as error:
        alarm.call(Called.PARENTS, later)
    assert code_of(error) == "far_ahead"


# --- somebody did not come ------------------------------------------------------------------------------------------
def _missed(alarm: Alarm, children: int) -> Booking:
    """Marta and Denise are booked, Denise does not come; so many children of two years do."""
    children_come(alarm.house, two=children)
    alarm.house.booking(alarm.place, alarm.house.staff("Marta Zielińska"))
    booking = alarm.house.booking(alarm.house.place(alarm.shift, "paid", 2), alarm.denise)
    nine = alarm.shift.starts_at + dt.timedelta(minutes=10)
    return mark_booking(booking, BookingStatus.MISSED, alarm.helen, nursery=alarm.nursery, now=nine)


def test_what_was_needed_is_called_out_by_itself(house: House) -> None:
    alarm = Alarm(house, paid=2)
    missed = _missed(alarm, children=6)
    call = CallOut.objects.get()
    assert (call.place, call.started_by, call.called) == (missed.place, None, Called.STAFF)
    assert asked() == ["Kofi M."]


def test_nobody_is_called_where_enough_are_there(house: House) -> None:
    alarm = Alarm(house, paid=2)
    extra = [house.staff(name) for name in ("Ola Berg", "Ada Byron")]
    more = house.shift(day=TODAY, paid=2, parents=0)
    for number, person in enumerate(extra, 1):
        house.booking(house.place(more, "paid", number), person)
    _missed(alarm, children=6)
    assert not CallOut.objects.exists()


def test_the_call_out_stops_when_they_came_after_all(house: House) -> None:
    alarm = Alarm(house, paid=2)
    missed = _missed(alarm, children=6)
    later = alarm.shift.starts_at + dt.timedelta(minutes=15)
    mark_booking(missed, BookingStatus.WORKED, alarm.helen, nursery=alarm.nursery, now=later)
    assert CallOut.objects.get().status == CallOutStatus.STOPPED
