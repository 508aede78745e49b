"""The manager's approvals pass to a deputy for a span of days (domain 02, deputy)."""

import datetime as dt

import pytest

from accounts.models import Deputy, Person
from accounts.queries import people_of
from rota.queries.cover import approvers
from tests.builders import TODAY, House

DAY = dt.timedelta(days=1)


@pytest.fixture
def marta(house: House) -> Person:
    marta = house.staff("Marta Zielińska")
    Deputy.objects.create(nursery=house.nursery, person=marta, starts=TODAY, ends=TODAY + DAY)
    return marta


@pytest.mark.parametrize(("day", "does"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_deputy_approves_on_their_first_and_last_day_and_no_other(marta: Person, day: int, does: bool) -> None:
    [person] = people_of(marta.account, TODAY + day * DAY)
    assert person.approves is does
    assert (marta in approvers(TODAY + day * DAY)) is does


def test_the_manager_approves_every_day(house: House) -> None:
    helen = house.manager()
    assert people_of(helen.account, TODAY)[0].approves
    assert list(approvers(TODAY)) == [helen]


def test_nobody_else_approves(house: House, marta: Person) -> None:
    assert not people_of(house.parent().account, TODAY)[0].approves
    assert list(approvers(TODAY)) == [marta]
