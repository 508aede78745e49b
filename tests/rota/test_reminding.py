"""The question "where is something due?", asked of all nurseries at once, never misses one that has something."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.actions import plan_messages
from reminders.actions.planning import unplanned
from reminders.kinds import Kind, kinds
from reminders.models import Message, MessageStatus
from rota import messages
from rota.models import CoverRequest, ShiftStatus
from rota.queries.reminding import nurseries_with_a_wave_due
from tests.builders import House
from tests.rota.test_waves import Morning

ZONES = ["Europe/London", "Pacific/Auckland", "America/St_Johns", "Australia/Lord_Howe"]


def of_shifts() -> list[Kind]:
    """Those that are asked every minute: daily ones are asked everywhere once a day."""
    of_rota = [kind for kind in kinds().values() if kind.name.startswith("rota.shift_") and kind.is_planned]
    return [kind for kind in of_rota if kind.daily_at is None]


def named(kind: Kind, now: dt.datetime) -> set[int]:
    clocks = {name: now.astimezone(ZoneInfo(name)) for name in ZONES}
    found = kind.nurseries_due(now, clocks)
    assert found is not None, kind.name
    return set(found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(dt.date(2026, 10, 20), dt.date(2026, 11, 2)),  # London's clocks change between
    starts=st.sampled_from(["00:00", "07:30", "09:00", "18:00", "23:00"]),
    booked_before=st.timedeltas(dt.timedelta(0), dt.timedelta(days=12)),
    after=st.timedeltas(dt.timedelta(0), dt.timedelta(days=22)),
    status=st.sampled_from(["booked", "booked", "booked", "cancelled", "worked"]),
    shift_status=st.sampled_from([ShiftStatus.PLANNED, ShiftStatus.MOVED, ShiftStatus.CANCELLED]),
    told=st.sampled_from([None, *MessageStatus.values]),
)
def test_a_nursery_in_which_somebody_is_to_be_reminded_is_always_named(
    house: House, zone, day, starts, booked_before, after, status, shift_status, told
):
    now = dt.datetime(2026, 10, 12, tzinfo=dt.UTC) + after
    with transaction.atomic():
        Nursery.objects.filter(pk=house.nursery.pk).update(timezone=zone)
        nursery = Nursery.objects.get(pk=house.nursery.pk)
        house.nursery = nursery
        shift = house.shift(day, starts, "23:30", status=shift_status)
        booked_at = shift.starts_at - booked_before
        booking = house.booking(house.place(shift), house.parent(), status=status, booked_at=booked_at)
        for kind in of_shifts():
            if told is not None:
                Message.objects.create(
                    nursery=nursery, kind=kind.name, person=booking.person, subject=booking.public_id,
                    occasion=day.isoformat(), due_at=now, send_at=now, queued_at=now, status=told,
                )  # fmt: skip
            if list(unplanned(kind, nursery, now)):
                assert named(kind, now) == {nursery.pk}, kind.name
        transaction.set_rollback(True)


def test_where_everybody_has_been_told_nobody_is_asked_again(house: House):
    booking = house.booking(house.place(house.shift()), house.parent())
    evening = booking.shift.starts_at - dt.timedelta(hours=12)
    for hours in (48, 12):
        plan_messages(house.nursery, booking.shift.starts_at - dt.timedelta(hours=hours))
    for kind in of_shifts():
        assert named(kind, evening) == set(), kind.name


def test_a_nursery_is_named_and_none_of_its_neighbours(house: House, other_house: House):
    """Whoever asks: the question is asked outside every scope."""
    booking = house.booking(house.place(house.shift()), house.parent())
    evening = booking.shift.starts_at - dt.timedelta(hours=12)
    tomorrow = kinds()[messages.SHIFT_TOMORROW]
    assert named(tomorrow, evening) == {house.nursery.pk}
    with nursery_scope(other_house.nursery):
        assert named(tomorrow, evening) == {house.nursery.pk}


class TestWaves:
    @pytest.fixture
    def morning(self, house: House) -> Morning:
        return Morning(house)

    def test_a_request_whose_next_wave_is_due_is_named(self, morning: Morning):
        morning.ask()
        due = CoverRequest.objects.get().next_wave_at
        assert due is not None
        assert nurseries_with_a_wave_due(due - dt.timedelta(seconds=1)) == []
        assert nurseries_with_a_wave_due(due) == [morning.nursery.pk]

    def test_a_request_on_which_an_offer_waits_is_not(self, morning: Morning):
        morning.ask()
        due = CoverRequest.objects.get().next_wave_at
        assert due is not None
        morning.offer(morning.others[0])
        assert nurseries_with_a_wave_due(due) == []

    def test_a_request_whose_shift_is_over_is_not(self, morning: Morning):
        morning.ask()
        assert nurseries_with_a_wave_due(morning.shift.ends_at) == []
