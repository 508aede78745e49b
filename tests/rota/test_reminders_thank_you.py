"""Thank you, once, the morning after."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import RoleKind
from reminders.actions import plan_messages
from reminders.models import Message
from rota import messages
from rota.models import Booking, BookingStatus, Break
from rota.reminders.thanks import ThankYou
from tests.builders import TODAY, House
from tests.rota.letters import letter_to

SIX = dt.datetime(2026, 9, 30, 5, 0, tzinfo=dt.UTC)  # 06:00 in London
SEVEN = dt.datetime(2026, 9, 30, 6, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def worked(house: House, person, day: dt.date = TODAY - DAY, kind: str = "parent", **fields) -> Booking:
    shift = house.shift(day, paid=1)
    values = {"status": BookingStatus.WORKED, "confirmed": True} | fields
    return house.booking(house.place(shift, kind), person, **values)


def thanked(house: House, now: dt.datetime = SIX) -> list[str]:
    plan_messages(house.nursery, now)
    return [m.person.short_name for m in Message.objects.filter(kind=messages.THANK_YOU).order_by("pk")]


def test_the_next_morning_once(house: House):
    amara = house.parent()
    worked(house, amara)
    assert thanked(house) == ["Amara O."]
    assert thanked(house, SIX + DAY) == ["Amara O."]
    assert Message.objects.get().send_at == SEVEN
    letter = letter_to(amara, messages.THANK_YOU, SEVEN)
    assert letter is not None
    assert letter.subject == "Thank you for Tue 29 Sep, 09:00–13:00, care"
    assert "You gave 4 hours for care." in letter.text


def test_the_hours_are_those_really_there(house: House):
    amara = house.parent()
    booking = worked(house, amara)
    booking.there_from = booking.shift.starts_at + HOUR
    booking.save()
    Break.objects.create(
        nursery=house.nursery,
        booking=booking,
        starts_at=booking.shift.starts_at + 2 * HOUR,
        ends_at=booking.shift.starts_at + 2.5 * HOUR,
    )
    thanked(house)
    letter = letter_to(amara, messages.THANK_YOU, SEVEN)
    assert letter is not None
    assert "You gave 2.5 hours for care." in letter.text


def test_marked_on_monday_friday_is_still_thanked_for(house: House):
    monday = dt.datetime(2026, 10, 6, 5, 0, tzinfo=dt.UTC)  # the morning after it was marked
    worked(house, house.parent(), dt.date(2026, 10, 2))
    assert thanked(house, monday) == ["Amara O."]


def test_what_was_long_ago_is_left_alone(house: House):
    worked(house, house.parent(), TODAY - 5 * DAY)
    assert thanked(house) == []


@pytest.mark.parametrize("status", [BookingStatus.BOOKED, BookingStatus.MISSED, BookingStatus.CANCELLED])
def test_only_who_is_down_as_having_come(house: House, status: str):
    worked(house, house.parent(), status=status, confirmed=False)
    assert thanked(house) == []


def test_a_mark_taken_back_overnight_is_not_thanked_for(house: House):
    amara = house.parent()
    booking = worked(house, amara)
    thanked(house)
    Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.BOOKED, confirmed=False)
    assert letter_to(amara, messages.THANK_YOU, SEVEN) is None


def test_paid_people_are_thanked_for_their_turns_as_a_parent(house: House):
    worked(house, house.staff(), kind="paid")
    worked(house, house.staff("Ewa Nowak"), TODAY - 2 * DAY)
    both = house.person("Linh Tran", RoleKind.PARENT, RoleKind.STAFF)
    worked(house, both, TODAY - 3 * DAY, kind="paid")
    worked(house, both, TODAY - 4 * DAY)
    assert thanked(house) == ["Linh T."]


def test_one_query_however_many_came(house: House):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(ThankYou().due(house.nursery, SIX))
        return len(asked)

    worked(house, house.parent())
    assert queries() == 1
    for number in range(4):
        worked(house, house.parent(f"Tomasz N{number}"))
    assert queries() == 1
