"""A trustee's Home names a closing or a correction that waits for a second pair of eyes."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from accounts.models import Person
from costs.actions.corrections import Correction, confirm_correction, enter_correction
from nursery.models import Term
from tests.builders import House
from tests.costs.closings import NOW, WORKED_ON, Ended
from tests.home.test_home import HOME
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
CLOSING = "Autumn term waits for you to look, and to close it"
CORRECTION = "1 correction waits for a second pair of eyes"
IN_SPRING = dt.datetime(2027, 1, 20, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def ended(house: House) -> Ended:
    return Ended(house)


def home(person: Person, now: dt.datetime = NOW) -> str:
    with time_machine.travel(now, tick=False):
        return text_of(client_of(person).get(HOME))


def test_a_proposed_closing_is_named_to_a_trustee_until_it_is_confirmed(ended: Ended):
    assert CLOSING not in home(ended.trustee)
    ended.propose()
    assert f"{CLOSING} · proposed by Nia E." in home(ended.trustee)


def test_it_leads_to_the_page_where_it_is_confirmed(ended: Ended):
    ended.propose()
    with time_machine.travel(NOW, tick=False):
        page = client_of(ended.trustee).get(HOME).content.decode()
    assert f"/bluebell/costs/terms/{ended.term.public_id}/confirm/" in page


def test_after_the_closing_nothing_waits(ended: Ended):
    ended.close()
    assert CLOSING not in home(ended.trustee)


def test_neither_the_treasurer_nor_the_manager_is_asked_to_confirm_a_closing(ended: Ended):
    ended.propose()
    assert CLOSING not in home(ended.treasurer)
    assert CLOSING not in home(ended.house.manager())


def test_nobody_is_asked_to_look_at_what_they_proposed_themselves(ended: Ended):
    both = ended.house.person("Joanna Whitfield", "treasurer", "trustee")
    ended.propose(both)
    assert CLOSING not in home(both)
    assert CLOSING in home(ended.trustee)


def test_a_correction_is_named_to_a_trustee_and_not_to_who_entered_it(ended: Ended):
    ended.close()
    Term.objects.create(
        nursery=ended.nursery, key="spring", name="Spring term", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 3, 26)
    )
    given = Correction(
        ended.term, "hours", "Two hours were missed", duty=ended.house.food, day=WORKED_ON, hours=Decimal(2)
    )
    made = enter_correction(given, ended.treasurer, nursery=ended.nursery, now=IN_SPRING, today=IN_SPRING.date())
    assert CORRECTION in home(ended.trustee, IN_SPRING)
    assert "second pair of eyes" not in home(ended.treasurer, IN_SPRING)
    confirm_correction(made, ended.trustee, nursery=ended.nursery, now=IN_SPRING)
    assert "second pair of eyes" not in home(ended.trustee, IN_SPRING)
