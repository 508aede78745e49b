"""The kinds that the clock plans: where clocks change, where a nursery changes its time zone, and where a server's
clock is wrong."""

import datetime as dt

import pytest

from accounts.models import Clearance
from nursery.models import Closure, Nursery
from reminders.actions import plan_everything, to_be_sent
from reminders.models import LookedAt, Message
from rota import messages
from rota.models import Booking, Shift
from tests.builders import House

MINUTE, HOUR, DAY, WEEK = (dt.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days", "weeks"))
LONG_AGO = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def in_zone(house: House, zone: str) -> None:
    """The nursery is there from now on, and its shifts keep their times on the wall."""
    Nursery.objects.filter(pk=house.nursery.pk).update(timezone=zone)
    house.nursery.timezone = zone
    for shift in Shift.objects.all():
        shift.set_instants(house.nursery.zone).save()


def booked(house: House, day: str) -> Booking:
    Closure.objects.all().delete()
    shift = house.shift(dt.date.fromisoformat(day))
    return house.booking(house.place(shift), house.parent(), booked_at=LONG_AGO)


def told(kind: str | None = None) -> list[Message]:
    found = Message.objects.order_by("pk")
    return list(found if kind is None else found.filter(kind=kind))


def sweep(*moments: dt.datetime) -> None:
    for moment in moments:
        plan_everything(moment, seconds=60)


WALL = {
    messages.SHIFT_IN_WEEK: "a week before, at six",
    messages.SHIFT_IN_TWO_DAYS: "48 hours before",
    messages.SHIFT_TOMORROW: "the evening before, at six",
}


@pytest.mark.parametrize(
    ("zone", "day", "week", "two_days", "evening"),
    [
        # London, the days on which the clocks change, and the days after.
        ("Europe/London", "2026-10-25", "2026-10-18T05:00", "2026-10-23T09:00", "2026-10-24T17:00"),
        ("Europe/London", "2026-10-26", "2026-10-19T05:00", "2026-10-24T09:00", "2026-10-25T18:00"),
        ("Europe/London", "2027-03-28", "2027-03-21T06:00", "2027-03-26T08:00", "2027-03-27T18:00"),
        ("Europe/London", "2027-03-29", "2027-03-22T06:00", "2027-03-27T08:00", "2027-03-28T17:00"),
        # Santiago, where the day of the change begins at one, or the day before it ends twice.
        ("America/Santiago", "2026-09-06", "2026-08-30T10:00", "2026-09-04T12:00", "2026-09-05T22:00"),
        ("America/Santiago", "2026-09-07", "2026-08-31T10:00", "2026-09-05T12:00", "2026-09-06T21:00"),
        ("America/Santiago", "2027-04-04", "2027-03-28T09:00", "2027-04-02T13:00", "2027-04-03T21:00"),
        # No whole hour, and a change of half an hour.
        ("Asia/Kathmandu", "2026-10-07", "2026-09-30T00:15", "2026-10-05T03:15", "2026-10-06T12:15"),
        ("Australia/Lord_Howe", "2026-10-05", "2026-09-27T19:30", "2026-10-02T22:00", "2026-10-04T07:00"),
    ],
)
def test_each_reminder_of_a_turn_comes_at_its_moment_and_once(
    house: House, zone: str, day: str, week: str, two_days: str, evening: str
):
    in_zone(house, zone)
    booked(house, day)
    moments = dict(zip(WALL, map(utc, (week, two_days, evening)), strict=True))
    for kind, moment in moments.items():
        sweep(moment - MINUTE)
        assert told(kind) == [], WALL[kind]
        sweep(moment, moment + MINUTE, moment + HOUR)
        assert [message.due_at for message in told(kind)] == [moment], WALL[kind]
    sweep(*(moments[messages.SHIFT_TOMORROW] + n * 5 * HOUR for n in range(1, 8)))
    assert [message.kind for message in told() if message.kind in WALL] == list(WALL)


@pytest.mark.parametrize(
    ("zone", "today", "six", "seven"),
    [
        ("Europe/London", "2026-10-25", "2026-10-25T06:00", "2026-10-25T07:00"),
        ("Europe/London", "2027-03-28", "2027-03-28T05:00", "2027-03-28T06:00"),
        ("America/Santiago", "2026-09-06", "2026-09-06T09:00", "2026-09-06T10:00"),
        ("Asia/Kathmandu", "2026-10-07", "2026-10-07T00:15", "2026-10-07T01:15"),
    ],
)
def test_what_the_morning_brings_comes_at_seven_on_the_day_of_a_change_and_once(
    house: House, zone: str, today: str, six: str, seven: str
):
    """The manager's open places, a thank-you, a clearance that ends in a week: looked for at six."""
    day = dt.date.fromisoformat(today)
    in_zone(house, zone)
    helen = house.manager()
    yesterday = booked(house, (day - DAY).isoformat())
    Booking.objects.filter(pk=yesterday.pk).update(status="worked", confirmed=True)
    house.shift(day)
    Clearance.objects.filter(person=yesterday.person, kind="pfa").update(ends=day + WEEK)
    sweep(utc(six) - MINUTE)
    assert told() == []
    sweep(utc(six), utc(six) + MINUTE, utc(seven), utc(seven) + 6 * HOUR)
    assert sorted((message.kind, message.person.name) for message in told()) == [
        (messages.CLEARANCE_ENDING, yesterday.person.name),
        (messages.CLEARANCE_ENDING, helen.name),
        (messages.THANK_YOU, yesterday.person.name),
        (messages.UNFILLED_DIGEST, helen.name),
    ]
    assert {message.send_at for message in told()} == {utc(seven)}


@pytest.mark.parametrize("to", ["Pacific/Auckland", "America/Santiago"])
@pytest.mark.parametrize("changed", ["2026-09-30T12:00", "2026-10-05T12:00", "2026-10-06T12:00"])
def test_a_nursery_whose_time_zone_is_changed_meanwhile_reminds_of_a_turn_once_by_its_new_clock(
    house: House, to: str, changed: str
):
    booking = booked(house, "2026-10-07")
    moment = utc("2026-09-29T00:00")
    while moment < utc("2026-10-08T00:00"):
        if moment == utc(changed):
            in_zone(house, to)
        sweep(moment)
        moment += 3 * HOUR
    kinds = [message.kind for message in told()]
    assert sorted(kinds) == sorted(set(kinds))
    assert messages.SHIFT_TOMORROW in kinds
    [evening] = told(messages.SHIFT_TOMORROW)
    booking.shift.refresh_from_db()
    assert evening.send_at < booking.shift.starts_at


def told_in_a_week(house: House, *, wrong_by: dt.timedelta | None = None) -> set[tuple[str, ...]]:
    """Who is told of what, swept every six hours; in the middle of it the server's clock may be `wrong_by` so much for
    two sweeps."""
    Message.objects.all().delete()
    LookedAt.objects.all().delete()
    begins = utc("2026-09-30T00:00")
    for number in range(7 * 4):
        sweep(begins + number * 6 * HOUR)
        if wrong_by is not None and number == 9:
            sweep(*(begins + wrong_by + later * 6 * HOUR for later in (9, 10)))
    return {(message.kind, message.person.name, message.subject, message.occasion) for message in told()}


@pytest.mark.parametrize(
    "wrong_by",
    [
        pytest.param(DAY, id="a day ahead"),
        pytest.param(-DAY, id="a day behind"),
        pytest.param(400 * DAY, id="a year ahead"),
        pytest.param(-400 * DAY, id="a year behind"),
    ],
)
def test_a_clock_that_was_wrong_for_a_while_loses_nothing_and_says_nothing_that_it_would_not_have(
    house: House, wrong_by: dt.timedelta
):
    house.manager()
    for day in ("2026-10-02", "2026-10-04", "2026-10-06"):
        booked(house, day)
    house.shift(dt.date(2026, 10, 5))
    assert told_in_a_week(house, wrong_by=wrong_by) == told_in_a_week(house)


def test_after_days_without_a_worker_only_what_is_still_ahead_is_said(house: House):
    """Nothing of turns that are over, of mornings that are over, or of places that were open then."""
    house.manager()
    for number in range(12):
        booked(house, (dt.date(2026, 10, 1) + number * DAY).isoformat())
    house.shift(dt.date(2026, 10, 4))
    first, back = utc("2026-09-30T05:00"), utc("2026-10-10T09:00")
    sweep(first)  # planned for this morning; then everything stands still
    assert len(told(messages.SHIFT_IN_WEEK)) == 6
    sweep(back)
    said = [(message.kind, message.occasion) for message, _letter in to_be_sent(house.nursery, back)]
    assert sorted(said) == [(messages.SHIFT_IN_TWO_DAYS, day) for day in ("2026-10-11", "2026-10-12")]
