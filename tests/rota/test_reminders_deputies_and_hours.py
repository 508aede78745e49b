"""What is said to whoever stands in for the manager, and to whoever gave hours outside the rota."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Deputy, Person
from reminders.models import Message
from rota import messages
from rota.actions.contributions import confirm_contribution, decline_contribution, reopen_contribution
from rota.actions.deputies import end_deputy, name_deputy
from rota.models import Contribution
from tests.builders import NOW, TODAY, House
from tests.rota.letters import letter_to

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 10, 9)
MORNING = dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)  # 07:00 in London


# --- deputies ---
def named(house: House, starts: dt.date, ends: dt.date) -> tuple[Person, Deputy]:
    marta = house.staff()
    return marta, name_deputy(marta, starts, ends, house.manager(), nursery=house.nursery, now=NOW)


def test_whoever_is_to_stand_in_for_the_manager_reads_for_how_long(house: House):
    marta, _deputy = named(house, dt.date(2026, 10, 5), FRIDAY)
    letter = letter_to(marta, messages.DEPUTY_NAMED, NOW)
    assert letter is not None
    assert letter.subject == "You stand in for the manager: Mon 5 Oct – Fri 9 Oct"
    assert letter.link == "http://localhost:8000/bluebell/rota/waiting/"


def test_of_one_day_it_names_that_day(house: House):
    marta, _deputy = named(house, FRIDAY, FRIDAY)
    letter = letter_to(marta, messages.DEPUTY_NAMED, NOW)
    assert letter is not None
    assert letter.subject == "You stand in for the manager: Fri 9 Oct"


def test_taken_back_before_the_letter_goes_nothing_is_said(house: House):
    marta, deputy = named(house, FRIDAY, FRIDAY)
    end_deputy(deputy, house.manager("Bea Boss"), nursery=house.nursery, now=NOW, today=TODAY)
    assert letter_to(marta, messages.DEPUTY_NAMED, NOW) is None


# --- hours given outside the rota ---
@pytest.fixture
def given(house: House) -> Contribution:
    return Contribution.objects.create(
        nursery=house.nursery, person=house.parent(), duty=house.food, hours=Decimal("1.5"), date=TODAY
    )


def test_the_giver_reads_in_the_morning_that_their_hours_are_confirmed(house: House, given: Contribution):
    confirm_contribution(given, house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)
    message = Message.objects.get()
    assert message.send_at == MORNING
    letter = letter_to(given.person, messages.HOURS_ANSWERED, MORNING)
    assert letter is not None
    assert letter.subject == "Confirmed: 1.5 hours for food on Wed 30 Sep"
    assert "Tomasz N. has confirmed it. Thank you for giving it." in letter.text


def test_the_giver_reads_that_they_are_not(house: House, given: Contribution):
    decline_contribution(given, house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)
    letter = letter_to(given.person, messages.HOURS_ANSWERED, MORNING)
    assert letter is not None
    assert letter.subject == "Not confirmed: 1.5 hours for food on Wed 30 Sep"
    assert "it does not count for now" in letter.text


def test_an_hour_is_an_hour(house: House, given: Contribution):
    Contribution.objects.update(hours=1)
    confirm_contribution(given, house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)
    letter = letter_to(given.person, messages.HOURS_ANSWERED, MORNING)
    assert letter is not None
    assert letter.subject == "Confirmed: an hour for food on Wed 30 Sep"


def test_an_answer_that_was_taken_back_is_not_told_and_the_next_one_is(house: House, given: Contribution):
    tomasz = house.parent("Tomasz Nowak")
    decline_contribution(given, tomasz, nursery=house.nursery, now=NOW)
    reopen_contribution(given, tomasz, nursery=house.nursery, now=NOW)
    assert letter_to(given.person, messages.HOURS_ANSWERED, MORNING) is None
    Message.objects.all().delete()
    confirm_contribution(given, tomasz, nursery=house.nursery, now=NOW + dt.timedelta(minutes=1))
    assert letter_to(given.person, messages.HOURS_ANSWERED, MORNING) is not None
