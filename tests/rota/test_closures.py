"""Closing days: whose shifts fall in is said before, they are told after, and the shifts come back with the days."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from nursery.models import Closure, Nursery, Term
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.importing import import_document
from rota import messages
from rota.actions.closures import remove_closure
from rota.actions.planning import make_shifts
from rota.models import LIVE, Booking, CallOut, HistoryEntry, Shift, StandingTurn, Verb
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to
from tests.rota.previews import confirm

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 10, 7)
TRAINING = {"name": "Training day", "starts": "7 Oct 2026", "ends": ""}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(house: House) -> Client:
    return client_of(house.manager())


@pytest.fixture
def planned(house: House) -> House:
    """Care on Wednesdays is planned; half term, 26 to 30 October, is closed."""
    house.pattern(room=house.room)
    make_shifts(house.nursery, [house.term], house.manager("Maker Made"), now=NOW)
    return house


def page_of(house: House) -> str:
    return f"/bluebell/rota/plan/terms/{house.term.public_id}/closures/"


def closure_url(closure: Closure, what: str) -> str:
    return f"/bluebell/rota/plan/closures/{closure.public_id}/{what}/"


def close(house: House, manager: Client, **fields: str) -> Any:
    return confirm(manager, page_of(house) + "add/", TRAINING | fields)


def booked(house: House) -> Booking:
    return house.booking(house.place(Shift.objects.get(date=DAY)), house.parent("Amara Okafor"))


def test_whose_shifts_fall_in_is_said_before(planned: House, manager: Client):
    booked(planned)
    text = text_of(manager.post(page_of(planned) + "add/", TRAINING))
    assert "1 person is on what changes 1 shift cancelled" in text
    assert "Amara Okafor 1 turn goes Wed 7 Oct, 09:00–13:00, care, Bluebell Room: cancelled with the shift" in text
    assert Closure.objects.count() == 1


def test_the_shifts_are_cancelled_and_people_told(planned: House, manager: Client):
    booking = booked(planned)
    page = close(planned, manager)
    assert "Cancelled 1 shift. 1 person is told." in text_of(page)
    booking.refresh_from_db()
    assert booking.status == "cancelled"
    assert Shift.objects.get(date=DAY).status == "cancelled"
    letter = letter_to(booking.person, messages.SHIFT_CANCELLED, NOW)
    assert letter is not None
    assert letter.subject == "Cancelled: Wed 7 Oct, 09:00–13:00"
    assert HistoryEntry.objects.filter(verb=Verb.CLOSURE_ADDED).exists()


def test_nobody_is_called_out_any_longer_for_a_closed_day(planned: House, manager: Client):
    place = planned.place(Shift.objects.get(date=DAY))
    call = CallOut.objects.create(nursery=planned.nursery, place=place, called="parents", started_at=NOW)
    close(planned, manager)
    call.refresh_from_db()
    assert (call.status, Shift.objects.get(date=DAY).status) == ("stopped", "cancelled")


def test_a_one_off_shift_on_a_closed_day_goes_too_and_comes_back(planned: House, manager: Client):
    shift = planned.shift(DAY, "14:00", "16:00", duty=planned.food)
    planned.booking(planned.place(shift), planned.parent("Tomasz Nowak"))
    close(planned, manager)
    shift.refresh_from_db()
    assert (shift.status, shift.cancelled_by_plan) == ("cancelled", True)
    confirm(manager, closure_url(Closure.objects.get(starts=DAY), "remove"), {})
    shift.refresh_from_db()
    assert (shift.status, shift.cancelled_by_plan) == ("planned", False)


def test_opening_again_brings_the_shifts_back_and_standing_turns_fill_them(planned: House, manager: Client):
    booking = booked(planned)
    StandingTurn.objects.create(
        nursery=planned.nursery,
        pattern=booking.shift.pattern,  # type: ignore[misc]
        kind="parent",
        person=booking.person,
    )
    close(planned, manager)
    remove = closure_url(Closure.objects.get(starts=DAY), "remove")
    assert "1 shift brought back 1 place filled by standing turns" in text_of(manager.get(remove))
    confirm(manager, remove, {})
    assert Shift.objects.get(date=DAY).status == "planned"
    assert Booking.objects.get(shift__date=DAY, status__in=LIVE).person == booking.person


def test_a_shift_that_somebody_cancelled_by_hand_does_not_come_back(planned: House, manager: Client):
    Shift.objects.filter(date=DAY).update(status="cancelled")
    close(planned, manager)
    confirm(manager, closure_url(Closure.objects.get(starts=DAY), "remove"), {})
    assert Shift.objects.get(date=DAY).status == "cancelled"


def test_days_of_a_removed_closure_get_the_shifts_that_were_never_made(planned: House, manager: Client):
    page = confirm(manager, closure_url(planned.half_term, "remove"), {})
    assert "Made 1 shift." in text_of(page)
    assert Shift.objects.filter(date=dt.date(2026, 10, 28), status="planned").exists()


def test_moving_a_closure_cancels_here_and_makes_there(planned: House, manager: Client):
    moved = {"name": "Half term", "starts": "2 Nov 2026", "ends": "6 Nov 2026"}
    page = confirm(manager, closure_url(planned.half_term, "change"), moved)
    assert "Made 1 shift. Cancelled 1 shift." in text_of(page)
    planned.half_term.refresh_from_db()
    assert planned.half_term.starts == dt.date(2026, 11, 2)


def test_the_nursery_file_keeps_what_a_closure_cancelled(planned: House, manager: Client):
    booked(planned)
    close(planned, manager)
    document = export_document(planned.nursery)
    (listed,) = [shift for shift in document["shifts"] if shift.get("by_plan")]
    assert (listed["date"], listed["status"]) == ("2026-10-07", "cancelled")
    import_document(document)
    assert export_document(planned.nursery) == document


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts": "30 Sep 2026"}, "What has been, and what is on today, stays as it is."),
        ({"starts": "20 Dec 2026"}, "Sun 20 Dec 2026 is in no term."),
        ({"starts": "9 Dec 2026", "ends": "18 Dec 2026"}, "Autumn term ends on Fri 11 Dec 2026"),
        ({"starts": "7 Oct 2026", "ends": "6 Oct 2026"}, "This is before the first day."),
        ({"starts": ""}, "Say from when."),
    ],
)
def test_what_cannot_be_closed_says_why(planned: House, manager: Client, fields: dict[str, str], sentence: str):
    page = manager.post(page_of(planned) + "add/", TRAINING | fields)
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_a_closed_term_keeps_its_closures(planned: House, manager: Client):
    Term.objects.update(closed_at=NOW)
    assert manager.post(page_of(planned) + "add/", TRAINING).status_code == 422
    page = manager.get(closure_url(planned.half_term, "remove"))
    assert (page.status_code, Closure.objects.count()) == (422, 1)
    assert "its figures are settled" in text_of(page)


# --- Bank holidays


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("GB-SCT", ["Saint Andrew's Day"]),
        ("GB-ENG", []),
        ("GB-WLS", []),
        ("GB-NIR", []),
        ("NZ", []),  # Labour Day, 26 October, is in half term
    ],
)
def test_the_bank_holidays_of_the_country_are_offered(house: House, manager: Client, country: str, expected: list[str]):
    Nursery.objects.update(country=country)
    text = text_of(manager.get(page_of(house)))
    assert [name for name in ("Saint Andrew's Day", "Labour Day", "Christmas Day") if name in text] == expected


def test_a_bank_holiday_that_is_open_is_offered_in_new_zealand(house: House, manager: Client):
    Nursery.objects.update(country="NZ")
    Closure.objects.all().delete()
    assert "Labour Day Mon 26 Oct Close" in text_of(manager.get(page_of(house)))


def test_a_country_without_a_list_says_so(house: House, manager: Client):
    Nursery.objects.update(country="XX")
    assert "We have no list of bank holidays for XX." in text_of(manager.get(page_of(house)))


def test_one_tap_closes_where_nothing_is_touched(house: House, manager: Client):
    data = {"name": "Saint Andrew's Day", "starts": "2026-11-30", "at_once": "1"}
    manager.post(page_of(house) + "add/", data)
    assert Closure.objects.filter(name="Saint Andrew's Day", starts=dt.date(2026, 11, 30)).exists()


def test_one_tap_shows_what_it_would_touch_first(planned: House, manager: Client):
    data = {"name": "A day off", "starts": DAY.isoformat(), "at_once": "1"}
    assert "1 shift cancelled" in text_of(manager.post(page_of(planned) + "add/", data))
    assert Closure.objects.count() == 1


# --- Who may


def test_nobody_but_the_manager_and_nobody_from_elsewhere(house: House, other_house: House):
    paths = [
        page_of(house),
        page_of(house) + "add/",
        closure_url(house.half_term, "change"),
        closure_url(house.half_term, "remove"),
    ]
    parent = client_of(house.parent())
    with nursery_scope(other_house.nursery):
        outsider = client_of(other_house.manager())
    for path in paths:
        assert parent.get(path).status_code == 403
        assert outsider.get(path).status_code == 404
        assert outsider.get(path.replace("bluebell", "foxglove")).status_code == 404


@pytest.mark.parametrize("closures", [1, 9])
def test_the_number_of_queries_does_not_grow(house: House, manager: Client, django_assert_num_queries, closures: int):
    for number in range(closures):
        day = dt.date(2026, 11, 2) + dt.timedelta(days=number)
        Closure.objects.create(nursery=house.nursery, term=house.term, starts=day, ends=day)
    with django_assert_num_queries(9):
        manager.get(page_of(house))


def test_a_closure_that_somebody_else_has_removed_meanwhile_is_said_to_be_gone(house: House):
    closure = house.half_term
    Closure.objects.filter(pk=closure.pk).delete()
    with pytest.raises(Refused, match="Somebody else has removed this closure"):
        remove_closure(closure, "any", house.manager(), nursery=house.nursery, now=NOW, today=TODAY)
