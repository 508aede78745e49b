"""The private feed: what a calendar reads, read back by another library than wrote it."""

import datetime as dt
import re

import icalendar
import pytest
import time_machine
from django.test import Client

from nursery.scope import nursery_scope
from rota.actions.feed import make_feed, revoke_feed
from rota.models import BookingStatus, CalendarFeed, ShiftStatus
from tests.builders import NOW, House
from tests.languages import speak
from tests.rota.feeds import a_feed, address, events, fetched, read

pytestmark = pytest.mark.django_db

# The nursery, its scope, the address with its person and nursery, the turns; and the savepoint around the view.
QUERIES = 4 + 2


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_turn_stands_with_its_time_its_place_and_the_way_to_it(house: House):
    me = house.parent()
    place = house.place(house.shift(dt.date(2026, 10, 7), "09:00", "13:00"))
    booking = house.booking(place, me)
    [event] = events(a_feed(house, me))
    assert event.uid.value == f"{booking.public_id}@localhost"
    assert event.summary.value == "Care at Bluebell"
    assert event.location.value == "Bluebell, Bluebell Room"
    assert event.url.value == f"http://localhost:8000/bluebell/rota/places/{place.public_id}/"
    assert event.dtstart.value.isoformat() == "2026-10-07T09:00:00+01:00"
    assert event.dtend.value.isoformat() == "2026-10-07T13:00:00+01:00"
    assert (event.status.value, event.transp.value) == ("CONFIRMED", "OPAQUE")


def test_nobody_elses_name_or_turn_is_in_it(house: House):
    me, other = house.parent(), house.parent("Tomasz Nowak")
    shift = house.shift(parents=2)
    house.booking(house.place(shift, number=1), me)
    house.booking(house.place(shift, number=2), other)
    feed = a_feed(house, me)
    assert len(events(feed)) == 1
    assert "Tomasz" not in fetched(feed).content.decode()


@pytest.mark.parametrize(
    ("day", "starts_utc", "offset"),
    [
        (dt.date(2026, 10, 24), 8, 1),
        (dt.date(2026, 10, 25), 9, 0),  # the day on which the clocks go back
        (dt.date(2027, 3, 27), 9, 0),
        (dt.date(2027, 3, 28), 8, 1),  # the day on which they go forward
    ],
)
def test_nine_in_the_morning_is_nine_on_either_side_of_a_clock_change(
    house: House, day: dt.date, starts_utc: int, offset: int
):
    me = house.parent()
    shift = house.shift(day)
    house.booking(house.place(shift), me)
    [event] = events(a_feed(house, me))
    seen = event.dtstart.value
    assert (seen.hour, seen.utcoffset()) == (9, dt.timedelta(hours=offset))
    assert seen.astimezone(dt.UTC) == dt.datetime(day.year, day.month, day.day, starts_utc, tzinfo=dt.UTC)
    assert seen == shift.starts_at


def test_a_turn_across_the_clock_change_keeps_its_wall_clock_and_its_length(house: House):
    me = house.parent()
    shift = house.shift(dt.date(2026, 10, 25), "00:30", "03:30")
    house.booking(house.place(shift), me)
    [event] = events(a_feed(house, me))
    assert (event.dtstart.value, event.dtend.value) == (shift.starts_at, shift.ends_at)
    assert event.dtend.value.astimezone(dt.UTC) - event.dtstart.value.astimezone(dt.UTC) == dt.timedelta(hours=4)


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "Asia/Kolkata", "UTC"])
def test_the_rules_of_the_nurserys_zone_are_in_the_file(house: House, zone: str):
    house.nursery.timezone = zone
    house.nursery.save()
    me = house.parent()
    shift = house.shift(dt.date(2026, 10, 25))
    house.booking(house.place(shift), me)
    [event] = events(a_feed(house, me))
    assert event.dtstart.value == shift.starts_at


def test_a_moved_shift_moves_the_same_turn(house: House):
    me = house.parent()
    shift = house.shift()
    house.booking(house.place(shift), me)
    feed = a_feed(house, me)
    [before] = events(feed)
    shift.date, shift.starts, shift.ends = dt.date(2026, 10, 8), dt.time(10), dt.time(12)
    shift.set_instants(house.nursery.zone).save()
    [after] = events(feed)
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.contents["last-modified"][0].value >= before.contents["last-modified"][0].value
    assert after.dtstart.value.isoformat() == "2026-10-08T10:00:00+01:00"


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.CANCELLED_LATE])
def test_a_turn_given_over_is_said_to_be_off(house: House, status: BookingStatus):
    me = house.parent()
    booking = house.booking(house.place(house.shift()), me)
    feed = a_feed(house, me)
    [before] = events(feed)
    booking.status = status
    booking.save()
    [after] = events(feed)
    assert (after.uid.value, after.status.value, after.transp.value) == (before.uid.value, "CANCELLED", "TRANSPARENT")
    assert int(after.sequence.value) > int(before.sequence.value)


def test_a_cancelled_shift_is_said_to_be_off(house: House):
    me = house.parent()
    shift = house.shift()
    house.booking(house.place(shift), me)
    feed = a_feed(house, me)
    shift.status = ShiftStatus.CANCELLED
    shift.save()
    assert [event.status.value for event in events(feed)] == ["CANCELLED"]


def test_what_is_off_is_dropped_after_a_month(house: House):
    me = house.parent()
    booking = house.booking(house.place(house.shift()), me)
    feed = a_feed(house, me)
    booking.status = BookingStatus.CANCELLED
    booking.save()
    booking.refresh_from_db()
    with time_machine.travel(booking.changed_at + dt.timedelta(days=31), tick=False):
        assert events(feed) == []


def test_a_turn_that_was_worked_or_missed_stays_as_it_was(house: House):
    me = house.parent()
    for day, status in ((28, BookingStatus.WORKED), (29, BookingStatus.MISSED)):
        booking = house.booking(house.place(house.shift(dt.date(2026, 9, day))), me)
        booking.status = status
        booking.save()
    found = events(a_feed(house, me))
    assert [(event.status.value, event.sequence.value) for event in found] == [("CONFIRMED", "0")] * 2


def test_whatever_code_saves_a_row_cannot_wind_its_revision_back(house: House):
    shift = house.shift()
    stale = type(shift).objects.get(pk=shift.pk)
    shift.date = dt.date(2026, 10, 8)
    shift.set_instants(house.nursery.zone).save()
    stale.save()  # writes the old day, and the old revision with it
    stale.refresh_from_db()
    assert stale.revision == 2


def test_a_year_back_is_kept_and_no_more(house: House):
    me = house.parent()
    for day in (dt.date(2025, 9, 28), dt.date(2025, 10, 1)):
        house.booking(house.place(house.shift(day)), me)
    assert [event.dtstart.value.date() for event in events(a_feed(house, me))] == [dt.date(2025, 10, 1)]


def test_a_shadow_sees_its_shift(house: House):
    me = house.parent()
    shift = house.shift()
    type(house.booking(house.place(shift), house.parent())).objects.create(
        nursery=house.nursery, shift=shift, kind="parent", person=me, shadow=True, booked_at=NOW
    )
    [event] = events(a_feed(house, me))
    assert event.summary.value == "Care at Bluebell, as a shadow"
    assert event.url.value.endswith(f"/bluebell/rota/shifts/{shift.public_id}/")


def test_an_empty_feed_is_a_calendar_all_the_same(house: House):
    feed = a_feed(house, house.parent())
    assert read(feed).contents["x-wr-calname"][0].value == "Bluebell: my turns"
    assert events(feed) == []


def test_awkward_names_are_escaped_and_long_ones_folded(house: House):
    house.care.name = "Care; cook,\nand \\ clean\r\nBEGIN:VEVENT\x07 " + "ж" * 90
    house.care.save()
    me = house.parent()
    house.booking(house.place(house.shift()), me)
    feed = a_feed(house, me)
    [event] = events(feed)
    assert event.summary.value.startswith("Care; cook,\nand \\ clean \nBEGIN:VEVENT  жж")
    assert event.summary.value.endswith("ж at Bluebell")
    lines = fetched(feed).content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)  # no character is cut in two


def test_the_library_that_made_the_frame_writes_the_same_turns(house: House):
    me = house.parent()
    for day in (7, 8):
        house.booking(house.place(house.shift(dt.date(2026, 10, day))), me)
    body = fetched(a_feed(house, me)).content

    def lines(text: bytes) -> list[bytes]:
        return sorted(re.sub(rb"\r\n[ \t]", b"", text).split(b"\r\n"))

    assert lines(bytes(icalendar.Calendar.from_ical(body).to_ical())) == lines(body)


# --- fetching -----------------------------------------------------------------------------------------------


def test_it_is_a_calendar_that_no_shared_cache_may_keep(house: House):
    response = fetched(a_feed(house, house.parent()))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies


def test_what_has_not_changed_is_not_sent_again(house: House):
    me = house.parent()
    feed = a_feed(house, me)
    first = fetched(feed)
    with time_machine.travel(NOW + dt.timedelta(hours=3), tick=False):
        by_tag = fetched(feed, If_None_Match=first["ETag"])
        by_date = fetched(feed, If_Modified_Since=first["Last-Modified"])
        assert (by_tag.status_code, by_date.status_code) == (304, 304)
        assert by_tag.content == b""
        house.booking(house.place(house.shift()), me)
        assert fetched(feed, If_None_Match=first["ETag"]).status_code == 200
        assert fetched(feed, If_Modified_Since=first["Last-Modified"]).status_code == 200


def test_a_turn_that_vanished_counts_as_a_change_too(house: House):
    me = house.parent()
    booking = house.booking(house.place(house.shift()), me)
    feed = a_feed(house, me)
    first = fetched(feed)
    booking.delete()
    with time_machine.travel(NOW + dt.timedelta(minutes=1), tick=False):
        assert fetched(feed, If_Modified_Since=first["Last-Modified"]).status_code == 200


def test_the_language_of_whoever_asks_changes_nothing(house: House):
    feed = a_feed(house, house.parent())
    assert fetched(feed, Accept_Language="fr")["ETag"] == fetched(feed, Accept_Language="de")["ETag"]


def test_turns_are_in_the_language_of_whose_they_are(house: House, settings, tmp_path):
    speak(settings, tmp_path / "locale")
    marta = house.parent("Marta Zielińska", language="pl")
    house.booking(house.place(house.shift()), marta)
    assert [event.summary.value for event in events(a_feed(house, marta))] == ["Care w Bluebell"]


def test_asking_for_the_head_sends_no_body(house: House):
    response = Client().head(address(a_feed(house, house.parent())))
    assert (response.status_code, response.content) == (200, b"")


def test_a_feed_is_only_read(house: House):
    assert Client().post(address(a_feed(house, house.parent()))).status_code == 405


def test_a_revoked_address_says_that_it_is_off(house: House):
    me = house.parent()
    feed = a_feed(house, me)
    revoke_feed(me, me, nursery=house.nursery, now=NOW)
    response = fetched(feed)
    assert response.status_code == 410
    assert response.content.decode().startswith("This calendar address is switched off.")


def test_a_new_address_stops_the_old_one(house: House):
    me = house.parent()
    old, new = a_feed(house, me), a_feed(house, me)
    assert (fetched(old).status_code, fetched(new).status_code) == (410, 200)


def test_who_has_left_reads_nothing_more(house: House):
    me = house.parent(left=dt.date(2026, 9, 29))
    assert fetched(a_feed(house, me)).status_code == 410


def test_an_address_that_was_never_made_is_not_found(house: House):
    feed = a_feed(house, house.parent())
    assert Client().get(address(feed).replace(feed.token, "x" * 43)).status_code == 404
    assert Client().get(address(feed).replace("bluebell", "nowhere")).status_code == 404


def test_a_token_opens_nothing_under_another_nurserys_name(house: House, other_house: House):
    feed = a_feed(house, house.parent())
    assert Client().get(address(feed).replace("bluebell", "foxglove")).status_code == 404


def test_that_a_calendar_came_by_is_noted_about_hourly(house: House):
    feed = a_feed(house, house.parent())
    for minutes, noted in ((0, 0), (59, 0), (61, 61)):
        with time_machine.travel(NOW + dt.timedelta(minutes=minutes), tick=False):
            fetched(feed)
        assert CalendarFeed.objects.get(pk=feed.pk).last_read_at == NOW + dt.timedelta(minutes=noted)


@pytest.mark.parametrize("turns", [1, 60])
def test_the_number_of_queries_does_not_grow_with_the_turns(house: House, django_assert_num_queries, turns: int):
    me = house.parent()
    for number in range(turns):
        house.booking(house.place(house.shift(dt.date(2026, 10, 1) + dt.timedelta(days=number))), me)
    feed = a_feed(house, me)
    fetched(feed)
    with django_assert_num_queries(QUERIES):
        fetched(feed)


# --- the nursery's ------------------------------------------------------------------------------------------


def test_the_nurserys_feed_counts_open_places_and_names_nobody(house: House):
    shift = house.shift(paid=1, parents=2)
    house.booking(house.place(shift, "parent", 1), house.parent("Tomasz Nowak"))
    house.booking(house.place(house.shift(dt.date(2026, 10, 8))), house.parent("Grace Brown"))  # full
    house.shift(dt.date(2026, 10, 9), status=ShiftStatus.CANCELLED)
    house.shift(dt.date(2026, 9, 29))  # over
    feed = a_feed(house, None, house.manager())
    [event] = events(feed)
    assert event.summary.value == "Care at Bluebell: 2 places open"
    assert event.uid.value == f"open-{shift.public_id}@localhost"
    assert event.transp.value == "TRANSPARENT"
    assert "Tomasz" not in fetched(feed).content.decode()


def test_the_count_follows_the_bookings(house: House):
    shift = house.shift(parents=2)
    feed = a_feed(house, None, house.manager())
    house.booking(house.place(shift), house.parent())
    assert [event.summary.value for event in events(feed)] == ["Care at Bluebell: 1 place open"]


def test_two_nurseries_have_a_feed_each(house: House, other_house: House):
    mine = a_feed(house, None, house.manager())
    with nursery_scope(other_house.nursery):
        by = other_house.manager()
        theirs = make_feed(None, by, nursery=other_house.nursery, now=NOW)
    assert (fetched(mine).status_code, fetched(theirs).status_code) == (200, 200)
