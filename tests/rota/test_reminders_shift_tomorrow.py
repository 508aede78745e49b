"""The day-before reminder: at 18:00 on the nursery's clock, or at once for whoever books after that."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from nursery.models import Closure, Nursery
from reminders.actions import plan_messages
from reminders.models import Message, MessageStatus
from rota import messages
from rota.actions.booking import book_place
from rota.models import Booking, CoverRequest, Shift, ShiftStatus
from rota.queries.coming import evening_before
from rota.reminders.shift import ShiftTomorrow
from tests.builders import NOW, House
from tests.rota.letters import letter_to

DAY = dt.date(2026, 10, 7)  # a Wednesday
EVENING = dt.datetime(2026, 10, 6, 17, 0, tzinfo=dt.UTC)  # 18:00 in London
SECOND = dt.timedelta(seconds=1)


def booked(house: House, day: dt.date = DAY, **fields) -> Booking:
    return house.booking(house.place(house.shift(day)), house.parent(), **fields)


def move(shift: Shift, day: dt.date, house: House) -> None:
    shift.date = day
    shift.status = ShiftStatus.MOVED
    shift.set_instants(house.nursery.zone).save()


def reminded(house: House, now: dt.datetime) -> list[tuple[str, str]]:
    """Who would be told of which day, once the clock has asked."""
    plan_messages(house.nursery, now)
    waiting = Message.objects.filter(kind=messages.SHIFT_TOMORROW).order_by("pk")
    return [(m.person.short_name, m.occasion) for m in waiting]


def test_at_six_the_evening_before(house: House):
    booked(house)
    assert reminded(house, EVENING - SECOND) == []
    assert reminded(house, EVENING) == [("Amara O.", "2026-10-07")]
    assert Message.objects.get(kind=messages.SHIFT_TOMORROW).due_at == EVENING


def test_once_however_often_the_clock_asks(house: House):
    booked(house)
    for minutes in range(5):
        reminded(house, EVENING + minutes * dt.timedelta(minutes=1))
    assert Message.objects.count() == 1


def test_booked_after_six_it_comes_at_once(house: House):
    late = EVENING + dt.timedelta(hours=2)
    assert reminded(house, EVENING) == []
    booking = book_place(house.place(house.shift(DAY)), house.parent(), nursery=house.nursery, now=late)
    assert reminded(house, late + SECOND) == [("Amara O.", "2026-10-07")]
    assert Message.objects.get(kind=messages.SHIFT_TOMORROW, subject=booking.public_id).due_at == late


def test_booked_on_the_day_itself_it_comes_at_once(house: House):
    morning = dt.datetime(2026, 10, 7, 6, 0, tzinfo=dt.UTC)
    booked(house, booked_at=morning)
    assert reminded(house, morning) == [("Amara O.", "2026-10-07")]


def test_a_shift_that_has_begun_reminds_nobody(house: House):
    booking = booked(house)
    assert reminded(house, booking.shift.starts_at) == []


@pytest.mark.parametrize("status", ["cancelled", "cancelled_late", "worked", "missed"])
def test_only_somebody_who_is_still_to_come_is_reminded(house: House, status: str):
    booked(house, status=status)
    assert reminded(house, EVENING) == []


def test_a_cancelled_shift_reminds_nobody(house: House):
    booking = booked(house)
    Shift.objects.filter(pk=booking.shift_id).update(status=ShiftStatus.CANCELLED)
    assert reminded(house, EVENING) == []


def test_a_day_that_was_closed_since_reminds_nobody(house: House):
    booked(house)
    Closure.objects.create(nursery=house.nursery, term=house.term, starts=DAY, ends=DAY, name="Burst pipe")
    assert reminded(house, EVENING) == []


def test_a_moved_shift_reminds_at_its_new_day(house: House):
    booking = booked(house)
    move(booking.shift, DAY + dt.timedelta(days=1), house)
    assert reminded(house, EVENING) == []
    assert reminded(house, EVENING + dt.timedelta(days=1)) == [("Amara O.", "2026-10-08")]


def test_moved_after_its_reminder_it_reminds_again(house: House):
    booking = booked(house)
    reminded(house, EVENING)
    move(booking.shift, DAY + dt.timedelta(days=1), house)
    assert reminded(house, EVENING + dt.timedelta(days=1)) == [
        ("Amara O.", "2026-10-07"),
        ("Amara O.", "2026-10-08"),
    ]


def test_cancelled_between_the_plan_and_the_send_it_says_nothing(house: House):
    booking = booked(house)
    reminded(house, EVENING)
    Shift.objects.filter(pk=booking.shift_id).update(status=ShiftStatus.CANCELLED)
    assert letter_to(booking.person, messages.SHIFT_TOMORROW, EVENING) is None


def test_moved_between_the_plan_and_the_send_it_says_nothing_of_the_old_day(house: House):
    booking = booked(house)
    reminded(house, EVENING)
    move(booking.shift, DAY + dt.timedelta(days=1), house)
    assert letter_to(booking.person, messages.SHIFT_TOMORROW, EVENING) is None


def test_passed_on_between_the_plan_and_the_send_it_says_nothing(house: House):
    booking = booked(house)
    reminded(house, EVENING)
    Booking.objects.filter(pk=booking.pk).update(status="cancelled")
    assert letter_to(booking.person, messages.SHIFT_TOMORROW, EVENING) is None


def test_dropped_and_then_put_back_on_it_reminds_after_all(house: House):
    booking = booked(house)
    reminded(house, EVENING)
    Message.objects.update(status=MessageStatus.DROPPED)
    plan_messages(house.nursery, EVENING + SECOND)
    assert Message.objects.get().status == MessageStatus.WAITING
    assert letter_to(booking.person, messages.SHIFT_TOMORROW, EVENING) is not None


def test_it_says_when_what_where_and_how_to_find_cover(house: House):
    booking = booked(house)
    reminded(house, EVENING)
    letter = letter_to(booking.person, messages.SHIFT_TOMORROW, EVENING)
    assert letter is not None
    assert letter.subject == "Tomorrow, Wed 7 Oct, 09:00–13:00: care"
    assert "Hello Amara," in letter.text
    assert "Tomorrow, Wed 7 Oct, 09:00–13:00\n    Care, Bluebell Room" in letter.text
    assert "ask for cover" in letter.text
    assert booking.place is not None
    link = f"http://localhost:8000/bluebell/rota/?day=2026-10-07#place-{booking.place.public_id}"
    assert link in letter.text
    assert f'href="{link}"' in letter.html
    assert "Okafor" not in letter.text + letter.html


def test_whoever_has_asked_for_cover_reads_that_it_is_still_theirs(house: House):
    booking = booked(house)
    CoverRequest.objects.create(nursery=house.nursery, booking=booking, asked_at=NOW)
    reminded(house, EVENING)
    letter = letter_to(booking.person, messages.SHIFT_TOMORROW, EVENING)
    assert letter is not None
    assert "nobody has been approved yet" in letter.text


def test_on_the_day_it_says_today(house: House):
    booking = booked(house)
    reminded(house, EVENING)
    morning = dt.datetime(2026, 10, 7, 6, 0, tzinfo=dt.UTC)
    letter = letter_to(booking.person, messages.SHIFT_TOMORROW, morning)
    assert letter is not None
    assert letter.subject == "Today, Wed 7 Oct, 09:00–13:00: care"


def test_paid_staff_are_reminded_as_parents_are(house: House):
    house.booking(house.place(house.shift(DAY, paid=1), "paid"), house.staff())
    assert reminded(house, EVENING) == [("Marta Z.", "2026-10-07")]


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ("2026-10-25", "2026-10-24T17:00"),  # the last evening of summer time
        ("2026-10-26", "2026-10-25T18:00"),  # the clocks went back that morning
        ("2027-03-28", "2027-03-27T18:00"),  # the last evening of winter time
        ("2027-03-29", "2027-03-28T17:00"),  # the clocks went forward that morning
    ],
)
def test_across_a_clock_change_it_is_six_by_the_nurserys_clock(house: House, day: str, utc: str):
    booked(house, dt.date.fromisoformat(day))
    Closure.objects.all().delete()
    evening = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert reminded(house, evening - SECOND) == []
    assert reminded(house, evening) == [("Amara O.", day)]


def test_another_time_zone_has_its_own_evening(house: House):
    house.nursery.timezone = "Pacific/Auckland"
    house.nursery.save()
    booked(house)
    evening = dt.datetime(2026, 10, 6, 5, 0, tzinfo=dt.UTC)
    assert reminded(house, evening - SECOND) == []
    assert reminded(house, evening) == [("Amara O.", "2026-10-07")]


def test_the_clock_asks_one_question_however_many_are_booked(house: House):
    kind = ShiftTomorrow()
    booked(house)
    with CaptureQueriesContext(connection) as few:
        assert len(list(kind.due(house.nursery, EVENING))) == 1
    for number in range(12):
        shift = house.shift(DAY, starts=f"{number + 7:02}:00", ends=f"{number + 7:02}:30", parents=2)
        house.booking(house.place(shift, number=1), house.parent(f"Ines {number} Costa"))
    with CaptureQueriesContext(connection) as many:
        assert len(list(kind.due(house.nursery, EVENING))) == 13
    assert len(few) == len(many) == 1


@given(
    day=st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)),
    zone=st.sampled_from(["Europe/London", "Pacific/Auckland", "America/New_York", "Asia/Kolkata", "UTC"]),
)
def test_the_evening_is_six_on_the_wall_the_day_before(day: dt.date, zone: str):
    nursery = Nursery(timezone=zone)
    local = evening_before(day, nursery).astimezone(nursery.zone)
    assert (local.date(), local.hour, local.minute) == (day - dt.timedelta(days=1), 18, 0)
