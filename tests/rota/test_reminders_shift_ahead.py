"""A week and two days before a turn: who is reminded, when, and that nobody reads the same twice."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nursery.models import Closure
from reminders.actions import plan_messages
from reminders.models import Message, Timing
from rota import messages
from rota.actions.booking import book_place, give_back
from rota.actions.handing import hand_over
from rota.models import Booking, HistoryEntry, Shift, ShiftStatus, Verb
from rota.reminders.shift import ShiftAhead, ShiftInTwoDays, ShiftInWeek
from tests.builders import NOW, House
from tests.rota.letters import letter_to

DAY = dt.date(2026, 10, 7)  # a Wednesday
SECOND, MINUTE, ONE_DAY = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(days=1)
WEEK_BEFORE = dt.datetime(2026, 9, 30, 5, 0, tzinfo=dt.UTC)  # 06:00 in London
TWO_DAYS_BEFORE = dt.datetime(2026, 10, 5, 8, 0, tzinfo=dt.UTC)  # 48 h before 09:00
EVENING = dt.datetime(2026, 10, 6, 17, 0, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2026, 9, 1, 8, 0, tzinfo=dt.UTC)

MOMENTS = pytest.mark.parametrize(
    ("kind", "moment"),
    [(messages.SHIFT_IN_WEEK, WEEK_BEFORE), (messages.SHIFT_IN_TWO_DAYS, TWO_DAYS_BEFORE)],
)


def booked(house: House, day: dt.date = DAY, **fields) -> Booking:
    starts = fields.pop("starts", "09:00")
    fields.setdefault("booked_at", LONG_AGO)
    return house.booking(house.place(house.shift(day, starts=starts)), house.parent(), **fields)


def move(booking: Booking, house: House, now: dt.datetime, day: dt.date, starts: str = "09:00") -> None:
    """As the manager's change does it: the shift, and history."""
    shift = booking.shift
    shift.date, shift.starts, shift.status = day, dt.time.fromisoformat(starts), ShiftStatus.MOVED
    shift.set_instants(house.nursery.zone).save()
    HistoryEntry.objects.create(nursery=house.nursery, verb=Verb.SHIFT_CHANGED, at=now, shift=shift)


def reminded(house: House, now: dt.datetime, kind: str) -> list[tuple[str, str]]:
    """Who has been or would be told of which day, once the clock has asked."""
    plan_messages(house.nursery, now)
    waiting = Message.objects.filter(kind=kind).order_by("pk")
    return [(m.person.short_name, m.occasion) for m in waiting]


@MOMENTS
def test_from_its_moment_on_and_once(house: House, kind: str, moment: dt.datetime):
    booked(house)
    assert reminded(house, moment - SECOND, kind) == []
    for minutes in range(3):
        assert reminded(house, moment + minutes * MINUTE, kind) == [("Amara O.", "2026-10-07")]
    assert Message.objects.get(kind=kind).due_at == moment


@MOMENTS
def test_whoever_booked_after_the_moment_needs_no_reminder(house: House, kind: str, moment: dt.datetime):
    booked(house, booked_at=moment)
    assert reminded(house, moment + MINUTE, kind) == []
    assert reminded(house, moment + dt.timedelta(hours=8), kind) == []


def test_whoever_booked_yesterday_for_in_five_days_is_reminded_two_days_before_and_in_the_evening(house: House):
    booked(house, booked_at=TWO_DAYS_BEFORE - 4 * ONE_DAY)
    for hours in range(0, 24 * 6, 3):
        plan_messages(house.nursery, TWO_DAYS_BEFORE - 4 * ONE_DAY + dt.timedelta(hours=hours))
    told = Message.objects.order_by("pk").values_list("kind", flat=True)
    assert list(told) == [messages.SHIFT_IN_TWO_DAYS, messages.SHIFT_TOMORROW]


def test_the_evening_before_has_taken_over_from_two_days_before(house: House):
    booked(house)
    assert reminded(house, EVENING, messages.SHIFT_IN_TWO_DAYS) == []
    assert reminded(house, EVENING, messages.SHIFT_TOMORROW) == [("Amara O.", "2026-10-07")]


def test_two_days_before_has_taken_over_from_the_week_before(house: House):
    booked(house)
    assert reminded(house, TWO_DAYS_BEFORE, messages.SHIFT_IN_WEEK) == []


def test_a_morning_that_was_missed_is_made_good_the_next(house: House):
    booked(house)
    assert reminded(house, WEEK_BEFORE + 2 * ONE_DAY, messages.SHIFT_IN_WEEK) == [("Amara O.", "2026-10-07")]


@MOMENTS
@pytest.mark.parametrize("status", ["cancelled", "cancelled_late", "worked", "missed"])
def test_only_somebody_who_is_still_to_come(house: House, kind: str, moment: dt.datetime, status: str):
    booked(house, status=status)
    assert reminded(house, moment, kind) == []


@MOMENTS
def test_a_cancelled_shift_reminds_nobody(house: House, kind: str, moment: dt.datetime):
    booking = booked(house)
    Shift.objects.filter(pk=booking.shift_id).update(status=ShiftStatus.CANCELLED)
    assert reminded(house, moment, kind) == []


@MOMENTS
def test_a_closed_day_reminds_nobody(house: House, kind: str, moment: dt.datetime):
    booked(house)
    Closure.objects.create(nursery=house.nursery, term=house.term, starts=DAY, ends=DAY, name="Burst pipe")
    assert reminded(house, moment, kind) == []


@MOMENTS
def test_given_back_between_the_plan_and_the_send_it_says_nothing(house: House, kind: str, moment: dt.datetime):
    booking = booked(house)
    reminded(house, moment, kind)
    give_back(booking, booking.person, nursery=house.nursery, now=NOW)
    assert letter_to(booking.person, kind, moment) is None


@MOMENTS
def test_a_moved_shift_reminds_anew_for_its_new_day(house: House, kind: str, moment: dt.datetime):
    booking = booked(house)
    reminded(house, moment, kind)
    move(booking, house, moment + MINUTE, DAY + 2 * ONE_DAY)
    assert reminded(house, moment + 2 * ONE_DAY, kind) == [("Amara O.", "2026-10-07"), ("Amara O.", "2026-10-09")]


@MOMENTS
def test_moved_to_a_day_whose_moment_is_over_the_change_itself_has_said_it(
    house: House, kind: str, moment: dt.datetime
):
    booking = booked(house, DAY + 2 * ONE_DAY)
    move(booking, house, moment + MINUTE, DAY)
    assert reminded(house, moment + 2 * MINUTE, kind) == []


@MOMENTS
def test_whoever_has_just_been_handed_the_turn_is_not_told_again(house: House, kind: str, moment: dt.datetime):
    booking = booked(house)
    other = house.parent("Kofi Okafor", family=booking.person.family)
    reminded(house, moment, kind)
    later = moment + MINUTE
    hand_over(booking, other, other, nursery=house.nursery, now=later)
    assert reminded(house, later + MINUTE, kind) == [("Amara O.", "2026-10-07")]


def test_another_familys_hand_over_keeps_nobody_from_their_reminder(house: House):
    shift = house.shift(DAY, parents=2)
    first = house.booking(house.place(shift), house.parent(), booked_at=LONG_AGO)
    house.booking(house.place(shift, number=2), house.parent("Ines Costa"), booked_at=LONG_AGO)
    other = house.parent("Kofi Okafor", family=first.person.family)
    hand_over(first, other, other, nursery=house.nursery, now=TWO_DAYS_BEFORE + MINUTE)
    assert reminded(house, TWO_DAYS_BEFORE + 2 * MINUTE, messages.SHIFT_IN_TWO_DAYS) == [("Ines C.", "2026-10-07")]


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ("2026-10-26", "2026-10-24T09:00"),  # the clocks went back between: 10:00 on the wall
        ("2027-03-29", "2027-03-27T08:00"),  # they went forward: 08:00 on the wall
    ],
)
def test_across_a_clock_change_two_days_are_forty_eight_hours(house: House, day: str, utc: str):
    Closure.objects.all().delete()
    booked(house, dt.date.fromisoformat(day))
    moment = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert reminded(house, moment - SECOND, messages.SHIFT_IN_TWO_DAYS) == []
    assert reminded(house, moment, messages.SHIFT_IN_TWO_DAYS) == [("Amara O.", day)]


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ("2026-10-26", "2026-10-19T05:00"),  # 06:00 in summer time, for a shift in winter time
        ("2027-03-29", "2027-03-22T06:00"),
    ],
)
def test_across_a_clock_change_a_week_before_is_its_morning(house: House, day: str, utc: str):
    Closure.objects.all().delete()
    booked(house, dt.date.fromisoformat(day))
    moment = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert reminded(house, moment - SECOND, messages.SHIFT_IN_WEEK) == []
    assert reminded(house, moment, messages.SHIFT_IN_WEEK) == [("Amara O.", day)]


def test_a_week_before_waits_for_the_morning_and_goes_on_that_same_day(house: House):
    booked(house, starts="12:00")
    assert ShiftInWeek.timing == Timing.MORNING
    reminded(house, WEEK_BEFORE, messages.SHIFT_IN_WEEK)
    seven = dt.datetime(2026, 9, 30, 6, 0, tzinfo=dt.UTC)
    assert Message.objects.get(kind=messages.SHIFT_IN_WEEK).send_at == seven


@MOMENTS
def test_it_says_when_what_where_and_what_to_do(house: House, kind: str, moment: dt.datetime):
    booking = booked(house)
    reminded(house, moment, kind)
    letter = letter_to(booking.person, kind, moment)
    assert letter is not None
    assert letter.subject == "Wed 7 Oct, 09:00–13:00: care"
    assert "Wed 7 Oct, 09:00–13:00\n    Care, Bluebell Room" in letter.text
    assert "You need not say why." in letter.text


@MOMENTS
def test_the_clock_asks_one_question_however_many_are_booked(house: House, kind: str, moment: dt.datetime):
    asked: ShiftAhead = {messages.SHIFT_IN_WEEK: ShiftInWeek(), messages.SHIFT_IN_TWO_DAYS: ShiftInTwoDays()}[kind]
    booked(house)
    with CaptureQueriesContext(connection) as few:
        assert len(list(asked.due(house.nursery, moment))) == 1
    for number in range(5):
        booked(house, starts=f"0{number}:00")
    later = moment if kind == messages.SHIFT_IN_WEEK else moment - MINUTE
    with CaptureQueriesContext(connection) as many:
        assert len(list(asked.due(house.nursery, later))) >= 5
    assert len(few) == len(many) == 1


def test_a_batch_is_put_in_words_by_two_questions(house: House):
    kind = ShiftInTwoDays()
    for number in range(6):
        booked(house, starts=f"0{number}:00")
    reminded(house, TWO_DAYS_BEFORE - MINUTE, kind.name)
    batch = list(Message.objects.filter(kind=kind.name).select_related("person__account", "nursery"))
    with CaptureQueriesContext(connection) as asked:
        words = kind.contexts(batch, TWO_DAYS_BEFORE)
    assert len(words) == 6
    assert None not in words
    assert len(asked) == 2


def test_whoever_booked_in_the_product_is_reminded(house: House):
    booking = book_place(house.place(house.shift(DAY)), house.parent(), nursery=house.nursery, now=LONG_AGO)
    assert reminded(house, TWO_DAYS_BEFORE, messages.SHIFT_IN_TWO_DAYS) == [(booking.person.short_name, "2026-10-07")]
