"""The manager's approvals pass to a deputy for a span of days (domain 02, deputy)."""

import datetime as dt

import pytest

from accounts.models import Deputy, Person
from accounts.queries import people_of
from rota.queries.cover import approvers
from tests.builders import TODAY, House

DAY = dt.timedelta(days=1)


def _as_themselves(person: Person, day: dt.date) -> Person:
    """As whoever opens a page is read."""
    assert person.account is not None
    [found] = people_of(person.account, day)
    return found


@pytest.fixture
def marta(house: House) -> Person:
    marta = house.staff("Marta Zielińska")
    Deputy.objects.create(nursery=house.nursery, person=marta, starts=TODAY, ends=TODAY + DAY)
    return marta


@pytest.mark.parametrize(("day", "does"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_deputy_approves_on_their_first_and_last_day_and_no_other(marta: Person, day: int, does: bool) -> None:
    assert _as_themselves(marta, TODAY + day * DAY).approves is does
    assert (marta in approvers(TODAY + day * DAY)) is does


def test_the_manager_approves_every_day(house: House) -> None:
    helen = house.manager()
    assert _as_themselves(helen, TODAY).approves
    assert list(approvers(TODAY)) == [helen]


def test_nobody_else_approves(house: House, marta: Person) -> None:
    assert not _as_themselves(house.parent(), TODAY).approves
    assert list(approvers(TODAY)) == [marta]
