"""Hours of paid people a month, as a sheet."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from accounts.models import RoleKind
from rota.actions.walk_in import mark_walk_in
from rota.models import Break
from rota.queries.hours import month_hours
from tests.builders import NOW, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

UTC = dt.UTC
LATER = dt.datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OCTOBER = dt.date(2026, 10, 1)
SHEET = "/bluebell/rota/hours/?month=2026-10"
# Session, account, nursery, its scope, the person with the policy, the savepoint; bookings and breaks.
QUERIES = 9


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(LATER, tick=False):
        yield


def worked(house: House, who, day: dt.date, starts: str = "09:00", ends: str = "13:00", *, kind="paid", **fields):
    shift = house.shift(day, starts, ends, paid=1, parents=1)
    return house.booking(house.place(shift, kind), who, **({"status": "worked", "confirmed": True} | fields))


def only(house: House):
    return month_hours(OCTOBER, LATER).people[0]


def test_planned_and_worked_are_summed_by_person(house: House):
    marta = house.staff()
    worked(house, marta, dt.date(2026, 10, 6))
    worked(house, marta, dt.date(2026, 10, 7), there_from=dt.datetime(2026, 10, 7, 8, 30, tzinfo=UTC))
    worked(house, marta, dt.date(2026, 10, 8), status="missed", confirmed=False)
    hours = only(house)
    assert (hours.planned, hours.worked) == (Decimal(12), Decimal("7.5"))


def test_breaks_are_not_worked(house: House):
    booking = worked(house, house.staff(), dt.date(2026, 10, 6))
    Break.objects.create(
        nursery=house.nursery,
        booking=booking,
        starts_at=dt.datetime(2026, 10, 6, 11, 0, tzinfo=UTC),
        ends_at=dt.datetime(2026, 10, 6, 11, 20, tzinfo=UTC),
    )
    turn = only(house).turns[0]
    assert turn.worked is not None
    assert turn.worked.quantize(Decimal("0.0001")) == Decimal("3.6667")
    assert turn.worked + turn.paused == 4


def test_the_night_on_which_the_clocks_go_back_has_an_hour_more(house: House):
    worked(house, house.staff(), dt.date(2026, 10, 25), "00:30", "03:30")
    assert only(house).worked == 4


def test_paid_cover_is_marked(house: House):
    worked(house, house.staff(), dt.date(2026, 10, 6), kind="parent")
    assert only(house).cover == 4
    assert "paid cover" in text_of(client_of(house.manager()).get(SHEET))


def test_a_parent_who_is_staff_too_gives_a_parents_turn_for_nothing(house: House):
    both = house.person("Grace Bell", RoleKind.STAFF, RoleKind.PARENT)
    worked(house, both, dt.date(2026, 10, 6), kind="parent")
    assert month_hours(OCTOBER, LATER).people == []


def test_parents_are_not_on_the_sheet(house: House):
    worked(house, house.parent(), dt.date(2026, 10, 6), kind="parent")
    assert month_hours(OCTOBER, LATER).people == []


def test_a_month_holds_its_first_and_its_last_day(house: House):
    marta = house.staff()
    for day in (dt.date(2026, 9, 30), dt.date(2026, 10, 1), dt.date(2026, 10, 31), dt.date(2026, 11, 1)):
        worked(house, marta, day)
    assert [turn.booking.shift.date.day for turn in only(house).turns] == [1, 31]


def test_what_is_not_marked_yet_is_listed_and_not_counted(house: House):
    worked(house, house.staff(), dt.date(2026, 10, 6), status="booked", confirmed=False)
    text = text_of(client_of(house.manager()).get(SHEET))
    assert "1 shift is not marked yet" in text
    assert "0 hours worked of 4 planned." in text


def test_the_manager_sees_everybody_and_a_paid_person_their_own(house: House):
    marta, kofi = house.staff(), house.staff("Kofi Mensah")
    for who in (marta, kofi):
        worked(house, who, dt.date(2026, 10, 6))
    everybody = text_of(client_of(house.manager()).get(SHEET))
    assert "Marta Zielińska" in everybody
    assert "Kofi Mensah" in everybody
    own = text_of(client_of(kofi).get(SHEET))
    assert "Kofi Mensah" in own
    assert "Marta" not in own


def test_a_parent_finds_no_hours_here(house: House):
    parent = house.parent()
    assert client_of(parent).get(SHEET).status_code == 403
    assert client_of(parent).get("/bluebell/rota/hours/csv/").status_code == 403


def test_there_is_no_money_on_the_sheet(house: House):
    worked(house, house.staff(), dt.date(2026, 10, 6))
    assert "£" not in client_of(house.manager()).get(SHEET).content.decode()


def test_a_month_that_is_none_leads_to_this_one_with_a_sentence(house: House):
    text = text_of(client_of(house.manager()).get("/bluebell/rota/hours/?month=2026-13"))
    assert "“2026-13” is no month we can read" in text
    assert "November 2026" in text


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(house: House):
    worked(house, house.staff("=Marta Zielińska"), dt.date(2026, 10, 6))
    response = client_of(house.manager()).get("/bluebell/rota/hours/csv/?month=2026-10")
    assert response["Content-Disposition"] == 'attachment; filename="hours-bluebell-2026-10.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    row = response.content.decode("utf-8-sig").splitlines()[1]
    assert row == "'=Marta Zielińska,2026-10-06,09:00,13:00,Care,4.00,,,0.00,4.00,,worked"


@pytest.mark.parametrize("people", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_month(house: House, django_assert_num_queries, people: int):
    for number in range(people):
        worked(house, house.staff(f"Staff {number}"), dt.date(2026, 10, 1) + dt.timedelta(days=number))
    client = client_of(house.manager())
    with django_assert_num_queries(QUERIES):
        client.get(SHEET)


def test_who_was_not_on_the_rota_had_nothing_planned(house: House):
    lead = house.manager()
    shift = house.shift(dt.date(2026, 10, 6), paid=1)
    now = NOW + dt.timedelta(days=6, hours=1)
    mark_walk_in(shift, house.staff(), lead, came=None, left=None, beside=None, nursery=house.nursery, now=now)
    hours = only(house)
    assert (hours.planned, hours.worked) == (Decimal(0), Decimal(4))
