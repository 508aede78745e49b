"""Which nurseries are asked, and how often: daily kinds once a day on each nursery's own clock."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.actions import plan_everything, plan_messages
from reminders.models import Message
from tests.builders import House
from tests.reminders import daily_kinds
from tests.reminders.daily_kinds import ASKED, Named

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _daily(settings) -> None:
    settings.REMINDER_KINDS = ["tests.reminders.daily_kinds"]
    ASKED.clear()
    Named.where = set()


def at(text: str) -> dt.datetime:
    """A moment of UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def asked(moment: dt.datetime) -> list[str]:
    """The nurseries in which the daily kind is asked at `moment`."""
    ASKED.clear()
    plan_everything(moment, seconds=30)
    return sorted(slug for name, slug in ASKED if name == daily_kinds.Morning.name)


def test_a_daily_kind_is_asked_once_a_day_from_its_hour_on(house: House, people):
    # British Summer Time: six o'clock is five by UTC.
    assert asked(at("2026-09-30 04:59")) == []
    assert asked(at("2026-09-30 05:00")) == ["bluebell"]
    assert asked(at("2026-09-30 05:01")) == []
    assert asked(at("2026-09-30 22:59")) == []
    assert asked(at("2026-10-01 05:00")) == ["bluebell"]


def sendable_at(house: House, kind: str = daily_kinds.Morning.name) -> set[dt.datetime]:
    with nursery_scope(house.nursery):
        return {message.send_at for message in Message.objects.filter(kind=kind)}


def test_a_day_without_workers_is_made_up_for_until_it_ends(house: House, people):
    assert asked(at("2026-09-30 18:00")) == ["bluebell"]
    assert sendable_at(house) == {at("2026-09-30 06:00")}


def test_what_a_look_late_in_the_evening_finds_wakes_nobody(house: House, people):
    assert asked(at("2026-09-30 22:00")) == ["bluebell"]  # eleven at night by the nursery's clock
    assert sendable_at(house) == {at("2026-10-01 06:00")}


@pytest.mark.parametrize(
    ("looked_at", "goes_at"),
    [
        ("2026-09-30 05:00", "2026-09-30 06:00"),  # on time: when quiet hours end
        ("2026-09-30 08:30", "2026-09-30 06:00"),  # the worker was away until half past nine: at once
    ],
)
def test_what_waits_for_the_morning_goes_the_same_morning_however_late_it_is_found(
    house: House, people, looked_at: str, goes_at: str
):
    """By a kind that says of what it finds that it fell due as it was found."""
    plan_everything(at(looked_at), seconds=30)
    assert sendable_at(house, daily_kinds.Found.name) == {at(goes_at)}


def test_a_kind_that_is_asked_by_hand_before_its_hour_waits_for_the_morning_as_well(house: House, people):
    with nursery_scope(house.nursery):
        plan_messages(house.nursery, at("2026-09-30 02:00"))
    assert sendable_at(house, daily_kinds.Found.name) == {at("2026-09-30 06:00")}


@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28"])
def test_it_is_asked_once_on_the_day_of_a_clock_change(house: House, people, day: str):
    midnight = at(f"{day} 00:00")
    asked(midnight - DAY / 4)  # the day before
    minutes = [midnight + dt.timedelta(minutes=20) * step for step in range(3 * 31)]
    times = [moment for moment in minutes if asked(moment)]
    assert len(times) == 2  # that day's, and the next day's: the thirty-one hours hold both
    assert [moment.astimezone(house.nursery.zone).time() for moment in times] == [dt.time(6), dt.time(6)]


def test_each_nursery_has_its_own_morning(house: House, people):
    far = House(slug="kereru", name="Kererū")
    Nursery.objects.filter(pk=far.nursery.pk).update(timezone="Pacific/Auckland")
    with nursery_scope(far.nursery):
        far.parent()
    assert asked(at("2026-09-29 05:00")) == ["bluebell", "kereru"]  # there it is evening already
    assert asked(at("2026-09-29 17:00")) == ["kereru"]
    assert asked(at("2026-09-30 05:00")) == ["bluebell"]
    assert asked(at("2026-09-30 17:00")) == ["kereru"]


def test_a_daily_kind_that_failed_is_asked_again(house: House, people):
    with nursery_scope(house.nursery):
        nobody = house.parent("Nobody Yet")
    assert asked(at("2026-09-30 05:00")) == ["bluebell"]
    assert sendable_at(house) == set()
    with nursery_scope(house.nursery):
        Person.objects.filter(pk=nobody.pk).delete()
    assert asked(at("2026-09-30 05:01")) == ["bluebell"]
    with nursery_scope(house.nursery):
        assert Message.objects.filter(kind=daily_kinds.Morning.name).count() == 3


def test_a_kind_that_says_where_it_is_due_is_asked_nowhere_else(house: House, people):
    other = House(slug="clover", name="Clover")
    Named.where = {other.nursery.pk}
    plan_everything(at("2026-09-30 03:00"), seconds=30)
    assert [(Named.name, "clover")] == ASKED


def test_a_kind_that_cannot_say_where_it_is_due_holds_up_no_other(house: House, people, caplog):
    assert asked(at("2026-09-30 05:00")) == ["bluebell"]
    assert "Where tests.unaskable is due could not be asked." in caplog.text


def test_a_quiet_minute_opens_no_nursery_however_many_there_are(house: House, people):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            plan_everything(at("2026-09-30 03:00"), seconds=30)
        return len(seen)

    before = queries()
    for number in range(3):
        House(slug=f"other-{number}", name="Another")
    assert queries() == before == 5
