"""A new term after the model of the last, and other dates for one that is there."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from nursery.models import Closure, Term
from nursery.scope import nursery_scope
from rota import messages
from rota.actions.planning import make_shifts
from rota.models import Shift, ShiftPattern, StandingTurn
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to
from tests.rota.previews import confirm

pytestmark = pytest.mark.django_db

ADD = "/bluebell/rota/plan/terms/add/"
SPRING = {"name": "Spring term", "starts": "4 January 2027", "ends": "26/3/2027"}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(house: House) -> Client:
    return client_of(house.manager())


def change(term: Term) -> str:
    return f"/bluebell/rota/plan/terms/{term.public_id}/change/"


def autumn(**fields: str) -> dict[str, str]:
    return {"name": "Autumn term", "starts": "7 Sep 2026", "ends": "11 Dec 2026"} | fields


# --- Adding


def test_a_term_is_added_and_leads_to_the_plan(house: House, manager: Client):
    page = manager.post(ADD, SPRING, follow=True)
    assert page.redirect_chain == [("/bluebell/rota/plan/", 302)]
    assert "Spring term is there." in text_of(page)
    term = Term.objects.get(key="spring-term")
    assert (term.starts, term.ends) == (dt.date(2027, 1, 4), dt.date(2027, 3, 26))


def test_patterns_and_standing_turns_that_end_with_the_last_term_go_on_by_choice(house: House, manager: Client):
    ending = house.pattern(ends_on=dt.date(2026, 12, 9))  # its last Wednesday of the term
    ended = house.pattern(weekday=3, ends_on=dt.date(2026, 10, 22))
    turn = StandingTurn.objects.create(
        nursery=house.nursery, pattern=ending, kind="parent", person=house.parent(), ends=house.term.ends
    )
    page = manager.post(ADD, SPRING | {"carry_on": "on", "carry_turns": "on"}, follow=True)
    assert "1 pattern goes on. 1 standing turn goes on." in text_of(page)
    for row in (ending, ended, turn):
        row.refresh_from_db()
    assert (ending.ends_on, turn.ends) == (dt.date(2027, 3, 26), dt.date(2027, 3, 26))
    assert ended.ends_on == dt.date(2026, 10, 22)
    assert not Closure.objects.exclude(term=house.term).exists()


def test_nothing_goes_on_that_was_not_chosen(house: House, manager: Client):
    pattern = house.pattern(ends_on=house.term.ends)
    turn = StandingTurn.objects.create(
        nursery=house.nursery, pattern=pattern, kind="parent", person=house.parent(), ends=house.term.ends
    )
    manager.post(ADD, SPRING | {"carry_turns": "on"})
    pattern.refresh_from_db()
    turn.refresh_from_db()
    assert (pattern.ends_on, turn.ends) == (house.term.ends, house.term.ends)


def test_a_pattern_whose_work_another_goes_on_with_is_not_doubled(house: House, manager: Client):
    house.pattern(ends_on=house.term.ends)
    later = house.pattern(starts_on=dt.date(2026, 12, 14))
    manager.post(ADD, SPRING | {"carry_on": "on"})
    assert ShiftPattern.objects.exclude(pk=later.pk).get().ends_on == house.term.ends


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"starts": "11 Dec 2026"},
            "Autumn term runs from Mon 7 Sep 2026 to Fri 11 Dec 2026, and terms never overlap.",
        ),
        ({"ends": "1 Jan 2027"}, "This is before the first day."),
        ({"ends": "4 Jan 2031"}, "That is more than three years."),
        ({"name": " "}, "Give it a name."),
        ({"starts": "soon"}, "We can’t read this as a day."),
    ],
)
def test_what_cannot_be_says_why_and_loses_nothing(
    house: House, manager: Client, fields: dict[str, str], sentence: str
):
    page = manager.post(ADD, SPRING | fields)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Spring term" in page.content.decode() or "name" in fields
    assert Term.objects.count() == 1


def test_the_database_refuses_terms_that_overlap_too(house: House):
    with pytest.raises(IntegrityError, match="terms_do_not_overlap"), transaction.atomic():
        Term.objects.create(
            nursery=house.nursery, key="x", name="X", starts=dt.date(2026, 12, 11), ends=dt.date(2027, 1, 1)
        )


# --- Other dates


def planned(house: House) -> None:
    house.pattern(room=house.room)
    make_shifts(house.nursery, [house.term], house.manager("Maker Made"), now=NOW)


def test_a_shorter_term_cancels_what_falls_out_after_saying_whom_it_reaches(house: House, manager: Client):
    planned(house)
    booking = house.booking(house.place(Shift.objects.get(date=dt.date(2026, 12, 9))), house.parent("Amara Okafor"))
    text = text_of(manager.post(change(house.term), autumn(ends="4 Dec 2026")))
    assert "Amara Okafor 1 turn goes Wed 9 Dec" in text
    confirm(manager, change(house.term), autumn(ends="4 Dec 2026"))
    house.term.refresh_from_db()
    booking.refresh_from_db()
    assert (house.term.ends, booking.status) == (dt.date(2026, 12, 4), "cancelled")
    assert letter_to(booking.person, messages.SHIFT_CANCELLED, NOW) is not None


def test_longer_again_brings_it_back_and_makes_the_rest(house: House, manager: Client):
    planned(house)
    house.booking(house.place(Shift.objects.get(date=dt.date(2026, 12, 9))), house.parent("Amara Okafor"))
    confirm(manager, change(house.term), autumn(ends="4 Dec 2026"))
    page = confirm(manager, change(house.term), autumn(ends="18 Dec 2026"))
    assert "Made 1 shift. Brought 1 shift back." in text_of(page)


def test_closures_keep_to_the_terms_new_dates(house: House, manager: Client):
    confirm(manager, change(house.term), autumn(ends="28 Oct 2026"))
    assert Closure.objects.get().ends == dt.date(2026, 10, 28)
    confirm(manager, change(house.term), autumn(ends="23 Oct 2026"))
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts": "14 Sep 2026"}, "the first day can only move among days to come"),
        ({"ends": "29 Sep 2026"}, "the last day can only move among days to come"),
        ({"ends": "5 Jan 2027"}, "Spring term runs from"),
    ],
)
def test_dates_that_cannot_be_say_why(house: House, manager: Client, fields: dict[str, str], sentence: str):
    manager.post(ADD, SPRING)
    page = manager.post(change(house.term), autumn(**fields))
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_a_closed_term_keeps_its_dates(house: House, manager: Client):
    Term.objects.update(closed_at=NOW)
    page = manager.post(change(house.term), autumn(ends="4 Dec 2026"))
    assert page.status_code == 422
    assert "its figures are settled" in text_of(page)


def test_nobody_but_the_manager_and_nobody_from_elsewhere(house: House, other_house: House, manager: Client):
    parent: Any = client_of(house.parent())
    assert (parent.get(ADD).status_code, parent.get(change(house.term)).status_code) == (403, 403)
    assert manager.get(change(other_house.term)).status_code == 404
    with nursery_scope(other_house.nursery):
        outsider = client_of(other_house.manager())
    assert outsider.get(change(house.term)).status_code == 404
