"""Who is asked first, and when the next are: reserves, then those furthest below their share, in waves."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Child, ChildSession, Person
from nursery.models import Policy, Session
from reminders.actions import plan_messages, to_be_sent
from reminders.models import Message, Preference
from rota import messages
from rota.actions.cover import ask_for_cover, decline_offer, decline_request, offer_place, withdraw_request
from rota.models import Ask, CoverRequest, Offer, Reserve, ShiftStatus
from rota.rules.waves import in_order, next_request_wave, wave_of
from tests.builders import NOW, House

LONDON = ZoneInfo("Europe/London")
TOMORROW = dt.date(2026, 10, 1)


def minutes(count: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=count)


class Morning:
    """Amara stands on a shift at 09:00 and can't come; the others are parents who could. Waves of five."""

    def __init__(self, house: House, others: int = 8, day: dt.date = TOMORROW) -> None:
        self.house, self.nursery = house, house.nursery
        self.amara = house.parent("Amara Okafor")
        self.helen = house.manager("Helen Tanaka")
        self.others = [house.parent(f"P{number} Nowak") for number in range(others)]
        self.shift = house.shift(day=day)
        self.place = house.place(self.shift)
        self.booking = house.booking(self.place, self.amara)

    def ask(self):
        return ask_for_cover(self.booking, self.amara, nursery=self.nursery, now=NOW)

    def offer(self, person: Person, now: dt.datetime = NOW) -> Offer:
        offer = offer_place(self.place, person, nursery=self.nursery, now=now)
        assert isinstance(offer, Offer)
        return offer

    def sweep(self, now: dt.datetime) -> int:
        return plan_messages(self.nursery, now)


def asked(wave: int | None = None) -> list[str]:
    asks = Ask.objects.all() if wave is None else Ask.objects.filter(wave=wave)
    return [ask.person.name.split()[0] for ask in asks.order_by("wave", "person__name")]


@pytest.fixture
def morning(house: House) -> Morning:
    return Morning(house)


# --- order -------------------------------------------------------------------------------------------------------
def test_reserves_come_first_then_those_furthest_below_their_share(house: House) -> None:
    far, near, done, none, reserve = (house.parent(f"{n} Nowak") for n in ("Far", "Near", "Done", "None", "Reserve"))
    staff = house.staff("Staff Member")
    given = {far: Decimal("0.1"), near: Decimal("0.9"), done: Decimal("1.2"), none: None, reserve: Decimal(2)}
    shares = {parent.family_id or 0: attainment for parent, attainment in given.items()}
    ordered = in_order([done, staff, none, near, reserve, far], {reserve.pk}, shares)
    assert ordered == [reserve, far, near, none, staff, done]


def test_whoever_has_given_more_is_asked_after_whoever_has_given_less(house: House) -> None:
    Policy.objects.update(call_out_wave_size=1)
    house.nursery.policy.refresh_from_db()
    session = Session.objects.create(
        nursery=house.nursery, key="tue", room=house.room, weekday=1, starts=dt.time(9), ends=dt.time(13)
    )
    eager, idle = house.parent("Aaron Early"), house.parent("Zoe Later")
    for parent in (eager, idle):
        assert parent.family is not None
        child = Child.objects.create(
            nursery=house.nursery, key=f"child-{parent.pk}", family=parent.family, name="A", born=dt.date(2023, 1, 1)
        )
        ChildSession.objects.create(nursery=house.nursery, child=child, session=session)
    house.booking(house.place(house.shift(day=dt.date(2026, 9, 14))), eager, status="worked", confirmed=True)
    Morning(house, others=0).ask()
    assert asked(1) == ["Zoe"]


def test_all_reserves_are_one_wave_however_many(house: House) -> None:
    people = [house.parent(f"P{number} Nowak") for number in range(8)]
    ids = [person.pk for person in people]
    assert wave_of(people, set(ids[:3]), set(), 2) == people[:3]
    assert wave_of(people, set(ids[:3]), set(ids[:3]), 2) == people[3:5]
    assert wave_of(people, set(), set(ids[:7]), 2) == people[7:]


# --- waves of a request --------------------------------------------------------------------------------------------
def test_reserves_are_told_at_once_and_alone(morning: Morning) -> None:
    thursday = TOMORROW.weekday()
    Reserve.objects.create(nursery=morning.nursery, person=morning.others[6], weekday=thursday)
    Reserve.objects.create(nursery=morning.nursery, person=morning.others[7], shift=morning.shift)
    Reserve.objects.create(nursery=morning.nursery, person=morning.others[5], weekday=4)
    morning.ask()
    assert asked() == ["P6", "P7"]
    morning.sweep(minutes(10))
    assert asked(2) == ["P0", "P1", "P2", "P3", "P4"]


def test_the_next_are_told_when_ten_minutes_have_passed_and_not_before(morning: Morning) -> None:
    morning.ask()
    assert len(asked(1)) == 5
    morning.sweep(minutes(9))
    assert asked(2) == []
    morning.sweep(minutes(10))
    assert len(asked(2)) == 3


def test_nobody_is_told_twice(morning: Morning) -> None:
    morning.ask()
    for count in range(10, 100, 10):
        morning.sweep(minutes(count))
    told = Message.objects.filter(kind=messages.COVER_ASKED).values_list("person", flat=True)
    assert sorted(told) == sorted(person.pk for person in morning.others)


def test_no_more_are_told_once_somebody_has_offered(morning: Morning) -> None:
    morning.ask()
    morning.offer(morning.others[0])
    morning.sweep(minutes(30))
    assert asked(2) == []


def test_the_waves_go_on_when_the_offer_is_declined(morning: Morning) -> None:
    morning.ask()
    decline_offer(morning.offer(morning.others[0]), morning.helen, nursery=morning.nursery, now=NOW)
    morning.sweep(minutes(10))
    assert len(asked(2)) == 3


def test_no_more_are_told_when_the_asker_can_come_after_all(morning: Morning) -> None:
    withdraw_request(morning.ask(), morning.amara, nursery=morning.nursery, now=NOW)
    morning.sweep(minutes(30))
    assert asked(2) == []


def test_the_next_need_not_wait_when_all_who_were_told_cant(morning: Morning) -> None:
    request = morning.ask()
    for person in morning.others[:5]:
        decline_request(request, person, nursery=morning.nursery, now=minutes(1))
    assert len(asked(2)) == 3


def test_the_wave_is_as_large_and_as_long_as_the_nursery_says(morning: Morning) -> None:
    Policy.objects.update(call_out_wave_size=2, call_out_wave_minutes=3)
    morning.nursery.policy.refresh_from_db()
    morning.ask()
    morning.sweep(minutes(3))
    assert (len(asked(1)), len(asked(2))) == (2, 2)


def test_a_sweep_that_only_says_what_it_would_do_writes_nothing(morning: Morning) -> None:
    morning.ask()
    sent = to_be_sent(morning.nursery, minutes(10))
    would = [message.person.name for message, _letter in sent if message.kind == messages.COVER_ASKED]
    assert len(would) == 8
    assert asked(2) == []


# --- how far apart ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "days_ahead", "expected"),
    [
        ("2026-09-30T09:00", 2, "2026-09-30T09:10"),  # within two days: by the minute
        ("2026-09-30T09:00", 3, "2026-09-30T11:00"),  # there is time: two hours
        ("2026-09-30T19:30", 3, "2026-10-01T07:00"),  # people sleep
        ("2026-09-30T03:00", 3, "2026-09-30T07:00"),
    ],
)
def test_a_request_far_ahead_gives_people_time(house: House, now: str, days_ahead: int, expected: str) -> None:
    at = dt.datetime.fromisoformat(now).replace(tzinfo=LONDON)
    starts_at = at + dt.timedelta(days=days_ahead)
    found = next_request_wave(at.astimezone(dt.UTC), starts_at, house.policy, LONDON)
    assert f"{found.astimezone(LONDON):%Y-%m-%dT%H:%M}" == expected


def test_no_wave_goes_out_for_a_shift_that_has_begun(house: House) -> None:
    morning = Morning(house)
    morning.ask()
    morning.sweep(morning.shift.starts_at)
    assert asked(2) == []


def test_a_cancelled_shift_asks_nobody(morning: Morning) -> None:
    morning.ask()
    morning.shift.status = ShiftStatus.CANCELLED
    morning.shift.save()
    morning.sweep(minutes(10))
    assert asked(2) == []


def test_somebody_who_asked_not_to_be_told_is_not_asked_and_holds_up_no_wave(morning: Morning):
    """Nor counted among those who were: the first wave is five who may hear of it."""
    for person in morning.others[:4]:
        Preference.objects.create(nursery=morning.nursery, person=person, kind=messages.COVER_ASKED, channels=[])
    morning.ask()
    assert asked() == ["P4", "P5", "P6", "P7"]
    request = CoverRequest.objects.get()
    assert request.next_wave_at is None
