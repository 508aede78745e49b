"""Quiet hours and the morning, on the wall's clock, when the clocks change and where they change at midnight."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.models import Timing
from reminders.rules.timing import USUAL, Quiet, moment_to_send, moment_to_send_still

LONDON, KATHMANDU = ZoneInfo("Europe/London"), ZoneInfo("Asia/Kathmandu")
SANTIAGO = ZoneInfo("America/Santiago")  # 6 September 2026 begins at 01:00; 3 April 2027 has its last hour twice
AZORES = ZoneInfo("Atlantic/Azores")  # 25 October 2026 has its first hour twice
ZONES = [
    "Europe/London",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Atlantic/Azores",
]
MINUTE = dt.timedelta(minutes=1)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def send_at(
    due_at: dt.datetime,
    zone: ZoneInfo,
    *,
    quiet: Quiet = USUAL,
    timing: Timing = Timing.AT_ONCE,
    urgent: bool = False,
) -> dt.datetime:
    return moment_to_send(due_at, timing=timing, quiet=quiet, urgent=urgent, zone=zone)


@pytest.mark.parametrize(
    ("zone", "begin", "end"),
    [
        pytest.param(LONDON, "2026-10-24T20:00", "2026-10-25T07:00", id="London, the clocks go back: eleven hours"),
        pytest.param(LONDON, "2026-10-25T21:00", "2026-10-26T07:00", id="London, the night after"),
        pytest.param(LONDON, "2027-03-27T21:00", "2027-03-28T06:00", id="London, the clocks go forward: nine hours"),
        pytest.param(LONDON, "2027-03-28T20:00", "2027-03-29T06:00", id="London, the night after that"),
        pytest.param(SANTIAGO, "2026-09-06T01:00", "2026-09-06T10:00", id="Santiago, the day begins at one"),
        pytest.param(SANTIAGO, "2027-04-04T00:00", "2027-04-04T11:00", id="Santiago, eleven o'clock comes twice"),
        pytest.param(KATHMANDU, "2026-10-06T15:15", "2026-10-07T01:15", id="Kathmandu, three quarters of an hour off"),
    ],
)
def test_a_night_lasts_from_nine_to_seven_on_the_wall(zone: ZoneInfo, begin: str, end: str):
    begins, ends = utc(begin), utc(end)
    assert send_at(begins - MINUTE, zone) == begins - MINUTE
    for moment in (begins, begins + (ends - begins) / 2, ends - MINUTE):
        assert send_at(moment, zone) == ends
    assert send_at(ends, zone) == ends


@pytest.mark.parametrize(
    ("zone", "quiet", "moment", "until"),
    [
        # Quiet until half past one, which the clock skips: by the offset before, and so at half past two.
        (LONDON, Quiet(dt.time(21), dt.time(1, 30)), "2027-03-28T00:59", "2027-03-28T01:30"),
        # Quiet until half past one, which comes twice: the first of the two is enough.
        (LONDON, Quiet(dt.time(21), dt.time(1, 30)), "2026-10-25T00:29", "2026-10-25T00:30"),
        (LONDON, Quiet(dt.time(21), dt.time(1, 30)), "2026-10-25T01:29", None),
        # An hour that comes twice is quiet twice.
        (LONDON, Quiet(dt.time(1), dt.time(3)), "2026-10-25T00:00", "2026-10-25T03:00"),
        (LONDON, Quiet(dt.time(1), dt.time(3)), "2026-10-25T01:59", "2026-10-25T03:00"),
        # From midnight on, on a day that begins at one; and where midnight comes twice.
        (SANTIAGO, Quiet(dt.time(0), dt.time(7)), "2026-09-06T03:59", None),
        (SANTIAGO, Quiet(dt.time(0), dt.time(7)), "2026-09-06T04:00", "2026-09-06T10:00"),
        (AZORES, Quiet(dt.time(0), dt.time(7)), "2026-10-24T23:59", None),
        (AZORES, Quiet(dt.time(0), dt.time(7)), "2026-10-25T00:00", "2026-10-25T08:00"),
        (AZORES, Quiet(dt.time(0), dt.time(7)), "2026-10-25T01:30", "2026-10-25T08:00"),
        # Until midnight: the day that follows begins late.
        (SANTIAGO, Quiet(dt.time(20), dt.time(0)), "2026-09-06T03:59", "2026-09-06T04:00"),
    ],
)
def test_an_end_that_the_clock_skips_or_repeats(zone: ZoneInfo, quiet: Quiet, moment: str, until: str | None):
    assert quiet.until(utc(moment), zone) == (utc(until) if until else None)


@pytest.mark.parametrize(
    ("zone", "due", "morning"),
    [
        (LONDON, "2026-10-24T06:01", "2026-10-25T07:00"),
        (LONDON, "2026-10-25T06:00", "2026-10-25T07:00"),
        (LONDON, "2027-03-28T05:00", "2027-03-28T06:00"),
        (LONDON, "2027-03-28T06:01", "2027-03-29T06:00"),
        (SANTIAGO, "2026-09-06T09:00", "2026-09-06T10:00"),
        (KATHMANDU, "2026-10-07T00:15", "2026-10-07T01:15"),
    ],
)
def test_what_waits_for_the_morning_goes_at_seven_on_the_wall(zone: ZoneInfo, due: str, morning: str):
    assert send_at(utc(due), zone, timing=Timing.MORNING) == utc(morning)


def test_an_urgent_one_passes_only_where_the_person_lets_it():
    night = utc("2026-10-24T23:00")
    assert send_at(night, LONDON, urgent=True) == utc("2026-10-25T07:00")
    assert send_at(night, LONDON, urgent=True, quiet=Quiet(call_outs_pass=True)) == night


def test_what_was_due_before_the_night_and_is_found_in_it_waits_for_its_end():
    due, found = utc("2026-10-24T17:00"), utc("2026-10-24T23:00")

    def goes(now: dt.datetime) -> dt.datetime:
        return moment_to_send_still(due, now, timing=Timing.AT_ONCE, quiet=USUAL, urgent=False, zone=LONDON)

    assert goes(found) == utc("2026-10-25T07:00")
    assert goes(due) == due


@given(
    minutes=st.integers(0, 2 * 366 * 24 * 60),
    zone=st.sampled_from(ZONES),
    starts=st.times(),
    ends=st.times(),
    timing=st.sampled_from(Timing),
)
def test_never_earlier_than_due_never_in_quiet_hours_and_never_more_than_a_day_and_an_hour_late(
    minutes: int, zone: str, starts: dt.time, ends: dt.time, timing: Timing
):
    moment = utc("2026-01-01") + minutes * MINUTE
    quiet = Quiet(starts.replace(microsecond=0), ends.replace(microsecond=0))
    goes = send_at(moment, ZoneInfo(zone), quiet=quiet, timing=timing)
    assert moment <= goes <= moment + dt.timedelta(hours=25)
    assert quiet.until(goes, ZoneInfo(zone)) is None
