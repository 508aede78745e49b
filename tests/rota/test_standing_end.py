"""Ending a standing turn, with or without the turns that it has filled already."""

import datetime as dt

import pytest
import time_machine

from rota import messages
from rota.actions.planning import make_shifts
from rota.models import LIVE, Booking, StandingTurn
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to
from tests.rota.previews import confirm

pytestmark = pytest.mark.django_db

LAST = dt.date(2026, 11, 30)  # two Wednesdays come after it


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def turn(house: House) -> StandingTurn:
    """Amara stands on Wednesdays, and is on nine of them."""
    turn = StandingTurn.objects.create(
        nursery=house.nursery, pattern=house.pattern(room=house.room), kind="parent", person=house.parent()
    )
    make_shifts(house.nursery, [house.term], house.manager("Maker Made"), now=NOW)
    return turn


def url(turn: StandingTurn) -> str:
    return f"/bluebell/rota/plan/standing/{turn.public_id}/end/"


def booked(turn: StandingTurn) -> int:
    return Booking.objects.filter(person=turn.person, status__in=LIVE).count()


def test_the_preview_names_the_turns_that_go(house: House, turn: StandingTurn):
    page = client_of(house.manager()).post(url(turn), {"last": LAST.isoformat(), "free": "on"})
    text = text_of(page)
    assert "2 turns go" in text
    assert "Wed 2 Dec and Wed 9 Dec, 09:00–13:00, care, Bluebell Room: taken out, with the standing turn" in text
    assert booked(turn) == 9


def test_the_later_turns_are_freed_and_their_person_is_told_once(house: House, turn: StandingTurn):
    confirm(client_of(house.manager()), url(turn), {"last": LAST.isoformat(), "free": "on"})
    turn.refresh_from_db()
    assert (turn.ends, booked(turn)) == (LAST, 7)
    letter = letter_to(turn.person, messages.SHIFT_CANCELLED, NOW)
    assert letter is not None
    assert letter.subject == "Cancelled: Wed 2 Dec, 09:00–13:00, and 1 more"


def test_without_that_the_turns_stay_theirs(house: House, turn: StandingTurn):
    confirm(client_of(house.manager()), url(turn), {"last": LAST.isoformat()})
    turn.refresh_from_db()
    assert (turn.ends, booked(turn)) == (LAST, 9)


def test_a_turn_that_has_not_begun_goes_whole(house: House, turn: StandingTurn):
    StandingTurn.objects.update(starts=dt.date(2026, 12, 1))
    confirm(client_of(house.manager()), url(turn), {"last": LAST.isoformat()})
    assert not StandingTurn.objects.exists()


def test_nobody_but_the_manager_ends_one(house: House, turn: StandingTurn):
    assert client_of(turn.person).post(url(turn), {"last": LAST.isoformat()}).status_code == 403
